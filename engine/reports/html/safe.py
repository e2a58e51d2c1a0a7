"""What keeps a page safe: it runs and loads what is written into it, by its hash, and nothing else."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256


def content_policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """What the page may load and run: these styles and scripts, as they stand, and nothing from anywhere."""
    style, script = (" ".join(f"'sha256-{_hash(one)}'" for one in some) for some in (styles, scripts))
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )


def in_script(value: object) -> str:
    """JSON that can stand inside a script element: no text in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
