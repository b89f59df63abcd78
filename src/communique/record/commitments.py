"""Identity of commitments: which claims of years and outlets speak of one promise.

In: the commitment claims of one process, with the meetings that they come from. Out: lists of claims, one list for each commitment.
Promises are one when the same parties promise the same thing: the wording says so, and the date or the meeting does not speak against it.
A promise made again later is the same one, reaffirmed; a promise to look into a thing is never the promise to do it, and an intent never
an agreement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.model.claims import CommitmentClaim, claim_id
from communique.model.edtf import bounds, days_apart, is_edtf, most_precise
from communique.model.gists import gist_keys
from communique.model.vocabulary import Factuality, Force
from communique.record.agenda import Agenda
from communique.record.identity import SLIP_DAYS, Identity
from communique.record.tellings import Tellings
from communique.record.witnesses import Witnesses
from communique.record.wording import likeness, names_measure, read_wording, squeeze, topic_likeness
from communique.stories.words import fold

LIKE_SAME_ORIGIN = 0.5
"""Likeness from which two objects are one promise when date or meeting say that they were agreed together."""
LIKE_UNKNOWN_ORIGIN = 0.62
"""The same where one of them says nothing of when it was agreed."""
LIKE_LATER = 0.7
"""The same where they were agreed at different times: then the later is a re-announcement."""
LIKE_ONE_TEXT = 0.85
"""The same within one text, which names two things in one breath because they are two."""
REPETITION_DISTANCE = 80
"""Code points between two mentions from which a text repeats itself; what is closer is a list of different things."""
LIKE_REPETITION = 0.8
"""Share of the shorter object's content words that a repetition in the same text has in common with the longer one."""

ONE_PROMISE = 0.2
"""From so likely on, by all that they say, a claim is of the promise of others; the mean over what others say of it. Pairs of claims in
processes that nothing was fitted on are told apart best at 0.15 (`training.identity`)."""

_NOT = re.compile(r"\b(?:not|never|no)\b", re.IGNORECASE)
_RULE = re.compile(r"\b(?:may|must|shall)\b", re.IGNORECASE)
"""Words by which a text rules what is allowed and due."""
FIRM = frozenset({Force.AGREED, Force.DECIDED, Force.SIGNED, Force.PLEDGED, Force.IN_PRINCIPLE, Force.TO_ASSESS})
_NEEDS_FACT = frozenset({Force.AGREED, Force.DECIDED, Force.SIGNED, Force.IN_PRINCIPLE, Force.TO_ASSESS})


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment claim with what the record knows of its origin: when it was agreed, and the id of the meeting."""

    claim: CommitmentClaim
    force: Force
    agreed_on: str | None
    origin: str | None

    @property
    def version(self) -> str:
        """The version that says so."""
        return self.claim.provenance.span.version


Bundle = list[Pledge]


def is_denied(claim: CommitmentClaim) -> bool:
    """Tell whether a claim says that there is no such commitment; a promise not to do a thing is one ("will not be drawn down")."""
    is_promise_not_to = _is_provision(claim) and bool(_NOT.search(claim.object))
    return claim.provenance.factuality is Factuality.DENIED and not is_promise_not_to


def settle_force(claim: CommitmentClaim) -> Force | None:
    """Return the force that a claim supports, None where it supports none: what may or will be agreed is not agreed.

    A provision told in a sentence of its own ("each side will withdraw 50 men", "inspectors may come back") is agreed although its deed is
    ahead.
    """
    factuality = claim.provenance.factuality
    if is_denied(claim):
        return None
    is_allowed = factuality is Factuality.PLANNED or bool(_RULE.search(claim.object))
    is_ahead = factuality in (Factuality.POSSIBLE, Factuality.PLANNED) and not (_is_provision(claim) and is_allowed)
    if claim.force in _NEEDS_FACT and is_ahead:
        return None
    if claim.force in FIRM and (factuality is Factuality.CONDITIONAL or claim.condition):
        return Force.CONDITIONAL
    if claim.force is Force.PLEDGED and factuality is Factuality.POSSIBLE:
        return Force.INTENT
    return claim.force


def _is_provision(claim: CommitmentClaim) -> bool:
    """Tell whether a claim's words are the deed itself: none before it says that the parties are yet to agree."""
    deed, told = squeeze(claim.object), squeeze(claim.provenance.span.exact)
    return bool(deed) and bool(told) and (told.startswith(deed) or told in deed)


