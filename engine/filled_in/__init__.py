"""From a filled-in questionnaire workbook to the nodes that an organisation's YAML file would give."""
