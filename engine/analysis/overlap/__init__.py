"""What standards share, what an organisation holds already, what one more asks."""
