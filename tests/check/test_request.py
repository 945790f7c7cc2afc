"""One check of values, whoever asks: an error is told in the words of a command line, of a file or of a program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hamodel.api.spec import request
from hamodel.check import texts
from hamodel.check.request import Asked, Request, requests
from hamodel.check.settings import find, requests_with
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import System

SPEC = """\
spec words
sort Session
option pace : 1..4 = 1
option fast : bool = false
var open[s: Session] : bool = false
step begin(s: Session) when not open[s] { open[s] := true }
invariant some_open expect violated = some s: Session. open[s]
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.chdir(tmp_path)
    Path("words.ha").write_text(SPEC)
    return elaborate(load("words.ha"))


def of_command(system: System, **texts_: Any) -> Request:
    ((found, _),) = requests(texts.asked(texts_), [system])
    return found


def of_file(system: System, toml: str) -> Request:
    Path("pyproject.toml").write_text(f"[tool.hamodel]\n{toml}\n")
    ((found, _),) = requests_with(Asked(), [system], find(Path()))
    return found


@pytest.mark.parametrize(
    ("typed", "toml", "given"),
    [
        ({"scope": ("Session=1..3",)}, 'scope = { Session = "1..3" }', {"scope": {"Session": range(1, 4)}}),
        ({"scope": ("Session=1..3",)}, 'scope = { Session = "1..3" }', {"scope": {"Session": "1..3"}}),
        ({"scope": ("Session=2..2",)}, "scope = { Session = 2 }", {"scope": {"Session": range(2, 3)}}),
        ({"set": ("pace=2", "fast=true")}, "options = { pace = 2, fast = true }", {"options": {"pace": 2, "fast": True}}),
        ({"faults": "1", "depth": "7"}, "faults = 1\ndepth = 7", {"faults": 1, "depth": 7}),
        ({"time": "1.5m", "memory": "1G"}, 'time = "90s"\nmemory = "1G"', {"seconds": 90, "memory": 1 << 30}),
        ({"symmetry": "off", "engine": "bmc"}, 'symmetry = false\nengine = "bmc"', {"symmetry": False, "engine": "bmc"}),
        ({"proofs": "p", "run_time": False}, 'proofs = "p"\nrun_time = false', {"proofs": Path("p"), "run_time": False}),
    ],
    ids=str,
)
def test_all_three_ask_the_same(typed: dict[str, Any], toml: str, given: dict[str, Any], system: System) -> None:
    assert of_command(system, **typed) == of_file(system, toml) == request(system, **given) != Request()


WRONG: list[tuple[dict[str, Any], str, dict[str, Any], list[str], str]] = [
    (
        *({"faults": "65"}, "faults = 65", {"faults": 65}, ["--faults 65", "faults = 65", "faults=65"]),
        "a run has 0 to 64 faults",
    ),
    (
        *({"scope": ("Session=0",)}, "scope = { Session = 0 }", {"scope": {"Session": 0}}),
        *(["--scope Session=0", "scope.Session = 0", "scope={'Session': 0}"], "with no member there is nothing to check"),
    ),
    (
        *({"scope": ("Session=3..2",)}, 'scope = { Session = "3..2" }', {"scope": {"Session": "3..2"}}),
        *(["--scope Session=3..2", 'scope.Session = "3..2"', "scope={'Session': '3..2'}"], "the first size is the larger one"),
    ),
    (
        *({"set": ("fast=maybe",)}, 'options = { fast = "maybe" }', {"options": {"fast": "maybe"}}),
        *(["--set fast=maybe", 'options.fast = "maybe"', "options={'fast': 'maybe'}"], "`fast` has no such value"),
    ),
    (
        *({"memory": "1M"}, 'memory = "1M"', {"memory": 1 << 20}),
        *(["--memory 1M", 'memory = "1M"', "memory=1048576"], "a worker needs 256M or more"),
    ),
    (
        *({"time": "999999999h"}, 'time = "999999999h"', {"seconds": 999999999 * 3600}),
        *(["--time 999999999h", 'time = "999999999h"', "seconds=3599999996400"], "not a number of seconds above 0"),
    ),
    (
        *({"engine": "bcm"}, 'engine = "bcm"', {"engine": "bcm"}),
        *(["--engine bcm", 'engine = "bcm"', "engine='bcm'"], "there is no such choice"),
    ),
    (
        *({"proofs": "words.ha"}, 'proofs = "words.ha"', {"proofs": "words.ha"}),
        *(["--proofs words.ha", 'proofs = "words.ha"', "proofs='words.ha'"], "it is not a folder"),
    ),
]


@pytest.mark.parametrize(("typed", "toml", "given", "settings", "problem"), WRONG, ids=[row[4] for row in WRONG])
def test_each_is_told_in_their_own_words(
    typed: dict[str, Any], toml: str, given: dict[str, Any], settings: list[str], problem: str, system: System
) -> None:
    said: list[Diagnostic] = []
    for ask in (lambda: of_command(system, **typed), lambda: of_file(system, toml), lambda: request(system, **given)):
        with pytest.raises(SpecError) as caught:
            ask()
        said += caught.value.diagnostics
    assert [diagnostic.headline.startswith(f"`{own}`: {problem}") for diagnostic, own in zip(said, settings, strict=True)] == [
        True
    ] * 3, said
    assert len({diagnostic.code for diagnostic in said}) == 1
    assert [str(diagnostic.span) for diagnostic in said] == ["None", "pyproject.toml:2:1", "None"]
    assert "--" not in said[1].help + said[2].help
    if "no such value" in problem:
        assert [diagnostic.help for diagnostic in said] == ["its values: true, false"] * 2 + ["its values: True, False"]


def test_a_value_of_the_wrong_type_is_not_read_as_a_text(system: System) -> None:
    """`"3"` is no number where values are typed: in a program and in a file."""
    for options in ({"pace": "3"}, {"fast": "true"}, {"fast": 1}, {"pace": True}):
        with pytest.raises(SpecError, match="has no such value"):
            request(system, options=options)  # type: ignore[arg-type]
    with pytest.raises(SpecError, match=r'`options.pace = "3"`: `pace` has no such value'):
        of_file(system, 'options = { pace = "3" }')


def test_what_several_files_say_is_named_where_each_says_it(system: System) -> None:
    """Each table is checked by itself: an error in one that the command overrides is an error all the same."""
    Path("pyproject.toml").write_text('[tool.hamodel]\nfaults = 1\n\n[tool.hamodel.specs."*.ha"]\ndepth = 1\nfaults = -1\n')
    with pytest.raises(SpecError) as caught:
        requests_with(Asked(faults=2), [system], find(Path()))
    (error,) = caught.value.diagnostics
    assert (error.headline, str(error.span)) == ("`faults = -1`: a run has 0 to 64 faults", "pyproject.toml:6:1")
