"""Files that people give in place of an organisation's file: what they are, and which command takes them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import msgspec

from ..signs import QUESTIONNAIRES, sign_of

QUESTIONS = "clausegraph questions --standard iso-9001:2015 --format xlsx --output answers.xlsx"
_TAKE_OVER = f"take its answers over into a questionnaire: {QUESTIONS}"
_TAKE_TABLE = "take it into an organisation's file: clausegraph take TABLE.csv acme.yaml"
_GIVE_SOURCE = "give the file it was made from"
_SAVE = "open it in a browser, fill it in, press Save as a file, and give that file"
_PREVIOUS = f"{_GIVE_SOURCE}; as an earlier assessment it goes with --previous FILE"
_ASSESSMENT = frozenset({"organisation", "as_of", "findings", "summary"})
_OTHER_REPORTS = (
    frozenset({"standards", "shared", "specific"}),
    frozenset({"nodes", "links"}),
    frozenset({"id", "title", "edition", "clauses"}),
)


class Foreign(msgspec.Struct, frozen=True):
    """A file of another kind: what it is, as the beginning of a sentence, and what to do with it."""

    what: str
    hint: str


def what_it_is(content: bytes, suffix: str) -> Foreign | None:
    """What a file is that is plainly no organisation's, by what stands in it before its ending; None if it
    may be one."""
    return _report(content) or next((found for sniff, found in KINDS if sniff(content, suffix)), None)


def _report(content: bytes) -> Foreign | None:
    """What clausegraph has written itself, except for questionnaires."""
    sign = sign_of(content)
    if sign is not None and sign.command not in QUESTIONNAIRES:
        hint = _PREVIOUS if (sign.command, sign.form) == ("assess", "json") else _GIVE_SOURCE
        return Foreign(f"this is a report that `clausegraph {sign.command}` wrote ({sign.form})", hint)
    if sign is not None and sign.form == "html":
        return Foreign("this is the page of a questionnaire, which holds no answers", _SAVE)
    keys = _keys_of_json(content)
    if keys >= _ASSESSMENT:
        return Foreign("this is the JSON of an assessment, a result and no answers", _PREVIOUS)
    if any(keys >= wanted for wanted in _OTHER_REPORTS):
        return Foreign("this is JSON that clausegraph wrote, a result and no answers", _GIVE_SOURCE)
    return None


def _keys_of_json(content: bytes) -> frozenset[str]:
    """The keys of an object in JSON; none where it is something else."""
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return frozenset()
    try:
        decoded = json.loads(content)
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(decoded)


def _begins(*starts: bytes) -> Callable[[bytes, str], bool]:
    return lambda content, suffix: content.startswith(starts)


def _begins_like(*starts: bytes) -> Callable[[bytes, str], bool]:
    """Whether text begins so, whatever blanks stand before it and however it is spelt."""
    return lambda content, suffix: content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(starts)


def _ends(*suffixes: str) -> Callable[[bytes, str], bool]:
    return lambda content, suffix: suffix in suffixes


def _holds(folder: str) -> Callable[[bytes, str], bool]:
    """Whether an archive is an office document of a kind, by the folder it keeps its text in."""

    def sniff(content: bytes, suffix: str) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return any(name.startswith(folder) for name in archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return False

    return sniff


KINDS: tuple[tuple[Callable[[bytes, str], bool], Foreign], ...] = (
    (_begins(b"%PDF-"), Foreign("this is a PDF document", _TAKE_OVER)),
    (_begins_like(b"<!doctype html", b"<html"), Foreign("this is a web page", _GIVE_SOURCE)),
    (_begins_like(b"<svg"), Foreign("this is a picture (SVG)", _GIVE_SOURCE)),
    (_begins_like(b"<?xml", b"<graphml"), Foreign("this is XML", _GIVE_SOURCE)),
    (_begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), Foreign("this is a picture", _TAKE_OVER)),
    (_begins(b"{\\rtf"), Foreign("this is a text document (RTF)", _TAKE_OVER)),
    (_holds("word/"), Foreign("this is a text document (Word)", _TAKE_OVER)),
    (_holds("ppt/"), Foreign("this is a presentation", _TAKE_OVER)),
    (_ends(".doc", ".docx", ".odt", ".rtf"), Foreign("this is a text document", _TAKE_OVER)),
    (_ends(".csv", ".tsv"), Foreign("this is a table of values between commas or tabs", _TAKE_TABLE)),
    (_ends(".pdf"), Foreign("this is a PDF document", _TAKE_OVER)),
    (_ends(".htm", ".html"), Foreign("this is a web page", _GIVE_SOURCE)),
    (_ends(".md", ".markdown"), Foreign("this is a page in Markdown", _GIVE_SOURCE)),
)
