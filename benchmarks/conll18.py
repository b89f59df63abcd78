"""The rules of the CoNLL 2018 shared task for scoring parses of raw text, written anew after their description.

Both sides are sequences of characters without white space. Tokens and sentences are right when the other side has the same span. Words
are aligned by span; where a multiword token is on either side, the words of the whole overlapping stretch are aligned by the longest
common subsequence of their lower-cased forms. A head is right when it is aligned with the gold head, or both are the root. Relations
count without their subtypes; universal features only count as features. (https://universaldependencies.org/conll18/evaluation.html)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

UNIVERSAL_FEATURES = frozenset(
    (
        *("PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite", "Degree"),
        *("VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite"),
    )
)
Span = tuple[int, int]


class ScoringError(ValueError):
    """The two sides are not of the same text."""


@dataclass(slots=True)
class ScoredWord:
    """A word: its span in characters without white space (that of its token, if that has several words), and its columns."""

    span: Span
    form: str
    lemma: str
    upos: str
    feats: str
    deprel: str
    head: int
    """Position of the head among all words of the side; -1 for a root."""
    is_part: bool


@dataclass(slots=True)
class Side:
    """Gold or system: all tokens, sentences and words of a text."""

    characters: str = ""
    tokens: list[Span] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    words: list[ScoredWord] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, 0 to 1."""

    right: int
    n_system: int
    n_gold: int

    @property
    def precision(self) -> float:
        return self.right / self.n_system if self.n_system else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        total = self.n_system + self.n_gold
        return 2 * self.right / total if total else 0.0


def read_side(lines: Iterable[str]) -> Side:
    """Reads CoNLL-U."""
    side = Side()
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        clean = line.rstrip("\n")
        if not clean.strip():
            if rows:
                _add_sentence(side, rows)
            rows = []
        elif not clean.startswith("#"):
            rows.append(clean.split("\t"))
    return side


def _add_sentence(side: Side, rows: list[list[str]]) -> None:
    first_word, start = len(side.words), len(side.characters)
    part_until, part_span = 0, (0, 0)
    for cells in rows:
        if "." in cells[0]:
            continue
        form = "".join(cells[1].split())
        if "-" in cells[0]:
            part_until = int(cells[0].split("-")[1])
            part_span = (len(side.characters), len(side.characters) + len(form))
            side.characters += form
            side.tokens.append(part_span)
            continue
        is_part = int(cells[0]) <= part_until
        span = part_span if is_part else (len(side.characters), len(side.characters) + len(form))
        if not is_part:
            side.characters += form
            side.tokens.append(span)
        head = int(cells[6])
        feats = "|".join(sorted(f for f in cells[5].split("|") if f.split("=")[0] in UNIVERSAL_FEATURES))
        position = first_word + head - 1 if head else -1
        side.words.append(ScoredWord(span, cells[1], cells[2], cells[3], feats, cells[7].split(":")[0], position, is_part))
    side.sentences.append((start, len(side.characters)))


def align_words(gold: Side, system: Side) -> list[tuple[int, int]]:
    """Pairs (gold word, system word) that are the same word, in order."""
    pairs: list[tuple[int, int]] = []
    g, s = 0, 0
    while g < len(gold.words) and s < len(system.words):
        one, other = gold.words[g], system.words[s]
        if one.is_part or other.is_part:
            g_end, s_end = _find_stretch(gold.words, system.words, g, s)
            if one.span[1] <= other.span[0] and not one.is_part:
                g += 1
            elif other.span[1] <= one.span[0] and not other.is_part:
                s += 1
            else:
                pairs += _align_forms(gold.words, system.words, (g, g_end), (s, s_end))
                g, s = g_end, s_end
        elif one.span == other.span:
            pairs.append((g, s))
            g, s = g + 1, s + 1
        elif one.span[0] <= other.span[0]:
            g += 1
        else:
            s += 1
    return pairs


def _find_stretch(gold: list[ScoredWord], system: list[ScoredWord], g: int, s: int) -> tuple[int, int]:
    """Where the stretch ends that starts at words g and s and that no multiword token crosses."""
    end = gold[g].span[1] if gold[g].is_part else -1
    end = max(end, system[s].span[1] if system[s].is_part else -1)
    while True:
        before = (g, s, end)
        while g < len(gold) and gold[g].span[0] < end:
            end = max(end, gold[g].span[1]) if gold[g].is_part else end
            g += 1
        while s < len(system) and system[s].span[0] < end:
            end = max(end, system[s].span[1]) if system[s].is_part else end
            s += 1
        if before == (g, s, end):
            return g, s


def _align_forms(gold: list[ScoredWord], system: list[ScoredWord], g: Span, s: Span) -> list[tuple[int, int]]:
    """Pairs by the longest common subsequence of the forms in gold[g] and system[s]."""
    n, m = g[1] - g[0], s[1] - s[0]
    length = [[0] * (m + 1) for _ in range(n + 1)]

    def same(i: int, j: int) -> bool:
        return gold[g[0] + i].form.lower() == system[s[0] + j].form.lower()

    for i in reversed(range(n)):
        for j in reversed(range(m)):
            length[i][j] = 1 + length[i + 1][j + 1] if same(i, j) else max(length[i + 1][j], length[i][j + 1])
    pairs = []
    i = j = 0
    while i < n and j < m:
        if same(i, j):
            pairs.append((g[0] + i, s[0] + j))
            i, j = i + 1, j + 1
        elif length[i + 1][j] >= length[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def score(gold: Side, system: Side) -> dict[str, Score]:
    """All measures.

    Raises:
        ScoringError: the characters of the two sides differ.
    """
    if gold.characters != system.characters:
        place = next((i for i, (a, b) in enumerate(zip(gold.characters, system.characters, strict=False)) if a != b), -1)
        around = gold.characters[max(0, place - 20) : place + 20], system.characters[max(0, place - 20) : place + 20]
        raise ScoringError(f"the texts differ at character {place}: {around[0]!r} and {around[1]!r}")
    pairs = align_words(gold, system)
    gold_of = {s: g for g, s in pairs}
    counts = (len(system.words), len(gold.words))

    def of_words(is_right: Callable[[ScoredWord, ScoredWord], bool]) -> Score:
        return Score(sum(is_right(gold.words[g], system.words[s]) for g, s in pairs), *counts)

    def attached(one: ScoredWord, other: ScoredWord) -> bool:
        return one.head == (-1 if other.head < 0 else gold_of.get(other.head, -2))

    def spans(one: list[Span], other: list[Span]) -> Score:
        return Score(len(set(one) & set(other)), len(other), len(one))

    return {
        "tokens": spans(gold.tokens, system.tokens),
        "sentences": spans(gold.sentences, system.sentences),
        "words": of_words(lambda _one, _other: True),
        "upos": of_words(lambda one, other: one.upos == other.upos),
        "feats": of_words(lambda one, other: one.feats == other.feats),
        "lemmas": of_words(lambda one, other: one.lemma in ("_", other.lemma)),
        "uas": of_words(attached),
        "las": of_words(lambda one, other: attached(one, other) and one.deprel == other.deprel),
    }
