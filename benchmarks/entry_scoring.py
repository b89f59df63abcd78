"""Scores of the entries of a record: meetings, commitments over time, conflicts.

In: a `ReadCase`. Out: counts and notes on a `Sheet`. Entries are put together with true ones one to one: meetings by day and kind, as a
desk officer would look them up, commitments by the sentences that tell them, since no two outlets word a promise alike. Only the process
of the case counts: what is filed elsewhere is missed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.assignment import assign
from benchmarks.casebook import Case, Stand, Telling, TrueCommitment, TrueConflict, TrueMeeting
from benchmarks.record_case import Names, ReadCase, Sheet
from communique.model.claims import Claim, MeetingClaim, Promised
from communique.model.edtf import bounds, is_edtf, overlap, plain
from communique.model.record import Commitment, Conflict, Evidence, Meeting, Process
from communique.model.vocabulary import Force

EXACT, SAME_DAY, NEAR_DAY, SHARED_DAY = 100.0, 20.0, 10.0, 4.0
"""Weights in the pairing of meetings: pairs right in everything first, then by how well the days agree."""

SAME_FIELD = {
    "state": {"outcome", "standing"},
    "agreed": {"outcome", "standing", "object"},
    "force": {"object", "standing", "outcome"},
    "agreed_on": {"date"},
    "date": {"date", "weekday"},
    "weekday": {"weekday", "date"},
}
"""Which fields of the case book a conflict of the record can be about; one that is not listed is its own."""

UNJUDGED = frozenset({"value", "domain"})
"""Conflicts about relations: the case book keeps no relations, so nobody can say whether they are right."""

Pairs = dict[str, str]
"""Ids of a record's entries with the ids of the true ones that they are."""


def score_entries(read: ReadCase) -> Sheet:
    """Return the scores of the meetings, commitments and conflicts of one case."""
    sheet = Sheet()
    process = read.process_in(read.ledger)
    sheet.add("processes", right=process is not None, wanted=1)
    if process is None:
        sheet.notes.append(f"{read.case.key} no process: the record has none with the parties {', '.join(read.case.parties)}")
    pairs = _score_meetings(read, process, sheet) | _score_commitments(read, process, sheet)
    _score_stands(read, sheet)
    _score_conflicts(read, process, pairs, sheet)
    return sheet


# --- meetings -------------------------------------------------------------------------------------------------------------------------


def _score_meetings(read: ReadCase, process: Process | None, sheet: Sheet) -> Pairs:
    """Count meetings right in series, date and state, and the fields of those that were found at all.

    A meeting that never met has the day for which it was planned last. Ordinals are counted where truth or record gives one. A pair of
    meetings needs a day in common, or a report and no day that speaks against it.
    """
    case, found = read.case, process.meetings if process else ()
    weights = [[_meeting_weight(true, meeting, read) for meeting in found] for true in case.meetings]
    pairs = assign(weights)
    n_right = sum(_is_right_meeting(case.meetings[t], found[f]) for t, f in pairs)
    sheet.add("meetings", right=n_right, wanted=len(case.meetings), found=len(found))
    sheet.add("meetings found", right=len(pairs), wanted=len(case.meetings), found=len(found))
    read_at_all = [t for t, true in enumerate(case.meetings) if any(_is_read(true, report, read) for report in true.reports)]
    sheet.add("meetings read", right=len(read_at_all), wanted=len(case.meetings))
    for t, f in pairs:
        true, meeting = case.meetings[t], found[f]
        _score_meeting_fields(read, true, meeting, process, sheet)
        if not _is_right_meeting(true, meeting):
            sheet.notes.append(f"{case.key} meeting wrong: {true.id} {_show_true(true)} / {_show(meeting)}")
    for t in sorted(set(range(len(case.meetings))) - {t for t, _ in pairs}):
        true = case.meetings[t]
        n_read = sum(_is_read(true, report, read) for report in true.reports)
        sheet.notes.append(f"{case.key} meeting missed: {true.id} {_show_true(true)} read in {n_read} of {' '.join(true.reports)}")
    for f in sorted(set(range(len(found))) - {f for _, f in pairs}):
        sheet.notes.append(f"{case.key} meeting false: {_show(found[f])} {_quote(found[f].evidence, read)}")
    return {found[f].id: case.meetings[t].id for t, f in pairs}


