"""Analyses as one page to look at: what was understood of each text, before anything is merged.

In: texts with their `Analysis` and `Reading`, in the order given. Out: a self-contained HTML document without scripts, in the style of the
record's page: the running text with names, times, quotations and claims marked, notes beside it, then a tree per sentence. Spans may
nest, overlap and cross: the text is cut at every end of a span, and each piece carries all the marks that lie over it, so that the
pieces together are the text, character for character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from communique import __version__
from communique.model.analysis import Analysis, Entity, Quotation, TimeExpression
from communique.model.claims import Claim, Reading, StatementClaim, claim_id
from communique.model.sources import Problem, Version
from communique.publish import dates, wording
from communique.publish.html_page import open_templates, safe_address
from communique.publish.json_claims import CHAIN_SIGN, claim_to_dict, shared_length
from communique.publish.tree_drawing import draw_tree

_HEADLINE = ("state", "force", "progress", "standing", "value", "mode")
"""The fields that say most of a claim; a note opens with the one that its kind has."""

_DATES = frozenset({"date", "due", "agreed_on", "on", "as_of", "from", "to", "said_on"})
_REFERENCES = frozenset({"origin", "commitment", "meeting"})
_VERBATIM = frozenset({"object", "of", "condition"})
_NOT_SHOWN = frozenset(
    {"id", "kind", "start", "end", "exact", "factuality", "according_to", "score", "reader", "text", "persons", *_HEADLINE}
)
"""Fields that a note says elsewhere, or that the marked words themselves are."""

_BREAK = re.compile(r"\n\s*\n")
_LAYERS = ("said", "claim", "cue", "time", "name")
"""The kinds of marks, outermost first."""


@dataclass(frozen=True, slots=True)
class AnalysedText:
    """One text with all that was read out of it."""

    version: Version
    analysis: Analysis
    reading: Reading


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a note. `target` is the number of the note that it refers to."""

    label: str
    value: str
    target: int | None = None


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A claim or a quotation beside the text. `factuality` is empty and `score` None for a quotation that carries no claim."""

    number: int
    start: int
    end: int
    kind: str
    headline: str
    facts: tuple[Fact, ...]
    factuality: str = ""
    score: float | None = None
    according_to: str = ""
    reader: str = ""

    @property
    def layer(self) -> str:
        """The kind of its mark."""
        return "said" if self.kind in ("statement", "quotation") else "claim"


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span. `number` is that of its note, 0 where it has none."""

    start: int
    end: int
    layer: str
    look: str
    title: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two ends of spans: the marks over it, outermost first, and what begins and ends with it.

    `sentence` is the number of the sentence that begins here, 0 for none; `opened` and `closed` are numbers of notes.
    """

    text: str
    marks: tuple[Mark, ...]
    sentence: int
    opened: tuple[int, ...]
    closed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces, with the notes, names and times that begin in it."""

    pieces: tuple[Piece, ...]
    notes: tuple[MarginNote, ...]
    names: tuple[str, ...]
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Marked:
    """A text with its marks, before it is cut."""

    analysis: Analysis
    marks: tuple[Mark, ...]


def render_analyses(texts: Sequence[AnalysedText], problems: Iterable[Problem] = ()) -> str:
    """Return all texts as one HTML document, in the order given; `problems` are listed at its end."""
    template = open_templates().get_template("analysis.html.j2")
    return template.render(
        texts=texts,
        problems=list(problems),
        version=__version__,
        draw_tree=draw_tree,
        paragraphs_of=paragraphs_of,
        summary_of=summary_of,
        title_of=title_of,
        safe_address=safe_address,
    )


def title_of(text: AnalysedText) -> str:
    """Return what a text is called: its headline, or else where it was read from."""
    version = text.version
    return version.title or ("standard input" if version.path == "-" else version.path) or version.id


