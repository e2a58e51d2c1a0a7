"""Where a result goes: into text or bytes, and into a file that is ours to write. Nobody's work is ever
written over."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..codes import CodeWord
from ..files import is_same_file, is_stream, keep_beside, write_whole
from ..knowledge.sources import kind_of
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Problems, read_bytes
from ..signs import QUESTIONNAIRES, Sign, sign_of, signed
from .form import Format, Shown
from .formats import called

_BACKUP = "--force writes over it and keeps the old one beside it; or choose another name"
PAPER = 100
"""Columns of a report that goes into a file as plain text."""


class Written(msgspec.Struct, frozen=True):
    """A file that was written, and where the one that stood there is kept, if one was."""

    place: Path
    kept: Path | None = None

    def __str__(self) -> str:
        kept = f"; what stood there is kept as {self.kept}" if self.kept else ""
        return f"Written: {self.place}{kept}"


def content_of(shown: Shown) -> str | bytes:
    """A result as text or bytes; what prints itself does so as plain text, PAPER columns wide."""
    if not callable(shown):
        return shown
    from rich.console import Console

    text = io.StringIO()
    shown(Console(file=text, highlight=False, markup=False, emoji=False, width=PAPER, no_color=True))
    return text.getvalue()


def refuse_harm(
    output: Path, command: str, form: Format, inputs: Iterable[Path] = (), *, force: bool = False
) -> str:
    """What stands at a place and has to be kept, in a few words; empty if nothing does: no file, an empty
    one, a pipe or device, or the same report of ours that nobody has changed since.

    Raises BadInput if the place is one of the `inputs`, and, without `force`, if something has to be kept.
    """
    if any(is_same_file(output, one) for one in inputs):
        message = "this is the very file that is read, and a result never goes over it"
        raise _refused(output, message, "same-file", "choose another name")
    there = _what_stands(output, command, form)
    if there and not force:
        raise _refused(output, f"{there} stands here and stays as it is", "work-kept", _BACKUP)
    return there


def write_result(
    shown: Shown,
    output: Path,
    command: str,
    form: Format,
    inputs: Iterable[Path] = (),
    *,
    force: bool = False,
) -> Written:
    """Writes a result into a file, with its sign. Raises BadInput as `refuse_harm` does, or where the file
    cannot be written.

    With `force` a file that somebody may have worked on is kept beside its place under a name of its own.
    """
    there = refuse_harm(output, command, form, inputs, force=force)
    content = content_of(shown)
    if not is_stream(output):
        content = signed(content, command, form.name, form.style)
    kept = keep_beside(output) if there else None
    write_whole(content, output)
    return Written(output, kept)


def _what_stands(output: Path, command: str, form: Format) -> str:
    if is_stream(output) or not output.is_file():
        return ""
    try:
        content = output.read_bytes()
    except OSError:
        return "a file that cannot be read"
    sign = sign_of(content)
    if not content or (form.result and sign == Sign(command, form.name, untouched=True)):
        return ""
    return _words(content, sign)


def _words(content: bytes, sign: Sign | None) -> str:
    if sign is None:
        return _kind(content)
    if sign.command in QUESTIONNAIRES and sign.form != "text":
        return "a questionnaire"
    if not sign.untouched:
        return "a report that somebody has worked on since"
    return f"another report (`clausegraph {called(sign.command)}`, {sign.form})"


def _kind(content: bytes) -> str:
    """What a file is that has no sign of ours."""
    node = read_bytes(content, "", Problems()) if b":" in content else None
    kind = kind_of(node) if node is not None else None
    if kind == "organisation":
        return "an organisation's file"
    return f"a file of rules ({kind})" if kind else "a file that clausegraph did not write"


def _refused(output: Path, message: str, code: CodeWord, hint: str) -> BadInput:
    return BadInput([Problem(Location(str(output)), message, code, hint)])
