"""Measure how far two annotations of the same reports agree.

In: the first annotation (`reports/<process>/<name>.json`) and a second one of some of these reports (`second/<process>/<name>.json`),
written from the text alone. Out: per kind of claim precision, recall and F1 of the second against the first, agreement on the main
attribute, Cohen's kappa over sentences, and the list of disagreements, which is what the guideline is improved by.

    python training/corpus/agreement.py --sample --size 100 --seed 1
    python training/corpus/agreement.py [--first FOLDER] [--split test] [--list]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.model.vocabulary import ClaimKind

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from training.corpus.validate import GUIDE_DOMAIN, HERE, SPLITS, Claim, locate, read_corpus, read_manifest

MIN_OVERLAP = 0.3
"""Share of the shorter anchor that two claims must have in common to be one claim: the rule of the shared evaluation."""
RESAMPLES = 1000
KINDS = tuple(k.value for k in ClaimKind)
MADE = frozenset({"agreed", "signed", "decided", "in_principle"})
ON = frozenset({"open", "open_to", "reopened", "resumed", "operating", "permitted", "exempt", "established", "in_force", "appointed"})
OFF = frozenset({"closed", "suspended", "severed", "ended", "barred", "expelled", "recalled"})
PLAIN_FIELD = {"meeting": "state", "commitment": "force", "progress": "progress", "standing": "standing"}
SENTENCE_END = re.compile(r"\n\n+|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\b[A-Z])(?<!p\.m)(?<!a\.m)[.!?][”\"’]?\s+(?=[“\"‘]?[A-ZÀ-Þ0-9])")
Strata = dict[tuple[str, bool], list[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of the first annotation and its match in the second; None on the side that has none."""

    key: str
    first: Claim | None
    second: Claim | None

    @property
    def kind(self) -> str:
        """The kind of the claim; both sides have the same."""
        claim = self.first or self.second or {}
        return str(claim["kind"])

    @property
    def is_neutral(self) -> bool:
        """Whether a side marks its reading optional, so that the pair neither counts for nor against agreement."""
        return any(claim is not None and claim["optional"] for claim in (self.first, self.second))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims of a kind both sides have (`both`) or one alone, and how many of those in common have the same attribute."""

    both: int
    first_only: int
    second_only: int
    alike: int
    exact: int

    @property
    def precision(self) -> float:
        """Share of the second annotation's claims that the first has too, 0 to 1; 0 where there are none."""
        return self.both / (self.both + self.second_only) if self.both else 0.0

    @property
    def recall(self) -> float:
        """Share of the first annotation's claims that the second has too, 0 to 1; 0 where there are none."""
        return self.both / (self.both + self.first_only) if self.both else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; the same whichever annotation is called the first."""
        return 2 * self.both / (2 * self.both + self.first_only + self.second_only) if self.both else 0.0


def draw_sample(strata: Mapping[tuple[str, bool], Sequence[str]], size: int, seed: int) -> list[str]:
    """Return the keys of a sample that has the proportions of the strata (largest remainders), sorted.

    A key's place in the draw depends on the seed and itself alone, so that a corpus that grows keeps most of an earlier sample.

    Raises:
        ValueError: There are fewer keys than are asked for.
    """
    total = sum(map(len, strata.values()))
    if size > total:
        raise ValueError(f"a sample of {size} from {total} reports; ask for fewer")
    shares = {name: size * len(keys) / total for name, keys in strata.items()}
    takes = {name: int(share) for name, share in shares.items()}
    by_remainder = sorted(shares, key=lambda name: (takes[name] - shares[name], name))
    for name in by_remainder[: size - sum(takes.values())]:
        takes[name] += 1
    ranked = {name: sorted(keys, key=lambda k: hashlib.sha256(f"{seed}:{k}".encode()).hexdigest()) for name, keys in strata.items()}
    return sorted(key for name, keys in ranked.items() for key in keys[: takes[name]])


def read_strata(folder: Path = HERE) -> Strata:
    """Return the keys of all reports by split and by whether they are look-alikes, from the names of the files alone."""
    split_of = {process: split for split, processes in read_manifest(folder)["splits"].items() for process in processes}
    strata: Strata = defaultdict(list)
    for path in sorted((folder / "reports").glob("*/*.txt")):
        process = path.parent.name
        strata[split_of[process], process.startswith("look-alikes")].append(f"{process}/{path.stem}")
    return dict(strata)


def share_anchor(left: Claim, right: Claim) -> bool:
    """Tell whether the anchors of two claims have enough in common, in code points, for one claim."""
    shared = min(left["end"], right["end"]) - max(left["start"], right["start"])
    return bool(shared >= MIN_OVERLAP * min(left["end"] - left["start"], right["end"] - right["start"]) and shared > 0)


def attribute(claim: Claim) -> frozenset[str]:
    """Return the main attribute of a claim as a set: values, or for who says or wants something the names."""
    kind = claim["kind"]
    if kind in PLAIN_FIELD:
        return frozenset({claim[PLAIN_FIELD[kind]]})
    if kind == "relation":
        return frozenset({f"{claim['domain']} {claim['value'].partition('(')[0]}"})
    if kind == "statement":
        return frozenset(name.split()[-1].casefold() for name in claim["speaker"].split("; "))
    return frozenset(claim["parties" if kind == "reaffirmation" else "by"])


def grouped(claim: Claim) -> frozenset[str]:
    """Return the main attribute as coarsely as the shared evaluation compares it."""
    if claim["kind"] == "commitment" and claim["force"] in MADE:
        return frozenset({"made"})
    if claim["kind"] == "relation":
        value = claim["value"].partition("(")[0]
        turned = "on" if value in ON else "off" if value in OFF else value
        return frozenset({f"{GUIDE_DOMAIN.get(claim['domain'], claim['domain'])} {turned}"})
    return attribute(claim)


def is_alike(left: Claim, right: Claim, read: Callable[[Claim], frozenset[str]] = grouped) -> bool:
    """Tell whether two claims of a kind agree on the main attribute: one value or one name in common."""
    return bool(read(left) & read(right))


def find_edges(first: Sequence[Claim], second: Sequence[Claim]) -> dict[int, list[int]]:
    """Return for each claim of the first annotation its possible matches in the second, best first.

    Better is what both sides want, then what has the same attribute, then the closer anchor (shared part of both together).
    """
    edges = {}
    for i, left in enumerate(first):
        weighed = []
        for j, right in enumerate(second):
            if left["kind"] == right["kind"] and share_anchor(left, right):
                common = min(left["end"], right["end"]) - max(left["start"], right["start"])
                closeness = common / (max(left["end"], right["end"]) - min(left["start"], right["start"]))
                weighed.append((left["optional"] or right["optional"], not is_alike(left, right), -closeness, j))
        edges[i] = [j for *_, j in sorted(weighed)]
    return edges


def match(edges: Mapping[int, Sequence[int]], order: Sequence[int]) -> dict[int, int]:
    """Return as many one-to-one matches as there can be, second to first, by augmenting paths (Kuhn 1955); earlier ones keep a match."""
    owner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if j not in owner or place(owner[j], tried):
                    owner[j] = i
                    return True
        return False

    for i in order:
        place(i, set())
    return owner


def pair_claims(key: str, first: Sequence[Claim], second: Sequence[Claim]) -> list[Pair]:
    """Pair the claims of one report, each with at most one of its own kind, those that both sides want before the others."""
    edges = find_edges(first, second)
    wanted = {i: [j for j in found if not (first[i]["optional"] or second[j]["optional"])] for i, found in edges.items()}
    owner = match(wanted, range(len(first)))
    rest = {i: [j for j in found if j not in owner] for i, found in edges.items() if i not in owner.values()}
    owner |= match(rest, sorted(rest, key=lambda i: (first[i]["optional"], i)))
    pairs = [Pair(key, first[i], second[j]) for j, i in sorted(owner.items(), key=lambda item: item[1])]
    pairs += [Pair(key, claim, None) for i, claim in enumerate(first) if i not in owner.values()]
    return pairs + [Pair(key, None, claim) for j, claim in enumerate(second) if j not in owner]


def as_wanted(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs as if optional readings had not been annotated: the strictest view."""
    cut = [Pair(p.key, *(None if c is None or c["optional"] else c for c in (p.first, p.second))) for p in pairs]
    return [p for p in cut if p.first is not None or p.second is not None]


