"""An assessment as people and programs read it: one module for each format."""
