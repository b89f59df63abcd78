"""Scores of factuality: `python -m benchmarks.factuality_scores [--data DIR] [--part dev|test] [--check] [--errors]`.

In: the folder of open data. Out: precision, recall and F1 of each value, in per cent. Places of events are given, trees are the model's.
MEANTIME: documents at even places in path order are for development, the others for the test. Its attributes become our five values in
this order: polarity NEG is denied; COND_IF_CLAUSE or COND_MAIN_CLAUSE conditional; a certainty or polarity other than CERTAIN and POS
possible; time FUTURE planned; what is left happened. Generic events (GEN) and those without attributes are not counted. `meantime_three`
holds planned, possible and conditional for one value: the annotators set these apart by document more than by wording. UDS-IH2 (White et
al. 2016, Rudinger et al. 2018): means from -3 to 3; happened is above 0, other at 0 and below; its parts are those of EWT.
"""

from __future__ import annotations

import argparse
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.meantime_documents import join_tokens
from benchmarks.scoring import DEFAULT_DATA, hold_to_floors
from communique.language.analyser import Analyser
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import Factuality
from communique.reading.modality import assess
from communique.reading.text import Text

OTHER = "other"
FIVE = frozenset(value.value for value in Factuality)
SENTENCES_AT_ONCE = 40
"""Sentences of UDS-IH2 that are read as one text; they come without their documents."""


@dataclass(frozen=True, slots=True)
class Event:
    """A predicate or event noun with its annotated value; `start, end` are code points of the document's text."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its annotated events."""

    name: str
    text: str
    events: tuple[Event, ...]


