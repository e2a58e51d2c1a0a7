"""What the terminal shows, and plain text."""
