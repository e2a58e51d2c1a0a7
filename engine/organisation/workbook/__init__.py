"""Reads the workbook that people fill in."""
