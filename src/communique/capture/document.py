"""Whole HTML documents.

In: decoded HTML. Out: a version: the article's text with its links, and what the page says about it. trafilatura (Barbaresi 2021) decides
what belongs to the article; where it finds nothing, or the page is so short that all of it is the article, the page's own blocks are
read. The text is always built by `TextFlow` from a tree, so that white space follows one rule. Both libraries are imported here alone:
plain texts do not need them.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy

from lxml import etree, html

from communique.capture.flow import PARAGRAPH_BREAK, FlowText, TextFlow
from communique.capture.fragments import BLOCK_TAGS, SILENT_TAGS, SPACE_TAGS, read_fragment
from communique.capture.metadata import Metadata, make_version
from communique.capture.page import read_page
from communique.model.errors import SourceEmpty
from communique.model.sources import Version

SHORT_ARTICLE_CHARS = 250
"""Below this many characters an extraction is held against the page's own blocks; trafilatura's own minimum is of that size."""
SHORT_PAGE_CHARS = 500
"""A page of at most this many characters of text, without navigation, is taken whole; a longer one is mostly what surrounds the article."""

_EXTRACTED_BLOCKS = BLOCK_TAGS | frozenset(("head", "list", "item", "quote", "row", "code"))
_EXTRACTED_SPACES = SPACE_TAGS | {"cell"}
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_ASIDE = frozenset(("nav", "aside", "footer", "form", "menu"))
_PARSER_ERRORS = (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError)
"""What trafilatura has been seen to raise on trees that are broken enough."""


def read_document(source: str, path: str, declared: Metadata | None = None) -> Version:
    """Return the version that an HTML document holds. `declared` metadata counts more than the page's.

    Raises:
        SourceEmpty: the document has no text.
        SourceTooLarge: its text is longer than an article may be.
    """
    tree = _parse(source, path)
    declared = declared or Metadata()
    metadata = declared.or_else(read_page(tree, declared.url))
    extracted, found = _extract(tree, metadata.url)
    content = _article_text(tree, extracted, metadata)
    if not content.text:  # the parser drops what is nested too deeply
        content = read_fragment(source, base_url=metadata.url)
    return make_version(content, metadata.or_else(found), path)


def _parse(source: str, path: str) -> html.HtmlElement:
    """Return the tree of a document however broken it is.

    Raises:
        SourceEmpty: there is no element in it.
    """
    source = _XML_DECLARATION.sub("", source.replace("\x00", ""))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        raise SourceEmpty(f"{path}: holds no HTML element and no text.", "Check that the page was saved with its text.") from None


def _extract(tree: html.HtmlElement, url: str | None) -> tuple[FlowText, Metadata]:
    """Return what trafilatura takes for the article, empty where it finds none, and the metadata that it finds."""
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    copy = deepcopy(tree)  # the extraction takes its tree apart
    cheap = {"extensive_search": False}  # its date is not used: it may come from a sidebar
    try:
        document = bare_extraction(
            copy, url=url, include_links=True, include_comments=False, with_metadata=True, date_extraction_params=cheap
        )
    except _PARSER_ERRORS:
        document = None
    if document is None or isinstance(document, dict) or document.body is None:
        return FlowText(""), Metadata()
    found = Metadata(outlet=document.sitename, title=document.title, byline=document.author)
    return _walk(document.body, url, _EXTRACTED_BLOCKS, _EXTRACTED_SPACES), found


def _article_text(tree: html.HtmlElement, extracted: FlowText, metadata: Metadata) -> FlowText:
    """Return the better of the extraction and the page's own blocks, without the headline that repeats the title."""
    content = extracted
    if len(extracted.text) < SHORT_ARTICLE_CHARS:
        content = _own_article(tree, metadata.url)
        if not content.text:
            page = _walk(tree, metadata.url, BLOCK_TAGS, SPACE_TAGS, SILENT_TAGS | _ASIDE)
            content = page if not extracted.text or len(page.text) <= SHORT_PAGE_CHARS else extracted
    return _without_headline(content, metadata.title)


def _own_article(tree: html.HtmlElement, url: str | None) -> FlowText:
    """Return the text of the only `article`, else of the only `main`; empty where there is neither."""
    for name in ("article", "main"):
        nodes = tree.xpath(f"//{name}")
        content = _walk(nodes[0], url, BLOCK_TAGS, SPACE_TAGS, SILENT_TAGS | _ASIDE) if len(nodes) == 1 else FlowText("")
        if content.text:
            return content
    return FlowText("")


def _walk(
    root: etree._Element, url: str | None, blocks: frozenset[str], spaces: frozenset[str], silent: frozenset[str] = frozenset()
) -> FlowText:
    """Return the running text under an element; works for HTML and for trafilatura's `ref` and `lb`."""
    flow = TextFlow(url)
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in steps:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if tag in silent and node is not root:
                steps.skip_subtree()
                continue
            _open(flow, node, tag, blocks, spaces)
            flow.write(node.text or "")
            continue
        if tag in blocks:
            flow.break_block()
        elif tag in spaces:
            flow.space()
        elif tag in ("a", "ref"):
            flow.close_link()
        if node is not root:
            flow.write(node.tail or "")
    return flow.finish()


def _open(flow: TextFlow, node: etree._Element, tag: str, blocks: frozenset[str], spaces: frozenset[str]) -> None:
    if tag in blocks:
        flow.break_block()
    elif tag in spaces:
        flow.space()
    elif tag in ("br", "lb"):
        flow.break_line()
    elif tag in ("a", "ref"):
        flow.open_link(node.get("href") or node.get("target"))


def _without_headline(content: FlowText, title: str | None) -> FlowText:
    """Return the content without a first paragraph that is the title; the title has its own field."""
    first, parting, rest = content.text.partition(PARAGRAPH_BREAK)
    if not title or not rest or first.casefold() != title.casefold():
        return content
    cut = len(first) + len(parting)
    links = tuple(type(link)(link.url, link.start - cut, link.end - cut) for link in content.links if link.start >= cut)
    return FlowText(rest, links)
