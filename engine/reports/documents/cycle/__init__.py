"""The documents of a year with a management system: internal audit, management review, what is due."""
