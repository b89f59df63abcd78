"""Claims about one thing: a new claim is compared with every different one, and with few of those that say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.record.tellings import Tellings

CLAIMS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=12)


def gather(claims: list[tuple[str, str]]) -> Tellings[tuple[str, str]]:
    told: Tellings[tuple[str, str]] = Tellings()
    for claim in claims:
        told.add(claim, claim[0], claim[1])
    return told


@given(CLAIMS, st.sampled_from("xyz"))
def test_every_different_thing_is_faced_from_own_and_from_other_sources(claims: list[tuple[str, str]], source: str) -> None:
    told = gather(claims)
    assert told.all == claims
    assert {(says, other == source) for says, other in told.facing(source)} == {(says, other == source) for says, other in claims}


def test_a_hundred_reports_that_say_the_same_are_faced_once() -> None:
    told = gather([("a", str(number)) for number in range(100)])
    assert told.facing("new") == [("a", "0"), ("a", "1")]
    assert told.facing("1") == [("a", "1"), ("a", "0")]
