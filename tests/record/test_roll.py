"""Which names are persons' and which are bodies', where texts take one name for both."""

from __future__ import annotations

from collections import Counter

import pytest

from communique.model.vocabulary import ActorKind
from communique.record.roll import Fact, Says, make_roll


def facts_about(name: str, *, as_state: int, as_person: int, as_party: int) -> Counter[Fact]:
    """Return what so many texts say that take a name for a state's, for a person's, and have it act as a party."""
    return Counter(
        {
            Fact(name, Says.KIND, "state"): as_state,
            Fact(name, Says.BEARS, name): as_state,
            Fact(name, Says.KIND, "person"): as_person,
            Fact(name, Says.PERSON, ""): as_person,
            Fact(name, Says.PARTY, ""): as_party,
        }
    )


@pytest.mark.parametrize(("as_party", "kind"), [(4, ActorKind.STATE), (0, ActorKind.PERSON)])
def test_a_name_that_acts_as_a_party_is_a_states_although_more_texts_take_it_for_a_persons(as_party: int, kind: ActorKind) -> None:
    roll = make_roll(facts_about("Varn", as_state=3, as_person=5, as_party=as_party))
    assert roll.figures["Varn"].kind is kind


def test_a_state_is_not_lost_to_a_person_whose_name_was_read_too_far() -> None:
    misread = Counter({Fact("Edda Korvin for Varn", Says.KIND, "person"): 1, Fact("Edda Korvin for Varn", Says.PERSON, ""): 1})
    roll = make_roll(facts_about("Varn", as_state=6, as_person=1, as_party=5) + misread)
    assert roll.name("Varn") == "Varn"


def test_a_family_name_stays_its_persons() -> None:
    full = Counter({Fact("Omar Varn", Says.KIND, "person"): 4, Fact("Omar Varn", Says.PERSON, ""): 4})
    roll = make_roll(facts_about("Varn", as_state=1, as_person=2, as_party=2) + full)
    assert roll.name("Varn") == "Omar Varn"
