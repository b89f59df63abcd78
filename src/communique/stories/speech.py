"""Changes in what is said, expected, and on whose word.

In: a `Comparison`. Out: findings on statements (added, removed, altered, given to another speaker), on expectations that a later version
dropped, and on claims that changed their source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, ProgressClaim, RelationClaim, StanceClaim, StatementClaim
from communique.model.vocabulary import ChangeKind, QuoteMode, StanceKind
from communique.stories.chronology import PLAN_CUES
from communique.stories.comparison import Comparison, Finding, liken, pair_claims
from communique.stories.lexicon import words_of
from communique.stories.sides import Range
from communique.stories.substance import Verdict
from communique.stories.voices import keeps_source
from communique.stories.wording import EditKind, word_diff
from communique.stories.words import find_words, fold, normalise

SAME_STATEMENT = 0.5
SAME_EXPECTATION = 0.5
SAME_CLAIM = 0.9
"""Affinities from which two claims are taken to be one, told twice."""

TOGETHER = 0.2
"""What it counts for two statements that one passage became the other."""

SAME_CONTENT = 0.55
"""Similarity from which a passage says what a statement says, without the words for who said it."""


def find_speech_changes(comparison: Comparison) -> Iterator[Finding]:
    """Yield what changed in words and their sources."""
    yield from _statement_changes(comparison)
    yield from _expectation_changes(comparison)
    for kind in (MeetingClaim, CommitmentClaim, ProgressClaim, RelationClaim):
        yield from _source_changes(comparison, kind)


def _statement_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: StatementClaim, after: StatementClaim) -> float:
        together = TOGETHER if comparison.is_together(before, after) else 0.0
        return liken(comparison.before.trim(before.text), comparison.after.trim(after.text)) + together

    pairing = pair_claims(comparison.before.claims(StatementClaim), comparison.after.claims(StatementClaim), affinity, SAME_STATEMENT)
    for before, after in pairing.pairs:
        if comparison.is_together(before, after) and comparison.is_kept(comparison.place_before(before)):
            continue
        is_other = before.speaker and after.speaker and not _is_one_speaker(before.speaker, after.speaker)
        if is_other and not keeps_source(comparison, comparison.place_before(before), comparison.place_after(after)):
            yield comparison.finding(ChangeKind.ATTRIBUTION, before, after)
        if _is_altered(comparison, before, after):
            is_promise = QuoteMode.DIRECT not in {before.mode, after.mode} and _alters_act(comparison, before, after)
            yield comparison.finding(ChangeKind.COMMITMENT_REWORDED if is_promise else ChangeKind.STATEMENT_ALTERED, before, after)
    for gone in pairing.gone:
        place = comparison.place_before(gone)
        if not comparison.is_one_sided_noise(place) and not _is_still_told(gone, comparison.text_after(place)):
            yield comparison.finding(ChangeKind.STATEMENT_REMOVED, gone, None)
    for come in pairing.come:
        place = comparison.place_after(come)
        if not comparison.is_one_sided_noise(place) and not _is_still_told(come, comparison.text_before(place)):
            yield comparison.finding(ChangeKind.STATEMENT_ADDED, None, come)


def _is_still_told(claim: StatementClaim, passage: str) -> bool:
    """Return whether the other version's passage says what a reported statement says, on whose word ever; quotations are no paraphrase."""
    return claim.mode is not QuoteMode.DIRECT and bool(passage) and liken(claim.text, passage) >= SAME_CONTENT


def _is_altered(comparison: Comparison, before: StatementClaim, after: StatementClaim) -> bool:
    """Words in quotation marks are altered by any other word; reported speech only where it says something else."""
    if QuoteMode.DIRECT in {before.mode, after.mode} and before.mode is after.mode:
        words = [[word.norm for word in find_words(normalise(claim.text))] for claim in (before, after)]
        return words[0] != words[1]
    substance = comparison.contrast((before, before.text), (after, after.text))
    return substance.verdict is Verdict.REPLACED and not comparison.is_counted_otherwise(before, after, substance)


