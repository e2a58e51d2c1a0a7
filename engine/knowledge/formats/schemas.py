"""JSON Schemas of the file formats, made from the very tables the reader checks with, so that editors explain
the keys.

They travel with the program; `clausegraph schema NAME` prints one. They are committed in `schemas/`, where
`python -m clausegraph.engine.knowledge.formats.schemas FOLDER` writes them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ...problems import BadInput, Location, Problem, did_you_mean
from .standards import FORMATS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every format, by the name of its file."""
    return {
        file_name(kind): {"$schema": DRAFT, "$id": file_name(kind), "title": kind, **FORMATS[kind].schema()}
        for kind in FORMATS
    }


def file_name(kind: str) -> str:
    """The file that holds the schema of a format."""
    return f"{kind}.schema.json"


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_text(kind: str) -> str:
    """The schema of the files of a kind, as a file holds it. Raises BadInput where there is no such kind."""
    if kind not in FORMATS:
        hint = did_you_mean(kind, FORMATS) or f"there are {', '.join(sorted(FORMATS))}"
        message = f"there is no schema `{kind}`"
        raise BadInput([Problem(Location("NAME"), message, "unknown-name", hint)])
    return as_text(schemas()[file_name(kind)])


def schema_list() -> str:
    """The names of all schemas, each with what such a file holds."""
    return "\n".join(f"{kind:<14}{schemas()[file_name(kind)]['description']}" for kind in sorted(FORMATS))


def write(folder: Path) -> None:
    """Writes every schema into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(as_text(schema), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m clausegraph.engine.knowledge.formats.schemas FOLDER")
    write(Path(sys.argv[1]))
