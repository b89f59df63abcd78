"""What became of commitments in deed: reports, kept as they were made, and the progress folded from them.

In: progress claims that belong to one commitment. Out: `StatusReport`s, one for each thing that one story says, and the progress of every
obligor with the joint one. Silence is unreported; the joint progress is the least advanced party's; what takes effect in the future is
not implemented. A report that cannot follow the one before it is kept, and is a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.model.claims import ProgressClaim
from communique.model.edtf import bounds, is_edtf
from communique.model.record import ConflictValue, StatusReport
from communique.model.vocabulary import PROGRESS_RANK, Factuality, Progress
from communique.record.schedules import Dispute
from communique.record.witnesses import Order, Witnesses, according_to

JOINT = "joint"
_DONE = frozenset({Progress.IMPLEMENTED, Progress.PARTIAL, Progress.REVERSED})
_BEGUN = _DONE | {Progress.ENABLED}
_INACTION = frozenset({Progress.NOT_STARTED, Progress.STALLED})
_SETBACKS = {
    Progress.NOT_STARTED: _BEGUN,
    Progress.PREPARING: _DONE,
    Progress.ENABLED: frozenset({Progress.IMPLEMENTED}),
}
"""Progress that cannot be reported after one of these: what has begun cannot become "never begun", only stalled or reversed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what orders it: the last day it speaks of and its publication. `is_own`: a party's word about itself."""

    report: StatusReport
    as_of: date
    order: Order
    is_own: bool


def fold_progress(
    claims: Iterable[ProgressClaim], obligors: Sequence[str], witnesses: Witnesses
) -> tuple[tuple[StatusReport, ...], tuple[tuple[str, Progress], ...], Dispute | None]:
    """Return the reports in order of time, the progress as pairs ("joint" first, then each obligor), and what sources dispute."""
    told = _make_reports(claims, witnesses)
    progress = {obligor: _latest([one for one in told if one.report.obligor in (None, obligor)]) for obligor in obligors}
    shared = [one for one in told if one.report.obligor is None] if not obligors else []
    joint = min(progress.values(), key=PROGRESS_RANK.__getitem__, default=_latest(shared))
    dispute = _find_dispute(told)
    return tuple(one.report for one in told), ((JOINT, joint), *progress.items()), dispute


def settle_progress(claim: ProgressClaim, published: date | None) -> Progress | None:
    """Return the progress that a claim supports, None where it denies one.

    What is planned, or takes effect after the day of publication, is at most enabled; what is possible is no progress. "It was never
    introduced" denies the deed and so says that nothing was started.
    """
    factuality = claim.provenance.factuality
    is_advanced = PROGRESS_RANK[claim.progress] > PROGRESS_RANK[Progress.ENABLED]
    if factuality is Factuality.DENIED:
        return claim.progress if claim.progress in _INACTION else None
    if factuality in (Factuality.POSSIBLE, Factuality.CONDITIONAL):
        return None if is_advanced else claim.progress
    effective = bounds(claim.as_of)[0] if claim.as_of and is_edtf(claim.as_of) else None
    is_future = effective is not None and published is not None and effective > published
    if is_advanced and is_future:
        return Progress.ENABLED
    if is_advanced and factuality is Factuality.PLANNED:
        return Progress.PREPARING
    return claim.progress


def _make_reports(claims: Iterable[ProgressClaim], witnesses: Witnesses) -> list[Told]:
    """Put what the versions of one story repeat into one report; every other report stays its own."""
    grouped: defaultdict[tuple[str, Progress, str, str, str], list[ProgressClaim]] = defaultdict(list)
    for claim in claims:
        place = witnesses.place(claim.provenance.span.version)
        progress = settle_progress(claim, place.day)
        if progress is not None:
            as_of = claim.as_of if claim.as_of and is_edtf(claim.as_of) else (place.day.isoformat() if place.day else "")
            grouped[place.story, progress, claim.obligor or "", as_of, according_to(claim) or ""].append(claim)
    told = []
    for (_, progress, obligor, as_of, source), same in grouped.items():
        report = StatusReport(progress, obligor or None, as_of or None, source or None, witnesses.evidence(same))
        order = min(witnesses.place(claim.provenance.span.version).order for claim in same)
        told.append(Told(report, bounds(as_of)[1] if as_of else date.min, order, bool(obligor) and obligor in source))
    return sorted(told, key=lambda one: (one.as_of, one.order, not one.is_own, -PROGRESS_RANK[one.report.progress], repr(one.report)))


def _latest(told: Sequence[Told]) -> Progress:
    """Return what was told last; of the same day, others' word before a party's own, and the least advanced of what is left."""
    if not told:
        return Progress.UNREPORTED
    last = max(one.as_of for one in told)
    same_day = [one for one in told if one.as_of == last]
    others = [one for one in same_day if not one.is_own] or same_day
    return min((one.report.progress for one in others), key=PROGRESS_RANK.__getitem__)


def _find_dispute(told: Sequence[Told]) -> Dispute | None:
    """Return the first pair of reports of which the later cannot follow the earlier, or that differ on one day."""
    seen: dict[tuple[str | None, Progress, date], Told] = {}
    for later in told:
        for earlier in seen.values():
            is_told = _is_about_same(earlier.report, later.report) and not _is_one_voice(earlier.report, later.report)
            if is_told and _is_impossible(earlier, later):
                values = [ConflictValue(one.report.progress.value, one.report.evidence) for one in (earlier, later)]
                return Dispute("progress", tuple(values))
        seen.setdefault((later.report.obligor, later.report.progress, later.as_of), later)
    return None


def _is_about_same(a: StatusReport, b: StatusReport) -> bool:
    return a.obligor is None or b.obligor is None or a.obligor == b.obligor


def _is_one_voice(a: StatusReport, b: StatusReport) -> bool:
    """Tell whether one source says both in one text: then each is said of a part of what was promised."""
    return a.according_to == b.according_to and bool({piece.version for piece in a.evidence} & {piece.version for piece in b.evidence})


def _is_impossible(earlier: Told, later: Told) -> bool:
    if earlier.report.progress in _SETBACKS.get(later.report.progress, frozenset()):
        return True
    is_same_day = earlier.as_of == later.as_of != date.min
    return is_same_day and {earlier.report.progress, later.report.progress} >= {Progress.NOT_STARTED, Progress.IMPLEMENTED}
