"""docs/cli.md says everything: each command, each option, each exit code, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from communique.cli.exits import ExitCode
from communique.cli.main import app

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
PROGRAM = typer.main.get_command(app)
COMMANDS = sorted(getattr(PROGRAM, "commands", {}))


def section(command: str) -> str:
    """Return what the page says about a command."""
    found = re.search(rf"^## `communique {command}\b.*?(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"no section for {command}"
    return found.group()


def options(command: str) -> set[str]:
    """Return all spellings of a command's options, `--help` excepted."""
    found = PROGRAM.commands[command]  # type: ignore[attr-defined]
    parameters = [p for one in (found, *getattr(found, "commands", {}).values()) for p in one.params]
    return {o for p in parameters for o in (*p.opts, *p.secondary_opts) if o.startswith("-")} - {"--help"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_a_group_is_documented(command: str) -> None:
    parts = getattr(PROGRAM.commands[command], "commands", {})  # type: ignore[attr-defined]
    assert [part for part in sorted(parts) if not re.search(rf"\| `{part}\b", section(command))] == []


def test_there_are_the_commands_of_this_version() -> None:
    assert COMMANDS == ["analyse", "changes", "demo", "diff", "evaluate", "explain", "export", "judge", "process", "read", "show"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_documented(command: str) -> None:
    text = section(command)
    assert [option for option in sorted(options(command)) if f"`{option}" not in text] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(command: str) -> None:
    assert re.search(rf"```\n(?:.*\n)*?.*communique {command}\b", section(command))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_is_documented_that_does_not_exist(command: str) -> None:
    documented = set(re.findall(r"(?<=\|\s`)-[-\w]+|(?<=,\s`)-[-\w]+", section(command)))
    assert documented <= options(command)


def test_every_exit_code_is_documented() -> None:
    table = PAGE[PAGE.index("## Exit codes") :]
    assert [code for code in ExitCode if f"| {code.value} |" not in table] == []
