"""The stretches of two versions that say one thing: sentences, or clauses where sentences were merged or split.

In: two sides and the alignment of their sentences. Out: `Passage`s that cover both texts, pairs of ranges to be held against each other.
Where one sentence took up two, its clauses are dealt out to them, so that each old statement meets what became of it. Deleted and inserted
sentences about one past date and one name are paired too: a correction may leave no other word standing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, product

from communique.stories.alignment import Alignment, compare_sentences
from communique.stories.past import past_dates, share_name, share_past
from communique.stories.sides import Range, Side
from communique.stories.words import normalise

PART = 0.15
"""Similarity to its piece of a sentence that a part needs: with less it was put in beside the sentence, not made of it."""

SLOT = 0.28
"""Similarity, all words of a kind weighing alike, from which what went and what came at one place of the text are one passage."""

MAX_SLOT = 400
"""A gap with more pairs of sentences than this is a text written anew, in which no sentence takes the place of another."""

LINKED = 0.12
"""Similarity that a deleted and an inserted sentence about one past date and one name need to be paired."""

_MAX_BOUNDARIES = 14
_NOWHERE = (0, 0)
_CLAUSE = re.compile(
    r"[.!?]+[”\"’']*\s+(?=[^\sa-z])|[,;:—–]\s+(?=\w)"
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
    passages = _join_slots(before, after, passages)
    links = _find_links(before, after, passages)
    linked = {index for pair in links for index in pair}
    alone = [passage for index, passage in enumerate(passages) if index not in linked]
    return (*alone, *(Passage(passages[i].before, passages[j].after, is_linked=True) for i, j in links))


def _join_slots(before: Side, after: Side, passages: Sequence[Passage]) -> list[Passage]:
    """Pair deleted and inserted sentences of one gap that are alike in their common words, which the alignment holds for little."""
    gaps: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, number in enumerate(accumulate(bool(passage.before and passage.after) for passage in passages)):
        if not (passages[index].before and passages[index].after):
            gaps[number][passages[index].before is None].append(index)
    ranked = []
    for gone, come in gaps.values():
        for i, j in product(gone, come) if len(gone) * len(come) <= MAX_SLOT else ():
            likeness = compare_sentences(before.text(*(passages[i].before or _NOWHERE)), after.text(*(passages[j].after or _NOWHERE)))
            if likeness >= SLOT:
                ranked.append((-likeness, i, j))
    became: dict[int, int] = {}
    for _, i, j in sorted(ranked):
        if i not in became and j not in became.values():
            became[i] = j
    kept = [index for index in range(len(passages)) if index not in became.values()]
    return [Passage(passages[i].before, passages[became[i]].after) if i in became else passages[i] for i in kept]


def _one_sided(left: Sequence[Range], right: Sequence[Range]) -> Passage:
    return Passage(left[0], None) if left else Passage(None, right[0])


def _pair_ranges(before: Side, after: Side, left: list[Range], right: list[Range]) -> list[Passage]:
    if len(left) == 1 or len(right) == 1:
        return _pair_parts(before, after, left, right)
    return [_two_sided(before, after, (left[0][0], left[-1][1]), (right[0][0], right[-1][1]))]


def _two_sided(before: Side, after: Side, old: Range, new: Range) -> Passage:
    return Passage(old, new, is_kept=normalise(before.text(*old)) == normalise(after.text(*new)))


def _pair_parts(before: Side, after: Side, left: list[Range], right: list[Range]) -> list[Passage]:
    """Pair one sentence with the several that it became, or the other way round; a part that has nothing of it stands alone."""
    is_split = len(left) == 1
    (whole,), parts = (left, right) if is_split else (right, left)
    holder, other = (before, after) if is_split else (after, before)
    alone: list[Range] = []
    while True:
        pieces = _deal_out(holder, whole, [other.text(*part) for part in parts])
        held = pieces if len(pieces) == len(parts) else [whole] * len(parts)
        likeness = [compare_sentences(other.text(*part), holder.text(*piece)) for part, piece in zip(parts, held, strict=True)]
        if len(parts) == 1 or min(likeness) >= PART:
            break
        alone.append(parts.pop(likeness.index(min(likeness))))
    if len(pieces) != len(parts):
        pieces, parts = [whole], [(parts[0][0], parts[-1][1])]
    paired = zip(pieces, parts, strict=True) if is_split else zip(parts, pieces, strict=True)
    rest = [Passage(None, part) if is_split else Passage(part, None) for part in alone]
    return [*(_two_sided(before, after, old, new) for old, new in paired), *rest]


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
