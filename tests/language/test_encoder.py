"""The encoder: one file, clear errors, scores that depend on nothing but the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from communique.language.encoder import STATES, WEIGHTS, Encoder, StateEncoder
from communique.language.pieces import PieceTable
from communique.model.errors import ModelMissing

TEXT = "Envoys of the two sides met in Geneva on Monday. They agreed to meet again."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_the_model_files_are_small_enough_to_ship() -> None:
    assert WEIGHTS.stat().st_size < 30_000_000
    assert STATES.stat().st_size < 30_000_000


def test_every_head_speaks_about_every_piece(encoder: Encoder) -> None:
    pieces = PieceTable(encoder.vocabulary).cut(TEXT)
    n, labels = len(pieces), encoder.labels
    outputs = encoder.run(pieces, 0, n)
    assert outputs.bounds.shape == (n, 5)
    assert outputs.tags.shape == (n, len(labels.upos) + len(labels.feats) + len(labels.scripts))
    assert outputs.names.shape == (n, len(labels.names) + len(labels.things))
    assert outputs.arcs.shape == (n, n + 1)


def test_the_state_encoder_has_a_state_for_every_piece(encoder: Encoder) -> None:
    pieces = PieceTable(encoder.vocabulary).cut(TEXT)
    assert StateEncoder(encoder.frame).run(pieces, 2, len(pieces)).shape == (len(pieces) - 2, 384)


def test_a_missing_or_damaged_state_encoder_is_told_with_its_remedy(encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no such model file"):
        StateEncoder(encoder.frame, tmp_path / "none.onnx")
    (tmp_path / "junk.onnx").write_bytes(b"not a model" * 100)
    with pytest.raises(ModelMissing, match="not an encoder"):
        StateEncoder(encoder.frame, tmp_path / "junk.onnx")


def test_a_window_is_read_alike_in_any_text(encoder: Encoder) -> None:
    table = PieceTable(encoder.vocabulary)
    alone, after = table.cut(TEXT), table.cut("Another day.\n\n" + TEXT)
    skipped = len(after) - len(alone)
    first = encoder.run(alone, 0, len(alone))
    second = encoder.run(after, skipped, len(after))
    assert np.array_equal(first.arcs, second.arcs)
    assert np.array_equal(first.tags, second.tags)


def test_a_missing_model_file_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no such model file"):
        Encoder(tmp_path / "none.onnx")


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    path = tmp_path / "junk.onnx"
    path.write_bytes(b"not a model" * 100)
    with pytest.raises(ModelMissing, match="not a communique language model"):
        Encoder(path)
