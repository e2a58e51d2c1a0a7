"""What several people have filled in, put together."""
