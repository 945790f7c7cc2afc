"""`hamodel explain`: there is a paragraph and an example for each word and each code, and each example shows what it is of."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from strategies.command import hamodel
from strategies.patience import LONG

from hamodel.check.request import CODES, NAMED, SETTINGS
from hamodel.host import library
from hamodel.language.catalogue import NOT_RUN, PARAGRAPHS, RUNS, WORDS
from hamodel.language.explaining import Example, explain, keywords, messages, run_time_errors, verdicts, warnings, words
from hamodel.language.passages import meant, page
from hamodel.report.outcome import INTERRUPTED

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "hamodel"

OF_SETTINGS = {CODES.get(name, name) for name in SETTINGS}


def calls(name: str) -> Iterator[tuple[str, ast.expr]]:
    """The first argument of each call of something of this name in the package, and the module that it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
                yield path.relative_to(PACKAGE).as_posix(), node.args[0]


def kinds() -> set[str]:
    """Of what may be named that is not there: `names.unknown("link", ...)`. What an import gives is of one of these."""
    return {str(kind.value) for _, kind in calls("unknown") if isinstance(kind, ast.Constant)}


COMPUTED: dict[tuple[str, str], set[str]] = {
    ("check/request.py", "CODES.get(name, name)"): OF_SETTINGS,
    ("check/request.py", "f'unknown-{thing.split()[0]}'"): {f"unknown-{thing.split()[0]}" for _, thing, _ in NAMED},
    ("check/settings.py", "code"): {"settings", "unknown-setting"},
    ("check/texts.py", "code"): OF_SETTINGS,
    ("check/texts.py", "flag"): {"answer-time"},
    ("cli/checking.py", "INTERRUPTED"): {INTERRUPTED},
    ("language/errors/names.py", "f'unknown-{kind}'"): {f"unknown-{kind}" for kind in kinds()},
    ("report/run_time_errors.py", "code"): {*run_time_errors()},
}
"""Where a code is not written as a text, and those that it can be."""


def codes() -> Iterator[str]:
    """Those of all messages: the first argument of each `Diagnostic(...)` in the package."""
    for module, code in calls("Diagnostic"):
        yield from {str(code.value)} if isinstance(code, ast.Constant) else COMPUTED[module, ast.unparse(code)]


CODES_OF_MESSAGES = sorted({*codes(), *warnings()})
EVERY = sorted({*keywords(), *verdicts(), *CODES_OF_MESSAGES})


def shown(word: str) -> Example:
    """The example that shows the word: of a word that is several things the one that reports it."""
    found = explain(word)
    assert found is not None
    assert found.examples, word
    return found.examples[-1]


@pytest.mark.parametrize("word", EVERY)
@pytest.mark.sampled
def test_each_has_a_paragraph_and_an_example_that_can_be_run(word: str) -> None:
    found = explain(word)
    assert found is not None, "give it a paragraph in hamodel/language/catalogue.py"
    assert found.passages
    if word in NOT_RUN:
        assert found.reason
        assert not any(example.command for example in found.examples)
    else:
        assert all(example.command for example in found.examples)
        assert shown(word).command


def test_nothing_is_explained_that_is_not_there() -> None:
    assert {word for known in words().values() for word in known} <= {*EVERY}


def test_each_paragraph_is_on_its_page() -> None:
    for name, beginning, _ in PARAGRAPHS:
        found = {passage.text for passage in page(name) if passage.text.startswith(beginning)}
        assert len(found) == 1 or name == "commands", f"{name}: {beginning}"
        assert found, f"{name}: {beginning}"
    for word, beginnings in WORDS.items():
        assert word in keywords()
        assert len(meant(word)) == len(beginnings), word
    told = [code for _, _, codes in PARAGRAPHS for code in codes.split()]
    assert len(told) == len({*told})
    assert {*messages()} <= {*told}, "a paragraph is named, not guessed from the words of a message"


def said(example: Example, folder: Path) -> str:
    """What the command of the example says there."""
    work = folder / "work"
    work.mkdir()
    if example.written:
        (work / example.place).write_text(example.text + "\n")
    name, *arguments = shlex.split(example.command)
    if name == "hamodel":
        done = hamodel(*arguments, cwd=work)
    else:
        (folder / "bin").mkdir()
        (folder / "bin/hamodel").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m hamodel \"$@\"\n")
        (folder / "bin/hamodel").chmod(0o755)
        environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        shell = ["sh", "-c", example.command]
        done = subprocess.run(shell, cwd=work, env=environment, capture_output=True, text=True, timeout=LONG)
    return done.stdout + done.stderr


def is_heavy(word: str) -> bool:
    return word in RUNS and RUNS[word].heavy


RUN = [word for word in EVERY if word in CODES_OF_MESSAGES and word not in NOT_RUN]


MANY = 4
"""One example of so many is run with the fast tests."""


@pytest.mark.parametrize(
    "word",
    [pytest.param(word, marks=[pytest.mark.heavy] if is_heavy(word) or at % MANY else []) for at, word in enumerate(sorted(RUN))],
)
@pytest.mark.sampled
def test_an_example_earns_its_code(word: str, tmp_path: Path) -> None:
    out = said(shown(word), tmp_path)
    assert f"[{word}]: " in out or f'"code": "{word}"' in out or f"  error[{word}]\n" in out


@pytest.mark.parametrize("word", verdicts())
@pytest.mark.sampled
def test_an_example_has_its_verdict(word: str, tmp_path: Path) -> None:
    assert re.search(rf"\b{word}\b", said(shown(word), tmp_path))


def test_an_example_of_a_word_is_a_piece_of_a_spec() -> None:
    """Of one that other tests check, by a command that checks it."""
    for word in keywords():
        found = explain(word)
        assert found is not None
        example = found.examples[0]
        path, _, line = example.place.rpartition(":")
        text = Path(library.on_disk(path)).read_text(encoding="utf-8")
        assert example.text in text.split("\n", int(line) - 1)[-1]
        assert example.command.removeprefix("hamodel check ") in library.specs()
