"""A small process in the format of the case book, in order, for tests that break it or score against it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

FJORD = "title: Norway and Iceland agree on flights\noutlet: Fjord Post\nurl: https://fjord.example/2\npublished_at: 2031-03-05T18:00:00Z\n"
AGREED = "They agreed to open direct flights. Lund called it a good day.\n"
REPORTS = {
    "01-harbour-wire": (
        "title: Envoys to meet in Vienna\noutlet: Harbour Wire\nurl: https://harbour.example/1\npublished_at: 2031-03-01T09:00:00Z\n\n"
        "Envoys of Norway and Iceland will meet in Vienna on 5 March for their second round, envoy Kari Lund said.\n"
    ),
    "02-fjord-post": f"{FJORD}\nNorway and Iceland held their second round in Vienna on Wednesday.\n\n{AGREED}",
    "02b-fjord-post": (
        f"{FJORD}modified_at: 2031-03-06T08:00:00Z\n\nNorway and Iceland held their third round in Vienna on Wednesday.\n\n{AGREED}"
    ),
    "03-north-today": (
        "title: No flights yet\noutlet: North Today\nurl: https://north.example/3\npublished_at: 2031-06-01T07:00:00Z\n\n"
        "Norway has not begun the flights that it agreed with Iceland in March, officials said.\n"
    ),
}

TOLD = {"standing": "agreed", "progress": {"Norway": "unreported", "Iceland": "unreported"}}
LATER = {"standing": "agreed", "progress": {"Norway": "not_started", "Iceland": "unreported"}}
LEDGER: dict[str, Any] = {
    "process": {
        "name": "Norway–Iceland flights",
        "parties": ["Norway", "Iceland"],
        "mediators": [],
        "basis": "invented",
        "part": "develop",
    },
    "as_of": ["2031-03-01", "2031-03-05", "2031-04-01", "2031-06-01", "2031-07-01"],
    "actors": [
        {"id": "norway", "name": "Norway", "kind": "state", "side": "Norway", "spellings": ["Norway"], "offices": []},
        {"id": "iceland", "name": "Iceland", "kind": "state", "side": "Iceland", "spellings": ["Iceland"], "offices": []},
        {
            "id": "lund",
            "name": "Kari Lund",
            "kind": "person",
            "side": "Norway",
            "spellings": ["Kari Lund", {"text": "Lund", "reports": ["02-fjord-post", "02b-fjord-post"]}],
            "offices": [{"title": "envoy", "body": "Norway", "from": "2031-03-01", "to": "2031-03-01"}],
        },
    ],
    "meetings": [
        {
            "id": "vienna",
            "series": "round",
            "ordinal": 2,
            "ordinal_inferred": False,
            "state": "held",
            "date": "2031-03-05",
            "scheduled": ["2031-03-05"],
            "places": ["Vienna"],
            "parties": ["Norway", "Iceland"],
            "persons": ["Kari Lund"],
            "reports": ["01-harbour-wire", "02-fjord-post", "02b-fjord-post"],
        }
    ],
    "commitments": [
        {
            "id": "flights",
            "object": "open direct flights",
            "obligors": ["Norway", "Iceland"],
            "force": "agreed",
            "agreed_on": "2031-03-05",
            "origin": "vienna",
            "due": None,
            "tellings": [
                {"report": "02-fjord-post", "quote": "agreed to open direct flights"},
                {"report": "02b-fjord-post", "quote": "agreed to open direct flights"},
                {"report": "03-north-today", "quote": "has not begun the flights"},
            ],
            "as_of": {"2031-03-01": None, "2031-03-05": TOLD, "2031-04-01": TOLD, "2031-06-01": LATER, "2031-07-01": LATER},
        }
    ],
    "conflicts": [{"about": "vienna", "field": "ordinal", "values": ["2", "3"], "reports": ["02-fjord-post", "02b-fjord-post"]}],
    "stories": {"versions": [["02-fjord-post", "02b-fjord-post"]], "copies": [], "events": [["01-harbour-wire", "02-fjord-post"]]},
    "changes": [
        {
            "from": "02-fjord-post",
            "to": "02b-fjord-post",
            "kind": "number",
            "before": "second round",
            "after": "third round",
            "disclosed": False,
        }
    ],
}


def make_ledger() -> dict[str, Any]:
    """Return a copy of the ledger that a test may break."""
    return copy.deepcopy(LEDGER)


def write_case(folder: Path, ledger: dict[str, Any] | None = None, reports: dict[str, str] | None = None) -> Path:
    """Write a process to a folder, which is returned; in order where nothing else is given."""
    (folder / "reports").mkdir(parents=True)
    for name, text in (REPORTS if reports is None else reports).items():
        (folder / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "ledger.json").write_text(json.dumps(LEDGER if ledger is None else ledger, ensure_ascii=False), encoding="utf-8")
    return folder
