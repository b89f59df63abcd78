"""Treebanks and entity corpora in, annotated texts out.

Every corpus becomes a list of `Passage`s: running text cut into sentences of words, each word with what its corpus says about it
and `None` for what it does not. GUM's named entities are derived from its `Entity=` column, UNER's are laid over EWT by characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

MASKED = "?"
"""The entity label of a word about which its corpus is silent."""

CROSSNER_TYPES = {
    "politician": "PERSON",
    "person": "PERSON",
    "organisation": "ORGANISATION",
    "politicalparty": "ORGANISATION",
    "country": "PLACE",
    "location": "PLACE",
    "event": "EVENT",
    "election": "EVENT",
    "misc": "OTHER",
}
GUM_TYPES = {"person": "PERSON", "organization": "ORGANISATION", "place": "PLACE", "event": "EVENT", "time": MASKED}
UNER_TYPES = {"PER": "PERSON", "ORG": "ORGANISATION", "LOC": "PLACE"}
NAME_GLUE = frozenset({"ADP", "DET", "PUNCT", "CCONJ", "PART", "NUM", "X"})
"""Parts of speech that may stand inside a name, between its proper nouns."""


@dataclass(frozen=True, slots=True)
class ClaimLabel:
    """A claim's kind and main attribute. An `optional` one is neither to be found nor to be left out."""

    kind: str
    main: str
    optional: bool


@dataclass(slots=True)
class Word:
    """One syntactic word. `glued`: no space before it within its surface token (a multiword token's later part)."""

    form: str
    lemma: str = ""
    upos: str = ""
    feats: str = ""
    head: int = -1
    deprel: str = ""
    space_after: bool = True
    glued: bool = False
    name: str | None = None
    """Entity label of the UNER scheme (PERSON, ORGANISATION, PLACE), BIO."""
    thing: str | None = None
    """Entity label of the wider scheme (also EVENT, OTHER), BIO; `MASKED` where unknown."""
    claims: tuple[ClaimLabel, ...] | None = None
    """The claims whose anchors this word is the head of; None where the corpus has no claims."""


@dataclass(slots=True)
class Sentence:
    words: list[Word]
    starts_paragraph: bool = False
    sent_id: str = ""


@dataclass(slots=True)
class Passage:
    """A document, or a lone sentence of a corpus that has no documents. `has_tree`: words carry syntax."""

    sentences: list[Sentence] = field(default_factory=list)
    source: str = ""
    has_tree: bool = True


def read_treebank(path: Path, source: str) -> list[Passage]:
    """The documents of a CoNLL-U file."""
    passages: list[Passage] = []
    starts_paragraph = True
    sent_id = ""
    for is_blank, block in groupby(path.open(encoding="utf-8"), key=lambda line: not line.strip()):
        if is_blank:
            continue
        rows = []
        for line in block:
            if line.startswith("# newdoc"):
                passages.append(Passage(source=source))
                starts_paragraph = True
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                starts_paragraph = True
            elif line.startswith("# sent_id"):
                sent_id = line.split("=", 1)[1].strip()
            elif not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
        passages[-1].sentences.append(Sentence(_read_words(rows), starts_paragraph, sent_id))
        starts_paragraph = False
    return passages


def _read_words(rows: list[list[str]]) -> list[Word]:
    words: list[Word] = []
    glued_until = 0
    last_space = True
    for row in rows:
        space = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            glued_until = int(row[0].split("-")[1])
            last_space = space
            continue
        if not row[0].isdigit():
            continue
        number = int(row[0])
        in_token = number <= glued_until
        feats = "" if row[5] == "_" else row[5]
        word = Word(row[1], row[2], row[3], feats, int(row[6]), row[7])
        word.space_after = (last_space if number == glued_until else False) if in_token else space
        word.glued = in_token and not _opens_token(rows, number)
        words.append(word)
    return words


def _opens_token(rows: list[list[str]], number: int) -> bool:
    """Whether a multiword token begins with this word."""
    return any(row[0].startswith(f"{number}-") for row in rows)


def add_uner_names(passages: list[Passage], path: Path) -> None:
    """Lays the UNER labels over the EWT words, by characters within each sentence."""
    labels: dict[str, list[tuple[str, str]]] = {}
    sent_id = ""
    for line in path.open(encoding="utf-8"):
        if line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
            labels[sent_id] = []
        elif line.strip() and not line.startswith("#"):
            cells = line.rstrip("\n").split("\t")
            labels[sent_id].append((cells[1], cells[2]))
    for sentence in (s for p in passages for s in p.sentences):
        rows = labels.get(sentence.sent_id)
        if rows is None or "".join(f for f, _ in rows).replace(" ", "") != "".join(w.form for w in sentence.words).replace(" ", ""):
            continue
        by_char: list[tuple[str, bool]] = []
        for form, label in rows:
            clean = form.replace(" ", "")
            by_char += [(label, i == 0) for i in range(len(clean))]
        place = 0
        for word in sentence.words:
            label, begins = by_char[place]
            place += len(word.form.replace(" ", ""))
            prefix, _, kind = label.partition("-")
            prefix = prefix if begins or prefix == "O" else "I"
            word.name = f"{prefix}-{UNER_TYPES[kind]}" if kind in UNER_TYPES else "O"
            if kind in UNER_TYPES:
                word.thing = word.name
            elif kind == "OTH":
                word.thing = f"{prefix}-OTHER"
            else:
                word.thing = MASKED if word.upos == "PROPN" else "O"


