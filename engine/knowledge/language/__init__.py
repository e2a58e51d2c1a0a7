"""The words of conditions and answers."""
