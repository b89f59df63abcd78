"""Finds refusals, demands, proposals and expectations: what one side wants or will not have, never counted as agreed.

In: a `Text` with its `Parties`. Out: `StanceClaim`s. Only actors in scope have stances here; words are in `lexicon/stances.yaml`.
"""

from __future__ import annotations

from functools import cache

from communique.model.claims import StanceClaim
from communique.model.vocabulary import Factuality, StanceKind
from communique.reading.attribution import FIRM, provenance
from communique.reading.clauses import complements, is_passive, is_predicate, object_of, subject_of, surface_subject, verb_names
from communique.reading.lexicon import load_lexicon, words
from communique.reading.modality import Modality, assess
from communique.reading.parties import Parties
from communique.reading.text import Text

COMMENTS = frozenset({"while", "although", "though", "because", "as", "after", "when", "since", "whereas", "but"})
PLAIN = 0.75
"""Score of a stance that is told by a negation."""


@cache
def stance_verbs() -> dict[str, StanceKind]:
    """Return the verbs of the lexicon with the stance that each tells."""
    lexicon = load_lexicon("stances")
    return {verb: StanceKind(kind) for kind in ("refusal", "demand", "proposal", "expectation") for verb in lexicon[kind]}


class StanceFinder:
    """Finds the stances of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties

    def find(self) -> list[StanceClaim]:
        """Return the claims in text order."""
        found = []
        for i in range(len(self.text.tokens)):
            claim = self._of_predicate(i) if is_predicate(self.text, i) else self._of_noun(i)
            if claim is not None:
                found.append(claim)
        return found

    def _of_predicate(self, i: int) -> StanceClaim | None:
        text = self.text
        if text.upos[i] != "VERB":
            return None
        modality = assess(text, i)
        by = self.parties.in_scope(self.parties.actors_of(self._subject(i)))
        if not by:
            return None
        if modality.negated:
            return self._negated(i, by, modality)
        kind = next((stance_verbs()[name] for name in verb_names(text, i) if name in stance_verbs()), None)
        is_purpose = text.bases[i] == "advcl" and text.is_infinitive(i) and not set(verb_names(text, text.head[i])) & set(stance_verbs())
        if modality.factuality not in {Factuality.HAPPENED, Factuality.PLANNED} and not is_purpose:
            return None
        if kind is None:
            return self._threat(i, by) or self._ultimatum(i, by) or self._voiced(i, by) or self._leaving(i, by)
        target = self._target(i)
        contents = complements(text, i)
        if not self._is_meant(i, kind, target, contents, by):
            return None
        of_whom = self._addressees(i, target, contents, by)
        is_directed = kind is StanceKind.DEMAND and text.lemmas[i] in words("stances", "directed")
        if is_directed and not self._asks_for(i) and (not of_whom or any(text.case(k) == "for" for k in text.children(i, "obl"))):
            return None
        return self._claim(i, kind, by, of_whom)

    def _asks_for(self, i: int) -> bool:
        """Read "asked for a larger share", which needs no addressee; to ask for talks or details is no demand."""
        text = self.text
        objects = [text.lemmas[k] for k in text.children(i, "obl") if text.case(k) == "for"]
        return bool(objects) and not set(objects) & (words("stances", "requests") | words("commitments", "talk_objects"))

    def _subject(self, i: int) -> int:
        """Return the logical subject; a participle without an auxiliary that heads a sentence is a past tense, whatever the parser says."""
        text = self.text
        if is_passive(text, i) and text.child(i, "aux") < 0 and text.bases[i] not in {"acl", "advcl", "amod"}:
            return surface_subject(text, i)
        return subject_of(text, i)

    def _target(self, i: int) -> int:
        """Return the object, also where "as" precedes it ("rejected as insufficient a proposal"), else the "to", "from" or "of" phrase."""
        text = self.text
        target = object_of(text, i)
        if is_passive(text, i) and target == self._subject(i):
            target = -1
        if target < 0:
            target = next(
                (text.child(k, "obj") for k in text.children(i, "advcl") if text.marker(k) == "as" and text.child(k, "obj") >= 0), -1
            )
        if target < 0:
            bare = [k for k in text.children(i, "obl") if text.rels[k] == "obl" and text.upos[k] == "NOUN" and text.time_of[k] is None]
            target = next((k for k in bare if text.case(k) in {"", "to", "from", "of"}), -1)
        return target

    def _negated(self, i: int, by: tuple[str, ...], modality: Modality) -> StanceClaim | None:
        """Read "did not accept the text", "will not take part in the talks"."""
        text = self.text
        names = verb_names(text, i)
        if any(name in stance_verbs() for name in names):
            return None
        if modality.modal in {"will", "wo", "would"}:
            return self._will_not(i, by)
        if modality.modal not in {"", "can", "could"} or not any(name in words("stances", "accepting") for name in names):
            return None
        target = self._target(i)
        is_told = text.bases[i] in {"root", "ccomp", "conj", "parataxis"} or text.rels[i] == "acl:relcl"
        if target < 0 or not is_told or not self._is_matter(text.subtree(target), target, by):
            return None
        return self._claim(i, StanceKind.REFUSAL, by, (), PLAIN)

    def _leaving(self, i: int, by: tuple[str, ...]) -> StanceClaim | None:
        """Read "will withdraw from the talks"."""
        text = self.text
        if object_of(text, i) >= 0 or not any(name in words("stances", "leaving") for name in verb_names(text, i)):
            return None
        left = [
            k
            for k in text.children(i, "obl")
            if text.case(k) in {"from", "of", "out of"} and text.lemmas[k] in words("commitments", "talks")
        ]
        return self._claim(i, StanceKind.REFUSAL, by, (), PLAIN) if left else None

    def _threat(self, i: int, by: tuple[str, ...]) -> StanceClaim | None:
        """Read "threatened to leave if the navy did not withdraw"."""
        text = self.text
        if text.lemmas[i] not in words("stances", "threatening"):
            return None
        conditions = [
            k
            for node in [i, *complements(text, i)]
            for k in text.children(node, "advcl")
            if text.marker(k) in words("modality", "conditions")
        ]
        of_whom = tuple(
            name for k in conditions for name in self.parties.in_scope(self.parties.actors_of(surface_subject(text, k))) if name not in by
        )
        is_between_parties = bool(of_whom) or any(self._is_matter(text.subtree(c), c, by) for c in complements(text, i))
        return self._claim(i, StanceKind.DEMAND, by, tuple(dict.fromkeys(of_whom))) if conditions and is_between_parties else None

    def _ultimatum(self, i: int, by: tuple[str, ...]) -> StanceClaim | None:
        """Read "gave the rebels an ultimatum", "sent it a list of demands"."""
        text = self.text
        target = object_of(text, i)
        if target < 0 or text.lemmas[i] not in words("stances", "handing"):
            return None
        if not any(text.lemmas[k] in words("stances", "ultimatums") for k in [target, *text.children(target, "nmod")]):
            return None
        of_whom = self._addressees(i, -1, [], by)
        return self._claim(i, StanceKind.DEMAND, by, of_whom) if of_whom else None

    def _voiced(self, i: int, by: tuple[str, ...]) -> StanceClaim | None:
        """Read "reiterated its demand that the blockade end", "issued a call for a truce"."""
        text = self.text
        target = object_of(text, i)
        if target < 0 or text.lemmas[i] not in words("stances", "voicing") or text.lemmas[target] not in words("stances", "demand_nouns"):
            return None
        contents = text.children(target, "acl", "ccomp") + [k for k in text.children(target, "nmod") if text.case(k) in {"for", "on"}]
        contents += text.children(i, "ccomp")
        if not contents or not self._is_matter(text.subtree(target) + text.subtree(contents[0]), contents[0], by):
            return None
        return self._claim(i, StanceKind.DEMAND, by, self._addressees(i, target, contents, by))

    def _is_meant(self, i: int, kind: StanceKind, target: int, contents: list[int], by: tuple[str, ...]) -> bool:
        """Tell whether what is refused, demanded or expected is a matter of negotiation."""
        text = self.text
        if kind is StanceKind.EXPECTATION:
            return any(
                text.lemmas[k] in words("stances", "expected") for node in [target, *contents] if node >= 0 for k in text.subtree(node)
            )
        if kind is StanceKind.REFUSAL:
            if contents:
                return self._is_matter(text.subtree(contents[0]), contents[0], by)
            if target >= 0:
                return text.upos[target] == "PRON" or self._is_matter(text.subtree(target), target, by)
            return text.lemmas[i] in words("stances", "bare") and len(by) == 1 and text.child(i, "obl", "advcl") < 0
        if text.lemmas[i] in words("stances", "asserting") and contents:
            return any(text.lemmas[a] in words("stances", "obliging") for a in text.children(contents[0], "aux"))
        is_stated = target >= 0 or bool(contents) or any(text.case(k) in {"for", "on"} for k in text.children(i, "obl"))
        return is_stated and (kind is not StanceKind.DEMAND or self._reaches_out(i, target, contents, by))

    def _reaches_out(self, i: int, target: int, contents: list[int], by: tuple[str, ...]) -> bool:
        """Tell whether a demand can be one of another party: it is not put to one's own people, and the text speaks of another one."""
        text = self.text
        heads = [k for k in (text.child(i, "obj", "iobj"), target) if k >= 0]
        heads += [k for k in text.children(i, "obl") if text.case(k) in {"on", "upon", "to", "from", "for"}]
        if any(text.lemmas[k] in words("stances", "subjects") for k in heads) or (text.bases[i] == "acl" and text.rels[i] != "acl:relcl"):
            return False
        return (
            self._asks_for(i) or bool(self._addressees(i, target, contents, by)) or self.parties.concern_states(list(range(len(text))), by)
        )

    def _is_matter(self, tokens: list[int], head: int, by: tuple[str, ...]) -> bool:
        """Tell whether what is refused lies between the party and another one: its noun or verb says so, or another one is named."""
        text = self.text
        lemmas = {text.lemmas[k] for k in tokens if text.entity_of[k] is None}
        if lemmas & (words("actors", "private") | words("stances", "people")):
            return False
        if text.lemmas[head] in words("stances", "domestic"):
            return any(
                self.parties.names_other(text.subtree(k), by) for k in text.children(head, "amod", "compound", "nmod", "nmod:poss", "acl")
            )
        nouns = [head, *text.children(head, "nmod"), *text.children(head, "conj")]
        if any(text.lemmas[k] in words("stances", "refusal_objects") for k in nouns):
            return True
        if text.lemmas[head] in words("stances", "refusal_acts") and is_predicate(text, head):
            return True
        return self.parties.concern_states(tokens, by)

    def _addressees(self, i: int, target: int, contents: list[int], by: tuple[str, ...]) -> tuple[str, ...]:
        text, resolve = self.text, self.parties
        heads = [k for k in (text.child(i, "obj"), text.child(i, "iobj")) if k >= 0]
        heads += [k for k in text.children(i, "obl") if text.case(k) in {"on", "upon", "to", "from", "of"}]
        heads += [s for c in contents if (s := text.child(c, "nsubj", "nsubj:pass")) >= 0]
        found = [name for head in heads for name in resolve.actors_of(head) if self._names_actor(head)]
        if target >= 0 and not found:
            found += [
                name
                for k in text.children(target, "nmod:poss", "nmod")
                if text.case(k) in {"", "by", "from"}
                for name in resolve.actors_of(k)
            ]
        return tuple(name for name in dict.fromkeys(resolve.in_scope(tuple(found))) if name not in by)

    def _names_actor(self, head: int) -> bool:
        """Tell whether a noun phrase is the actor itself and not something of the actor's ("the release of")."""
        text = self.text
        return text.entity_of[head] is not None or text.upos[head] == "PRON" or text.lemmas[head] in words("actors", "representatives")

    def _will_not(self, i: int, by: tuple[str, ...]) -> StanceClaim | None:
        """Read "X said it will not attend": the party's own word, or an act that only a party to talks can leave undone."""
        text = self.text
        is_said = any(text.words[k] in {"not", "n't", "n’t", "never"} for k in text.children(i, "advmod", "aux")) and text.upos[i] == "VERB"
        if len(by) != 1 or text.lemmas[i] == "have" or not is_said or not self._is_matter(text.subtree(i), i, by):
            return None
        quotation = text.quotation_of[i]
        if quotation is not None and quotation.speaker:
            speaker = self.parties.references.side(quotation.speaker) or quotation.speaker
            joint = self.parties.in_scope(self.parties.actors_of(text.head_in(quotation.source_start, quotation.source_end)))
            is_own = speaker in by or joint == by or not self.parties.in_scope((speaker, *joint))
            return self._claim(i, StanceKind.REFUSAL, by, (), PLAIN) if is_own else None
        is_own_word = text.bases[i] == "ccomp" and surface_subject(text, text.head[i]) >= 0
        own = self.parties.actors_of(surface_subject(text, text.head[i])) if is_own_word else ()
        return self._claim(i, StanceKind.REFUSAL, by, (), PLAIN) if text.bases[i] == "root" or own == by else None

    def _of_noun(self, i: int) -> StanceClaim | None:
        """Read "Hezbollah's rejection of this demand"."""
        text = self.text
        if text.upos[i] != "NOUN" or text.lemmas[i] not in words("stances", "refusal_nouns"):
            return None
        owner = text.child(i, "nmod:poss")
        by = self.parties.in_scope(self.parties.actors_of(owner)) if owner >= 0 else ()
        if not by or not text.children(i, "nmod", "acl"):
            return None
        start, end = text.extent(i, [k for k in text.kids[i] if text.bases[k] in {"case", "conj", "acl:relcl"}])
        return StanceClaim(provenance(text, start, end, i, Factuality.HAPPENED), StanceKind.REFUSAL, by, (), text.text[start:end])

    def _claim(self, i: int, kind: StanceKind, by: tuple[str, ...], of_whom: tuple[str, ...], score: float = FIRM) -> StanceClaim:
        text = self.text
        drop = [k for k in text.kids[i] if text.bases[k] in {"nsubj", "mark", "cc", "conj", "parataxis", "punct", "discourse"}]
        drop += [
            k
            for k in text.children(i, "advcl")
            if (text.marker(k) in COMMENTS and text.upos[k] != "ADJ") or k < i or text.feature(k, "VerbForm") in {"Ger", "Part"}
        ]
        if kind is StanceKind.EXPECTATION:
            drop = [k for k in drop if text.bases[k] != "nsubj"]
        start, end = text.extent(i, drop)
        factuality = Factuality.DENIED if kind is StanceKind.REFUSAL else Factuality.POSSIBLE
        begin = min((text.tokens[k].start for c in complements(text, i) for k in text.subtree(c) if k > i), default=text.tokens[i].end)
        object_start = min(max(begin, text.tokens[i].end), end)
        inner = text.trim(object_start, end)
        return StanceClaim(provenance(text, start, end, i, factuality, score), kind, by, of_whom, text.text[inner[0] : inner[1]])
