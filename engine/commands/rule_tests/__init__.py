"""The cases that stand beside the rules: read, run, and measured by what they would notice."""
