"""Readers by name: those in the box, and those that other packages bring along.

In: a name. Out: a reader. Another package offers one under the entry-point group `communique.readers`; what it names is called without
arguments and has to give a `Reader` (docs/readers.md). The reader `llm` needs settings and is made by whoever has them.
"""

from __future__ import annotations

from importlib.metadata import entry_points

from communique.model.errors import ReaderUnknown
from communique.reading.reader import GrammarReader, JointReader, Reader

GROUP = "communique.readers"
JOINT, GRAMMAR = "joint", "grammar"


def make_reader(name: str) -> Reader:
    """Return the reader of a name.

    Raises:
        ReaderUnknown: there is none, or what a package offers under the name is none.
    """
    if name in (JOINT, GRAMMAR):
        return JointReader() if name == JOINT else GrammarReader()
    offers = {offer.name: offer for offer in entry_points(group=GROUP)}
    if name not in offers:
        known = ", ".join([JOINT, GRAMMAR, "llm", "llm:MODEL", *sorted(offers)])
        raise ReaderUnknown(f"There is no reader {name}.", f"Choose one of: {known}.")
    try:
        reader = offers[name].load()()
    except (ImportError, AttributeError, TypeError) as error:
        raise ReaderUnknown(f"The reader {name} cannot be made: {error}.", f"Install the package again that offers {name}.") from error
    if not (isinstance(getattr(reader, "name", None), str) and callable(getattr(reader, "read", None))):
        raise ReaderUnknown(f"What is installed as the reader {name} is none.", "A reader has a name and a method read.")
    made: Reader = reader
    return made
