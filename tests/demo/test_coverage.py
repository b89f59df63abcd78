"""The bundled coverage is complete, well formed, and of the variety that it promises."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

import communique.demo
from communique.demo import demo_path

WORDS_MIN, WORDS_MAX = 40, 400


def pages() -> list[Path]:
    return sorted(demo_path().rglob("*.html"))


def texts() -> list[Path]:
    return sorted(demo_path().rglob("*.txt"))


def items() -> list[dict[str, str]]:
    return [json.loads(line) for path in sorted(demo_path().rglob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]


def article_text(page: Path) -> str:
    return re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8").partition("<article>")[2].partition("</article>")[0])


def test_the_folder_is_found_through_the_package() -> None:
    assert demo_path().is_dir()
    assert demo_path().parent == Path(communique.demo.__file__).parent


def test_a_package_without_its_data_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(communique.demo, "files", lambda _: tmp_path)
    with pytest.raises(FileNotFoundError, match="install communique unpacked"):
        demo_path()


def test_there_are_at_least_fourteen_reports_on_each_of_two_processes_together() -> None:
    folders = sorted(p.name for p in demo_path().iterdir())
    assert folders == ["armenia-turkiye", "colombia-eln"]
    assert len(pages()) + len(texts()) + len(items()) >= 14


def test_only_formats_that_the_reader_takes_lie_in_the_folder() -> None:
    assert {p.suffix for p in demo_path().rglob("*") if p.is_file()} == {".txt", ".html", ".jsonl"}


def test_every_text_file_opens_with_its_date() -> None:
    for path in texts():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert re.fullmatch(r"date \d{4}-\d\d-\d\d", first), path.name
        assert first.removeprefix("date ") == path.name[:10], path.name


def test_every_page_names_its_outlet_address_and_date() -> None:
    for path in pages():
        markup = path.read_text(encoding="utf-8")
        assert 'property="og:site_name"' in markup, path.name
        assert 'rel="canonical"' in markup, path.name
        assert 'property="article:published_time"' in markup, path.name


def test_every_item_has_all_fields_and_an_address_of_its_own() -> None:
    assert all(list(i) == ["outlet", "url", "title", "published_at", "text"] and all(i.values()) for i in items())
    addresses = [i["url"] for i in items()]
    assert len(set(addresses)) == len(addresses)


def test_addresses_are_under_the_reserved_example_domain() -> None:
    found = [u for path in sorted(demo_path().rglob("*.*")) for u in re.findall(r"https?://[^/\"]+", path.read_text(encoding="utf-8"))]
    assert found
    assert all(u.endswith(".example") for u in found)


def test_two_articles_come_in_two_versions_under_one_address() -> None:
    by_address: dict[str, list[str]] = {}
    for path in pages():
        markup = path.read_text(encoding="utf-8")
        address = re.search(r'rel="canonical" href="([^"]+)"', markup)
        modified = re.search(r'modified_time" content="([^"]+)"', markup)
        if address and modified:
            by_address.setdefault(address[1], []).append(modified[1])
    pairs = [times for times in by_address.values() if len(times) == 2]
    assert len(pairs) == 2
    assert all(times == sorted(set(times)) for times in pairs)


def test_reports_are_of_a_natural_length_in_normal_form() -> None:
    bodies = [p.read_text(encoding="utf-8") for p in texts()] + [article_text(p) for p in pages()] + [i["text"] for i in items()]
    for body in bodies:
        assert WORDS_MIN <= len(body.split()) <= WORDS_MAX, body[:80]
        assert body == unicodedata.normalize("NFC", body)
