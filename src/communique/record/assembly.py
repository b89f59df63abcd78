"""The record put together from its folders.

In: what each folder was folded into. Out: the background in its order. A process is one folder; the background is many, and each of its
entries carries its rank, a text by which they sort as the record shows them, so that one folder can change without the others being looked
at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.model.edtf import bounds
from communique.model.record import Background, Commitment, Entry, Meeting, Process, Relation, Statement
from communique.record.commitments import first_day
from communique.record.witnesses import Order, Witnesses

_BETWEEN, _LAST = "\x1f", "\x01"
"""Both sort before all letters, the second before the first, so that joined ranks compare as lists do."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry of the background with the text by which it sorts among those of its type."""

    rank: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Folded:
    """What a folder holds: a process without its actors, or entries of the background."""

    folder: str
    head: Process | None = None
    rows: tuple[Ranked, ...] = ()


def assemble_background(rows: Iterable[Ranked]) -> Background:
    """Return what belongs to no process, in order."""
    by_type: defaultdict[type, list[Ranked]] = defaultdict(list)
    for row in rows:
        by_type[type(row.entry)].append(row)

    def ordered(kind: type) -> tuple[Entry, ...]:
        return tuple(row.entry for row in sorted(by_type[kind], key=lambda row: (row.rank, row.entry.id)))

    return Background(*map(ordered, (Meeting, Commitment, Relation, Statement)))  # type: ignore[arg-type]


def rank_meetings(meetings: Sequence[Meeting], parties: Sequence[str]) -> list[Ranked]:
    """Rank meetings by who met, then in the order given."""
    names = _BETWEEN.join(parties)
    return [Ranked(f"{names}{_LAST}{position:06}", meeting) for position, meeting in enumerate(meetings)]


def rank_commitments(commitments: Iterable[Commitment], witnesses: Witnesses) -> list[Ranked]:
    """Rank commitments by when they were agreed, then by their first report."""
    ranked = []
    for one in commitments:
        first = one.evidence[0]
        agreed = (first_day(one.agreed_on) or date.max).isoformat()
        ranked.append(Ranked(_join(agreed, *_order(witnesses.place(first.version).order), f"{first.start:08}", one.id), one))
    return ranked


def rank_relations(relations: Iterable[Relation]) -> list[Ranked]:
    """Rank relations by the pair, the domain and the day on which they began."""
    return [
        Ranked(_join(one.a, one.b or "", one.domain.value, (bounds(one.from_)[0] if one.from_ else date.min).isoformat(), one.id), one)
        for one in relations
    ]


def rank_statements(statements: Iterable[Statement], witnesses: Witnesses) -> list[Ranked]:
    """Rank statements by the day on which they were made, then by their first report."""
    ranked = []
    for one in statements:
        first = one.evidence[0]
        place = witnesses.place(first.version)
        said = bounds(one.said_on)[0] if one.said_on else place.day or date.min
        ranked.append(Ranked(_join(said.isoformat(), *_order(place.order), f"{first.start:08}", one.id), one))
    return ranked


def rank_of(order: Order) -> str:
    """Return the place of a version among all as a text that sorts as it does."""
    return _join(*_order(order))


def _order(order: Order) -> tuple[str, str, str]:
    stamp, position, version = order
    return stamp, f"{position:06}", version


def _join(*parts: str) -> str:
    return _BETWEEN.join(parts)
