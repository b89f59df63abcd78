"""The two founding articles, where the shared data lie beside the checkout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.model.sources import Version
from tests.stories.sample import make_version

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "seeds"

seeds_present = pytest.mark.skipif(not FOLDER.is_dir(), reason="the seed articles are not beside this checkout (../shared/seeds)")


def seed_versions() -> list[Version]:
    """Return both articles as captured: header and markup taken off, the date where one is given."""
    versions = []
    for path in sorted(FOLDER.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        header = re.match(r"\s*date (\S+) ", text)
        plain = re.sub(r"[ \t]+", " ", re.sub(r"<[^>]+>", "", text[header.end() :] if header else text).replace("overthe", "over the"))
        versions.append(make_version(plain.strip(), published_at=header[1] if header else None, path=path.name))
    return versions


def seed_texts() -> tuple[str, str]:
    """Return the text of the plan and that of the outcome."""
    first, second = (version.text for version in seed_versions())
    return first, second
