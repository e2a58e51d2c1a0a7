"""From standards, rulebases and overlays to one checked knowledge base, and from there to the graph."""
