"""The graph as a picture, and as a file for other programs."""
