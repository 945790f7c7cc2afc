"""A certificate of a spec with timers is about the durations that were set: with these it is accepted, with others refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from strategies.timed import timed

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.model.system import System
from hamodel.proofs.certificate import find, load, verify
from hamodel.proofs.digest import canonical, sha256

SPEC = """
option hold : duration = 3 s in 1 s..5 s
timer t = hold
var on : bool = false
initially start t
on expiry t { on := true }
invariant late = not (on and running(t))
"""


def system() -> System:
    return timed(SPEC)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The certificate of `late` at 4 s."""
    check(system(), Request(options={"hold": "4 s"}, proofs=tmp_path, properties=("late",), seconds=60))
    (path,) = (path for path in find(tmp_path) if "late" in path.name)
    return path


def said(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path / "manifest.json").read_text())
    return found


def forged(path: Path, **changes: Any) -> Path:
    """With these values, sealed anew."""
    manifest = {**said(path), **changes}
    manifest.pop("seal")
    (path / "manifest.json").write_text(json.dumps({**manifest, "seal": sha256(canonical(manifest))}))
    return path


def test_it_says_what_was_set_and_is_accepted(written: Path) -> None:
    assert said(written)["options"] == {"hold": "4 s"}
    assert load(written, system()).lengths == {"hold": "4 s"}
    assert verify(written, system()).accepted


@pytest.mark.parametrize("hold", ["5 s", "3 s", "4000 ms", "6 s", "soon", 4, None])
@pytest.mark.sampled
def test_another_duration_is_refused(written: Path, hold: object) -> None:
    assert not verify(forged(written, options={"hold": hold}), system()).accepted


def test_one_that_leaves_the_duration_out_is_refused(written: Path) -> None:
    assert not verify(forged(written, options={}), system()).accepted


@pytest.mark.sampled
def test_it_is_used_at_the_same_duration_only(written: Path) -> None:
    root = written.parent.parent
    for hold, used in (("4 s", True), ("5 s", False)):
        report = check(system(), Request(options={"hold": hold}, proofs=root, properties=("late",), seconds=60))
        assert any("taken from" in note for note in report.notes) is used
