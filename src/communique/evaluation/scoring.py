"""Pairs the claims of a system with annotated ones and counts what agrees.

In: for every item its gold and its found claims, as dictionaries in the words of the annotation guideline (`type`, `anchor`,
attributes by type). Out: a `Scores`, with counts per type, attributes over matched pairs, and how many items without a fact got
one. A claim is *matched* by one of its type whose anchor shares `MIN_OVERLAP` of the shorter anchor, one to one; it is *right* when
its main attribute agrees too. Strict rates count what is right, relaxed ones what is matched. Optional gold claims are neither wanted
nor held against the system.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

GuideClaim = dict[str, Any]
"""A claim in the words of the annotation guideline: `type`, `anchor` (half-open code points), attributes by type."""
KINDS = ("meeting", "commitment", "status", "relation", "refusal", "demand", "statement")
MIN_OVERLAP = 0.3
"""Share of the shorter anchor that a pair must have in common."""
MADE = frozenset({"agreed", "signed", "decided", "in_principle"})
"""Forces that count as one: a deal was made."""
OPENING = frozenset({"open", "reopened", "resumed", "operating", "permitted", "exempt", "established", "in_force", "appointed"})
CLOSING = frozenset({"closed", "suspended", "severed", "ended", "barred", "expelled", "recalled"})
DOMAINS = {"air_passenger": "air", "air_cargo": "air", "road": "crossing", "territory_control": "territory"}
LISTED = {
    "meeting": ("places", "parties", "persons", "mediators"),
    "commitment": ("obligors",),
    "status": ("parties",),
    "relation": ("a", "b"),
    "refusal": ("by",),
    "demand": ("by", "of"),
    "statement": (),
}
"""Attributes that are lists of names: compared by the share they have in common."""
SINGLE = {"meeting": ("date", "ordinal"), "commitment": ("due",), "relation": ("from",), "statement": ("mode",)}
"""Attributes that must be the same."""
SAME_NAMES = {
    "us": "united states", "u s": "united states", "usa": "united states", "uk": "united kingdom", "britain": "united kingdom",
    "eu": "european union", "un": "united nations", "uae": "united arab emirates", "drc": "dr congo", "turkiye": "turkey",
    "democratic republic of the congo": "dr congo", "czechia": "czech republic", "cote d ivoire": "ivory coast", "gaza": "gaza strip",
    "state of palestine": "palestine", "west bank": "palestine",
}  # fmt: skip
"""Names that mean the same, folded as by `fold`."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, 0 to 100; 0 of nothing."""

    precision: float
    recall: float
    f1: float


@dataclass(slots=True)
class Tally:
    """Counts of one type of claim: wanted, found, matched, and right in the main attribute as well."""

    wanted: int = 0
    found: int = 0
    matched: int = 0
    right: int = 0

    @property
    def strict(self) -> Rates:
        """The rates that count a claim whose main attribute is right."""
        return self._rates(self.right)

    @property
    def relaxed(self) -> Rates:
        """The rates that count every matched claim."""
        return self._rates(self.matched)

    def _rates(self, hits: int) -> Rates:
        both = self.found + self.wanted
        return Rates(
            precision=100 * hits / self.found if self.found else 0.0,
            recall=100 * hits / self.wanted if self.wanted else 0.0,
            f1=200 * hits / both if both else 0.0,
        )

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.wanted += other.wanted
        self.found += other.found
        self.matched += other.matched
        self.right += other.right


