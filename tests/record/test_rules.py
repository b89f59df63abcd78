"""The rules that the record lives by, each with coverage and the record that must come of it (`cases/*.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.store.codec import to_plain
from tests.record.sample import assert_holds, fold_case, load_cases, plain_process, simplify

CASES = sorted(Path(__file__).parent.glob("cases/*.yaml"))
LOADED = [(path.stem, case) for path in CASES for case in load_cases(path)]
RULES = 13


@pytest.mark.parametrize(("rule", "case"), LOADED, ids=[f"{rule}: {case['name']}" for rule, case in LOADED])
def test_coverage_becomes_the_record_that_the_rule_asks_for(rule: str, case: dict[str, Any]) -> None:
    ledger = fold_case(case)
    expected = case["record"]
    if "processes" in expected:
        assert [process.name for process in ledger.processes] == expected["processes"]
    for name, folder in expected.items():
        if name == "background":
            assert_holds(folder, simplify(to_plain(ledger.background)), "background")
        elif name != "processes":
            assert_holds(folder, plain_process(ledger, name), name)


def test_every_rule_has_its_cases() -> None:
    numbers = {int(path.stem.split("-")[0]) for path in CASES if path.stem[0].isdigit()}
    assert numbers >= set(range(1, RULES + 1))
