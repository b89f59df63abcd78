"""Readers by name: the one in the box, and those that other packages bring along."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint

import pytest

from communique.model.analysis import Analysis
from communique.model.claims import Reading
from communique.model.errors import ReaderUnknown
from communique.model.sources import Version
from communique.reading.plugins import GROUP, make_reader
from communique.reading.reader import GrammarReader, JointReader

Offer = Callable[[str, str], None]


class SilentReader:
    """A reader of another package: it never finds anything."""

    name = "silent-1"

    def read(self, version: Version, analysis: Analysis) -> Reading:
        return Reading(version.id, ())


class NoReader:
    """Something else of another package."""


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Let a package offer a reader: its name, and where it is."""

    def install(name: str, value: str) -> None:
        monkeypatch.setattr("communique.reading.plugins.entry_points", lambda group: (EntryPoint(name, value, group),))

    return install


def test_the_grammar_is_there() -> None:
    assert isinstance(make_reader("grammar"), GrammarReader)
    assert isinstance(make_reader("joint"), JointReader)
    assert make_reader("grammar").name == "grammar-1"


def test_an_installed_reader_is_found_by_its_name(offer: Offer) -> None:
    offer("silent", f"{__name__}:SilentReader")
    assert make_reader("silent").name == "silent-1"


def test_an_unknown_reader_is_told_with_those_that_there_are(offer: Offer) -> None:
    offer("silent", f"{__name__}:SilentReader")
    with pytest.raises(ReaderUnknown, match=r"There is no reader oracle\. Choose one of: joint, grammar, llm, llm:MODEL, silent"):
        make_reader("oracle")


@pytest.mark.parametrize("value", ["no_such_module:Reader", f"{__name__}:Missing", f"{__name__}:GROUP"])
def test_a_reader_that_cannot_be_made_is_told(value: str, offer: Offer) -> None:
    offer("broken", value)
    with pytest.raises(ReaderUnknown, match="The reader broken cannot be made"):
        make_reader("broken")


def test_what_is_no_reader_is_told(offer: Offer) -> None:
    offer("odd", f"{__name__}:NoReader")
    with pytest.raises(ReaderUnknown, match="is none"):
        make_reader("odd")


def test_the_group_is_the_documented_one() -> None:
    assert GROUP == "communique.readers"
