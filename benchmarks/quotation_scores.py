"""Scores of reported speech: `python -m benchmarks.quotation_scores [--data DIR] [--part dev|test] [--check] [--errors]`.

In: the folder of open data and the golden texts of the tests. Out: per cent. GUM: attributions of news, interviews and speeches whose cue
is a verb of saying or "according to"; found is a quotation whose cue lies in the unit of the cue and whose content overlaps what was said
(the unit or the next, as units break at every clause); precision asks only whether a cue is an attribution of GUM at all. MEANTIME: links
from such verbs to what they report, nouns included. Both corpora say who speaks. Own texts are read with the model as it is: a text
counts when all of it is right.
"""

from __future__ import annotations

import argparse
import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.language.frozen import read_cases

from benchmarks.gum_documents import GumDocument, read_gum
from benchmarks.meantime_documents import join_tokens
from benchmarks.scoring import DEFAULT_DATA, hold_to_floors, share
from communique.language.analyser import Analyser
from communique.language.speech import SAYING
from communique.model.analysis import Quotation

GENRES = frozenset({"news", "interview", "speech"})
Errors = list[str]


def measure_gum(analyser: Analyser, path: Path, errors: Errors) -> dict[str, float]:
    """Return recall, precision, F1 and the share of right sources on a GUM file."""
    tally: Counter[str] = Counter()
    for document in read_gum(path):
        if document.genre in GENRES:
            quotations = [q for q in analyser.analyse(document.text).quotations if q.cue_start >= 0]
            _count_gum(document, quotations, tally, errors)
    recall, precision = share(tally, "found", "gold"), share(tally, "right", "cues")
    return {
        "gum_recall": recall,
        "gum_precision": precision,
        "gum_f1": round(2 * recall * precision / (recall + precision), 1) if recall + precision else 0.0,
        "gum_source": share(tally, "source_right", "source"),
    }


def _count_gum(document: GumDocument, quotations: list[Quotation], tally: Counter[str], errors: Errors) -> None:
    cue_units = [document.unit_span(a.cue) for a in document.attributions]
    for quotation in quotations:
        tally["cues"] += 1
        is_right = any(start <= quotation.cue_start < end for start, end in cue_units)
        tally["right"] += is_right
        if not is_right:
            errors.append(f"GUM invented: {document.text[max(0, quotation.cue_start - 60) : quotation.cue_end + 60]!r}")
    for attribution, (start, end) in zip(document.attributions, cue_units, strict=True):
        lemmas = {document.lemmas[i] for i in document.unit_tokens(attribution.cue)}
        if not lemmas & SAYING and not lemmas & {"accord", "according"}:
            continue
        tally["gold"] += 1
        said_start, said_end = document.unit_span(attribution.content)
        said_end = max(said_end, document.unit_span(attribution.content + 1)[1])
        fitting = [
            q for q in quotations if start <= q.cue_start < end and q.content_start < said_end and said_start < q.content_end
        ]  # fmt: skip
        if not fitting:
            errors.append(f"GUM missed: {document.text[start:end]!r}")
            continue
        tally["found"] += 1
        if attribution.source:
            tally["source"] += 1
            spans = [document.tokens[i] for i in attribution.source if i < len(document.tokens)]
            tally["source_right"] += any(s < fitting[0].source_end and fitting[0].source_start < e for s, e in spans)


def measure_meantime(analyser: Analyser, folder: Path, part: str, errors: Errors) -> dict[str, float]:
    """Return recall and the share of right sources on MEANTIME; documents at even places are for development, the others for the test."""
    tally: Counter[str] = Counter()
    for number, path in enumerate(sorted(folder.glob("intra-doc_annotation/*/*.xml"))):
        if (number % 2 == 0) != (part == "dev"):
            continue
        text, links = _read_meantime(path)
        quotations = analyser.analyse(text).quotations
        for cue, said, source in links:
            tally["gold"] += 1
            fitting = [
                q for q in quotations
                if q.cue_start < cue[1] and cue[0] < q.cue_end and q.content_start <= said[0] and said[1] <= q.content_end
            ]  # fmt: skip
            if not fitting:
                errors.append(f"MEANTIME missed: {text[max(0, cue[0] - 60) : cue[1] + 60]!r}")
                continue
            tally["found"] += 1
            if source is not None:
                tally["source"] += 1
                tally["source_right"] += source[0] < fitting[0].source_end and fitting[0].source_start < source[1]
    return {"meantime_recall": share(tally, "found", "gold"), "meantime_source": share(tally, "source_right", "source")}


Range = tuple[int, int]


def _read_meantime(path: Path) -> tuple[str, list[tuple[Range, Range, Range | None]]]:
    """Return the text of a document and its links (cue, what was said, who speaks) from verbs of saying, as code points."""
    root = ET.parse(path).getroot()
    text, offsets = join_tokens(root)
    spans: dict[str, Range] = {}
    lemmas: dict[str, str] = {}
    for mention in root.iter():
        anchors = [offsets[str(a.get("t_id"))] for a in mention.findall("token_anchor")]
        if anchors and mention.get("m_id"):
            spans[str(mention.get("m_id"))] = (anchors[0][0], anchors[-1][1])
            lemmas[str(mention.get("m_id"))] = str(mention.get("pred") or "").lower()
    speakers = {
        _end(relation, "source"): _end(relation, "target")
        for relation in root.iter("HAS_PARTICIPANT")
        if relation.get("sem_role") == "Arg0"
    }  # fmt: skip
    links = []
    for relation in root.iter("SLINK"):
        cue, said = _end(relation, "source"), _end(relation, "target")
        if cue in spans and said in spans and lemmas[cue] in SAYING:
            links.append((spans[cue], spans[said], spans.get(speakers.get(cue, ""))))
    return text, links


def _end(relation: ET.Element, name: str) -> str:
    found = relation.find(name)
    return str(found.get("m_id")) if found is not None else ""


def measure_own(analyser: Analyser, errors: Errors) -> dict[str, float]:
    """Return the share of golden texts read wholly right with the model as it is."""
    tally: Counter[str] = Counter()
    for case in read_cases("quotations"):
        text = case["text"]
        found = [[q.mode.value, q.speaker, text[q.content_start : q.content_end]] for q in analyser.analyse(text).quotations]
        tally["texts"] += 1
        tally["right"] += found == case["said"]
        if found != case["said"]:
            errors.append(f"own: {case['rule']}: {found}")
    return {"own_texts": share(tally, "right", "texts")}


def measure_all(data: Path, part: str, errors: Errors) -> Iterator[tuple[str, float]]:
    """Yield every score by name."""
    analyser = Analyser.load()
    yield from measure_gum(analyser, data / "treebanks" / f"gum_{part}_permissive.conllu", errors).items()
    yield from measure_meantime(analyser, data / "meantime", part, errors).items()
    yield from measure_own(analyser, errors).items()


def main() -> None:
    """Print the scores and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with treebanks/ and meantime/")
    command.add_argument("--part", choices=("dev", "test"), default="dev")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    command.add_argument("--errors", action="store_true", help="list what was missed or invented")
    arguments = command.parse_args()
    errors: Errors = []
    scores = dict(measure_all(arguments.data, arguments.part, errors))
    print(json.dumps(scores, indent=1))
    if arguments.errors:
        print("\n".join(errors))
    hold_to_floors("quotations", scores, check=arguments.check)


if __name__ == "__main__":
    main()
