"""The questionnaire as a page to fill in."""
