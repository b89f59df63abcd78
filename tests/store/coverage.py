"""Made-up coverage for properties of the store: texts that share passages, outlets that copy, names in several spellings, claims of all
kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    OfficeMention,
    Participant,
    ProgressClaim,
    Provenance,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
    claim_id,
)
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import (
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    QuoteMode,
    RelationValue,
    StanceKind,
    Standing,
)

STATES = ("Ruritania", "Freedonia", "Sylvania", "Syldavia")
PERSONS = ("Ilse Brandt", "Brandt", "I. Brandt", "Ilse Brandt-Moser", "Otto Lenz", "Lenz", "Karl Moser", "Moser", "Special Envoy Lenz")
BODIES = ("Freedonian foreign ministry", "foreign ministry", "River Front", "RURITANIA", "Freedonians")
DATES = (None, "2031", "2031-05", "2031-05-20", "2031-05-21", "2029-06", "2031-05-19/2031-05-20")
OBJECTS = ("to open the river for ferries", "to open the river", "to study a bridge", "to ease visa rules for pilots")
PASSAGES = tuple(
    " ".join(
        f"{word}{number}"
        for word in [
            "envoys",
            "of",
            "both",
            "banks",
            "spoke",
            "at",
            "length",
            "about",
            "ferries",
            "and",
            "tolls",
            "on",
            "the",
            "wide",
            "river",
        ]
    )
    for number in range(5)
)
"""Sixteen words each, no two alike: texts of the same passages share text, others do not."""

some_states = st.lists(st.sampled_from(STATES), max_size=3, unique=True).map(tuple)
some_date = st.sampled_from(DATES)
some_side = st.sampled_from((None, *STATES[:3], "Freedonians"))
some_name = st.sampled_from((*STATES[:2], *PERSONS, *BODIES))


@dataclass(frozen=True)
class Report:
    """One version with its reading."""

    version: Version
    reading: Reading


@st.composite
def versions(draw: st.DrawFn) -> Version:
    """Make a version of three to six passages; few passages, outlets and addresses, so that many of them belong together."""
    parts = draw(st.lists(st.sampled_from(PASSAGES), min_size=3, max_size=6))
    text = " ".join([*parts, draw(st.sampled_from(("", "tail one", "tail two", "tail three")))]).strip()
    return dress(draw, Version(hash_text(text), text))


def dress(draw: Callable[[st.SearchStrategy[Any]], Any], version: Version) -> Version:
    """Give a text the metadata of some place that it was found at."""
    return replace(
        version,
        path=draw(st.sampled_from(("a.txt", "b.txt", "c.txt"))),
        outlet=draw(st.sampled_from((None, "Gazette", "Courier", "Herald"))),
        published_at=draw(st.sampled_from((None, "2031-05-20", "2031-05-21T09:00:00+00:00", "2029-07-01"))),
        url=draw(st.sampled_from((None, None, None, "https://gazette.example/one", "https://courier.example/two"))),
        credit=draw(st.sampled_from((None, None, "Reuters"))),
    )


@st.composite
def readings(draw: st.DrawFn, version: Version) -> Reading:
    """Make a reading of a version; claims refer to each other now and then."""
    claims: list[Claim] = draw(st.lists(claims_of(version), max_size=5))
    met = [claim_id(claim) for claim in claims if isinstance(claim, MeetingClaim)]
    made = [claim_id(claim) for claim in claims if isinstance(claim, CommitmentClaim)]
    linked: list[Claim] = []
    for told in claims:
        claim = told
        if isinstance(claim, CommitmentClaim) and met and draw(st.booleans()):
            claim = replace(claim, origin=draw(st.sampled_from(met)))
        elif isinstance(claim, ProgressClaim | StandingClaim) and made and draw(st.booleans()):
            claim = replace(claim, commitment=draw(st.sampled_from(made)))
        linked.append(claim)
    actors = draw(st.lists(mentions(version), max_size=3))
    return Reading(version.id, tuple(linked), tuple(actors), ((0, 40), (41, len(version.text))), date=version.published_at)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Make a report."""
    version = draw(versions())
    return Report(version, draw(readings(version)))


@st.composite
def mentions(draw: st.DrawFn, version: Version) -> ActorMention:
    """Make an actor as a text lists it."""
    is_person = draw(st.booleans())
    name = draw(st.sampled_from(PERSONS if is_person else (*STATES, *BODIES)))
    spellings = (name, *draw(st.lists(st.sampled_from(PERSONS if is_person else BODIES), max_size=1)))
    title = draw(st.sampled_from((None, "envoy", "special envoy")))
    offices = (OfficeMention(title, draw(st.sampled_from((None, "Freedonia"))), version.span(0, 6)),) if title and is_person else ()
    kind = "person" if is_person else "state" if name in STATES else "organisation"
    return ActorMention(name, kind, spellings, draw(some_side), offices)


@st.composite
def provenances(draw: st.DrawFn, version: Version) -> Provenance:
    start = draw(st.sampled_from(range(0, 160, 20)))
    span = version.span(start, start + draw(st.sampled_from((8, 25))))
    return Provenance(span, draw(st.sampled_from(Factuality)), (), "hand", draw(st.sampled_from((0.3, 1.0, 1.0))))


def claims_of(version: Version) -> st.SearchStrategy[Claim]:
    """Make a claim of any kind."""
    by = provenances(version)
    people = st.lists(st.builds(Participant, st.sampled_from(PERSONS), st.sampled_from((None, "envoy")), some_side), max_size=2).map(tuple)
    return st.one_of(
        st.builds(
            MeetingClaim,
            by,
            st.sampled_from(MeetingState),
            st.sampled_from(MeetingKind),
            ordinal=st.one_of(st.none(), st.integers(1, 4)),
            relative=st.sampled_from(("", "", "last", "next")),
            date=some_date,
            places=st.sampled_from(((), ("Port Amber",), ("Grauburg",))),
            parties=some_states,
            participants=people,
            mediators=st.sampled_from(((), (), ("Sylvania",), ("River Front",))),
            outcome=st.sampled_from((None, *Outcome)),
            background=st.booleans(),
        ),
        st.builds(
            CommitmentClaim,
            by,
            st.sampled_from(Force),
            some_states,
            st.sampled_from(OBJECTS),
            agreed_on=some_date,
            background=st.booleans(),
        ),
        st.builds(ReaffirmationClaim, by, some_states, st.sampled_from(("their agreements", "the visa deal")), on=some_date),
        st.builds(
            ProgressClaim,
            by,
            st.sampled_from([progress for progress in Progress if progress is not Progress.UNREPORTED]),
            st.sampled_from(("the ferries", "the visa deal")),
            obligor=st.one_of(st.none(), some_name),
            as_of=some_date,
        ),
        st.builds(StandingClaim, by, st.sampled_from(Standing), some_states, st.just("the visa deal"), on=some_date),
        st.builds(
            RelationClaim,
            by,
            some_states,
            some_states,
            st.sampled_from((Domain.LAND_BORDER, Domain.RAIL)),
            st.sampled_from([value.value for value in RelationValue]),
            from_=some_date,
            to=some_date,
            imposed_by=st.one_of(st.none(), some_name),
        ),
        st.builds(StanceClaim, by, st.sampled_from(StanceKind), some_states, some_states, st.just("a toll")),
        st.builds(
            StatementClaim,
            by,
            st.one_of(st.none(), some_name, st.just("Ilse Brandt; Otto Lenz")),
            st.sampled_from(QuoteMode),
            st.sampled_from(OBJECTS),
            side=some_side,
            said_on=some_date,
        ),
    )
