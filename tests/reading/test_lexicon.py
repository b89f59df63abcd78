"""Every example sentence of the lexicons is read as it says."""

from __future__ import annotations

from typing import Any

import pytest

from communique.language.analyser import Analyser
from communique.model.claims import Claim, kind_of
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.lexicon import list_lexicons, load_examples, load_lexicon
from communique.reading.modality import assess
from communique.reading.reader import GrammarReader
from communique.reading.text import Text

EXAMPLES = [pytest.param(name, example, id=f"{name}: {example['text']}") for name in list_lexicons() for example in load_examples(name)]
RENAMED = {"date": "date", "from": "from_", "exact": None, "kind": None}


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


def read_claims(analyser: Analyser, text: str, date: str | None) -> list[Claim]:
    version = Version(hash_text(text), text, published_at=date)
    return list(GrammarReader().read(version, analyser.analyse(text, date)).claims)


def matches(claim: Claim, wanted: dict[str, Any]) -> bool:
    if kind_of(claim).value != wanted["kind"]:
        return False
    if "exact" in wanted and wanted["exact"] not in claim.provenance.span.exact:
        return False
    for key, value in wanted.items():
        attribute = RENAMED.get(key, key)
        if attribute is None:
            continue
        found = getattr(claim, attribute)
        if isinstance(value, list):
            if sorted(found) != sorted(value):
                return False
        elif str(found) != str(value):
            return False
    return True


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_of_a_lexicon_is_read_as_it_says(analyser: Analyser, name: str, example: dict[str, Any]) -> None:
    date = str(example["date"]) if "date" in example else None
    if "word" in example:
        text = Text(analyser.analyse(example["text"], date), Version(hash_text(example["text"]), example["text"]))
        word = next(i for i, token in enumerate(text.tokens) if token.text == example["word"])
        assert assess(text, word).factuality.value == example["factuality"]
        return
    claims = [c for c in read_claims(analyser, example["text"], date) if name == "statements" or kind_of(c).value != "statement"]
    left = list(claims)
    for wanted in example["claims"]:
        found = next((claim for claim in left if matches(claim, wanted)), None)
        assert found is not None, f"{wanted} not among {claims}"
        left.remove(found)
    assert not [c for c in left if kind_of(c).value == name.rstrip("s")], f"more than the example says: {left}"


def test_every_lexicon_carries_examples() -> None:
    without = [name for name in list_lexicons() if not load_examples(name)]
    assert without == ["actors"]


def test_examples_are_no_part_of_a_lexicon() -> None:
    assert all("examples" not in load_lexicon(name) for name in list_lexicons())
