"""Foreign tables as records of registers: found, understood, and told with all that is left out."""
