"""Publishers, pages, credits and dates of versions."""

from __future__ import annotations

import pytest

from communique.stories.outlets import canonical_address, day_of, find_credits, instant_of, is_same_outlet, outlet_marks
from tests.stories.sample import make_version


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gazette.example/a/b/",
        "http://gazette.example/a/b?utm_source=x&fbclid=1",
        "gazette.example/a/b#comments",
        "https://m.gazette.example/a/b/amp",
        "https://gazette.example/a/b/index.html",
    ],
)
def test_forms_of_one_address_are_one(url: str) -> None:
    assert canonical_address(make_version("x", url=url)) == "gazette.example/a/b"


def test_a_query_that_names_the_article_is_part_of_its_address() -> None:
    one, other = (canonical_address(make_version("x", url=f"https://gazette.example/story?id={n}&b=1")) for n in (1, 2))
    assert one == "gazette.example/story?b=1&id=1"
    assert one != other


@pytest.mark.parametrize("url", [None, "", "https://gazette.example/", "https://gazette.example"])
def test_a_home_page_has_no_address(url: str | None) -> None:
    assert canonical_address(make_version("x", url=url)) is None


def test_publishers_are_compared_like_with_like() -> None:
    gazette = outlet_marks(make_version("x", url="https://gazette.example/a", outlet="The Gazette"))
    assert gazette == ("gazette.example", "gazette")
    assert is_same_outlet(gazette, ("", "gazette")) is True
    assert is_same_outlet(gazette, ("courier.example", "")) is False
    assert is_same_outlet(("gazette.example", ""), ("", "gazette")) is None
    assert is_same_outlet(("", ""), gazette) is None


def test_credits_are_read_from_the_credit_line() -> None:
    assert find_credits(make_version("x", credit="AFP; Reuters")) == {"afp", "reuters"}
    assert find_credits(make_version("x")) == frozenset()


@pytest.mark.parametrize("stamp", [None, "", "soon", "2024-13-40", "2024-07-30T99:00"])
def test_what_is_no_date_is_none(stamp: str | None) -> None:
    assert instant_of(stamp) is None


def test_a_bare_day_is_no_instant() -> None:
    assert instant_of("2024-07-30") is None
    assert str(day_of("2024-07-30")) == "2024-07-30"
    assert str(day_of("2024-07-30T23:30:00+04:00")) == "2024-07-30"
