"""Read, check and export the annotated corpus.

In: `reports/<process>/<name>.txt` (front matter and text), `<name>.json` (claims whose anchors are verbatim quotes) and `manifest.json`
(processes and splits). Out: documents with offsets, a list of faults, or JSON lines for evaluation and training. Quotes, not offsets, are
what people write, because a quote survives an edit of the text before it and a wrong one is found at once.

    python training/corpus/validate.py
    python training/corpus/validate.py --export dev.jsonl --split dev [--shape guide|full]
    python training/corpus/validate.py --stream ../shared/data/stream/current_events_2002_2024.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from communique.model.vocabulary import (
    ClaimKind,
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    QuoteMode,
    RelationValue,
    Standing,
)

HERE = Path(__file__).resolve().parent
SPLITS = ("train", "dev", "test")
STYLES = ("wire", "feature", "readout", "broadcast", "translated", "brief", "live", "transcript", "opinion")
HEADER = ("title", "outlet", "published_at", "style", "version_of")
LEDGER = "ledger.json"
"""The file beside the reports of a process that `training.corpus.ledgers` reads."""
WORDS_MIN, WORDS_MAX = 60, 600
EDTF = re.compile(
    r"(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?[~?%]?|\d{3}X|\d{2}XX)?(?:/(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?[~?%]?|\d{3}X)?)?",
)
TEXTUAL = "text"
LISTED = "list"
FIELDS: dict[str, dict[str, object]] = {
    "meeting": {
        "state": MeetingState,
        "ordinal": int,
        "date": EDTF,
        "places": LISTED,
        "parties": LISTED,
        "persons": LISTED,
        "mediators": LISTED,
        "meeting_kind": MeetingKind,
        "outcome": Outcome,
    },
    "commitment": {
        "force": Force,
        "obligors": LISTED,
        "object": TEXTUAL,
        "condition": TEXTUAL,
        "due": EDTF,
        "agreed_on": EDTF,
    },
    "reaffirmation": {"parties": LISTED, "of": TEXTUAL},
    "progress": {"progress": Progress, "obligor": TEXTUAL, "of": TEXTUAL, "as_of": EDTF},
    "standing": {"standing": Standing, "parties": LISTED, "of": TEXTUAL},
    "relation": {
        "a": LISTED,
        "b": LISTED,
        "domain": Domain,
        "value": RelationValue,
        "from": EDTF,
        "to": EDTF,
        "imposed_by": TEXTUAL,
        "scope": TEXTUAL,
    },
    "refusal": {"by": LISTED, "of_whom": LISTED, "object": TEXTUAL},
    "demand": {"by": LISTED, "of_whom": LISTED, "object": TEXTUAL},
    "proposal": {"by": LISTED, "of_whom": LISTED, "object": TEXTUAL},
    "expectation": {"by": LISTED, "of_whom": LISTED, "object": TEXTUAL},
    "statement": {"speaker": TEXTUAL, "office": TEXTUAL, "side": TEXTUAL, "mode": QuoteMode, "said_on": EDTF, "text": TEXTUAL},
}
"""The fields of each kind of claim, in the order of `EXPORT.md`, and what each may hold."""
SHARED_FIELDS = ("kind", "quote", "nth", "factuality", "according_to", "optional", "note")
REQUIRED: dict[str, tuple[str, ...]] = {
    "meeting": ("state",),
    "commitment": ("force", "obligors"),
    "reaffirmation": ("parties",),
    "progress": ("progress",),
    "standing": ("standing", "parties"),
    "relation": ("a", "domain", "value"),
    "refusal": ("by",),
    "demand": ("by",),
    "proposal": ("by",),
    "expectation": ("by",),
    "statement": ("speaker", "mode"),
}
VERBATIM = ("object", "of", "condition", "scope")
"""Fields that repeat words of the text; where they are left out of a claim they are the anchor's words (`condition` and `scope`: none)."""
GUIDE_DOMAIN = {"air_passenger": "air", "air_cargo": "air", "road": "crossing", "territory_control": "territory"}
GUIDE_LEAVES_OUT = frozenset({"reaffirmation", "proposal", "expectation"})
Claim = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: `key` is `process/name`; `claims` carry `start` and `end`, half-open code points of `text`, once they are located."""

    key: str
    process: str
    header: dict[str, str]
    text: str
    claims: tuple[Claim, ...]
    faults: tuple[str, ...]


def find_quote(text: str, quote: str, nth: int = 1) -> tuple[int, int] | None:
    """Return the span of the nth occurrence (from 1) of a quote, None where it does not occur so often."""
    start = -1
    for _ in range(nth):
        start = text.find(quote, start + 1)
        if start < 0:
            return None
    return start, start + len(quote)


def default_factuality(claim: Claim) -> str:
    """Return what the guideline assumes where an annotation is silent."""
    kind = claim.get("kind")
    if kind == "meeting":
        planned = {MeetingState.SCHEDULED, MeetingState.RESCHEDULED}
        possible = {MeetingState.PROPOSED, MeetingState.UNCONFIRMED}
        state = claim.get("state")
        return Factuality.PLANNED if state in planned else Factuality.POSSIBLE if state in possible else Factuality.HAPPENED
    if kind == "commitment":
        by_force = {Force.CONDITIONAL: Factuality.CONDITIONAL, Force.INTENT: Factuality.POSSIBLE}
        return by_force.get(claim.get("force", ""), Factuality.HAPPENED)
    return Factuality.POSSIBLE if kind == "expectation" else Factuality.HAPPENED


def complete(claim: Claim, text: str, span: tuple[int, int]) -> Claim:
    """Return a claim in the shape of `EXPORT.md`, with every field of its kind."""
    start, end = span
    exact = text[start:end]
    full: Claim = {"kind": claim["kind"], "start": start, "end": end, "exact": exact}
    for name, rule in FIELDS[claim["kind"]].items():
        value = claim.get(name)
        if value is None and rule == LISTED:
            value = []
        elif value is None and name in ("object", "of"):
            value = exact
        elif value is None and name == "text":
            value = exact.strip("“”\"'‘’ ")
        full[name] = value
    full["factuality"] = claim.get("factuality") or default_factuality(claim)
    full["according_to"] = claim.get("according_to")
    full["optional"] = bool(claim.get("optional"))
    return full


def check_value(name: str, value: object, rule: object) -> str | None:
    """Return what is wrong with the value of a field, None if nothing is."""
    fine = True
    if rule is int:
        fine = isinstance(value, int) and 0 < value < 1000
    elif rule == LISTED:
        fine = isinstance(value, list) and all(isinstance(x, str) and x.strip() == x != "" for x in value) and len(set(value)) == len(value)
    elif rule == TEXTUAL:
        fine = isinstance(value, str) and value.strip() == value != ""
    elif isinstance(rule, re.Pattern):
        fine = isinstance(value, str) and value != "" and rule.fullmatch(value) is not None
    elif isinstance(rule, type):
        fine = isinstance(value, str) and value.partition("(")[0] in {x.value for x in rule}  # type: ignore[attr-defined]
    return None if fine else f"{name}: {value!r} is not allowed"


def is_named(name: str, text: str) -> bool:
    """Tell whether a text names the first of the persons or bodies in `name` ("A; B"), by the last word or by initials."""
    words = re.split(r"[;(]", name, maxsplit=1)[0].split()
    initials = "".join(w[0] for w in words if w[0].isupper())
    return words[-1].casefold() in text.casefold() or (len(initials) > 1 and re.search(rf"\b{initials}\b", text) is not None)


def check_fields(claim: Claim, kind: str) -> Iterator[str]:
    """Yield what is wrong with the names and values of a claim's fields."""
    rules = FIELDS[kind]
    for name in sorted(set(claim) - set(rules) - set(SHARED_FIELDS)):
        yield f"{name}: no field of a {kind}"
    for name in REQUIRED[kind]:
        if not claim.get(name):
            yield f"{name}: missing"
    for name, rule in rules.items():
        if claim.get(name) is not None and (fault := check_value(name, claim[name], rule)):
            yield fault
    if claim.get("factuality") is not None and claim["factuality"] not in {f.value for f in Factuality}:
        yield f"factuality: {claim['factuality']!r} is not allowed"


