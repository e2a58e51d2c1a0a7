"""How a document looks in each format: every kind of document goes through the same writers."""
