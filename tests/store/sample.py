"""Versions and readings for tests of the store."""

from __future__ import annotations

from communique.model.analysis import Entity, TimeExpression
from communique.model.claims import (
    ActorMention,
    Claim,
    MeetingClaim,
    OfficeMention,
    Participant,
    Provenance,
    Reading,
    StanceClaim,
    StatementClaim,
)
from communique.model.ids import hash_text
from communique.model.sources import Link, Version
from communique.model.vocabulary import EntityType, Factuality, MeetingKind, MeetingState, QuoteMode, StanceKind, TimeType

TEXT = "Envoys of Ruritania and Freedonia met in Port Amber on Tuesday. Ruritania rejected a toll. Brandt said the tide had turned."


def make_version(number: int = 0, path: str = "", published_at: str | None = "2031-05-20") -> Version:
    """Return a version whose text differs by its number."""
    text = f"{TEXT} Report {number}."
    return Version(hash_text(text), text, path or f"{number:03}.txt", published_at=published_at, links=(Link("https://a.example", 0, 6),))


def make_reading(version: Version) -> Reading:
    """Return a reading with a claim of three kinds, an actor, an entity and a time."""

    def told(words: str, factuality: Factuality = Factuality.HAPPENED) -> Provenance:
        start = version.text.index(words)
        return Provenance(version.span(start, start + len(words)), factuality, ("ministry",), "hand", 0.75)

    claims: tuple[Claim, ...] = (
        MeetingClaim(
            told("met in Port Amber on Tuesday"),
            MeetingState.HELD,
            MeetingKind.ROUND,
            date="2031-05-20",
            places=("Port Amber",),
            parties=("Freedonia", "Ruritania"),
            participants=(Participant("Ilse Brandt", "envoy", "Freedonia"),),
        ),
        StanceClaim(told("rejected a toll"), StanceKind.REFUSAL, ("Ruritania",), (), "a toll"),
        StatementClaim(told("the tide had turned"), "Ilse Brandt", QuoteMode.INDIRECT, "the tide had turned", side="Freedonia"),
    )
    start = version.text.index("Envoys")
    return Reading(
        version=version.id,
        claims=claims,
        actors=(ActorMention("Ilse Brandt", "person", ("Brandt",), "Freedonia", (OfficeMention("Envoys", None, version.span(start, 6)),)),),
        sentences=((0, 63), (64, 90)),
        entities=(Entity(10, 19, EntityType.PLACE, "Ruritania", "Ruritania"),),
        times=(TimeExpression(55, 62, TimeType.DATE, "Tuesday", "2031-05-20", "2031-05-20", anchored=True),),
        date=version.published_at,
    )
