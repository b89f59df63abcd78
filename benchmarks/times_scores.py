"""Scores of the time expressions: `python -m benchmarks.times_scores [--part test] [--trees] [--check] [--errors]`.

Extent (strict, relaxed) and value F1 on WikiWars, MEANTIME and the Recognizers cases of plain dates, durations and sets. Counting
follows TempEval-3 (UzZaman et al. 2013): relaxed is any overlap, one to one; the value F1 counts the overlapping pairs whose TIMEX3
values are equal. `--trees` reads with the model's trees, as `analyse` does; without it only the words tell tenses. `--check` fails
where a floor is missed.

Splits. WikiWars: odd document numbers are for development; the outermost of nested annotations counts; its values are TIMEX2, whose
sets and event-based values TIMEX3 does not have. MEANTIME: documents in path order; those at positions divisible by 3, those that are
so in the order of the first 20 characters of their names, and every second one of the rest are for development; only the annotated
sentences count, once with and once without the dateline in the text, and once all documents of both parts. GUM: train and dev are for
development; its dates are TEI and held against our EDTF. Recognizers: even case numbers are for development; its values are not all
TIMEX3's.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.meantime_documents import NO_SPACE_BEFORE
from benchmarks.scoring import DEFAULT_DATA, hold_to_floors
from communique.language.times.finder import find_times
from communique.model.analysis import Sentence, TimeExpression
from communique.model.edtf import bounds, is_edtf

MEANTIME_SENTENCES = 6
_TAG = re.compile(r"<(/?)TIMEX2([^>]*)>")
_NO_SPACE_AFTER = frozenset({"(", "$", "``", "“", "#"})


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated expression; `value` None where the annotators gave none."""

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its annotations. Only expressions that begin before `limit` count, with `by_edtf` only those with an EDTF date."""

    name: str
    text: str
    date: str | None
    gold: tuple[Gold, ...]
    skip: tuple[tuple[int, int], ...] = ()
    limit: int = sys.maxsize
    by_edtf: bool = False


@dataclass(slots=True)
class Score:
    """Counts of one collection."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    errors: list[str] = field(default_factory=list)

    def f1(self, right: int) -> float:
        """Return F1 in percent for a number of right ones."""
        return 200 * right / (self.gold + self.found) if self.gold + self.found else 0.0


def read_wikiwars(data: Path, part: str) -> Iterator[Document]:
    """Yield the documents of WikiWars; of nested annotations the outermost counts."""
    for path in sorted((data / "times/wikiwars/keyinline").glob("*.xml")):
        if (int(path.name[:2]) % 2 == 1) != (part == "dev"):
            continue
        raw = path.read_text(encoding="utf8")
        body = raw[raw.index("<TEXT>") + 6 : raw.index("</TEXT>")].replace("&amp;", "&").replace("&quot;", '"')
        date = re.search(r"<DATETIME>.*?>([\d-]{10})", raw, re.DOTALL)
        text, gold, depth, opened, last, value = "", [], 0, 0, 0, None
        for match in _TAG.finditer(body):
            text += body[last : match.start()]
            last = match.end()
            if match[1]:
                depth -= 1
                if depth == 0:
                    gold.append(Gold(opened, len(text), value))
            else:
                if depth == 0:
                    opened = len(text)
                    found = re.search(r'\bval="([^"]*)"', match[2])
                    value = found[1] if found else None
                depth += 1
        yield Document(path.stem, text + body[last:], date[1] if date else None, tuple(gold))


def meantime_files(data: Path, part: str) -> list[Path]:
    """Return the files of one part of MEANTIME."""
    files = sorted((data / "meantime/intra-doc_annotation").glob("*/*.xml"), key=str)
    short = sorted({path.name[:20] for path in files})
    dev = set(files[::3]) | {path for path in files if path.name[:20] in set(short[::3])}
    dev |= set([path for path in files if path not in dev][::2])
    return [path for path in files if (path in dev) == (part == "dev")]


def _join(tokens: Sequence[tuple[str, str, int]]) -> tuple[str, dict[str, tuple[int, int]], int]:
    """Return running text, the place of each token by its id, and where the annotated sentences end."""
    text, places, limit, previous, sentence = "", {}, 0, "", 0
    for number, word, where in tokens:
        if where != sentence:
            text += "\n\n" if where <= 2 else "\n"
            sentence = where
        elif text and word not in NO_SPACE_BEFORE and previous not in _NO_SPACE_AFTER:
            text += " "
        places[number] = (len(text), len(text) + len(word))
        text += word
        previous = word
        if where < MEANTIME_SENTENCES:
            limit = len(text)
    return text, places, limit


