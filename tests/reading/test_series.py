"""The kind of a meeting is told by its words and by who met, beside what its noun alone says."""

from __future__ import annotations

import pytest

from communique.model.claims import CommitmentClaim, MeetingClaim
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import MeetingKind
from communique.reading.reader import weigh
from communique.reading.references import TextReferences
from communique.reading.series import KINDS, features_of, load_weights, sorted_into_series
from communique.reading.text import Text
from tests.reading.golden_cases import load_analyser

DAY = "2031-05-06"


def read(content: str) -> tuple[Text, MeetingClaim]:
    text = Text(load_analyser().analyse(content, DAY), Version(hash_text(content), content, published_at=DAY))
    return text, next(claim for claim in weigh(text, TextReferences(text)) if isinstance(claim, MeetingClaim))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Chad's president and Niger's president met in Vienna on Monday.", MeetingKind.LEADERS),
        ("The foreign ministers of Chad and Niger held talks in Vienna on Monday.", MeetingKind.MINISTERIAL),
        ("Customs experts of Chad and Niger held a technical meeting in Vienna on Monday.", MeetingKind.TECHNICAL),
        ("The president of Chad spoke by telephone with the president of Niger on Monday.", MeetingKind.CALL),
        ("Chad and Niger held the third round of talks in Vienna on Monday.", MeetingKind.ROUND),
    ],
)
def test_words_and_offices_tell_the_kind(content: str, kind: MeetingKind) -> None:
    text, claim = read(content)
    told = sorted_into_series(claim, text)
    assert isinstance(told, MeetingClaim)
    assert told.likely_kind is kind
    assert told.kind is claim.kind


def test_features_are_those_of_the_claim_and_of_its_sentence() -> None:
    text, claim = read("The foreign ministers of Chad and Niger met in Vienna on Monday. The harvest was good.")
    features = features_of(claim, text)
    assert {"always", "placed True", "counted False"} <= features
    assert not {"by harvest", "in harvest"} & features


def test_every_feature_weighs_on_every_kind() -> None:
    assert {row.shape for row in load_weights().values()} == {(len(KINDS),)}


def test_what_is_no_meeting_is_left_as_it_is() -> None:
    content = "Chad and Niger agreed to open the border on Monday."
    text = Text(load_analyser().analyse(content, DAY), Version(hash_text(content), content, published_at=DAY))
    claims = weigh(text, TextReferences(text))
    assert any(isinstance(claim, CommitmentClaim) for claim in claims)
    assert [sorted_into_series(claim, text) for claim in claims] == list(claims)