def summary_of(text: AnalysedText) -> str:
    """Return outlet, dateline and how much was found, in one line."""
    analysis = text.analysis
    found = [
        (len(analysis.sentences), "sentence"),
        (len(analysis.entities), "name"),
        (len(analysis.times), "time"),
        (len(analysis.quotations), "quotation"),
        (len(text.reading.claims), "claim"),
    ]
    parts = [text.version.outlet or "", dates.say_date(analysis.date) or "no dateline", *(wording.count(n, noun) for n, noun in found)]
    return ", ".join(part for part in parts if part)


def paragraphs_of(text: AnalysedText) -> list[Paragraph]:
    """Return the text in paragraphs and pieces; what stands beside a paragraph is what begins in it."""
    analysis = text.analysis
    notes = _notes(text)
    marked = _Marked(analysis, tuple(_marks(analysis, notes)))
    breaks = list(_BREAK.finditer(analysis.text))
    starts = [0, *(match.end() for match in breaks)]
    ends = [*(match.start() for match in breaks), len(analysis.text)]
    # What begins in the blank lines before a paragraph belongs to it, so nothing is left without a place.
    reach = [0, *ends[:-1]]
    paragraphs = []
    for first, start, end in zip(reach, starts, ends, strict=True):
        is_last = end == len(analysis.text)
        here = range(first, end + 1 if is_last else end)
        paragraphs.append(
            Paragraph(
                tuple(_pieces(marked, start, end)),
                tuple(note for note in notes if note.start in here),
                _distinct(_say_name(entity) for entity in analysis.entities if entity.start in here),
                _distinct(_say_time(time) for time in analysis.times if time.start in here),
            )
        )
    return [paragraph for paragraph in paragraphs if paragraph.pieces or paragraph.notes]


def _notes(text: AnalysedText) -> tuple[MarginNote, ...]:
    """Return a note per claim, and one per quotation that no statement claim covers, numbered in text order."""
    claims = text.reading.claims
    quotations = text.analysis.quotations
    carried = {id(q): claim for claim in claims if isinstance(claim, StatementClaim) and (q := _quotation_of(claim, quotations))}
    open_: list[Claim | Quotation] = [*claims, *(q for q in quotations if id(q) not in carried)]
    open_.sort(key=_span_of)
    numbers = {claim_id(item): i for i, item in enumerate(open_, start=1) if not isinstance(item, Quotation)}
    return tuple(
        _quotation_note(item, number) if isinstance(item, Quotation) else _claim_note(item, number, numbers)
        for number, item in enumerate(open_, start=1)
    )


def _span_of(item: Claim | Quotation) -> tuple[int, int]:
    if isinstance(item, Quotation):
        return item.content_start, item.content_end
    return item.provenance.span.start, item.provenance.span.end


def _quotation_of(claim: StatementClaim, quotations: Iterable[Quotation]) -> Quotation | None:
    """Return the quotation that a statement claim shares most words with."""
    best = max(quotations, key=lambda quotation: shared_length(claim, quotation), default=None)
    return best if best is not None and shared_length(claim, best) > 0 else None


def _claim_note(claim: Claim, number: int, numbers: dict[str, int]) -> MarginNote:
    written = claim_to_dict(claim)
    headline = ", ".join(wording.say(str(written[name])) for name in _HEADLINE if written.get(name))
    facts = [
        _fact(name, value, numbers) for name, value in written.items() if name not in _NOT_SHOWN and value not in (None, "", [], False)
    ]
    return MarginNote(
        number,
        *_span_of(claim),
        wording.say(written["kind"]),
        headline,
        tuple(facts),
        wording.say(written["factuality"]),
        written["score"],
        CHAIN_SIGN.join(claim.provenance.according_to),
        claim.provenance.reader,
    )


def _quotation_note(quotation: Quotation, number: int) -> MarginNote:
    facts = [Fact("speaker", quotation.speaker)] if quotation.speaker else []
    facts += [Fact("continued", "yes")] if quotation.continued else []
    return MarginNote(number, *_span_of(quotation), "quotation", wording.say(quotation.mode), tuple(facts))


