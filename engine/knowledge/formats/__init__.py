"""The table of every file format: the reader checks with them, the schemas come out of them."""
