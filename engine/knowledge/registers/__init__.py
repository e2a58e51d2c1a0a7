"""Registers: which fields their records have, and what rules ask of the records."""