def _fact(name: str, value: Any, numbers: dict[str, int]) -> Fact:
    """Return a field of a claim as a line; a reference to a claim of this text leads to its note."""
    label = wording.say(name)
    if name in _REFERENCES and value in numbers:
        return Fact(label, f"note {numbers[value]}", numbers[value])
    if name in _DATES:
        return Fact(label, dates.say_date(value, is_short=True))
    if name in _VERBATIM:
        return Fact(label, f"“{value}”")
    if name == "participants":
        return Fact(label, "; ".join(_say_participant(person) for person in value))
    if isinstance(value, list):
        return Fact(label, ", ".join(value))
    return Fact(label, "yes" if value is True else wording.say(value) if name in ("domain", "meeting_kind", "outcome") else str(value))


def _say_participant(person: dict[str, str | None]) -> str:
    about = ", ".join(part for part in (person["side"], person["office"]) if part)
    return f"{person['name']} ({about})" if about else str(person["name"])


def _marks(analysis: Analysis, notes: Iterable[MarginNote]) -> Iterable[Mark]:
    for note in notes:
        yield Mark(note.start, note.end, note.layer, f"{note.layer} {note.factuality}".strip(), _say_note(note), note.number)
    for quotation in analysis.quotations:
        yield Mark(quotation.cue_start, quotation.cue_end, "cue", "cue", "says that something was said")
        yield Mark(quotation.source_start, quotation.source_end, "cue", "cue", f"source: {quotation.speaker or 'unnamed'}")
    for time in analysis.times:
        yield Mark(time.start, time.end, "time", "time", _say_time(time))
    for entity in analysis.entities:
        yield Mark(entity.start, entity.end, "name", f"name {entity.type.value.lower()}", _say_name(entity))


def _say_note(note: MarginNote) -> str:
    return " ".join(part for part in (f"{note.number}", note.kind, note.headline) if part)


def _say_name(entity: Entity) -> str:
    stands_for = f", stands for {entity.actor}" if entity.actor and entity.actor != entity.text else ""
    return f"{_one_line(entity.text)} ({entity.type.value.lower()}{stands_for})"


def _say_time(time: TimeExpression) -> str:
    """Return a time expression with its value and what is doubtful about it."""
    value = (dates.say_date(time.edtf, is_short=True) if time.edtf else time.value) or "no value"
    doubts = [
        time.type.value.lower(),
        f"mod {time.mod}" if time.mod else "",
        "anchored" if time.anchored else "",
        "year inferred" if time.inferred_year else "",
        "weekday contradicts the date" if time.mismatch else "",
    ]
    return f"{_one_line(time.text)} = {value} ({', '.join(doubt for doubt in doubts if doubt)})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _pieces(marked: _Marked, start: int, end: int) -> Iterable[Piece]:
    """Cut `[start, end)` at every end of a mark and every beginning of a sentence."""
    marks = sorted(
        (mark for mark in marked.marks if 0 <= mark.start < mark.end and mark.start < end and start < mark.end),
        key=lambda mark: (_LAYERS.index(mark.layer), mark.start, -mark.end, mark.number, mark.title),
    )
    sentences = {s.start: number for number, s in enumerate(marked.analysis.sentences, start=1) if start <= s.start < end}
    cuts = {start, end, *sentences, *(mark.start for mark in marks), *(mark.end for mark in marks)}
    inside = sorted(cut for cut in cuts if start <= cut <= end)
    opened: set[int] = set()
    for left, right in pairwise(inside):
        over = tuple(mark for mark in marks if mark.start <= left and right <= mark.end)
        # A span that begins before this paragraph was opened there.
        fresh = tuple(m.number for m in over if m.number and m.number not in opened and m.start >= start)
        opened.update(fresh)
        closed = tuple(m.number for m in over if m.number and m.end == right)
        yield Piece(marked.analysis.text[left:right], over, sentences.get(left, 0), fresh, closed)
