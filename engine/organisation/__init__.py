"""What is true of an organisation: its file, its records, its earlier assessment."""