def _alters_act(comparison: Comparison, before: StatementClaim, after: StatementClaim) -> bool:
    """Return whether the words exchanged in a statement stand behind "will" or "would" in their clause: an act to come has other terms."""
    old, new = comparison.before.trim(before.text), comparison.after.trim(after.text)
    edits = [edit for edit in word_diff(old, new) if edit.kind is EditKind.REPLACE]
    return bool(edits) and all(_TO_COME.search(_CLAUSE.split(old[: edit.before_start])[-1]) for edit in edits)


_TO_COME = re.compile(r"\b(?:will|would|shall)\s+(?!not\b)\w", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s+|\b(?:that|but|while|because)\s+")


def _is_one_speaker(a: str, b: str) -> bool:
    """Return whether one name may be a shorter or otherwise spelt form of the other."""
    words_a, words_b = {word.stem for word in find_words(a)}, {word.stem for word in find_words(b)}
    return bool(words_a & words_b) or fold(a) == fold(b)


def _expectation_changes(comparison: Comparison) -> Iterator[Finding]:
    """Yield dropped expectations: the whole sentence, since what was expected is what the reader misses."""

    def affinity(before: StanceClaim, after: StanceClaim) -> float:
        return liken(before.object, after.object) + (0.3 if comparison.is_together(before, after) else 0.0)

    sides = [[c for c in side.claims(StanceClaim) if c.stance is StanceKind.EXPECTATION] for side in (comparison.before, comparison.after)]
    told: set[Range] = set()
    for gone in pair_claims(sides[0], sides[1], affinity, SAME_EXPECTATION).gone:
        sentence = comparison.before.sentence_at(gone.provenance.span.start)
        if sentence is None or sentence in told or comparison.is_one_sided_noise(comparison.place_before(gone)):
            continue
        told.add(sentence)
        found = comparison.finding(ChangeKind.EXPECTATION_REMOVED, gone, None)
        yield replace(found, before=comparison.before.cite_range(*sentence, gone))
    for place, passage in enumerate(comparison.passages):
        if passage.before and not passage.after and passage.before not in told and _expects(comparison.text_before(place)):
            cited = comparison.before.cite_range(*passage.before)
            yield Finding(ChangeKind.EXPECTATION_REMOVED, cited, None, frozenset({place}))


def _expects(sentence: str) -> bool:
    return any(word.norm in words_of("expectations") for word in find_words(sentence))


def _has_moved(before: Claim, after: Claim) -> bool:
    """Return whether a meeting is told in another state, as read or by its words: the report of it needs no source of the announcement."""
    if not (isinstance(before, MeetingClaim) and isinstance(after, MeetingClaim)):
        return False
    announced = [bool(PLAN_CUES.search(claim.provenance.span.exact)) for claim in (before, after)]
    return before.state is not after.state or announced[0] != announced[1]


def _source_changes(
    comparison: Comparison, kind: type[MeetingClaim | CommitmentClaim | ProgressClaim | RelationClaim]
) -> Iterator[Finding]:
    """Yield claims that one version tells on its own word and the other on somebody's, or on another's."""

    def affinity(before: Claim, after: Claim) -> float:
        together = 0.5 if comparison.is_together(before, after) else 0.0
        return together + 0.5 * liken(before.provenance.span.exact, after.provenance.span.exact)

    pairing = pair_claims(comparison.before.claims(kind), comparison.after.claims(kind), affinity, SAME_CLAIM)
    for before, after in pairing.pairs:
        if _has_moved(before, after):
            continue
        sources = before.provenance.according_to, after.provenance.according_to
        if comparison.is_kept(comparison.place_after(after)) or fold(" ".join(sources[0])) == fold(" ".join(sources[1])):
            continue
        if keeps_source(comparison, comparison.place_before(before), comparison.place_after(after)):
            continue
        if not (sources[0] and sources[1]) or not _is_one_speaker(sources[0][-1], sources[1][-1]):
            yield comparison.finding(ChangeKind.ATTRIBUTION, before, after)
