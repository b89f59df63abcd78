"""What a model is told: the instructions, and one part of a report with the day on which it was published.

In: a version, its analysis, a part of its text. Out: the messages of a chat. The instructions are `instructions.md`, followed by the
fields of each kind as `schema` has them. Beside the text only its title and day are sent, and, for a long text, the names in the whole
of it; never its path or address. `PROMPT_VERSION` goes into the provenance of every claim and into the cache's keys.
"""

from __future__ import annotations

import datetime
from functools import cache
from importlib.resources import files

from communique.model.analysis import Analysis
from communique.model.sources import Version
from communique.reading.llm.parts import Part
from communique.reading.llm.schema import Json, describe_kinds

PROMPT_VERSION = 1
"""To be raised with every change of the instructions or of the schema; a test notices a change without it."""
MAX_NAMES = 60
"""So many names of a long text go with each of its parts."""


@cache
def instructions() -> str:
    """Return the instructions with the fields of each kind."""
    text = files("communique.reading.llm").joinpath("instructions.md").read_text(encoding="utf-8")
    return f"{text.rstrip()}\n\n{describe_kinds()}\n"


def make_messages(version: Version, analysis: Analysis, part: Part, n_parts: int = 1) -> list[Json]:
    """Return the messages that ask for the claims of one part of a text that is sent in `n_parts` parts."""
    lines = [f"Published: {_say_day(analysis.date)}"]
    if version.title:
        lines.append(f"Title: {version.title}")
    if n_parts > 1:
        names = dict.fromkeys(entity.actor or entity.text for entity in analysis.entities)
        lines.append(f"This is a part of a longer report, which names: {'; '.join(list(names)[:MAX_NAMES])}")
    lines += ["", "<report>", analysis.text[part.start : part.end], "</report>"]
    return [{"role": "system", "content": instructions()}, {"role": "user", "content": "\n".join(lines)}]


def _say_day(date: str | None) -> str:
    try:
        return f"{date} ({datetime.date.fromisoformat((date or '')[:10]):%A})"
    except ValueError:
        return date or "unknown"