@dataclass(slots=True)
class Scores:
    """Counts over all items of a gold file; `attributes` holds for every matched pair how far an attribute agrees, 0 to 1."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    attributes: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    empty_items: int = 0
    false_items: int = 0

    @property
    def overall(self) -> Tally:
        """The counts of all types together."""
        total = Tally()
        for tally in self.kinds.values():
            total.add(tally)
        return total

    @property
    def false_share(self) -> float:
        """Share of the items without a fact that got one, 0 to 100."""
        return 100 * self.false_items / self.empty_items if self.empty_items else 0.0


def score_items(items: Iterable[tuple[Sequence[GuideClaim], Sequence[GuideClaim]]]) -> Scores:
    """Score pairs of gold and found claims, one pair per item."""
    scores = Scores()
    for gold, found in items:
        if not gold:
            scores.empty_items += 1
            scores.false_items += any(claim["type"] != "statement" for claim in found)
        for kind in KINDS:
            _score_kind(kind, [c for c in gold if c["type"] == kind], [c for c in found if c["type"] == kind], scores)
    return scores


def _score_kind(kind: str, gold: list[GuideClaim], found: list[GuideClaim], scores: Scores) -> None:
    pairs = pair_claims(gold, found)
    surplus = _ignored(kind, gold, found, pairs)
    wanted = [(g, f) for g, f in pairs if not gold[g].get("optional")]
    scores.kinds[kind].add(
        Tally(
            wanted=sum(not claim.get("optional") for claim in gold),
            found=len(found) - len(surplus),
            matched=len(wanted),
            right=sum(agree(gold[g], found[f]) for g, f in wanted),
        )
    )
    for g, f in wanted:
        for name, value in compare_attributes(kind, gold[g], found[f]):
            scores.attributes[f"{kind}_{name}"].append(value)


def _ignored(kind: str, gold: list[GuideClaim], found: list[GuideClaim], pairs: list[tuple[int, int]]) -> set[int]:
    """Return the found claims that do not count: those paired with optional gold, and split parts of a relation between several actors."""
    ignored = {f for g, f in pairs if gold[g].get("optional")}
    paired = {f for _, f in pairs}
    if kind == "relation":
        for number, claim in enumerate(found):
            if number not in paired and any(_is_part(gold[g], claim) for g, _ in pairs):
                ignored.add(number)
    return ignored


def _is_part(gold: GuideClaim, found: GuideClaim) -> bool:
    """Tell whether a relation repeats one of the several actors of an annotated one."""
    several = any(len(names_of(gold.get(side))) > 1 for side in ("a", "b"))
    inside = all(names_of(found.get(side)) <= names_of(gold.get(side)) for side in ("a", "b"))
    return several and inside and agree(gold, found) and overlap(gold, found) >= MIN_OVERLAP


# --- pairing ---------------------------------------------------------------------------------------------------------------------


def overlap(one: GuideClaim, other: GuideClaim) -> float:
    """Return the share of the shorter of two anchors that both cover, 0 to 1."""
    (a, b), (c, d) = one["anchor"], other["anchor"]
    shorter = min(b - a, d - c)
    return max(0, min(b, d) - max(a, c)) / shorter if shorter > 0 else 0.0


def pair_claims(gold: Sequence[GuideClaim], found: Sequence[GuideClaim]) -> list[tuple[int, int]]:
    """Pair claims one to one: as many wanted ones as possible, those that agree first, then optional ones with what is left.

    Augmenting paths (Kuhn 1955) in four passes: a later pass may change partners that an earlier one gave, never leave a claim without one.
    """
    edges = [_candidates(claim, found) for claim in gold]
    partner: dict[int, int] = {}
    wanted = [g for g, claim in enumerate(gold) if not claim.get("optional")]
    optional = [g for g, claim in enumerate(gold) if claim.get("optional")]
    for group in (wanted, optional):
        for agreeing in (True, False):
            for g in group:
                if g not in partner.values():
                    usable = {k: [f for f in edges[k] if not agreeing or agree(gold[k], found[f])] for k in range(len(gold))}
                    _augment(g, usable, partner, set())
    return sorted((g, f) for f, g in partner.items())


def _candidates(claim: GuideClaim, found: Sequence[GuideClaim]) -> list[int]:
    """Return the found claims that a gold claim may be paired with, the best first."""
    shares = [(overlap(claim, other), -abs(claim["anchor"][0] - other["anchor"][0]), -n) for n, other in enumerate(found)]
    near = sorted((s for s in shares if s[0] >= MIN_OVERLAP), reverse=True)
    ranked = [-n for _, _, n in near]
    return sorted(ranked, key=lambda n: not agree(claim, found[n]))


def _augment(g: int, edges: dict[int, list[int]], partner: dict[int, int], seen: set[int]) -> bool:
    for f in edges[g]:
        if f in seen:
            continue
        seen.add(f)
        if f not in partner or _augment(partner[f], edges, partner, seen):
            partner[f] = g
            return True
    return False


# --- agreement -----------------------------------------------------------------------------------------------------------------------


def fold(name: object) -> str:
    """Return a name without case, accents, punctuation and article, its known variants as one."""
    plain = unicodedata.normalize("NFKD", str(name or "")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = " ".join(re.findall(r"[0-9a-z]+", plain)).removeprefix("the ")
    return SAME_NAMES.get(plain, plain)


def names_of(value: object) -> set[str]:
    """Return the folded names of an attribute, which may be one name or a list."""
    listed = value if isinstance(value, list | tuple) else [value]
    return {folded for folded in map(fold, listed) if folded}


def agree(gold: GuideClaim, found: GuideClaim) -> bool:
    """Tell whether the main attributes of two claims of one type agree."""
    return _MAIN[gold["type"]](gold, found)


def _same_force(gold: GuideClaim, found: GuideClaim) -> bool:
    one, other = gold.get("force"), found.get("force")
    return one == other or (one in MADE and other in MADE)


def _same_relation(gold: GuideClaim, found: GuideClaim) -> bool:
    return _domain(gold) == _domain(found) and _direction(gold) == _direction(found)


def _domain(claim: GuideClaim) -> str:
    return DOMAINS.get(claim["domain"], str(claim["domain"]))


def _direction(claim: GuideClaim) -> str:
    """Return "on" or "off" for values that open or close, any other value as it is."""
    value = str(claim.get("value") or "").partition("(")[0]
    if value in CLOSING:
        return "off"
    return "on" if value in OPENING or value.startswith("open") else value


def same_speaker(gold: object, found: object) -> bool:
    """Tell whether two speakers are one: the same last word, or half of the words; "A; B" names two."""
    for one in map(fold, str(gold or "").split(";")):
        for other in map(fold, str(found or "").split(";")):
            if one and other and (one.split()[-1] == other.split()[-1] or _share(set(one.split()), set(other.split())) >= 0.5):
                return True
    return False


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


_MAIN: dict[str, Callable[[GuideClaim, GuideClaim], bool]] = {
    "meeting": lambda gold, found: gold.get("state") == found.get("state"),
    "commitment": _same_force,
    "status": lambda gold, found: (gold.get("progress"), gold.get("standing")) == (found.get("progress"), found.get("standing")),
    "relation": _same_relation,
    "statement": lambda gold, found: same_speaker(gold.get("speaker"), found.get("speaker")),
    "refusal": lambda gold, found: bool(names_of(gold.get("by")) & names_of(found.get("by"))),
    "demand": lambda gold, found: bool(names_of(gold.get("by")) & names_of(found.get("by"))),
}


def compare_attributes(kind: str, gold: GuideClaim, found: GuideClaim) -> Iterable[tuple[str, float]]:
    """Yield every attribute that one of two matched claims states, with how far they agree, 0 to 1."""
    for name in LISTED[kind]:
        one, other = names_of(gold.get(name)), names_of(found.get(name))
        if name == "persons":
            one, other = {n.split()[-1] for n in one}, {n.split()[-1] for n in other}
        if one | other:
            yield name, _share(one, other)
    for name in SINGLE.get(kind, ()):
        if gold.get(name) is not None or found.get(name) is not None:
            yield name, float(gold.get(name) == found.get(name))
