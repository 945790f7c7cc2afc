"""The README and docs/ say what is so: sessions are played again, Python is run, tables are complete, links lead somewhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import settings
from strategies.pages import BLOCK, DOCS, README, ROOT, blocks, pages, prose
from strategies.transcript import commands, masked, play

from hamodel.check.request import LARGEST_SCOPE
from hamodel.check.rows import MOST_COMBINATIONS
from hamodel.check.settings import KINDS
from hamodel.cli import hamodel as command_line
from hamodel.host.version import VERSION
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.elaboration.names import LARGEST_CAPACITY, LARGEST_RANGE, LARGEST_RECORD
from hamodel.language.text.parse import LARGEST_FILE, load
from hamodel.model.system import MOST_FAULTS
from hamodel.report import FORMATS

QUICK = re.compile(r"hamodel check specs/tutorial/2_split_brain.ha$|--help$", re.M)
"""Sessions that everybody's tests play. The specs of the others have goldens of their own: the heavy tests play them."""

WRITES = re.compile(r"hamodel init|--report|--proofs|hamodel proofs| -o ")
"""What leaves files: it is played in a folder of its own, beside a copy of the specs."""


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def title(block: str) -> str:
    return next(commands(block))[0]


def sessions() -> Iterator[object]:
    for page in pages():
        for block in blocks(page, "console"):
            marks = () if QUICK.search(block) else pytest.mark.heavy
            yield pytest.param(page, block, id=f"{name(page)}-{title(block)}", marks=marks)


