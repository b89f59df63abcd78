"""Plain text, with or without scraps of markup.

In: decoded text. Out: a version. A blank line parts paragraphs. Where lines are merely wrapped at some width, a single line end is a
space; elsewhere each line is a paragraph, as in texts copied from the web. In a text with inline tags the same holds; block tags overrule
it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from communique.capture.characters import clean_characters
from communique.capture.flow import SENTENCE_FINAL, FlowText, TextFlow
from communique.capture.fragments import has_blocks, has_markup, read_fragment, strip_tags
from communique.capture.header import split_header
from communique.capture.metadata import Metadata, make_version
from communique.model.sources import Version

WRAP_WIDTHS = range(40, 121)
"""Lengths, in characters, of lines that somebody's editor may have wrapped."""
WRAPPED_SHARE = 1 / 3
"""Share of line ends in mid-sentence that makes a text a wrapped one; a text of one line a paragraph has hardly any."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"[ \t]*(?:[-*•–—]|\d{1,2}[.)])[ \t]")


def read_plain(text: str, path: str, declared: Metadata | None = None) -> Version:
    """Return the version that a plain text holds. `declared` metadata counts more than the text's own header.

    Raises:
        SourceEmpty: there is nothing but white space, markup or header.
        SourceTooLarge: the text is longer than an article may be.
    """
    header, body = split_header(clean_characters(text))
    metadata = declared.or_else(header) if declared else header
    return make_version(read_running_text(body, metadata.url), metadata, path)


def read_running_text(text: str, base_url: str | None = None) -> FlowText:
    """Return the running text of cleaned prose; markup in it is read, not kept."""
    if has_markup(text):
        keeps_lines = not has_blocks(text) and not is_wrapped(strip_tags(text))
        return read_fragment(text, base_url=base_url, breaks_at_lines=keeps_lines)
    flow = TextFlow()
    wrapped = is_wrapped(text)
    for block in _BLANK_LINES.split(text):
        flow.break_block()
        for line in block.split("\n"):
            if not wrapped or _BULLET.match(line):
                flow.break_block()
            flow.space()
            flow.write(line)
    return flow.finish()


def is_wrapped(text: str) -> bool:
    """Tell whether single line ends are the work of an editor's right margin and no paragraphs."""
    every = [line.rstrip() for line in text.split("\n")]
    lines = [line for line, following in pairwise(every) if line and following]
    if not lines or max(map(len, lines)) >= WRAP_WIDTHS.stop:
        return False
    n_open = sum(len(line) in WRAP_WIDTHS and line[-1] not in SENTENCE_FINAL for line in lines)
    return n_open >= WRAPPED_SHARE * len(lines)
