"""The annotated texts as example files: `python -m training.claim_texts --stream FILE.jsonl.gz --out DIR [--sources NAME...]`.

In: the reports of the corpus that may be developed on, and its items of the stream. Out: a file of `ClaimExample`s for each set: `train`
and `dev` for the reports, the stem of its file for each part of the stream.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.claim_examples import AnnotatedText, ExampleReader
from training.corpus.ledgers import read_ledger, tie
from training.corpus.validate import HERE, complete, read_annotations, read_corpus, read_items


def list_items(stream: Path, parts: Iterable[str] = ("train", "dev")) -> Iterator[AnnotatedText]:
    """Yield the annotated texts: the reports of the parts, and the items of every file of the stream, named by its stem."""
    for part in parts:
        for report in read_corpus(split=part):
            ledger = read_ledger(report.process)
            claims = tie(report, ledger) if ledger is not None else list(report.claims)
            yield report.key, part, report.text, report.header["published_at"], claims
    for path in sorted((HERE / "stream").glob("*.jsonl")):
        annotations = read_annotations(HERE / "stream", path.name)
        for sha, text in sorted(read_items(annotations, stream).items()):
            claims = [complete(c, text, (c["start"], c["end"])) for c in annotations[sha]["claims"]]
            yield sha[:12], path.stem, text, annotations[sha]["date"], claims


def main() -> None:
    """Write the examples of one or several sources to a file each."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--stream", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True, help="folder")
    command.add_argument("--sources", nargs="*", default=(), help="only these")
    arguments = command.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    groups: dict[str, list[AnnotatedText]] = {}
    for item in list_items(arguments.stream):
        groups.setdefault(item[1], []).append(item)
    reader = ExampleReader()
    for source, items in groups.items():
        if not arguments.sources or source in arguments.sources:
            examples = list(reader.read_all(items))
            (arguments.out / f"{source}.pickle").write_bytes(pickle.dumps(examples))
            print(f"{source}: {len(examples)} texts, {sum(len(e.claims) for e in examples)} claims", flush=True)


if __name__ == "__main__":
    main()
