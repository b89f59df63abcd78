"""The stretches of two versions that say one thing: sentences, or clauses where sentences were merged or split.

In: two sides and the alignment of their sentences. Out: `Passage`s that cover both texts, pairs of ranges to be held against each other.
Where one sentence took up two, its clauses are dealt out to them, so that each old statement meets what became of it. Deleted and inserted
sentences about one past date and one name are paired too: a correction may leave no other word standing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from communique.stories.alignment import Alignment, compare_sentences
from communique.stories.past import past_dates, share_name, share_past
from communique.stories.sides import Range, Side
from communique.stories.words import normalise

LINKED = 0.12
"""Similarity that a deleted and an inserted sentence about one past date and one name need to be paired."""

_MAX_BOUNDARIES = 14
_CLAUSE = re.compile(
    r"[.!?]+[”\"’']*\s+(?=\S)|[,;:—–]\s+(?=\w)"
    r"|\s+(?=(?:which|who|whose|where|though|although|whereas|while|that (?:was|were|is|are|had|has)|and then|but|after|before)\b)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of the earlier version and the range of the later one that took its place; one may be missing.

    `is_kept`: both say the same word for word. `is_linked`: only a past date and a name hold them together.
    """

    before: Range | None
    after: Range | None
    is_kept: bool = False
    is_linked: bool = False


def find_passages(before: Side, after: Side, alignments: Sequence[Alignment]) -> tuple[Passage, ...]:
    """Return the passages in the order of the alignments, linked ones last. Each sentence is in at least one."""
    passages: list[Passage] = []
    for alignment in alignments:
        left = [before.sentences[index] for index in alignment.before]
        right = [after.sentences[index] for index in alignment.after]
        passages += _pair_ranges(before, after, left, right) if left and right else [_one_sided(left, right)]
    links = _find_links(before, after, passages)
    linked = {index for pair in links for index in pair}
    alone = [passage for index, passage in enumerate(passages) if index not in linked]
    return (*alone, *(Passage(passages[i].before, passages[j].after, is_linked=True) for i, j in links))


def _one_sided(left: Sequence[Range], right: Sequence[Range]) -> Passage:
    return Passage(left[0], None) if left else Passage(None, right[0])


def _pair_ranges(before: Side, after: Side, left: list[Range], right: list[Range]) -> list[Passage]:
    if len(left) > 1 and len(right) == 1:
        right = _deal_out(after, right[0], [before.text(*sentence) for sentence in left])
    elif len(right) > 1 and len(left) == 1:
        left = _deal_out(before, left[0], [after.text(*sentence) for sentence in right])
    if len(left) != len(right):
        left, right = [(left[0][0], left[-1][1])], [(right[0][0], right[-1][1])]
    return [
        Passage(old, new, is_kept=normalise(before.text(*old)) == normalise(after.text(*new))) for old, new in zip(left, right, strict=True)
    ]


def _deal_out(side: Side, sentence: Range, parts: Sequence[str]) -> list[Range]:
    """Cut a sentence at clause boundaries into as many consecutive pieces as there are parts, each as like its part as possible."""
    start, end = sentence
    text = side.text(start, end)
    cuts = [_cut(text, match, start) for match in _CLAUSE.finditer(text)][:_MAX_BOUNDARIES]
    best: tuple[float, list[Range]] = (-1.0, [sentence])
    for chosen in combinations(cuts, len(parts) - 1):
        starts = [start, *(cut[1] for cut in chosen)]
        ends = [*(cut[0] for cut in chosen), end]
        pieces = list(zip(starts, ends, strict=True))
        score = sum(compare_sentences(part, side.text(*piece)) for part, piece in zip(parts, pieces, strict=True))
        if score > best[0]:
            best = (score, pieces)
    return best[1]


def _cut(text: str, match: re.Match[str], offset: int) -> Range:
    """Return where the piece before a boundary ends and the piece behind it begins; a full stop stays with its sentence."""
    stop = match.start() + (len(match.group().rstrip()) if text[match.start()] in ".!?" else 0)
    return offset + stop, offset + match.end()


def _find_links(before: Side, after: Side, passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Pair what disappeared with what appeared, the likest first; only sentences that have a past date are looked at."""
    gone = [(i, p.before) for i, p in enumerate(passages) if p.before and not p.after and past_dates(before, *p.before)]
    come = [(j, p.after) for j, p in enumerate(passages) if p.after and not p.before and past_dates(after, *p.after)]
    ranked = []
    for i, old in gone:
        for j, new in come:
            if share_past((before, old), (after, new)) and share_name((before, old), (after, new)):
                likeness = compare_sentences(before.text(*old), after.text(*new))
                if likeness >= LINKED:
                    ranked.append((-likeness, i, j))
    links: list[tuple[int, int]] = []
    for _, i, j in sorted(ranked):
        if all(i != left and j != right for left, right in links):
            links.append((i, j))
    return links
