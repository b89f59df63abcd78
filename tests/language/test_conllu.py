"""CoNLL-U: what is written is valid, and what is read back is what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.language.conllu import ConlluError, find_contractions, read_conllu, write_conllu
from communique.language.parser import Parser
from communique.model.analysis import Sentence, Token
from tests.language.test_parser import NEWS

PARSER = Parser.load(threads=1)
UPOS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}


def faults(lines: list[str]) -> list[str]:
    """Breaches of the format, as the official validator's first levels would tell them."""
    found: list[str] = []
    rows: list[list[str]] = []
    comments: list[str] = []
    seen_ids: set[str] = set()
    for line in lines:
        if line.startswith("#"):
            comments.append(line)
        elif line:
            rows.append(line.split("\t"))
        else:
            found += sentence_faults(rows, comments, seen_ids)
            rows, comments = [], []
    return found + (["no empty line at the end"] if rows else [])


def sentence_faults(rows: list[list[str]], comments: list[str], seen_ids: set[str]) -> list[str]:
    words = [row for row in rows if "-" not in row[0]]
    found = [f"columns: {row}" for row in rows if len(row) != 10 or any(not cell or cell != cell.strip() for cell in row)]
    if [row[0] for row in words] != [str(i + 1) for i in range(len(words))]:
        found.append("ids are not 1, 2, 3, …")
    found += tree_faults([int(row[6]) for row in words])
    found += [f"labels: {row}" for row in words if row[3] not in UPOS or (row[7] == "root") != (row[6] == "0")]
    for row in words:
        names = [pair.split("=")[0] for pair in row[5].split("|")] if row[5] != "_" else []
        found += [] if names == sorted(names, key=str.lower) else [f"features out of order: {row}"]
    text = next((c[9:] for c in comments if c.startswith("# text = ")), None)
    sent_id = next((c for c in comments if c.startswith("# sent_id = ")), "")
    if not sent_id or sent_id in seen_ids:
        found.append(f"sent_id: {sent_id!r}")
    seen_ids.add(sent_id)
    return found if text == surface(rows) else [*found, f"text: {text!r} is not {surface(rows)!r}"]


def tree_faults(heads: list[int]) -> list[str]:
    if heads.count(0) != 1 or any(head > len(heads) for head in heads):
        return [f"heads: {heads}"]
    for start in range(len(heads)):
        node, steps = start, 0
        while heads[node] and steps <= len(heads):
            node, steps = heads[node] - 1, steps + 1
        if steps > len(heads):
            return [f"cycle: {heads}"]
    return []


def surface(rows: list[list[str]]) -> str:
    """The text that the rows stand for."""
    out, covered = "", 0
    for row in rows:
        if "-" in row[0]:
            covered = int(row[0].split("-")[1])
        elif int(row[0]) <= covered:
            continue
        out += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    return out.rstrip(" ")


def written(text: str) -> list[str]:
    return list(write_conllu(PARSER.parse(text).sentences, text, "doc"))


def test_news_is_written_as_valid_conllu() -> None:
    lines = written(NEWS)
    assert faults(lines) == []
    assert lines[0] == "# newdoc id = doc"
    assert sum(line.startswith("# newpar") for line in lines) == 2


def test_a_contraction_is_a_multiword_token() -> None:
    lines = written("They didn't sign.")
    assert any(re.match(r"2-3\tdidn't\t_", line) for line in lines)


def test_a_plain_apostrophe_s_joins_its_noun_and_a_mark_does_not() -> None:
    sentence = PARSER.parse("Armenia's envoy (Rubinyan) agreed.").sentences[0]
    assert find_contractions(sentence.tokens) == [(0, 2)]


def test_reading_back_gives_the_same_tokens() -> None:
    text, sentences = read_conllu(written(NEWS))
    assert text == NEWS
    assert sentences == PARSER.parse(NEWS).sentences


def test_empty_nodes_and_unknown_comments_are_passed_over() -> None:
    lines = ["# newdoc", "# odd", "1\tGo\tgo\tVERB\t_\t_\t0\troot\t_\t_", "1.1\tx\tx\tVERB\t_\t_\t_\t_\t_\t_", ""]
    text, sentences = read_conllu(lines)
    assert (text, len(sentences[0].tokens)) == ("Go", 1)


@pytest.mark.parametrize(("line", "told"), [("1\tGo", "2 columns"), ("1\tGo\tgo\tVERB\t_\t_\tx\troot\t_\t_", "no number")])
def test_a_line_that_is_no_conllu_is_told(line: str, told: str) -> None:
    with pytest.raises(ConlluError, match=told):
        read_conllu([line])


def test_a_name_with_line_ends_does_not_break_the_comments() -> None:
    token = Token(0, 2, "Go", "go", "VERB", "", 0, "root")
    lines = list(write_conllu([Sentence(0, 2, (token,))], "Go", "a\nb"))
    assert "# sent_id = a b-1" in lines


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_valid_conllu(text: str) -> None:
    assert faults(written(text)) == []
