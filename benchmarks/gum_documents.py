"""Documents of the GUM corpus with what these benchmarks need: running text, attributions of its discourse trees, and chains of mentions.

In: a CoNLL-U file of GUM (https://gucorpling.org/gum/). Out: `GumDocument`s. Elementary discourse units are numbered from 1 in the order of
the text and begin at the tokens that carry `Discourse=`; an attribution relates the unit of the cue to the unit of what was said, with the
tokens of the source among its signals. Mentions come from `Entity=`, each with the id of its chain. Offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_RELATION = re.compile(r"(.+?):(\d+)->(\d+):(\d+):(.*)")
_SOURCE = re.compile(r"sem-atsrc-([\d,\-]*\d)")
_MENTION = re.compile(r"(\()?([^()]+)(\))?")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The units of the cue and of the content (from 1), and the tokens of the source (from 0)."""

    cue: int
    content: int
    source: tuple[int, ...]


@dataclass(slots=True)
class GumDocument:
    """A document. `tokens` are half-open code points, `units` the first token of every discourse unit, `mentions` (start, end, chain)."""

    name: str
    text: str = ""
    tokens: list[tuple[int, int]] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    mentions: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """Return the genre, the second part of the name."""
        return self.name.split("_")[1]

    def unit_tokens(self, unit: int) -> range:
        """Return the tokens of a discourse unit."""
        ends = [*self.units[1:], len(self.tokens)]
        return range(self.units[unit - 1], ends[unit - 1]) if 0 < unit <= len(self.units) else range(0)

    def unit_span(self, unit: int) -> tuple[int, int]:
        """Return the code points of a discourse unit, (0, 0) for one that does not exist."""
        inside = self.unit_tokens(unit)
        return (self.tokens[inside[0]][0], self.tokens[inside[-1]][1]) if inside else (0, 0)


def read_gum(path: Path) -> Iterator[GumDocument]:
    """Yield the documents of a file in order."""
    document: GumDocument | None = None
    is_paragraph = True
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# newdoc id"):
            if document is not None:
                yield document
            document, is_paragraph = GumDocument(line.split("= ", 1)[1].strip()), True
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            is_paragraph = True
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows and document is not None:
            _add_sentence(document, rows, is_paragraph)
            rows, is_paragraph = [], False
    if document is not None:
        yield document


def _add_sentence(document: GumDocument, rows: list[list[str]], is_paragraph: bool) -> None:
    if document.text:
        document.text = document.text.rstrip() + ("\n\n" if is_paragraph else " ")
    opened: dict[str, list[int]] = {}
    last, is_spaced = 0, True
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            last, is_spaced = int(row[0].split("-")[1]), "SpaceAfter=No" not in row[9]
            continue
        start = len(document.text)
        document.text += row[1]
        document.tokens.append((start, len(document.text)))
        document.lemmas.append(row[2].lower())
        _read_discourse(document, row[9])
        _read_mentions(document, row[9], opened)
        number = int(row[0])
        spaced = (number > last and "SpaceAfter=No" not in row[9]) or (number == last and is_spaced)
        document.text += " " if spaced else ""


def _read_discourse(document: GumDocument, misc: str) -> None:
    found = re.search(r"Discourse=([^|]*)", misc)
    if found is None:
        return
    document.units.append(len(document.tokens) - 1)
    for relation in found[1].split(";"):
        parts = _RELATION.match(relation)
        if parts is not None and parts[1].startswith("attribution-"):
            tokens = [token for group in _SOURCE.findall(parts[5]) for token in _numbers(group)]
            document.attributions.append(Attribution(int(parts[2]), int(parts[3]), tuple(tokens)))


def _numbers(group: str) -> Iterator[int]:
    for part in filter(None, group.split(",")):
        low, _, high = part.partition("-")
        yield from range(int(low) - 1, int(high or low))


def _read_mentions(document: GumDocument, misc: str, opened: dict[str, list[int]]) -> None:
    found = re.search(r"Entity=([^|]*)", misc)
    place = len(document.tokens) - 1
    for opening, body, closing in _MENTION.findall(found[1]) if found else ():
        chain = body.split("-")[0]
        if opening:
            opened.setdefault(chain, []).append(place)
        if closing and opened.get(chain):
            first = opened[chain].pop()
            document.mentions.append((document.tokens[first][0], document.tokens[place][1], chain))
