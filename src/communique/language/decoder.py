"""Head scores in, sentences of tokens and named spans out, one window at a time.

Words are decided first (white space always begins one), then sentences, then each word's labels, then one tree per sentence. All of it
is array work over the window; only the tokens themselves are made one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from communique.language.encoder import FloatArray, LabelLists, Outputs
from communique.language.lemmas import N_TRIED, NAMES, UNCHANGED, LemmaBook, apply_script
from communique.language.pieces import SPACINGS, IntArray, Pieces
from communique.language.tagging import Name, allowed_moves, best_labels, find_spans, merge_spans
from communique.language.trees import find_heads, is_tree
from communique.model.analysis import Token

NEWLINE, BLANK = SPACINGS.index("newline"), SPACINGS.index("blank")
CLOSERS = frozenset(".!?…:;\"”’')]}»。؟।*-–—|")
"""What a sentence of edited prose ends with."""
MIN_CLOSED, MAX_OPEN_SHARE = 2, 0.1
"""A window is edited prose where at least so many sentence starts follow a closing mark, and at most this share, or one, does not."""
RUN_ON_MARGIN = 3.0
"""Logits; swept from 2 to 6 on the dev parts: 0.1 sentence F1 up on web text, 0.06 down on the free genres, no tree lost."""
LOWER_MARGIN = 1.0
"""The same for starts in lower case in text that is not edited."""
ROOT = "root"
FAR = np.float32(-1e9)
_PRESENT = re.compile(r"Tense=Pres|VerbForm=(?:Inf|Ger)")


@dataclass(slots=True)
class DecodedSentence:
    """A sentence of one window: its tokens, its names as spans of tokens, the spacing before it and its tokens' first pieces."""

    tokens: tuple[Token, ...]
    names: list[Name]
    spacing: int
    places: IntArray


@dataclass(slots=True)
class _Words:
    """The words of a window, arrays (n_words,): first piece, first and last code point, sentence number."""

    places: IntArray
    starts: IntArray
    ends: IntArray
    sentence: IntArray
    bounds: list[int] = field(default_factory=list)


def _is_past_form(form: str, lemma: str) -> bool:
    """Tell whether a word is a form in -ed of a lemma that does not end so ("pledged"): it is no present and no infinitive."""
    return form.lower().endswith("ed") and not lemma.lower().endswith("ed")


