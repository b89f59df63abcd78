"""What a verb does to a thing between two actors: closes, opens, cuts, restores, sends away.

In: a `Text` and a predicate. Out: the `RelationValue`s that its words may mean, the likeliest first; which of them is meant depends
on the thing. Words are in `lexicon/relations.yaml`.
"""

from __future__ import annotations

from functools import cache

from communique.model.vocabulary import RelationValue
from communique.reading.clauses import object_of, subject_of
from communique.reading.idioms import idioms
from communique.reading.lexicon import load_lexicon, words
from communique.reading.text import Text

STATIVE = frozenset({"remain", "stay", "be", "keep", "have"})


@cache
def _values_by_verb() -> dict[str, tuple[RelationValue, ...]]:
    table: dict[str, list[RelationValue]] = {}
    for value, verbs in load_lexicon("relations")["verbs"].items():
        for verb in verbs:
            table.setdefault(verb, []).append(RelationValue(value))
    return {verb: tuple(values) for verb, values in table.items()}


class Values:
    """The relation values of the predicates of one text."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def of(self, i: int) -> list[RelationValue]:
        """Return what a predicate may do to a thing, the likeliest value first."""
        text = self.text
        state = self.adjectival_state(i) or self._value_of_measure(i) or self._sent_away(i)
        if state is not None:
            return [state]
        if text.lemmas[i] in words("relations", "resuming") and any(
            text.lemmas[k] in words("relations", "works") for k in text.children(i, "obj")
        ):
            return [RelationValue.REOPENED, RelationValue.RESUMED]
        return [value for name in idioms(text, i) for value in _values_by_verb().get(name, ())]

    def can_be(self, i: int, value: RelationValue) -> bool:
        """Tell whether the verb itself may have a value."""
        return any(value in _values_by_verb().get(name, ()) for name in idioms(self.text, i))

    def adjectival_state(self, i: int) -> RelationValue | None:
        """Read "the border remains closed", "has been shut since 1993"."""
        text = self.text
        if text.words[i] in {"closed", "shut", "sealed"} and (text.child(i, "cop") >= 0 or text.bases[i] == "xcomp"):
            return RelationValue.CLOSED
        if text.lemmas[i] in STATIVE:
            return None
        return RelationValue.OPEN if text.lemmas[i] == "open" and text.upos[i] == "ADJ" and text.child(i, "cop") >= 0 else None

    def _value_of_measure(self, i: int) -> RelationValue | None:
        """Read "ends its ban on airlines", "approves the withdrawal from the treaty", "the parliament approved the treaty"."""
        text = self.text
        target = object_of(text, i)
        if target < 0:
            return None
        if text.lemmas[i] in words("relations", "lifting") and text.lemmas[target] in words("relations", "barring"):
            return RelationValue.OPEN
        if text.lemmas[i] in words("relations", "ordering") and text.lemmas[target] in words("relations", "closing"):
            return RelationValue.CLOSED
        if text.lemmas[i] in words("relations", "approving"):
            if text.lemmas[target] in words("relations", "leaving"):
                return RelationValue.DENOUNCED
            subject = subject_of(text, i)
            if subject >= 0 and text.lemmas[subject] in words("relations", "legislatures"):
                return RelationValue.RATIFIED
        return None

    def _sent_away(self, i: int) -> RelationValue | None:
        """Read "ordered the ambassador to leave", "the diplomats were given 48 hours to leave"."""
        text = self.text
        if text.lemmas[i] not in words("relations", "sending"):
            return None
        away = [k for k in text.subtree(i) if text.lemmas[k] in {"leave", "depart"} and text.is_infinitive(k)]
        return RelationValue.EXPELLED if away else None
