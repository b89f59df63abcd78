"""Headers of plain texts."""

from __future__ import annotations

import pytest

from communique.capture.header import split_header
from communique.capture.metadata import Metadata


@pytest.mark.parametrize(
    ("source", "metadata", "rest"),
    [
        (" date 2024-07-30 The envoys met.\n\nThey left.", Metadata(published_at="2024-07-30"), "The envoys met.\n\nThey left."),
        ("date 2024-07-30\nThe envoys met.", Metadata(published_at="2024-07-30"), "\nThe envoys met."),
        ("Date: 30 July 2024\n\nThe envoys met.", Metadata(published_at="2024-07-30"), "\nThe envoys met."),
        (
            "title: Envoys meet\nurl: https://post.example/a?utm_source=x\noutlet: The Post\ndate: 2024-07-30T10:00:00+04:00\n\nThey met.",
            Metadata(title="Envoys meet", url="https://post.example/a", outlet="The Post", published_at="2024-07-30T10:00:00+04:00"),
            "\nThey met.",
        ),
        ("title: Envoys meet\ndate 2024-07-30 They met.", Metadata(title="Envoys meet", published_at="2024-07-30"), "They met."),
        ("---\ntitle: Envoys meet\ntags: a, b\nlang: en-GB\n---\nThey met.", Metadata(title="Envoys meet", language="en"), "They met."),
    ],
)
def test_a_header_is_metadata_and_no_text(source: str, metadata: Metadata, rest: str) -> None:
    assert split_header(source) == (metadata, rest)


@pytest.mark.parametrize(
    "prose",
    [
        "The envoys met on 2024-07-30.",
        "Dates: nobody knows them.",
        "Source: officials said the talks failed.",
        "Date: to be fixed by the two sides.",
        "The title: nobody knows it.",
        "date 2024-13-45 is no date",
        "date 2024-07-301 is no date",
        "--- \nThey met.\n---\nAgain.",
        "",
    ],
)
def test_prose_is_never_taken_for_a_header(prose: str) -> None:
    assert split_header(prose) == (Metadata(), prose)


def test_a_later_line_is_no_header() -> None:
    text = "They met.\ndate: 2024-07-30"
    assert split_header(text) == (Metadata(), text)


def test_the_first_of_two_equal_keys_counts() -> None:
    assert split_header("title: One\ntitle: Two\n")[0].title == "One"
