"""Analyses as CoNLL-U and back (https://universaldependencies.org/format.html).

Contractions are written as multiword tokens, as the English treebanks do: a range line with the surface form, then its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from communique.model.analysis import Sentence, Token
from communique.model.errors import LanguageError

APOSTROPHES = "'’‘`´ʼ"
_CLITIC = re.compile(rf"(?:n[{APOSTROPHES}]?t|[{APOSTROPHES}](?:s|re|ve|ll|d|m)|[{APOSTROPHES}])", re.IGNORECASE)
_BARE_ENDINGS = frozenset({"s", "re", "ve", "ll", "d", "m"})
_GLUED = frozenset(
    {("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta"), ("out", "ta"), ("gim", "me"), ("lem", "me"), ("du", "n"), ("n", "no")}
)
_COLUMNS = 10


class ConlluError(LanguageError):
    """A text is not CoNLL-U."""


def write_conllu(sentences: Iterable[Sentence], text: str, name: str = "text") -> Iterator[str]:
    """The lines of a CoNLL-U document, without line ends; sentences are called `name-1`, `name-2`, ….

    `text` is what the offsets of the tokens refer to.
    """
    paragraph = -1
    rows = list(sentences)
    yield f"# newdoc id = {_one_line(name)}"
    for number, sentence in enumerate(rows, start=1):
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            yield f"# newpar id = {_one_line(name)}-p{paragraph + 1}"
        yield f"# sent_id = {_one_line(name)}-{number}"
        yield f"# text = {_surface(sentence.tokens, text)}"
        after = rows[number].start if number < len(rows) else None
        yield from _write_tokens(sentence, text, is_glued=after == sentence.end)
        yield ""


def find_contractions(tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Runs of tokens that are written as one surface token, half-open, each of two tokens or more."""
    runs: list[tuple[int, int]] = []
    for i in range(1, len(tokens)):
        if _is_clitic(tokens[i - 1], tokens[i]):
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i - 1, i + 1))
    return runs


def _is_clitic(before: Token, token: Token) -> bool:
    if before.end != token.start or before.upos == "PUNCT" or token.upos == "PUNCT":
        return False
    form = token.text.lower()
    if _CLITIC.fullmatch(form) or (before.text.lower(), form) in _GLUED:
        return True
    return form in _BARE_ENDINGS and before.text[-1:].isalpha() and token.upos in ("AUX", "PART", "VERB", "PRON")


def _write_tokens(sentence: Sentence, text: str, is_glued: bool) -> Iterator[str]:
    tokens = sentence.tokens
    ranges = dict(find_contractions(tokens))
    inside = 0
    for i, token in enumerate(tokens):
        last = ranges.get(i, i + 1)
        if i in ranges:
            inside = last
            surface = _one_line(text[token.start : tokens[last - 1].end])
            yield "\t".join((f"{i + 1}-{last}", surface, *"_" * 7, _misc(tokens, last - 1, is_glued)))
        misc = "_" if i < inside else _misc(tokens, i, is_glued)
        form, lemma = _one_line(token.text), _one_line(token.lemma) or "_"
        yield "\t".join((str(i + 1), form, lemma, token.upos, "_", token.feats or "_", str(token.head), token.deprel, "_", misc))


def _misc(tokens: tuple[Token, ...], i: int, is_glued: bool) -> str:
    """`SpaceAfter=No` where nothing stands between token i and the next."""
    follows = tokens[i].end == tokens[i + 1].start if i + 1 < len(tokens) else is_glued
    return "SpaceAfter=No" if follows else "_"


def _surface(tokens: tuple[Token, ...], text: str) -> str:
    """The text of a sentence with each stretch of white space as one space."""
    parts = []
    for i, token in enumerate(tokens):
        has_space = i > 0 and tokens[i - 1].end != token.start
        parts.append((" " if has_space else "") + _one_line(text[token.start : token.end]))
    return "".join(parts)


def _one_line(form: str) -> str:
    """A form without tabs, line ends or runs of spaces, which CoNLL-U forbids inside a column."""
    return " ".join(form.split())


def read_conllu(lines: Iterable[str]) -> tuple[str, tuple[Sentence, ...]]:
    """The text and the sentences of a CoNLL-U document; offsets are into the text, where paragraphs are set apart by an empty line.

    Raises:
        ConlluError: a line has not ten columns, or a head is no number.
    """
    text = ""
    sentences: list[Sentence] = []
    paragraph, is_glued = -1, True
    for opens_paragraph, rows in _read_blocks(lines):
        is_new_paragraph = opens_paragraph or paragraph < 0
        paragraph += is_new_paragraph
        text += "" if not sentences else "\n\n" if is_new_paragraph else "" if is_glued else " "
        start = len(text)
        tokens, surface, is_glued = _read_tokens(rows, start)
        text += surface
        sentences.append(Sentence(start, len(text), tokens, paragraph))
    return text, tuple(sentences)


def _read_blocks(lines: Iterable[str]) -> Iterator[tuple[bool, list[list[str]]]]:
    """The rows of each sentence, and whether a paragraph begins with it."""
    rows: list[list[str]] = []
    is_new_paragraph = False
    for number, raw in enumerate([*lines, ""], start=1):
        line = raw.rstrip("\r\n")
        if line.startswith("#"):
            is_new_paragraph |= re.match(r"# new(doc|par)\b(?!_)", line) is not None
        elif line.strip():
            cells = line.split("\t")
            if len(cells) != _COLUMNS:
                raise ConlluError(f"line {number}: {len(cells)} columns; CoNLL-U has {_COLUMNS}, set apart by tabs.")
            rows.append(cells)
        elif rows:
            yield is_new_paragraph, rows
            rows, is_new_paragraph = [], False


def _read_tokens(rows: list[list[str]], place: int) -> tuple[tuple[Token, ...], str, bool]:
    """The tokens of a sentence that begins at `place`, its text, and whether the next sentence follows without a space."""
    tokens: list[Token] = []
    text = ""
    range_end, range_glued = 0, False
    is_glued = True
    for cells in rows:
        glues = "SpaceAfter=No" in cells[9].split("|")
        if "-" in cells[0]:
            range_end, range_glued = int(cells[0].split("-")[1]), glues
            text += "" if is_glued else " "
            is_glued = True
            continue
        if "." in cells[0]:
            continue
        text += "" if is_glued else " "
        start = place + len(text)
        text += cells[1]
        if not cells[6].isdigit():
            raise ConlluError(f"word {cells[0]} {cells[1]!r}: the head {cells[6]!r} is no number.")
        feats = "" if cells[5] == "_" else cells[5]
        tokens.append(Token(start, start + len(cells[1]), cells[1], cells[2], cells[3], feats, int(cells[6]), cells[7]))
        number = int(cells[0])
        is_glued = True if number < range_end else range_glued if number == range_end else glues
    return tuple(tokens), text, is_glued
