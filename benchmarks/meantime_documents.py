"""Running text of the MEANTIME corpus (Minard et al. 2016) from its tokens, with the place of each.

In: the root of an annotated file. Out: text and places in code points.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

NO_SPACE_BEFORE = frozenset({",", ".", ";", ":", "!", "?", ")", "'s", "’s", "n't", "%", "''", "”", "'"})
_NO_SPACE_AFTER = ("(", "$", "``", "“")


def join_tokens(root: ET.Element) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return running text, title and dateline as paragraphs, and the half-open place of each token by its id."""
    text, sentence = "", ""
    places: dict[str, tuple[int, int]] = {}
    for token in root.iter("token"):
        word, number = token.text or "", str(token.get("sentence"))
        if text and number != sentence:
            text += "\n\n" if sentence in {"0", "1"} else " "
        elif text and word not in NO_SPACE_BEFORE and not text.endswith(_NO_SPACE_AFTER):
            text += " "
        sentence = number
        places[str(token.get("t_id"))] = (len(text), len(text) + len(word))
        text += word
    return text, places
