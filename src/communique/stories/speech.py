"""Changes in what is said, expected, and on whose word.

In: a `Comparison`. Out: findings on statements (added, removed, altered, given to another speaker), on expectations that a later version
dropped, and on claims that changed their source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, ProgressClaim, RelationClaim, StanceClaim, StatementClaim
from communique.model.vocabulary import ChangeKind, QuoteMode, StanceKind
from communique.stories.comparison import Comparison, Finding, liken, pair_claims
from communique.stories.lexicon import words_of
from communique.stories.sides import Range
from communique.stories.substance import Verdict
from communique.stories.words import find_words, fold, normalise

SAME_STATEMENT = 0.5
SAME_EXPECTATION = 0.5
SAME_CLAIM = 0.9
"""Affinities from which two claims are taken to be one, told twice."""


def find_speech_changes(comparison: Comparison) -> Iterator[Finding]:
    """Yield what changed in words and their sources."""
    yield from _statement_changes(comparison)
    yield from _expectation_changes(comparison)
    for kind in (MeetingClaim, CommitmentClaim, ProgressClaim, RelationClaim):
        yield from _source_changes(comparison, kind)


def _statement_changes(comparison: Comparison) -> Iterator[Finding]:
    def affinity(before: StatementClaim, after: StatementClaim) -> float:
        return liken(before.text, after.text) + (0.2 if comparison.is_together(before, after) else 0.0)

    pairing = pair_claims(comparison.before.claims(StatementClaim), comparison.after.claims(StatementClaim), affinity, SAME_STATEMENT)
    for before, after in pairing.pairs:
        if comparison.is_together(before, after) and comparison.is_kept(comparison.place_before(before)):
            continue
        if before.speaker and after.speaker and not _is_one_speaker(before.speaker, after.speaker):
            yield comparison.finding(ChangeKind.ATTRIBUTION, before, after)
        if _is_altered(comparison, before, after):
            yield comparison.finding(ChangeKind.STATEMENT_ALTERED, before, after)
    for gone in pairing.gone:
        if not comparison.is_one_sided_noise(comparison.place_before(gone)):
            yield comparison.finding(ChangeKind.STATEMENT_REMOVED, gone, None)
    for come in pairing.come:
        if not comparison.is_one_sided_noise(comparison.place_after(come)):
            yield comparison.finding(ChangeKind.STATEMENT_ADDED, None, come)


def _is_altered(comparison: Comparison, before: StatementClaim, after: StatementClaim) -> bool:
    """Words in quotation marks are altered by any other word; reported speech only where it says something else."""
    if QuoteMode.DIRECT in {before.mode, after.mode} and before.mode is after.mode:
        words = [[word.norm for word in find_words(normalise(claim.text))] for claim in (before, after)]
        return words[0] != words[1]
    return comparison.contrast((before, before.text), (after, after.text)).verdict is Verdict.REPLACED


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


def _source_changes(
    comparison: Comparison, kind: type[MeetingClaim | CommitmentClaim | ProgressClaim | RelationClaim]
) -> Iterator[Finding]:
    """Yield claims that one version tells on its own word and the other on somebody's, or on another's."""

    def affinity(before: Claim, after: Claim) -> float:
        together = 0.5 if comparison.is_together(before, after) else 0.0
        return together + 0.5 * liken(before.provenance.span.exact, after.provenance.span.exact)

    pairing = pair_claims(comparison.before.claims(kind), comparison.after.claims(kind), affinity, SAME_CLAIM)
    for before, after in pairing.pairs:
        sources = before.provenance.according_to, after.provenance.according_to
        if comparison.is_kept(comparison.place_after(after)) or fold(" ".join(sources[0])) == fold(" ".join(sources[1])):
            continue
        if not (sources[0] and sources[1]) or not _is_one_speaker(sources[0][-1], sources[1][-1]):
            yield comparison.finding(ChangeKind.ATTRIBUTION, before, after)
