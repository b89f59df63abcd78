"""The page of analyses: self-contained, escaped, the text whole under marks that overlap."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.analysis import Analysis, Entity, Quotation, Sentence, TimeExpression, Token
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    Participant,
    ProgressClaim,
    Provenance,
    Reading,
    StanceClaim,
    StatementClaim,
    claim_id,
)
from communique.model.sources import Problem, Span, Version
from communique.model.vocabulary import (
    EntityType,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    QuoteMode,
    StanceKind,
    TimeType,
)
from communique.publish.html_analysis import AnalysedText, paragraphs_of, render_analyses, summary_of, title_of
from tests.publish.test_html_page import Outline

TEXT = "Envoys met on Friday.\n\n“We agreed to share <water> & salt,” Ada Lind said. It was not done."


def at(exact: str) -> tuple[int, int]:
    start = TEXT.index(exact)
    return start, start + len(exact)


def behind(exact: str, factuality: Factuality = Factuality.HAPPENED, according_to: tuple[str, ...] = ()) -> Provenance:
    return Provenance(Span("v-1", *at(exact), exact), factuality, according_to, "grammar-1", 0.876)


WORDS = "We agreed to share <water> & salt"
MEETING = MeetingClaim(
    behind("met on Friday"),
    MeetingState.HELD,
    MeetingKind.ROUND,
    ordinal=4,
    date="2024-05-03",
    participants=(Participant("Ada Lind", "envoy", "Norrland"),),
)
PLEDGE = CommitmentClaim(
    behind("agreed to share <water> & salt", according_to=("Gazette", "Ada Lind")),
    Force.AGREED,
    ("Norrland",),
    "to share <water> & salt",
    origin=claim_id(MEETING),
)
SAID = StatementClaim(behind(WORDS), "Ada Lind", QuoteMode.DIRECT, WORDS, "envoy")
UNDONE = ProgressClaim(behind("It was not done", Factuality.DENIED), Progress.NOT_STARTED, "It", commitment=claim_id(PLEDGE))


def token(exact: str, head: int, deprel: str) -> Token:
    return Token(*at(exact), exact, exact.lower(), "NOUN", "", head, deprel)


def analysed(claims: tuple[Claim, ...] = (MEETING, SAID, PLEDGE, UNDONE), path: str = "talks.txt", url: str | None = None) -> AnalysedText:
    first = Sentence(*at("Envoys met on Friday."), (token("Envoys", 2, "nsubj"), token("met", 0, "root"), token("<water>", 2, "obl")))
    sentences = (first, Sentence(*at(TEXT[23:75]), (), 1), Sentence(*at("It was not done."), (), 1))
    entities = (Entity(*at("Ada Lind"), EntityType.PERSON, "Ada Lind"), Entity(*at("Envoys"), EntityType.OTHER, "Envoys", "Norrland"))
    times = (TimeExpression(*at("on Friday"), TimeType.DATE, "on Friday", "2024-05-03", "2024-05-03", anchored=True, mismatch=True),)
    quotations = (
        Quotation(*at(WORDS), *at("said"), *at("Ada Lind"), QuoteMode.DIRECT, "Ada Lind"),
        Quotation(*at("not done"), -1, -1, -1, -1, QuoteMode.PARTIAL, None, continued=True),
    )
    analysis = Analysis(TEXT, "2024-05-04", sentences, entities, times, quotations)
    return AnalysedText(Version("v-1", TEXT, path, url=url), analysis, Reading("v-1", claims))


PAGE = render_analyses([analysed()])
OUTLINE = Outline(PAGE)


class Prose(HTMLParser):
    """Collects the running text of a page, paragraph by paragraph."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "prose") in attrs:
            self._is_inside = True
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.paragraphs[-1] += data


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(OUTLINE.tags)
    assert "default-src 'none'" in PAGE
    assert not re.search(r"url\((?!#)|@import|\son\w+=", PAGE)


def test_every_link_leads_somewhere_and_no_two_things_have_the_same_anchor() -> None:
    twice = Outline(render_analyses([analysed(), analysed()]))
    for outline in (OUTLINE, twice):
        assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
        assert len(outline.ids) == len(set(outline.ids))


def test_the_running_text_is_the_text_of_the_source_to_the_character() -> None:
    assert Prose(PAGE).paragraphs == TEXT.split("\n\n")


def test_what_a_source_says_is_never_markup() -> None:
    assert "<water>" not in PAGE
    assert "&lt;water&gt; &amp; salt" in PAGE
    hostile = render_analyses([analysed(path='"><script>alert(1)</script>', url="javascript:alert(1)")])
    assert "<script" not in hostile
    assert "javascript:" not in hostile


def test_an_address_of_the_web_becomes_a_link() -> None:
    assert "https://example.org/a" in Outline(render_analyses([analysed(url="https://example.org/a")])).links


