"""The evaluator on durable-rules."""