def _day_of(true: TrueMeeting | Meeting) -> str | None:
    return true.date or (true.scheduled[-1] if true.scheduled else None)


def is_same_date(a: str | None, b: str | None) -> bool:
    """Tell whether two dates are the same days, however sure; None only with None."""
    if a is None or b is None:
        return a == b
    return bounds(plain(a)) == bounds(plain(b))


def _is_right_meeting(true: TrueMeeting, meeting: Meeting) -> bool:
    return true.series is meeting.kind and true.state is meeting.state and is_same_date(_day_of(true), _day_of(meeting))


def _is_read(true: TrueMeeting, report: str, read: ReadCase) -> bool:
    """Tell whether the reading of a report has a meeting on a day of the true one."""
    days = [edtf for edtf in (true.date, *true.scheduled) if edtf]
    dates = [claim.date for claim in read.claims.get(report, ()) if isinstance(claim, MeetingClaim) and claim.date and is_edtf(claim.date)]
    return any(overlap(day, edtf) for day in days for edtf in dates)


def _meeting_weight(true: TrueMeeting, meeting: Meeting, read: ReadCase) -> float:
    """Return how much speaks for a meeting of the record being the true one; 0 where nothing does."""
    told = read.told_in(meeting.evidence) & set(true.reports)
    same = 3 * (true.series is meeting.kind) + 2 * (true.state is meeting.state)
    same += 2 * (true.ordinal is not None and true.ordinal == meeting.ordinal)
    closeness = same + len(told) / (len(true.reports) + 1)
    day, other = _day_of(true), _day_of(meeting)
    if _is_right_meeting(true, meeting) and (day or told):
        return EXACT + closeness
    if day and is_same_date(day, other):
        return SAME_DAY + closeness
    if day and other and told and overlap(day, other):
        return NEAR_DAY + closeness
    days = [edtf for edtf in (true.date, *true.scheduled) if edtf]
    others = [edtf for edtf in (meeting.date, *meeting.scheduled) if edtf]
    if told and any(overlap(a, b) for a in days for b in others):
        return SHARED_DAY + closeness
    is_numbered = true.ordinal is not None and true.ordinal == meeting.ordinal and true.series is meeting.kind
    return closeness if told and (is_numbered or not (days and others)) else 0.0


def _score_meeting_fields(read: ReadCase, true: TrueMeeting, meeting: Meeting, process: Process | None, sheet: Sheet) -> None:
    note = f"{read.case.key} meeting {true.id}"
    sheet.add("series", right=true.series is meeting.kind, wanted=1)
    sheet.add("days", right=is_same_date(_day_of(true), _day_of(meeting)), wanted=1)
    sheet.add("states", right=true.state is meeting.state, wanted=1)
    if true.ordinal is not None or meeting.ordinal is not None:
        sheet.add("ordinals", right=true.ordinal == meeting.ordinal, wanted=1)
        if true.ordinal != meeting.ordinal:
            sheet.notes.append(f"{note} ordinal: {true.ordinal} / {meeting.ordinal}")
        elif true.ordinal_inferred != meeting.ordinal_inferred:
            sheet.notes.append(f"{note} ordinal inferred: {true.ordinal_inferred} / {meeting.ordinal_inferred}")
    places, shown = read.names.all(true.places), read.names.all(meeting.places)
    n_shared = len(assign([[float(_is_same_place(place, other)) for other in sorted(shown)] for place in sorted(places)]))
    sheet.add("places", right=n_shared, wanted=len(places), found=len(shown))
    if not n_shared == len(places) == len(shown):
        sheet.notes.append(f"{note} places: {sorted(places)} / {sorted(shown)}")
    parties, sides = read.names.all(true.parties), _shown_parties(meeting, process, read.names)
    sheet.add("parties", right=parties == sides, wanted=1)
    if parties != sides:
        sheet.notes.append(f"{note} parties: {sorted(parties)} / {sorted(sides)}")


