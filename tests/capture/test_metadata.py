"""Declared values and the version made of them."""

from __future__ import annotations

import pytest

from communique.capture import metadata as module
from communique.capture.flow import FlowText
from communique.capture.metadata import Metadata, canonical_url, clean_value, host_of, make_version
from communique.model.errors import SourceTooLarge


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://WWW.Post.example/World/a?id=3&utm_source=x&fbclid=1#top", "https://www.post.example/World/a?id=3"),
        ("https://post.example/a?b=%20c", "https://post.example/a?b=%20c"),
        ("http://post.example", "http://post.example"),
        ("/world/a", None),
        ("mailto:desk@post.example", None),
        ("http://[broken", None),
        ("https://", None),
    ],
)
def test_an_address_has_one_form(written: str, canonical: str | None) -> None:
    assert canonical_url(written) == canonical


def test_the_outlet_is_the_host_where_none_is_named() -> None:
    assert host_of("https://www.post.example/a") == "post.example"
    assert host_of("https://m.post.example/a") == "post.example"
    assert make_version(FlowText("Text."), Metadata(url="https://www.post.example/a"), "a").outlet == "post.example"
    assert make_version(FlowText("Text."), Metadata(url="https://www.post.example/a", outlet="The Post"), "a").outlet == "The Post"


def test_values_are_cleaned_or_refused() -> None:
    assert clean_value("title", "  Envoys\n meet ") == "Envoys meet"
    assert clean_value("title", "x" * 501) is None
    assert clean_value("language", "en_GB") == "en"
    assert clean_value("language", "English, please") is None
    assert clean_value("published_at", "yesterday") is None


def test_declared_values_count_before_found_ones() -> None:
    assert Metadata(title="One").or_else(Metadata(title="Two", outlet="The Post")) == Metadata(title="One", outlet="The Post")


def test_a_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TEXT_CHARS", 10)
    with pytest.raises(SourceTooLarge, match="the limit for one article is 10") as caught:
        make_version(FlowText("x" * 11), Metadata(), "a.txt")
    assert "Split it" in caught.value.remedy
