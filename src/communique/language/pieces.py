"""Text in, wordpieces with exact offsets out.

The text is cut at every place where a Universal Dependencies word may begin (white space, punctuation, borders of letters and
digits, contractions), and each chunk is cut further by the uncased WordPiece vocabulary. The encoder then says which pieces begin a
word. Offsets are half-open code points of the text as given: nothing is normalised in place, so they hold in every script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer

from communique.language.names import fold_word

IntArray = NDArray[np.int64]

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digit", "mark", "symbol", "caseless", "run")
"""Word shapes, in the order of the shape embedding; `none` is for padding and the two frame pieces."""
SPACINGS = ("none", "space", "newline", "blank")
"""White space before a piece: nothing, on the line, a line end, an empty line (also the start of a text)."""

N_KNOWN = 32
"""Values of a known word: sums of 1 given name, 2 family name, 4 place, 8 state, 16 demonym; 0 for any other word."""

PAD, UNKNOWN, FIRST, LAST, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
CACHE_LIMIT = 50_000
"""Distinct chunks whose pieces are remembered; the memory is emptied when it is full."""

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "´": "'", "`": "'", "ʼ": "'"})

_N_STEMS = "ca|did|does|do|is|was|are|were|could|would|should|have|has|had|must|need|wo|ai"
_SPLITS: dict[str, tuple[int, ...]] = {
    "cannot": (3,),
    "gonna": (3,),
    "wanna": (3,),
    "gotta": (3,),
    "outta": (3,),
    "sorta": (4,),
    "kinda": (4,),
    "dunno": (2, 3),
    "gimme": (3,),
    "lemme": (3,),
    "im": (1,),
    "ive": (1,),
    "thats": (4,),
    "whats": (4,),
    "theres": (5,),
    "heres": (4,),
    "lets": (3,),
    "hes": (2,),
    "shes": (3,),
    "youre": (3,),
    "theyre": (4,),
    "youve": (3,),
    "theyve": (4,),
    "weve": (2,),
    "itll": (2,),
    "youll": (3,),
    "theyll": (4,),
    "awhile": (1,),
} | {stem + "nt": (len(stem),) for stem in _N_STEMS.split("|")}
"""Contractions written without an apostrophe, and where a word may begin inside them."""

_APOSTROPHES = frozenset("'’‘´`ʼ")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one text, in order. All arrays have the shape (n_pieces,).

    `starts, ends` are code points; `ids` index the vocabulary; `shapes` and `spacings` index `SHAPES` and `SPACINGS`;
    `known` tells what a word is known to name, 0 to `N_KNOWN` - 1; `opens` is true where a chunk begins, the only place where a
    word may begin.
    """

    ids: IntArray
    starts: IntArray
    ends: IntArray
    shapes: IntArray
    spacings: IntArray
    known: IntArray
    opens: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


@cache
def _chunk_pattern() -> re.Pattern[str]:
    """The chunk grammar. Combining marks and format characters (joiners, soft hyphens) stay with what they follow."""
    points = [p for p in range(0x300, 0x20000) if unicodedata.category(chr(p)) in ("Mn", "Mc", "Me", "Cf")] + [0xAD]
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    marks = "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in spans) + "\\U000e0000-\\U000e01ef"
    han = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    return re.compile(
        rf"(?P<letters>(?:[^\W\d_{han}][{marks}]*)+)|(?P<digits>(?:\d[{marks}]*)+)"
        rf"|(?P<run>([.\-_=*~!?#+…–—])\4\4+)|(?P<single>[^\s{marks}][{marks}]*)"
    )


def _shape_of(kind: str, chunk: str) -> str:
    """The shape of a chunk, a member of `SHAPES`."""
    if kind == "run":
        return "run"
    if kind == "digits":
        return "digit"
    if kind == "single":
        return "mark" if unicodedata.category(chunk[0])[0] == "P" else "symbol"
    if chunk.islower():
        return "lower"
    if chunk.isupper():
        return "upper" if len(chunk) > 1 else "initial"
    if chunk[0].isupper() and chunk[1:].islower():
        return "title"
    return "mixed" if chunk.lower() != chunk.upper() else "caseless"


def _parts_of(text: str, start: int, end: int) -> tuple[int, ...]:
    """Where words may begin inside the letter run text[start:end], relative to its start, the first place left out."""
    size = end - start
    if size > 1 and text[end - 1] in "nN" and end + 1 < len(text) and text[end] in _APOSTROPHES and text[end + 1] in "tT":
        return (size - 1,)
    if size <= 7:
        return _SPLITS.get(text[start:end].lower(), ())
    return ()


