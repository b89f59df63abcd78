"""Coverage written by hand as YAML: texts, what they claim, and what the record must hold.

In: a mapping with `stories` (each a list of versions with `text` and `claims`). Out: readings and stories for the fold. A claim names its
words (`says`), which must stand in the text; `as` gives it a name that `origin`, `commitment` and `meeting` of other claims can refer to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from communique.model.analysis import TimeExpression
from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    OfficeMention,
    Participant,
    ProgressClaim,
    Provenance,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
    claim_id,
)
from communique.model.ids import hash_text, make_id
from communique.model.record import Change, Evidence, Ledger, Story
from communique.model.sources import Version
from communique.model.vocabulary import ChangeKind, Factuality, TimeType
from communique.record.folding import fold_ledger
from communique.store.codec import to_plain

Case = Mapping[str, Any]

_TYPES: dict[str, type[Any]] = {
    "meeting": MeetingClaim,
    "commitment": CommitmentClaim,
    "reaffirmation": ReaffirmationClaim,
    "progress": ProgressClaim,
    "standing": StandingClaim,
    "relation": RelationClaim,
    "stance": StanceClaim,
    "statement": StatementClaim,
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "meeting": {"kind_": "round"},
    "reaffirmation": {"parties": []},
    "standing": {"parties": []},
    "relation": {"b": []},
    "stance": {"of_whom": []},
}
_REFERENCES = ("origin", "commitment", "meeting")


class _Loader(yaml.SafeLoader):
    """Reads YAML without its old habit of taking "on" and "no" for truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_cases(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a YAML file."""
    cases: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return cases


def fold_case(case: Case) -> Ledger:
    """Return the record of a case."""
    readings, stories = build_case(case)
    today = case.get("today")
    return fold_ledger(readings, stories, today=str(today) if today else None)


def build_case(case: Case) -> tuple[list[Reading], list[Story]]:
    """Return the readings and stories of a case."""
    readings, stories = [], []
    for number, told in enumerate(case["stories"]):
        versions = [_make_version(one) for one in told["versions"]]
        readings += [_make_reading(one, version) for one, version in zip(told["versions"], versions, strict=True)]
        changes = tuple(_make_change(one, versions) for one in told.get("changes", ()))
        witnesses = told.get("independent_witnesses", 1)
        stories.append(Story(make_id("story", number), f"Story {number}", (), witnesses, tuple(versions), changes))
    return readings, stories


def _make_version(told: Case) -> Version:
    text = str(told["text"]).strip()
    day = told.get("day")
    return Version(hash_text(text), text, path=told.get("path", ""), published_at=day and str(day), correction_note=told.get("note"))


def _make_reading(told: Case, version: Version) -> Reading:
    named: dict[str, str] = {}
    claims = []
    for one in told.get("claims", ()):
        claim = make_claim(one, version, named)
        claims.append(claim)
        if "as" in one:
            named[one["as"]] = claim_id(claim)
    sentences = _split_sentences(version.text)
    times = tuple(_make_time(one, version) for one in told.get("times", ()))
    actors = tuple(_make_actor(one, version) for one in told.get("actors", ()))
    return Reading(version.id, tuple(claims), actors, sentences, times=times, date=version.published_at)


def _split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    ranges, start = [], 0
    while start < len(text):
        end = text.find(". ", start)
        stop = len(text) if end < 0 else end + 1
        ranges.append((start, stop))
        start = stop + 1
    return tuple(ranges)


def make_claim(told: Case, version: Version, named: Mapping[str, str]) -> Claim:
    """Return the claim that a mapping describes; `named` gives ids for references."""
    kind = told["kind"]
    values = {**_DEFAULTS.get(kind, {}), **told}
    provenance = Provenance(
        span=_span(version, values["says"]),
        factuality=Factuality(values.get("factuality", "happened")),
        according_to=tuple(values.get("according_to", ())),
        reader="hand",
        score=float(values.get("score", 1.0)),
    )
    arguments: dict[str, Any] = {"provenance": provenance}
    hints = get_type_hints(_TYPES[kind])
    for field in fields(_TYPES[kind]):
        key = {"kind": "kind_", "from_": "from"}.get(field.name, field.name)
        if key in values and field.name != "provenance":
            value = values[key]
            arguments[field.name] = named[value] if field.name in _REFERENCES else _convert(field.name, hints[field.name], value)
    claim: Claim = _TYPES[kind](**arguments)
    return claim


def _span(version: Version, words: str) -> Any:
    start = version.text.find(words)
    assert start >= 0, f"the text does not say {words!r}"
    return version.span(start, start + len(words))


def _convert(name: str, hint: Any, value: Any) -> Any:
    if name == "participants":
        return tuple(Participant(name, office or None, side or None) for name, office, side in value)
    enums = [kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and issubclass(kind, Enum)]
    if enums:
        return enums[0](value)
    if isinstance(value, list):
        return tuple(value)
    return value if {int, bool} & {hint, *get_args(hint)} else str(value)


def _make_time(told: Case, version: Version) -> TimeExpression:
    span, edtf = _span(version, told["says"]), str(told["edtf"])
    return TimeExpression(span.start, span.end, TimeType.DATE, span.exact, edtf, edtf, mismatch=told.get("mismatch", False))


def _make_actor(told: Case, version: Version) -> ActorMention:
    offices = tuple(OfficeMention(title, told.get("side"), _span(version, title)) for title in told.get("offices", ()))
    return ActorMention(told["name"], told.get("kind", "person"), tuple(told.get("spellings", (told["name"],))), told.get("side"), offices)


def _make_change(told: Case, versions: Sequence[Version]) -> Change:
    before, after = _evidence(versions[0], told["before"]), _evidence(versions[1], told["after"])
    kind = ChangeKind(told["kind"])
    return Change(make_id("change", kind), versions[0].id, versions[1].id, kind, before, after, told.get("disclosed", False), 0.5)


def _evidence(version: Version, words: str) -> Evidence:
    span = _span(version, words)
    return Evidence(version.id, span.start, span.end, span.exact, Factuality.HAPPENED, None, 1.0, "")


def plain_process(ledger: Ledger, name: str) -> dict[str, Any]:
    """Return a process of a ledger as plain mappings, with progress as a mapping and ids as "meeting 0", "commitment 2", ..."""
    found = [process for process in ledger.processes if process.name == name]
    assert len(found) == 1, [process.name for process in ledger.processes]
    kinds = ("meeting", "commitment", "relation", "statement")
    numbers = {entry.id: f"{kind} {index}" for kind in kinds for index, entry in enumerate(getattr(found[0], f"{kind}s"))}
    shown: dict[str, Any] = _renumber(simplify(to_plain(found[0])), numbers)
    return shown


def _renumber(plain: Any, numbers: Mapping[str, str]) -> Any:
    if isinstance(plain, list):
        return [_renumber(item, numbers) for item in plain]
    if isinstance(plain, dict):
        return {key: _renumber(value, numbers) for key, value in plain.items()}
    return numbers.get(plain, plain) if isinstance(plain, str) else plain


def simplify(plain: Any) -> Any:
    """Return plain data with `from_` and `progress` as exports show them, and evidence as its words."""
    if isinstance(plain, list):
        return [simplify(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    shown = {("from" if key == "from_" else key): simplify(value) for key, value in plain.items()}
    if isinstance(shown.get("progress"), list):
        shown["progress"] = dict(shown["progress"])
    return shown


def assert_holds(expected: Any, actual: Any, where: str) -> None:
    """Fail unless `actual` holds what is expected: lists have as many entries, mappings at least these keys.

    `says` lists words that the evidence must hold, one piece each; `witnesses` and all others are compared as they are.
    """
    if isinstance(expected, dict):
        assert isinstance(actual, dict), f"{where}: {actual!r}"
        for key, value in expected.items():
            if key == "says":
                exact = [piece["exact"] for piece in actual["evidence"]]
                assert len(exact) == len(value), f"{where}: evidence is {exact}"
                assert all(any(words in one for one in exact) for words in value), f"{where}: evidence is {exact}"
            else:
                assert key in actual, f"{where} has no {key}"
                assert_holds(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{where}: {actual!r}"
        assert len(expected) == len(actual), f"{where}: {len(actual)} entries instead of {len(expected)}: {actual}"
        for index, (wanted, got) in enumerate(zip(expected, actual, strict=True)):
            assert_holds(wanted, got, f"{where}[{index}]")
    else:
        shown = str(expected) if isinstance(actual, str) else expected
        assert shown == actual, f"{where}: {actual!r} instead of {expected!r}"


def redate(story: Story, stamp: str) -> Story:
    """Return the story with all versions published at one stamp."""
    return replace(story, versions=tuple(replace(version, published_at=stamp) for version in story.versions))
