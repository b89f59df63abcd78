"""The linguistic analysis of one text: what `language` gives and `reading` takes.

Offsets are half-open code points of the analysed text. Sentences, entities and times are in text order. Token heads follow CoNLL-U: 1-based
within the sentence, 0 for the root (https://universaldependencies.org/format.html).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from communique.model.vocabulary import EntityType, QuoteMode, TimeType


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word. `feats` is the CoNLL-U string, empty where there are none."""

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its dependency tree. `paragraph` counts from 0."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    """A name. `actor` is the canonical name of the actor that it stands for, where that is known."""

    start: int
    end: int
    type: EntityType
    text: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression: TIMEX3 type and value, and the same as EDTF where it names a point or an interval.

    `anchored` tells that the value was resolved against a date outside the expression (the dateline, the date last mentioned);
    `inferred_year` that the year was. `mismatch` tells that a weekday contradicts its date.
    """

    start: int
    end: int
    type: TimeType
    text: str
    value: str
    edtf: str | None = None
    mod: str | None = None
    anchored: bool = False
    inferred_year: bool = False
    mismatch: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Reported speech: the content, who said it, and the words that say so.

    `content_*` is the span of what was said without quotation marks; `cue_*` the verb or "according to", equal to `(-1, -1)` in a continued
    quotation; `source_*` the mention of the speaker, `(-1, -1)` where there is none. `speaker` is the resolved name.
    """

    content_start: int
    content_end: int
    cue_start: int
    cue_end: int
    source_start: int
    source_end: int
    mode: QuoteMode
    speaker: str | None = None
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to something; `head` is the code-point offset at which its head word begins."""

    start: int
    end: int
    head: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Mentions of one thing in text order, with its canonical name where one is known."""

    mentions: tuple[Mention, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known about the language of one text. `date` is the dateline's date (ISO 8601) that times were resolved against.

    `vectors` are the state encoder's states of the tokens, (n_tokens, width) for each stretch of sentences that was encoded together, in
    text order; a reader's head reads them, nothing keeps them.
    """

    text: str
    date: str | None
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    times: tuple[TimeExpression, ...]
    quotations: tuple[Quotation, ...] = ()
    chains: tuple[Chain, ...] = ()
    language: str = "en"
    vectors: tuple[NDArray[np.float32], ...] = field(default=(), compare=False, repr=False)
