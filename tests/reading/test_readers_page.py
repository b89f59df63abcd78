"""What docs/readers.md shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from communique.evaluation.gold import read_gold
from communique.language.analyser import Analyser
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.llm.parts import Part
from communique.reading.llm.reader import WINDOW

PAGE = (Path(__file__).parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")
TEXT = '"We want trains," Norwegian envoy Kari Hansen said.'


def example(language: str) -> str:
    """Return the first example in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_reader_of_the_page_reads() -> None:
    names: dict[str, Any] = {}
    exec(example("python"), names)
    reader = names["QuotationReader"]()
    (claim,) = reader.read(Version(hash_text(TEXT), TEXT), Analyser.load().analyse(TEXT)).claims
    assert (claim.text, claim.speaker, claim.provenance.reader) == ("We want trains", "Kari Hansen", reader.name)


def test_the_annotated_text_of_the_page_is_one(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(example("json"), encoding="utf-8")
    (item,) = read_gold(tmp_path / "gold.jsonl")
    anchor = Part(*item.claims[0]["anchor"])
    assert item.text[anchor.start : anchor.end] == "held talks in Oslo on Thursday"


def test_the_page_names_the_window() -> None:
    assert f"{WINDOW:,} characters" in PAGE
