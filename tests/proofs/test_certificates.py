"""Certificates: what is written is accepted, and what was edited, is stale, or is not understood by a solver is refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from strategies.privileges import as_a_user
from strategies.proofs import MOVED, PAIR, SPEC, literal
from strategies.systems import pair, system, typed

from hamodel.cli import status
from hamodel.model.expr import Bound
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.system import System
from hamodel.proofs import certificate as certificates
from hamodel.proofs.certificate import (
    CannotWrite,
    Certificate,
    UnreadableCertificate,
    derive,
    load,
    safe_name,
    verify,
    write,
    write_formulas,
)
from hamodel.proofs.digest import canonical, digest, sha256
from hamodel.proofs.manifest import PARTS, manifest_of
from hamodel.proofs.solvers import NoAnswer, ask, proved, questions

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return write(tmp_path / "proofs", pair(), MOVED)


def problems(path: Path, found: System | None = None) -> list[str]:
    return [problem.what for problem in verify(path, found or pair()).problems]


# --- what is right ---------------------------------------------------------------------------------------------------


def test_what_is_written_is_accepted_and_read_back(written: Path) -> None:
    examined = verify(written, pair())
    assert examined.accepted
    assert set(examined.seconds) == {"z3", "cvc5"}
    assert load(written, pair()) == MOVED
    assert sum((written / f"{part}.smt2").stat().st_size for part in PARTS) < 50_000
    assert sorted(path.name for path in written.iterdir()) == sorted([*(f"{part}.smt2" for part in PARTS), "manifest.json"])


def test_a_proof_that_no_error_can_be_made(tmp_path: Path) -> None:
    names = tuple(property.name for property in pair().declared)
    path = write(tmp_path, pair(), Certificate(SPEC, None, PAIR, properties=names))
    assert path.name == "run-time"
    assert verify(path, pair()).accepted


def test_writing_twice_gives_the_same_files(written: Path) -> None:
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    assert write(written.parent.parent, pair(), MOVED) == written
    assert {path.name: path.read_bytes() for path in written.iterdir()} == before


def alone(path: Path) -> Path:
    """Takes the formulas out of a certificate: what is committed is its manifest."""
    for part in PARTS:
        (path / f"{part}.smt2").unlink()
    return path


def test_the_manifest_alone_is_the_proof(written: Path) -> None:
    assert verify(alone(written), pair()).accepted
    assert [path.name for path in written.iterdir()] == ["manifest.json"]


def test_the_formulas_are_made_again_to_the_byte(written: Path) -> None:
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    for _ in range(2):
        assert write_formulas(alone(written), pair()) == ()
        assert {path.name: path.read_bytes() for path in written.iterdir()} == before


def test_formulas_that_are_there_are_replaced(written: Path) -> None:
    """They may be those of an earlier proof: the manifest is what counts."""
    before = (written / "safety.smt2").read_bytes()
    (written / "safety.smt2").write_text("of yesterday")
    assert write_formulas(written, pair()) == ()
    assert (written / "safety.smt2").read_bytes() == before


def test_formulas_are_what_the_manifest_says_or_not_written(written: Path) -> None:
    """Those of another hamodel, for instance, which would have written others."""
    alone(written)
    said = json.loads((written / "manifest.json").read_text())
    sealed(written, {"files": {**said["files"], "safety.smt2": sha256("others")}})
    why = "`safety.smt2` is not what follows from the spec and the clauses (hamodel 0.1.0 made it)"
    assert [problem.what for problem in write_formulas(written, pair())] == [why]
    assert problems(written) == [why]
    assert [path.name for path in written.iterdir()] == ["manifest.json"]


def test_options_sizes_and_faults_are_part_of_what_is_proved(tmp_path: Path) -> None:
    """At most one fault: at least one firewall is left, of two; for every value of an option that does not matter."""
    found = typed("""
        spec limited
        node Firewall { fw0, fw1 }
        sort Session
        option thorough : bool = true
        var out[Firewall] : bool = false
        fault crash(d: Firewall) when thorough or not out[d] { out[d] := true }
        invariant one_left = some d: Firewall. not out[d]
    """)
    never_both = Clause(tuple(Literal(CellRef("out", (d,)), (False,)) for d in ("fw0", "fw1")))
    counted = [
        Clause((Literal(CellRef("faults", ()), (0,), among=False), Literal(CellRef("out", (d,)), (False,))))
        for d in ("fw0", "fw1")
    ]
    proof = Certificate("limited.ha", "one_left", (never_both, *counted), faults=1)
    assert verify(write(tmp_path / "any", found, proof), found).accepted
    fixed = replace(proof, options={"thorough": False}, sizes={"Session": 2})
    path = write(tmp_path / "fixed", found, fixed)
    assert verify(path, found).accepted
    assert path.name == "one_left,thorough=False"
    assert "satisfiable" in problems(write(tmp_path / "two", found, replace(proof, faults=2)), found)[0]
    unlimited = replace(proof, faults=None, clauses=(never_both,))
    assert "satisfiable" in problems(write(tmp_path / "unlimited", found, unlimited), found)[0]


def test_comments_layout_scenarios_and_scopes_do_not_make_it_stale(written: Path) -> None:
    text = (ROOT / SPEC).read_text(encoding="utf-8")
    told = text[: text.index("scenario ")].replace("scope Session = 2", "scope Session = 5").replace("    ", "  ")
    changed = typed(f"# another comment\n\n{told}")
    assert digest(changed) == digest(pair())
    assert verify(written, changed).accepted


def test_what_an_action_does_otherwise_makes_it_stale() -> None:
    text = "spec s\nvar x : 0..3 = 0\nstep go { if x = 0 { x := 1 } else { x := 2 } }\ninvariant i = x < 3\n"
    assert digest(typed(text)) != digest(typed(text.replace("x := 2", "x := 3")))
    assert digest(typed(text)) != digest(typed(text.replace("x := 1", "x := 3")))


# --- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_an_edited_file_is_refused(written: Path, part: str) -> None:
    path = written / f"{part}.smt2"
    path.write_text(path.read_text().replace("(check-sat)", "(assert false)\n(check-sat)", 1))
    assert problems(written) == [f"`{part}.smt2` was edited"]


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_file_is_refused(written: Path, part: str) -> None:
    (written / f"{part}.smt2").unlink()
    assert problems(written) == [f"`{part}.smt2` cannot be read: No such file or directory"]


def test_a_missing_manifest_is_refused(written: Path) -> None:
    (written / "manifest.json").unlink()
    assert problems(written) == ["`manifest.json` cannot be read: No such file or directory"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("property", "one_primary"),
        ("says", "all is well"),
        ("faults", 0),
        ("options", {"x": True}),
        ("sizes", {"Session": 1}),
        ("any number", []),
        ("invariant", []),
        ("spec", "other.ha"),
        ("engine", "another"),
        ("versions", {}),
    ],
)
def test_an_edited_manifest_is_refused(written: Path, name: str, value: object) -> None:
    path = written / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    assert problems(written) == ["`manifest.json` was edited"]


def sealed(path: Path, changes: Mapping[str, object]) -> None:
    """Edits a manifest and gives it the seal that belongs to it."""
    said = {**json.loads((path / "manifest.json").read_text()), **changes}
    del said["seal"]
    (path / "manifest.json").write_text(json.dumps({**said, "seal": sha256(canonical(said))}))


WRONG_CLAUSE = {"for all": [["s", "Session"]], "one of": [{"variable": "owner", "indices": [{"member": "s"}], "among": [None]}]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"says": "all is well"}, "`manifest.json` does not say what its clauses are about"),
        ({"any number": ["Session", "Firewall"]}, "`manifest.json` does not say what its clauses are about"),
        ({"property": "one_primary"}, "`manifest.json` does not say what its clauses are about"),
        ({"property": "nothing"}, "`manifest.json` speaks of what the spec does not have"),
        ({"sizes": {"Session": 0}}, "`manifest.json` lacks something, or has it in another form: `sizes`"),
        ({"options": {"reverts": True}}, "`manifest.json` speaks of what the spec does not have"),
        ({"faults": -1}, "`manifest.json` lacks something, or has it in another form: `faults`"),
        ({"invariant": []}, "is not what follows from the spec and the clauses"),
        ({"invariant": [WRONG_CLAUSE]}, "is not what follows from the spec and the clauses"),
        ({"invariant": [{}]}, "`manifest.json` lacks something, or has it in another form"),
        ({"invariant": 3}, "`manifest.json` lacks something, or has it in another form"),
        ({"format": 2}, "`manifest.json` is none of format 1"),
        ({"digest": "sha256:0"}, "the spec has changed since"),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_a_forged_manifest_is_refused(written: Path, changes: Mapping[str, object], message: str) -> None:
    sealed(written, changes)
    assert message in problems(written)[0]
    assert message in problems(alone(written))[0]


def forged(path: Path, found: System, proof: Certificate) -> None:
    """A folder made in full by someone who wants a wrong proof accepted."""
    texts = derive(proof, found)
    files = {f"{part}.smt2": getattr(texts, part) for part in PARTS}
    for name, text in files.items():
        (path / name).write_text(text)
    (path / "manifest.json").write_text(json.dumps(manifest_of(proof, found, files)))


ELSEWHERE = [
    CellRef("owner", ("s0",)),
    CellRef("mode", ("fw2",)),
    CellRef("mode", ("fw0",), ("slot", 0)),
    CellRef("nothing", ()),
    CellRef("mode", ()),
    CellRef("mode", (True,)),
]


@pytest.mark.parametrize("place", ELSEWHERE, ids=str)
def test_clauses_about_cells_that_no_state_has_are_refused(written: Path, place: CellRef) -> None:
    wrong = replace(MOVED, clauses=(Clause((Literal(place, (None,)),)),))
    with pytest.raises((ValueError, KeyError, StopIteration, IndexError)):
        derive(wrong, pair())
    said = json.loads((written / "manifest.json").read_text())
    clause = {"for all": [], "one of": [{"variable": place.variable, "indices": list(place.indices), "among": [None]}]}
    if place.part:
        clause["one of"][0]["part"] = list(place.part)  # type: ignore[index]
    sealed(written, {"invariant": [*said["invariant"], clause]})
    assert problems(written) == ["its clauses do not fit the spec"]


@pytest.mark.heavy
def test_no_text_in_a_manifest_becomes_a_command(tmp_path: Path) -> None:
    """A value with a line end in it, which is shown in a comment."""
    tricky = Clause((literal("mode", "failed\n(assert false)\n; ", at="fw0", among=False),))
    false = replace(MOVED, property="every_session_inspected", clauses=(*PAIR, tricky))
    for part in PARTS:
        assert "\n(assert false)" not in getattr(derive(false, pair()), part)
    (tmp_path / "forged").mkdir()
    forged(tmp_path / "forged", pair(), false)
    assert "this is no proof" in problems(tmp_path / "forged")[0]
    assert "this is no proof" in problems(alone(tmp_path / "forged"))[0]


@pytest.mark.heavy
def test_a_wrong_proof_is_refused_however_well_it_is_written(tmp_path: Path) -> None:
    for number, proof in enumerate(
        [
            replace(MOVED, property="every_session_inspected"),
            replace(MOVED, clauses=(*PAIR[:6], *PAIR[7:])),
            replace(MOVED, clauses=(*PAIR, Clause((literal("owner", None, among=False),), (Bound("s", pair().sorts[0]),)))),
        ]
    ):
        found = problems(write(tmp_path / str(number), pair(), proof))
        assert found
        assert all("satisfiable" in what or "does not know" in what for what in found)


def test_a_changed_spec_makes_it_stale(written: Path) -> None:
    text = (ROOT / SPEC).read_text(encoding="utf-8")
    changed = typed(text.replace("l7[s]     := off", "l7[s]     := inspecting", 1))
    assert problems(written, changed) == ["the spec has changed since"]
    assert problems(written, system("queue")) == ["the spec has changed since"]


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"format": 1}', "\udcff"])
def test_what_is_no_manifest_is_refused(written: Path, text: str) -> None:
    (written / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert problems(written)[0].startswith("`manifest.json`")
    with pytest.raises(UnreadableCertificate):
        load(written, pair())


# --- solvers ---------------------------------------------------------------------------------------------------------


def unanswered(solver: str, script: str, seconds: float, stop: object) -> list[str]:
    raise NoAnswer(f"{solver} gave no answer in 60 s")


@pytest.mark.parametrize(
    ("answer", "message", "undecided"),
    [
        (lambda solver, script, seconds, stop: ["unknown"] * questions(script), "does not know", True),
        (lambda solver, script, seconds, stop: ["unsat"] * (questions(script) - 1), "failed", True),
        (lambda solver, script, seconds, stop: ["unsat"] * (questions(script) + 1), "failed", True),
        (lambda solver, script, seconds, stop: [], "failed", True),
        (lambda solver, script, seconds, stop: ["(error", *["unsat"] * questions(script)], "failed", True),
        (lambda solver, script, seconds, stop: ["sat"], "satisfiable", False),
        (unanswered, "gave no answer in 60 s", True),
    ],
    ids=["unknown", "too few", "too many", "silent", "error", "sat", "late"],
)
@pytest.mark.parametrize("of", ["z3", "cvc5"])
@pytest.mark.sampled
def test_only_unsat_counts(
    written: Path, of: str, answer: Callable[..., list[str]], message: str, undecided: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both solvers must accept: one that does anything else is enough to refuse."""
    monkeypatch.setattr(certificates, "ask", lambda solver, *rest: answer(solver, *rest) if solver == of else ask(solver, *rest))
    (problem,) = verify(written, pair()).problems
    assert message in problem.what
    assert of in problem.what
    assert problem.undecided == undecided