def make_pledge(claim: CommitmentClaim, agenda: Agenda) -> Pledge | None:
    """Return a claim with its origin, None for one that makes no commitment of its own ("the steps agreed by the envoys")."""
    force = settle_force(claim)
    if force is None or (force is not Force.SIGNED and not names_measure(claim.object)):
        return None
    meeting = agenda.by_claim.get(claim.origin) if claim.origin else None
    said = claim.agreed_on if claim.agreed_on and is_edtf(claim.agreed_on) else None
    dates = [edtf for edtf in (said, meeting.date if meeting else None) if edtf]
    agreed_on = most_precise(dates) or said
    return Pledge(claim, force, agreed_on, meeting.id if meeting else agenda.of_day(said))


def drop_echoes(pledges: Iterable[Pledge]) -> list[Pledge]:
    """Return the claims without those that only say again that something was signed, in a text that says what ("The deal was signed")."""
    known = list(pledges)
    told = {
        pledge.version for pledge in known if names_measure(pledge.claim.object) and pledge.force not in (Force.INTENT, Force.CONDITIONAL)
    }
    return [pledge for pledge in known if names_measure(pledge.claim.object) or pledge.version not in told]


def bundle_pledges(pledges: Iterable[Pledge], witnesses: Witnesses, identity: Identity) -> list[Bundle]:
    """Return the claims of each commitment, in order of publication.

    Claims are placed in order of publication, each with the commitment it is most like; only those with a content word in common, or
    about the same thing by their gists, are compared.
    """
    shelf = _Shelf(identity)
    for pledge in sorted(pledges, key=lambda pledge: witnesses.claim_order(pledge.claim)):
        near = [(shelf.fit(pledge, shelf.items[index]), -index) for index in shelf.near(pledge)]
        strength, index = max(near, default=(0.0, 0))
        shelf.put(pledge, -index if strength > 0 else None)
    joined = _Shelf(identity)
    for told in shelf.items:
        joined.join(told.all)
    order = witnesses.claim_order
    return [sorted(told.all, key=lambda pledge: order(pledge.claim)) for told in joined.items]


class _Shelf:
    """The commitments of a process with an index by the content words of their objects, and by their gists."""

    def __init__(self, identity: Identity) -> None:
        self.items: list[Tellings[Pledge]] = []
        self._identity = identity
        self._by_key: defaultdict[str, set[int]] = defaultdict(set)

    def near(self, pledge: Pledge) -> list[int]:
        """Return the commitments that share a content word with a claim, or whose gist is near to its."""
        return sorted({index for key in _keys_of(pledge) for index in self._by_key.get(key, ())})

    def fit(self, pledge: Pledge, told: Tellings[Pledge]) -> float:
        """Return how like a claim is to a commitment, 0 where it is another one: by its words, else by all that both say."""
        return _fit(pledge, told) or self._fit_by_gist(pledge, told.facing(pledge.version))

    def _fit_by_gist(self, pledge: Pledge, bundle: Sequence[Pledge]) -> float:
        if any(not _is_one_rank(pledge.force, other.force) for other in bundle):
            return 0.0
        likely = [self._identity.probability(pledge.claim, other.claim) for other in bundle]
        mean = sum(likely) / len(likely) if likely else 0.0
        return mean if mean >= ONE_PROMISE else 0.0

    def put(self, pledge: Pledge, index: int | None) -> int:
        """Add a claim to a commitment, or as a new one, and return which."""
        if index is None:
            index = len(self.items)
            self.items.append(Tellings())
        says = (pledge.force, pledge.claim.object, pledge.claim.obligors, pledge.agreed_on, pledge.origin)
        self.items[index].add(pledge, says, pledge.version)
        for key in _keys_of(pledge):
            self._by_key[key].add(index)
        return index

    def join(self, pledges: Bundle) -> None:
        """Add a commitment; it is the same as another one when all claims of either fit the other: a later claim told what they share."""
        own = _Shelf(self._identity)
        for pledge in pledges:
            own.put(pledge, None if not own.items else 0)
        near = sorted({index for pledge in pledges for index in self.near(pledge)})
        home = next((index for index in near if self._is_one(own.items[0], self.items[index])), None)
        for pledge in pledges:
            home = self.put(pledge, home)

    def _is_one(self, a: Tellings[Pledge], b: Tellings[Pledge]) -> bool:
        return all(self.fit(pledge, b) > 0 for pledge in a.all) or all(self.fit(pledge, a) > 0 for pledge in b.all)


def _keys_of(pledge: Pledge) -> frozenset[str]:
    words = read_wording(pledge.claim.object).stems or frozenset({fold(pledge.claim.object)})
    return words | gist_keys(pledge.claim.gist)


