"""A gist keeps the direction of its vector, and near gists are found by their keys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from communique.model.gists import decode_gist, encode_gist, gist_keys, gist_likeness

VECTORS = arrays(np.float32, 48, elements=st.floats(-10, 10, width=32)).filter(lambda vector: float(np.abs(vector).max()) > 1e-2)


@given(VECTORS)
def test_a_gist_keeps_the_direction_of_its_vector(vector: np.ndarray) -> None:
    kept = decode_gist(encode_gist(vector))
    assert float(kept @ vector) / float(np.linalg.norm(vector)) > 0.99


@given(VECTORS)
def test_a_gist_is_like_itself_and_unlike_its_opposite(vector: np.ndarray) -> None:
    gist, opposite = encode_gist(vector), encode_gist(-vector)
    assert gist_likeness(gist, gist) == pytest.approx(1.0, abs=1e-3)
    assert gist_likeness(gist, opposite) == pytest.approx(-1.0, abs=1e-3)


def test_gists_of_different_makers_are_not_compared() -> None:
    assert gist_likeness(encode_gist(np.ones(48, np.float32)), encode_gist(np.ones(32, np.float32))) == 0.0


def test_near_gists_share_a_key_and_no_gist_has_none() -> None:
    generator = np.random.default_rng(1)
    found = 0
    for _ in range(200):
        vector = generator.normal(size=48).astype(np.float32)
        near = vector + 0.4 * generator.normal(size=48).astype(np.float32)
        found += bool(gist_keys(encode_gist(vector)) & gist_keys(encode_gist(near)))
    assert found > 180
    assert gist_keys("") == frozenset()


def test_what_is_no_gist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"base64|padding"):
        decode_gist("not base64!")