def check_claim(claim: Claim, text: str) -> Iterator[str]:
    """Yield what is wrong with one claim."""
    kind = claim.get("kind")
    if kind not in FIELDS:
        yield f"kind: {kind!r} is not one of {', '.join(k.value for k in ClaimKind)}"
        return
    yield from check_fields(claim, kind)
    for name in VERBATIM:
        if isinstance(claim.get(name), str) and claim[name] not in text:
            yield f"{name}: {claim[name]!r} is not in the text"
    for place in claim.get("places") or ():
        if place not in text:
            yield f"places: {place!r} is not in the text"
    for person in [*(claim.get("persons") or ()), *([claim["speaker"]] if claim.get("speaker") else [])]:
        if not is_named(person, text) and not claim.get("note"):
            yield f"{person!r} is not in the text; explain in a note"


def locate(claims: list[Claim], text: str) -> tuple[list[Claim], list[str]]:
    """Return the claims that are in order, located and completed, in text order, and the faults of the others."""
    located: list[Claim] = []
    faults: list[str] = []
    seen: Counter[tuple[str, int, int]] = Counter()
    for number, claim in enumerate(claims, 1):
        label = f"claim {number} ({claim.get('kind')}, {str(claim.get('quote'))[:40]!r})"
        wrong = list(check_claim(claim, text))
        span = find_quote(text, str(claim.get("quote", "")), int(claim.get("nth", 1))) if claim.get("quote") else None
        if span is None:
            wrong.append("quote: not found in the text")
        elif "nth" not in claim and find_quote(text, claim["quote"], 2):
            wrong.append("quote: occurs more than once; add nth or more words")
        if wrong or span is None:
            faults += [f"{label}: {w}" for w in wrong]
            continue
        seen[claim["kind"], *span] += 1
        if seen[claim["kind"], *span] > 1:
            faults.append(f"{label}: a second claim of this kind at this anchor")
        located.append(complete(claim, text, span))
    located.sort(key=lambda c: (c["start"], c["end"], c["kind"]))
    return located, faults