def read_meantime(data: Path, part: str, datelines: bool = False) -> Iterator[Document]:
    """Yield the documents of MEANTIME; `datelines` counts the date of publication that each text begins with."""
    for path in meantime_files(data, part):
        root = ET.parse(path).getroot()
        tokens = [(token.get("t_id", ""), token.text or "", int(token.get("sentence", "0"))) for token in root.findall("token")]
        text, places, limit = _join(tokens)
        gold, skip, date = [], [], None
        markables = root.find("Markables")
        for mark in markables.findall("TIMEX3") if markables is not None else []:
            ids = [anchor.get("t_id", "") for anchor in mark.findall("token_anchor")]
            if mark.get("functionInDocument") == "CREATION_TIME":
                date = mark.get("value")
                skip += [(places[ids[0]][0], places[ids[-1]][1])] if ids else []
            if ids and (datelines or mark.get("functionInDocument") != "CREATION_TIME"):
                spans = [places[each] for each in ids]
                gold.append(Gold(min(spans)[0], max(spans)[1], mark.get("value")))
        if date and not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            date = _dateline(text, skip)
        gold.sort(key=lambda each: (each.start, each.end))
        yield Document(path.stem, text, date, tuple(gold), () if datelines else tuple(skip), limit)


def _dateline(text: str, skip: Sequence[tuple[int, int]]) -> str | None:
    """Return the date that the dateline's own words say, for the few whose annotation is not ISO."""
    found = find_times(text[skip[0][0] : skip[0][1]], (), None) if skip else ()
    return found[0].edtf if found else None


def read_recognizers(data: Path, part: str) -> Iterator[Document]:
    """Yield the cases whose one answer is a plain date, duration or set (ranges there are triples that TIMEX3 has no value for)."""
    folder = data / "times/recognizers/Specs/DateTime/English"
    cases = json.loads((folder / "DateTimeModel.json").read_text(encoding="utf-8-sig"))
    for number, case in enumerate(cases):
        if (number % 2 == 0) != (part == "dev") or "NotSupported" in case:
            continue
        results = case["Results"]
        kinds = {result["TypeName"].split(".")[-1] for result in results}
        if not results or not kinds <= {"date", "duration", "set"} or any(not _plain(result) for result in results):
            continue
        gold = tuple(Gold(result["Start"], result["End"] + 1, result["Resolution"]["values"][0]["timex"]) for result in results)
        date = case.get("Context", {}).get("ReferenceDateTime", "")[:10] or None
        yield Document(f"case {number}", case["Input"], date, gold)


def read_gum(data: Path, part: str) -> Iterator[Document]:
    """Yield the documents of GUM's free genres with their TEI dates; the values are EDTF, so that our EDTF is held against them."""
    files = {"dev": ("train", "dev"), "test": ("test",)}[part]
    for name in files:
        raw = (data / f"treebanks/gum_{name}_permissive.conllu").read_text(encoding="utf8")
        for block in raw.split("# newdoc id = ")[1:]:
            yield _gum_document(block)


def _gum_document(block: str) -> Document:
    """Return one document of GUM: running text, and the stretches between `<date ...>` and `</date>` in the last column."""
    text, gold, opened, joined = "", [], [], range(0)
    for line in block.splitlines():
        if line.startswith("# newpar") and text:
            text = text.rstrip() + "\n\n"
        fields = line.split("\t")
        if len(fields) != 10 or "." in fields[0]:
            continue
        inside = fields[0].isdigit() and int(fields[0]) in joined
        start = len(text)
        if not inside:
            text += fields[1] + ("" if "SpaceAfter=No" in fields[9] else " ")
        if "-" in fields[0]:
            first, last = fields[0].split("-")
            joined = range(int(first), int(last) + 1)
            continue
        if not inside:
            joined = range(0)
        for tag in re.findall(r"<(/?date[^>]*)>", fields[9]):
            if not tag.startswith("/"):
                opened.append((start, dict(re.findall(r'(\w+):::"([^"]*)"', tag))))
            elif opened:
                begin, dates = opened.pop()
                gold.append(Gold(begin, start + len(fields[1]), _tei_edtf(dates)))
    created = re.search(r"# meta::dateCreated = (\d{4}-\d\d-\d\d)", block)
    gold.sort(key=lambda each: each.start)
    return Document(block.split("\n", 1)[0], text, created[1] if created else None, tuple(gold), by_edtf=True)


def _tei_edtf(dates: dict[str, str]) -> str | None:
    """Return TEI's `when`, `from` and `to` (or `notBefore`, `notAfter`) as EDTF, None where they are none."""
    first, last = dates.get("from") or dates.get("notBefore"), dates.get("to") or dates.get("notAfter")
    edtf = dates.get("when") or (f"{first}/{last}" if first and last else None)
    return edtf if edtf and is_edtf(edtf) else None


def _plain(result: dict[str, object]) -> bool:
    resolution = result.get("Resolution")
    values = resolution.get("values") if isinstance(resolution, dict) else None
    return isinstance(values, list) and len(values) == 1