HARD = """(set-logic QF_BV)
(declare-const a (_ BitVec 64))
(declare-const b (_ BitVec 64))
(assert (= (bvmul a b) #x8000000000000d43))
(assert (bvugt a #x0000000000000001))
(assert (bvugt b #x0000000000000001))
(assert (= ((_ extract 63 32) a) #x00000000))
(assert (= ((_ extract 63 32) b) #x00000000))
(check-sat)
"""


@pytest.mark.parametrize("solver", ["z3", "cvc5"])
def test_a_solver_that_takes_too_long_is_ended(solver: str) -> None:
    started = time.monotonic()
    with pytest.raises(NoAnswer, match=r"gave no answer in 1 s"):
        ask(solver, HARD, 1)
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("solver", ["z3", "cvc5"])
@pytest.mark.parametrize("script", ["(assert", "(set-logic UF)\n(assert nothing)\n(check-sat)\n"])
def test_what_a_solver_does_not_understand_is_not_proved(solver: str, script: str) -> None:
    try:
        answers = ask(solver, script, 60)
    except NoAnswer:
        return
    assert not proved(script, answers)


def test_a_solver_that_crashes_has_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NoAnswer, match="z3 failed: exit status 1"):
        ask("z3", "(check-sat)\n", 60)


def test_a_script_without_questions_proves_nothing() -> None:
    assert not proved("(set-logic UF)\n", [])