def add_gum_names(passages: list[Passage], path: Path) -> None:
    """Labels GUM's named mentions: those whose head is a proper noun; the longest where they nest."""
    sentences = (s for p in passages for s in p.sentences)
    for is_blank, block in groupby(path.open(encoding="utf-8"), key=lambda line: not line.strip()):
        if is_blank:
            continue
        rows = [line.rstrip("\n").split("\t") for line in block if not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        words = next(sentences).words
        for word in words:
            word.thing = "O"
        for start, end, kind in sorted(_gum_names(rows, words), key=lambda name: (name[0] - name[1], name[0])):
            if any(word.thing != "O" for word in words[start:end]):
                continue
            for i in range(start, end):
                words[i].thing = MASKED if kind == MASKED else ("B-" if i == start else "I-") + kind


def _gum_names(rows: list[list[str]], words: list[Word]) -> Iterator[tuple[int, int, str]]:
    """Named mentions of a GUM sentence as (start, end, type), in words."""
    open_mentions: dict[str, list[tuple[int, list[str]]]] = {}
    for i, row in enumerate(rows):
        found = re.search(r"Entity=([^|]*)", row[9])
        for opening, body, closing in re.findall(r"(\()?([^()]+)(\))?", found[1]) if found else ():
            cells = body.split("-")
            if opening:
                open_mentions.setdefault(cells[0], []).append((i, cells))
            if closing and open_mentions.get(cells[0]):
                start, info = open_mentions[cells[0]].pop()
                name = _gum_name(words, start, i + 1, info)
                if name:
                    yield name


def _gum_name(words: list[Word], start: int, end: int, info: list[str]) -> tuple[int, int, str] | None:
    places = sorted(start + int(place) - 1 for place in info[5].split(",") if place.isdigit())
    places = [place for place in places if place < end]
    heads = [p for p in places if words[p].upos == "PROPN"]
    if not heads:
        return None
    low = high = heads[0]
    while high + 1 <= places[-1] and (high + 1 in places or words[high + 1].upos in NAME_GLUE):
        high += 1
    while low > start and words[low - 1].upos == "PROPN":
        low -= 1
    while high > low and words[high].upos != "PROPN" and words[high].upos != "NUM":
        high -= 1
    return low, high + 1, GUM_TYPES.get(info[1], "OTHER")


def share_names(passages: list[Passage]) -> None:
    """Lets the head for persons, organisations and places learn from the wider scheme's labels; it is told nothing of the other types."""
    for word in (w for p in passages for s in p.sentences for w in s.words):
        kind = (word.thing or "")[2:]
        word.name = word.thing if word.thing == "O" or kind in UNER_TYPES.values() else MASKED


def read_crossner(path: Path) -> list[Passage]:
    """CrossNER sentences, one passage each, put back into running text."""
    passages = []
    for is_blank, block in groupby(path.open(encoding="utf-8"), key=lambda line: not line.strip()):
        if is_blank:
            continue
        words = []
        for line in block:
            form, label = line.rstrip("\n").split("\t")[:2]
            prefix, _, kind = label.partition("-")
            thing = f"{prefix}-{CROSSNER_TYPES[kind]}" if kind else "O"
            words.append(Word(form, thing=thing))
        _guess_spaces(words)
        passages.append(Passage([Sentence(words, True)], "crossner", has_tree=False))
    return passages


def _guess_spaces(words: list[Word]) -> None:
    """Restores the spaces of tokenised text: none before closing marks and clitics, none after opening ones."""
    is_quote_open = False
    for here, after in zip(words, [*words[1:], Word("")], strict=True):
        if after.form in {",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "'", "n't", "’s", "''"} or here.form in {"(", "[", "$", "``"}:
            here.space_after = False
        if after.form == '"' and is_quote_open:
            here.space_after = False
        if here.form == '"':
            is_quote_open = not is_quote_open
            here.space_after = not is_quote_open


def read_re3d(folder: Path) -> list[Passage]:
    """re3d documents: persons, and the organisations and places that are proper names."""
    kinds = {"Person": "PERSON", "Organisation": "ORGANISATION", "Location": "PLACE", "Nationality": "OTHER"}
    passages = []
    for part in sorted(p for p in folder.iterdir() if p.is_dir()):
        mentions: dict[str, list[tuple[int, int, str]]] = {}
        for row in _json_lines(part / "entities.json"):
            is_kept = row["confidence"] and row["type"] in kinds
            kind = kinds[str(row["type"])] if is_kept else MASKED
            mentions.setdefault(str(row["documentId"]), []).append((int(str(row["begin"])), int(str(row["end"])), kind))
        for row in _json_lines(part / "documents.json"):
            passages.append(_re3d_passage(str(row["text"]), mentions.get(str(row["_id"]), [])))
    return passages


def _re3d_passage(text: str, mentions: list[tuple[int, int, str]]) -> Passage:
    words = []
    spans = [m.span() for m in re.finditer(r"[^\W_]+|[^\w\s]|_", text)]
    for start, end in spans:
        words.append(Word(text[start:end], thing="O", space_after=text[end : end + 1].isspace()))
    for low, high, kind in sorted(mentions, key=lambda m: (m[1] - m[0], m[0])):
        inside = [i for i, (start, end) in enumerate(spans) if start >= low and end <= high]
        names = [i for i in inside if words[i].form[:1].isupper()]
        is_name = kind != MASKED and names and len(names) * 2 >= len(inside) and inside[-1] == names[-1]
        if is_name and words[inside[0]].form in ("the", "The"):
            inside = inside[1:]
        is_overlap = any(words[i].thing not in ("O", MASKED) for i in inside)
        if is_overlap and not is_name:
            continue
        for i in inside:
            begins = i == inside[0]
            words[i].thing = (("B-" if begins else "I-") + kind) if is_name else MASKED
    return Passage([Sentence(words, True)], "re3d", has_tree=False)


def _json_lines(path: Path) -> Iterator[dict[str, object]]:
    for line in path.open(encoding="utf-8"):
        if line.strip():
            yield json.loads(line)