def count(pairs: Iterable[Pair]) -> Counts:
    """Count agreement; a pair in which a side is optional counts neither for nor against it."""
    counted = [p for p in pairs if not p.is_neutral]
    both = [(p.first, p.second) for p in counted if p.first is not None and p.second is not None]
    return Counts(
        len(both),
        sum(p.second is None for p in counted),
        sum(p.first is None for p in counted),
        sum(is_alike(a, b) for a, b in both),
        sum(is_alike(a, b, attribute) for a, b in both),
    )


def bootstrap_f1(pairs: Sequence[Pair], seed: int) -> tuple[float, float]:
    """Return the 95 % interval of F1 if other reports had been drawn (percentiles over resampled reports; Efron 1979)."""
    by_report: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_report[pair.key].append(pair)
    counts = [count(by_report[key]) for key in sorted(by_report)]
    draw = random.Random(seed)
    scores = []
    for _ in range(RESAMPLES):
        chosen = draw.choices(counts, k=len(counts))
        both, alone = sum(c.both for c in chosen), sum(c.first_only + c.second_only for c in chosen)
        scores.append(2 * both / (2 * both + alone) if both else 0.0)
    scores.sort()
    return scores[RESAMPLES // 40], scores[-1 - RESAMPLES // 40]


def split_sentences(text: str) -> list[int]:
    """Return the offsets at which the sentences of a text start; rough, but the same for both annotations."""
    return [0, *(match.end() for match in SENTENCE_END.finditer(text))]


def kappa(table: Counter[tuple[bool, bool]]) -> float | None:
    """Return Cohen's kappa (1960) of yes-no judgements counted as (first, second); None where chance alone would agree on all."""
    n = sum(table.values())
    if not n:
        return None
    first, second = (sum(v for k, v in table.items() if k[side]) / n for side in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    observed = (table[True, True] + table[False, False]) / n
    return None if chance == 1 else (observed - chance) / (1 - chance)


def presence(text: str, first: Sequence[Claim], second: Sequence[Claim], kind: str) -> Counter[tuple[bool, bool]]:
    """Count the sentences by whether a claim of a kind begins there in each annotation; optional readings are taken as absent."""
    starts = split_sentences(text)
    told = [{bisect_right(starts, c["start"]) for c in side if c["kind"] == kind and not c["optional"]} for side in (first, second)]
    return Counter((n in told[0], n in told[1]) for n in range(1, len(starts) + 1))


def find_confusions(pairs: Sequence[Pair]) -> Counter[tuple[str, str]]:
    """Count the unpaired claims, not optional, that share an anchor with one of another kind, as (kind of the first, of the second)."""
    alone = [p for p in pairs if not p.is_neutral]
    first = [(p.key, p.first) for p in alone if p.first is not None and p.second is None]
    second = [(p.key, p.second) for p in alone if p.second is not None and p.first is None]
    return Counter((a["kind"], b["kind"]) for key, a in first for other, b in second if key == other and share_anchor(a, b))


def describe(pair: Pair) -> str:
    """Return one line about a pair: who has it, how it is read, and its words."""
    sides = [("first", pair.first), ("second", pair.second)]
    who = "differ" if pair.first and pair.second else "first only" if pair.first else "second only"
    read = " | ".join(f"{', '.join(sorted(attribute(c)))}{' (optional)' if c['optional'] else ''}" for _, c in sides if c)
    return f"{pair.key}\t{pair.kind}\t{who}\t{read}\t{(pair.first or pair.second or {})['exact']}"


def list_disagreements(pairs: Iterable[Pair]) -> list[str]:
    """Return a line for every claim that one side alone has, and for every attribute that differs, optional readings left out."""
    wrong = [p for p in pairs if not p.is_neutral and not (p.first and p.second and is_alike(p.first, p.second))]
    return [describe(p) for p in sorted(wrong, key=lambda p: (p.key, (p.first or p.second or {})["start"], p.kind))]


def read_second(folder: Path, text_of: Mapping[str, str]) -> dict[str, list[Claim]]:
    """Return the second annotation by the key of the report, located and completed like the first.

    Raises:
        ValueError: A file belongs to no report, or a claim is not in order.
    """
    found = {}
    for path in sorted(folder.glob("*/*.json")):
        key = f"{path.parent.name}/{path.stem}"
        if key not in text_of:
            raise ValueError(f"{path}: no report {key}; remove it or restore the report")
        claims, faults = locate(json.loads(path.read_text(encoding="utf-8")), text_of[key])
        if faults:
            raise ValueError(f"{path}: {faults[0]}; correct the claim")
        found[key] = claims
    return found


def as_table(pairs: Sequence[Pair], sentences: Mapping[str, Counter[tuple[bool, bool]]]) -> list[str]:
    """Return the lines of the table per kind, in Markdown; `sentences` holds the presence of each kind over all sentences."""
    columns = ("kind", "both", "first only", "second only", "P", "R", "F1", "strict F1", "attribute", "exact", "kappa")
    lines = ["| " + " | ".join(columns) + " |", "|---|" + "---:|" * (len(columns) - 1)]
    for kind in (*KINDS, "all"):
        of_kind = [p for p in pairs if kind in ("all", p.kind)]
        if not of_kind:
            continue
        c = count(of_kind)
        rates = [c.precision, c.recall, c.f1, count(as_wanted(of_kind)).f1, *(n / c.both if c.both else None for n in (c.alike, c.exact))]
        rates.append(kappa(sentences[kind]) if kind in sentences else None)
        cells = [kind, str(c.both), str(c.first_only), str(c.second_only), *("–" if r is None else f"{r:.3f}" for r in rates)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def summarise(pairs: Sequence[Pair], seed: int) -> list[str]:
    """Return lines on the whole: intervals, agreement on what is optional, and words read as different kinds."""
    marks = Counter((p.first["optional"], p.second["optional"]) for p in pairs if p.first is not None and p.second is not None)
    kappa_of_marks = kappa(marks)
    confused = sorted(find_confusions(pairs).items(), key=lambda item: (-item[1], item[0]))
    lines = []
    for name, chosen in (("F1", list(pairs)), ("strict F1", as_wanted(pairs))):
        low, high = bootstrap_f1(chosen, seed)
        lines.append(f"{name} {count(chosen).f1:.3f}, between {low:.3f} and {high:.3f} in 95 % of resamples of the reports")
    alike = f"optional or not, of {sum(marks.values())} claims that both have: the same in {marks[True, True] + marks[False, False]}"
    lines.append(alike if kappa_of_marks is None else f"{alike}, kappa {kappa_of_marks:.3f}")
    lines.append("same words, other kind (first > second): " + (", ".join(f"{a} > {b} {n}" for (a, b), n in confused) or "none"))
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Print the sample or the agreement; return the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--sample", action="store_true", help="print the keys of a sample, stratified by split and by look-alike")
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="of the sample and of the resampling")
    parser.add_argument("--first", type=Path, default=HERE, help="the corpus with the first annotation (reports/ and manifest.json)")
    parser.add_argument("--second", type=Path, default=HERE / "second")
    parser.add_argument("--split", choices=SPLITS, help="only the reports of one split")
    parser.add_argument("--list", action="store_true", help="list the disagreements, tab-separated, instead of the table")
    options = parser.parse_args(arguments)
    if options.sample:
        print("\n".join(draw_sample(read_strata(options.first), options.size, options.seed)))
        return 0
    reports = {r.key: r for r in read_corpus(options.first)}
    second = read_second(options.second, {key: r.text for key, r in reports.items()})
    if options.split:
        wanted = set(read_manifest(options.first)["splits"][options.split])
        second = {key: claims for key, claims in second.items() if reports[key].process in wanted}
    pairs = [p for key, claims in second.items() for p in pair_claims(key, reports[key].claims, claims)]
    if options.list:
        print("\n".join(list_disagreements(pairs)))
        return 0
    sentences: dict[str, Counter[tuple[bool, bool]]] = {kind: Counter() for kind in KINDS}
    for key, claims in second.items():
        for kind in KINDS:
            sentences[kind] += presence(reports[key].text, reports[key].claims, claims, kind)
    print("\n".join(as_table(pairs, sentences)))
    whether = Counter((bool(reports[key].claims), bool(claims)) for key, claims in second.items())
    print(f"\n{len(second)} reports, {sum(sentences[KINDS[0]].values())} sentences")
    print(f"a report holds a claim or none: same in {whether[True, True] + whether[False, False]} of {len(second)}")
    print("\n".join(summarise(pairs, options.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
