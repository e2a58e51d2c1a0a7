"""The words of conditions and answers, and what answers between yes and no mean: largely, nearly all,
nearly in time."""