def check_header(header: dict[str, str], text: str, look_alike: bool) -> Iterator[str]:
    """Yield what is wrong with the front matter and the text of a report."""
    for name in sorted(set(header) - set(HEADER)):
        yield f"{name}: no field of the front matter"
    for name in ("title", "outlet", "published_at", "style"):
        if not header.get(name):
            yield f"{name}: missing"
    if header.get("style") not in STYLES:
        yield f"style: {header.get('style')!r} is not one of {', '.join(STYLES)}"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", header.get("published_at", "")):
        yield "published_at: not a date"
    if not WORDS_MIN <= len(text.split()) <= WORDS_MAX:
        yield f"text: {len(text.split())} words, not {WORDS_MIN} to {WORDS_MAX}"
    if text != unicodedata.normalize("NFC", text) or "\r" in text or re.search(r"[ \t]\n|\n{3}", text):
        yield "text: not in normal form C, or stray white space"
    if look_alike and header.get("version_of"):
        yield "version_of: look-alikes stand alone"


def read_report(path: Path) -> Report:
    """Read one `.txt` and the `.json` beside it.

    Raises:
        ValueError: The file has no front matter.
    """
    raw = path.read_text(encoding="utf-8")
    _, mark, rest = raw.partition("---\n")
    front, end, body = rest.partition("\n---\n")
    if not mark or not end:
        raise ValueError(f"{path}: no front matter between two lines of '---'; copy the head of another report")
    header = {k: str(v) for k, v in yaml.safe_load(front).items()}
    text = body.strip("\n")
    process = path.parent.name
    look_alike = process.startswith("look-alikes")
    claims = path.with_suffix(".json")
    listed: list[Claim] = json.loads(claims.read_text(encoding="utf-8")) if claims.exists() else []
    located, faults = locate(listed, text)
    faults = [*check_header(header, text, look_alike), *faults]
    if not claims.exists():
        faults.append(f"no {claims.name}")
    if look_alike and listed:
        faults.append("a look-alike has no claims")
    if (version_of := header.get("version_of")) and not (path.parent / f"{version_of}.txt").exists():
        faults.append(f"version_of: no {version_of}.txt in {process}")
    return Report(f"{process}/{path.stem}", process, header, text, tuple(located), tuple(faults))


