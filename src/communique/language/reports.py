"""Verbs of saying and "according to" with their clauses and subjects: the grammar of reported speech.

In: a `Discourse`. Out: one `Report` per cue, whether or not it has a content clause (a cue beside a quotation has none). Complements
stand behind their verb ("said that …"), before it ("…, she said"), or around it ("The deal, he said, is dead"); subjects come through
coordination, control and participles ("rejected the offer, stating that …"). Content leaves out "that", marks at its edges, and
participles that belong to the speaker's sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.language.coreference import Discourse
from communique.language.cues import find_speaker, is_of_speaker
from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.language.speakers import NOBODY, Source, read_source
from communique.language.speech import ASKING, CLAUSE_ONLY, DOCUMENTS, NEEDS_QUOTE, SAYING, THINKING

_TRIM = frozenset({"PUNCT"})
_HEDGED_SUBJECTS = frozenset({"it", "there", "this", "what", "which", "that"})
_AS_CUES = word_set("say tell note report explain point observe write announce confirm state mention acknowledge admit stress")
"""Verbs that report the main clause behind "as" ("As the envoy noted, …")."""


@dataclass(frozen=True, slots=True)
class Report:
    """A cue of reported speech.

    `cue` is its token. `speaker` is the token that heads its subject, -1 where `source` says it or nobody does. `start, end` is the
    content, empty (equal) where the cue has no clause of its own. `clause_start, clause_end` cover the cue with its subject and
    adverbials, content left out.
    """

    cue: int
    cue_start: int
    cue_end: int
    speaker: int
    start: int
    end: int
    clause_start: int
    clause_end: int
    cue_paragraph: int
    is_speech: bool
    is_firm: bool
    has_content_after: bool
    is_split: bool
    source: Source = NOBODY

    @property
    def has_content(self) -> bool:
        """Tell whether the cue has a clause of its own."""
        return self.end > self.start


def find_reports(discourse: Discourse) -> Iterator[Report]:
    """Yield the cues of a text in order."""
    forest = discourse.forest
    for i in range(len(forest)):
        lemma = forest.lemmas[i]
        if lemma in SAYING or lemma in ASKING or lemma in THINKING or forest.words[i] == "according":
            if forest.upos[i] in {"VERB", "AUX"} and forest.words[i] != "according":
                report = _of_verb(discourse, i)
                if report is not None:
                    yield report
            elif forest.words[i] == "according":
                report = _according(discourse, i)
                if report is not None:
                    yield report


# --- verbs ------------------------------------------------------------------------------------------------------------------


def _of_verb(discourse: Discourse, i: int) -> Report | None:
    forest = discourse.forest
    speaker = find_speaker(discourse, i)
    content = _content_head(forest, i)
    if content < 0 and forest.lemmas[i] not in SAYING | ASKING:
        return None
    if content >= 0 and "VerbForm=Ger" in forest.tokens[content].feats and forest.child(content, "nsubj", "aux", "mark") < 0:
        content = -1
    if content >= 0 and forest.is_infinitive(content) and forest.lemmas[i] not in {"tell", "say"} and forest.child(content, "nsubj") < 0:
        content = -1
    if speaker >= 0 and forest.words[speaker] in _HEDGED_SUBJECTS and speaker not in discourse.links:
        speaker = -1
    tokens = _content_tokens(forest, i, content) if content >= 0 else []
    tokens = _fill(forest, i, tokens, content)
    if 0 <= content < i:
        tokens = _without_adverbials(forest, i, tokens)
    own = _own_tokens(forest, i, content, tokens, speaker)
    start, end = _span(discourse, tokens)
    is_speech = forest.lemmas[i] in SAYING and content >= 0 and not _is_denied(forest, i)
    if forest.lemmas[i] in NEEDS_QUOTE and content >= 0 and forest.child(content, "mark") < 0:
        is_speech = False
    if (
        forest.lemmas[i] in CLAUSE_ONLY
        and content >= 0
        and forest.upos[content] not in {"VERB", "AUX"}
        and forest.child(content, "cop") < 0
    ):
        is_speech = False
    token = forest.tokens[i]
    return Report(
        cue=i, cue_start=token.start, cue_end=token.end, speaker=speaker, start=start, end=end,
        clause_start=forest.tokens[own[0]].start, clause_end=forest.tokens[own[-1]].end, cue_paragraph=forest.paragraph(i),
        is_speech=is_speech and speaker >= 0, is_firm=forest.lemmas[i] in {"say", "tell", "add", "reply", "answer", "state"},
        has_content_after=content > i, is_split=bool(tokens) and tokens[0] < i < tokens[-1],
    )  # fmt: skip


def _is_denied(forest: Forest, i: int) -> bool:
    """Tell whether nothing was said: "did not say whether", "declined to comment"."""
    return any(forest.words[k] in {"not", "n't", "n’t", "never"} for k in forest.children(i, "advmod"))


def _content_head(forest: Forest, i: int) -> int:
    """Return the head of what was said, -1 when the verb has no clause: a complement, or the clause that the verb is put into."""
    for k in forest.children(i, "ccomp"):
        return k
    head = forest.head[i]
    if forest.bases[i] == "parataxis" and head >= 0 and forest.child(i, "nsubj") >= 0:
        return head
    found = forest.child(i, "parataxis")
    if found >= 0 and forest.lemmas[i] in SAYING and (forest.child(found, "nsubj") >= 0 or found < i):
        return found
    if forest.bases[i] == "advcl" and head >= 0 and any(forest.words[k] == "as" for k in forest.children(i, "mark", "advmod", "case")):
        subject = forest.child(i, "nsubj")
        return head if forest.lemmas[i] in _AS_CUES and subject >= 0 and forest.words[subject] not in {"i", "we", "you"} else -1
    return _stray_clause(forest, i)


def _stray_clause(forest: Forest, i: int) -> int:
    """Return a clause with "that" which the parser hung on something between it and its verb ("said in a letter that …"), -1 for none."""
    for k in forest.kids[i]:
        if k > i and forest.bases[k] == "advcl" and _marked_that(forest, k):
            return k
        if k > i and forest.bases[k] in {"obl", "iobj", "obj", "nmod"}:
            inner = next(
                (m for m in forest.children(k, "acl", "ccomp", "advcl") if _marked_that(forest, m) and forest.rels[m] != "acl:relcl"), -1
            )
            if inner >= 0:
                return inner
    return -1


def _marked_that(forest: Forest, i: int) -> bool:
    return any(forest.words[k] == "that" for k in forest.children(i, "mark"))


def _content_tokens(forest: Forest, i: int, content: int) -> list[int]:
    """Return the tokens of the content: its subtree without the cue's own words, the complementiser, and what hangs on it by mistake."""
    drop = [i] if forest.is_under(i, content) else []
    for k in forest.kids[content]:
        if forest.bases[k] == "mark" and forest.words[k] == "that":
            drop.append(k)
        if (forest.bases[k] == "cc" and k < content) or (forest.bases[k] == "obl" and forest.case(k).startswith("according")):
            drop.append(k)
        if forest.bases[k] in {"advcl", "conj"} and k > content and (is_of_speaker(forest, k) or _disagrees(forest, content, k)):
            drop.append(k)
    tokens = _same_sentence(forest, i, forest.subtree(content, drop))
    while tokens and forest.upos[tokens[0]] in _TRIM:
        tokens = tokens[1:]
    while tokens and forest.upos[tokens[-1]] in _TRIM:
        tokens = tokens[:-1]
    return tokens


