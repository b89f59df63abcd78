"""Changes of fact between the claims of two versions: meetings, commitments, progress and relations.

In: a `Comparison`. Out: findings in text order. Claims are paired first (same place in the text, same date, same number, same parties),
and only then compared, so that a reworded claim is not taken for one lost and one won.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, ProgressClaim, RelationClaim, StandingClaim
from communique.model.edtf import is_edtf, overlap
from communique.model.record import Evidence
from communique.model.vocabulary import ChangeKind, Force, MeetingState, Progress
from communique.stories.chronology import PLAN_CUES
from communique.stories.comparison import Comparison, Finding, liken, pair_claims
from communique.stories.past import is_long_past
from communique.stories.sides import Range, Side
from communique.stories.substance import Verdict, compare_substance
from communique.stories.words import find_words, fold

PLANNED_STATES = frozenset(
    {MeetingState.PROPOSED, MeetingState.SCHEDULED, MeetingState.RESCHEDULED, MeetingState.POSTPONED, MeetingState.UNCONFIRMED}
)
MET_STATES = frozenset({MeetingState.UNDER_WAY, MeetingState.HELD, MeetingState.BROKEN_OFF})
FALLEN_STATES = frozenset({MeetingState.CANCELLED, MeetingState.DROPPED})

SAME_SENTENCE = 2.0
"""Affinity of two meetings in one rewritten sentence: a date and a number may both have been corrected there."""

SAME_MEETING = 0.4
SAME_COMMITMENT = 0.5
SAME_REPORT = 0.5
SAME_RELATION = 0.6
"""Affinities from which two claims are taken to speak of one thing."""

LOST_WORDS = 0.25
"""Share of a commitment's content words that may be missing from a passage that still tells it."""

MIN_TOLD = 3
"""Content words that a commitment needs to be found again in another sentence."""

MIN_SCOPE = 3
"""Content words exchanged in an object, both sides together, from which it is another one ("travellers", "citizens of third countries")."""


def find_fact_changes(comparison: Comparison) -> Iterator[Finding]:
    """Yield what changed between the claims on facts."""
    yield from _meeting_changes(comparison)
    yield from _commitment_changes(comparison)
    yield from _progress_changes(comparison)
    yield from _standing_changes(comparison)
    yield from _relation_changes(comparison)


# --- meetings -----------------------------------------------------------------------------------------------------------


def _meeting_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: MeetingClaim, after: MeetingClaim) -> float:
        return (SAME_SENTENCE if comparison.is_together(before, after) else 0.0) + _meeting_agreement(before, after)

    pairing = pair_claims(comparison.before.claims(MeetingClaim), comparison.after.claims(MeetingClaim), affinity, SAME_MEETING)
    told: list[MeetingClaim] = []
    placed: set[str] = set()
    for before, after in pairing.pairs:
        if comparison.is_together(before, after) and comparison.is_kept(comparison.place_before(before)):
            continue
        kind = _move(before, after)
        if kind and all(_is_other_meeting(before, other) for other in told):
            told.append(before)
            yield comparison.finding(kind, before, after)
        elif kind:
            yield replace(comparison.finding(kind, before, after), is_repeat=True)
        yield from _number_changes(comparison, before, after)
        yield from _place_changes(comparison, before, after, placed)


def _move(before: MeetingClaim, after: MeetingClaim) -> ChangeKind | None:
    if after.state in FALLEN_STATES and before.state not in FALLEN_STATES:
        return ChangeKind.HELD_TO_CANCELLED
    if before.state in PLANNED_STATES and after.state in MET_STATES:
        return ChangeKind.PLANNED_TO_HELD
    return None


def _number_changes(comparison: Comparison, before: MeetingClaim, after: MeetingClaim) -> Iterator[Finding]:
    yield from _date_changes(comparison, (before, before.date), (after, after.date))
    if before.ordinal and after.ordinal and before.ordinal != after.ordinal:
        yield comparison.finding(ChangeKind.NUMBER, before, after)


def _date_changes(comparison: Comparison, before: tuple[Claim, str | None], after: tuple[Claim, str | None]) -> Iterator[Finding]:
    """Yield the change of two claims of one thing that give it different days, each in words of its own sentence.

    What a claim has from another sentence or from the dateline is an inference, and the same word read twice ("on Saturday") is no change.
    A day well before the news is background.
    """
    days = before[1], after[1]
    if not days[0] or not days[1] or _is_date_shared(days[0], days[1]):
        return
    told = _words_of_day(comparison.before, before[0], days[0]), _words_of_day(comparison.after, after[0], days[1])
    if all(told) and not told[0] & told[1]:
        is_recalled = is_long_past(comparison.before, days[0]) and is_long_past(comparison.after, days[1])
        yield comparison.finding(ChangeKind.BACKGROUND_CORRECTION if is_recalled else ChangeKind.DATE, before[0], after[0])


