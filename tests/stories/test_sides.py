"""What of a version is its story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.vocabulary import TimeType
from communique.stories.sides import make_side
from tests.stories.sample import make_reading, make_version, moment


@pytest.mark.parametrize(
    "text",
    [
        "(Adds quotes) LUND (Nordic Wire) — The envoys met. They spoke.",
        "(Adds quotes)\n\nLUND (Nordic Wire) — The envoys met. They spoke.",
        "LUND, June 10 (Nordic Wire) — The envoys met. They spoke.\n\nCorrection: They did not sing.",
    ],
)
def test_notes_and_datelines_are_no_part_of_the_story(text: str) -> None:
    version = make_version(text)
    side = make_side(version, make_reading(version))
    assert [side.text(*sentence) for sentence in side.sentences] == ["The envoys met.", "They spoke."]


def test_a_sentence_that_a_model_cut_apart_is_joined() -> None:
    version = make_version("They stopped at 4 p.m. local time, he said. Snow fell.\n\nrain followed.")
    cut = version.text.index("local")
    pieces = ((0, cut - 1), (cut, version.text.index(" Snow")), (version.text.index("Snow"), version.text.index("\n")))
    last = (version.text.index("rain"), len(version.text))
    side = make_side(version, replace(make_reading(version), sentences=(*pieces, last)))
    assert [side.text(*sentence) for sentence in side.sentences] == [
        "They stopped at 4 p.m. local time, he said.",
        "Snow fell.",
        "rain followed.",
    ]


def test_days_are_blanked_out_and_offsets_stay() -> None:
    version = make_version("LUND, 3 May (Nordic Wire) - They met on 4 May for six hours.")
    times = (
        moment(version, "3 May", "2021-05-03"),
        moment(version, "4 May", "2021-05-04"),
        moment(version, "six hours", "PT6H", type_=TimeType.DURATION),
    )
    side = make_side(version, make_reading(version, times=times))
    masked = side.mask(0, len(version.text))
    assert len(masked) == len(version.text)
    assert masked == version.text.replace("4 May", " " * 5)
