"""What stands behind a claim can be read."""

from __future__ import annotations

from communique.cli.explanation_view import view_explanation
from communique.model.claims import CommitmentClaim
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import Factuality
from communique.reading.explanation import Explanation, explain_claim
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.reader import GrammarReader, score_words
from communique.reading.references import TextReferences
from communique.reading.text import Text
from tests.reading.golden_cases import load_analyser

DAY = "2024-07-30"
WORDS = "The envoys of Chad and Niger met in Vienna on Monday. They agreed to open the border by October."


def explain() -> tuple[Explanation, Version]:
    version = Version(hash_text(WORDS), WORDS, published_at=DAY, path="a.txt")
    analysis = load_analyser().analyse(WORDS, DAY)
    (claim,) = [c for c in GrammarReader().read(version, analysis).claims if isinstance(c, CommitmentClaim)]
    text = Text(analysis, version)
    parties = Parties(text, TextReferences(text))
    return explain_claim(text, claim, score_words(text, parties, Grammar(text, parties).claims)), version


def test_the_words_of_the_lexicons_are_named_with_their_places() -> None:
    explanation, _ = explain()
    assert ("agree", "commitments.verbs.agreed") in {(entry.word, entry.where) for entry in explanation.entries}


def test_the_tree_is_that_of_the_sentence_with_the_anchor_marked() -> None:
    explanation, _ = explain()
    assert [branch.word for branch in explanation.branches][:2] == ["They", "agreed"]
    marked = [branch.word for branch in explanation.branches if branch.is_anchor]
    assert "agreed" in marked
    assert "They" not in marked
    assert sum(branch.head == 0 for branch in explanation.branches) == 1


def test_modality_and_times_are_those_of_the_sentence() -> None:
    explanation, _ = explain()
    assert explanation.modality.factuality is Factuality.HAPPENED
    assert [time.text for time in explanation.times] == ["October"]


def test_what_the_head_sees_is_told() -> None:
    explanation, _ = explain()
    assert explanation.view is not None
    assert explanation.view.likely > 0.1
    assert explanation.view.values[0][:2] == ("commitment", "agreed")


def test_without_a_head_only_the_grammar_is_told() -> None:
    version = Version(hash_text(WORDS), WORDS, published_at=DAY, path="a.txt")
    analysis = load_analyser().analyse(WORDS, DAY)
    (claim,) = [c for c in GrammarReader().read(version, analysis).claims if isinstance(c, CommitmentClaim)]
    explanation = explain_claim(Text(analysis, version), claim)
    assert explanation.view is None
    assert not [row for row in view_explanation(explanation, version) if "head" in "".join(part.text for part in row.parts)]


def test_the_lines_name_source_reader_and_score() -> None:
    explanation, version = explain()
    text = "\n".join("".join(part.text for part in row.parts) for row in view_explanation(explanation, version))
    assert "commitment claim in a.txt, 2024-07-30" in text
    assert "score" in text
    assert "obligors: Chad, Niger" in text
    assert "▸" in text
    assert "carries it" in text