Reader = Callable[[str], Sequence[Sentence]]


def no_trees(_: str) -> Sequence[Sentence]:
    """Return no sentences: tenses are then told by the words alone."""
    return ()


def load_trees() -> Reader:
    """Return the model's reading of a text."""
    from communique.language.parser import Parser

    parser = Parser.load()
    return lambda text: parser.parse(text).sentences


def evaluate(documents: Iterator[Document], read: Reader = no_trees) -> Score:
    """Count all documents of a collection."""
    score = Score()
    for document in documents:
        found = [
            each
            for each in find_times(document.text, read(document.text), document.date)
            if each.start < document.limit
            and (each.edtf is not None or not document.by_edtf)
            and not any(start < each.end and each.start < end for start, end in document.skip)
        ]
        _count(document, found, score)
    return score


def _count(document: Document, found: list[TimeExpression], score: Score) -> None:
    score.gold += len(document.gold)
    score.found += len(found)
    free = list(found)
    for gold in sorted(document.gold, key=lambda each: each.end - each.start):
        pairs = [each for each in free if each.start < gold.end and gold.start < each.end]
        if not pairs:
            score.errors.append(f"missed   {document.text[gold.start : gold.end]!r} {gold.value}  {_around(document, gold.start)}")
            continue
        best = max(pairs, key=lambda each: min(each.end, gold.end) - max(each.start, gold.start))
        free.remove(best)
        exact = (best.start, best.end) == (gold.start, gold.end)
        score.relaxed += 1
        score.strict += exact
        right = _is_same(best, gold, document.by_edtf)
        score.value += right
        if not right:
            score.errors.append(
                f"value    {best.text!r} {best.value}, annotated {document.text[gold.start : gold.end]!r} {gold.value} "
                + _around(document, gold.start)
            )
        elif not exact:
            score.errors.append(f"extent   {best.text!r}, annotated {document.text[gold.start : gold.end]!r}")
    score.errors += [f"invented {each.text!r} {each.value}  {_around(document, each.start)}" for each in free]


def _is_same(found: TimeExpression, gold: Gold, by_edtf: bool) -> bool:
    """Tell whether the value is the annotated one; with `by_edtf` whether both mean the same days."""
    if not by_edtf:
        return found.value == gold.value
    return found.edtf is not None and gold.value is not None and bounds(found.edtf) == bounds(gold.value)


def _around(document: Document, place: int) -> str:
    return f"[{document.name[:12]} {document.date}] ..." + document.text[max(place - 50, 0) : place + 50].replace("\n", " ")


def read_meantime_with_datelines(data: Path, part: str) -> Iterator[Document]:
    """Yield the documents of MEANTIME with the dates of publication counted."""
    return read_meantime(data, part, datelines=True)


def read_all_meantime(data: Path, part: str) -> Iterator[Document]:
    """Yield the documents of MEANTIME, those of `part` and then the others, with the dates of publication counted."""
    for each in sorted(("dev", "test"), key=lambda each: each != part):
        yield from read_meantime(data, each, datelines=True)


READERS: dict[str, Callable[[Path, str], Iterator[Document]]] = {
    "wikiwars": read_wikiwars,
    "meantime": read_meantime_with_datelines,
    "meantime_body": read_meantime,
    "meantime_all": read_all_meantime,
    "gum_dates": read_gum,
    "recognizers": read_recognizers,
}
MEASURES = ("strict", "relaxed", "value")


def main() -> None:
    """Print the table and, with `--check`, fail where a floor is missed."""
    parser = argparse.ArgumentParser(description="Scores of the time expressions")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of the open data")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--only", choices=tuple(READERS))
    parser.add_argument("--trees", action="store_true", help="read with the model's trees, as analyse does")
    parser.add_argument("--errors", action="store_true", help="print what was missed, invented or misread")
    parser.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    options = parser.parse_args()
    read = load_trees() if options.trees else no_trees
    scores: dict[str, float] = {}
    print(f"{'times, ' + options.part:<20}{'gold':>6}{'found':>7}" + "".join(f"{measure:>9}" for measure in MEASURES))
    for name, reader in READERS.items():
        if options.only not in (None, name):
            continue
        score = evaluate(reader(options.data, options.part), read)
        values = [score.f1(score.strict), score.f1(score.relaxed), score.f1(score.value)]
        scores |= {f"{name}_{measure}": value for measure, value in zip(MEASURES, values, strict=True)}
        print(f"{name:<20}{score.gold:>6}{score.found:>7}" + "".join(f"{value:>9.1f}" for value in values))
        if options.errors:
            print("\n".join(score.errors))
    hold_to_floors("times", scores, check=options.check, is_partial=True)


if __name__ == "__main__":
    main()
