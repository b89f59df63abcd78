"""Annotated items made for these tests, and a reader that says what it is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from communique.model.analysis import Analysis
from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, Provenance, Reading
from communique.model.errors import ReadingFailed
from communique.model.sources import Version
from communique.model.vocabulary import Factuality, Force, MeetingKind, MeetingState

Json = dict[str, Any]
GOLDEN = Path(__file__).parent / "golden.jsonl"


def read_golden() -> list[Json]:
    """Return the lines of the golden file."""
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def analyse(text: str, date: str | None) -> Analysis:
    """Stand in for an analyser."""
    return Analysis(text, date, (), (), ())


def meeting(version: Version, words: str, *, state: MeetingState = MeetingState.HELD, score: float = 0.9) -> Claim:
    """Return a meeting of Norway and Sweden at some words of a text."""
    start = version.text.index(words)
    span = version.span(start, start + len(words))
    provenance = Provenance(span, Factuality.HAPPENED, reader="told", score=score)
    return MeetingClaim(provenance, state, MeetingKind.CONTACT, places=("Oslo",), parties=("Norway", "Sweden"))


def commitment(version: Version, words: str) -> Claim:
    """Return a commitment of Norway and Sweden at some words of a text."""
    start = version.text.index(words)
    provenance = Provenance(version.span(start, start + len(words)), Factuality.HAPPENED, reader="told", score=0.9)
    return CommitmentClaim(provenance, Force.AGREED, ("Norway", "Sweden"), words)


class ToldReader:
    """A reader that finds certain words: meetings in a state, and commitments; it fails on texts with "unreadable" in them."""

    def __init__(self, name: str, meetings: Sequence[str] = (), state: MeetingState = MeetingState.HELD, score: float = 0.9) -> None:
        self.name = name
        self._meetings = meetings
        self._state = state
        self._score = score

    def read(self, version: Version, analysis: Analysis) -> Reading:
        if "unreadable" in version.text:
            raise ReadingFailed("It cannot be read.", "Read something else.")
        found = [meeting(version, w, state=self._state, score=self._score) for w in self._meetings if w in version.text]
        found += [commitment(version, w) for w in ("to reopen the rail link",) if w in version.text]
        return Reading(version.id, tuple(found))
