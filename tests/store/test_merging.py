"""One text met at several places: what is kept does not depend on which came first."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.errors import StoreError
from communique.model.sources import Link, Version
from communique.store.merging import merge_versions
from tests.store.sample import make_version

some_stamp = st.sampled_from((None, "2031-05-20", "2031-05-20T09:00:00+02:00", "2031-05-20T08:30:00", "2031-05-19", "yesterday"))
some_word = st.one_of(st.none(), st.sampled_from(("a", "b", "c")))
versions = st.builds(
    lambda **told: replace(make_version(), **told),
    path=st.sampled_from(("", "a.txt", "b.txt")),
    url=some_word,
    outlet=some_word,
    published_at=some_stamp,
    published_inferred=st.booleans(),
    captured_at=some_stamp,
    links=st.lists(st.builds(Link, st.sampled_from(("x", "y")), st.integers(0, 2), st.integers(3, 4)), max_size=2, unique=True).map(tuple),
)


@given(st.lists(versions, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_merged_version_does_not_depend_on_order(found: list[Version], shuffler: object) -> None:
    first = reduce(merge_versions, found, found[0])
    shuffled = shuffler.sample(found, len(found))  # type: ignore[attr-defined]
    assert reduce(merge_versions, shuffled, shuffled[0]) == first
    assert merge_versions(first, first) == first


def test_the_smallest_path_and_the_earliest_stated_date_are_kept() -> None:
    a = make_version(path="b.txt", published_at="2031-05-21")
    b = make_version(path="a.txt", published_at="2031-05-20")
    merged = merge_versions(a, b)
    assert (merged.path, merged.published_at) == ("a.txt", "2031-05-20")
    inferred = replace(b, published_at="2031-05-01", published_inferred=True)
    assert merge_versions(a, inferred).published_at == "2031-05-21"


def test_a_time_of_day_says_more_than_its_day() -> None:
    a = make_version(published_at="2031-05-20")
    assert merge_versions(a, replace(a, published_at="2031-05-20T14:00:00+00:00")).published_at == "2031-05-20T14:00:00+00:00"


def test_two_texts_are_never_merged() -> None:
    with pytest.raises(StoreError, match="not the same text"):
        merge_versions(make_version(0), make_version(1))
