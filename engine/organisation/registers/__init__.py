"""The records of registers as they are read, and the scales by which they are rated."""
