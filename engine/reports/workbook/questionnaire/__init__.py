"""The workbook to fill in, sheet by sheet."""