@dataclass(slots=True)
class Confusion:
    """How often an annotated value was read as which; `errors` has a line for each that differs."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def values(self) -> list[str]:
        """Return the values that occur in the annotation, in the order of the vocabulary."""
        order = [*(value.value for value in Factuality), OTHER]
        return sorted({gold for gold, _ in self.pairs}, key=order.index)

    def count(self, value: str) -> tuple[int, int, int]:
        """Return how many have the value in the annotation, how many were given it, how many rightly."""
        gold = sum(n for (g, _), n in self.pairs.items() if g == value)
        found = sum(n for (_, f), n in self.pairs.items() if f == value)
        return gold, found, self.pairs[value, value]

    def merge(self, values: frozenset[str]) -> Confusion:
        """Return the same with what is not among `values` as `other`."""
        merged = Confusion()
        for pair, n in self.pairs.items():
            gold, found = (value if value in values else OTHER for value in pair)
            merged.pairs[gold, found] += n
        return merged

    def f1(self, value: str) -> float:
        """Return the F1 of a value in per cent."""
        gold, found, right = self.count(value)
        return 200 * right / (gold + found) if gold + found else 0.0

    def macro_f1(self) -> float:
        """Return the mean F1 of the annotated values in per cent."""
        values = self.values()
        return sum(self.f1(value) for value in values) / len(values) if values else 0.0


def value_of(attributes: dict[str, str]) -> str | None:
    """Return the factuality that the attributes of a MEANTIME event stand for, None where it is generic or was not annotated."""
    special = attributes.get("special_cases", "")
    polarity, certainty, time = (attributes.get(name, "") for name in ("polarity", "certainty", "time"))
    if special == "GEN" or not (polarity and certainty and time):
        return None
    if polarity == "NEG":
        return Factuality.DENIED.value
    if special.startswith("COND_"):
        return Factuality.CONDITIONAL.value
    if (polarity, certainty) != ("POS", "CERTAIN"):
        return Factuality.POSSIBLE.value
    return Factuality.PLANNED.value if time == "FUTURE" else Factuality.HAPPENED.value


def meantime_files(folder: Path, part: str) -> list[Path]:
    """Return the files of one part: those at even places in path order are for development."""
    files = sorted(folder.glob("intra-doc_annotation/*/*.xml"))
    return files[0 if part == "dev" else 1 :: 2]


def read_meantime(data: Path, part: str) -> Iterator[Document]:
    """Yield the documents of one part of MEANTIME."""
    for path in meantime_files(data / "meantime", part):
        root = ET.parse(path).getroot()
        text, places = join_tokens(root)
        events = []
        for mention in root.iter("EVENT_MENTION"):
            spans = sorted(places[str(anchor.get("t_id"))] for anchor in mention.findall("token_anchor"))
            value = value_of(dict(mention.attrib))
            if spans and value is not None:
                events.append(Event(spans[0][0], spans[-1][1], value))
        yield Document(path.stem, text, tuple(sorted(events, key=lambda event: (event.start, event.end))))


def read_uds(data: Path, part: str) -> Iterator[Document]:
    """Yield the sentences of one part of UDS-IH2, some at a time, each a paragraph."""
    blocks = (data / "factuality" / "uds_ih2" / f"{part}.conll").read_text(encoding="utf-8").strip().split("\n\n")
    for number in range(0, len(blocks), SENTENCES_AT_ONCE):
        text, events = "", []
        for block in blocks[number : number + SENTENCES_AT_ONCE]:
            for line in block.splitlines():
                cells = line.split("\t")
                if cells[2] != "_":
                    value = Factuality.HAPPENED.value if float(cells[2]) > 0 else OTHER
                    events.append(Event(len(text), len(text) + len(cells[1]), value))
                text += cells[1] + ("" if "SpaceAfter=No" in cells[-1] else " ")
            text = text.rstrip() + "\n\n"
        yield Document(f"{part} {number}", text.rstrip(), tuple(events))


def measure(analyser: Analyser, documents: Iterable[Document], values: frozenset[str] = FIVE) -> Confusion:
    """Hold what is read against the annotation; a factuality that is not among `values` counts as `other`."""
    confusion = Confusion()
    for document in documents:
        text = Text(analyser.analyse(document.text), Version(hash_text(document.text), document.text))
        for event in document.events:
            factuality = assess(text, _head(text, event)).factuality.value
            found = factuality if factuality in values else OTHER
            confusion.pairs[event.value, found] += 1
            if found != event.value:
                confusion.errors.append(f"{event.value} read as {found}: [{document.name[:20]}] {_around(document.text, event)}")
    return confusion


def _head(text: Text, event: Event) -> int:
    """Return the token that stands for an event: the head of its words, the token around it where the cuts differ."""
    return text.head_in(text.tokens[text.token_at(event.start)].start, event.end)


def _around(text: str, event: Event) -> str:
    before, after = text[max(0, event.start - 90) : event.start], text[event.end : event.end + 60]
    return f"{before}>>{text[event.start : event.end]}<<{after}".replace("\n", " ")


def print_table(name: str, confusion: Confusion) -> None:
    """Print the counts and scores of each value."""
    print(f"{name:<24}{'gold':>6}{'found':>7}{'P':>8}{'R':>8}{'F1':>8}")
    for value in confusion.values():
        gold, found, right = confusion.count(value)
        precision, recall = (100 * right / n if n else 0.0 for n in (found, gold))
        print(f"{value:<24}{gold:>6}{found:>7}{precision:>8.1f}{recall:>8.1f}{confusion.f1(value):>8.1f}")
    print(f"{'macro-F1':<24}{confusion.macro_f1():>37.1f}")


def measure_all(data: Path, part: str) -> dict[str, Confusion]:
    """Return the confusions of both collections by name."""
    analyser = Analyser.load()
    meantime = measure(analyser, read_meantime(data, part))
    return {
        "meantime": meantime,
        "meantime_three": meantime.merge(frozenset({Factuality.HAPPENED.value, Factuality.DENIED.value})),
        "uds": measure(analyser, read_uds(data, part), frozenset({Factuality.HAPPENED.value})),
    }


def main() -> None:
    """Print the tables and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with meantime/ and factuality/")
    command.add_argument("--part", choices=("dev", "test"), default="dev")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    command.add_argument("--errors", action="store_true", help="list what was read as something else")
    arguments = command.parse_args()
    confusions = measure_all(arguments.data, arguments.part)
    scores: dict[str, float] = {}
    for name, confusion in confusions.items():
        print_table(f"{name}, {arguments.part}", confusion)
        scores[f"{name}_macro_f1"] = confusion.macro_f1()
        scores |= {f"{name}_{value}_f1": confusion.f1(value) for value in confusion.values()}
        if arguments.errors:
            print("\n".join(confusion.errors))
    hold_to_floors("factuality", scores, check=arguments.check)


if __name__ == "__main__":
    main()
