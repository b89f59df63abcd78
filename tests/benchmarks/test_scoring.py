"""What the commands that print scores share."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.scoring import hold_to_floors, share

from benchmarks import scoring


@pytest.fixture(autouse=True)
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "floors.toml"
    path.write_text("[trees]\nlas = 80.0\nuas = 85.0\n", encoding="utf-8")
    monkeypatch.setattr(scoring, "_FLOORS", path)


def test_a_score_below_its_floor_is_told_and_fails_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    scores = {"las": 79.9, "uas": 85.0}
    hold_to_floors("trees", scores, check=False)
    assert capsys.readouterr().err == "las: 79.9 is below the floor of 80.0\n"
    with pytest.raises(SystemExit) as left:
        hold_to_floors("trees", scores, check=True)
    assert left.value.code == 1


def test_scores_at_their_floors_pass_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    hold_to_floors("trees", {"las": 80.0, "uas": 90.0, "pace": 1.0}, check=True)
    assert capsys.readouterr().err == ""


def test_a_floor_without_a_score_is_an_error_unless_the_scores_are_partial() -> None:
    with pytest.raises(KeyError):
        hold_to_floors("trees", {"las": 80.0}, check=False)
    hold_to_floors("trees", {"las": 80.0}, check=True, is_partial=True)
    with pytest.raises(KeyError):
        hold_to_floors("names", {}, check=False)


def test_a_share_is_in_per_cent_and_nothing_has_none() -> None:
    assert share(Counter(right=2, all=3), "right", "all") == 66.7
    assert share(Counter(), "right", "all") == 0.0
