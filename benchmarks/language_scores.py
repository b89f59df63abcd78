"""Scores of the language model on raw text: `python -m benchmarks.language_scores --data DIR [--part test]`.

Trees by the CoNLL 2018 rules on EWT and on the freely licensed genres of GUM; names by exact spans on UNER-EWT (three types), CrossNER
politics (five types) and re3d (three types, every second document, never trained on). With `--check` the exit code says whether every floor
was reached.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from training.treebank import MASKED, Passage, add_uner_names, read_crossner, read_re3d, read_treebank

from benchmarks.conll18 import Score, read_side, score
from benchmarks.scoring import hold_to_floors
from communique.language.conllu import write_conllu
from communique.language.parser import Parser

Named = set[tuple[int, int, str]]
UNER_TYPES = ("PERSON", "ORGANISATION", "PLACE")


def raw_text(passage: Passage) -> tuple[str, list[tuple[int, int]]]:
    """A document's running text, paragraphs set apart by an empty line, and the spans of its words."""
    text = ""
    spans = []
    had_space = False
    for i, sentence in enumerate(passage.sentences):
        text += "" if not i else "\n\n" if sentence.starts_paragraph else " " if had_space else ""
        for word in sentence.words:
            spans.append((len(text), len(text) + len(word.form)))
            text += word.form + (" " if word.space_after else "")
        had_space = text.endswith(" ")
        text = text.removesuffix(" ")
    return text, spans


def gold_names(passage: Passage, spans: list[tuple[int, int]], scheme: str) -> Named:
    """The names of a passage as (start, end, type); `scheme` is `name` or `thing`."""
    found: list[tuple[int, int, str]] = []
    labels = [getattr(word, scheme) or "O" for sentence in passage.sentences for word in sentence.words]
    for label, (start, end) in zip(labels, spans, strict=True):
        if label.startswith("I-") and found and found[-1][2] == label[2:]:
            found[-1] = (found[-1][0], end, label[2:])
        elif label[:2] in ("B-", "I-"):
            found.append((start, end, label[2:]))
    return set(found)


def score_trees(parser: Parser, path: Path) -> dict[str, float]:
    """F1 of every measure on a treebank, in per cent."""
    gold_lines = path.read_text(encoding="utf-8").splitlines()
    system: list[str] = []
    for passage in read_treebank(path, path.stem):
        text, _ = raw_text(passage)
        system += write_conllu(parser.parse(text).sentences, text, "x")
    scores = score(read_side(gold_lines), read_side(system))
    return {name: round(100 * value.f1, 2) for name, value in scores.items()}


def score_names(parser: Parser, passages: list[Passage], scheme: str, kinds: tuple[str, ...]) -> float:
    """Micro F1 of exact spans with the right type, in per cent; what lies on words that the corpus is silent about is not counted."""
    right = said = wanted = 0
    for passage in passages:
        text, spans = raw_text(passage)
        gold = {name for name in gold_names(passage, spans, scheme) if name[2] in kinds}
        words = [word for sentence in passage.sentences for word in sentence.words]
        silent = [span for span, word in zip(spans, words, strict=True) if getattr(word, scheme) == MASKED]
        entities = (e for e in parser.parse(text).entities if e.type in kinds)
        found = {(e.start, e.end, e.type.value) for e in entities if not any(low < e.end and e.start < high for low, high in silent)}
        right, said, wanted = right + len(gold & found), said + len(found), wanted + len(gold)
    return round(100 * Score(right, said, wanted).f1, 2)


def measure_all(parser: Parser, data: Path, part: str) -> Iterator[tuple[str, float]]:
    """Every measure as (name, value)."""
    treebanks, entities = data / "treebanks", data / "entities"
    ewt, gum = treebanks / f"en_ewt-ud-{part}.conllu", treebanks / f"gum_{part}_permissive.conllu"
    for corpus, path in (("ewt", ewt), ("gum", gum)):
        for measure, value in score_trees(parser, path).items():
            yield f"{corpus}_{measure}", value
    passages = read_treebank(ewt, "ewt")
    add_uner_names(passages, entities / f"en_ewt-ud-{part}.iob2")
    yield "uner_ewt_f1", score_names(parser, passages, "name", UNER_TYPES)
    crossner = read_crossner(entities / "crossner_politics" / f"{part}.txt")
    yield "crossner_politics_f1", score_names(parser, crossner, "thing", (*UNER_TYPES, "EVENT", "OTHER"))
    re3d = [passage for i, passage in enumerate(read_re3d(entities / "re3d")) if i % 2]
    yield "re3d_f1", score_names(parser, re3d, "thing", UNER_TYPES)


def main() -> None:
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--data", type=Path, required=True, help="folder with treebanks/ and entities/")
    command.add_argument("--part", choices=("dev", "test"), default="dev")
    command.add_argument("--model", type=Path, help="a model file other than the package's own")
    command.add_argument("--threads", type=int, default=2)
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    arguments = command.parse_args()
    scores = dict(measure_all(Parser.load(arguments.model, arguments.threads), arguments.data, arguments.part))
    print(json.dumps(scores, indent=1))
    hold_to_floors("language", scores, check=arguments.check)


if __name__ == "__main__":
    main()
