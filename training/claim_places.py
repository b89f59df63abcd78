"""Where claims hang: `python -m training.claim_places --stream FILE.jsonl.gz --out FILE` (needs the installed package, not torch).

In: the corpus, its reports of train and dev and its items of the stream. Out: a line for each text with the place of the head word of every
claim's anchor, found in the trees of the model that the package holds, for `training.train --claims`. A claim is written as
[place, kind, main attribute, optional].
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from communique.language.analyser import Analyser
from communique.language.forest import Forest
from training.corpus.validate import HERE, complete, read_annotations, read_corpus, read_items

MAIN = {"meeting": "state", "commitment": "force", "progress": "progress", "standing": "standing", "statement": "mode"}
DEVELOPED = "current_events.jsonl"
"""The items of the stream that may be learnt from; the others are held out."""


def main_attribute(claim: dict[str, Any]) -> str:
    """The attribute of a claim that its kind is judged by, "" where it has none."""
    if claim["kind"] == "relation":
        return f"{claim.get('domain')} {claim.get('value')}"
    return str(claim.get(MAIN.get(claim["kind"], ""), "") or "")


def place_claims(analyser: Analyser, text: str, claims: list[dict[str, Any]]) -> list[list[object]]:
    """The claims of a text by the start of their head words, in text order."""
    forest = Forest(analyser.analyse(text).sentences)
    placed = []
    for claim in claims:
        head = forest.head_in(claim["start"], claim["end"])
        if head >= 0:
            placed.append([forest.tokens[head].start, claim["kind"], main_attribute(claim), bool(claim.get("optional"))])
    return sorted(placed, key=str)


def write_places(stream: Path, out: Path) -> None:
    """Write all texts with their placed claims."""
    analyser = Analyser.load()
    with out.open("w", encoding="utf-8") as lines:
        for part in ("train", "dev"):
            for report in read_corpus(split=part):
                row = {"part": part, "text": report.text, "claims": place_claims(analyser, report.text, list(report.claims))}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        annotations = read_annotations(HERE / "stream", DEVELOPED)
        for sha, text in sorted(read_items(annotations, stream).items()):
            claims = [complete(c, text, (c["start"], c["end"])) for c in annotations[sha]["claims"]]
            row = {"part": "train", "text": text, "claims": place_claims(analyser, text, claims)}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Write the file."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--stream", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True)
    arguments = command.parse_args()
    write_places(arguments.stream, arguments.out)


if __name__ == "__main__":
    main()
