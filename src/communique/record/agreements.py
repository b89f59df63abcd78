"""Commitments as the record shows them: what was promised, by whom, when, and what became of it.

In: everything that claims say of the commitments of one process, and its meetings. Out: `Commitment` entries in order of time, and what
sources disagree about. A reaffirmation in bulk ("the agreements reached at their previous meetings") reaches every agreement made before
its day, and none made on it; one that names what it means reaches that one; one that fits nothing reaches nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from communique.model.claims import Claim, CommitmentClaim, ProgressClaim, Promised, ReaffirmationClaim, StandingClaim, claim_id
from communique.model.edtf import bounds, is_edtf, most_precise
from communique.model.gists import gist_keys
from communique.model.ids import make_id
from communique.model.judgements import TargetKind
from communique.model.record import Commitment, Conflict, ConflictValue, Evidence, Meeting, Reaffirmation
from communique.model.vocabulary import Factuality, Force, Standing
from communique.record.agenda import Agenda
from communique.record.commitments import (
    FIRM,
    LIKE_SAME_ORIGIN,
    Bundle,
    Pledge,
    bundle_pledges,
    drop_echoes,
    first_day,
    is_denied,
    make_pledge,
    most_telling,
    settle_force,
    split_announcements,
)
from communique.record.identity import Identity
from communique.record.measures import aim_of, measure_of
from communique.record.progress import fold_progress
from communique.record.rulings import Rulings
from communique.record.schedules import Dispute
from communique.record.scopes import find_growth
from communique.record.witnesses import Witnesses, evidence_of
from communique.record.wording import is_bulk, likeness, make_label, mention_likeness, speaks_of_meetings

ABOUT_TOLD_HERE, ABOUT_TOLD_ELSEWHERE = 0.3, 0.4
"""From so likely on, by all that they say, a claim is about a promise that its own text tells of, or another text.

On the reports of the corpus three quarters of the claims tied to a promise of their own text are right from the one on, and two thirds of
those tied to another text's from the other on.
"""
MENTION_LIKENESS = 0.6
"""Share of a mention's telling words that an object must have for the mention to mean it."""
UNBOUND = frozenset({Force.INTENT, Force.CONDITIONAL})
"""Forces that are no agreement: neither reaffirmed in bulk nor carried out."""

_STRENGTH = (Force.IN_PRINCIPLE, Force.PLEDGED, Force.DECIDED, Force.AGREED, Force.SIGNED)


@dataclass(slots=True)
class Case:
    """All that is said of one commitment. Filled while claims are attached.

    `echoes` say again that it was made, without saying what it is. `object` is verbatim; `known_by` is the last day on which it can have
    been agreed, without a date that of its first report.
    """

    first: Bundle
    later: list[Bundle]
    object: str
    obligors: tuple[str, ...]
    agreed_on: str | None
    known_by: date | None
    reaffirmed: list[tuple[str | None, str | None, ReaffirmationClaim]] = field(default_factory=list)
    progress: list[ProgressClaim] = field(default_factory=list)
    standings: list[StandingClaim] = field(default_factory=list)
    denials: list[CommitmentClaim] = field(default_factory=list)
    echoes: list[CommitmentClaim] = field(default_factory=list)

    @property
    def all(self) -> Bundle:
        """Every claim that makes the commitment, first agreement first."""
        return self.first + [pledge for bundle in self.later for pledge in bundle]

    @property
    def force(self) -> Force:
        """How binding the words are, before disputes are looked at."""
        return self.first[0].force


def _open_case(bundle: Bundle, witnesses: Witnesses) -> Case:
    first, later = split_announcements(bundle)
    agreed_on = _fold_agreed_on(first)
    reported = [place.day for pledge in first if (place := witnesses.place(pledge.version)).day]
    return Case(
        first=first,
        later=later,
        object=most_telling(first).claim.object,
        obligors=tuple(sorted({name for pledge in bundle for name in pledge.claim.obligors})),
        agreed_on=agreed_on,
        known_by=bounds(agreed_on)[1] if agreed_on else min((day for day in reported if day), default=None),
    )


@dataclass(frozen=True, slots=True)
class Agreements:
    """The commitments of one process and their conflicts."""

    commitments: tuple[Commitment, ...]
    conflicts: tuple[Conflict, ...]


