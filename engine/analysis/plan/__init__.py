"""In which order to mend, and what is enough."""
