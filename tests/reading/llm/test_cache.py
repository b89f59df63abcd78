"""Answers are kept whole, for their owner alone, and a damaged one is as if it were not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.model.errors import ReaderUnknown
from communique.reading.llm.cache import Answer, AnswerCache, default_cache

KEY = "ab" * 32


def test_an_answer_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    AnswerCache(tmp_path).put(KEY, Answer(({"kind": "meeting", "anchor": "“met”"},)))
    assert AnswerCache(tmp_path).get(KEY) == Answer(({"kind": "meeting", "anchor": "“met”"},))
    assert AnswerCache(tmp_path).get("cd" * 32) is None


def test_an_answer_that_was_cut_off_is_known_to_be(tmp_path: Path) -> None:
    AnswerCache(tmp_path).put(KEY, Answer(None))
    assert AnswerCache(tmp_path).get(KEY) == Answer(None)


def test_nowhere_nothing_is_kept(tmp_path: Path) -> None:
    cache = AnswerCache(None)
    cache.put(KEY, Answer(()))
    assert cache.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", '{"claims": [', "[]", '{"claims": 3}', '{"claims": [3]}', "{}"])
def test_a_damaged_answer_is_as_if_it_were_not_there(content: str, tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    cache.put(KEY, Answer(()))
    next(tmp_path.rglob("*.json")).write_text(content, encoding="utf-8")
    assert cache.get(KEY) is None


def test_no_other_user_can_look_into_the_folder(tmp_path: Path) -> None:
    AnswerCache(tmp_path / "new").put(KEY, Answer(()))
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".json"}


def test_a_folder_that_cannot_be_made_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReaderUnknown, match="--llm-cache"):
        AnswerCache(tmp_path / "file" / "folder")


def test_the_default_folder_is_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache({}) == tmp_path / ".cache" / "communique" / "llm"
    assert default_cache({"XDG_CACHE_HOME": "/var/cache/me"}) == Path("/var/cache/me/communique/llm")
    assert default_cache({"XDG_CACHE_HOME": "relative"}) == tmp_path / ".cache" / "communique" / "llm"
