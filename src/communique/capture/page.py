"""What an HTML page says about its article: title, byline, outlet, address, dates, language.

In: the parsed tree. Out: `Metadata`. Order of trust: JSON-LD of an article type (https://schema.org/NewsArticle), then Open Graph and
article meta elements (https://ogp.me), then what the page shows. A date is taken only from where a page declares it, never from its prose
or its sidebars.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import html

from communique.capture.metadata import Metadata, canonical_url, clean_value

_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "byline": ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "published_at": ("article:published_time", "og:published_time", "datepublished", "date", "dc.date.issued", "dc.date", "pubdate",
                     "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "article.published", "dcterms.created"),
    "modified_at": ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "lastmod"),
    "language": ("og:locale", "content-language", "language", "dc.language"),
}  # fmt: skip
"""Names of meta elements (`name`, `property` or `itemprop`, in lower case) by the field they fill, most telling first."""
_ARTICLE_TYPES = ("Article", "Report", "BlogPosting", "LiveBlog", "WebPage")
_TITLE_BARS = (" | ", " - ", " – ", " — ", " :: ", " · ")
_MAX_JSON_DEPTH = 12
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKED_TIMES = "//time[@pubdate or @itemprop='datePublished' or contains(@class, 'publish')]"
_NOT_UPDATED = "[not(contains(@class, 'updat') or contains(@class, 'modif'))]"
_ARTICLE_TIMES = f"//article//time{_NOT_UPDATED} | //main//time{_NOT_UPDATED}"
_DATE_ELEMENTS = (
    "//*[self::span or self::p or self::div or self::li][contains(@class, 'date') or contains(@class, 'publish')]"
    f"{_NOT_UPDATED}[not(ancestor::aside)]"
)
_PUBLISHED_WORDS = re.compile(r"^\s*(?:published|posted|date)\b(?:\s+(?:on|at)\b)?\s*:?\s*", re.IGNORECASE)
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/")


def read_page(tree: html.HtmlElement, url: str | None = None) -> Metadata:
    """Return what the page declares. `url` is where it was read from, where that is known."""
    linked = _read_json_ld(tree)
    meta = _read_meta(tree)
    found = Metadata(**linked).or_else(Metadata(**meta))
    address = _address(tree, url, linked.get("url"))
    title = linked.get("title") or meta.get("title") or _only(tree, "//h1") or _only(tree, "//head/title")
    return Metadata(
        url=address,
        outlet=found.outlet,
        title=_without_outlet(title, found.outlet),
        byline=_byline(found.byline),
        published_at=found.published_at or _shown_instant(tree, address),
        modified_at=found.modified_at,
        language=clean_value("language", tree.get("lang") or tree.get(_XML_LANG) or "") or found.language,
    )


def _read_meta(tree: html.HtmlElement) -> dict[str, str]:
    declared: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv") or ""
        declared.setdefault(name.strip().lower(), node.get("content") or "")
    found = {}
    for field, names in _META.items():
        values = (clean_value(field, declared[name]) for name in names if name in declared)
        value = next((value for value in values if value), None)
        if value:
            found[field] = value
    return found


def _read_json_ld(tree: html.HtmlElement) -> dict[str, str]:
    """Return the fields of the first article that the page's JSON-LD describes; damaged scripts are passed over."""
    for node in tree.iter("script"):
        if "ld+json" not in (node.get("type") or "").lower():
            continue
        try:
            data = json.loads(node.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            found = _read_item(item)
            if "published_at" in found or "title" in found:
                return found
    return {}


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object of an article type, outer before inner."""
    if depth > _MAX_JSON_DEPTH:
        return
    if isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(_ARTICLE_TYPES) for kind in kinds):
            yield data
        for value in data.values():
            yield from _items(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _items(value, depth + 1)


def _read_item(item: dict[str, Any]) -> dict[str, str]:
    candidates = {
        "title": _names(item.get("headline")),
        "byline": _names(item.get("author")),
        "outlet": _names(item.get("publisher")),
        "published_at": _names(item.get("datePublished")),
        "modified_at": _names(item.get("dateModified")),
        "language": _names(item.get("inLanguage")),
        "url": _names(item.get("mainEntityOfPage"), "@id") or _names(item.get("url"), "@id"),
    }
    cleaned = {field: clean_value(field, ", ".join(values if field == "byline" else values[:1])) for field, values in candidates.items()}
    return {field: value for field, value in cleaned.items() if value}


def _names(value: Any, key: str = "name") -> list[str]:
    """Return the strings of a JSON-LD value: itself, its names, or those of its parts."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _names(value.get(key), key) if value.get(key) is not value else []
    if isinstance(value, list):
        return [name for part in value if not isinstance(part, list) for name in _names(part, key)]
    return []


def _address(tree: html.HtmlElement, url: str | None, linked: str | None) -> str | None:
    """Return the page's canonical address, made absolute by the address that it was read from."""
    hrefs = [node.get("href") or "" for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower().split()]
    hrefs += [node.get("content") or "" for node in tree.iter("meta") if (node.get("property") or "").lower() == "og:url"]
    for href in [*hrefs, linked or "", url or ""]:
        try:
            absolute = canonical_url(urljoin(url or "", href.strip()))
        except ValueError:
            continue
        if href and absolute:
            return absolute
    return None


def _only(tree: html.HtmlElement, path: str) -> str | None:
    """Return the text of the element at a path where there is exactly one."""
    nodes = tree.xpath(path)
    return clean_value("title", str(nodes[0].text_content())) if len(nodes) == 1 else None


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """Return a title without the outlet's name after a bar."""
    for bar in _TITLE_BARS:
        if title and outlet and title.lower().endswith(f"{bar}{outlet}".lower()):
            return title[: -len(bar) - len(outlet)].rstrip() or title
    return title


def _byline(value: str | None) -> str | None:
    """Return a byline without its "By"; an address of an author's page is none."""
    if not value or "://" in value:
        return None
    return value[3:].strip() if value.lower().startswith("by ") else value


def _shown_instant(tree: html.HtmlElement, url: str | None) -> str | None:
    """Return the instant that an article shows: the only one of its `<time>` elements, of elements named after dates, or of its address."""
    for path in (_MARKED_TIMES, _ARTICLE_TIMES, _DATE_ELEMENTS):
        written = [node.get("datetime") or _PUBLISHED_WORDS.sub("", node.text_content()) for node in tree.xpath(path)]
        values = {value for text in written if (value := clean_value("published_at", text))}
        if len(values) == 1:
            return values.pop()
    found = _DATE_IN_ADDRESS.search(url or "")
    return clean_value("published_at", "-".join(found.groups())) if found else None
