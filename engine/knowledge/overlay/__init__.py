"""What a client's or a consultant's overlays change in the knowledge, layer by layer."""
