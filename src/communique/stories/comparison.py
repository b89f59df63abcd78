"""Two versions laid side by side: their passages paired, their claims placed in them, and what was found different.

In: two versions with their readings. Out: a `Comparison` that the finders of changes ask, and the `Finding`s they answer with. One rule
holds for all of them: where a passage was kept word for word nothing changed, whatever two readings of it may say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from communique.model.claims import Claim, Reading
from communique.model.record import Evidence
from communique.model.sources import Version
from communique.model.vocabulary import ChangeKind
from communique.stories.alignment import align_sentences, compare_sentences
from communique.stories.chronology import PLAN_CUES
from communique.stories.lexicon import words_of
from communique.stories.passages import Passage, find_passages
from communique.stories.sides import ClaimType, Range, Side, make_side
from communique.stories.substance import Substance, Verdict, compare_substance
from communique.stories.wording import EditKind, word_diff
from communique.stories.words import find_words


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference before it is ranked. `passages`: indices of the passages that it explains.

    `is_repeat`: another finding tells the same already; this one only explains its passages.
    """

    kind: ChangeKind
    before: Evidence | None
    after: Evidence | None
    passages: frozenset[int] = frozenset()
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides and their passages; `starts_before` and `starts_after` list the beginnings of passages with their indices, sorted."""

    before: Side
    after: Side
    passages: tuple[Passage, ...]
    starts_before: tuple[tuple[int, int], ...]
    starts_after: tuple[tuple[int, int], ...]

    def place_before(self, claim: Claim) -> int | None:
        """Return the passage in which a claim of the earlier version begins, or None where it stands in none."""
        return _locate(self.starts_before, self.before, claim)

    def place_after(self, claim: Claim) -> int | None:
        """Return the passage in which a claim of the later version begins, or None where it stands in none."""
        return _locate(self.starts_after, self.after, claim)

    def passages_at(self, before: int | None, after: int | None) -> frozenset[int]:
        """Return the passages that hold an offset of the earlier version's text and one of the later one's."""
        places = _find_place(self.starts_before, self.before, before), _find_place(self.starts_after, self.after, after)
        return frozenset(place for place in places if place is not None)

    def is_together(self, before: Claim, after: Claim) -> bool:
        """Return whether the passage of the one claim became the passage of the other."""
        place = self.place_before(before)
        return place is not None and place == self.place_after(after)

    def is_kept(self, place: int | None) -> bool:
        """Return whether the words of a passage are the same in both versions, moved or not."""
        return place is not None and self.passages[place].is_kept

    def is_one_sided_noise(self, place: int | None, words: str = "") -> bool:
        """Return whether a claim on one side of a passage only is a slip of reading: the other side says the same in other words.

        It is one also where the other side has all `words` of the claim, but for numbers and days: those are compared by themselves.
        """
        if place is None or self.is_kept(place):
            return place is not None
        before, after = self.text_before(place), self.text_after(place)
        if not before or not after or bool(PLAN_CUES.search(before)) != bool(PLAN_CUES.search(after)):
            return False
        if compare_substance(before, after).verdict in {Verdict.SAME, Verdict.WORDING}:
            return True
        return bool(words) and all(_is_counted(word) for word in compare_substance(words, before if words in after else after).removed)

    def text_before(self, place: int | None) -> str:
        """Return the words of a passage in the earlier version, empty where it has none or there is no passage."""
        there = self.passages[place].before if place is not None else None
        return self.before.text(*there) if there else ""

    def text_after(self, place: int | None) -> str:
        """Return the words of a passage in the later version, empty where it has none or there is no passage."""
        there = self.passages[place].after if place is not None else None
        return self.after.text(*there) if there else ""

    def finding(self, kind: ChangeKind, before: Claim | None, after: Claim | None) -> Finding:
        """Return the finding that two claims make, or one that the other version lacks."""
        places = (self.place_before(before) if before else None, self.place_after(after) if after else None)
        return Finding(
            kind,
            self.before.cite(before) if before else None,
            self.after.cite(after) if after else None,
            frozenset(place for place in places if place is not None),
        )

    def contrast(self, before: tuple[Claim, str], after: tuple[Claim, str]) -> Substance:
        """Return what the words of two claims say differently, given each claim with its words; days are compared elsewhere.

        Where both stand in one passage, words that the other side has outside its claim are no difference, nor are words exchanged where
        only one of the claims reaches: two readings may cut one sentence differently.
        """
        left, right = self.before.find(*before), self.after.find(*after)
        substance = compare_substance(self.before.mask(*left), self.after.mask(*right))
        place = self.place_before(before[0])
        if place is None or place != self.place_after(after[0]):
            return substance
        passage = self.passages[place]
        if passage.before is None or passage.after is None:
            return substance
        old, new = self.before.mask(*passage.before), self.after.mask(*passage.after)
        sentences = self.before.sentence_at(left[0]) or passage.before, self.after.sentence_at(right[0]) or passage.after
        wide = compare_substance(self.before.mask(*sentences[0]), self.after.mask(*sentences[1]))
        near = compare_substance(*_exchanged(old, new, _within(left, passage.before), _within(right, passage.after)))
        removed = tuple(word for word in substance.removed if word in wide.removed and word in near.removed)
        added = tuple(word for word in substance.added if word in wide.added and word in near.added)
        return Substance(
            removed=removed,
            added=added,
            numbers=substance.numbers and wide.numbers and near.numbers,
            names=substance.names and wide.names and near.names,
            negation=substance.negation and wide.negation,
            opposites=substance.opposites and wide.opposites,
        )

    def is_counted_otherwise(self, before: Claim, after: Claim, substance: Substance) -> bool:
        """Return whether two claims of one passage differ in nothing but numbers and days, which are told as such."""
        return self.is_together(before, after) and all(map(_is_counted, (*substance.removed, *substance.added)))


def _is_counted(word: str) -> bool:
    """Return whether a folded word is a number or the name of a month or weekday."""
    return word in words_of("months") | words_of("weekdays") or any(found.value for found in find_words(word))


def _within(part: Range, whole: Range) -> Range:
    """Return a range relative to one that holds it, cut to it."""
    return max(part[0] - whole[0], 0), min(part[1], whole[1]) - whole[0]


def _exchanged(before: str, after: str, left: Range, right: Range) -> tuple[str, str]:
    """Return the words that were exchanged where both ranges reach, joined on either side; a range reaches to what touches it."""
    old, new = [], []
    for edit in word_diff(before, after):
        is_left = edit.before_start <= left[1] and left[0] <= edit.before_end
        is_right = edit.after_start <= right[1] and right[0] <= edit.after_end
        if edit.kind is not EditKind.EQUAL and is_left and is_right:
            old.append(before[edit.before_start : edit.before_end])
            new.append(after[edit.after_start : edit.after_end])
    return " ".join(("it", *old)), " ".join(("it", *new))


def compare_versions(before: Version, after: Version, before_reading: Reading, after_reading: Reading) -> Comparison:
    """Return the two versions laid side by side."""
    left, right = make_side(before, before_reading), make_side(after, after_reading)
    alignments = align_sentences([left.text(*s) for s in left.sentences], [right.text(*s) for s in right.sentences])
    passages = find_passages(left, right, alignments)
    return Comparison(
        left,
        right,
        passages,
        starts_before=tuple(sorted((passage.before[0], at) for at, passage in enumerate(passages) if passage.before)),
        starts_after=tuple(sorted((passage.after[0], at) for at, passage in enumerate(passages) if passage.after)),
    )


def _locate(starts: Sequence[tuple[int, int]], side: Side, claim: Claim) -> int | None:
    return _find_place(starts, side, side.start_of(claim))


def _find_place(starts: Sequence[tuple[int, int]], side: Side, offset: int | None) -> int | None:
    if offset is None or side.sentence_at(offset) is None:
        return None
    at = bisect_right(starts, offset, key=lambda start: start[0]) - 1
    return starts[at][1] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Pairing(Generic[ClaimType]):
    """Claims of both versions that speak of one thing, and those that only one version has, each in text order."""

    pairs: tuple[tuple[ClaimType, ClaimType], ...]
    gone: tuple[ClaimType, ...]
    come: tuple[ClaimType, ...]


def pair_claims(
    before: Sequence[ClaimType], after: Sequence[ClaimType], affinity: Callable[[ClaimType, ClaimType], float], threshold: float
) -> Pairing[ClaimType]:
    """Pair claims one to one, the likeliest first. Cost: the product of the numbers of claims."""
    ranked = sorted((-affinity(b, a), i, j) for i, b in enumerate(before) for j, a in enumerate(after))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in ranked:
        if -score >= threshold and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return Pairing(
        pairs=tuple((before[i], after[partner[i]]) for i in sorted(partner)),
        gone=tuple(claim for i, claim in enumerate(before) if i not in partner),
        come=tuple(claim for j, claim in enumerate(after) if j not in taken),
    )


def liken(before: str, after: str) -> float:
    """Return the similarity of two short passages in [0, 1], 1 for the same words."""
    return 1.0 if before.split() == after.split() else compare_sentences(before, after)
