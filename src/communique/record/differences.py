"""What is new or different between two states of a record: what an analyst asks on the morning after.

In: the record as it was known on one day and as it was known later. Out: what appeared, what moved, what sources began to dispute, and what
is gone, process by process. Entries are the same when they rest on the same claims, whatever their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communique.model.record import Commitment, Conflict, Entry, Evidence, Ledger, Meeting, Process, Relation, Statement, entries_in
from communique.record.judging import label_of


class DifferenceKind(StrEnum):
    """How something differs."""

    APPEARED = "appeared"
    MOVED = "moved"
    DISPUTED = "disputed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `about` is "process", "meeting", "commitment", "relation", "statement" or "conflict".

    `process` is the id of the process, None for the background. A field that moved has its words before and after, None where it had or has
    none; `evidence` is what is new behind it.
    """

    kind: DifferenceKind
    about: str
    id: str
    label: str
    process: str | None
    process_name: str | None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    evidence: tuple[Evidence, ...] = ()


_FIELDS: Mapping[type, tuple[str, ...]] = {
    Meeting: ("state", "ordinal", "date", "scheduled", "places", "outcome", "kind"),
    Commitment: ("force", "standing", "agreed_on", "due", "condition", "scope", "obligors"),
    Relation: ("from_", "to", "imposed_by", "scope"),
    Statement: (),
}
_ABOUT: Mapping[type, str] = {Meeting: "meeting", Commitment: "commitment", Relation: "relation", Statement: "statement"}


def find_differences(before: Ledger, after: Ledger) -> tuple[Difference, ...]:
    """Return what differs, by process in the order of the later record, then by entry; the background last, then what is gone."""
    known = _Known(before)
    found: list[Difference] = []
    for process in after.processes:
        found += _compare_process(process, known)
    for entry in entries_in(after.background):
        found += _compare_entry(entry, None, known)
    return (*found, *known.gone(after))


class _Known:
    """The entries of the earlier record, by the claims that they rest on."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._by_claim: dict[tuple[type, str], Entry] = {}
        self.processes = {process.id for process in ledger.processes}
        self._conflicts: dict[tuple[str, str], list[Conflict]] = {}
        for entry in ledger.entries():
            for piece in entry.evidence:
                self._by_claim[type(entry), piece.claim] = entry
        for process in ledger.processes:
            for conflict in process.conflicts:
                for claim in _claims_of(conflict):
                    self._conflicts.setdefault((conflict.field, claim), []).append(conflict)

    def find(self, entry: Entry) -> Entry | None:
        """Return the entry that shares most claims with a later one."""
        shared = Counter(known.id for piece in entry.evidence if (known := self._by_claim.get((type(entry), piece.claim))))
        if not shared:
            return None
        best = min(shared, key=lambda key: (-shared[key], key))
        return next(
            known for piece in entry.evidence if (known := self._by_claim.get((type(entry), piece.claim))) is not None and known.id == best
        )

    def had_conflict(self, conflict: Conflict) -> bool:
        """Tell whether the same values were disputed before."""
        values = {value.value for value in conflict.values}
        near = [known for claim in _claims_of(conflict) for known in self._conflicts.get((conflict.field, claim), ())]
        return any({value.value for value in known.values} >= values for known in near)

    def gone(self, after: Ledger) -> Iterator[Difference]:
        """Yield the entries of which nothing is left."""
        left = {(type(entry), piece.claim) for entry in after.entries() for piece in entry.evidence}
        for folder in self._ledger.folders():
            for entry in entries_in(folder):
                if not any((type(entry), piece.claim) in left for piece in entry.evidence):
                    process = folder if isinstance(folder, Process) else None
                    yield _tell(DifferenceKind.GONE, entry, process)


def _claims_of(conflict: Conflict) -> set[str]:
    return {piece.claim for value in conflict.values for piece in value.evidence}


def _compare_process(process: Process, known: _Known) -> Iterator[Difference]:
    if process.id not in known.processes:
        yield Difference(DifferenceKind.APPEARED, "process", process.id, process.name, process.id, process.name)
    for entry in entries_in(process):
        yield from _compare_entry(entry, process, known)
    for conflict in process.conflicts:
        if not known.had_conflict(conflict):
            values = " / ".join(value.value for value in conflict.values)
            evidence = tuple(piece for value in conflict.values for piece in value.evidence)
            names = (conflict.id, f"{conflict.field}: {values}", process.id, process.name)
            yield Difference(DifferenceKind.DISPUTED, "conflict", *names, field=conflict.field, after=values, evidence=evidence)


def _compare_entry(entry: Entry, process: Process | None, known: _Known) -> Iterator[Difference]:
    earlier = known.find(entry)
    if earlier is None:
        yield _tell(DifferenceKind.APPEARED, entry, process, evidence=entry.evidence)
        return
    fresh = tuple(piece for piece in entry.evidence if piece not in set(earlier.evidence))
    for field in _FIELDS[type(entry)]:
        was, now = _say(getattr(earlier, field)), _say(getattr(entry, field))
        if was != now:
            yield _tell(DifferenceKind.MOVED, entry, process, (field.rstrip("_"), was, now), fresh)
    if isinstance(entry, Commitment) and isinstance(earlier, Commitment):
        yield from _compare_progress(earlier, entry, process)


def _compare_progress(earlier: Commitment, entry: Commitment, process: Process | None) -> Iterator[Difference]:
    known = dict(earlier.progress)
    evidence = tuple(piece for report in entry.reports if report not in earlier.reports for piece in report.evidence)
    for party, progress in entry.progress:
        was = known.get(party)
        if was is not progress:
            yield _tell(DifferenceKind.MOVED, entry, process, (f"progress.{party}", was.value if was else None, progress.value), evidence)
    told = {event.on for event in earlier.reaffirmed}
    for event in entry.reaffirmed:
        if event.on not in told:
            yield _tell(DifferenceKind.MOVED, entry, process, ("reaffirmed", None, event.on or "undated"), event.evidence)


def _tell(
    kind: DifferenceKind,
    entry: Entry,
    process: Process | None,
    moved: tuple[str | None, str | None, str | None] = (None, None, None),
    evidence: Sequence[Evidence] = (),
) -> Difference:
    key, name = (process.id, process.name) if process else (None, None)
    field, before, after = moved
    return Difference(kind, _ABOUT[type(entry)], entry.id, label_of(entry), key, name, field, before, after, tuple(evidence))


def _say(value: object) -> str | None:
    """Return a field's value in words, None where it has none."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return None if value is None else str(value)


def in_process(differences: Iterable[Difference], process: str) -> tuple[Difference, ...]:
    """Return the differences of one process."""
    return tuple(one for one in differences if one.process == process)
