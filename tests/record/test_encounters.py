"""Two claims are of one meeting by days, numbers and places, and by when and where they were told."""

from __future__ import annotations

from dataclasses import replace

from communique.model.claims import MeetingClaim, Provenance
from communique.model.ids import hash_text
from communique.model.record import Story
from communique.model.sources import Span, Version
from communique.model.vocabulary import Factuality, MeetingKind, MeetingState
from communique.record.encounters import WEIGHTS, likely_one, traits
from communique.record.meetings import gather_meetings
from communique.record.sightings import Sighting, see
from communique.record.witnesses import Witnesses

VERSIONS = [Version(hash_text(str(day)), str(day), published_at=f"2031-05-{day:02}") for day in (6, 7, 28)]
MONDAY, TUESDAY, LATE = (version.id for version in VERSIONS)
WITNESSES = Witnesses([Story(version.id, "", (), 1, (version,), ()) for version in VERSIONS])


def met(version: str, day: str | None = None, *places: str, at: int = 0, ordinal: int | None = None) -> MeetingClaim:
    """Return a meeting that was held, told at a place of a version."""
    told = Provenance(Span(version, at, at + 1, "x"), Factuality.HAPPENED)
    parties = ("Chad", "Niger")
    return MeetingClaim(told, MeetingState.HELD, MeetingKind.CONTACT, parties=parties, date=day, places=places, ordinal=ordinal)


def seen(claim: MeetingClaim) -> Sighting:
    sighting = see(claim, WITNESSES)
    assert sighting is not None
    return sighting


def chance(a: MeetingClaim, b: MeetingClaim) -> float:
    assert likely_one(seen(a), seen(b)) == likely_one(seen(b), seen(a))
    return likely_one(seen(a), seen(b))


def test_one_day_speaks_for_one_meeting_and_another_against_it() -> None:
    first = met(MONDAY, "2031-05-05", "Vienna")
    assert chance(first, met(TUESDAY, "2031-05-05", "Vienna")) > 0.5 > chance(first, met(TUESDAY, "2031-04-20", "Oslo"))


def test_one_number_speaks_for_one_meeting_and_another_against_it() -> None:
    third = met(MONDAY, "2031-05-05", ordinal=3)
    again, fourth = (met(TUESDAY, "2031-05-05", ordinal=number) for number in (3, 4))
    assert chance(third, again) > chance(third, met(TUESDAY, "2031-05-05")) > chance(third, fourth)


def test_what_was_told_long_after_is_less_likely_the_same() -> None:
    first = met(MONDAY)
    assert chance(first, met(TUESDAY)) > chance(first, met(LATE))


def test_every_trait_has_a_weight() -> None:
    assert set(traits(seen(met(MONDAY)), seen(met(TUESDAY)))) == set(WEIGHTS)


def test_what_one_text_tells_of_two_days_is_of_two_meetings() -> None:
    two = [met(MONDAY, "2031-05-04", "Vienna"), met(MONDAY, "2031-05-05", "Vienna", at=10)]
    assert len(gather_meetings(two, WITNESSES)) == 2


def test_a_recap_without_a_day_is_of_the_likeliest_meeting_of_its_text() -> None:
    news = replace(met(MONDAY, "2031-05-05", "Vienna"), likely_kind=MeetingKind.MINISTERIAL)
    again = replace(met(MONDAY, None, "Vienna", at=20), likely_kind=MeetingKind.MINISTERIAL)
    assert chance(news, again) > 0.5
    assert [len(gathering) for gathering in gather_meetings([news, again], WITNESSES)] == [2]
