"""Text with scraps of HTML in it.

In: a text as feeds, APIs and scrapers give it: prose with anchors, paragraphs or entities but no document around them. Out: running text
with exact links. Uses the standard library's tokenizer alone, so that reading such texts costs no start-up; whole documents are the
business of `document`. What merely looks like a tag (`<sic>`, `a < b`) stays in the text.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from communique.capture.flow import FlowText, TextFlow


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCK_TAGS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup hr html li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
"""Elements that begin and end a paragraph."""
SPACE_TAGS = _names("td th option")
"""Elements that part words although they stay within a paragraph."""
SILENT_TAGS = _names(
    "audio button canvas figcaption head iframe map math noscript object script select style svg template textarea title video"
)
"""Elements whose content is not part of the text. Captions are among them: photographs are often older than the report."""
_VOID_TAGS = _names("area base br col embed hr img input link meta param source track wbr")
_INLINE_TAGS = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter nobr output picture progress q rp rt ruby"
    " s samp small span strike strong sub sup time tt u var"
)
KNOWN_TAGS = BLOCK_TAGS | SPACE_TAGS | SILENT_TAGS | _VOID_TAGS | _INLINE_TAGS

_TAG = re.compile(rf"</?(?:{'|'.join(sorted(KNOWN_TAGS))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_BLOCK_TAG = re.compile(rf"<(?:{'|'.join(sorted(BLOCK_TAGS))}|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def has_markup(text: str) -> bool:
    """Tell whether a text holds HTML tags, comments or entities."""
    return "<!--" in text or _TAG.search(text) is not None or _ENTITY.search(text) is not None


def has_blocks(text: str) -> bool:
    """Tell whether the markup of a text says where paragraphs begin."""
    return _BLOCK_TAG.search(text) is not None


def strip_tags(text: str) -> str:
    """Return the text without its tags, for looking at lines; not for keeping."""
    return _TAG.sub("", text)


def read_fragment(text: str, *, base_url: str | None = None, breaks_at_lines: bool = False) -> FlowText:
    """Return the running text and links of a text with markup.

    A blank line begins a paragraph; `breaks_at_lines` says that every line end does, as in texts whose tags are all inline.
    """
    tokens = _Fragment(TextFlow(base_url), breaks_at_lines)
    tokens.feed(text)
    tokens.close()
    return tokens.flow.finish()


class _Fragment(HTMLParser):
    """Feeds a `TextFlow` from tokens. Silent elements are counted, so that what they contain never reaches the text."""

    def __init__(self, flow: TextFlow, breaks_at_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.flow = flow
        self._line_break = re.compile(r"\n") if breaks_at_lines else _BLANK_LINE
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Act on an opening tag."""
        if tag in SILENT_TAGS:
            self._silent.append(tag)
        elif tag == "a":
            self.flow.open_link(dict(attrs).get("href"))
        elif tag == "br":
            self.flow.break_line()
        elif tag in KNOWN_TAGS or _is_foreign(tag):
            self._part(tag)
        else:
            self.handle_data(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Act on `<tag/>`: it opens nothing."""
        if tag not in SILENT_TAGS:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Act on a closing tag."""
        if tag in SILENT_TAGS:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
        elif tag == "a":
            self.flow.close_link()
        elif tag in KNOWN_TAGS or _is_foreign(tag):
            self._part(tag)
        else:
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Take characters, unless a silent element holds them."""
        if self._silent:
            return
        for n, part in enumerate(self._line_break.split(data)):
            if n:
                self.flow.break_block()
            self.flow.write(part)

    def _part(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.flow.break_block()
        elif tag in SPACE_TAGS:
            self.flow.space()


def _is_foreign(tag: str) -> bool:
    """Tell whether a tag is markup of another vocabulary (`o:p`, `amp-img`), whose words count but whose tag does not."""
    return ":" in tag or "-" in tag
