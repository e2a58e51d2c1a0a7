"""What conditions, links, escalations, notes and records mean: the semantics, once, as pure functions over
tables."""