def fold_commitments(
    claims: Sequence[Claim], process: str | None, meetings: Mapping[str, Meeting], witnesses: Witnesses, rulings: Rulings
) -> Agreements:
    """Return the commitments of one process. `meetings` gives the folded meeting for the id of a meeting claim.

    What is said of a rejected commitment by name is out with it.
    """
    promised = [claim for claim in claims if isinstance(claim, CommitmentClaim)]
    agenda = Agenda(meetings)
    pledges = drop_echoes(pledge for claim in promised if (pledge := make_pledge(claim, agenda)))
    identity = Identity(claim for claim in claims if isinstance(claim, Promised))
    told = bundle_pledges(pledges, witnesses, identity)
    bundles, gone = rulings.regroup(TargetKind.COMMITMENT, told, lambda pledge: claim_id(pledge.claim))
    ordered = [sorted(bundle, key=lambda pledge: witnesses.claim_order(pledge.claim)) for bundle in bundles]
    cases = [_open_case(bundle, witnesses) for bundle in ordered]
    docket = _Docket(cases, identity, witnesses)
    for claim in witnesses.sort(claims):
        if getattr(claim, "commitment", None) not in gone and claim_id(claim) not in gone:
            _attach(claim, docket, agenda, witnesses)
    made = [_make_commitment(case, process, witnesses) for case in cases]
    made = [(rulings.edited(TargetKind.COMMITMENT, commitment), conflicts) for commitment, conflicts in made]
    made.sort(key=lambda item: (first_day(item[0].agreed_on) or date.max, _first_order(item[0], witnesses), item[0].id))
    conflicts = [conflict for _, found in made for conflict in found]
    return Agreements(tuple(commitment for commitment, _ in made), tuple(sorted(conflicts, key=lambda conflict: conflict.id)))


def _first_order(commitment: Commitment, witnesses: Witnesses) -> tuple[object, ...]:
    first = commitment.evidence[0]
    return witnesses.place(first.version).order, first.start


# --- attaching ----------------------------------------------------------------------------------------------------------------


def _attach(claim: Claim, docket: _Docket, agenda: Agenda, witnesses: Witnesses) -> None:
    """Put a claim that makes no commitment of its own to the one that it speaks of, if there is one."""
    match claim:
        case CommitmentClaim() if is_denied(claim):
            _attach_denial(claim, docket.cases)
        case CommitmentClaim() if claim_id(claim) not in docket.by_claim and settle_force(claim) in FIRM:
            if found := docket.likeliest(claim):
                found.echoes.append(claim)
        case ReaffirmationClaim():
            _attach_reaffirmation(claim, docket, agenda, witnesses)
        case ProgressClaim():
            if (found := docket.find(claim, claim.of)) and found.force is not Force.INTENT:
                found.progress.append(claim)
        case StandingClaim() if claim.provenance.factuality is Factuality.HAPPENED:
            if found := docket.find(claim, claim.of):
                found.standings.append(claim)


class _Docket:
    """The commitments of a process, to find the one that a claim speaks of."""

    def __init__(self, cases: Sequence[Case], identity: Identity, witnesses: Witnesses) -> None:
        self.cases = cases
        self._witnesses = witnesses
        self.by_claim = {claim_id(pledge.claim): case for case in cases for pledge in case.all}
        self._identity = identity
        self._told = [list({(pledge.claim.object, pledge.claim.gist): pledge.claim for pledge in case.all}.values()) for case in cases]
        self._by_key: defaultdict[str, set[int]] = defaultdict(set)
        for index, told in enumerate(self._told):
            for key in {key for claim in told for key in gist_keys(claim.gist)}:
                self._by_key[key].add(index)

    def find(self, claim: ReaffirmationClaim | ProgressClaim | StandingClaim, mention: str) -> Case | None:
        """Return the commitment that a claim names, or the only one that its words fit best, or the one that it is likeliest about."""
        if claim.commitment is not None and claim.commitment in self.by_claim:
            return self.by_claim[claim.commitment]
        fits = [(mention_likeness(mention, self.cases[index].object), index) for index in self._made_by(claim, range(len(self.cases)))]
        best = max((fit for fit, _ in fits), default=0.0)
        named = [index for fit, index in fits if fit == best]
        is_named = (
            best >= MENTION_LIKENESS
            and len(named) == 1
            and (not claim.gist or self._is_likely(claim, named[0], self._fit(claim, named[0])))
        )
        return self.cases[named[0]] if is_named else self.likeliest(claim)

    def likeliest(self, claim: Promised) -> Case | None:
        """Return the commitment that a claim is likeliest about by all that both say, None where none is likely enough."""
        near = sorted({index for key in gist_keys(claim.gist) for index in self._by_key.get(key, ())})
        fits = [(self._fit(claim, index), -index) for index in self._made_by(claim, near)]
        fit, index = max(fits, default=(0.0, 0))
        return self.cases[-index] if fits and self._is_likely(claim, -index, fit) else None

    def _is_likely(self, claim: Promised, index: int, fit: float) -> bool:
        """Tell whether a fit makes a claim likely enough about a commitment. One that its own text does not tell of has to be likelier."""
        version = claim.provenance.span.version
        is_told_here = any(pledge.claim.provenance.span.version == version for pledge in self.cases[index].all)
        return fit >= (ABOUT_TOLD_HERE if is_told_here else ABOUT_TOLD_ELSEWHERE)

    def _made_by(self, claim: Promised, indices: Iterable[int]) -> list[int]:
        """Return the agreements that were made when a claim was told: nothing is done about a promise, or said of it, before."""
        told = self._witnesses.place(claim.provenance.span.version).day or date.max
        return [
            index
            for index in indices
            if self.cases[index].force not in UNBOUND and (first_day(self.cases[index].agreed_on) or date.min) <= told
        ]

    def _fit(self, claim: Promised, index: int) -> float:
        return max(self._identity.probability(claim, other) for other in self._told[index])


