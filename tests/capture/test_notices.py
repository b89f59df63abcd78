"""Credits and correction notes."""

from __future__ import annotations

import pytest

from communique.capture.notices import find_correction_note, find_credit

BODY = ["The envoys of Norland and Southmark met at the bridge.", "They agreed to meet again in spring.", "Nothing else was known."]


@pytest.mark.parametrize(
    ("paragraphs", "byline", "credit"),
    [
        (["LAKEPORT, July 30 (Reuters) - The envoys met.", *BODY], None, "Reuters"),
        (["LAKEPORT (AFP) — The envoys met.", *BODY], None, "AFP"),
        ([*BODY, "Reuters"], None, "Reuters"),
        ([*BODY, "(With inputs from AFP and Reuters)"], None, "AFP; Reuters"),
        ([*BODY, "Source: Xinhua"], None, "Xinhua"),
        ([*BODY, "With AFP"], None, "AFP"),
        ([*BODY, "They left at noon. /Interfax/"], None, "Interfax"),
        ([*BODY, "© 2024 Agence France-Presse"], None, "AFP"),
        (BODY, "Associated Press", "AP"),
        (BODY, "Jane Doe, with reporting by Reuters", "Reuters"),
        (BODY, "Jane Doe", None),
        ([*BODY, "A minister told Reuters that talks would go on."], None, None),
        (["Reuters reported that the envoys met.", *BODY], None, None),
        ([], None, None),
    ],
)
def test_an_agency_is_credited_only_where_credits_stand(paragraphs: list[str], byline: str | None, credit: str | None) -> None:
    assert find_credit(paragraphs, byline) == credit


@pytest.mark.parametrize(
    "note",
    [
        "This story has been updated to include a statement of the ministry.",
        "Correction: an earlier text gave the wrong date.",
        "Editor’s note: the name of the envoy was corrected.",
        "An earlier version of this article misspelled the name of the envoy.",
        "(Corrects spelling of the envoy’s name in paragraph two)",
        "UPDATE 2 - adds details:",
    ],
)
def test_a_note_is_found_at_either_end(note: str) -> None:
    assert find_correction_note([*BODY, note]) == note
    assert find_correction_note([note, *BODY]) == note


@pytest.mark.parametrize(
    "prose",
    [
        "The two sides updated each other on the work of the commission.",
        "The agreement has been amended twice since it was signed.",
        "The minister corrected himself later.",
    ],
)
def test_prose_about_updates_is_no_note(prose: str) -> None:
    assert find_correction_note([*BODY, prose]) is None
