"""Results on standard output and in files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.cli.exits import OutputUnwritable
from communique.cli.output import write_out


def broken_off() -> Iterator[str]:
    yield "half"
    raise RuntimeError("stop")


@pytest.mark.parametrize("path", [None, Path("-")])
def test_text_goes_to_standard_output_as_utf_8(path: Path | None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_out(["a “", "ş”"], path)
    assert capfdbinary.readouterr().out == "a “ş”".encode()


def test_a_file_is_replaced_only_when_the_new_one_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_out(broken_off(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
    write_out(["new"], path)
    assert path.read_text(encoding="utf-8") == "new"


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.touch()
    path.chmod(0o640)
    write_out(["new"], path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_can_be_read_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "made").touch()
    write_out(["new"], tmp_path / "record.json")
    assert (tmp_path / "record.json").stat().st_mode == (tmp_path / "made").stat().st_mode


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_out(["nothing"], Path(os.devnull))
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["missing/record.json", "."])
def test_a_place_where_no_file_can_be_is_named_in_the_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="cannot be written"):
        write_out(["x"], tmp_path / name)
