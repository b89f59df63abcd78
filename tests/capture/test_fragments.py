"""Golden cases and properties of texts with scraps of markup."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.capture.flow import FlowText
from communique.capture.fragments import has_markup, read_fragment

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "fragments.yaml").read_text(encoding="utf-8"))
WORDS = st.lists(st.text(st.sampled_from("abcdefghéöıшקا中"), min_size=1, max_size=8), min_size=1, max_size=12)
INLINE = ("b", "i", "em", "span", "strong", "u")


def linked(content: FlowText) -> list[str]:
    """Return the words that carry links."""
    return [content.text[link.start : link.end] for link in content.links]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_fragment_gives_what_a_reader_sees(case: dict[str, Any]) -> None:
    content = read_fragment(case["source"])
    assert content.text == case["text"]
    assert linked(content) == case["links"]


def test_only_real_tags_and_entities_are_markup() -> None:
    assert has_markup("a &lt; b")
    assert has_markup("a<br>b")
    assert not has_markup("a < b, R&D; <sic> & <John Doe>")


def test_relative_links_become_absolute_where_the_address_is_known() -> None:
    content = read_fragment('<a href="/b">bridge</a>', base_url="https://post.example/world/a")
    assert content.links[0].url == "https://post.example/b"


@given(WORDS, st.data())
def test_tags_never_glue_or_split_words(words: list[str], data: st.DataObject) -> None:
    plain = " ".join(words)
    source = ""
    for char in plain:
        tag = data.draw(st.sampled_from(("", "", "", *INLINE)))
        source += f"<{tag}>{char}</{tag}>" if tag else char
    assert read_fragment(source).text == plain


@given(WORDS, st.data())
def test_links_cover_exactly_the_words_they_were_put_on(words: list[str], data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(words) - 1))
    inner = data.draw(st.sampled_from(("{}", " {} ", "{} ", " {}")))
    before, after = " ".join(words[:n]), " ".join(words[n + 1 :])
    source = f"{before} <a href='https://a.example/{n}'>{inner.format(words[n])}</a> {after}"
    content = read_fragment(source)
    assert content.text == " ".join(words)
    assert linked(content) == [words[n]]


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=80))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    content = read_fragment(f"<p>{html.escape(text)}</p>")
    assert content.text == read_fragment(text.replace("&", "&amp;").replace("<", "&lt;")).text


@given(st.text(st.sampled_from("ab <>/&;!-'\"=\n apbr"), max_size=60))
def test_no_markup_however_broken_stops_the_reading(source: str) -> None:
    content = read_fragment(source)
    assert content.text == content.text.strip()
    assert "  " not in content.text