def _fit(pledge: Pledge, told: Tellings[Pledge]) -> float:
    """Return how like a claim is to a commitment, 0 where it is another one."""
    bundle = told.facing(pledge.version)
    if any(not _is_one_rank(pledge.force, other.force) for other in bundle):
        return 0.0
    if any(not _are_parties_compatible(pledge.claim.obligors, other.claim.obligors) for other in bundle):
        return 0.0
    strengths = []
    for other in bundle:
        alike = _likeness(pledge, other)
        if other.version == pledge.version and alike < LIKE_ONE_TEXT and not _is_repetition(pledge, other):
            return 0.0
        strengths.append(alike if alike >= _needed(pledge, other) else 0.0)
    return max(strengths)


def _likeness(a: Pledge, b: Pledge) -> float:
    """Return how alike two objects are. One that was to be examined in one report and to be done in another is about the same thing."""
    if not (names_measure(a.claim.object) and names_measure(b.claim.object)) and not _agreed_together(a, b):
        return 0.0
    alike = likeness(a.claim.object, b.claim.object)
    if _has_same_aim(a, b) or a.version == b.version or not _agreed_together(a, b):
        return alike
    return max(alike, topic_likeness(a.claim.object, b.claim.object))


def _is_repetition(a: Pledge, b: Pledge) -> bool:
    """Tell whether a text comes back, further down, to what it has said in more words or in fewer."""
    first, second = sorted((a.claim.provenance.span, b.claim.provenance.span), key=lambda span: span.start)
    stems = read_wording(a.claim.object).stems, read_wording(b.claim.object).stems
    smaller = min(map(len, stems))
    is_far = second.start - first.end >= REPETITION_DISTANCE
    return is_far and smaller > 1 and len(stems[0] & stems[1]) >= LIKE_REPETITION * smaller and likeness(a.claim.object, b.claim.object) > 0


def _needed(a: Pledge, b: Pledge) -> float:
    if a.claim.obligors != b.claim.obligors:
        return LIKE_ONE_TEXT
    together = _agreed_together(a, b)
    if not _has_same_aim(a, b):
        return 2.0 if together is False else LIKE_UNKNOWN_ORIGIN
    if together is None:
        return LIKE_UNKNOWN_ORIGIN
    return LIKE_SAME_ORIGIN if together else LIKE_LATER


def _has_same_aim(a: Pledge, b: Pledge) -> bool:
    """A promise to examine a thing is one with a promise to do it only as two accounts of one meeting."""
    return (a.force is Force.TO_ASSESS) == (b.force is Force.TO_ASSESS)


def _is_one_rank(a: Force, b: Force) -> bool:
    return a == b or (a in FIRM and b in FIRM)


def _are_parties_compatible(a: Sequence[str], b: Sequence[str]) -> bool:
    left, right = set(a), set(b)
    return left == right or (bool(left) and bool(right) and (left < right or right < left))


def _agreed_together(a: Pledge, b: Pledge) -> bool | None:
    """Tell whether two claims place an agreement at one time, None where one of them does not say."""
    if a.origin and a.origin == b.origin:
        return True
    if not a.agreed_on or not b.agreed_on:
        return None
    return days_apart(a.agreed_on, b.agreed_on) <= SLIP_DAYS


def split_announcements(bundle: Bundle) -> tuple[Bundle, list[Bundle]]:
    """Return the claims of the first agreement, and those of each later announcement of the same, in order of time.

    Claims that give no date belong to the first agreement.
    """
    dated = sorted(
        (pledge for pledge in bundle if pledge.agreed_on), key=lambda pledge: (bounds(pledge.agreed_on or ""), claim_id(pledge.claim))
    )
    first = [pledge for pledge in bundle if not pledge.agreed_on]
    later: list[Bundle] = []
    for pledge in dated:
        known = [one for one in first if one.agreed_on]
        if not known or _is_one_time(pledge, known):
            first.append(pledge)
        elif later and _is_one_time(pledge, later[-1]):
            later[-1].append(pledge)
        else:
            later.append([pledge])
    order = {id(pledge): index for index, pledge in enumerate(bundle)}
    return sorted(first, key=lambda pledge: order[id(pledge)]), later


def _is_one_time(pledge: Pledge, others: Iterable[Pledge]) -> bool:
    return any(_agreed_together(pledge, other) for other in others)


def first_day(edtf: str | None) -> date | None:
    """Return the first day of a date, None for no date."""
    return bounds(edtf)[0] if edtf and is_edtf(edtf) else None


def most_telling(bundle: Bundle) -> Pledge:
    """Return the claim whose object says most in the fewest words; the first published of equals."""
    richest = max(len(read_wording(pledge.claim.object).stems) for pledge in bundle)
    full = [pledge for pledge in bundle if len(read_wording(pledge.claim.object).stems) >= richest - 1]
    return min(full, key=lambda pledge: (len(pledge.claim.object), bundle.index(pledge)))