def _is_same_place(place: str, other: str) -> bool:
    """Tell whether two folded places are one: the same words, or one with words added ("Antalya", "the resort of Antalya")."""
    words, others = set(place.split()), set(other.split())
    return words <= others or others <= words


def _shown_parties(meeting: Meeting, process: Process | None, names: Names) -> frozenset[str]:
    """Return who met, as the record shows it: a meeting has no parties of its own, so those of its process and its participants' sides."""
    listed = process.parties if process else ()
    return names.all((*listed, *(person.side for person in meeting.participants if person.side))) - names.all(meeting.mediators)


def _show_true(true: TrueMeeting) -> str:
    return f"{true.series} {true.ordinal or '-'} {true.date or '-'} planned {list(true.scheduled)} {true.state}"


def _show(meeting: Meeting) -> str:
    return f"{meeting.kind} {meeting.ordinal or '-'} {meeting.date or '-'} planned {list(meeting.scheduled)} {meeting.state}"


def _quote(evidence: Sequence[Evidence], read: ReadCase) -> str:
    shown = [f"{'='.join(read.reports_of.get(piece.version, ()))} «{piece.exact}»" for piece in evidence[:3]]
    return "; ".join(shown) + (f" and {len(evidence) - 3} more" if len(evidence) > 3 else "")


# --- commitments ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overlap:
    """Which tellings a record entry has: their number by true commitment, and how many pieces of its evidence tell of none."""

    tellings: Mapping[str, int]
    n_foreign: int

    def majority_in(self, true: str, n_tellings: int) -> int:
        """Return how many tellings are shared where they are most of both sides, else 0."""
        shared = self.tellings.get(true, 0)
        return shared if 2 * shared > n_tellings and 2 * shared > sum(self.tellings.values()) + self.n_foreign else 0


class Tellings:
    """The true tellings of a case, up to a day, by where they stand."""

    def __init__(self, read: ReadCase, day: str | None = None) -> None:
        known = {report for report, version in read.case.reports.items() if day is None or (version.known_from or "9999") <= day}
        self._read = read
        self.of = {
            true.id: [telling for telling in true.tellings if telling.report in known]
            for true in read.case.commitments
            if any(telling.report in known for telling in true.tellings)
        }
        self._in_report: defaultdict[str, list[tuple[str, Telling]]] = defaultdict(list)
        for key, tellings in self.of.items():
            for telling in tellings:
                self._in_report[telling.report].append((key, telling))

    def overlap(self, commitment: Commitment) -> Overlap:
        """Return which tellings a record entry has.

        A piece of evidence tells what it has most words in common with. Pieces of a reaffirmation or a status report that tell nothing
        are left out: in bulk they name no promise.
        """
        told: set[tuple[str, Telling]] = set()
        n_foreign = 0
        for piece in set(commitment.evidence):
            here = self._told_by(piece)
            told |= here
            n_foreign += not here
        later = [report.evidence for report in commitment.reports] + [event.evidence for event in commitment.reaffirmed]
        for piece in {piece for pieces in later for piece in pieces}:
            told |= self._told_by(piece)
        return Overlap(Counter(key for key, _ in told), n_foreign)

    def _told_by(self, piece: Evidence) -> set[tuple[str, Telling]]:
        shared: dict[tuple[str, Telling], int] = {}
        for report in self._read.reports_of.get(piece.version, ()):
            for key, telling in self._in_report.get(report, ()):
                n_shared = min(piece.end, telling.end) - max(piece.start, telling.start)
                if n_shared > 0:
                    shared[key, telling] = n_shared
        most = max(shared.values(), default=0)
        return {telling for telling, n_shared in shared.items() if n_shared == most}

    def count_read(self, key: str) -> int:
        """Return how many tellings of a true commitment some claim about a promise shares words with, whatever came of it."""
        return sum(
            any(
                claim.provenance.span.start < telling.end and telling.start < claim.provenance.span.end for claim in self._promises(telling)
            )
            for telling in self.of[key]
        )

    def _promises(self, telling: Telling) -> list[Claim]:
        return [claim for claim in self._read.claims.get(telling.report, ()) if isinstance(claim, Promised)]

    def match(self, commitments: Sequence[Commitment]) -> dict[str, Commitment]:
        """Return the record's entry of each true commitment: the one with which most tellings of both are shared."""
        overlaps = list(map(self.overlap, commitments))
        keys = list(self.of)
        weights = [[float(overlap.majority_in(key, len(self.of[key]))) for overlap in overlaps] for key in keys]
        return {keys[t]: commitments[f] for t, f in assign(weights)}

    def match_loosely(self, commitments: Sequence[Commitment]) -> dict[str, Commitment]:
        """Return the record's entry of each true commitment, one to one, where any telling is shared at all."""
        overlaps = list(map(self.overlap, commitments))
        keys = list(self.of)
        weights = [[float(overlap.tellings.get(key, 0)) for overlap in overlaps] for key in keys]
        return {keys[t]: commitments[f] for t, f in assign(weights)}


