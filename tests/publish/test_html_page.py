"""The page: self-contained, escaped, every entry cited, anchors both ways."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from communique.model.record import Background, Ledger
from communique.publish.html_page import render_page, safe_address
from tests.publish.sample import EMPTY_LEDGER, FIRST, LEDGER, PROBLEM_LEDGER, PROCESS, STORIES

PAGE = render_page(LEDGER)
VOID = {"meta", "br", "link", "img", "hr"}


class Outline(HTMLParser):
    """Collects ids, links and tags, and checks that tags are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []  # type: ignore[list-item]
        self.links += [values["href"]] if values.get("href") else []  # type: ignore[list-item]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


OUTLINE = Outline(PAGE)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(OUTLINE.tags)
    assert "default-src 'none'" in PAGE
    assert not re.search(r"url\((?!#)|@import|\son\w+=", PAGE)


def test_every_link_inside_leads_somewhere() -> None:
    inside = {link[1:] for link in OUTLINE.links if link.startswith("#")}
    assert inside <= set(OUTLINE.ids)


def test_no_two_things_have_the_same_anchor() -> None:
    assert len(OUTLINE.ids) == len(set(OUTLINE.ids))


def test_every_citation_leads_to_its_note_and_every_note_back_to_all_its_citations() -> None:
    forward = re.findall(r'<a id="ref-(\d+)-(\d+)" href="#note-(\d+)">', PAGE)
    assert forward
    assert all(number == note for number, _, note in forward)
    back = re.findall(r'href="#ref-(\d+)-(\d+)"', PAGE)
    assert sorted(back) == sorted((number, turn) for number, turn, _ in forward)


def test_every_entry_has_its_anchor() -> None:
    kinds = (PROCESS.meetings, PROCESS.commitments, PROCESS.relations, PROCESS.statements)
    assert {entry.id for entries in kinds for entry in entries} <= set(OUTLINE.ids)


def test_the_cited_words_are_marked_in_their_sentence() -> None:
    assert "Envoys of Arvenia and Tolmark <mark>are due to meet for the fourth time</mark> on Thursday" in PAGE


def test_text_from_reports_is_escaped() -> None:
    assert "&lt;the&gt; bridge &amp; its ramps" in PAGE
    assert "<the>" not in PAGE


def test_hostile_names_and_addresses_stay_text() -> None:
    evil = '"><script>alert(1)</script>'
    version = replace(FIRST, outlet=evil, url="javascript:alert(1)", title=evil)
    story = replace(STORIES[0], title=evil, versions=(version, STORIES[0].versions[1]))
    process = replace(PROCESS, id=evil, name=evil, parties=(evil, "b"), phase=evil)
    page = render_page(Ledger((process,), Background(), (replace(story, processes=(evil,)),), ()))
    assert "<script" not in page
    assert "javascript:" not in page
    Outline(page)


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, is_safe: bool) -> None:
    assert bool(safe_address(url)) is is_safe


def test_both_drawings_have_a_title_and_a_description() -> None:
    assert PAGE.count('role="img" aria-labelledby=') == 2
    for name in re.findall(r'aria-labelledby="(\S+) (\S+)"', PAGE):
        assert set(name) <= set(OUTLINE.ids)


def test_progress_is_said_in_words_and_not_in_colour_only() -> None:
    assert '<span class="who">Arvenia</span><span class="word enabled">enabled</span>' in PAGE


def test_removed_and_added_words_are_marked_as_such() -> None:
    assert "<del>taken</del><ins>carried out</ins>" in PAGE


def test_an_inferred_number_says_so() -> None:
    assert "Number inferred; no source states it" in PAGE


def test_background_is_kept_apart_from_the_process() -> None:
    assert PAGE.index('id="background"') < PAGE.index('id="r-isle"')


def test_what_was_not_read_is_listed() -> None:
    assert "empty.txt holds nothing but white space." in render_page(PROBLEM_LEDGER)


def test_an_empty_record_gives_a_page_that_says_so() -> None:
    page = render_page(EMPTY_LEDGER)
    assert "No report has been read yet." in page
    Outline(page)


def test_several_processes_have_a_table_of_contents() -> None:
    other = replace(PROCESS, id="p-2", name="Sund–Vik", meetings=(), commitments=(), relations=(), statements=(), conflicts=(), actors=())
    page = render_page(replace(LEDGER, processes=(PROCESS, other)))
    assert '<a href="#p-2">Sund–Vik</a>' in page
    Outline(page)


def test_the_same_record_gives_the_same_page() -> None:
    assert render_page(LEDGER) == PAGE
