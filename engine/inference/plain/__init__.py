"""The evaluator in plain Python."""
