"""A report, its analysis made by hand, and what a model may say about it."""

from __future__ import annotations

from typing import Any

from communique.model.analysis import Analysis, Entity, Sentence
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import EntityType
from communique.reading.llm.schema import answer_schema
from communique.reading.text import Text
from tests.publish.schema_check import violations

Json = dict[str, Any]
DAY = "2024-05-03"
TEXT = (
    "Envoys of Norway and Sweden held their third round of talks in Oslo on Thursday. The two sides agreed to reopen the rail link to "
    "freight by June.\n\n“We want trains,” Norwegian envoy Kari Østby said. Stockholm refused to pay. Talks will go on; talks help."
)
MEETING: Json = {
    "kind": "meeting",
    "anchor": "held their third round of talks in Oslo on Thursday",
    "occurrence": None,
    "factuality": "happened",
    "according_to": [],
    "is_certain": True,
    "state": "held",
    "meeting_kind": "round",
    "ordinal": 3,
    "series": "round",
    "relative": "",
    "date": "2024-05-02",
    "places": ["Oslo"],
    "host": None,
    "parties": ["Norway", "Sweden"],
    "participants": [{"name": "Kari Østby", "office": "Norwegian envoy", "side": "Norway"}],
    "mediators": [],
    "outcome": "agreement",
    "background": False,
}
COMMITMENT: Json = {
    "kind": "commitment",
    "anchor": "to reopen the rail link to freight by June",
    "occurrence": None,
    "factuality": "happened",
    "according_to": [],
    "is_certain": True,
    "force": "agreed",
    "obligors": ["Norway", "Sweden"],
    "object": "to reopen the rail link to freight",
    "beneficiaries": [],
    "condition": None,
    "due": "2024-06",
    "scope": "freight",
    "agreed_on": "2024-05-02",
    "origin": "held their third round of talks in Oslo on Thursday",
    "background": False,
}
REFUSAL: Json = {
    "kind": "refusal",
    "anchor": "refused to pay",
    "occurrence": None,
    "factuality": "happened",
    "according_to": [],
    "is_certain": True,
    "by": ["Sweden"],
    "of_whom": [],
    "object": None,
}
STATEMENT: Json = {
    "kind": "statement",
    "anchor": '"We want trains,"',
    "occurrence": None,
    "factuality": "happened",
    "according_to": [],
    "is_certain": True,
    "speaker": "Kari Ostby",
    "mode": "direct",
    "office": "Norwegian envoy",
    "side": "Norway",
    "said_on": None,
}


def fit(claim: Json) -> list[str]:
    """Return in what a claim breaks the schema of its kind; keys that are missing or unknown come first."""
    variants = answer_schema()["properties"]["claims"]["items"]["anyOf"]
    schema = next(v for v in variants if claim["kind"] in v["properties"]["kind"]["enum"])
    open_schema = _without_closing(schema)
    return [*sorted(claim.keys() ^ schema["properties"].keys()), *violations(claim, open_schema, open_schema)]


def _without_closing(node: Any) -> Any:
    """Return a schema that does not forbid further keys, which the checker of the record's schema does not know."""
    if isinstance(node, list):
        return [_without_closing(value) for value in node]
    if isinstance(node, dict):
        return {key: _without_closing(value) for key, value in node.items() if key != "additionalProperties"}
    return node


def make_version(text: str = TEXT) -> Version:
    """Return the report as a version."""
    return Version(hash_text(text), text, path="secret/folder/report.txt", published_at=DAY)


def make_analysis(text: str = TEXT, names: tuple[tuple[str, EntityType], ...] = (("Kari Østby", EntityType.PERSON),)) -> Analysis:
    """Return an analysis with the sentences and some names of a text."""
    entities = tuple(Entity(text.index(name), text.index(name) + len(name), kind, name) for name, kind in names if name in text)
    sentences = []
    start = 0
    for end in [i + 1 for i, letter in enumerate(text) if letter == "."]:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        sentences.append(Sentence(start, end, ()))
        start = end
    return Analysis(text, DAY, tuple(sentences), entities, ())


def make_text(text: str = TEXT) -> Text:
    """Return the report as a reader walks it."""
    return Text(make_analysis(text), make_version(text))
