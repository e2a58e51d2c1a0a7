"""Reads a page as a browser would, so that tests ask what is in it and not how it is written."""

from __future__ import annotations

from html.parser import HTMLParser

INLINE = {"a", "b", "code", "span", "strong", "svg", "use", "button", "time", "wbr"}
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "circle", "line", "use", "wbr"}

ENDS_A_PARAGRAPH = {
    "details",
    "div",
    "dl",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "ol",
    "p",
    "section",
    "table",
    "ul",
}


class Page(HTMLParser):
    """The elements of a page with their attributes, its text, and the content of its scripts and styles.
    `misplaced` are the elements that stand in a paragraph and so end it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.styles: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.misplaced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        self.elements.append((tag, about))
        if tag not in INLINE:
            self.words.append(" ")
        if tag in ENDS_A_PARAGRAPH and "p" in [name for name, _ in self.open]:
            self.misplaced.append(tag)
        if tag not in VOID:
            self.open.append((tag, about))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")
        if tag not in VOID:
            assert self.open.pop()[0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        tag, about = self.open[-1] if self.open else ("", {})
        if tag == "script":
            self.scripts.append((about, data))
        elif tag == "style":
            self.styles.append(data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What people read, on one line."""
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of all elements of a kind."""
        return [about for name, about in self.elements if name == tag]

    def attributes(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [about[name] for _, about in self.elements if name in about]