def _agreed(process: Process | None) -> list[Commitment]:
    """Return the commitments of a process; an intent is an aim of one side, which neither truth nor score counts."""
    return [commitment for commitment in process.commitments if commitment.force is not Force.INTENT] if process else []


def _score_commitments(read: ReadCase, process: Process | None, sheet: Sheet) -> Pairs:
    """Count commitments that are one entry with most of their tellings and little else, and the fields of these.

    Deadlines are the same that end on one day; they are counted where truth or record gives one.
    """
    case, found = read.case, _agreed(process)
    tellings = Tellings(read)
    matched, loosely = tellings.match(found), tellings.match_loosely(found)
    sheet.add("commitments", right=len(matched), wanted=len(case.commitments), found=len(found))
    sheet.add("commitments found", right=len(loosely), wanted=len(case.commitments), found=len(found))
    for true in case.commitments:
        sheet.add("tellings read", right=tellings.count_read(true.id), wanted=len(true.tellings))
        entry = matched.get(true.id)
        if entry is not None:
            _score_commitment_fields(read, true, entry, sheet)
        else:
            sheet.notes.append(f"{case.key} commitment {_explain_miss(true, found, tellings, read)}")
    for entry in found:
        overlap = tellings.overlap(entry)
        if not overlap.tellings:
            sheet.notes.append(f"{case.key} commitment false: {entry.force} {_quote(entry.evidence, read)}")
    known = loosely | matched
    return {entry.id: key for key, entry in known.items()}


def _explain_miss(true: TrueCommitment, found: Sequence[Commitment], tellings: Tellings, read: ReadCase) -> str:
    """Return why no entry is the true commitment: nothing of it, too little of it, split, or in one entry with others."""
    parts = [(overlap.tellings[true.id], overlap, entry) for entry in found if (overlap := tellings.overlap(entry)).tellings.get(true.id)]
    parts.sort(key=lambda part: (-part[0], part[2].id))
    told = f"{true.id} «{true.object}» of {len(true.tellings)} tellings {tellings.count_read(true.id)} read"
    if not parts:
        first = true.tellings[0]
        return f"missed: {told}, none entered, as {first.report} «{first.quote}»"
    shown = "; ".join(f"{n} in [{_quote(entry.evidence, read)}]" for n, _, entry in parts)
    n_best, overlap, _ = parts[0]
    if 2 * n_best <= sum(overlap.tellings.values()) + overlap.n_foreign:
        return f"merged: {told}, {n_best} in one of {dict(overlap.tellings)} and {overlap.n_foreign} pieces of none: {shown}"
    return f"{'split' if 2 * sum(n for n, _, _ in parts) > len(true.tellings) else 'thin'}: {told}, {shown}"


def _score_commitment_fields(read: ReadCase, true: TrueCommitment, entry: Commitment, sheet: Sheet) -> None:
    note = f"{read.case.key} commitment {true.id}"
    obligors, shown = read.names.all(true.obligors), read.names.all(entry.obligors)
    checks: list[tuple[str, bool, object, object]] = [
        ("force", true.force is entry.force, true.force, entry.force),
        ("obligors", obligors == shown, obligors, shown),
    ]
    if true.due or entry.due:
        is_same = bool(true.due and entry.due and is_edtf(entry.due)) and bounds(true.due or "")[1] == bounds(entry.due or "")[1]
        checks.append(("due", is_same, true.due, entry.due))
    for name, is_right, wanted, given in checks:
        sheet.add(name, right=is_right, wanted=1)
        if not is_right:
            sheet.notes.append(f"{note} {name}: {_plain(wanted)} / {_plain(given)} [{_quote(entry.evidence, read)}]")


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


