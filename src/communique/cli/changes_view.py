"""What changed between the versions of an article: what `diff` prints.

In: stories. Out: lines; for each pair of versions the changes of fact first, by significance, each with its kind, and below it the
sentences before and after with the changed words marked, removed ones in [-brackets-] and added ones in {+braces+} as well as in colour,
so that a pipe keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.cli.screen import Line, Part, Style, line
from communique.model.record import Change, Evidence, Story
from communique.model.sources import Version
from communique.model.vocabulary import ChangeKind
from communique.publish.notes import sentence_around
from communique.publish.word_diff import Fate, diff_words
from communique.publish.wording import count, say, version_label

INDENT = 2
_WORDS = 7
_STRONG_CHANGE = 0.5
"""From this significance on a change is shown as one of weight."""


def view_changes(stories: Iterable[Story], *, is_asked_for: bool = False) -> Iterator[Line]:
    """Give the lines of the stories that have more than one version, or of all where the user asked for them by name."""
    shown = [story for story in stories if is_asked_for or len(story.versions) > 1]
    for story in shown:
        yield from _story(story)
    if not shown:
        yield line(Part("No article of this record has more than one version.", Style.QUIET))


def _story(story: Story) -> Iterator[Line]:
    yield line(Part(story.title or story.versions[0].path, Style.TITLE))
    witnesses = count(story.independent_witnesses, "independent source")
    yield line(Part(f"{count(len(story.versions), 'version')}, {witnesses} · {story.id}", Style.QUIET))
    numbers = {version.id: i for i, version in enumerate(story.versions, start=1)}
    for version in story.versions:
        yield line(f"{numbers[version.id]}  {_label(version)}", indent=INDENT, hang=INDENT + 3)
    for before, after in sorted({(c.from_version, c.to_version) for c in story.changes}, key=lambda p: tuple(numbers.get(v, 0) for v in p)):
        changes = [change for change in story.changes if (change.from_version, change.to_version) == (before, after)]
        texts = {version.id: version.text for version in story.versions}
        yield line()
        yield line(Part(f"Version {numbers.get(before, '?')} to version {numbers.get(after, '?')}", Style.HEADING))
        yield from _changes(changes, texts)
    if not story.changes:
        what = "There is one version only." if len(story.versions) == 1 else "No change of fact or wording was found."
        yield line(Part(what, Style.QUIET), indent=INDENT)
    yield line()


def _label(version: Version) -> str:
    label = version_label([(1, version)], 1)
    return f"{label} · {version.path}" if version.outlet and version.path else label


def _changes(changes: list[Change], texts: dict[str, str]) -> Iterator[Line]:
    ranked = sorted(changes, key=lambda change: (change.kind == ChangeKind.STYLE, -change.significance))
    for change in ranked:
        style = Style.STRONG if change.significance >= _STRONG_CHANGE else Style.PLAIN
        how = "disclosed" if change.disclosed else "without notice"
        yield line(Part(say(change.kind), style), Part(f"  {change.significance:.2f}, {how}", Style.QUIET), indent=INDENT)
        yield line(*_words(change, texts), indent=_WORDS)


def _words(change: Change, texts: dict[str, str]) -> Iterator[Part]:
    """Give the sentence of a change as one line of words: kept, removed, added."""
    before, after = (_sentence(evidence, texts) for evidence in (change.before, change.after))
    for run in diff_words(before, after):
        if run.fate == Fate.KEPT:
            yield Part(run.text)
            continue
        words = run.text.strip()
        lead, trail = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :] if words else ""
        yield Part(lead)
        if words and run.fate == Fate.REMOVED:
            yield Part(f"[-{words}-]", Style.REMOVED)
        elif words:
            yield Part(f"{{+{words}+}}", Style.ADDED)
        yield Part(trail)


def _sentence(evidence: Evidence | None, texts: dict[str, str]) -> str:
    if evidence is None:
        return ""
    text = texts.get(evidence.version)
    if text is None:
        return evidence.exact
    start, end = sentence_around(text, evidence.start, evidence.end)
    return " ".join(text[start:end].split())