def _fill(forest: Forest, i: int, tokens: list[int], content: int) -> list[int]:
    """Return the content with the complements that the parser hung beside it, and without a hole between the verb and its clause."""
    more = [k for k in forest.children(i, "ccomp") if k != content]
    if not tokens or content < i or _marked_that(forest, content) or forest.words[i + 1] == ",":
        return tokens
    for k in more:
        if k > i:
            tokens = sorted({*tokens, *_content_tokens(forest, i, k)})
    own = set(forest.subtree(i, [content, *more]))
    low = tokens[0]
    while low - 1 > i and low - 1 not in own and forest.words[low - 1] != "that":
        low -= 1
    while low < tokens[0] and forest.upos[low] in _TRIM:
        low += 1
    return [*range(low, tokens[0]), *tokens] if tokens[0] > i else tokens


def _without_adverbials(forest: Forest, i: int, tokens: list[int]) -> list[int]:
    """Return the tokens before the cue when what follows it is no comma: "…, he said on Friday" dates the saying, whatever the tree
    says.
    """
    behind = next((k for k in tokens if k > i), -1)
    if behind < 0 or forest.words[behind - 1] in {",", "—", "–", "-"}:
        return tokens
    before = [k for k in tokens if k < i]
    while before and forest.upos[before[-1]] in _TRIM:
        before.pop()
    return before


def _same_sentence(forest: Forest, i: int, tokens: list[int]) -> list[int]:
    """Return the tokens that no full stop parts from the cue: a parser may run two sentences together."""
    if not tokens:
        return []
    low, high = min(i, tokens[0]), max(i, tokens[-1])
    stops = [
        k
        for k in range(low, high)
        if forest.words[k] in {".", "!", "?"} and forest.upos[k] == "PUNCT" and forest.tokens[k].end < forest.tokens[k + 1].start
    ]
    before = max((k for k in stops if k < i), default=-1)
    after = min((k for k in stops if k > i), default=len(forest))
    return [k for k in tokens if before < k < after] or tokens


def _disagrees(forest: Forest, content: int, k: int) -> bool:
    """Tell whether a conjunct cannot share the content's subject: that is plural, the verb is singular ("values are …, and refers to")."""
    subject = forest.child(content, "nsubj")
    if forest.bases[k] != "conj" or subject < 0 or forest.child(k, "nsubj", "aux", "cop", "mark") >= 0 or not forest.is_plural(subject):
        return False
    return "Person=3" in forest.tokens[k].feats and "Number=Sing" in forest.tokens[k].feats


