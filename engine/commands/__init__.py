"""What each command does, before anything is shown."""
