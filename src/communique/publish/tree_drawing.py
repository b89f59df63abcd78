"""Where everything of a dependency tree stands when it is drawn with arcs over the words.

In: a `Sentence`. Out: a `TreeDrawing` in pixels: words in a row, one bracket per head and dependent above them, a line down to the root.
Arcs that would share a stretch of the row lie on different levels, so no two of them ever run over each other. Widths of words are
estimated, because a page without scripts cannot measure them. A head that is no word of the sentence is not drawn.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from communique.model.analysis import Sentence, Token

WORD_CHAR, LABEL_CHAR = 8.4, 5.9
"""Generous mean widths in pixels of a character at the sizes of words (15 px) and of labels (10.5 px)."""

WORD_GAP, MARGIN = 16.0, 12.0
LEVEL_HEIGHT, FIRST_HEIGHT = 19.0, 24.0
LANDING, CORNER = 4.5, 6.0
"""How far apart the arcs of one head leave it, and the radius of an arc's corners, in pixels."""

HEADROOM, FOOT = 16.0, 42.0
"""Room above the highest arc for its label, and below the arcs for a word and its part of speech."""

CORE = frozenset({"nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp", "root"})
QUIET = frozenset({"punct"})


@dataclass(frozen=True, slots=True)
class DrawnWord:
    """A word at its centre; `about` says lemma and features."""

    x: float
    text: str
    upos: str
    about: str
    is_root: bool


@dataclass(frozen=True, slots=True)
class DrawnArc:
    """A relation as the outline of its bracket; the arrow points down at `tip`, the label is centred on (`label_x`, `label_y`)."""

    path: str
    tip: float
    label: str
    label_x: float
    label_y: float
    look: str


@dataclass(frozen=True, slots=True)
class TreeDrawing:
    """A whole tree. `baseline` is where arcs end and words begin; all measures are pixels from the top left."""

    width: float
    height: float
    baseline: float
    words: tuple[DrawnWord, ...]
    arcs: tuple[DrawnArc, ...]
    description: str


@dataclass(frozen=True, slots=True)
class _Link:
    """Head and dependent by position in the sentence, from 0, with the relation's label."""

    head: int
    dependent: int
    label: str

    @property
    def left(self) -> int:
        return min(self.head, self.dependent)

    @property
    def right(self) -> int:
        return max(self.head, self.dependent)


def draw_tree(sentence: Sentence) -> TreeDrawing | None:
    """Return the drawing of a sentence's tree, None where it has no words."""
    tokens = sentence.tokens
    if not tokens:
        return None
    links = _links(tokens)
    aways = _aways(links, tokens)
    centres, width = _centres(tokens, aways)
    levels = _levels(links)
    top = max(levels.values(), default=0) + 1
    baseline = HEADROOM + FIRST_HEIGHT + top * LEVEL_HEIGHT
    arcs = [_arc(link, levels[link], (centres[link.head] + aways[link], centres[link.dependent]), baseline) for link in links]
    arcs += [_root(token, x, baseline) for token, x in zip(tokens, centres, strict=True) if token.head == 0]
    words = (DrawnWord(round(x, 1), t.text, t.upos, _about(t), t.head == 0) for t, x in zip(tokens, centres, strict=True))
    return TreeDrawing(round(width, 1), baseline + FOOT, baseline, tuple(words), tuple(arcs), _describe(tokens))


def _links(tokens: tuple[Token, ...]) -> list[_Link]:
    """Return the relations between two words, shortest first."""
    links = [_Link(t.head - 1, i, t.deprel) for i, t in enumerate(tokens) if 1 <= t.head <= len(tokens) and t.head - 1 != i]
    return sorted(links, key=lambda link: (link.right - link.left, link.left, link.dependent))


def text_width(text: str, char: float) -> float:
    """Return the estimated width of a text in pixels; a full-width character counts twice, a combining one nothing."""
    cells = sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return cells * char


def _centres(tokens: tuple[Token, ...], aways: dict[_Link, float]) -> tuple[list[float], float]:
    """Return the centre of each word and the width of all; words stand as far apart as the label of a relation between them needs."""
    widths = [max(text_width(t.text, WORD_CHAR), text_width(t.upos, LABEL_CHAR), text_width("root", LABEL_CHAR)) for t in tokens]
    needed: dict[int, float] = {}
    for link, away in aways.items():
        if link.right - link.left == 1:
            room = text_width(link.label, LABEL_CHAR) + 3 * CORNER + abs(away)
            needed[link.left] = max(needed.get(link.left, 0.0), room)
    centres = [MARGIN + widths[0] / 2]
    for i, (before, after) in enumerate(pairwise(widths)):
        centres.append(centres[-1] + max((before + after) / 2 + WORD_GAP, needed.get(i, 0.0)))
    return centres, centres[-1] + widths[-1] / 2 + MARGIN


def _levels(links: list[_Link]) -> dict[_Link, int]:
    """Return the level of each relation, from 0 for the lowest: above every shorter one that shares a stretch of the row with it."""
    levels: dict[_Link, int] = {}
    for link in links:
        below = [level for other, level in levels.items() if other.left < link.right and link.left < other.right]
        levels[link] = max(below, default=-1) + 1
    return levels


def _aways(links: list[_Link], tokens: tuple[Token, ...]) -> dict[_Link, float]:
    """Return how far from its head's centre each arc leaves it, in pixels, negative to the left.

    The longer an arc, the nearer to the centre, so that the arcs of one head do not cross.
    """
    n_placed: dict[tuple[int, bool], int] = {}
    aways = {}
    for link in reversed(links):
        is_left = link.dependent < link.head
        turn = n_placed[link.head, is_left] = n_placed.get((link.head, is_left), 0) + 1
        most = max(text_width(tokens[link.head].text, WORD_CHAR) / 2, 2 * LANDING)
        away = min(turn * LANDING, most)
        aways[link] = -away if is_left else away
    return aways


def _arc(link: _Link, level: int, ends: tuple[float, float], baseline: float) -> DrawnArc:
    leave, land = ends
    y = baseline - FIRST_HEIGHT - level * LEVEL_HEIGHT
    turn = CORNER if land > leave else -CORNER
    path = (
        f"M{leave:.1f} {baseline:.1f}V{y + CORNER:.1f}Q{leave:.1f} {y:.1f} {leave + turn:.1f} {y:.1f}"
        f"H{land - turn:.1f}Q{land:.1f} {y:.1f} {land:.1f} {y + CORNER:.1f}V{baseline:.1f}"
    )
    return DrawnArc(path, round(land, 1), link.label, round((leave + land) / 2, 1), round(y, 1), _look(link.label))


def _root(token: Token, x: float, baseline: float) -> DrawnArc:
    return DrawnArc(f"M{x:.1f} {HEADROOM:.1f}V{baseline:.1f}", round(x, 1), token.deprel or "root", round(x, 1), HEADROOM - 5, "core")


def _look(label: str) -> str:
    relation = label.partition(":")[0]
    return "core" if relation in CORE else "quiet" if relation in QUIET else "plain"


def _about(token: Token) -> str:
    return "; ".join(part for part in (token.lemma, token.upos, token.feats) if part)


def _describe(tokens: tuple[Token, ...]) -> str:
    """Return the tree in words, for whoever does not see it."""
    parts = []
    for token in tokens:
        if token.head == 0:
            parts.append(f"{token.text} is the root")
        elif token.head <= len(tokens):
            parts.append(f"{token.text} is {token.deprel} of {tokens[token.head - 1].text}")
    return "; ".join(parts)
