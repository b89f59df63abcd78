"""Transcripts: interviews and hearings in which every turn begins with its speaker ("Question: …", "MINISTER SILVA: …").

In: a text and its names. Out: one direct quotation per turn, or none when the text is no transcript. A text counts as one when at least
three of its lines begin with a label and at least two labels differ or recur. "Answer" is the one person the opening names, where it
names only one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.language.names import same_person
from communique.model.analysis import Entity, Quotation
from communique.model.vocabulary import EntityType, QuoteMode

MIN_TURNS = 3
_LABEL = re.compile(
    r"^[ \t]*(?P<label>(?:Question|Answer|Q|A|Moderator|Interviewer|Reporter|Journalist)"
    r"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,4}(?: \([^)\n]{1,60}\))?"
    r"|(?:[A-Z][\w.'’-]+ ){1,4}[A-Z][\w'’-]+(?: \([^)\n]{1,60}\))?)\s?:[ \t]+(?=\S)",
    re.MULTILINE,
)
_QUESTIONS = frozenset({"question", "q", "moderator", "interviewer", "reporter", "journalist"})
_ANSWERS = frozenset({"answer", "a"})
_SHARE = 0.5
"""Share of the text that turns must make up."""


def find_turns(text: str, entities: Sequence[Entity]) -> list[Quotation]:
    """Return the turns of a transcript in order, [] for any other text."""
    labels = list(_LABEL.finditer(text))
    names = [m["label"].split(" (")[0].strip() for m in labels]
    if len(labels) < MIN_TURNS or (len(set(names)) == len(names) and not {n.lower() for n in names} & (_QUESTIONS | _ANSWERS)):
        return []
    if len(text) - labels[0].start() < _SHARE * len(text):
        return []
    persons = [e for e in entities if e.type is EntityType.PERSON]
    interviewee = {e.actor or e.text for e in persons if e.start < labels[0].start()}
    turns: list[Quotation] = []
    for number, (label, name) in enumerate(zip(labels, names, strict=True)):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        start = label.end()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            speaker = _speaker(name, persons, interviewee)
            turns.append(Quotation(start, end, -1, -1, label.start("label"), label.start("label") + len(name), QuoteMode.DIRECT, speaker))
    return turns


def _speaker(label: str, persons: Sequence[Entity], interviewee: set[str]) -> str | None:
    folded = label.lower()
    if folded in _QUESTIONS:
        return None
    if folded in _ANSWERS:
        return next(iter(interviewee)) if len(interviewee) == 1 else None
    words = label.title() if label.isupper() else label
    return next((e.actor or e.text for e in persons if same_person(e.actor or e.text, words)), words)
