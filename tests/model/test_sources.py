"""A version is told from the day of its last change, as long as that is not long after its publication."""

from __future__ import annotations

import pytest

from communique.model.sources import Version


@pytest.mark.parametrize(
    ("published", "modified", "written"),
    [
        ("2025-05-07T02:10:00Z", "2025-05-11T19:20:00Z", "2025-05-11T19:20:00Z"),
        ("2025-05-07", "2025-08-01", "2025-05-07"),
        ("2025-05-07", None, "2025-05-07"),
        (None, "2025-05-11", "2025-05-11"),
        ("2025-05-07", "2025-05-01", "2025-05-07"),
        (None, None, None),
    ],
)
def test_a_text_is_told_from_its_last_change_soon_after_publication(
    published: str | None, modified: str | None, written: str | None
) -> None:
    assert Version("v-1", "", published_at=published, modified_at=modified).written_at == written