class PieceTable:
    """Cuts texts into pieces. Holds the vocabulary and remembers the pieces of chunks it has seen.

    Not safe for use by several threads at once: give each its own.
    """

    def __init__(self, vocabulary: Sequence[str], known: Mapping[str, int] | None = None) -> None:
        self.vocabulary = {piece: i for i, piece in enumerate(vocabulary)}
        self.pad, self.first, self.last = (self.vocabulary[piece] for piece in (PAD, FIRST, LAST))
        self._tokenizer = Tokenizer(WordPiece(self.vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=100))
        self._tokenizer.normalizer = BertNormalizer(  # type: ignore[assignment,unused-ignore]
            clean_text=True, handle_chinese_chars=False, strip_accents=True, lowercase=True
        )
        self._known = known or {}
        self._seen: dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...], int, int]] = {}

    def cut(self, text: str) -> Pieces:
        """The pieces of `text`. Cost: linear; about a microsecond per piece."""
        chunks = list(_find_chunks(text))
        self._learn([(kind, text[start:end]) for kind, start, end in chunks])
        ids: list[int] = []
        starts: list[int] = []
        shapes: list[int] = []
        spacings: list[int] = []
        known: list[int] = []
        ends: list[int] = []
        opens: list[bool] = []
        previous = 0
        for kind, start, end in chunks:
            chunk_ids, offsets, shape, name = self._seen[kind, text[start:end]]
            if not chunk_ids:
                continue
            size = len(chunk_ids)
            ids += chunk_ids
            known += [name] * size
            if size == 1:
                starts.append(start)
                ends.append(end)
                shapes.append(shape)
                opens.append(True)
                spacings.append(_spacing_of(text, previous, start))
            else:
                places = [start + offset for offset in offsets]
                starts += places
                ends += [*places[1:], end]
                shapes += [shape] * size
                opens += [True] + [False] * (size - 1)
                spacings += [_spacing_of(text, previous, start)] + [0] * (size - 1)
            previous = end
        if spacings:
            spacings[0] = SPACINGS.index("blank")
        return Pieces(
            np.array(ids, dtype=np.int64),
            np.array(starts, dtype=np.int64),
            np.array(ends, dtype=np.int64),
            np.array(shapes, dtype=np.int64),
            np.array(spacings, dtype=np.int64),
            np.array(known, dtype=np.int64),
            np.array(opens, dtype=np.bool_),
        )

    def _learn(self, chunks: list[tuple[str, str]]) -> None:
        """Finds the pieces of the chunks that are not yet remembered."""
        if len(self._seen) > CACHE_LIMIT:
            self._seen.clear()
        fresh = sorted({key for key in chunks if key not in self._seen})
        forms = [chunk[0] if kind == "run" else chunk.translate(QUOTES) for kind, chunk in fresh]
        for (kind, chunk), encoding in zip(fresh, self._tokenizer.encode_batch(forms, add_special_tokens=False), strict=True):
            shape = SHAPES.index(_shape_of(kind, chunk))
            kept: dict[int, int] = {}
            for piece, (start, _) in zip(encoding.ids, encoding.offsets, strict=True):
                if not kept or start > max(kept):
                    kept[start if kept else 0] = piece
            name = self._known.get(fold_word(chunk), 0) if kind == "letters" else 0
            self._seen[kind, chunk] = (tuple(kept.values()), tuple(kept), shape, name)


def _find_chunks(text: str) -> Iterator[tuple[str, int, int]]:
    """Chunks of the text as (kind, start, end), in order."""
    for match in _chunk_pattern().finditer(text):
        kind = match.lastgroup or "single"
        start, end = match.span()
        if kind == "letters":
            parts = _parts_of(text, start, end)
            for low, high in pairwise((0, *parts, end - start)):
                yield kind, start + low, start + high
        else:
            yield kind, start, end


def _spacing_of(text: str, start: int, end: int) -> int:
    """The index in `SPACINGS` of the white space text[start:end]."""
    if start == end:
        return 0
    gap = text[start:end]
    if gap == " ":
        return 1
    if not any(char.isspace() for char in gap):
        return 0
    breaks = max(gap.count("\n"), gap.count("\r")) + gap.count("\u2028") + 2 * gap.count("\u2029")
    return 1 + min(breaks, 2)
