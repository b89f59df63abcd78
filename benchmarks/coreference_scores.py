"""Scores of coreference: `python -m benchmarks.coreference_scores [--data DIR] [--part dev|test] [--check] [--errors]`.

In: the folder of open data and the golden texts of the tests. Out: per cent. The resolver links only what it has evidence for, so GUM is
asked two questions: of the links made, how many join mentions of one chain (precision, on news, interviews, speeches, lives, courts), and
how many of the personal pronouns that GUM chains were linked to their chain (recall of he and she); beside these the CoNLL score of its
news, exact spans, which counts every noun phrase that GUM chains and the record has no use for. Own texts are read with the model as it
is: the share of expected mentions that stand in the expected chain, and of antecedents that are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.language.frozen import read_cases

from benchmarks.coreference_measures import Chain, ConllScore
from benchmarks.gum_documents import GumDocument, read_gum
from benchmarks.scoring import DEFAULT_DATA, hold_to_floors, share
from communique.language.analyser import Analyser
from communique.language.antecedents import find_antecedent
from communique.language.coreference import Discourse
from communique.language.speech import PERSONAL
from communique.model.analysis import Analysis

GENRES = frozenset({"news", "interview", "speech", "bio", "court"})
Errors = list[str]


def measure_gum(analyser: Analyser, path: Path, errors: Errors) -> dict[str, float]:
    """Return the precision of all links and the recall of he and she on a GUM file."""
    tally: Counter[str] = Counter()
    conll = ConllScore()
    for document in read_gum(path):
        if document.genre in GENRES:
            analysis = analyser.analyse(document.text)
            if document.genre == "news":
                conll.add(_gold_chains(document), [frozenset((m.start, m.end) for m in chain.mentions) for chain in analysis.chains])
            discourse = Discourse(document.text, analysis.sentences, analysis.entities)
            _count_links(document, discourse, tally, errors)
    return {
        "gum_link_precision": share(tally, "right", "links"),
        "gum_person_recall": share(tally, "person_right", "person"),
        "gum_news_conll_f1": round(conll.f1(), 1),
    }


def _gold_chains(document: GumDocument) -> list[Chain]:
    chains: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for start, end, chain in document.mentions:
        chains[chain].add((start, end))
    return [frozenset(mentions) for mentions in chains.values()]


def _count_links(document: GumDocument, discourse: Discourse, tally: Counter[str], errors: Errors) -> None:
    sizes = Counter(chain for _, _, chain in document.mentions)
    forest = discourse.forest
    for i in range(len(forest)):
        is_person = forest.words[i] in PERSONAL and forest.upos[i] == "PRON"
        gold = _chain_at(document, discourse, i) if is_person or i in discourse.links else None
        if gold is None:
            continue
        is_chained = is_person and sizes[gold] > 1
        tally["person"] += is_chained
        if i not in discourse.links:
            continue
        found = _chain_at(document, discourse, discourse.links[i])
        if found is None:
            continue
        tally["links"] += 1
        tally["right"] += found == gold
        tally["person_right"] += is_chained and found == gold
        if found != gold:
            antecedent = forest.tokens[discourse.links[i]]
            place = forest.tokens[i].start
            errors.append(f"GUM: {antecedent.text!r} for {document.text[max(0, place - 60) : place + 30]!r}")


def _chain_at(document: GumDocument, discourse: Discourse, i: int) -> str | None:
    """Return GUM's chain of the mention that token `i` heads: the one of just these words, else the smallest around the token."""
    token = discourse.forest.tokens[i]
    exact = {(start, end): chain for start, end, chain in document.mentions}
    spans = [(token.start, token.end), discourse.forest.phrase(i)]
    if i in discourse.heads:
        entity = discourse.entities[discourse.heads[i]]
        spans.append((entity.start, entity.end))
    for span in spans:
        if span in exact:
            return exact[span]
    around = [(end - start, chain) for start, end, chain in document.mentions if start <= token.start and token.end <= end]
    return min(around)[1] if around else None


def measure_own(analyser: Analyser, errors: Errors) -> dict[str, float]:
    """Return how many of the golden mentions and antecedents are right with the model as it is."""
    tally: Counter[str] = Counter()
    for case in read_cases("coreference"):
        _count_chains(case, analyser.analyse(case["text"]), tally, errors)
    for case in read_cases("antecedents"):
        analysis = analyser.analyse(case["text"])
        places = [
            (s, t) for s, sentence in enumerate(analysis.sentences) for t, token in enumerate(sentence.tokens) if token.text == case["of"]
        ]
        found = find_antecedent(analysis.sentences, *places[-1]) if places else None
        words = case["text"][found.start : found.end] if found else None
        tally["antecedents"] += 1
        tally["antecedents_right"] += words == case["is"]
        if words != case["is"]:
            errors.append(f"own: {case['text']}: {words}")
    return {"own_mentions": share(tally, "right", "mentions"), "own_antecedents": share(tally, "antecedents_right", "antecedents")}


def _count_chains(case: dict[str, object], analysis: Analysis, tally: Counter[str], errors: Errors) -> None:
    text = str(case["text"])
    chains = {chain.name: Counter(text[m.start : m.end] for m in chain.mentions) for chain in analysis.chains}
    expected = case.get("chains")
    for name, mentions in expected.items() if isinstance(expected, dict) else ():
        wanted: Counter[str] = Counter(mentions)
        right = wanted & chains.get(name, Counter())
        tally["mentions"] += wanted.total()
        tally["right"] += right.total()
        if right != wanted:
            errors.append(f"own: {case['rule']}: {name} lacks {sorted((wanted - right).elements())}")


def measure_all(data: Path, part: str, errors: Errors) -> Iterator[tuple[str, float]]:
    """Yield every score by name."""
    analyser = Analyser.load()
    yield from measure_gum(analyser, data / "treebanks" / f"gum_{part}_permissive.conllu", errors).items()
    yield from measure_own(analyser, errors).items()


def main() -> None:
    """Print the scores and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with treebanks/")
    command.add_argument("--part", choices=("dev", "test"), default="dev")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    command.add_argument("--errors", action="store_true", help="list wrong links and missing mentions")
    arguments = command.parse_args()
    errors: Errors = []
    scores = dict(measure_all(arguments.data, arguments.part, errors))
    print(json.dumps(scores, indent=1))
    if arguments.errors:
        print("\n".join(errors))
    hold_to_floors("coreference", scores, check=arguments.check)


if __name__ == "__main__":
    main()
