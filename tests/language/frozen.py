"""Parses of the golden texts as the model once gave them, so that these tests do not change with its weights.

In: the YAML files under `cases/`. Out: for a text its sentences and its unresolved names, read from `cases/trees.conllu`. After adding
cases run `python -m tests.language.frozen`: it parses what is new and leaves the rest alone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from communique.language.conllu import read_conllu, write_conllu
from communique.model.analysis import Entity, Sentence
from communique.model.ids import hash_text
from communique.model.vocabulary import EntityType

CASES = Path(__file__).parent / "cases"
TREES = CASES / "trees.conllu"
Frozen = tuple[tuple[Sentence, ...], tuple[Entity, ...]]


def read_cases(name: str) -> list[dict[str, Any]]:
    """The cases of one YAML file."""
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return cases


@cache
def frozen_parses() -> dict[str, Frozen]:
    """All frozen parses by the id of their text."""
    parses: dict[str, Frozen] = {}
    if not TREES.exists():
        return parses
    for block in TREES.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
        lines = block.splitlines()
        key = lines[0].strip()
        _, sentences = read_conllu(line for line in lines[1:] if not line.startswith("# entity"))
        entities = tuple(_read_entity(line) for line in lines if line.startswith("# entity"))
        parses[key] = (sentences, entities)
    return parses


def _read_entity(line: str) -> Entity:
    _, _, start, end, kind, name = line.split(" ", 5)
    return Entity(int(start), int(end), EntityType(kind), name)


def parse_frozen(text: str) -> Frozen:
    """The frozen parse of a golden text; its offsets are those of the text as written in the YAML file."""
    return frozen_parses()[hash_text(text)]


def freeze() -> None:
    """Parse the golden texts that have no frozen parse yet and forget those that are gone."""
    from communique.language.parser import Parser

    parser = Parser.load()
    kept = frozen_parses()
    blocks = []
    texts = {hash_text(case["text"]): case["text"] for path in sorted(CASES.glob("*.yaml")) for case in read_cases(path.stem)}
    for key, text in sorted(texts.items()):
        if key in kept:
            sentences, entities = kept[key]
        else:
            parsed = parser.parse(text)
            sentences, entities = parsed.sentences, parsed.entities
        rows = list(write_conllu(sentences, text, key))
        names = [f"# entity {e.start} {e.end} {e.type.value} {e.text}" for e in entities]
        blocks.append("\n".join([rows[0], *names, *rows[1:]]))
    TREES.write_text("\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
