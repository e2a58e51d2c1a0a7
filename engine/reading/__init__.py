"""From YAML text to checked values with line and column: the one place where files are read."""
