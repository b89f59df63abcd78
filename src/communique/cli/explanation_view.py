"""Why a claim was made, as lines: what `explain` prints.

In: an `Explanation` and the version that it is of. Out: the claim with its sentence, who read it how surely, the words of the lexicons, the
tree of the sentence with the claim's words marked, the times and what words refer to.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.cli.screen import Line, Part, Style, line
from communique.model.claims import kind_of
from communique.model.sources import Version
from communique.publish.json_claims import claim_to_dict
from communique.reading.explanation import Explanation

_SHOWN_ELSEWHERE = frozenset({"kind", "start", "end", "exact", "reader", "score", "factuality", "according_to"})
_MARK = "▸"


def view_explanation(explanation: Explanation, version: Version) -> Iterator[Line]:
    """Give the lines of an explanation."""
    claim = explanation.claim
    provenance = claim.provenance
    yield line(Part(f"{kind_of(claim)} claim", Style.TITLE), f" in {version.path}, {version.published_at or 'without a date'}")
    yield line(Part(f"“{provenance.span.exact}”", Style.STRONG))
    yield line(f"read by {provenance.reader}, score {provenance.score:.2f}, {provenance.factuality}")
    if provenance.according_to:
        yield line(f"according to {' < '.join(provenance.according_to)}")
    for name, value in claim_to_dict(claim).items():
        if name not in _SHOWN_ELSEWHERE and value not in (None, [], ""):
            yield line(f"  {name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    yield from _modality(explanation)
    yield from _entries(explanation)
    yield from _head(explanation)
    yield from _tree(explanation)
    yield from _surroundings(explanation, version)


def _modality(explanation: Explanation) -> Iterator[Line]:
    modality = explanation.modality
    governors = f", governed by {' < '.join(modality.governors)}" if modality.governors else ""
    modal = f", modal “{modality.modal}”" if modality.modal else ""
    negated = ", negated" if modality.negated else ""
    yield line()
    yield line(Part("Modality", Style.HEADING))
    yield line(f"  “{explanation.head_word}” is {modality.factuality}{negated}{modal}{governors}")


def _entries(explanation: Explanation) -> Iterator[Line]:
    yield line()
    yield line(Part("Words of the lexicons", Style.HEADING))
    for entry in explanation.entries:
        yield line(f"  {entry.word}: {entry.where}")
    if not explanation.entries:
        yield line("  none")


def _head(explanation: Explanation) -> Iterator[Line]:
    view = explanation.view
    if view is None:
        return
    yield line()
    yield line(Part("Claim head", Style.HEADING))
    others = "".join(f", {kind} {likely:.2f}" for kind, likely in view.others)
    yield line(f"  “{view.word}” carries it: {view.likely:.2f}{others}")
    for name, value, share in view.values:
        yield line(f"  {name}: {value} {share:.2f}")
    for role, words in view.roles:
        yield line(f"  {role}: {', '.join(words)}")


def _tree(explanation: Explanation) -> Iterator[Line]:
    yield line()
    yield line(Part("Tree", Style.HEADING))
    width = max((len(branch.word) for branch in explanation.branches), default=0)
    for branch in explanation.branches:
        mark = _MARK if branch.is_anchor else " "
        yield line(f"{mark}{branch.number:4} {branch.word:<{width}}  {branch.upos:<6}{branch.head:4}  {branch.deprel}")


def _surroundings(explanation: Explanation, version: Version) -> Iterator[Line]:
    if explanation.times:
        yield line()
        yield line(Part("Times", Style.HEADING))
    for time in explanation.times:
        how = " (resolved against another date)" if time.anchored else ""
        yield line(f"  {time.text}: {time.value}{how}")
    if explanation.chains:
        yield line()
        yield line(Part("What refers to what", Style.HEADING))
    for chain in explanation.chains:
        mentions = list(dict.fromkeys(version.text[m.start : m.end] for m in chain.mentions))
        yield line(f"  {chain.name or mentions[0]}: {' = '.join(mentions)}")
