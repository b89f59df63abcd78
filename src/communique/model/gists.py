"""Gists: what a promise is about, in numbers, so that two wordings of one promise can be told from two promises.

In: a vector. Out: the same as text that a claim can carry: base64 (RFC 4648) of signed bytes, scaled so that the vector has the length 127.
"""

from __future__ import annotations

import base64
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SCALE = 127.0
BAND = 5
"""Numbers whose signs make a key: near gists share one of their keys nearly always, others seldom."""


def encode_gist(vector: NDArray[np.float32]) -> str:
    """Return a vector (n,) as text of about 4/3 n characters; its length is lost."""
    length = float(np.linalg.norm(vector))
    numbers = np.rint(vector * (SCALE / length if length else 0.0)).astype(np.int8)
    return base64.b64encode(numbers.tobytes()).decode("ascii")


@lru_cache(maxsize=65536)
def decode_gist(gist: str) -> NDArray[np.float32]:
    """Return the vector (n,) of length 1 that a text stands for.

    Raises:
        ValueError: the text is no base64.
    """
    vector = np.frombuffer(base64.b64decode(gist, validate=True), dtype=np.int8).astype(np.float32)
    vector /= max(float(np.linalg.norm(vector)), 1.0)
    vector.flags.writeable = False
    return vector


def gist_likeness(a: str, b: str) -> float:
    """Return the cosine of two gists, in [-1, 1]; 0 for gists of different makers."""
    first, second = decode_gist(a), decode_gist(b)
    return float(first @ second) if len(first) == len(second) else 0.0


@lru_cache(maxsize=65536)
def gist_keys(gist: str) -> frozenset[str]:
    """Return keys of which near gists very likely share one, none for "": the signs of `BAND` numbers each (Charikar, STOC 2002)."""
    if not gist:
        return frozenset()
    signs = ["+" if number > 0 else "-" for number in decode_gist(gist).tolist()]
    return frozenset(f"{begin}{''.join(signs[begin : begin + BAND])}" for begin in range(0, len(signs) - BAND + 1, BAND))
