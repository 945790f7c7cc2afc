"""Faults of one line in the elaboration are found by the second reading, each by one text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from strategies.dense import DENSE, FILES
from strategies.elaborator_faults import FAULTS
from strategies.surface.against import compare, compare_files

ROOT = Path(__file__).parent.parent.parent
LANGUAGE = ROOT / "hamodel" / "language"
ELABORATION = LANGUAGE / "elaboration"

SCRIPT = """
import json, os, sys
root, tests = sys.argv[1:]
sys.path[:0] = [root, tests]
import hamodel
import hamodel.engines.explicit.search, hamodel.model.transform  # what all have in common
assert not [name for name in sys.modules if name.startswith("hamodel.language")]
for name, folder, text in json.load(sys.stdin):
    if os.fork():
        os.wait()
        continue
    hamodel.__path__.insert(0, folder)
    from strategies.dense import DENSE, FILES
    from strategies.surface.against import compare, compare_files
    from hamodel.language.text import parse
    assert parse.__file__.startswith(folder)
    try:
        read = text in FILES
        outcome = compare_files(FILES[text], "main.ha", most=3000) if read else compare(DENSE[text], most=3000)
        found = outcome.differences or ([outcome.refused] if outcome.refused else [])
    except Exception as error:
        found = [f"{type(error).__name__}: {error}"]
    print(json.dumps([name, list(found[:1])]), flush=True)
    os._exit(0)
"""


LARGE = {"among", "best", "happened", "possible", "quantifiers", "settings"}
"""Texts of which both readings have thousands of states: compared with the heavy tests."""

EVERY = [pytest.param(text, marks=pytest.mark.heavy if text in LARGE else ()) for text in (*DENSE, *FILES)]


@pytest.mark.parametrize("text", EVERY)
@pytest.mark.sampled
def test_both_readings_of_what_is_dense_agree(text: str) -> None:
    outcome = compare_files(FILES[text], "main.ha", most=3_000) if text in FILES else compare(DENSE[text], most=3_000)
    assert (outcome.refused, outcome.large, outcome.differences) == ("", False, ())


def test_there_are_enough_faults_and_each_is_in_one_place() -> None:
    assert len(FAULTS) >= 30
    for file, old, new, text in FAULTS.values():
        assert place(file).read_text().count(old) == 1, (file, old)
        assert old != new
        assert text in {**DENSE, **FILES}


@pytest.mark.heavy
@pytest.mark.parametrize("text", [*DENSE, *FILES])
def test_the_second_reading_finds_each_of_them(text: str, tmp_path: Path) -> None:
    """Its text tells a fault from what is right; a copy that is right is told from nothing."""
    mine = {name: fault for name, fault in FAULTS.items() if fault[3] == text}
    jobs = [(name, changed(tmp_path / str(number), *fault[:3])) for number, (name, fault) in enumerate(mine.items())]
    jobs.append(("none", changed(tmp_path / "none", "types.py", "", "")))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT), str(ROOT / "tests")],
        input=json.dumps([(name, str(folder), text) for name, folder in jobs]),
        capture_output=True,
        text=True,
        timeout=600,
    )
    found = dict(json.loads(line) for line in done.stdout.splitlines())
    assert set(found) == {*mine, "none"}, done.stderr
    assert [name for name, differences in found.items() if not differences] == ["none"]


def place(file: str) -> Path:
    return (LANGUAGE if "/" in file else ELABORATION) / file


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """A folder with the language in it, of which one file is another one."""
    right = place(file)
    wrong = folder / right.relative_to(LANGUAGE.parent)
    wrong.parent.mkdir(parents=True)
    for part in (*LANGUAGE.iterdir(), *right.parent.iterdir()):
        if part.name != "__pycache__" and part not in (right, right.parent):
            (folder / part.relative_to(LANGUAGE.parent)).symlink_to(part)
    text = right.read_text()
    wrong.write_text(text.replace(old, new) if old else text)
    return folder
