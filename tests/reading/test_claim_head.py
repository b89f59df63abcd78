"""The claim head: one file, clear errors, probabilities for every word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from communique.model.errors import ModelMissing
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import ClaimKind
from communique.reading.claim_head import WEIGHTS, ClaimHead, Scores, load_claim_head
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from communique.reading.traits import KINDS, NOMINAL, ROLES, VALUES, find_traits
from tests.reading.golden_cases import load_analyser

TEXT = "Chad and Niger held talks in Vienna on Monday."


def score(content: str) -> tuple[Text, Scores]:
    analysis = load_analyser().analyse(content, "2024-07-30")
    text = Text(analysis, Version(hash_text(content), content))
    parties = Parties(text, TextReferences(text))
    return text, load_claim_head().score(find_traits(text, parties, Grammar(text, parties).claims), analysis.vectors)


def test_the_model_file_is_small_enough_to_ship() -> None:
    assert WEIGHTS.stat().st_size < 5_000_000


def test_every_word_has_probabilities_values_and_roles() -> None:
    text, scores = score(TEXT)
    assert scores.kinds.shape == (len(text), len(KINDS))
    assert ((scores.kinds >= 0) & (scores.kinds <= 1)).all()
    for name, values in VALUES.items():
        value, share = scores.value(name, 0)
        assert value in values
        assert 1 / len(values) <= share <= 1
    for role in ROLES:
        assert scores.fillers_of(role, 0).shape == (len(text),)


def test_a_plain_meeting_is_seen_with_its_state_and_parties() -> None:
    text, scores = score(TEXT)
    word = int(scores.kinds[:, KINDS.index(ClaimKind.MEETING)].argmax())
    assert scores.likely(ClaimKind.MEETING, word) > 0.5
    assert scores.value("meeting", word)[0] == "held"
    fillers = scores.fillers_of("agent", word)
    assert {text.words[i] for i in np.flatnonzero(fillers > 0.5) if text.upos[i] in NOMINAL} == {"chad", "niger"}


def test_words_that_were_not_read_together_fill_no_roles_of_each_other() -> None:
    filler = "The rain went on in the hills and the harvest was late again this year, as farmers had feared it would be. "
    text, scores = score(f"{TEXT}\n\n{filler * 20}\n\n{TEXT}")
    assert len(set(scores.windows.tolist())) > 1
    first, last = text.words.index("held"), len(text) - 1 - text.words[::-1].index("held")
    assert scores.windows[first] != scores.windows[last]
    assert not scores.fillers_of("agent", first)[scores.windows != scores.windows[first]].any()


def test_a_missing_or_damaged_file_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no such model file"):
        ClaimHead(tmp_path / "none.onnx")
    (tmp_path / "junk.onnx").write_bytes(b"not a model" * 100)
    with pytest.raises(ModelMissing, match="not a claim head"):
        ClaimHead(tmp_path / "junk.onnx")


def test_a_head_for_other_kinds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.reading.claim_head.ROLES", (*ROLES, "witness"))
    with pytest.raises(ModelMissing, match="other kinds"):
        ClaimHead()
