"""The project's own corpus and the public stream in, passages for training out.

The corpus names who takes part in its claims: those words are labelled persons, places and organisations, and all other capitalised
words are left open. The stream has no labels: it teaches what stands where a piece was hidden.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.treebank import MASKED, ClaimLabel, Passage, Sentence, Word

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
PERSON_FIELDS, PLACE_FIELDS = ("persons", "speaker"), ("places",)
ACTOR_FIELDS = ("parties", "obligors", "by", "of_whom", "a", "b", "side", "obligor", "mediators", "imposed_by")
GROUP_WORDS = frozenset(
    [
        "army",
        "front",
        "union",
        "movement",
        "council",
        "commission",
        "group",
        "party",
        "league",
        "forces",
        "agency",
        "office",
        "organisation",
        "organization",
        "mission",
        "committee",
        "community",
        "bank",
        "force",
        "ministry",
        "government",
        "coalition",
        "congress",
        "alliance",
        "authority",
        "assembly",
        "nations",
        "fund",
        "programme",
        "court",
        "bloc",
        "society",
    ]
)


def read_reports(corpus: Path, places: Path, part: str) -> list[Passage]:
    """The texts of one part of `places` (written by `claim_places`), a passage each, with the claims that hang on each word.

    Words are labelled as names where the claims of a report of the corpus name somebody.
    """
    named = {text: _named(claims) for text, claims in _reports(corpus)}
    found = []
    for row in map(json.loads, places.read_text(encoding="utf-8").splitlines()):
        if row["part"] == part:
            found.append(Passage(_label_text(row["text"], named.get(row["text"]), row["claims"]), "reports", has_tree=False))
    return found


def _reports(corpus: Path) -> Iterator[tuple[str, list[dict[str, object]]]]:
    for path in sorted((corpus / "reports").glob("*/*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
        yield text, json.loads(path.read_text(encoding="utf-8"))


def _named(claims: list[dict[str, object]]) -> dict[tuple[str, ...], str]:
    """Types by the words of a name."""
    found: dict[tuple[str, ...], str] = {}
    for claim in claims:
        for field, value in sorted(claim.items()):
            names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
            for name in (part.strip() for n in names if isinstance(n, str) for part in n.split(";")):
                words = tuple(TOKEN.findall(name))
                if not words or not all(word[:1].isupper() for word in words if len(word) > 3):
                    continue
                if field in PERSON_FIELDS and len(words) > 1 and not set(map(str.lower, words)) & GROUP_WORDS:
                    found[words] = "PERSON"
                    found.setdefault(words[-1:], "PERSON")
                elif field in PLACE_FIELDS:
                    found.setdefault(words, "PLACE")
                elif field in ACTOR_FIELDS:
                    is_group = bool(set(map(str.lower, words)) & GROUP_WORDS) or any(len(w) > 1 and w.isupper() for w in words)
                    found.setdefault(words, "ORGANISATION" if is_group else "PLACE")
    return found


def _label_text(text: str, named: dict[tuple[str, ...], str] | None, placed: list[list[object]]) -> list[Sentence]:
    """The paragraphs of a text as one sentence each; `named` is None where nothing is known of its names."""
    claims: defaultdict[int, list[ClaimLabel]] = defaultdict(list)
    for place, kind, main, optional in placed:
        claims[int(str(place))].append(ClaimLabel(str(kind), str(main), bool(optional)))
    sentences = []
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        start, paragraph = match.start(), match.group().rstrip()
        spans = [found.span() for found in TOKEN.finditer(paragraph)]
        words = [
            Word(
                paragraph[low:high],
                thing=MASKED if named is None or paragraph[low].isupper() else "O",
                space_after=paragraph[high : high + 1].isspace(),
                claims=tuple(claims[start + low]),
            )
            for low, high in spans
        ]
        _label_names(words, named or {})
        sentences.append(Sentence(words, True))
    return sentences


def _label_names(words: list[Word], named: dict[tuple[str, ...], str]) -> None:
    forms = [word.form for word in words]
    longest = max(map(len, named), default=0)
    i = 0
    while i < len(words):
        size = next((n for n in range(min(longest, len(words) - i), 0, -1) if tuple(forms[i : i + n]) in named), 0)
        is_part = bool(size) and i + size < len(words) and forms[i + size][:1].isupper()
        for k in range(size):
            words[i + k].thing = MASKED if is_part else ("B-" if k == 0 else "I-") + named[tuple(forms[i : i + size])]
        i += max(size, 1)


def read_stream(path: Path) -> list[Passage]:
    """The items of the stream as passages without labels."""
    passages = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            words = [Word(m.group(), space_after=text[m.end() : m.end() + 1].isspace()) for m in TOKEN.finditer(text)]
            if words:
                passages.append(Passage([Sentence(words, True)], "stream", has_tree=False))
    return passages
