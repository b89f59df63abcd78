"""Whole HTML documents."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.capture.document import read_document
from communique.capture.metadata import Metadata
from communique.model.errors import SourceEmpty

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Envoys meet on the bridge - The Post</title>
<meta property="og:site_name" content="The Post"><meta property="article:published_time" content="2024-07-30T10:00:00+04:00">
<link rel="canonical" href="https://post.example/world/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
<article><h1>Envoys meet on the bridge</h1><p class="byline">By <a href="/jane">Jane Doe</a></p>
<p>The conflict over the<a href="https://lake.example/x"> Upper Lake </a>region between <a href="/n">Norland</a> and
<b>S</b>outhmark was long, and the envoys&nbsp;said that they would go on.</p>
<h2>What was agreed</h2><ul><li>open the <a href="/b">bridge</a> to trucks by May</li><li>simplify visas for officials</li></ul>
<figure><img src="x.jpg"><figcaption>An old photograph of the bridge</figcaption></figure>
<blockquote>We are committed to it,<br>the minister of Norland said after the meeting.</blockquote>
<p>Nobody knows when the delegations will meet again, and the ministry declined to comment on the date.</p>
<p>Reuters</p><p><em>This story has been updated to correct the spelling of a name.</em></p></article>
<aside><p>Most read: other things that people like to read on this page</p></aside><footer>Copyright The Post</footer></body></html>"""
SENTENCES = (
    "The delegations of Norland and Southmark met in Lakeport on Monday for the third time this year.",
    "They agreed to open the bridge over the river to trucks by the first of May, the ministry said.",
    "A spokesman said that nothing else had been agreed and that the date of the next meeting was open.",
    "Officials of both sides told reporters that the talks had been useful and would go on in spring.",
)


def text_of(page: str) -> str:
    return read_document(page, "a.html").text


def test_the_article_is_read_and_the_page_around_it_is_not() -> None:
    version = read_document(PAGE, "a.html")
    assert version.text == "\n\n".join(
        (
            "The conflict over the Upper Lake region between Norland and Southmark was long, and the envoys said that they would go on.",
            "What was agreed",
            "open the bridge to trucks by May",
            "simplify visas for officials",
            "We are committed to it, the minister of Norland said after the meeting.",
            "Nobody knows when the delegations will meet again, and the ministry declined to comment on the date.",
            "Reuters",
            "This story has been updated to correct the spelling of a name.",
        )
    )


def test_the_metadata_of_a_page_is_kept() -> None:
    version = read_document(PAGE, "a.html")
    assert (version.title, version.byline, version.outlet) == ("Envoys meet on the bridge", "Jane Doe", "The Post")
    assert (version.url, version.published_at) == ("https://post.example/world/bridge", "2024-07-30T10:00:00+04:00")
    assert (version.language, version.credit) == ("en", "Reuters")
    assert version.correction_note == "This story has been updated to correct the spelling of a name."
    assert version.captured_at is None


def test_links_have_exact_offsets_and_whole_addresses() -> None:
    version = read_document(PAGE, "a.html")
    assert [(version.text[link.start : link.end], link.url) for link in version.links] == [
        ("Upper Lake", "https://lake.example/x"),
        ("Norland", "https://post.example/n"),
        ("bridge", "https://post.example/b"),
    ]


def test_declared_metadata_counts_before_the_pages_own() -> None:
    version = read_document(PAGE, "a.html", Metadata(title="Given", published_at="2020-01-01"))
    assert (version.title, version.published_at, version.outlet) == ("Given", "2020-01-01", "The Post")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Short <b>te</b>xt by the<a href='/x'> Lake </a>region.", "Short text by the Lake region."),
        ("<html><body><div>They met.<br>They agreed<br>to go on.<br><br>End", "They met.\n\nThey agreed to go on.\n\nEnd"),
        ("<html><body><p>unclosed <a href=x>link <p>second <i>one", "unclosed link\n\nsecond one"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>They met.</p></body></html>", "They met."),
        ("<html><body><nav>Home</nav><main><p>They met.</p></main><footer>Imprint</footer></body></html>", "They met."),
        ("<div>" * 3000 + "They met.", "They met."),
        ("<html><body><p>They <!-- not -->met<?php echo 1 ?>.</p></body></html>", "They met."),
    ],
)
def test_short_and_broken_pages_still_give_their_text(page: str, text: str) -> None:
    assert text_of(page) == text


EMPTY_PAGES = ("", "<html></html>", "<html><head><title>Title</title></head></html>", "<html><script>x()</script></html>", "<!-- -->")


@pytest.mark.parametrize("page", EMPTY_PAGES)
def test_a_page_without_text_is_an_error(page: str) -> None:
    with pytest.raises(SourceEmpty, match=r"a\.html"):
        text_of(page)


def test_a_date_is_never_taken_from_prose_or_sidebars() -> None:
    prose = "".join(f"<p>{s}</p>" for s in (*SENTENCES, "It began on 3 March 2021."))
    aside = "<aside><time datetime='2019-01-01'>x</time><p class='date'>2 May 2018</p></aside>"
    assert read_document(f"<html><body><article>{prose}</article>{aside}</body></html>", "a.html").published_at is None


@settings(max_examples=15)
@given(st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=4, unique=True), st.sampled_from(["b", "em", "span", "strong"]))
def test_no_inline_markup_changes_the_words_of_a_page(sentences: list[str], tag: str) -> None:
    marked = [" ".join(f"<{tag}>{w[:2]}</{tag}>{w[2:]}" for w in s.split()) for s in sentences]
    page = "<html><body><article>{}</article></body></html>"
    assert text_of(page.format("".join(f"<p>{s}</p>" for s in marked))) == "\n\n".join(sentences)


@settings(max_examples=40)
@given(st.text(st.sampled_from("ab <>/=\"'&;\nphtmldiv!-?"), max_size=80))
def test_no_page_however_broken_raises_anything_else(source: str) -> None:
    with contextlib.suppress(SourceEmpty):
        assert text_of(f"<html><body>{source}").strip()
