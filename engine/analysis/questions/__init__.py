"""Which questions to ask, and what each decides."""