# --- standing and progress over time --------------------------------------------------------------------------------------------------


def _score_stands(read: ReadCase, sheet: Sheet) -> None:
    """Count where the true commitments known by each day stood, as a text and in deed by obligor; one without an entry is wrong."""
    for index, (day, ledger) in enumerate(zip(read.case.as_of, read.by_day, strict=True)):
        matched = Tellings(read, day).match(_agreed(read.process_in(ledger)))
        for true in read.case.commitments:
            stand = true.as_of[index]
            if stand is not None:
                _score_stand(read, (day, true.id, stand), matched.get(true.id), sheet)


def _score_stand(read: ReadCase, wanted: tuple[str, str, Stand], entry: Commitment | None, sheet: Sheet) -> None:
    day, key, stand = wanted
    note = f"{read.case.key} {day} {key}"
    given = {read.names.of(party): progress for party, progress in entry.progress} if entry else {}
    cells = [("standing", "", stand.standing.value, entry.standing.value if entry else "-")]
    for party, progress in stand.progress:
        cells.append(("progress", f" of {party}", progress.value, given.get(read.names.of(party), "-")))
    for name, whose, true, shown in cells:
        sheet.add(name, right=true == shown, wanted=1)
        if entry is not None:
            sheet.add(f"{name} of matched", right=true == shown, wanted=1)
            if true != shown:
                sheet.notes.append(f"{note} {name}{whose}: {true} / {shown}")


# --- conflicts ------------------------------------------------------------------------------------------------------------------------


def _score_conflicts(read: ReadCase, process: Process | None, pairs: Pairs, sheet: Sheet) -> None:
    """Count conflicts found, and conflicts that are none.

    A conflict is the true one where the field fits and it is about the same entry, or about one that is no true entry while it stands in
    two of the true one's reports. What changed between versions of one article is no false alarm where the case book lists it.
    """
    found = [conflict for conflict in process.conflicts if conflict.field not in UNJUDGED] if process else []
    true = read.case.conflicts
    weights = [[_conflict_weight(wanted, conflict, pairs, read) for conflict in found] for wanted in true]
    matched = assign(weights)
    changed = _changed_pairs(read.case)
    alarms = [
        conflict
        for f, conflict in enumerate(found)
        if f not in {f for _, f in matched} and not any(pair <= _reports_of(conflict, read) for pair in changed)
    ]
    sheet.add("conflicts", right=len(matched), wanted=len(true))
    sheet.counts["false alarms"] += len(alarms)
    sheet.counts["reports"] += len(read.case.reports)
    for t in sorted(set(range(len(true))) - {t for t, _ in matched}):
        sheet.notes.append(f"{read.case.key} conflict missed: {true[t].field} of {true[t].about} {true[t].values} {true[t].reports}")
    for conflict in alarms:
        values = ", ".join(f"{value.value} [{_quote(value.evidence, read)}]" for value in conflict.values)
        sheet.notes.append(f"{read.case.key} conflict false: {conflict.field} of {pairs.get(conflict.about, '?')} {values}")


def _reports_of(conflict: Conflict, read: ReadCase) -> frozenset[str]:
    return read.told_in(piece for value in conflict.values for piece in value.evidence)


def _changed_pairs(case: Case) -> set[frozenset[str]]:
    return {frozenset((change.from_, change.to)) for change in case.changes}


def _conflict_weight(wanted: TrueConflict, conflict: Conflict, pairs: Pairs, read: ReadCase) -> float:
    if wanted.field not in SAME_FIELD.get(conflict.field, {conflict.field}):
        return 0.0
    shared = len(_reports_of(conflict, read) & set(wanted.reports)) / (len(wanted.reports) + 1)
    about = pairs.get(conflict.about)
    if about == wanted.about:
        return 2.0 + shared
    return 1.0 + shared if about is None and len(_reports_of(conflict, read) & set(wanted.reports)) >= 2 else 0.0
