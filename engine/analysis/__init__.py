"""From findings to reasons: grades, dependency failures, root causes, and what a manager asks first."""