def _words_of_day(side: Side, claim: Claim, day: str) -> set[str]:
    """Return the expressions of a claim's sentence that may mean a day, folded."""
    sentence = side.sentence_at(side.start_of(claim))
    times = side.times_in(*sentence) if sentence else []
    return {fold(time.text) for time in times if time.edtf and _is_date_shared(time.edtf, day)}


def _place_changes(comparison: Comparison, before: MeetingClaim, after: MeetingClaim, told: set[str]) -> Iterator[Finding]:
    """Yield the first place of the meeting that the earlier version did not know; `told` collects the places yielded for any meeting."""
    known = [*(fold(place) for place in before.places), *sorted(told)]
    for place in after.places:
        name = fold(place)
        if any(name in other or other in name for other in known) or name in fold(comparison.before.version.text):
            continue
        told.add(name)
        yield replace(comparison.finding(ChangeKind.PLACE, before, after), after=_cite_words(comparison.after, after, place))
        return


def _cite_words(side: Side, claim: Claim, words: str) -> Evidence:
    """Cite the claim where it holds the words, else the words in its sentence, else the claim."""
    span = claim.provenance.span
    if words in span.exact:
        return side.cite(claim)
    sentence = side.sentence_at(span.start)
    if sentence is not None:
        at = side.version.text.find(words, *sentence)
        if at >= 0:
            return side.cite_range(at, at + len(words), claim)
    return side.cite(claim)


def _meeting_agreement(before: MeetingClaim, after: MeetingClaim) -> float:
    """Return how well two claims fit one meeting; a contradiction counts against it, silence counts nothing."""
    score = 0.0
    if before.date and after.date:
        score += 0.6 if _is_date_shared(before.date, after.date) else -0.7
    if before.ordinal and after.ordinal:
        score += 0.6 if before.ordinal == after.ordinal else -0.7
    people = {_surname(p.name) for p in before.participants}, {_surname(p.name) for p in after.participants}
    if all(people):
        score += 0.3 if people[0] & people[1] else -0.2
    parties = set(before.parties), set(after.parties)
    if all(parties):
        score += 0.1 if parties[0] & parties[1] else -0.6
    if before.relative and before.relative == after.relative:
        score += 0.2
    return score - (0.3 if before.background != after.background else 0.0)


def _is_other_meeting(a: MeetingClaim, b: MeetingClaim) -> bool:
    """Return whether something shows that two claims of one version are of different meetings."""
    if a.date and b.date and not _is_date_shared(a.date, b.date):
        return True
    if a.ordinal and b.ordinal and a.ordinal != b.ordinal:
        return True
    if a.parties and b.parties and not set(a.parties) & set(b.parties):
        return True
    people = {_surname(p.name) for p in a.participants}, {_surname(p.name) for p in b.participants}
    return all(people) and not people[0] & people[1]


def _surname(name: str) -> str:
    return fold(name).split()[-1] if name.split() else ""


def _is_date_shared(a: str, b: str) -> bool:
    """Return whether two dates may be one; what is no EDTF date is compared as a string."""
    return overlap(a, b) if is_edtf(a) and is_edtf(b) else a == b


# --- commitments --------------------------------------------------------------------------------------------------------


def _commitment_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: CommitmentClaim, after: CommitmentClaim) -> float:
        together = 0.3 if comparison.is_together(before, after) else 0.0
        return together + 0.7 * liken(before.object, after.object) + (0.1 if set(before.obligors) & set(after.obligors) else 0.0)

    pairing = pair_claims(comparison.before.claims(CommitmentClaim), comparison.after.claims(CommitmentClaim), affinity, SAME_COMMITMENT)
    for before, after in pairing.pairs:
        if not (comparison.is_together(before, after) and comparison.is_kept(comparison.place_before(before))):
            yield from _paired_commitments(comparison, before, after)
    for gone in pairing.gone:
        if gone.force is not Force.INTENT and not comparison.is_one_sided_noise(comparison.place_before(gone), _words_of(gone)):
            yield from _gone_commitment(comparison, gone)
    for come in pairing.come:
        if come.force is Force.INTENT or comparison.is_one_sided_noise(comparison.place_after(come), _words_of(come)):
            continue
        if _find_told(comparison.after, come, comparison.before) is None:
            yield comparison.finding(ChangeKind.COMMITMENT_ADDED, None, come)