def _attach_denial(claim: CommitmentClaim, cases: Sequence[Case]) -> None:
    alike = [(likeness(claim.object, case.object), -index) for index, case in enumerate(cases) if case.force is not Force.INTENT]
    best, index = max(alike, default=(0.0, 0))
    if best >= LIKE_SAME_ORIGIN:
        cases[-index].denials.append(claim)


def _attach_reaffirmation(claim: ReaffirmationClaim, docket: _Docket, agenda: Agenda, witnesses: Witnesses) -> None:
    if claim.provenance.factuality is not Factuality.HAPPENED:
        return
    meeting = agenda.by_claim.get(claim.meeting) if claim.meeting else None
    met_on = meeting.date if meeting else None
    on = (claim.on if claim.on and is_edtf(claim.on) else None) or met_on
    event = (on, meeting.id if meeting else agenda.of_day(on), claim)
    if claim.commitment is None and is_bulk(claim.of):
        day = first_day(on) or witnesses.place(claim.provenance.span.version).day
        since = agenda.first if speaks_of_meetings(claim.of) else date.min
        for case in docket.cases:
            shares = not claim.parties or set(claim.parties) & set(case.obligors)
            is_meant = case.force not in UNBOUND and (first_day(case.agreed_on) or since) >= since
            if is_meant and shares and day and case.known_by and case.known_by < day:
                case.reaffirmed.append(event)
    elif found := docket.find(claim, claim.of):
        found.reaffirmed.append(event)


# --- fields -------------------------------------------------------------------------------------------------------------------


def _make_commitment(case: Case, process: str | None, witnesses: Witnesses) -> tuple[Commitment, list[Conflict]]:
    first, telling = case.first[0], most_telling(case.first)
    claims = [pledge.claim for pledge in case.all]
    force, force_dispute = _fold_force(case, witnesses)
    reports, progress, progress_dispute = fold_progress(case.progress, case.obligors, witnesses)
    evidence = witnesses.evidence([*claims, *case.echoes, *case.standings])
    growth = _dispute_scope(case, witnesses)
    origins = Counter(pledge.origin for pledge in case.first if pledge.origin)
    commitment = Commitment(
        id=make_id("commitment", process, claim_id(first.claim), first.force, first.claim.object, *first.claim.obligors),
        label=make_label(telling.claim.object),
        object=telling.claim.object,
        obligors=case.obligors,
        beneficiaries=tuple(sorted({name for claim in claims for name in claim.beneficiaries})),
        force=force,
        aim=aim_of(telling.claim.object),
        measure=measure_of(telling.claim.object),
        condition=next((claim.condition for claim in claims if claim.condition), None),
        due=next((pledge.claim.due for pledge in reversed(case.all) if pledge.claim.due), None),
        scope=telling.claim.scope or next((claim.scope for claim in claims if claim.scope), None),
        agreed_on=case.agreed_on,
        origin=min(origins, key=lambda origin: (-origins[origin], origin), default=None),
        standing=_fold_standing(case, force, witnesses, has_grown=growth is not None),
        progress=progress,
        reports=reports,
        reaffirmed=_fold_reaffirmations(case, witnesses),
        evidence=evidence,
        witnesses=witnesses.count(evidence),
    )
    disputes = [force_dispute, progress_dispute, growth, _dispute_date(case, witnesses), _dispute_denial(case, witnesses)]
    return commitment, [_make_conflict(commitment.id, dispute) for dispute in disputes if dispute]