def read_manifest(folder: Path = HERE) -> dict[str, Any]:
    """Return the manifest: `processes` with what each is about, and `splits`."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def read_corpus(folder: Path = HERE, split: str | None = None) -> list[Report]:
    """Return the reports of one split, or all, in the order of their keys."""
    wanted = set(read_manifest(folder)["splits"][split]) if split else None
    paths = sorted((folder / "reports").glob("*/*.txt"))
    return [read_report(p) for p in paths if wanted is None or p.parent.name in wanted]


def check_corpus(folder: Path = HERE) -> list[str]:
    """Return all faults of the corpus, each with the report that it is in."""
    manifest = read_manifest(folder)
    reports = read_corpus(folder)
    faults = [f"{r.key}: {f}" for r in reports for f in r.faults]
    listed = [p for split in SPLITS for p in manifest["splits"][split]]
    found = {r.process for r in reports}
    faults += [f"manifest: {p} is in more than one split" for p, n in sorted(Counter(listed).items()) if n > 1]
    faults += [f"manifest: {p} has no split" for p in sorted(found - set(listed))]
    faults += [f"manifest: {p} has no reports" for p in sorted(set(listed) - found)]
    faults += [f"manifest: {p} is not described" for p in sorted(found - set(manifest["processes"]))]
    texts = Counter(r.text for r in reports)
    faults += [f"{r.key}: same text as another report" for r in reports if texts[r.text] > 1]
    annotations = [p for p in sorted((folder / "reports").glob("*/*.json")) if p.name != LEDGER]
    return faults + [f"{p.parent.name}/{p.name}: claims without a report" for p in annotations if not p.with_suffix(".txt").exists()]


def to_guide(claim: Claim) -> Claim | None:
    """Return a claim in the words of the shared evaluation, None where that has no such type."""
    kind = claim["kind"]
    if kind in GUIDE_LEAVES_OUT or claim.get("force") == Force.INTENT:
        return None
    out: Claim
    if kind == "meeting":
        out = {"type": kind} | {k: claim[k] for k in ("state", "ordinal", "date", "places", "parties", "persons", "mediators")}
    elif kind == "commitment":
        out = {"type": kind, "force": claim["force"], "obligors": claim["obligors"], "what": claim["object"], "due": claim["due"]}
    elif kind == "progress":
        parties = claim["obligor"].split("; ") if claim["obligor"] else []
        out = {"type": "status", "progress": claim["progress"], "parties": parties, "what": claim["of"]}
    elif kind == "standing":
        out = {"type": "status", "standing": claim["standing"], "parties": claim["parties"], "what": claim["of"]}
    elif kind == "relation":
        out = {"type": kind} | {k: claim[k] for k in ("a", "b", "from")}
        out |= {"domain": GUIDE_DOMAIN.get(claim["domain"], claim["domain"]), "value": claim["value"].partition("(")[0]}
    elif kind == "refusal":
        out = {"type": kind, "by": claim["by"], "what": claim["object"]}
    elif kind == "demand":
        out = {"type": kind, "by": claim["by"], "of": claim["of_whom"], "what": claim["object"]}
    else:
        mode = "indirect" if claim["mode"] == QuoteMode.INDIRECT else "direct"
        out = {"type": kind, "speaker": claim["speaker"], "mode": mode}
    out["anchor"] = [claim["start"], claim["end"]]
    return out | ({"optional": True} if claim["optional"] else {})


def to_item(report: Report, shape: str) -> dict[str, Any]:
    """Return one line of an export: `guide` for `claims_eval.py`, `full` for training."""
    claims = list(report.claims) if shape == "full" else [g for c in report.claims for g in [to_guide(c)] if g]
    sha = hashlib.sha256(report.text.encode()).hexdigest()
    item = {"key": report.key, "sha": sha, "class": "positive" if report.claims else "hard", "process": report.process, "claims": claims}
    return item | {"text": report.text, "published_at": report.header["published_at"], "outlet": report.header["outlet"]}


def read_annotations(folder: Path, names: str = "*.jsonl") -> dict[str, dict[str, Any]]:
    """Return the annotations by reference of the files so named, by the hash of the text that each refers to."""
    lines = [line for path in sorted(folder.glob(names)) for line in path.read_text(encoding="utf-8").splitlines()]
    return {item["sha256"]: item for item in map(json.loads, lines)}


def read_items(annotations: dict[str, dict[str, Any]], source: Path) -> dict[str, str]:
    """Return, by hash, the texts of the stream that are annotated."""
    texts = {}
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            sha = hashlib.sha256(row["text"].encode()).hexdigest()
            if sha in annotations and annotations[sha]["date"] == row["date"]:
                texts[sha] = row["text"]
    return texts


def check_stream(folder: Path, source: Path) -> list[str]:
    """Hold annotations by reference against the items that they refer to; return the faults."""
    annotations = read_annotations(folder)
    texts = read_items(annotations, source)
    faults = [f"stream: {sha[:12]} of {item['date']} is not in the source" for sha, item in annotations.items() if sha not in texts]
    for sha, text in texts.items():
        for claim in annotations[sha]["claims"]:
            quote = text[claim["start"] : claim["end"]]
            if not quote or quote != quote.strip():
                faults.append(f"stream: {sha[:12]}: bad anchor {claim['start']}-{claim['end']}: {quote!r}")
            elif claim["kind"] in FIELDS:
                known = {k: v for k, v in claim.items() if k not in ("start", "end")}
                faults += [f"stream: {sha[:12]}: {quote[:40]!r}: {fault}" for fault in check_fields(known, claim["kind"])]
            else:
                faults.append(f"stream: {sha[:12]}: kind {claim['kind']!r}")
    return faults


def read_stream(folder: Path, source: Path, names: str = "*.jsonl") -> list[dict[str, Any]]:
    """Return the annotated items of the files so named with their text, in the shape of the shared evaluation."""
    annotations = read_annotations(folder, names)
    items = []
    for sha, text in read_items(annotations, source).items():
        note = annotations[sha]
        claims = [complete(c, text, (c["start"], c["end"])) for c in note["claims"]]
        guide = [g for c in claims for g in [to_guide(c)] if g]
        head = {"key": f"{note['date']}/{sha[:8]}", "sha": sha, "class": "positive" if claims else "hard"}
        items.append(head | {"claims": guide, "text": text, "published_at": note["date"]})
    return sorted(items, key=lambda i: str(i["key"]))


def write_lines(path: Path, items: list[dict[str, Any]]) -> None:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(i, ensure_ascii=False) + "\n" for i in items), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Check the corpus, or export a part of it; return the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--export", type=Path, help="write the reports of --split as JSON lines")
    parser.add_argument("--split", choices=SPLITS, help="train, dev or test; all where left out")
    parser.add_argument("--shape", choices=("guide", "full"), default="guide", help="guide: for claims_eval.py; full: every field")
    parser.add_argument("--stream", type=Path, help="the .jsonl.gz that stream/ refers to: check it, or with --export write its items")
    options = parser.parse_args(arguments)
    if options.stream:
        faults = check_stream(HERE / "stream", options.stream)
        if options.export and not faults:
            write_lines(options.export, read_stream(HERE / "stream", options.stream))
    else:
        faults = check_corpus()
        if options.export and not faults:
            write_lines(options.export, [to_item(r, options.shape) for r in read_corpus(split=options.split)])
        reports = read_corpus(split=options.split)
        kinds = Counter(c["kind"] for r in reports for c in r.claims)
        print(f"{len(reports)} reports, {sum(kinds.values())} claims: " + ", ".join(f"{k} {n}" for k, n in sorted(kinds.items())))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