@pytest.mark.parametrize(("page", "block"), list(sessions()))
@pytest.mark.sampled
def test_a_session_says_the_same_today(page: Path, block: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if '--exec "node' in block and not shutil.which("node"):
        pytest.skip("no node")
    folder = ROOT
    if WRITES.search(block):
        folder = tmp_path
        shutil.copytree(ROOT / "specs", folder / "specs")
    played = play([command for command, _ in commands(block)], folder)
    if request.config.getoption("--bless") and masked(played) != masked(block):
        page.write_text(page.read_text().replace(block, played))
        block = played
    assert masked(played) == masked(block)


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_session_is_in_a_block_that_is_played(page: Path) -> None:
    assert not re.search(r"^\s*\$ ", prose(page), re.M)
    assert all(block.startswith("$ hamodel ") for block in blocks(page, "console"))
    kinds = {"console", "sh", "python", "yaml", "toml", "json", "text"}
    assert {language for language, _ in BLOCK.findall(page.read_text())} <= kinds
    assert page == README or not blocks(page, "sh"), "a command for a shell is played by nobody"


def known(words: list[str]) -> str:
    """What is wrong with a command that a page names, if anything."""
    command: click.Command = command_line
    while words and isinstance(command, click.Group):
        inner = command.get_command(click.Context(command), words[0])
        if inner is None:
            break
        command, words = inner, words[1:]
    if isinstance(command, click.Group) and words and re.fullmatch(r"[a-z]+", words[0]):
        return f"no command {words[0]}"
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    unknown = [
        word for word in words if word.startswith("-") and word.split("=")[0] not in options | {"--help", "-h", "--version"}
    ]
    return f"no options {unknown}" if unknown else ""


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_command_in_the_prose_is_one(page: Path) -> None:
    for text in re.findall(r"`hamodel ([^`]+)`", prose(page)):
        assert not known(text.split()), f"`hamodel {text}`: {known(text.split())}"


@pytest.mark.parametrize("page", [page for page in pages() if blocks(page, "python")], ids=name)
def test_python_does_what_it_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block is run; of a test class that it makes, one short run."""
    monkeypatch.chdir(ROOT)
    for block in blocks(page, "python"):
        names: dict[str, Any] = {}
        exec(compile(block, str(page), "exec"), names)
        for case in [value for value in names.values() if isinstance(value, type) and issubclass(value, unittest.TestCase)]:
            case.settings = settings(max_examples=2, stateful_step_count=5, deadline=None)  # type: ignore[attr-defined]
            result = unittest.TestResult()
            case("runTest").run(result)
            assert result.testsRun == 1
            assert result.wasSuccessful(), result.errors + result.failures


@pytest.mark.parametrize("page", [*pages(), ROOT / "CHANGELOG.md", ROOT / "SECURITY.md"], ids=name)
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", prose(page)):
        assert "://" in target or (page.parent / target).exists(), f"no {target}"
    for path in re.findall(r"`((?:hamodel|specs|tests|docs|proofs)/[\w./*]*)`", prose(page)):
        assert list(ROOT.glob(path.rstrip("/"))), f"no {path}"


def test_every_spec_is_in_the_table() -> None:
    text = (DOCS / "reference/specs.md").read_text()
    for path in (ROOT / "specs").rglob("*.ha"):
        assert path.parent.name == "patterns" or name(path) in text, f"no page knows {path}"


def test_every_pattern_has_a_page() -> None:
    patterns = sorted((ROOT / "specs/patterns").glob("*.ha"))
    assert len(patterns) == 12
    index = (DOCS / "cookbook/index.md").read_text()
    for path in patterns:
        page = DOCS / "cookbook" / f"{path.stem}.md"
        assert path.read_text() in blocks(page, "text")
        assert f"({page.name})" in index
    assert len(list((DOCS / "cookbook").glob("*.md"))) == 13


def first_column(page: str, heading: str) -> set[str]:
    """What stands in backticks in the first column of the first table below this text."""
    text = (DOCS / page).read_text()
    table = re.search(r"(?:^\|.*\n)+", text[text.index(heading) :], re.M)
    assert table is not None
    return {word for line in table[0].splitlines()[2:] for word in re.findall(r"`([^`]+)`", line.split("|")[1])}


def test_the_tables_are_complete() -> None:
    schema = json.loads((ROOT / "hamodel/report/json.schema.json").read_text())["$defs"]
    assert first_column("reference/json.md", "A **report**") >= set(schema["report"]["properties"])
    assert first_column("reference/json.md", "A **finding**") >= set(schema["finding"]["properties"])
    assert first_column("reference/settings.md", "| key |") == set(KINDS)
    assert first_column("howto/ci.md", "| format |") == set(FORMATS)
    options = elaborate(load(str(ROOT / "specs/panos/active_active.ha"))).options
    assert first_column("howto/panos.md", "| option |") == {option.name for option in options}
    helps = [title(block) for block in blocks(DOCS / "reference/command_line.md", "console")]
    assert sorted(helps) == sorted(f"{command} --help" for command in ("hamodel", *leaves("hamodel", command_line)))


def leaves(words: str, group: click.Group) -> Iterator[str]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(f"{words} {word}", command)
        else:
            yield f"{words} {word}"


def test_the_limits_are_those_of_the_code() -> None:
    text = (DOCS / "explanation/limits.md").read_text()
    limits = {
        "members of a sort in a scope": LARGEST_SCOPE,
        "messages in a channel": LARGEST_CAPACITY,
        "fields of a record": LARGEST_RECORD,
        "values of a range": LARGEST_RANGE,
        "combinations of options in one check": MOST_COMBINATIONS,
    }
    for what, most in limits.items():
        assert f"| {what} | {most:,} |" in text
    assert f"| faults | {MOST_FAULTS}, or any number |" in text
    assert f"| a spec | {LARGEST_FILE:,} bytes |" in text


def test_one_version() -> None:
    assert f"\nversion: {VERSION}\n" in (ROOT / "CITATION.cff").read_text()
    assert VERSION in (ROOT / "CHANGELOG.md").read_text()


def test_the_ci_job_is_the_one_that_init_writes() -> None:
    assert blocks(DOCS / "howto/ci.md", "yaml") == [(ROOT / "hamodel/starter/github.yml").read_text()]
    assert blocks(DOCS / "howto/ci.md", "yaml")[0].count("\n") == 10, "CI in ten lines"


def test_the_comparison_is_with_those_who_are_compared() -> None:
    table = (DOCS / "explanation/comparison.md").read_text().split("\n## ")[1]
    compared = re.search(r"^CHECKERS\b.*?^}", (ROOT / "tests/benchmarks/compare.py").read_text(), re.S | re.M)
    assert compared is not None
    assert [row.lower() for row in re.findall(r"^\| (\w+).*x \|$", table, re.M)] == re.findall(
        r'^    "(\w+)":', compared[0], re.M
    )


@pytest.mark.heavy
def test_the_site_is_built(tmp_path: Path) -> None:
    """Strictly: a page that nothing leads to, a link without its target or an include without its file is an error."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    language = (tmp_path / "site/reference/language/index.html").read_text()
    assert "strongly fair" in language
    assert "--8&lt;--" not in language