def _make_conflict(about: str, dispute: Dispute) -> Conflict:
    values = tuple(sorted(dispute.values, key=lambda value: value.value))
    return Conflict(make_id("conflict", about, dispute.field), about, dispute.field, values, silent_change=False)


def _fold_force(case: Case, witnesses: Witnesses) -> tuple[Force, Dispute | None]:
    """Return the force, and a dispute where sources give forces that cannot both be right of one agreement.

    An agreement in principle that is agreed or signed later has grown; one that is both on one day is disputed, and so is an agreement to
    examine that others call an agreement. The force with most witnesses is shown, of equals the weaker.
    """
    forces = {pledge.force for pledge in case.first}
    if len(forces) == 1:
        return case.first[0].force, None
    order = (Force.TO_ASSESS, *_STRENGTH)
    is_disputed = Force.TO_ASSESS in forces or (Force.IN_PRINCIPLE in forces and len({pledge.agreed_on for pledge in case.first}) == 1)
    if not is_disputed:
        return max(forces, key=order.index), None
    behind = {force: witnesses.evidence(pledge.claim for pledge in case.first if pledge.force is force) for force in forces}
    best = min(behind, key=lambda force: (-witnesses.count(behind[force]), order.index(force)))
    return best, Dispute("force", tuple(ConflictValue(force.value, pieces) for force, pieces in behind.items()))


def _fold_agreed_on(first: Sequence[Pledge]) -> str | None:
    """Return when it was agreed: the narrowest date where all fit, otherwise the one published first."""
    dates = [pledge.agreed_on for pledge in first if pledge.agreed_on]
    return most_precise(dates) or next(iter(dates), None)


def _dispute_date(case: Case, witnesses: Witnesses) -> Dispute | None:
    dates = sorted({pledge.agreed_on for pledge in case.first if pledge.agreed_on})
    if not dates or most_precise(dates):
        return None
    values = [
        ConflictValue(value, witnesses.evidence(pledge.claim for pledge in case.first if pledge.agreed_on == value)) for value in dates
    ]
    return Dispute("agreed_on", tuple(values))


def _dispute_denial(case: Case, witnesses: Witnesses) -> Dispute | None:
    if not case.denials:
        return None
    said = ConflictValue("agreed", witnesses.evidence(pledge.claim for pledge in case.all))
    return Dispute("agreed", (said, ConflictValue("denied", witnesses.evidence(case.denials))))


def _dispute_scope(case: Case, witnesses: Witnesses) -> Dispute | None:
    """Return for whom the promise was at first and for whom later, where it has grown."""
    again = [pledge.claim for bundle in case.later for pledge in bundle] + [claim for _, _, claim in case.reaffirmed]
    grown = find_growth([pledge.claim for pledge in case.first], again)
    if grown is None:
        return None
    values = [ConflictValue(text, witnesses.evidence(claims)) for text, claims in grown]
    return Dispute("scope", tuple(values))


def _fold_standing(case: Case, force: Force, witnesses: Witnesses, *, has_grown: bool) -> Standing:
    """Return what was said last of the agreement as a text; one whose scope has grown was amended."""
    if not case.standings:
        agreed = Standing.AMENDED if has_grown else Standing.AGREED
        return Standing.PROPOSED if force is Force.INTENT else agreed
    last = max(
        case.standings,
        key=lambda claim: (
            first_day(claim.on) or witnesses.place(claim.provenance.span.version).day or date.min,
            witnesses.claim_order(claim),
        ),
    )
    return last.standing


def _fold_reaffirmations(case: Case, witnesses: Witnesses) -> tuple[Reaffirmation, ...]:
    """Return the days on which it was confirmed again, in order; what several texts say of one day is one event."""
    events: defaultdict[str | None, list[tuple[str | None, Evidence]]] = defaultdict(list)
    for on, meeting, claim in case.reaffirmed:
        events[on].append((meeting, evidence_of(claim)))
    for bundle in case.later:
        on = most_precise(pledge.agreed_on for pledge in bundle if pledge.agreed_on) or bundle[0].agreed_on
        events[on] += [(pledge.origin, evidence_of(pledge.claim)) for pledge in bundle]
    made = []
    for on, found in events.items():
        known = sorted({meeting for meeting, _ in found if meeting})
        made.append(Reaffirmation(on, known[0] if known else None, witnesses.sort_evidence(piece for _, piece in found)))
    return tuple(sorted(made, key=lambda event: (first_day(event.on) or date.max, event.on or "")))
