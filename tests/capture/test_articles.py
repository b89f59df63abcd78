"""Articles as JSON objects."""

from __future__ import annotations

import pytest

from communique.capture.articles import parse_json, read_article
from communique.model.errors import CaptureError, SourceEmpty, SourceUnreadable


def test_all_fields_arrive() -> None:
    captured = read_article(
        {
            "text": "They <b>met</b>.",
            "url": "https://post.example/a",
            "title": "Envoys meet",
            "published_at": "2024-07-30",
            "modified_at": "2024-07-31",
            "captured_at": "2024-08-01T00:00:00Z",
            "outlet": "The Post",
            "byline": "Jane Doe",
            "language": "en",
            "credit": "Reuters",
            "correction_note": "A name was corrected.",
            "more": {"ignored": True},
        },
        "a.jsonl:1",
    )
    version = captured.version
    assert captured.notes == ()
    assert (version.text, version.url, version.title) == ("They met.", "https://post.example/a", "Envoys meet")
    assert (version.published_at, version.modified_at, version.captured_at) == ("2024-07-30", "2024-07-31", "2024-08-01T00:00:00Z")
    assert (version.outlet, version.byline, version.language) == ("The Post", "Jane Doe", "en")
    assert (version.credit, version.correction_note, version.path) == ("Reuters", "A name was corrected.", "a.jsonl:1")


def test_other_usual_names_of_fields_are_accepted() -> None:
    value = {"text": "They met.", "date": "2024-07-30", "source": "The Post", "author": ["Jane Doe", "John Roe"]}
    version = read_article(value, "a").version
    assert (version.published_at, version.outlet, version.byline) == ("2024-07-30", "The Post", "Jane Doe, John Roe")


def test_the_page_is_read_where_there_is_no_text() -> None:
    version = read_article({"html": "<html><body><p>They met.</p></body></html>", "text": " ", "title": "Given"}, "a").version
    assert (version.text, version.title) == ("They met.", "Given")


def test_a_text_is_not_searched_for_a_header() -> None:
    assert read_article({"text": "title: They met."}, "a").version.text == "title: They met."


def test_a_bad_date_costs_the_date_and_not_the_article() -> None:
    captured = read_article({"text": "They met.", "published_at": "some day"}, "a.jsonl:7")
    assert captured.version.published_at is None
    assert [note.path for note in captured.notes] == ["a.jsonl:7"]
    assert "some day" in captured.notes[0].error


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ([], SourceUnreadable, "array"),
        ("text", SourceUnreadable, "string"),
        (None, SourceUnreadable, "null"),
        ({"text": 7}, SourceUnreadable, "`text` is a JSON number"),
        ({"text": "x", "published_at": 20240730}, SourceUnreadable, "`published_at` is a JSON number"),
        ({}, SourceEmpty, "`text` or `html`"),
        ({"text": " ", "html": ""}, SourceEmpty, "`text` or `html`"),
    ],
)
def test_what_is_no_article_is_named(value: object, kind: type[CaptureError], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        read_article(value, "a.jsonl:3")
    assert caught.value.error.startswith("a.jsonl:3: ")
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"a": 1}}', "nope"])
def test_broken_json_is_one_error(text: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"a\.json"):
        parse_json(text, "a.json")
