"""What rules mean together, and where that can hardly be meant: found by trying answers, not by reading
words."""
