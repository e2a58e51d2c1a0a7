"""The words that every format shares."""
