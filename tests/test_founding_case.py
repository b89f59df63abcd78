"""The founding case, end to end: two versions of one article, as they are and with every name in them replaced.

The expectations live beside the articles, outside the repository; without them these tests have nothing to hold the record against.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from communique.pipeline import Record
from communique.publish.json_record import render_record

MARKUP_OR_TEXT = re.compile(r"<[^>]*>|[^<]+")
KNOWN_STATES = {
    "Armenia": "Georgia", "Turkey": "Serbia", "Turkish": "Serbian", "Yerevan": "Tbilisi", "Istanbul": "Novi Sad",
    "Azerbaijan": "Croatia", "Baku": "Zagreb", "Nagorno-Karabakh": "Upper Lovina", "Ruben": "Davit", "Rubinyan": "Gelashvili",
    "Serdar": "Milan", "Kilic": "Petrovic", "Ararat": "Levan", "Mirzoyan": "Kobalia", "Margara": "Zemo", "Alican": "Donja",
    "Akyaka": "Lipovac", "Akhurik": "Samtredia", "Vienna": "Geneva",
}  # fmt: skip
FAR_STATES = {
    "Armenia": "Ethiopia", "Turkey": "Eritrea", "Turkish": "Eritrean", "Yerevan": "Addis Ababa", "Istanbul": "Asmara",
    "Azerbaijan": "Somalia", "Baku": "Mogadishu", "Nagorno-Karabakh": "Badme", "Ruben": "Abebe", "Rubinyan": "Tesfaye",
    "Serdar": "Isaias", "Kilic": "Haile", "Ararat": "Demeke", "Mirzoyan": "Bekele", "Margara": "Zalambessa", "Alican": "Senafe",
    "Akyaka": "Rama", "Akhurik": "Humera", "Vienna": "Nairobi",
}  # fmt: skip
INVENTED_STATES = {
    "Armenia": "Karvia", "Turkey": "Dolmark", "Turkish": "Dolmarkian", "Yerevan": "Orlat", "Istanbul": "Seskar",
    "Azerbaijan": "Belovia", "Baku": "Mirna", "Nagorno-Karabakh": "Upper Lovina", "Ruben": "Stevan", "Rubinyan": "Taro",
    "Serdar": "Milan", "Kilic": "Dresan", "Ararat": "Anton", "Mirzoyan": "Belec", "Margara": "Zemo", "Alican": "Donja",
    "Akyaka": "Lipovac", "Akhurik": "Samtre", "Vienna": "Geneva",
}  # fmt: skip


def hold_against_expectations(shared: Path, folder: Path, work: Path, names: dict[str, str]) -> list[str]:
    """Return the expectations that the record of `folder` misses."""
    script = shared / "gold" / "check_seeds.py"
    if not script.exists():
        pytest.skip(f"the expectations are not there: {script}")
    with Record.open(str(work / "record.db")) as record:
        record.read([str(folder)])
        exported = render_record(record.ledger())
    (work / "record.json").write_text(exported, encoding="utf-8")
    (work / "names.json").write_text(json.dumps(names), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(work / "record.json"), str(work / "names.json")], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip(), done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("FAIL")]


def replace_names(text: str, names: dict[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        found = match.group(0)
        if not found.startswith("<"):
            for old in sorted(names, key=len, reverse=True):
                found = found.replace(old, names[old])
        return found

    return MARKUP_OR_TEXT.sub(replace, text)


def test_the_founding_case_is_read_as_a_careful_reader_reads_it(shared: Path, seeds: Path, tmp_path: Path) -> None:
    assert not hold_against_expectations(shared, seeds, tmp_path, {})


@pytest.mark.parametrize("names", [KNOWN_STATES, FAR_STATES, INVENTED_STATES], ids=["known states", "far states", "invented states"])
def test_no_rule_knows_the_names_of_the_founding_case(shared: Path, seeds: Path, tmp_path: Path, names: dict[str, str]) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for article in sorted(seeds.glob("*.txt")):
        (folder / article.name).write_text(replace_names(article.read_text(encoding="utf-8"), names), encoding="utf-8")
    assert not hold_against_expectations(shared, folder, tmp_path, names)
