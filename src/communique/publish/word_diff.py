"""What changed between two sentences, as runs of words to show one after the other.

In: the words before and after. Out: runs of words that were kept, removed or added, in reading order. Which words changed is `stories`'
question; this module only turns its edits into text, what was removed before what was added. Kept words are spelled as in the later text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from communique.stories.wording import EditKind, word_diff


class Fate(StrEnum):
    """What happened to a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share one fate, with the white space between them."""

    fate: Fate
    text: str


def diff_words(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs that lead from `before` to `after`. Cost as in `word_diff`."""
    return tuple(run for run in _runs(before, after) if run.text)


def _runs(before: str, after: str) -> Iterator[Run]:
    """White space that only one text has beside a change goes with the words that it sets apart."""
    removed = added = ""
    for edit in word_diff(before, after):
        old, new = before[edit.before_start : edit.before_end], after[edit.after_start : edit.after_end]
        if edit.kind is not EditKind.EQUAL or not new.strip():
            removed, added = removed + old, added + new
            continue
        (old_lead, old_trail), (new_lead, new_trail) = _margins(old), _margins(new)
        if old_lead != new_lead:
            removed, added, new = removed + old_lead, added + new_lead, new.lstrip()
        yield Run(Fate.REMOVED, removed)
        yield Run(Fate.ADDED, added)
        removed = added = ""
        if old_trail != new_trail:
            removed, added, new = old_trail, new_trail, new.rstrip()
        yield Run(Fate.KEPT, new)
    yield Run(Fate.REMOVED, removed)
    yield Run(Fate.ADDED, added)


def _margins(text: str) -> tuple[str, str]:
    """Return the white space before and after the words of a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
