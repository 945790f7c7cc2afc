"""Every spec has a reviewed golden session next to it, `NAME.out`: what `hamodel check` says about it, and its exit status."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import comb
from pathlib import Path

import pytest
from strategies.command import hamodel
from strategies.transcript import commands, masked, play

from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.proofs.certificate import find
from hamodel.proofs.digest import digest
from hamodel.proofs.manifest import read

ROOT = Path(__file__).parent.parent
SPECS = sorted((ROOT / "specs").rglob("*.ha"))
LONG = {"active_active", "active_passive", "configured_pair", "conntrackd", "epoch_lock", "fgcp", "kea_105"}
LONG |= {"fortigate_253597", "keepalived_1966", "keepalived_2254", "ring_election", "sharded_kv", "sync_group"}
LONG |= {"link_timers", "timers", "timed/vrrp"}
"""Specs that take more than two seconds: checked with the heavy tests."""


def cases() -> list[object]:
    found: list[object] = []
    for path in SPECS:
        name = path.relative_to(ROOT / "specs").as_posix()
        long = {path.stem, name.removesuffix(".ha")} & LONG
        found.append(pytest.param(path, id=name, marks=pytest.mark.heavy if long else ()))
    return found


@pytest.mark.parametrize("path", cases())
@pytest.mark.sampled
def test_a_spec_gets_its_golden_verdict(path: Path, golden: Callable[[Path, str], None]) -> None:
    session = path.with_suffix(".out")
    if session.exists():
        played = [command for command, _ in commands(session.read_text())]
    else:
        played = [f"hamodel check {path.relative_to(ROOT).as_posix()}", "echo $?"]
    golden(session, masked(play(played, ROOT)))


def test_no_golden_without_its_spec() -> None:
    for golden in (ROOT / "specs").rglob("*.out"):
        assert golden.with_suffix(".ha").exists(), f"{golden} is of no spec"


PROPERTY = re.compile(r"^(?:invariant|property)\s+(\w+)\s*=\s*(.*?)(?=\n\S|\n\n|\Z)", re.M | re.S)


@pytest.mark.parametrize("path", [path for path in SPECS if path.stem.endswith("_bug")], ids=lambda path: path.stem)
def test_a_broken_spec_properties_what_its_sibling_properties(path: Path) -> None:
    """Otherwise its violation would not show what the error costs."""
    broken, right = (
        {name: property.split() for name, property in PROPERTY.findall(spec.read_text())}
        for spec in (path, path.with_name(path.name.replace("_bug", "")))
    )
    assert broken
    assert broken.items() <= right.items()


# --- exact counts ----------------------------------------------------------------------------------------------------


def all_states(n: int) -> int:
    """Two ways to be both alive, each session idle, or of either origin and inspected or not (5); two ways to be one, each
    session idle, moved here, or from here and inspected or not (4)."""
    return 2 * 5**n + 2 * 4**n


def states_modulo_symmetry(n: int) -> int:
    """Multisets instead of tuples: N of 5 kinds, N of 4 kinds."""
    return 2 * comb(n + 4, 4) + 2 * comb(n + 3, 3)


@pytest.mark.parametrize(
    ("n", "symmetry", "states"),
    [
        (2, "off", 82),
        (4, "off", 1_762),
        (6, "off", 39_442),
        pytest.param(8, "off", 912_322, marks=pytest.mark.heavy),
        (2, "on", 50),
        (4, "on", 210),
        (6, "on", 588),
        (8, "on", 1_320),
    ],
)
@pytest.mark.sampled
def test_the_explicit_engine_counts_exactly(n: int, symmetry: str, states: int) -> None:
    assert states == (all_states(n) if symmetry == "off" else states_modulo_symmetry(n))
    report = checked("specs/benchmarks/pair.ha", "--engine", "explicit", "--scope", f"Session={n}", "--symmetry", symmetry)
    proved = [finding for finding in report["findings"] if finding["verdict"] == "proved"]
    assert len(proved) >= 5
    assert {finding["states"] for finding in proved} == {states}
    assert {finding["extent"] for finding in proved} == {f"Session = {n}"}


@pytest.mark.parametrize("n", [2, 4, 6, 8])
@pytest.mark.sampled
def test_the_error_is_found_by_the_shortest_trace(n: int) -> None:
    report = checked("specs/benchmarks/pair_bug.ha", "--scope", f"Session={n}", status=1)
    (finding,) = [finding for finding in report["findings"] if finding["property"] == "no_layer7_resumption"]
    assert finding["verdict"] == "violated"
    assert [step["action"] for step in finding["trace"]] == ["first_packet", "fail", "recover"]
    assert finding["faults"] == 1
    assert [change["cell"] for change in finding["trace"][-1]["changes"]] == ["mode[fw0]", "owner[s0]", "l7[s0]"]
    assert {"kind", "extent", "engine", "seconds", "states"} <= set(finding)
    assert {"spec", "scope", "options"} <= set(report)


def checked(spec: str, *arguments: str, status: int = 0) -> dict:
    """What `hamodel check --format json` says."""
    done = hamodel("check", spec, *arguments, "--format", "json", cwd=ROOT)
    assert done.returncode == status, done.stdout[:2000] + done.stderr
    return json.loads(done.stdout)


# --- certificates ----------------------------------------------------------------------------------------------------

CERTIFICATES = find(ROOT / "proofs")


def test_every_certificate_is_of_its_spec_as_it_is_now() -> None:
    """`hamodel check specs --proofs proofs` writes them anew; `hamodel proofs check`, which CI runs, asks the solvers."""
    assert len(CERTIFICATES) > 60
    systems: dict[str, str] = {}
    for path in CERTIFICATES:
        manifest = read(path)
        spec = manifest["spec"]
        if spec not in systems:
            systems[spec] = digest(elaborate(load(str(ROOT / spec))))
        assert manifest["digest"] == systems[spec], f"{path.relative_to(ROOT)} is stale"


@pytest.mark.parametrize(("spec", "least"), [("active_active", 20), ("active_passive", 15)])
def test_what_is_said_to_hold_for_any_number_of_sessions_has_a_certificate(spec: str, least: int) -> None:
    manifests = [read(path) for path in CERTIFICATES if path.parent.name == spec]
    proved = {manifest["property"] or "run-time" for manifest in manifests if "Session" in manifest["any number"]}
    golden = (ROOT / "specs" / "panos" / f"{spec}.out").read_text()
    properties = re.findall(r"^[✓!] (?:proved|known hazard|reached) +([\w.]+)((?:\n {2,}.*|.*)*)", golden, re.M)
    said = {"run-time" if name == "no" else name for name, rest in properties if "any number" in " ".join(rest.split())}
    assert len(said) >= least
    assert said <= proved
