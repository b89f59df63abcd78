"""Text in, sentences with trees and named entities out: the one door to the language model.

The text is cut into pieces, the pieces into windows; windows are encoded and decoded independently, side by side on a few threads, and
put together in order. The result depends on the text and the model file alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from communique.language.decoder import DecodedSentence, Decoder
from communique.language.encoder import Encoder, FloatArray
from communique.language.pieces import SPACINGS, Pieces, PieceTable
from communique.language.windows import cut_windows, find_blocks
from communique.model.analysis import Entity, Sentence
from communique.model.vocabulary import EntityType

THREADS = 2
"""Windows read at the same time, unless told otherwise."""
AHEAD = 16
"""Windows whose outputs may wait to be put together; bounds the memory of a long text."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What the model says about one text. Sentences are in order and do not overlap; neither do entities.

    `vectors` are the encoder's states of all tokens in order, (n_tokens, 384), where they were asked for.
    """

    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    vectors: FloatArray | None = None


class Parser:
    """Reads texts with one model. Not safe for use by several threads at once."""

    def __init__(self, encoder: Encoder, threads: int = THREADS) -> None:
        self.encoder = encoder
        self._table = PieceTable(encoder.vocabulary)
        self._decoder = Decoder(encoder.labels, encoder.lemmas, encoder.score_relations)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="communique-parser") if threads > 1 else None

    @classmethod
    def load(cls, path: Path | None = None, threads: int = THREADS) -> Parser:
        """The parser with the model file at `path`, or the package's own. Takes about a quarter of a second.

        Raises:
            ModelMissing: there is no such file, or it is not a communique language model.
        """
        return cls(Encoder(path), threads)

    def parse(self, text: str, vectors: bool = False) -> ParsedText:
        """The sentences and names of `text`; white space alone gives none. Offsets are half-open code points of `text`."""
        decoded = list(chain.from_iterable(self._decode(text, vectors)))
        paragraphs = _number_paragraphs([sentence.spacing for sentence in decoded])
        sentences = tuple(
            Sentence(sentence.tokens[0].start, sentence.tokens[-1].end, sentence.tokens, paragraph)
            for sentence, paragraph in zip(decoded, paragraphs, strict=True)
        )
        entities = tuple(
            Entity(start, end, EntityType(kind), text[start:end]) for sentence in decoded for start, end, kind in _locate_names(sentence)
        )
        states = [sentence.vectors for sentence in decoded if sentence.vectors is not None]
        return ParsedText(sentences, entities, np.concatenate(states) if states else None)

    def _decode(self, text: str, vectors: bool) -> Iterator[list[DecodedSentence]]:
        """The sentences of each window, in order."""
        jobs = (
            (pieces, start, end)
            for low, high in find_blocks(text)
            for pieces in (_shift(self._table.cut(text[low:high]), low),)
            for start, end in cut_windows(pieces, text)
        )

        def read(job: tuple[Pieces, int, int]) -> list[DecodedSentence]:
            pieces, start, end = job
            return self._decoder.decode(self.encoder.run(pieces, start, end, vectors), pieces, start, end, text)

        if self._pool is None:
            yield from map(read, jobs)
            return
        waiting = []
        for job in jobs:
            waiting.append(self._pool.submit(read, job))
            if len(waiting) >= AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _locate_names(sentence: DecodedSentence) -> Iterator[tuple[int, int, str]]:
    """The names of a sentence as (start, end, type), in code points."""
    for low, high, kind in sentence.names:
        yield sentence.tokens[low].start, sentence.tokens[high - 1].end, kind


def _shift(pieces: Pieces, by: int) -> Pieces:
    """The pieces of a block that begins at the code point `by`."""
    return replace(pieces, starts=pieces.starts + by, ends=pieces.ends + by) if by else pieces


def _number_paragraphs(spacings: list[int]) -> Iterator[int]:
    """Paragraph numbers from 0: a new one after each empty line, or after each line end in a text without empty lines."""
    blank = SPACINGS.index("blank")
    border = blank if blank in spacings[1:] else SPACINGS.index("newline")
    number = 0
    for i, spacing in enumerate(spacings):
        number += i > 0 and spacing >= border
        yield number
