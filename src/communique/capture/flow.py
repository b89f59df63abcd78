"""Running text built from pieces of a marked-up source.

In: characters, block boundaries, line breaks and links in document order, from a tree or from a token stream. Out: the text that all
offsets refer to (paragraphs separated by one blank line, words by one space) and the links with exact offsets into it. One place decides
where spaces go, so that no reader of markup can glue two words or split one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urljoin, urlsplit

from communique.capture.characters import clean_characters
from communique.model.sources import Link

PARAGRAPH_BREAK = "\n\n"
SENTENCE_FINAL = frozenset('.!?…:;"”’»)]։。！？؟۔')
"""After these a single `<br>` or line end closes a paragraph; elsewhere it is a wrapped line."""
_CLOSING_PUNCTUATION = frozenset(".,;:!?…)]”»")


class _Gap(IntEnum):
    """What separates the last word from the next, weakest first."""

    NONE = 0
    SPACE = 1
    LINE = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class FlowText:
    """A finished text with its links in text order."""

    text: str
    links: tuple[Link, ...] = ()


class TextFlow:
    """Collects a text piece by piece. `base_url` resolves relative links; without it they are kept as written."""

    def __init__(self, base_url: str | None = None) -> None:
        self._base_url = base_url
        self._pieces: list[str] = []
        self._length = 0
        self._last = ""
        self._gap = _Gap.NONE
        self._is_at_link_edge = False
        self._link_url: str | None = None
        self._link_start: int | None = None
        self._links: list[Link] = []

    def write(self, data: str) -> None:
        """Add characters; runs of white space, line ends among them, count as one space."""
        data = clean_characters(data)
        words = data.split()
        if data[:1].isspace():
            self.space()
        if not words:
            return
        self._emit(" ".join(words))
        if data[-1:].isspace():
            self.space()

    def space(self) -> None:
        """Part the next word from the last one."""
        self._gap = max(self._gap, _Gap.SPACE)

    def break_line(self) -> None:
        """Break the line: two in a row, or one after a sentence, begin a paragraph; else it is a space."""
        self._gap = _Gap.BLOCK if self._gap >= _Gap.LINE else _Gap.LINE

    def break_block(self) -> None:
        """Begin a paragraph. A link that already has words ends here."""
        self._gap = _Gap.BLOCK
        if self._link_start is not None:
            self.close_link()

    def open_link(self, url: str | None) -> None:
        """Begin a link at the next word; one that is still open ends first."""
        self.close_link()
        self._link_url = _link_target(url, self._base_url)
        self._is_at_link_edge = True

    def close_link(self) -> None:
        """End the open link, if any, after the last word."""
        if self._link_url is not None and self._link_start is not None:
            self._links.append(Link(self._link_url, self._link_start, self._length))
        self._link_url = self._link_start = None
        self._is_at_link_edge = True

    def finish(self) -> FlowText:
        """Return the text and its links."""
        self.close_link()
        text = "".join(self._pieces)
        if unicodedata.is_normalized("NFC", text):
            return FlowText(text, tuple(self._links))
        return _composed(text, self._links)

    def _emit(self, words: str) -> None:
        if self._last:
            self._put(self._gap_before(words[0]))
        self._gap = _Gap.NONE
        self._is_at_link_edge = False
        if self._link_url is not None and self._link_start is None:
            self._link_start = self._length
        self._put(words)
        self._last = words[-1]

    def _gap_before(self, char: str) -> str:
        if self._gap == _Gap.BLOCK or (self._gap == _Gap.LINE and self._last in SENTENCE_FINAL):
            return PARAGRAPH_BREAK
        if self._gap != _Gap.NONE:
            return " "
        return " " if self._is_at_link_edge and _were_glued(self._last, char) else ""

    def _put(self, piece: str) -> None:
        if piece:
            self._pieces.append(piece)
            self._length += len(piece)


def _were_glued(before: str, after: str) -> bool:
    """Tell whether an anchor swallowed the space between two words: `the<a>Valley`, `talks.<a>Both`. No word is written like that."""
    return after.isupper() and (before.islower() or before in _CLOSING_PUNCTUATION)


def _link_target(url: str | None, base_url: str | None) -> str | None:
    """Return where a link points, or None for page-internal, script and mail links and for what is no address."""
    url = clean_characters(url or "").strip()
    if not url or url.startswith("#"):
        return None
    try:
        url = urljoin(base_url, url) if base_url else url
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return None
    return url if scheme in ("", "http", "https") else None


def _composed(text: str, links: list[Link]) -> FlowText:
    """Return the text in normal form C where letters and their marks came in different pieces, with links moved to match."""

    def moved(offset: int) -> int:
        return len(unicodedata.normalize("NFC", text[:offset]))

    links = [Link(link.url, moved(link.start), moved(link.end)) for link in links]
    return FlowText(unicodedata.normalize("NFC", text), tuple(links))
