"""One folder folded: all claims about one process, or about one small part of the background, become entries.

In: claims in their folder, and what the fold has to know beside them. Out: the process without its actors, or ranked entries. A folder is
folded from its claims alone, so that a report changes only those folders that it speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.record import Conflict, Meeting, Process
from communique.record.agreements import Agreements, fold_commitments
from communique.record.assembly import Folded, rank_commitments, rank_meetings, rank_relations, rank_statements
from communique.record.conflicts import Corrections, apply_corrections, find_replacements, find_wrong_weekdays, sort_conflicts
from communique.record.filing import Filed, names_of_folder
from communique.record.processes import Group, fold_phase
from communique.record.relations import FiledRelation, fold_relations, relation_pairs
from communique.record.rounds import fold_meetings
from communique.record.rulings import Rulings
from communique.record.statements import fold_statements
from communique.record.witnesses import Witnesses

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class FoldContext:
    """What folders are folded with: who says what when, judgements, corrections and readings of their versions, the day that is today."""

    witnesses: Witnesses
    rulings: Rulings
    corrections: Corrections
    readings: Mapping[str, Reading]
    today: str | None = None


def fold_folder(folder: str, filed: Sequence[Filed], group: Group | None, context: FoldContext) -> Folded:
    """Return what a folder holds. `group` is its process, None for the background; a process without entries has no head."""
    order = context.witnesses.claim_order
    ordered = sorted(filed, key=lambda one: (order(one.claim), one.pair))
    claims = [one.claim for one in ordered if not isinstance(one.claim, RelationClaim)]
    relations = [(one.claim, *relation_pairs(one.claim)[one.pair]) for one in ordered if isinstance(one.claim, RelationClaim)]
    if group is None:
        return _fold_background(folder, claims, relations, context)
    head = _fold_process(group, claims, relations, context)
    return Folded(folder, head if head.meetings or head.commitments or head.relations or head.statements else None)


def _fold_process(group: Group, claims: Sequence[Claim], filed: Sequence[FiledRelation], context: FoldContext) -> Process:
    witnesses, rulings = context.witnesses, context.rulings
    meetings, disputed = fold_meetings(_of_kind(claims, MeetingClaim), group.id, witnesses, rulings, context.today)
    agreements = _fold_agreements(claims, group.id, meetings, context)
    relations, contrary = fold_relations(filed, group.id, witnesses, rulings)
    statements = fold_statements(_of_kind(claims, StatementClaim), group.id, witnesses, rulings)
    conflicts: list[Conflict] = [*disputed, *agreements.conflicts, *contrary]
    conflicts += apply_corrections(relations, context.corrections)
    conflicts += find_replacements(relations, witnesses)
    conflicts += find_wrong_weekdays(meetings, context.readings)
    return Process(
        id=group.id,
        name=group.name,
        parties=group.parties,
        mediators=group.mediators,
        phase=fold_phase(meetings, agreements.commitments),
        actors=(),
        meetings=meetings,
        commitments=agreements.commitments,
        relations=relations,
        statements=statements,
        conflicts=tuple(one for one in sort_conflicts(conflicts, witnesses) if not rulings.is_dismissed(one)),
    )


def _fold_background(folder: str, claims: Sequence[Claim], filed: Sequence[FiledRelation], context: FoldContext) -> Folded:
    witnesses, rulings = context.witnesses, context.rulings
    meetings, _ = fold_meetings(_of_kind(claims, MeetingClaim), None, witnesses, rulings, context.today)
    commitments = _fold_agreements(claims, None, meetings, context).commitments
    relations, _ = fold_relations(filed, None, witnesses, rulings)
    statements = fold_statements(_of_kind(claims, StatementClaim), None, witnesses, rulings)
    rows = [
        *rank_meetings(meetings, names_of_folder(folder)),
        *rank_commitments(commitments, witnesses),
        *rank_relations(relations),
        *rank_statements(statements, witnesses),
    ]
    return Folded(folder, None, tuple(rows))


def _fold_agreements(claims: Sequence[Claim], process: str | None, meetings: Sequence[Meeting], context: FoldContext) -> Agreements:
    by_claim = {piece.claim: meeting for meeting in meetings for piece in meeting.evidence}
    kinds = (CommitmentClaim, ReaffirmationClaim, ProgressClaim, StandingClaim)
    promised = [claim for claim in claims if isinstance(claim, kinds)]
    return fold_commitments(promised, process, by_claim, context.witnesses, context.rulings)


def _of_kind(claims: Sequence[Claim], kind: type[C]) -> list[C]:
    return [claim for claim in claims if isinstance(claim, kind)]
