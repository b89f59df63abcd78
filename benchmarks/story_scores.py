"""Scores of the comparison of versions on real revisions: `python -m benchmarks.story_scores --data DIR [--part test]`.

Sentences before and after a revision come from the real split of VitaminC (Schuster et al. 2021,
https://aclanthology.org/2021.naacl-main.52/). Its labels tell whether a revision replaced a fact, added or left out one; texts are composed
of such sentences, moved, merged, deleted and inserted with a fixed seed, so that the true alignment is known. The pace is that of grouping.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scoring import hold_to_floors
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.stories.alignment import align_sentences
from communique.stories.copies import find_copies
from communique.stories.grouping import group_versions
from communique.stories.substance import Verdict, compare_substance

ARCHIVE = Path("revisions") / "vitaminc_real.zip"
SEED = 1993
N_TEXTS = 300
N_SENTENCES = 14
_SHARES = {"deleted": 0.12, "inserted": 0.12, "moved": 0.06, "merged": 0.08}
_Links = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Revision:
    """A sentence before and after, and what became of its content (None where the labels do not say)."""

    before: str
    after: str
    verdict: Verdict | None


def read_revisions(data: Path, part: str) -> list[Revision]:
    """Return the revisions of one half of the corpus; halves are made by page, so that no page is in both."""
    cases: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with zipfile.ZipFile(data / ARCHIVE) as archive:
        for line in archive.read("vitaminc_real/test.jsonl").decode("utf-8").splitlines():
            row = json.loads(line)
            cases[row["case_id"]].append(row)
    revisions = []
    for _, rows in sorted(cases.items()):
        half = hashlib.blake2b(rows[0]["page"].encode()).digest()[0] % 2
        texts = list(dict.fromkeys(row["evidence"] for row in rows))
        if len(texts) == 2 and ("dev", "test")[half] == part:
            revisions.append(Revision(texts[0], texts[1], _verdict(rows, texts)))
    return revisions


def _verdict(rows: Sequence[dict[str, str]], texts: Sequence[str]) -> Verdict | None:
    """Read the verdict off the labels of the claims that were written about both texts."""
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        labels[row["claim"]][row["evidence"]] = row["label"][0]
    moves = {(label.get(texts[0], "?"), label.get(texts[1], "?")) for label in labels.values()}
    if moves == {("N", "S")}:
        return Verdict.EXTENDED
    if moves == {("S", "N")}:
        return Verdict.REDUCED
    if moves & {("R", "S"), ("S", "R")} or moves >= {("N", "S"), ("S", "N")}:
        return Verdict.REPLACED
    return None


def score_verdicts(revisions: Sequence[Revision]) -> Iterator[tuple[str, float]]:
    """Yield F1 by verdict and their mean, in per cent; wording for wording counts as replaced, since the corpus has no mere style."""
    folded = {Verdict.WORDING: Verdict.REPLACED, Verdict.SAME: Verdict.EXTENDED}
    counts: Counter[tuple[Verdict, Verdict]] = Counter()
    for revision in revisions:
        if revision.verdict is not None:
            found = compare_substance(revision.before, revision.after).verdict
            counts[revision.verdict, folded.get(found, found)] += 1
    scores = []
    for verdict in (Verdict.REPLACED, Verdict.EXTENDED, Verdict.REDUCED):
        right = counts[verdict, verdict]
        said = sum(n for (_, found), n in counts.items() if found is verdict)
        wanted = sum(n for (gold, _), n in counts.items() if gold is verdict)
        scores.append(_f1(right, said, wanted))
        yield f"verdict_{verdict}_f1", scores[-1]
    yield "verdict_macro_f1", round(sum(scores) / len(scores), 2)


def _f1(right: int, said: int, wanted: int) -> float:
    return round(200 * right / (said + wanted), 2) if said + wanted else 0.0


def compose(revisions: Sequence[Revision], dice: random.Random) -> tuple[list[str], list[str], _Links]:
    """Return a text before and after as sentences, and the true links between them; the lead is revised but stays in its place."""
    before = [revision.before for revision in revisions]
    order = [i for i in range(len(revisions)) if not i or dice.random() >= _SHARES["deleted"]]
    for i in order[1:]:
        if dice.random() < _SHARES["moved"]:
            order.remove(i)
            order.insert(dice.randrange(1, len(order) + 1), i)
    after: list[str] = []
    links: _Links = set()
    for place, i in enumerate(order):
        follows = place > 0 and order[place - 1] == i - 1
        if follows and after and dice.random() < _SHARES["merged"]:
            after[-1] = f"{after[-1].rstrip(' .')}, while {revisions[i].after}"
        else:
            if place and dice.random() < _SHARES["inserted"]:
                after.append(dice.choice(INSERTS))
            after.append(revisions[i].after)
        links.add((i, len(after) - 1))
    return before, after, links


INSERTS = (
    "Neither delegation would take questions after the session.",
    "A further round is planned for the autumn, the mediator said.",
    "Markets in the region opened little changed.",
    "Rain delayed the arrival of the second team by two hours.",
    "The statement was published in three languages.",
    "Human rights groups asked for the text to be made public.",
)


def score_alignment(texts: Sequence[tuple[list[str], list[str], _Links]]) -> float:
    """Return F1 of sentence links over composed texts, in per cent."""
    right = said = wanted = 0
    for before, after, links in texts:
        found = {(i, j) for alignment in align_sentences(before, after) for i in alignment.before for j in alignment.after}
        right, said, wanted = right + len(found & links), said + len(found), wanted + len(links)
    return _f1(right, said, wanted)


def score_grouping(texts: Sequence[tuple[list[str], list[str], _Links]]) -> Iterator[tuple[str, float]]:
    """Yield B-cubed F1 of groups when all versions are thrown together, and versions grouped a second."""
    versions, story_of = [], {}
    for number, (before, after, _) in enumerate(texts):
        for sentences in (before, after):
            text = " ".join(sentences)
            versions.append(Version(hash_text(text), text))
            story_of[hash_text(text)] = number
    began = time.perf_counter()
    groups = group_versions(versions)
    find_copies(groups)
    yield "grouped_per_s", round(len(versions) / (time.perf_counter() - began), 1)
    sizes = Counter(story_of.values())
    precision = recall = 0.0
    for group in groups:
        stories = Counter(story_of[version.id] for version in group)
        precision += sum(n * n / len(group) for n in stories.values())
        recall += sum(n * n / sizes[story] for story, n in stories.items())
    yield "versions_b3_f1", round(200 * precision * recall / (precision + recall) / len(story_of), 2)


def measure_all(data: Path, part: str) -> Iterator[tuple[str, float]]:
    """Yield every measure as (name, value)."""
    revisions = read_revisions(data, part)
    yield from score_verdicts(revisions)
    dice = random.Random(SEED)
    texts = [compose(dice.sample(revisions, N_SENTENCES), dice) for _ in range(N_TEXTS)]
    yield "alignment_f1", score_alignment(texts)
    yield from score_grouping(texts)


def main() -> None:
    """Print the scores and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--data", type=Path, required=True, help="folder with revisions/")
    command.add_argument("--part", choices=("dev", "test"), default="dev")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    arguments = command.parse_args()
    scores = dict(measure_all(arguments.data, arguments.part))
    print(json.dumps(scores, indent=1))
    hold_to_floors("stories", scores, check=arguments.check)


if __name__ == "__main__":
    main()
