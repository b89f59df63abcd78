"""What a model is told, and what it is not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from communique.model.vocabulary import ClaimKind, EntityType
from communique.reading.llm.claims import SURE, ClaimBuilder, Tally
from communique.reading.llm.parts import Part
from communique.reading.llm.prompt import PROMPT_VERSION, instructions, make_messages
from communique.reading.llm.schema import answer_schema, parse_answer
from tests.reading.llm.sample import TEXT, fit, make_analysis, make_text, make_version

DIGESTS = {1: "d602f0c58a8c0b25"}
"""What each prompt version stands for. Instructions or schema that changed need a new number, because kept answers go by it."""


def test_a_changed_prompt_has_a_new_version() -> None:
    whole = instructions() + json.dumps(answer_schema())
    assert DIGESTS[PROMPT_VERSION] == hashlib.sha256(whole.encode()).hexdigest()[:16]


def test_every_kind_is_explained() -> None:
    explained = instructions()[instructions().index("# Kinds") : instructions().index("# Example")]
    assert all(kind.value in explained for kind in ClaimKind)


def test_the_example_of_the_instructions_is_borne_out_by_its_own_report() -> None:
    example = instructions()[instructions().index("# Example") :]
    text = example[example.index("<report>\n") + 9 : example.index("\n</report>")].replace("\n", " ")
    content = example[example.index('{"claims"') : example.index("# Fields by kind")]
    answer = parse_answer(content)
    assert answer is not None
    assert [fit(claim) for claim in answer] == [[]] * 4
    tally = Tally()
    builder = ClaimBuilder(make_text(text), "example", tally)
    builder.add(answer, Part(0, len(text)))
    assert [claim.provenance.score for claim in builder.finish()] == [SURE] * 4
    assert (tally.n_invented, tally.n_malformed, tally.n_emptied) == (0, 0, 0)


def test_the_text_goes_with_its_title_and_day_and_never_with_its_path() -> None:
    version = replace(make_version(), title="Trains", url="https://intranet.example/42")
    user = make_messages(version, make_analysis(), Part(0, len(TEXT)))[1]["content"]
    assert user.startswith("Published: 2024-05-03 (Friday)\nTitle: Trains\n\n<report>\nEnvoys of Norway")
    assert "secret" not in user
    assert "intranet" not in user


def test_an_unknown_day_is_said_to_be_unknown() -> None:
    analysis = replace(make_analysis(), date=None)
    assert make_messages(make_version(), analysis, Part(0, 5))[1]["content"].startswith("Published: unknown\n")


def test_a_part_comes_with_the_names_of_the_whole() -> None:
    analysis = make_analysis(names=(("Kari Østby", EntityType.PERSON), ("Sweden", EntityType.PLACE)))
    user = make_messages(make_version(), analysis, Part(0, 81), n_parts=2)[1]["content"]
    assert "a longer report, which names: Kari Østby; Sweden" in user
    assert "We want trains" not in user
