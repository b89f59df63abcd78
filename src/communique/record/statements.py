"""Statements: what a speaker said, once, however many versions and outlets carry it.

In: statement claims of one process, or of the background. Out: `Statement` entries with the evidence of all who carry the words. Two
reports are one statement when one speaker said nearly the same, or when a longer quotation holds a shorter one; the fullest text is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz

from communique.model.claims import StatementClaim, claim_id
from communique.model.edtf import bounds, is_edtf, most_precise
from communique.model.ids import make_id
from communique.model.judgements import TargetKind
from communique.model.record import Statement
from communique.model.vocabulary import Factuality, QuoteMode
from communique.record.rulings import Rulings
from communique.record.witnesses import Witnesses
from communique.record.wording import is_same_utterance, squeeze
from communique.stories.words import fold

NEAR_EQUAL = 90.0
"""Similarity in [0, 100] from which two texts are one utterance: a sub-editor's changes and translations of a word or two."""
MIN_HELD_CHARS = 30
"""A shorter quotation this long may be held by a longer one; what is shorter could be part of anything."""

MIN_SHARED_WORDS = 0.5
"""Share of its words that a text has in common with another one, at least, when both are one utterance."""

_MODES = (QuoteMode.DIRECT, QuoteMode.PARTIAL, QuoteMode.INDIRECT)


def fold_statements(claims: Iterable[StatementClaim], process: str | None, witnesses: Witnesses, rulings: Rulings) -> tuple[Statement, ...]:
    """Return the statements, by the day they were made, then by publication."""
    by_speaker: defaultdict[str, list[StatementClaim]] = defaultdict(list)
    for claim in claims:
        if claim.text.strip() and claim.provenance.factuality is not Factuality.DENIED:
            speaker = fold(claim.speaker) if claim.speaker else f"\x00{witnesses.place(claim.provenance.span.version).story}"
            by_speaker[speaker].append(claim)
    groups = [group for _, said in sorted(by_speaker.items()) for group in _group(said, witnesses)]
    groups, _ = rulings.regroup(TargetKind.STATEMENT, groups, claim_id)
    made = [rulings.edited(TargetKind.STATEMENT, _make_statement(group, process, witnesses)) for group in groups]
    return tuple(sorted(made, key=lambda statement: _statement_order(statement, witnesses)))


def _group(said: Sequence[StatementClaim], witnesses: Witnesses) -> list[list[StatementClaim]]:
    """Return the claims of each utterance, the longest text first in each. Only texts that share half of their words are compared."""
    groups: list[list[StatementClaim]] = []
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for claim in sorted(said, key=lambda claim: (-len(squeeze(claim.text)), witnesses.claim_order(claim))):
        words = set(squeeze(claim.text).split())
        shared = Counter(index for word in words for index in by_word[word])
        near = sorted(index for index, count in shared.items() if count >= MIN_SHARED_WORDS * len(words))
        home = next((index for index in near if _is_one(claim, groups[index][0])), None)
        if home is not None:
            groups[home].append(claim)
            continue
        for word in words:
            by_word[word].append(len(groups))
        groups.append([claim])
    return groups


def _is_one(shorter: StatementClaim, longer: StatementClaim) -> bool:
    if _is_other_day(shorter.said_on, longer.said_on) and squeeze(shorter.text) != squeeze(longer.text):
        return False
    if is_same_utterance(shorter.text, longer.text, NEAR_EQUAL):
        return True
    words = squeeze(shorter.text)
    if len(words) < MIN_HELD_CHARS or shorter.provenance.span.version == longer.provenance.span.version:
        return False
    is_spoken = QuoteMode.INDIRECT not in (shorter.mode, longer.mode)
    return f" {words} " in f" {squeeze(longer.text)} " or (is_spoken and fuzz.partial_ratio(words, squeeze(longer.text)) >= NEAR_EQUAL)


def _is_other_day(a: str | None, b: str | None) -> bool:
    return bool(a and b and is_edtf(a) and is_edtf(b)) and most_precise([a or "", b or ""]) is None


def _make_statement(group: Sequence[StatementClaim], process: str | None, witnesses: Witnesses) -> Statement:
    claims = witnesses.sort(group)
    said = [claim for claim in claims if isinstance(claim, StatementClaim)]
    mode = min((claim.mode for claim in said), key=_MODES.index)
    dates = [claim.said_on for claim in said if claim.said_on and is_edtf(claim.said_on)]
    return Statement(
        id=make_id("statement", process, claim_id(said[0]), said[0].speaker, said[0].text),
        speaker=_most_given(claim.speaker for claim in said),
        office=_most_given(claim.office for claim in said),
        side=_most_given(claim.side for claim in said),
        said_on=most_precise(dates) or next(iter(dates), None) or _published(said, witnesses),
        mode=mode,
        text=next(claim.text for claim in group if claim.mode is mode),
        evidence=witnesses.evidence(said),
    )


def _published(said: Sequence[StatementClaim], witnesses: Witnesses) -> str | None:
    """Return the day on which the words were first printed, marked as approximate: they were said then or shortly before."""
    days = [day for claim in said if (day := witnesses.place(claim.provenance.span.version).day)]
    return f"{min(days).isoformat()}~" if days else None


def _most_given(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)


def _statement_order(statement: Statement, witnesses: Witnesses) -> tuple[date, object, int, str]:
    first = statement.evidence[0]
    place = witnesses.place(first.version)
    said = bounds(statement.said_on)[0] if statement.said_on else place.day or date.min
    return said, place.order, first.start, statement.id
