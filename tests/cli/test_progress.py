"""The progress bar shows itself only where it helps."""

from __future__ import annotations

from io import StringIO

import pytest

from communique.cli.progress import FEW, reading_bar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def read(stream: StringIO, n_total: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with reading_bar() as report:
        for n in range(1, n_total + 1):
            if report is not None:
                report(n, n_total, f"report-{n}.txt")
    return stream.getvalue()


def test_many_sources_on_a_terminal_are_shown_on_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"{FEW + 1}/{FEW + 1}" in read(Terminal(), FEW + 1, monkeypatch)


def test_a_few_sources_are_read_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(Terminal(), FEW, monkeypatch) == ""


def test_a_log_file_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(StringIO(), 50, monkeypatch) == ""
