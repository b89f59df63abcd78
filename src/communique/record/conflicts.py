"""Conflicts that no single entry shows: what an article silently put in place of a fact, and weekdays that do not fit their dates.

In: a process with its entries, the stories with their changes, and the times that readings found. Out: further `Conflict`s, and for every
conflict whether it is one article that changed its word without saying so. All values are kept with their evidence; none is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from communique.model.claims import Reading
from communique.model.edtf import is_edtf, overlap
from communique.model.ids import make_id
from communique.model.record import Change, Conflict, ConflictValue, Evidence, Meeting, Relation, Story
from communique.model.vocabulary import ChangeKind, Factuality
from communique.record.relations import OPEN, SHUT
from communique.record.witnesses import Witnesses

Corrections = Mapping[str, Sequence[Change]]


def find_corrections(stories: Iterable[Story]) -> Corrections:
    """Return the corrections of the background by the version that was corrected."""
    found: defaultdict[str, list[Change]] = defaultdict(list)
    for story in stories:
        for change in story.changes:
            if change.kind is ChangeKind.BACKGROUND_CORRECTION and change.before and change.after:
                found[change.before.version].append(change)
    return found


def apply_corrections(relations: Sequence[Relation], corrections: Corrections) -> Iterator[Conflict]:
    """Yield a conflict for each correction that put one relation of a process in place of another."""
    for version in sorted({piece.version for relation in relations for piece in relation.evidence} & corrections.keys()):
        for change in corrections[version]:
            before = [(relation, piece) for relation in relations if (piece := _touching(relation, change.before))]
            after = [(relation, piece) for relation in relations if (piece := _touching(relation, change.after))]
            for (old, old_piece), (new, new_piece) in _replaced(before, after):
                values = (ConflictValue(_describe(old), (old_piece,)), ConflictValue(_describe(new), (new_piece,)))
                name = "value" if old.domain is new.domain else "domain"
                key = make_id("conflict", change.id, old.id, new.id)
                yield Conflict(key, new.id, name, values, silent_change=not change.disclosed)


def _touching(relation: Relation, span: Evidence | None) -> Evidence | None:
    """Return the evidence of a relation that lies in a span, None where there is none."""
    pieces = (piece for piece in relation.evidence if span and piece.version == span.version)
    return next((piece for piece in pieces if span and piece.start < span.end and span.start < piece.end), None)


Found = tuple[Relation, Evidence]


def _replaced(before: Sequence[Found], after: Sequence[Found]) -> Iterator[tuple[Found, Found]]:
    """Yield each relation that only the old words tell with each of the same time that only the new words tell."""
    kept = {relation.id for relation, _ in before} & {relation.id for relation, _ in after}
    for old in before:
        for new in after:
            if old[0].id not in kept and new[0].id not in kept and _is_same_time(old[0], new[0]):
                yield old, new


def _is_same_time(a: Relation, b: Relation) -> bool:
    return not (a.from_ and b.from_) or overlap(a.from_, b.from_)


def find_replacements(relations: Sequence[Relation], witnesses: Witnesses) -> Iterator[Conflict]:
    """Yield a conflict for each state in whose place later versions of its only story tell another, of the same pair and time.

    This finds what no typed change pairs, as when the sentence was moved and rewritten at once.
    """
    for old in relations:
        for new in relations:
            if old.id != new.id and _is_substitute(old, new) and _is_told_instead(old, new, witnesses):
                values = (ConflictValue(_describe(old), old.evidence), ConflictValue(_describe(new), new.evidence))
                name = "value" if old.domain is new.domain else "domain"
                yield Conflict(make_id("conflict", old.id, new.id), new.id, name, values, silent_change=False)


def _is_substitute(old: Relation, new: Relation) -> bool:
    is_one_event = {old.a, old.b} == {new.a, new.b} and old.from_ is not None and old.from_ == new.from_
    return is_one_event and any({old.value, new.value} <= values for values in (OPEN, SHUT))


def _is_told_instead(old: Relation, new: Relation, witnesses: Witnesses) -> bool:
    stories = witnesses.stories_of(old.evidence + new.evidence)
    if len(stories) != 1:
        return False
    last_of_old = max(witnesses.place(piece.version).order for piece in old.evidence)
    return last_of_old < min(witnesses.place(piece.version).order for piece in new.evidence)


def _describe(relation: Relation) -> str:
    """Return a relation in the words of the vocabulary ("land_border closed 1993 by Ruritania")."""
    by = f"by {relation.imposed_by}" if relation.imposed_by else ""
    return " ".join(part for part in (relation.domain.value, relation.value, relation.from_ or "", by) if part)


def find_wrong_weekdays(meetings: Sequence[Meeting], readings: Mapping[str, Reading]) -> Iterator[Conflict]:
    """Yield a conflict for each meeting whose date a text gives with a day of the week that is not its own. `readings` by version."""
    for meeting in meetings:
        dates = [edtf for edtf in (meeting.date, *meeting.scheduled) if edtf]
        for piece in meeting.evidence:
            reading = readings.get(piece.version)
            for time in reading.times if reading else ():
                is_meant = any(time.edtf and is_edtf(time.edtf) and overlap(time.edtf, edtf) for edtf in dates)
                if time.mismatch and is_meant and reading and _is_in_sentence(time.start, piece, reading):
                    span = Evidence(piece.version, time.start, time.end, time.text, Factuality.HAPPENED, None, 1.0, piece.claim)
                    values = (ConflictValue(time.edtf or time.value, (span,)), ConflictValue(time.text, (span,)))
                    yield Conflict(
                        make_id("conflict", meeting.id, "weekday", piece.version, time.start), meeting.id, "weekday", values, False
                    )


def _is_in_sentence(offset: int, piece: Evidence, reading: Reading) -> bool:
    return any(start <= offset < end and start < piece.end and piece.start < end for start, end in reading.sentences)


def mark_silent(conflict: Conflict, witnesses: Witnesses) -> Conflict:
    """Return the conflict with the word whether versions of one article disagree, and the later one has no note that says so."""
    if conflict.silent_change or conflict.field == "weekday":
        return conflict
    sides = [{piece.version for piece in value.evidence} for value in conflict.values]
    return replace(conflict, silent_change=any(_is_silent(a, b, witnesses) for a in sides for b in sides if a is not b))


def _is_silent(earlier: set[str], later: set[str], witnesses: Witnesses) -> bool:
    for old in earlier - later:
        for new in later - earlier:
            before, after = witnesses.place(old), witnesses.place(new)
            if before.story == after.story and before.order < after.order and not after.has_note:
                return True
    return False


def sort_conflicts(conflicts: Iterable[Conflict], witnesses: Witnesses) -> tuple[Conflict, ...]:
    """Return the conflicts once each, those of silent changes first. The same values of one entry are one conflict, however found."""
    unique: dict[tuple[str, str, frozenset[str]], Conflict] = {}
    for conflict in (mark_silent(conflict, witnesses) for conflict in conflicts):
        unique.setdefault((conflict.about, conflict.field, frozenset(value.value for value in conflict.values)), conflict)
    return tuple(sorted(unique.values(), key=lambda conflict: (not conflict.silent_change, conflict.field, conflict.id)))
