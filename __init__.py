"""The repository root is the package `clausegraph`: `cli.py` and `engine/` beside `standards/` and `rulebases/`, as they ship."""

__version__ = "0.1.0"
