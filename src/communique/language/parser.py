"""Text in, sentences with trees and named entities out: the one door to the language model.

The text is cut into pieces, the pieces into windows; windows are encoded and decoded independently, side by side on a few threads, and
put together in order. The result depends on the text and the model file alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from communique.language.decoder import DecodedSentence, Decoder
from communique.language.encoder import Encoder, FloatArray, StateEncoder
from communique.language.pieces import SPACINGS, Pieces, PieceTable
from communique.language.windows import cut_windows, find_blocks
from communique.model.analysis import Entity, Sentence
from communique.model.vocabulary import EntityType

THREADS = 2
"""Windows read at the same time, unless told otherwise."""
AHEAD = 16
"""Windows that may be read before they are asked for; bounds the memory of a long text."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What the model says about one text. Sentences are in order and do not overlap; neither do entities.

    `vectors` are the state encoder's states of the tokens, (n_tokens, 384) for each window of the text in turn, where they were asked for.
    """

    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    vectors: tuple[FloatArray, ...] = ()


class Parser:
    """Reads texts with one model. Not safe for use by several threads at once."""

    def __init__(self, encoder: Encoder, threads: int = THREADS) -> None:
        self.encoder = encoder
        self._states: StateEncoder | None = None
        self._table = PieceTable(encoder.vocabulary, encoder.known)
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
        return next(self.parse_all((text,), vectors))

    def parse_all(self, texts: Iterable[str], vectors: bool = False) -> Iterator[ParsedText]:
        """What `parse` gives for each text, in order. The next texts are read while the caller works on this one."""
        if vectors and self._states is None:
            self._states = StateEncoder(self.encoder.frame)
        decoded: list[_Window] = []
        for text, window in self._run_ahead(self._jobs(texts), self._states if vectors else None):
            if window is not None:
                decoded.append(window)
                continue
            yield _assemble(text, decoded)
            decoded = []

    def _jobs(self, texts: Iterable[str]) -> Iterator[_Job]:
        """The windows of each text, and a job without pieces where a text ends."""
        for text in texts:
            for low, high in find_blocks(text):
                pieces = _shift(self._table.cut(text[low:high]), low)
                for start, end in cut_windows(pieces, text):
                    yield _Job(text, pieces, start, end)
            yield _Job(text)

    def _run_ahead(self, jobs: Iterator[_Job], states: StateEncoder | None) -> Iterator[tuple[str, _Window | None]]:
        """Each job's text and window, in order; None where a text ends."""

        def read(job: _Job) -> _Window | None:
            if job.pieces is None:
                return None
            outputs = self.encoder.run(job.pieces, job.start, job.end)
            sentences = self._decoder.decode(outputs, job.pieces, job.start, job.end, job.text)
            if states is None:
                return _Window(sentences)
            places = np.concatenate([sentence.places for sentence in sentences])
            return _Window(sentences, states.run(job.pieces, job.start, job.end)[places])

        if self._pool is None:
            yield from ((job.text, read(job)) for job in jobs)
            return
        waiting: deque[tuple[str, Future[_Window | None]]] = deque()
        for job in jobs:
            waiting.append((job.text, self._pool.submit(read, job)))
            while len(waiting) >= AHEAD:
                text, future = waiting.popleft()
                yield text, future.result()
        for text, future in waiting:
            yield text, future.result()


@dataclass(frozen=True, slots=True)
class _Window:
    """What was read of one window: its sentences, and the states of their tokens (n_tokens, 384) where they were asked for."""

    sentences: list[DecodedSentence]
    states: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """A window [start, end) of the pieces of a text; none where the text ends."""

    text: str
    pieces: Pieces | None = None
    start: int = 0
    end: int = 0


def _assemble(text: str, windows: list[_Window]) -> ParsedText:
    """The sentences of all windows of a text as one."""
    decoded = [sentence for window in windows for sentence in window.sentences]
    paragraphs = _number_paragraphs([sentence.spacing for sentence in decoded])
    sentences = tuple(
        Sentence(sentence.tokens[0].start, sentence.tokens[-1].end, sentence.tokens, paragraph)
        for sentence, paragraph in zip(decoded, paragraphs, strict=True)
    )
    entities = tuple(
        Entity(start, end, EntityType(kind), text[start:end]) for sentence in decoded for start, end, kind in _locate_names(sentence)
    )
    return ParsedText(sentences, entities, tuple(window.states for window in windows if window.states is not None))


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
