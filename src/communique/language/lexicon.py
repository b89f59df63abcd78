"""Closed lists of words, written the way a person reads and extends them: in one string, parted by spaces.

In: a string. Out: a frozen set. Kept as a function of its own so that the lists stay prose-like in the modules that own them.
"""

from __future__ import annotations


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of the lines.

    >>> sorted(word_set("deal pact", "accord"))
    ['accord', 'deal', 'pact']
    """
    return frozenset(word for line in lines for word in line.split())
