"""`hamodel explain`: everything that can be met in a spec or a report is explained, from one text, with an example that works."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from strategies.command import hamodel

from hamodel.check import quality
from hamodel.language import explaining
from hamodel.language.explaining import explain, keywords, messages, run_time_errors, verdicts, warnings
from hamodel.language.passages import page, told
from hamodel.language.text.parse import known_terminals
from hamodel.language.text.tokens import LATER
from hamodel.report.run_time_errors import KINDS
from hamodel.report.verdicts import STANDINGS

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("word", keywords())
def test_each_word_has_a_text_and_an_example(word: str) -> None:
    found = explain(word)
    assert found is not None
    assert found.passages
    assert all(re.search(rf"\b{word}\b", passage.text) for passage in found.passages if passage != told(word))
    assert found.examples, "write one in specs/words/words.ha"
    assert re.search(rf"\b{word}\b", " ".join(found.examples[0].text.split()))


def test_no_word_is_left_out() -> None:
    """Of the tokens, and of the list of reserved words."""
    assert {word for word in known_terminals().words if word.islower()} - set(LATER) <= set(keywords())
    reserved = next(each.text for each in page("reference") if each.text.startswith("> all always"))
    assert set(reserved.replace(">", " ").split()) - set(LATER) - {"up", "bool"} <= set(keywords())


def test_each_message_is_explained() -> None:
    """A test asks for an example of each, and this for its code."""
    text = "".join(path.read_text() for path in (ROOT / "hamodel/language/errors").glob("*.py"))
    codes = set(re.findall(r'Diagnostic\(\s*"([\w-]+)"', text))
    assert codes <= set(messages()), codes - set(messages())
    for code in codes:
        found = explain(code)
        assert found is not None
        assert found.examples


def test_each_run_time_error_and_each_warning_is_explained() -> None:
    assert set(run_time_errors()) == {kind.replace(" ", "-") for kind in KINDS}
    written = Path(str(quality.__file__)).read_text()
    codes = {"always-failing", "unread-option", "dead-action", "guard-never-true", "guard-always-true", "premise-always-true"}
    codes |= {code for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)",? ', written) if code.count("-") <= 2} & set(warnings())
    assert codes | {"vacuous"} == set(warnings())
    assert all(f'"{code}"' in written for code in warnings())
    for word in (*run_time_errors(), *warnings()):
        found = explain(word)
        assert found is not None
        assert found.passages


def test_each_verdict_is_explained() -> None:
    assert {*STANDINGS.values()} - {"not decided"} <= set(verdicts())
    assert {"proved", "holds to depth", "unknown", "unreachable"} <= set(verdicts())
    for word in (*verdicts(), "violated", "reached"):
        found = explain(word)
        assert found is not None
        assert found.passages[0] in page("verdicts"), word


def test_the_text_is_that_of_the_reference() -> None:
    """A passage is a piece of the page, not a copy of it."""
    page = " ".join((ROOT / "hamodel/language/reference.md").read_text().replace("\\|", "|").split())
    for word in ("choose", "leads to", "lossy"):
        found = explain(word)
        assert found is not None
        for passage in found.passages:
            assert passage.text.split(": ")[-1] in page


def said(*arguments: str) -> subprocess.CompletedProcess[str]:
    return hamodel(*arguments, cwd=ROOT)


def test_the_command() -> None:
    done = said("explain", "choose")
    assert done.returncode == 0
    assert "`choose x: T where E`" in done.stdout
    assert "$ hamodel check @" in done.stdout
    assert said("explain", "leads", "to").stdout.startswith("leads to")
    assert "@words" not in said("explain", "error[range]").stdout
    every = said("explain").stdout
    for kind, known in explaining.words().items():
        assert kind in every
        assert all(word in " ".join(every.split()) for word in known)
    wrong = said("explain", "hazrd")
    assert wrong.returncode == 2
    assert "did you mean `hazard`?" in wrong.stderr
