"""Who stands behind a claim: the outlet alone, or the speaker whose reported words it is read from.

In: a `Text`, a span and the token that carries it. Out: a `Provenance`. The source chain lists speakers from the outermost inwards
("agency < spokesperson < ministry"); it is empty when the outlet itself says so.
"""

from __future__ import annotations

from communique.model.claims import Provenance
from communique.model.vocabulary import Factuality
from communique.reading.text import Text

READER = "grammar-1"
FIRM = 0.9
"""Score of a claim whose grammar is plain; readers lower it where they had to guess."""


def provenance(text: Text, start: int, end: int, node: int, factuality: Factuality, score: float = FIRM) -> Provenance:
    """Return the provenance of a claim read at `[start, end)` whose clause is headed by the token `node`."""
    return Provenance(
        span=text.version.span(start, end),
        factuality=factuality,
        according_to=sources_of(text, node),
        reader=READER,
        score=score,
    )


def sources_of(text: Text, node: int) -> tuple[str, ...]:
    """Return the speakers in whose reported words the token lies, outermost first."""
    offset = text.tokens[node].start
    around = [q for q in text.analysis.quotations if q.content_start <= offset < q.content_end and q.speaker]
    around.sort(key=lambda q: (q.content_start - q.content_end, q.content_start))
    return tuple(dict.fromkeys(q.speaker for q in around if q.speaker))
