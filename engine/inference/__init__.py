"""From answers to verdicts: two evaluators, durable-rules and plain Python, behind one small interface."""
