"""Source notes: every entry's evidence as numbered sentences.

In: evidence, in the order in which a view cites it. Out: one note per sentence of a version, with the words that carry the entry marked
and the sentences around it. Entries from one sentence share its number, and so do versions of one article that carry the same sentence.
Sentence ends are found by punctuation here: a version carries no analysis, and a note that runs one sentence too far still shows the
words in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.model.record import Evidence, Story
from communique.model.sources import Version
from communique.publish.wording import version_label

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_SHORT_WORDS = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Pres|St|No|Nos|vs|Inc|Ltd|Co|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e"
)
_ABBREVIATION = re.compile(rf"(?:\b(?:{_SHORT_WORDS})|(?:\b|\.)[A-Z])\.$")
_OPENING = "\"'“‘«(["


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence; `is_marked` where it is the very words that carry an entry."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A cited sentence. `version` is the one that was cited first, `label` names all that carry the sentence.

    `before` and `after` are its neighbours in the paragraph; `n_citations` counts the places that cite it.
    """

    number: int
    version: Version
    label: str
    segments: tuple[Segment, ...]
    before: str
    after: str
    n_citations: int

    @property
    def sentence(self) -> str:
        """The sentence as it stands in the version."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to note `number`; `turn` tells the how-manieth citation of that note it is, from 1, so that links lead both ways."""

    number: int
    turn: int


@dataclass(slots=True)
class _Cited:
    """A cited sentence: where it first stands, the versions that carry it, the marked ranges counted from its beginning."""

    story: Story
    start: int
    end: int
    number: int
    versions: dict[str, Version]
    marks: set[tuple[int, int]] = field(default_factory=set)
    n_citations: int = 0


class Notes:
    """Hands out numbers while a view is composed, and gives the notes when it is done."""

    def __init__(self, stories: Sequence[Story], *, is_short: bool = True) -> None:
        """Take the stories whose versions may be cited; `is_short` writes months in three letters."""
        self._known = {version.id: (version, story) for story in stories for version in story.versions}
        self._is_short = is_short
        self._cited: dict[tuple[str, str], _Cited] = {}

    def cite(self, evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
        """Return a citation per sentence that the evidence stands in, in ascending order; evidence of an unknown version is left out."""
        touched = {cited.number: cited for item in evidence if (cited := self._find(item))}
        for cited in touched.values():
            cited.n_citations += 1
        return tuple(Citation(number, touched[number].n_citations) for number in sorted(touched))

    def _find(self, evidence: Evidence) -> _Cited | None:
        """Return the sentence of a piece of evidence; a sentence that two versions of an article share is one."""
        if evidence.version not in self._known:
            return None
        version, story = self._known[evidence.version]
        start, end = sentence_around(version.text, evidence.start, evidence.end)
        cited = self._cited.setdefault(
            (story.id, version.text[start:end]), _Cited(story, start, end, len(self._cited) + 1, {version.id: version})
        )
        cited.versions.setdefault(version.id, version)
        cited.marks.add((evidence.start - start, evidence.end - start))
        return cited

    def entries(self) -> tuple[Note, ...]:
        """Return all notes cited until now, by number."""
        return tuple(self._note(cited) for cited in self._cited.values())

    def _note(self, cited: _Cited) -> Note:
        first = next(iter(cited.versions.values()))
        numbered = [(i, version) for i, version in enumerate(cited.story.versions, start=1) if version.id in cited.versions]
        return Note(
            cited.number,
            first,
            version_label(numbered, len(cited.story.versions), is_short=self._is_short),
            tuple(_segments(first.text[cited.start : cited.end], cited.marks)),
            _neighbour(first.text, cited.start, forward=False),
            _neighbour(first.text, cited.end, forward=True),
            cited.n_citations,
        )


def _segments(sentence: str, marks: Iterable[tuple[int, int]]) -> Iterable[Segment]:
    position = 0
    for start, end in _union(marks):
        if start > position:
            yield Segment(sentence[position:start], is_marked=False)
        yield Segment(sentence[start:end], is_marked=True)
        position = end
    if position < len(sentence):
        yield Segment(sentence[position:], is_marked=False)


def _union(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return half-open ranges in order, those that touch or overlap joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the half-open range of the sentences that `[start, end)` lies in, without white space at its ends."""
    first, last = _paragraph(text, start, end)
    ends = [first, *_sentence_ends(text, first, last), last]
    begin = max(position for position in ends if position <= start)
    finish = min((position for position in ends if position >= end), default=last)
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    return (0 if first < 0 else first + 2), (len(text) if last < 0 else last)


def _sentence_ends(text: str, first: int, last: int) -> Iterable[int]:
    for match in _END.finditer(text, first, last):
        rest = text[match.end() : match.end() + 4].lstrip().lstrip(_OPENING)
        starts_anew = not rest or rest[0].isupper() or rest[0].isdigit() or not rest[0].isalnum()
        if starts_anew and not _ABBREVIATION.search(text, first, match.end()):
            yield match.end()


def _neighbour(text: str, position: int, *, forward: bool) -> str:
    """Return the sentence before or after `position` in its paragraph, the empty string at the paragraph's end."""
    first, last = _paragraph(text, position, position)
    if forward:
        while position < last and text[position].isspace():
            position += 1
        start, end = sentence_around(text, position, min(position + 1, last))
        return text[start:end] if position < last else ""
    while position > first and text[position - 1].isspace():
        position -= 1
    start, end = sentence_around(text, max(position - 1, first), position)
    return text[start:end] if position > first else ""