def _paired_commitments(comparison: Comparison, before: CommitmentClaim, after: CommitmentClaim) -> Iterator[Finding]:
    if (before.force is Force.INTENT) != (after.force is Force.INTENT):
        kind = ChangeKind.COMMITMENT_ADDED if before.force is Force.INTENT else ChangeKind.COMMITMENT_REMOVED
        yield comparison.finding(kind, before, after)
    elif _is_reworded(comparison, before, after):
        yield comparison.finding(ChangeKind.COMMITMENT_REWORDED, before, after)
    else:
        yield from _date_changes(comparison, (before, before.agreed_on), (after, after.agreed_on))


def _words_of(claim: Claim) -> str:
    return claim.provenance.span.exact


def _gone_commitment(comparison: Comparison, gone: CommitmentClaim) -> Iterator[Finding]:
    """Yield what became of a commitment that the later version does not make.

    Where the passage still tells its object, it is told with another force ("agreed to extend", "will work towards an extension"); where
    the act itself stands there too, it is only told otherwise. What was to come and is told as done is for the words to judge.
    """
    place = comparison.place_before(gone)
    became = comparison.text_after(place)
    if became and PLAN_CUES.search(_words_of(gone)) and not PLAN_CUES.search(became):
        return
    if place is None or not became or not _is_told_in(gone.object, became):
        yield from _told_elsewhere(comparison, gone)
    elif not _is_told_in(gone.provenance.span.exact, became, loss=0.0):
        found = comparison.finding(ChangeKind.COMMITMENT_REWORDED, gone, None)
        yield replace(found, after=comparison.after.cite_range(*(comparison.passages[place].after or (0, 0))))


def _told_elsewhere(comparison: Comparison, gone: CommitmentClaim) -> Iterator[Finding]:
    """Yield that a commitment went, or, where another sentence of the later version tells it, the other day that it gives."""
    sentence = _find_told(comparison.before, gone, comparison.after)
    if sentence is None:
        yield comparison.finding(ChangeKind.COMMITMENT_REMOVED, gone, None)
        return
    days = [time.edtf for time in comparison.after.times_in(*sentence) if time.edtf]
    if not (gone.agreed_on and days and _words_of_day(comparison.before, gone, gone.agreed_on)):
        return
    if not any(_is_date_shared(day, gone.agreed_on) for day in days):
        is_recalled = is_long_past(comparison.before, gone.agreed_on)
        found = comparison.finding(ChangeKind.BACKGROUND_CORRECTION if is_recalled else ChangeKind.DATE, gone, None)
        yield replace(found, after=comparison.after.cite_range(*sentence))


def _find_told(side: Side, claim: CommitmentClaim, other: Side) -> Range | None:
    """Return the sentence of the other version that has all words of a commitment, its days aside; none that only plans what was done."""
    begin, stop = side.start_of(claim), claim.provenance.span.end
    words = side.mask(begin, stop)
    if len([word for word in find_words(words) if not word.is_function]) < MIN_TOLD:
        return None
    for start, end in other.sentences:
        sentence = other.mask(start, end)
        is_alike = bool(PLAN_CUES.search(sentence)) == bool(PLAN_CUES.search(words))
        if is_alike and _is_told_in(words, sentence, loss=0.0):
            return start, end
    return None


def _is_told_in(words: str, text: str, loss: float = LOST_WORDS) -> bool:
    """Return whether a text holds the content of some words, but for a share of them."""
    content = {word.stem for word in find_words(words) if not word.is_function}
    return len(compare_substance(words, text).removed) <= loss * len(content)


def _is_reworded(comparison: Comparison, before: CommitmentClaim, after: CommitmentClaim) -> bool:
    """Return whether a commitment binds otherwise: in force, by whom, until when, on what condition, or to what."""
    if before.force is not after.force or _is_bound_by_others(comparison, before, after):
        return True
    if before.due and after.due and not _is_date_shared(before.due, after.due):
        return True
    if bool(before.condition) != bool(after.condition):
        return True
    contrast = comparison.contrast((before, before.object), (after, after.object))
    if comparison.is_counted_otherwise(before, after, contrast):
        return False
    if contrast.verdict in {Verdict.REPLACED, Verdict.EXTENDED, Verdict.REDUCED}:
        return True
    return min(len(contrast.removed), len(contrast.added)) > 0 and len(contrast.removed) + len(contrast.added) >= MIN_SCOPE


