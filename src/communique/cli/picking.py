"""Finding what the user meant: a process or a story by name.

In: what was typed, and what there is. Out: the one thing meant, by id, by the beginning of an id, by name, by parties in any order, by
any word of the name, a state also by its capital or in another spelling. Case and accents are folded. What fits two things, or nothing,
is an error that lists what would have fitted: guessing would show the wrong record without saying so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from communique.model.errors import UnknownEntry
from communique.model.record import Process, Story
from communique.publish.wording import process_title

T = TypeVar("T", Process, Story)

SUGGEST_FROM = 60
"""Likeness in percent from which a name is offered as "did you mean"."""

MAX_SUGGESTIONS = 3
MIN_ID_PREFIX = 4


def pick_process(processes: Sequence[Process], wanted: str) -> Process:
    """Return the process that `wanted` names.

    Raises:
        UnknownEntry: none or several do.
    """
    names = {
        process.id: [process_title(process), *process.parties, " ".join(process.parties), *_spellings(process)] for process in processes
    }
    found = _find(processes, names, wanted) or _find(processes, names, _canonical(wanted))
    return _only(found, processes, names, wanted)


def pick_story(stories: Sequence[Story], wanted: str) -> Story:
    """Return the story that `wanted` names: by its id or title, or by a version's id, path, address or title.

    Raises:
        UnknownEntry: none or several do.
    """
    names = {
        story.id: [story.title, *(part for v in story.versions for part in (v.id, v.path, v.url or "", v.title or ""))] for story in stories
    }
    return _only(_find(stories, names, wanted), stories, names, wanted)


def _spellings(process: Process) -> Iterable[str]:
    return (alias for actor in process.actors if actor.name in process.parties for alias in actor.aliases)


def _canonical(wanted: str) -> str:
    """Return what was typed with capitals, adjectives and other spellings of known actors replaced by their canonical names."""
    from communique.language.gazetteer import Gazetteer

    gazetteer = Gazetteer.load()

    def resolve(name: str) -> str | None:
        forms = (name, name.title(), name.upper())
        return next((place.canonical for form in forms for place in gazetteer.find_all(form)), None)

    return resolve(wanted) or " ".join(resolve(word) or word for word in re.split(r"[\s–/,-]+", wanted))


def _find(things: Sequence[T], names: Mapping[str, list[str]], wanted: str) -> list[T]:
    """Return what fits by id, else by the beginning of an id, else by a whole name, else by all of the words."""
    key = fold(wanted)
    ways: list[Callable[[T], bool]] = [
        lambda thing: thing.id == wanted,
        lambda thing: len(wanted) >= MIN_ID_PREFIX and thing.id.startswith(wanted),
        lambda thing: bool(key) and key in map(fold, names[thing.id]),
        lambda thing: bool(key) and _words(key) <= _words(" ".join(map(fold, names[thing.id]))),
    ]
    return next((found for way in ways if (found := [thing for thing in things if way(thing)])), [])


def _only(found: Sequence[T], things: Sequence[T], names: Mapping[str, list[str]], wanted: str) -> T:
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"{_title(thing)} ({thing.id})" for thing in found[:MAX_SUGGESTIONS])
        raise UnknownEntry(f"{wanted!r} fits {len(found)} entries where one is needed: {listed}.", "Give the id.")
    raise UnknownEntry(f"{wanted!r} fits nothing in this record.", _advice(names, fold(wanted), things))


def _advice(names: Mapping[str, list[str]], key: str, things: Sequence[T]) -> str:
    from rapidfuzz import fuzz, process

    if not things:
        return "The record is empty: read reports first."
    titles = {thing.id: _title(thing) for thing in things}
    choices = {id_: fold(" ".join(all_names)) for id_, all_names in names.items()}
    best = process.extract(key, choices, scorer=fuzz.partial_ratio, limit=MAX_SUGGESTIONS)
    close = [titles[id_] for _, score, id_ in best if score >= SUGGEST_FROM]
    if close:
        return f"Did you mean {' or '.join(close)}?"
    shown = sorted(titles.values())
    more = f" and {len(shown) - MAX_SUGGESTIONS} more" if len(shown) > MAX_SUGGESTIONS else ""
    return f"There is {', '.join(shown[:MAX_SUGGESTIONS])}{more}."


def _title(thing: Process | Story) -> str:
    return process_title(thing) if isinstance(thing, Process) else thing.title or thing.id


def fold(text: str) -> str:
    """Return text for comparison: lower case, no accents, runs of anything but letters and digits as one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)).replace("ı", "i")
    return re.sub(r"[\W_]+", " ", plain).strip()


def _words(folded: str) -> set[str]:
    return set(folded.split())