def _own_tokens(forest: Forest, i: int, content: int, tokens: list[int], speaker: int) -> list[int]:
    """Return the tokens of the cue's own words: verb, subject, addressee, adverbials; never the content."""
    drop = [k for k in forest.kids[i] if k == content or forest.bases[k] in {"ccomp", "parataxis", "punct", "conj", "cc"} or k in tokens]
    own = [k for k in forest.subtree(i, drop) if k not in set(tokens)]
    if content >= 0 and forest.head[i] == content:
        own = [k for k in own if k != content]
    if speaker >= 0 and forest.sentence[speaker] == forest.sentence[i] and speaker not in own and not tokens:
        own += [k for k in forest.subtree(speaker, drop=[a for a in [i, *forest.ancestors(i)] if a != speaker]) if k not in tokens]
    own = sorted(set(own))
    low = high = own.index(i)
    inside = set(own)
    while low > 0 and (own[low] - own[low - 1] == 1 or all(forest.upos[m] == "PUNCT" for m in range(own[low - 1] + 1, own[low]))):
        low -= 1
    while high + 1 < len(own) and (
        own[high + 1] - own[high] == 1 or all(forest.upos[m] == "PUNCT" for m in range(own[high] + 1, own[high + 1]))
    ):
        high += 1
    kept = [k for k in own[low : high + 1] if k in inside]
    while len(kept) > 1 and forest.upos[kept[-1]] == "PUNCT":
        kept.pop()
    while len(kept) > 1 and forest.upos[kept[0]] == "PUNCT":
        kept.pop(0)
    return kept


def _span(discourse: Discourse, tokens: list[int]) -> tuple[int, int]:
    """Return the code points of the content; a stray quotation mark at an edge is left out."""
    if not tokens:
        return 0, 0
    forest = discourse.forest
    start, end = forest.tokens[tokens[0]].start, forest.tokens[tokens[-1]].end
    text = discourse.text
    stop = forest.tokens[tokens[-1]].end
    if stop < len(text) and text[stop] in '"”»' and any(q.end == stop + 1 and q.start >= start for q in discourse.quoted):
        end = stop + 1
    if start and text[start - 1] in '"“„«' and any(q.start == start - 1 and q.end < end for q in discourse.quoted):
        start -= 1
    return start, end


# --- according to -----------------------------------------------------------------------------------------------------------


def _according(discourse: Discourse, i: int) -> Report | None:
    """Read "according to X, …" and "…, according to X": the content is the rest of the clause."""
    forest = discourse.forest
    if i + 1 >= len(forest) or forest.words[i + 1] != "to" or forest.sentence[i] != forest.sentence[i + 1]:
        return None
    speaker = forest.head[i]
    if forest.bases[i] != "case" or speaker < 0:
        speaker = next((k for k in forest.children(i, "obl", "nmod", "obj") if k > i), -1)
    if speaker < 0 or speaker <= i or forest.upos[speaker] not in {"NOUN", "PROPN", "PRON", "ADJ"}:
        return None
    top = speaker if forest.is_under(i, speaker) else i
    host = forest.head[top]
    while (
        host >= 0
        and forest.head[host] >= 0
        and (
            (forest.upos[host] not in {"VERB", "AUX"} and forest.child(host, "cop", "nsubj") < 0)
            or (forest.bases[host] in {"acl", "advcl", "xcomp"} and _is_set_off(forest, i))
        )
    ):
        top, host = host, forest.head[host]
    if host < 0:
        return None
    phrase = forest.subtree(speaker if forest.is_under(i, speaker) else i)
    tokens = [k for k in forest.subtree(host, [phrase[0]]) if k not in set(phrase)]
    while tokens and forest.upos[tokens[0]] in _TRIM:
        tokens = tokens[1:]
    while tokens and forest.upos[tokens[-1]] in _TRIM:
        tokens = tokens[:-1]
    start, end = _span(discourse, tokens)
    source = read_source(discourse, speaker)
    is_speech = forest.lemmas[speaker] not in {
        "plan",
        "law",
        "schedule",
        "rule",
        "data",
        "poll",
        "agenda",
        "need",
        "map",
        "figure",
        "source",
    }
    return Report(
        cue=i, cue_start=forest.tokens[i].start, cue_end=forest.tokens[i + 1].end, speaker=-1, start=start, end=end,
        clause_start=forest.tokens[phrase[0]].start, clause_end=forest.tokens[phrase[-1]].end, cue_paragraph=forest.paragraph(i),
        is_speech=is_speech or forest.lemmas[speaker] in DOCUMENTS, is_firm=False, has_content_after=False, is_split=True, source=source,
    )  # fmt: skip


def _is_set_off(forest: Forest, i: int) -> bool:
    """Tell whether a comma parts "according to" from what stands before it: then it is about the whole sentence."""
    return i > 0 and forest.words[i - 1] == ","