def _is_bound_by_others(comparison: Comparison, before: CommitmentClaim, after: CommitmentClaim) -> bool:
    """Return whether others are bound; where one passage became the other, only if it names somebody whom the other does not."""
    others = set(before.obligors) ^ set(after.obligors)
    if not (before.obligors and after.obligors and others):
        return False
    if not comparison.is_together(before, after):
        return True
    texts = [
        fold(text(place))
        for text, place in (
            (comparison.text_before, comparison.place_before(before)),
            (comparison.text_after, comparison.place_after(after)),
        )
    ]
    return any((fold(name) in texts[0]) != (fold(name) in texts[1]) for name in sorted(others))


# --- progress and standing ----------------------------------------------------------------------------------------------


def _progress_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: ProgressClaim, after: ProgressClaim) -> float:
        other_obligor = before.obligor and after.obligor and before.obligor != after.obligor
        return (0.6 if comparison.is_together(before, after) else 0.0) + 0.5 * liken(before.of, after.of) - (0.4 if other_obligor else 0.0)

    pairing = pair_claims(comparison.before.claims(ProgressClaim), comparison.after.claims(ProgressClaim), affinity, SAME_REPORT)
    for before, after in pairing.pairs:
        if before.progress is not after.progress and not comparison.is_kept(comparison.place_after(after)):
            yield comparison.finding(ChangeKind.STATUS, before, after)
    for come in pairing.come:
        if come.progress is not Progress.UNREPORTED and not comparison.is_one_sided_noise(comparison.place_after(come), _words_of(come)):
            yield comparison.finding(ChangeKind.STATUS, None, come)


def _standing_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: StandingClaim, after: StandingClaim) -> float:
        return (0.6 if comparison.is_together(before, after) else 0.0) + 0.5 * liken(before.of, after.of)

    pairing = pair_claims(comparison.before.claims(StandingClaim), comparison.after.claims(StandingClaim), affinity, SAME_REPORT)
    for before, after in pairing.pairs:
        if before.standing is not after.standing and not comparison.is_kept(comparison.place_after(after)):
            yield comparison.finding(ChangeKind.STATUS, before, after)
    for come in pairing.come:
        if not comparison.is_one_sided_noise(comparison.place_after(come), _words_of(come)):
            yield comparison.finding(ChangeKind.STATUS, None, come)


# --- relations ----------------------------------------------------------------------------------------------------------


def _relation_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: RelationClaim, after: RelationClaim) -> float:
        if before.domain is not after.domain:
            return 0.0
        pair = {*before.a, *before.b}, {*after.a, *after.b}
        same_pair = 0.5 if pair[0] == pair[1] else 0.3 if pair[0] & pair[1] else 0.0
        return same_pair + (0.4 if comparison.is_together(before, after) else 0.0) + (0.1 if before.value == after.value else 0.0)

    pairing = pair_claims(comparison.before.claims(RelationClaim), comparison.after.claims(RelationClaim), affinity, SAME_RELATION)
    for before, after in pairing.pairs:
        if not comparison.is_kept(comparison.place_after(after)):
            yield from _relation_details(comparison, before, after)

    def kinship(before: RelationClaim, after: RelationClaim) -> float:
        shared = {*before.a, *before.b} & {*after.a, *after.b}
        return 1.0 if shared and comparison.is_together(before, after) else 0.0

    gone = [claim for claim in pairing.gone if not comparison.is_kept(comparison.place_before(claim))]
    come = [claim for claim in pairing.come if not comparison.is_kept(comparison.place_after(claim))]
    for before, after in pair_claims(gone, come, kinship, 1.0).pairs:
        if before.from_ and after.from_ and _is_date_shared(before.from_, after.from_):
            yield comparison.finding(ChangeKind.BACKGROUND_CORRECTION, before, after)


def _relation_details(comparison: Comparison, before: RelationClaim, after: RelationClaim) -> Iterator[Finding]:
    """A state that began at the same time but is another one was corrected; one that began later is news."""
    same_start = not (before.from_ and after.from_) or _is_date_shared(before.from_, after.from_)
    other_author = before.imposed_by and after.imposed_by and before.imposed_by != after.imposed_by
    if before.value != after.value:
        yield comparison.finding(ChangeKind.BACKGROUND_CORRECTION if same_start else ChangeKind.STATUS, before, after)
    elif not same_start:
        yield comparison.finding(ChangeKind.DATE, before, after)
    elif other_author:
        yield comparison.finding(ChangeKind.BACKGROUND_CORRECTION, before, after)
