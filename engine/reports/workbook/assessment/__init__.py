"""The workbook of an assessment, sheet by sheet."""
