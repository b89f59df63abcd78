"""Reads the claims of one version, behind a Protocol that any reader can fill: the grammar alone, or joined with the claim head.

In: a `Version` and its `Analysis`. Out: a `Reading`. Every claim's span is verbatim in the version by construction (`Version.span`).
`make_reading` puts a reading together from claims, whoever found them; docs/readers.md says how to write another reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from communique.model.analysis import Analysis
from communique.model.claims import Claim, Reading, claim_id
from communique.model.sources import Version
from communique.reading.actors import find_actor_mentions
from communique.reading.attribution import READER
from communique.reading.claim_head import Scores, load_claim_head
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.recaps import link_shown
from communique.reading.references import TextReferences
from communique.reading.series import sorted_into_series
from communique.reading.text import Text
from communique.reading.traits import find_traits
from communique.reading.weighing import SHOWN, Weighing

JOINT = "joint-1"


class Reader(Protocol):
    """Anything that turns an analysed text into claims."""

    @property
    def name(self) -> str:
        """Name and version, as they stand in the provenance of its claims."""

    def read(self, version: Version, analysis: Analysis) -> Reading:
        """Return all claims of the version in text order.

        Raises:
            ReadingFailed: this text could not be read; others can.
            ReaderStopped: the reader cannot go on.
        """


class GrammarReader:
    """Dependency grammar and lexicons alone."""

    @property
    def name(self) -> str:
        """Name and version, as they stand in the provenance of its claims."""
        return READER

    def read(self, version: Version, analysis: Analysis) -> Reading:
        """Return all claims of the version in text order."""
        text = Text(analysis, version)
        references = TextReferences(text)
        return make_reading(text, references, Grammar(text, Parties(text, references)).claims)


class JointReader:
    """The reader in the box: the grammar proposes, the claim head weighs what it finds and proposes what no rule knows."""

    @property
    def name(self) -> str:
        """Name and version: of the reader as a whole, its claims name the grammar or the head."""
        return JOINT

    def read(self, version: Version, analysis: Analysis) -> Reading:
        """Return all claims of the version in text order.

        Raises:
            ModelMissing: the file of the claim head is missing or damaged.
        """
        text = Text(analysis, version)
        references = TextReferences(text)
        return make_reading(text, references, (sorted_into_series(claim, text) for claim in weigh(text, references)))


def weigh(text: Text, references: TextReferences) -> Sequence[Claim]:
    """Return the claims of the grammar as the claim head weighs them, with its own; the grammar's alone where an analysis has no states.

    Raises:
        ModelMissing: the file of the claim head is missing or damaged.
    """
    parties = Parties(text, references)
    grammar = Grammar(text, parties)
    scores = score_words(text, parties, grammar.claims)
    return grammar.claims if scores is None else link_shown(text, Weighing(text, parties, scores, grammar).settle(), SHOWN)


def score_words(text: Text, parties: Parties, claims: Sequence[Claim]) -> Scores | None:
    """Return what the claim head says of the words of a text and what the grammar found in it; None where the analysis has no states.

    Raises:
        ModelMissing: the file of the claim head is missing or damaged.
    """
    vectors = text.analysis.vectors
    return load_claim_head().score(find_traits(text, parties, claims), vectors) if vectors else None


def make_reading(text: Text, references: TextReferences, claims: Iterable[Claim]) -> Reading:
    """Return the reading of a text from the claims found in it: in text order, one per id, with the actors it names."""
    analysis = text.analysis
    return Reading(
        version=text.version.id,
        claims=tuple(_ordered(claims)),
        actors=find_actor_mentions(text, references),
        sentences=tuple((s.start, s.end) for s in analysis.sentences),
        entities=analysis.entities,
        times=analysis.times,
        date=analysis.date,
    )


def _ordered(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims in text order, one per id."""
    key: Callable[[Claim], tuple[int, int, str]] = lambda c: (c.provenance.span.start, c.provenance.span.end, claim_id(c))  # noqa: E731
    unique = {claim_id(claim): claim for claim in sorted(claims, key=key, reverse=True)}
    return sorted(unique.values(), key=key)