# --- folders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a/b", "..", ".", "", "a b", "x" * 300, "ä", "a\0b", "C:", "-o"])
def test_names_of_folders_are_safe(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set("/\\\0:. ")
    assert safe_name(name + "x") != safe


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "proofs", pair(), MOVED)
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o555)
    with as_a_user(), pytest.raises(CannotWrite, match="Permission denied"):
        write(Path("others"), pair(), MOVED)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "proofs").write_text("")
    with pytest.raises(CannotWrite, match="cannot write a proof to"):
        write(tmp_path / "proofs", pair(), MOVED)


# --- the command -----------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str, command: str = "check") -> tuple[int, str, str]:
    code = status(["proofs", command, *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("at_root")
def test_the_command_accepts(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(written.parent.parent))
    assert code == 0
    assert "pair/moved_is_uninspected  accepted by z3 (" in out
    assert "and cvc5 (" in out


@pytest.mark.usefixtures("at_root")
def test_the_command_writes(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = written.parent.parent
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    other = alone(write(root, pair(), replace(MOVED, property="one_primary")))
    sealed(other, {"invariant": []})
    alone(written)
    code, out, _ = run(capsys, str(root), command="write")
    assert code == 1
    first, second = out.splitlines()
    assert first == "✓ pair/moved_is_uninspected  written"
    assert second.startswith("✗ pair/one_primary  refused: `initiation.smt2` is not what follows from the spec and the clauses")
    assert {path.name: path.read_bytes() for path in written.iterdir()} == before
    assert [path.name for path in other.iterdir()] == ["manifest.json"]
    assert run(capsys, str(written), command="write")[0] == 0
    assert run(capsys, "nowhere", command="write")[0] == 2


@pytest.mark.usefixtures("at_root")
def test_the_command_refuses_one_of_two(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = written.parent.parent
    other = write(root, pair(), replace(MOVED, property="one_primary"))
    (other / "safety.smt2").write_text("(check-sat)\n")
    code, out, _ = run(capsys, str(root))
    assert code == 1
    assert out.splitlines()[1].endswith("pair/one_primary  refused: `safety.smt2` was edited")
    assert "accepted" in out.splitlines()[0]


@pytest.mark.usefixtures("at_root")
def test_the_command_does_not_know(written: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "ask", unanswered)
    code, out, _ = run(capsys, str(written))
    assert code == 3
    assert "undecided: `initiation.smt2`: z3 gave no answer in 60 s" in out


def test_the_command_says_what_is_missing(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, str(written))
    assert code == 1
    assert f"its spec `{SPEC}` is not here: `--spec` says where it is" in out
    assert run(capsys, str(written), "--spec", str(ROOT / SPEC))[0] == 0
    assert run(capsys, str(written), "--spec", "nowhere.ha")[0] == 2
    (tmp_path / "empty").mkdir()
    code, _, err = run(capsys, "empty")
    assert code == 3
    assert "there is no certificate in `empty` or below it" in err
    assert run(capsys, "nowhere")[0] == 2
    assert run(capsys, "--time", "0")[0] == 2


def command(*arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "hamodel", "proofs", "check", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    write(tmp_path / "0", pair(), MOVED)
    for number in range(1, 30):
        shutil.copytree(tmp_path / "0", tmp_path / str(number))
    with command(str(tmp_path)) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it is at work
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=200) == 130
        assert len(process.stdout.readlines()) < 20, "it went on"
        assert "Traceback" not in (process.stderr.read() if process.stderr else "")


def test_nobody_reads_what_it_says(written: Path) -> None:
    with command(str(written)) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr is not None
        assert process.stderr.read() == ""
