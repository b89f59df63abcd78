"""Contexts: the words in whose midst a promise is told, so that two reports of one promise can be told from two promises.

In: stems. Out: the same as text that a claim can carry: hashes of 16 bits (CRC-32, RFC 1952, cut), in base64 (RFC 4648), those of the
sentence before a dot, those of the sentences around behind it. Two stems share a hash once in 65,536 times, which no comparison notices.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_TYPE = np.dtype(">u2")


@dataclass(frozen=True, slots=True)
class Context:
    """Hashes of the stems of a claim's sentence, and of its sentence and the sentences around it."""

    sentence: frozenset[int]
    around: frozenset[int]


def encode_context(sentence: Iterable[str], around: Iterable[str]) -> str:
    """Return stems as text of about 8/3 characters a stem."""
    near = set(map(_hash, sentence))
    return f"{_write(near)}.{_write(set(map(_hash, around)) - near)}"


@lru_cache(maxsize=16384)
def decode_context(text: str) -> Context:
    """Return the hashes that a text stands for, none for "".

    Raises:
        ValueError: the text is no base64.
    """
    near, _, further = text.partition(".")
    sentence = _read(near)
    return Context(sentence, sentence | _read(further))


def _hash(stem: str) -> int:
    return zlib.crc32(stem.encode("utf-8")) & 0xFFFF


def _write(hashes: Iterable[int]) -> str:
    return base64.b64encode(np.array(sorted(hashes), dtype=_TYPE).tobytes()).decode("ascii")


def _read(text: str) -> frozenset[int]:
    return frozenset(np.frombuffer(base64.b64decode(text, validate=True), dtype=_TYPE).tolist())
