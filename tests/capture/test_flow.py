"""Running text from pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.capture.flow import TextFlow
from communique.model.sources import Link


def test_letters_and_marks_from_different_pieces_are_composed_and_links_follow() -> None:
    flow = TextFlow()
    for piece in ("cafe", "\u0301 ", "caf"):
        flow.write(piece)
    flow.open_link("https://a.example")
    flow.write("e")
    flow.close_link()
    flow.write("\u0301s ")
    flow.open_link("https://b.example")
    flow.write("bar")
    content = flow.finish()
    assert content.text == "café cafés bar"
    assert content.links[-1] == Link("https://b.example", 11, 14)


def test_a_link_without_words_is_dropped() -> None:
    flow = TextFlow()
    flow.write("They met")
    flow.open_link("https://a.example")
    flow.close_link()
    assert flow.finish().links == ()


def test_an_address_that_is_none_is_no_link() -> None:
    for url in ("http://[broken", "", None, "javascript:x()", "#here"):
        flow = TextFlow("https://base.example/")
        flow.open_link(url)
        flow.write("word")
        assert flow.finish().links == ()


@given(st.lists(st.tuples(st.sampled_from(["write", "space", "line", "block", "open", "close"]), st.text(max_size=6)), max_size=30))
def test_links_lie_inside_the_text_in_order_and_start_and_end_at_words(steps: list[tuple[str, str]]) -> None:
    flow = TextFlow()
    for step, data in steps:
        match step:
            case "write":
                flow.write(data)
            case "space":
                flow.space()
            case "line":
                flow.break_line()
            case "block":
                flow.break_block()
            case "open":
                flow.open_link("https://a.example")
            case "close":
                flow.close_link()
    content = flow.finish()
    assert content.text == content.text.strip()
    assert "  " not in content.text
    assert "\n\n\n" not in content.text
    end = 0
    for link in content.links:
        assert end <= link.start <= link.end <= len(content.text)
        end = link.end
        words = content.text[link.start : link.end]
        assert words == words.strip()
        assert "\n\n" not in words