def test_a_note_says_kind_attributes_factuality_score_and_source() -> None:
    meeting, _, pledge, undone, _ = (note for paragraph in paragraphs_of(analysed()) for note in paragraph.notes)
    assert (meeting.kind, meeting.headline) == ("meeting", "held")
    facts = {fact.label: fact.value for fact in meeting.facts}
    assert (facts["ordinal"], facts["date"], facts["participants"]) == ("4", "3 May 2024", "Ada Lind (Norrland, envoy)")
    assert (pledge.headline, pledge.according_to) == ("agreed", "Gazette < Ada Lind")
    assert undone.factuality == "denied"
    text = "".join(OUTLINE.text)
    assert "happened, score 0.88, according to Gazette < Ada Lind" in text
    assert "denied, score 0.88, according to the text itself" in text


def test_a_claim_that_refers_to_another_leads_to_its_note() -> None:
    notes = [note for paragraph in paragraphs_of(analysed()) for note in paragraph.notes]
    targets = {note.kind: fact.target for note in notes for fact in note.facts if fact.target}
    assert targets == {"commitment": 1, "progress": 3}


def test_a_quotation_has_one_note_whether_or_not_a_claim_carries_it() -> None:
    kinds = [note.kind for paragraph in paragraphs_of(analysed()) for note in paragraph.notes]
    assert sorted(kinds) == ["commitment", "meeting", "progress", "quotation", "statement"]


def test_names_and_times_stand_beside_the_paragraph_they_are_in() -> None:
    first, second = paragraphs_of(analysed())
    assert first.names == ("Envoys (other, stands for Norrland)",)
    assert first.times == ("on Friday = 3 May 2024 (date, anchored, weekday contradicts the date)",)
    assert (second.names, second.times) == (("Ada Lind (person)",), ())


def test_a_tree_is_drawn_for_each_sentence_that_has_words() -> None:
    assert OUTLINE.tags.count("svg") == 1
    assert "Envoys is nsubj of met" in PAGE
    assert PAGE.count('<li id="t1-s') == 3


def test_several_texts_keep_their_order_and_what_was_not_read_is_named() -> None:
    page = render_analyses([analysed(path="b.txt"), analysed(path="a.txt")], [Problem("c.bin", "c.bin is no text.", "Leave it out.")])
    assert page.index('<a href="#t1">b.txt') < page.index('<a href="#t2">a.txt')
    assert "c.bin is no text. Leave it out." in page


def test_no_text_gives_a_page_that_says_so() -> None:
    assert "No text was read." in render_analyses([])


def test_a_text_that_was_not_understood_is_still_shown() -> None:
    bare = AnalysedText(Version("v-2", "One.\n\nTwo.", "-"), Analysis("One.\n\nTwo.", None, (), (), ()), Reading("v-2", ()))
    assert Prose(render_analyses([bare])).paragraphs == ["One.", "Two."]
    assert title_of(bare) == "standard input"
    assert summary_of(bare) == "no dateline, 0 sentences, 0 names, 0 times, 0 quotations, 0 claims"


def test_the_same_analysis_gives_the_same_page() -> None:
    assert render_analyses([analysed()]) == PAGE


@pytest.mark.parametrize("claims", [(PLEDGE, MEETING, UNDONE, SAID), (UNDONE, SAID, MEETING, PLEDGE)])
def test_the_order_of_the_claims_does_not_matter(claims: tuple[Claim, ...]) -> None:
    assert render_analyses([analysed(claims)]) == PAGE


SPANS = st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)), max_size=8, unique=True)


@settings(max_examples=60, deadline=None)
@given(SPANS)
def test_spans_that_cross_leave_the_text_whole_and_are_marked_to_the_character(spans: list[tuple[int, int]]) -> None:
    cut = {(start, min(start + length, len(TEXT))) for start, length in spans}
    ranges = sorted((start, end) for start, end in cut if not TEXT[start].isspace() and not TEXT[end - 1].isspace())
    claims = tuple(
        StanceClaim(Provenance(Span("v-1", start, end, TEXT[start:end]), Factuality.POSSIBLE), StanceKind.DEMAND, (), (), "")
        for start, end in ranges
    )
    text = AnalysedText(Version("v-1", TEXT), Analysis(TEXT, None, (), (), ()), Reading("v-1", claims))
    paragraphs = paragraphs_of(text)
    assert "\n\n".join("".join(piece.text for piece in paragraph.pieces) for paragraph in paragraphs) == TEXT
    assert [(note.start, note.end) for paragraph in paragraphs for note in paragraph.notes] == ranges
    gap = range(*at("\n\n"))
    for number, (start, end) in enumerate(ranges, start=1):
        marked = "".join(p.text for paragraph in paragraphs for p in paragraph.pieces if number in {m.number for m in p.marks})
        assert marked == "".join(TEXT[i] for i in range(start, end) if i not in gap)
    pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
    numbers = list(range(1, len(ranges) + 1))
    assert sorted(number for piece in pieces for number in piece.opened) == numbers
    assert sorted(number for piece in pieces for number in piece.closed) == numbers
