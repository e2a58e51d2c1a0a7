"""What standards share, as a document."""
