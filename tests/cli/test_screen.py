"""Lines on terminals and in pipes."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.cli.screen import MAX_WIDTH, Line, Part, Screen, Style, line, open_screen


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def write(item: Line, *, width: int | None, has_colour: bool = False) -> str:
    stream = StringIO()
    Screen(stream, width=width, has_colour=has_colour).write([item])
    return stream.getvalue()


def test_a_long_line_goes_on_below_its_hang() -> None:
    item = line("one two three four five six seven eight nine ten", indent=2, hang=6)
    assert write(item, width=40) == "  one two three four five six seven\n      eight nine ten\n"


def test_in_a_pipe_a_line_is_never_broken() -> None:
    assert write(line("word " * 100, indent=2), width=None).count("\n") == 1


def test_colour_wraps_where_plain_text_does() -> None:
    item = line(Part("one two three four five six", Style.STRONG), " seven eight nine ten", indent=2, hang=4)
    coloured = write(item, width=40, has_colour=True)
    assert "\x1b[1m" in coloured
    assert coloured.count("\n") == write(item, width=40).count("\n") == 2


def test_square_brackets_are_text_and_no_markup() -> None:
    assert write(line("[bold]not bold[/bold] ö [1]"), width=80) == "[bold]not bold[/bold] ö [1]\n"


def test_an_empty_line_is_empty_everywhere() -> None:
    assert write(line(), width=None) == write(line(), width=80) == write(line(), width=80, has_colour=True) == "\n"


@pytest.mark.parametrize(
    ("env", "is_terminal", "width", "has_colour"),
    [
        ({}, False, None, False),
        ({"COLUMNS": "60"}, False, 60, False),
        ({"COLUMNS": "60"}, True, 60, True),
        ({"COLUMNS": "500"}, True, MAX_WIDTH, True),
        ({"COLUMNS": "60", "NO_COLOR": "1"}, True, 60, False),
        ({"COLUMNS": "60", "TERM": "dumb"}, True, 60, False),
        ({"COLUMNS": "60", "FORCE_COLOR": "1"}, False, 60, True),
        ({"COLUMNS": "wide"}, False, None, False),
    ],
)
def test_the_screen_follows_stream_and_environment(env: dict[str, str], is_terminal: bool, width: int | None, has_colour: bool) -> None:
    screen = open_screen(stream=Terminal() if is_terminal else StringIO(), env=env)
    assert (screen.width, screen.has_colour) == (width, has_colour)


def test_no_colour_wins_over_everything() -> None:
    assert not open_screen(no_colour=True, stream=Terminal(), env={"FORCE_COLOR": "1", "COLUMNS": "80"}).has_colour


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12), max_size=30), st.booleans())
def test_no_letter_is_lost_however_narrow_the_terminal(words: list[str], has_colour: bool) -> None:
    text = " ".join(words)
    assert "".join(write(line(text, indent=3, hang=7), width=40).split()) == "".join(text.split())
