"""The engine: from rule files and an organisation's answers to an assessment."""
