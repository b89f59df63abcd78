"""What pages declare about their articles."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from communique.capture.metadata import Metadata
from communique.capture.page import read_page

ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Envoys meet",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
    "publisher": {"@type": "Organization", "name": "The Post"},
    "datePublished": "2024-07-30T10:00:00Z",
    "dateModified": "2024-07-31T08:00:00Z",
    "inLanguage": "en-GB",
    "mainEntityOfPage": {"@id": "https://post.example/a"},
}


def page(head: str = "", body: str = "") -> Metadata:
    return read_page(html.document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>"))


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


SHAPES: dict[str, object] = {"object": ARTICLE, "list": [ARTICLE], "graph": {"@graph": [{"@type": "Organization", "name": "X"}, ARTICLE]}}


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES)
def test_linked_data_tells_everything(data: object) -> None:
    assert page(linked(data)) == Metadata(
        url="https://post.example/a",
        outlet="The Post",
        title="Envoys meet",
        byline="Jane Doe, John Roe",
        published_at="2024-07-30T10:00:00Z",
        modified_at="2024-07-31T08:00:00Z",
        language="en",
    )


DAMAGED = ("{broken", "[" * 5000, "null", "[1, 2]", '{"@type": ["NewsArticle"], "author": [[["x"]]], "headline": 7}')


@pytest.mark.parametrize("script", DAMAGED)
def test_damaged_linked_data_is_passed_over(script: str) -> None:
    found = page(f'<script type="application/ld+json">{script}</script><meta property="og:title" content="Envoys meet">')
    assert found.title == "Envoys meet"


def test_meta_elements_are_the_second_choice() -> None:
    head = (
        '<meta name="author" content="By Jane Doe"><meta property="og:site_name" content="The Post">'
        '<meta property="og:title" content="Envoys meet | The Post">'
        '<meta itemprop="datePublished" content="2024-07-30"><meta property="og:locale" content="en_US"><meta property="og:url" content="https://post.example/a#x">'
    )
    assert page(head) == Metadata(
        url="https://post.example/a", outlet="The Post", title="Envoys meet", byline="Jane Doe", published_at="2024-07-30", language="en"
    )


def test_the_only_headline_and_the_only_time_are_the_last_choice() -> None:
    found = page(body="<article><h1>Envoys <i>meet</i></h1><time datetime='2024-07-30T10:00:00Z'>today</time></article>")
    assert (found.title, found.published_at) == ("Envoys meet", "2024-07-30T10:00:00Z")


def test_two_different_times_are_no_date() -> None:
    assert page(body="<article><time datetime='2024-07-30'>a</time><time datetime='2021-07-30'>b</time></article>").published_at is None


@pytest.mark.parametrize("line", ["Published: 30 July 2024", "Posted on July 30, 2024", "2024-07-30"])
def test_an_element_named_after_its_date_tells_it(line: str) -> None:
    assert page(body=f"<div><span class='post-date'>{line}</span></div>").published_at == "2024-07-30"


def test_the_time_of_an_update_is_no_publication_date() -> None:
    body = "<article><time class='updated' datetime='2024-07-31'>x</time><p class='update-date'>2024-07-31</p></article>"
    assert page(body=body).published_at is None


def test_an_address_may_tell_the_date() -> None:
    assert page('<link rel="canonical" href="https://post.example/world/2024/07/30/envoys-meet/">').published_at == "2024-07-30"


def test_an_address_of_an_author_is_no_byline() -> None:
    assert page('<meta property="article:author" content="https://post.example/jane">').byline is None


def test_a_relative_canonical_address_needs_the_pages_address() -> None:
    tree = html.document_fromstring('<html><head><link rel="canonical" href="/a"></head><body><p>x</p></body></html>')
    assert read_page(tree).url is None
    assert read_page(tree, "https://post.example/a?utm_source=x").url == "https://post.example/a"
