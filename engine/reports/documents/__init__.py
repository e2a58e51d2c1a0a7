"""The documents that an auditor asks for by name: what stands in each, and the table of their kinds."""
