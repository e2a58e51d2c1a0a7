"""What conditions, links and escalations mean: the semantics, once."""
