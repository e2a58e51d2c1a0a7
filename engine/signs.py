"""The quiet sign in every file that clausegraph writes: which report it is, and whether anybody has changed
it since.

`clausegraph assess.json 0f3c…` says that `assess` wrote it as JSON; the figures are a hash of all the rest of
the file. They are the same for the same report, and they no longer fit once a word has been changed or a cell
filled in.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping

import msgspec

PROPERTIES = "docProps/core.xml"
_WORKBOOK = b"PK\x03\x04"
_UNKNOWN = "0" * 16
_SIGN = re.compile(rb"clausegraph ([a-z-]+)\.([a-z0-9]+) ([0-9a-f]{16})")
_CLOSING = b"</cp:coreProperties>"


QUESTIONNAIRES = ("questions", "merge")
"""The commands whose files people go on with, and that are read again."""


class Sign(msgspec.Struct, frozen=True):
    """What a file says of itself: the `command` that wrote it, in which `form`, and whether it is `untouched`
    since."""

    command: str
    form: str
    untouched: bool


def signed(content: str | bytes, command: str, form: str, style: str) -> bytes:
    """What is written into a file: the content with its sign, in a `style` of STYLES, as a property of a
    workbook or Word document (`workbook`), or as the comment of an archive (`archive`).

    Without a style that is known the content stays as it is, unsigned.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    words = f"clausegraph {command}.{form} "
    if style == "workbook":
        return _with_property(data, f"{words}{_of_parts(data)}")
    if style == "archive":
        return _with_comment(data, f"{words}{_of_parts(data)}")
    if style not in STYLES:
        return data
    text = STYLES[style](data.decode("utf-8"), f"{words}{_UNKNOWN}").encode("utf-8")
    return text.replace(f"{words}{_UNKNOWN}".encode(), f"{words}{_of_text(text)}".encode())


def sign_of(content: bytes) -> Sign | None:
    """The sign in what a file holds; None if it has none."""
    if content.startswith(_WORKBOOK):
        return _sign_of_workbook(content)
    found = list(_SIGN.finditer(content))
    if not found:
        return None
    command, form, said = (part.decode() for part in found[-1].groups())
    return Sign(command, form, untouched=said == _of_text(content))


def _of_text(content: bytes) -> str:
    """The hash of a text, whatever figures its signs have."""
    return _hash(_SIGN.sub(rb"clausegraph \1.\2 " + _UNKNOWN.encode(), content))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[: len(_UNKNOWN)]


def _of_parts(workbook: bytes) -> str:
    """The hash of all parts of a workbook but the one that holds its properties."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        names = sorted(name for name in archive.namelist() if name != PROPERTIES)
        return _hash(b"".join(_hash(archive.read(name)).encode() + name.encode() + b"\0" for name in names))


def _with_property(workbook: bytes, words: str) -> bytes:
    """The workbook with the words as its category, every other part as it was."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            if part.filename == PROPERTIES:
                content = content.replace(_CLOSING, f"<cp:category>{words}</cp:category>".encode() + _CLOSING)
            new.writestr(part, content, part.compress_type)
    return made.getvalue()


def _with_comment(archive: bytes, words: str) -> bytes:
    """The archive with the words as its comment."""
    made = io.BytesIO(archive)
    with zipfile.ZipFile(made, "a") as opened:
        opened.comment = words.encode()
    return made.getvalue()


def _sign_of_workbook(content: bytes) -> Sign | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            place = archive.read(PROPERTIES) if PROPERTIES in archive.namelist() else archive.comment
            match = _SIGN.search(place)
        if match is None:
            return None
        command, form, said = (part.decode() for part in match.groups())
        return Sign(command, form, untouched=said == _of_parts(content))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None


def _last_line(lead: str, tail: str = "") -> Callable[[str, str], str]:
    def sign(text: str, words: str) -> str:
        line_end = "" if text.endswith("\n") or not text else "\n"
        return f"{text}{line_end}{lead}{words}{tail}\n"

    return sign


def _before_the_end(text: str, words: str) -> str:
    """A comment as the last thing in a page, since browsers look for nothing behind its end."""
    body, end, rest = text.rpartition("</html>")
    return f"{body}<!-- {words} -->{end}{rest}"


def _last_key(key: str) -> Callable[[str, str], str]:
    """A key at the end of an object, or of the last object of a list, in JSON that is indented by two."""

    def sign(text: str, words: str) -> str:
        body = text.rstrip()
        end = "\n  }\n]" if body.endswith("\n  }\n]") else "\n}" if body.endswith("\n}") else ""
        if not end:
            return text
        blanks = "    " if end.startswith("\n  ") else "  "
        return f"{body.removesuffix(end)},\n{blanks}{key.format(words)}{end}\n"

    return sign


def _before_the_last_line(text: str, words: str) -> str:
    """A property of our own at the end of a calendar, whose lines end as they do there."""
    body, end, rest = text.rpartition("END:VCALENDAR")
    return f"{body}X-WRITTEN-BY:{words}\r\n{end}{rest}"


STYLES: Mapping[str, Callable[[str, str], str]] = {
    "text": _last_line("\n"),
    "hash": _last_line("# "),
    "slashes": _last_line("// "),
    "xml": _last_line("<!-- ", " -->"),
    "markdown": _last_line("\n<!-- ", " -->"),
    "html": _before_the_end,
    "calendar": _before_the_last_line,
    "json": _last_key('"written_by": "{}"'),
    "sarif": _last_key('"properties": {{"written_by": "{}"}}'),
}
"""How a sign is written into text of a kind."""
