"""Targets in, versions and problems out."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from communique.capture import files, sources
from communique.capture.sources import count_sources, read_sources
from communique.model.sources import Problem, Version

TEXT = "The envoys met at the bridge."


def read(*targets: Path | str, stdin: bytes | None = None) -> list[Version | Problem]:
    return list(read_sources([str(t) for t in targets], stdin=None if stdin is None else io.BytesIO(stdin)))


def versions(results: list[Version | Problem]) -> list[Version]:
    return [r for r in results if isinstance(r, Version)]


def problems(results: list[Version | Problem]) -> list[Problem]:
    return [r for r in results if isinstance(r, Problem)]


def only_problem(results: list[Version | Problem]) -> Problem:
    (problem,) = results
    assert isinstance(problem, Problem)
    assert problem.error.startswith(problem.path) or problem.path in problem.error
    assert problem.remedy
    return problem


@pytest.fixture
def coverage(tmp_path: Path) -> Path:
    """A folder with an article in every format, a hidden file, a file of another kind, and a subfolder."""
    folder = tmp_path / "coverage"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_text(f"date 2024-07-30 {TEXT} b", encoding="utf-8")
    (folder / "a.html").write_text(f"<html><body><p>{TEXT} a</p></body></html>", encoding="utf-8")
    (folder / "c.jsonl").write_text("".join(json.dumps({"text": f"{TEXT} c{n}"}) + "\n" for n in range(2)), encoding="utf-8")
    (folder / "d").write_text(f"{TEXT} d", encoding="utf-8")
    (folder / "e.json").write_text(json.dumps([{"text": f"{TEXT} e"}]), encoding="utf-8")
    (folder / "sub" / "f.md").write_text(f"{TEXT} f", encoding="utf-8")
    (folder / ".hidden.txt").write_text("no", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def test_a_folder_is_read_in_sorted_order(coverage: Path) -> None:
    results = read(coverage)
    assert problems(results) == []
    assert [v.path for v in versions(results)] == [
        "coverage/a.html",
        "coverage/b.txt",
        "coverage/c.jsonl:1",
        "coverage/c.jsonl:2",
        "coverage/d",
        "coverage/e.json:1",
        "coverage/sub/f.md",
    ]
    assert count_sources([str(coverage)]) == 7


def test_results_do_not_depend_on_where_the_folder_lies(coverage: Path, tmp_path: Path) -> None:
    before = read(coverage)
    moved = tmp_path / "elsewhere" / "coverage"
    moved.parent.mkdir()
    coverage.rename(moved)
    assert read(f"{moved}/") == before


def test_the_order_of_targets_changes_nothing_but_the_order(coverage: Path) -> None:
    one, other = coverage / "a.html", coverage / "b.txt"
    assert sorted(versions(read(one, other)), key=lambda v: v.id) == sorted(versions(read(other, one)), key=lambda v: v.id)


def test_one_bad_file_does_not_stop_the_rest(coverage: Path) -> None:
    (coverage / "b0.txt").write_bytes(b"")
    (coverage / "b1.txt").write_bytes(bytes(range(256)))
    results = read(coverage, coverage / "missing.txt")
    assert len(versions(results)) == 7
    assert [p.path for p in problems(results)] == ["coverage/b0.txt", "coverage/b1.txt", "missing.txt"]


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named_with_its_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    assert "empty.txt" in only_problem(read(path)).error


def test_a_pdf_is_called_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")
    assert "is a PDF document" in only_problem(read(path)).error


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.write(b"word ")
        stream.truncate(50_000_000)
    read_bytes: list[int] = []
    monkeypatch.setattr(sources, "read_limited", lambda *args: read_bytes.append(1))
    problem = only_problem(read(path))
    assert "50.0 MB; the limit for one article of this kind is 5.0 MB" in problem.error
    assert read_bytes == []


def test_a_huge_stream_is_refused_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_TEXT_BYTES", 100_000)
    stream = io.BytesIO(b"word " * 200_000)
    problem = only_problem(list(read_sources(["-"], stdin=stream)))
    assert "more than 0.1 MB" in problem.error
    assert stream.tell() < 200_000


def test_a_missing_path_is_named_as_it_was_typed(tmp_path: Path) -> None:
    problem = only_problem(read(tmp_path / "no" / "such.txt"))
    assert str(tmp_path / "no" / "such.txt") in problem.error
    assert problem.path == "such.txt"


def test_lack_of_permission_is_a_problem_with_a_remedy(coverage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(files, "open", refuse, raising=False)
    assert "permission" in only_problem(read(coverage / "b.txt")).error


def test_a_folder_that_cannot_be_listed_is_a_problem(coverage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listdir = os.listdir

    def refuse(path: Path) -> list[str]:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    results = read(coverage)
    assert [p.path for p in problems(results)] == ["coverage/sub"]
    assert len(versions(results)) == 6


def test_a_loop_of_folders_ends(coverage: Path) -> None:
    (coverage / "sub" / "loop").symlink_to(coverage)
    (coverage / "twice").symlink_to(coverage / "sub")
    assert len(versions(read(coverage))) == 7


def test_a_link_to_a_folder_elsewhere_is_followed(coverage: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "g.txt").write_text(f"{TEXT} g", encoding="utf-8")
    (coverage / "linked").symlink_to(tmp_path / "other")
    assert "coverage/linked/g.txt" in [v.path for v in versions(read(coverage))]


def test_a_link_to_nothing_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    assert "leads nowhere" in only_problem(read(tmp_path / "dead.txt")).error


def test_a_named_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    problem = only_problem(read(tmp_path / "pipe"))
    assert "a named pipe" in problem.error
    assert "read -" in problem.remedy


def test_a_file_of_another_kind_is_a_problem_when_named(coverage: Path) -> None:
    assert ".png" in only_problem(read(coverage / "picture.png")).error


def test_a_folder_without_readable_files_is_a_problem(tmp_path: Path) -> None:
    assert "holds no file" in only_problem(read(tmp_path)).error


def test_a_web_address_is_refused_without_going_there() -> None:
    assert "web addresses" in only_problem(read("https://post.example/a")).error


def test_a_name_with_dots_has_no_suffix(tmp_path: Path) -> None:
    path = tmp_path / "talks.2024-07-30"
    path.write_text(TEXT, encoding="utf-8")
    assert len(versions(read(path))) == 1


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (TEXT.encode(), ["-"]),
        (f"<!-- saved -->\n<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode(), ["-"]),
        (f'{{"text": "{TEXT} 1"}}\n{{"text": "{TEXT} 2"}}\n'.encode(), ["-:1", "-:2"]),
        (f'{{\n "text": "{TEXT}"\n}}'.encode(), ["-"]),
        (f'[{{"text": "{TEXT}"}}]'.encode(), ["-:1"]),
        (f"[Update] {TEXT}".encode(), ["-"]),
        (f"{{They}} {TEXT}".encode(), ["-"]),
    ],
    ids=["text", "html", "lines", "object", "array", "bracket", "brace"],
)
def test_standard_input_is_judged_by_its_content(data: bytes, paths: list[str]) -> None:
    results = read("-", stdin=data)
    assert [v.path for v in versions(results)] == paths
    assert problems(results) == []


def test_a_stream_of_lines_longer_than_the_sniffed_part_is_read_to_its_end() -> None:
    lines = "".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(3000)).encode()
    assert len(lines) > sources.SNIFF_BYTES
    assert len(versions(read("-", stdin=lines))) == 3000


def test_a_bad_line_is_one_problem_that_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    good = json.dumps({"text": TEXT}).encode()
    path.write_bytes(b"\n".join([b"\xef\xbb\xbf" + good, b"{broken", b"", b"[1]", b'{"text": "\xff\xfe\xfd\xfc"}', good]))
    results = read(path)
    assert [v.path for v in versions(results)] == ["articles.jsonl:1", "articles.jsonl:6"]
    assert [p.path for p in problems(results)] == ["articles.jsonl:2", "articles.jsonl:4", "articles.jsonl:5"]
    assert count_sources([str(path)]) == 5


def test_a_line_beyond_the_limit_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_LINE_BYTES", 200)
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    results = read(path)
    assert [v.path for v in versions(results)] == ["articles.jsonl:2"]
    assert [p.path for p in problems(results)] == ["articles.jsonl:1"]


def test_lines_under_the_name_of_json_are_read(tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps({"text": f"{TEXT} 1"}) + "\n" + json.dumps({"text": f"{TEXT} 2"}), encoding="utf-8")
    assert [v.path for v in versions(read(path))] == ["articles.json:1", "articles.json:2"]


def test_damaged_text_is_read_and_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes("Café talks: “the fifth round” ended. ".encode() * 5 + b"broken \xe2\x80 here")
    version, problem = read(path)
    assert isinstance(version, Version)
    assert "broken � here" in version.text
    assert isinstance(problem, Problem)
    assert "1 place is not valid UTF-8" in problem.error


def test_a_text_file_with_a_page_in_it_is_read_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(f"<!doctype html><html lang=en><body><nav>Home</nav><main><p>{TEXT}</p></main></body></html>", encoding="utf-16")
    (version,) = versions(read(path))
    assert (version.text, version.language) == (TEXT, "en")


def test_the_seeds_give_exactly_one_space_between_words(seeds: Path) -> None:
    first, second = versions(read(seeds))
    assert first.published_at == "2024-07-30"
    assert second.published_at is None
    assert "<" not in second.text
    for version in (first, second):
        assert "  " not in version.text
        assert version.text[0].isupper()
    for link in second.links:
        inner = second.text[link.start : link.end]
        assert inner
        assert inner == inner.strip()
        assert not second.text[link.start - 1 : link.start].isalnum()
        assert not second.text[link.end : link.end + 1].isalnum()
    assert len(second.links) == 4


def test_plain_texts_are_read_without_loading_the_html_libraries(coverage: Path) -> None:
    code = (
        "import sys\nfrom communique.capture.sources import read_sources\nassert len(list(read_sources(sys.argv[1:]))) == 2\n"
        "print(sorted(m for m in ('trafilatura', 'lxml', 'charset_normalizer') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(coverage / "b.txt"), str(coverage / "d")], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert "a socket" in only_problem(read("s")).error


def test_a_document_of_another_kind_inside_a_folder_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "coverage"
    folder.mkdir()
    (folder / "report.txt").write_text("Chad and Sudan met on Monday.", encoding="utf-8")
    (folder / "readout.pdf").write_bytes(b"%PDF-1.7")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    read = list(read_sources([str(folder)]))
    assert [found.path for found in read if isinstance(found, Problem)] == ["coverage/readout.pdf"]