class Decoder:
    """Turns the outputs for a window into sentences. Stateless once made; safe for several threads."""

    def __init__(self, labels: LabelLists, lemmas: LemmaBook, score_relations: Callable[[FloatArray, FloatArray], FloatArray]) -> None:
        self.labels = labels
        self._lemmas = lemmas
        self._score_relations = score_relations
        self._root = labels.deprels.index(ROOT)
        n_upos, n_feats = len(labels.upos), len(labels.feats)
        self._tag_slices = (slice(0, n_upos), slice(n_upos, n_upos + n_feats), slice(n_upos + n_feats, None))
        self._feats_mask = np.full((n_upos, n_feats), FAR, dtype=np.float32)
        for row, allowed in zip(self._feats_mask, labels.feats_of, strict=True):
            row[list(allowed)] = 0
        self._past_mask = np.array([FAR if _PRESENT.search(bundle) else 0 for bundle in labels.feats], dtype=np.float32)
        self._name_moves, self._thing_moves = allowed_moves(labels.names), allowed_moves(labels.things)

    def decode(self, outputs: Outputs, pieces: Pieces, start: int, end: int, text: str) -> list[DecodedSentence]:
        """The sentences of the window [start, end) of `pieces`; token offsets are those of `text`."""
        words = _find_words(outputs.bounds, pieces, start, end, text)
        heads = self._find_heads(outputs, words)
        deprels = self._find_deprels(outputs, words, heads)
        tags = outputs.tags[words.places]
        upos_slice, feats_slice, script_slice = self._tag_slices
        upos = tags[:, upos_slice].argmax(axis=1)
        scripts = tags[:, script_slice]
        forms = [text[low:high] for low, high in zip(words.starts.tolist(), words.ends.tolist(), strict=True)]
        kinds = [self.labels.upos[i] for i in upos.tolist()]
        best_scripts = scripts.argmax(axis=1).tolist()
        lemmas = [self._lemma(*about) for about in zip(forms, kinds, scripts, best_scripts, strict=True)]
        told = tags[:, feats_slice] + self._feats_mask[upos]
        told[[_is_past_form(form, lemma) for form, lemma in zip(forms, lemmas, strict=True)]] += self._past_mask
        feats = told.argmax(axis=1)
        tokens = [
            Token(low, high, form, lemma, kind, self.labels.feats[f], head, self.labels.deprels[rel])
            for low, high, form, lemma, kind, f, head, rel in zip(
                words.starts.tolist(),
                words.ends.tolist(),
                forms,
                lemmas,
                kinds,
                feats.tolist(),
                heads.tolist(),
                deprels.tolist(),
                strict=True,
            )
        ]
        name_scores = outputs.names[words.places]
        spacings = pieces.spacings[start:end][words.places]
        return [
            DecodedSentence(
                tuple(tokens[low:high]),
                self._find_names(name_scores[low:high]),
                int(spacings[low]),
                words.places[low:high],
            )
            for low, high in zip(words.bounds, words.bounds[1:], strict=False)
        ]

    def _find_heads(self, outputs: Outputs, words: _Words) -> IntArray:
        """Heads (n_words,), 1-based within the sentence, 0 for the root."""
        columns = np.concatenate((np.zeros(1, dtype=np.int64), words.places + 1))
        scores = outputs.arcs[words.places][:, columns]
        heads: IntArray = np.zeros(len(words.places), dtype=np.int64)
        for low, high in zip(words.bounds, words.bounds[1:], strict=False):
            block = np.concatenate((scores[low:high, :1], scores[low:high, 1 + low : 1 + high]), axis=1)
            own = np.arange(high - low)
            block[own, own + 1] = FAR
            greedy = block.argmax(axis=1)
            heads[low:high] = greedy if is_tree(greedy) else find_heads(block)
        return heads

    def _find_deprels(self, outputs: Outputs, words: _Words, heads: IntArray) -> IntArray:
        """Relation indices (n_words,); `root` under the root and nowhere else."""
        offsets = np.array(words.bounds, dtype=np.int64)[words.sentence]
        rows = np.where(heads == 0, 0, words.places[np.where(heads == 0, 0, offsets + heads - 1)] + 1)
        scores = self._score_relations(outputs.rel_dep[words.places], outputs.rel_head[rows])
        scores[:, self._root] = FAR
        best: IntArray = scores.argmax(axis=1)
        best[heads == 0] = self._root
        return best

    def _lemma(self, form: str, upos: str, scores: FloatArray, best: int) -> str:
        """The remembered lemma, or the one by the best script that makes a known word."""
        lemma = self._lemmas.recall(form, upos)
        if lemma is not None:
            return lemma
        script = self.labels.scripts[best]
        if script == UNCHANGED:
            return form.lower()
        if upos == NAMES:
            lemma = apply_script(form, script)
            if lemma is not None:
                return lemma
        likeliest = np.argsort(-scores, kind="stable")[:N_TRIED].tolist()
        return self._lemmas.choose(form, upos, [self.labels.scripts[i] for i in likeliest])

    def _find_names(self, scores: FloatArray) -> list[Name]:
        n_names = len(self.labels.names)
        names = find_spans(best_labels(scores[:, :n_names], self._name_moves), self.labels.names)
        things = find_spans(best_labels(scores[:, n_names:], self._thing_moves), self.labels.things)
        return merge_spans(names, things)


def _join_run_ons(
    opens: NDArray[np.bool_], margins: FloatArray, in_line: NDArray[np.bool_], sides: tuple[IntArray, IntArray], text: str
) -> None:
    """Closes, in place, sentence starts within a line that follow no closing mark and have no clear margin.

    `sides` are the code points at which the word before each word ends, and at which each word begins. A window whose other sentences end
    with closing marks is edited prose and held to its own rule; in others only starts in lower case need a margin, and a smaller one.
    """
    before, begins = sides
    found = np.flatnonzero(opens[1:]) + 1
    closed = np.array([text[end - 1] in CLOSERS for end in before[found].tolist()], dtype=bool)
    n_open = len(found) - int(closed.sum())
    is_edited = len(found) - n_open >= MIN_CLOSED and n_open <= max(1, MAX_OPEN_SHARE * len(found))
    lower = np.array([text[start].islower() for start in begins[found].tolist()], dtype=bool)
    least = np.where(lower, LOWER_MARGIN, 0.0)
    least[:] = RUN_ON_MARGIN if is_edited else least
    opens[found[~closed & in_line[found] & (margins[found] < least)]] = False


def _find_words(bounds: FloatArray, pieces: Pieces, start: int, end: int, text: str) -> _Words:
    """The words of a window, from the scores of the two boundary heads."""
    spacings = pieces.spacings[start:end]
    begins: NDArray[np.bool_] = (bounds[:, :3].argmax(axis=1) > 0) | (spacings > 0)
    begins[0] = True
    places: IntArray = np.flatnonzero(begins)
    lasts = np.append(places[1:], end - start) - 1
    opens: NDArray[np.bool_] = (bounds[places, 4] > bounds[places, 3]) | (spacings[places] == BLANK)
    starts = pieces.starts[start:end][places]
    sides = (pieces.ends[start:end][places - 1], starts)
    _join_run_ons(opens, bounds[places, 4] - bounds[places, 3], spacings[places] < NEWLINE, sides, text)
    opens[0] = True
    sentence: IntArray = np.cumsum(opens) - 1
    return _Words(
        places,
        starts,
        pieces.ends[start:end][lasts],
        sentence,
        [*np.flatnonzero(opens).tolist(), len(places)],
    )
