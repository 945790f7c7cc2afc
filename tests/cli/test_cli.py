"""The command line: what is asked becomes a request, errors messages; reports go where they should, with the right status."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from hamodel import cli
from hamodel.check.report import Report
from hamodel.check.request import CHOICES, Request, concerns, requests
from hamodel.check.texts import asked as typed
from hamodel.diagnostics import SpecError
from hamodel.doctor import WITHOUT, examine, needs
from hamodel.engines import ENGINES, PROVERS
from hamodel.host.lazy import load
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.system import System
from hamodel.report import FORMATS
from hamodel.report.outcome import MATTERS
from hamodel.source import Source

ROOT = Path(__file__).parent.parent.parent
GOOD = "specs/tutorial/1_first_steps.ha"
BROKEN = "specs/tutorial/2_split_brain.ha"
OPTIONS = "specs/tutorial/3_fenced.ha"

SPEC = """
spec asked
sort Session
sort Flow
option reverts : bool
option way : { first_packet, primary_device } = first_packet
option retries : 0..3
var used[Session] : bool = false
step use(s: Session) { used[s] := true }
invariant fine = all s: Session. used[s] or not used[s]
reachable some_used = some s: Session. used[s]
scenario one_use { use(s0) }
"""
OTHER = """
spec other
sort Flow
var busy[Flow] : bool
step a(f: Flow) { busy[f] := true }
reachable all_busy = all f: Flow. busy[f]
"""


def system_of(text: str) -> System:
    return elaborate(parse(Source("asked.ha", text)))


SYSTEM, OTHER_SYSTEM = system_of(SPEC), system_of(OTHER)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def request_of(**asked: object) -> Request:
    ((request, _),) = requests(typed(asked), [SYSTEM])
    return request


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_nothing_asked_is_the_default() -> None:
    assert request_of() == Request()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"scope": ("Session=3",)}, {"sizes": {"Session": 3}}),
        ({"scope": ("Session=3,Flow=1",)}, {"sizes": {"Session": 3, "Flow": 1}}),
        ({"scope": ("Session=64", "Flow = 2")}, {"sizes": {"Session": 64, "Flow": 2}}),
        ({"set": ("reverts=true",)}, {"options": {"reverts": True}}),
        ({"set": ("reverts=false", "way=primary_device")}, {"options": {"reverts": False, "way": "primary_device"}}),
        ({"set": ("retries=3",)}, {"options": {"retries": 3}}),
        ({"faults": "0"}, {"faults": 0}),
        ({"faults": "64"}, {"faults": 64}),
        ({"depth": "20"}, {"depth": 20}),
        ({"property": ("fine", "one_use", "fine")}, {"properties": ("fine", "one_use")}),
        ({"engine": "all", "symmetry": "off"}, {"engine": "all", "symmetry": False}),
        ({"run_time": False}, {"run_time": False}),
        ({"time": "90"}, {"seconds": 90.0}),
        ({"time": "1.5m"}, {"seconds": 90.0}),
        ({"time": "2h"}, {"seconds": 7200.0}),
        ({"time": "250ms"}, {"seconds": 0.25}),
        ({"memory": "512M"}, {"memory": 512 * 1024**2}),
        ({"memory": "4G"}, {"memory": 4 * 1024**3}),
        ({"memory": "1.5GiB"}, {"memory": 3 * 512 * 1024**2}),
        ({"memory": "2gb"}, {"memory": 2 * 1024**3}),
    ],
    ids=str,
)
def test_what_is_typed_is_what_is_asked(asked: dict[str, object], expected: dict[str, object]) -> None:
    assert request_of(**asked) == replace(Request(), **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"scope": ("Sesion=3",)}, "unknown-sort", "did you mean `Session`?"),
        ({"scope": ("X=3",)}, "unknown-sort", "there are: Session, Flow"),
        ({"scope": ("Session=0",)}, "scope", "no member"),
        ({"scope": ("Session=65",)}, "scope", "64 members"),
        ({"scope": ("Session=1000000000",)}, "scope", "start with `--scope Session=3`"),
        ({"scope": ("Session=-1",)}, "scope", "a number of members"),
        ({"scope": ("Session",)}, "scope", "not NAME=VALUE"),
        ({"scope": ("Session=2", "Session=3")}, "scope", "says two things about `Session`"),
        ({"set": ("revert=true",)}, "unknown-option", "did you mean `reverts`?"),
        ({"set": ("reverts=yes",)}, "unknown-value", "its values: true, false"),
        ({"set": ("way=first_paket",)}, "unknown-value", "did you mean `--set way=first_packet`?"),
        ({"set": ("retries=4",)}, "unknown-value", "its values: 0 to 3"),
        ({"property": ("fin",)}, "unknown-property", "did you mean `fine`?"),
        ({"faults": "-1"}, "fault-bound", "`--faults -1`: a run has 0 to 64 faults"),
        ({"faults": "65"}, "fault-bound", "`--faults 65`: a run has 0 to 64 faults"),
        ({"depth": "deep"}, "depth", "`--depth deep`"),
        ({"time": "0"}, "time", "a check takes some time"),
        ({"time": "1e3"}, "time", "not a time"),
        ({"time": "5d"}, "time", "`d` is no unit"),
        ({"memory": "3"}, "memory", "the unit is missing"),
        ({"memory": "1M"}, "memory", "needs 256M or more"),
        ({"memory": "lots"}, "memory", "not a size"),
        ({"engine": "explicitt"}, "engine", "did you mean `--engine explicit`?"),
        ({"symmetry": "maybe"}, "symmetry", "one of: on, off"),
    ],
    ids=str,
)
def test_what_cannot_be_meant(asked: dict[str, object], code: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        request_of(**asked)
    (diagnostic,) = caught.value.diagnostics[:1]
    assert diagnostic.code == code
    assert said in f"{diagnostic.headline}\n{diagnostic.help}"


def test_every_error_at_once() -> None:
    with pytest.raises(SpecError) as caught:
        request_of(scope=("Sesion=3",), set=("reverts=1",), time="soon", engine="no")
    assert [found.code for found in caught.value.diagnostics] == ["time", "engine", "unknown-sort", "unknown-value"]


def test_a_name_must_mean_something_in_one_of_the_specs() -> None:
    asked = typed({"scope": ("Session=2", "Flow=4"), "set": ("reverts=true",), "property": ("one_use",)})
    (first, first_notes), (second, second_notes) = requests(asked, [SYSTEM, OTHER_SYSTEM])
    assert (first.sizes, first.options, first_notes) == ({"Session": 2, "Flow": 4}, {"reverts": True}, ())
    assert (second.sizes, second.options) == ({"Flow": 4}, {})
    assert second_notes == ("`--scope Session=2` is not about this spec", "`--set reverts=true` is not about this spec")
    assert concerns(asked, SYSTEM)
    assert not concerns(asked, OTHER_SYSTEM)
    with pytest.raises(SpecError):
        requests(replace(asked, scope={"Link": 2}), [SYSTEM, OTHER_SYSTEM])


def test_the_choices_are_those_that_there_are() -> None:
    assert set(CHOICES) == {"auto", "all", "any_number", *ENGINES}
    command = load(cli.COMMANDS["check"])
    option = next(option for option in command.params if option.name == "format_name")
    assert list(option.type.choices) == list(FORMATS)
    assert all(f"{name} ({row.__doc__})" in option.help for name, row in FORMATS.items())
    described = next(option for option in command.params if option.name == "engine")
    assert all(name in described.help for name in CHOICES)
    assert all(f"{name} ({row.__doc__})" in described.help for name, row in {**ENGINES, **PROVERS}.items())


# --- statuses and streams --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", GOOD], 0),
        (["check", BROKEN], 1),
        (["check", GOOD, BROKEN], 1),
        (["check", BROKEN, "gone.ha"], 2),
        (["check", GOOD, "--time", "1ms"], 3),
        (["check", BROKEN, "--property", "split_brain_for_good"], 0),
        (["check", GOOD, "--faults", "0"], 1),
        (["run", OPTIONS, "--scenario", "the_fence_holds"], 0),
        (["run", OPTIONS, "--scenario", "the_fence_hold"], 2),
        (["run", BROKEN, "--scenario", "any"], 2),
        (["run", GOOD, "--seed", "1"], 0),
        (["run", GOOD, "--seed", "1", "--scenario", "crash_and_come_back"], 2),
        (["doctor"], 0),
        ([], 2),
        (["--help"], 0),
        (["chekc"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_exit_statuses(arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(arguments) == status
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert bool(err) == (status == 2)


def test_the_status_that_matters_most() -> None:
    assert set(MATTERS) == {0, 1, 2, 3, 4, 70, 130}
    assert min([0, 3, 1, 4], key=MATTERS.index) == 1
    assert min([2, 70, 1], key=MATTERS.index) == 70


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "error[command]: there is no command `chekc`\n = help: did you mean `check`? see `hamodel --help`\n"),
        (["check"], "error[command]: missing argument 'SPEC...'\n = help: see `hamodel check --help`\n"),
        (
            ["check", GOOD, "--propertie", "x"],
            "error[command]: there is no option `--propertie`\n = help: did you mean `--property`? see `hamodel check --help`\n",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_is_one_clear_message(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(arguments) == 2
    assert capsys.readouterr() == ("", said)


def test_json_is_one_object_or_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    cli.status(["check", GOOD, "--format", "json"])
    one = json.loads(capsys.readouterr().out)
    assert (one["spec"], one["exit_status"]) == ("first_steps", 0)
    cli.status(["check", GOOD, BROKEN, "--format", "json"])
    assert [row["spec"] for row in json.loads(capsys.readouterr().out)] == ["first_steps", "split_brain"]
    cli.status(["check", GOOD, "gone.ha", "--format", "json"])
    good, gone = json.loads(capsys.readouterr().out)
    assert (good["spec"], gone["path"], gone["errors"][0]["code"]) == ("first_steps", "gone.ha", "no-such-file")
    cli.status(["check", "gone.ha", "--format", "json"])
    assert json.loads(capsys.readouterr().out) == gone


def test_a_folder_is_all_specs_below_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    for place in ("b.ha", "deep/er/a.ha", "deep/no_spec.txt"):
        (tmp_path / place).write_text(SPEC.replace("asked", f"spec_{place[0]}"))
    cli.status(["check", str(tmp_path), "--format", "json", "--scope", "Session=1", "--set", "retries=0"])
    assert [row["path"] for row in json.loads(capsys.readouterr().out)] == [f"{tmp_path}/b.ha", f"{tmp_path}/deep/er/a.ha"]


def test_a_report_goes_to_a_file_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.txt"
    file.write_text("old")
    file.chmod(0o640)
    assert cli.status(["check", "gone.ha", "-o", str(file)]) == 2
    assert file.read_text().startswith("error[no-such-file]: there is no file `gone.ha`")
    assert cli.status(["check", BROKEN, "-o", str(file)]) == 1
    assert "never_two_active" in file.read_text()
    assert "\x1b" not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("target", ["nowhere/report.txt", "."])
def test_a_report_that_cannot_be_written(target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said before the check begins: nobody waits for a report that is lost."""
    assert cli.status(["check", GOOD, "-o", str(tmp_path / target)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error[output]: cannot write `")


def test_a_device_is_written_as_it_is() -> None:
    assert cli.status(["check", GOOD, "-o", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


def test_an_unexpected_error_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> Report:
        raise LookupError("never\nthought of")

    monkeypatch.setattr("hamodel.check.pipeline.check", broken)
    monkeypatch.setattr(sys, "argv", ["hamodel", "check", GOOD])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 70
    said = capsys.readouterr().err
    assert said.splitlines()[0] == "error[internal]: LookupError: never thought of"
    assert "please report" in said
    assert "Traceback" not in said
    monkeypatch.setenv("HAMODEL_DEBUG", "1")
    with pytest.raises(SystemExit):
        cli.main()
    assert "Traceback" in capsys.readouterr().err


def test_interrupted_while_reading(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hamodel.language.text.parse.load", interrupted)
    assert cli.status(["check", GOOD]) == 130
    assert "Traceback" not in capsys.readouterr().err


# --- terminals -------------------------------------------------------------------------------------------------------


def at_a_terminal(arguments: Sequence[str], **environment: str) -> str:
    """What someone at a terminal sees."""
    leader, follower = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS")}
    running = subprocess.Popen(
        [sys.executable, "-m", "hamodel", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        cwd=ROOT,
        env={**clean, "TERM": "xterm", **environment},
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        seen += part
    os.close(leader)
    running.wait(timeout=60)
    return seen.decode()


@pytest.mark.heavy
def test_colours_on_a_terminal_only() -> None:
    assert "\x1b[" in at_a_terminal(["check", GOOD])
    assert "\x1b[3" not in at_a_terminal(["check", GOOD], NO_COLOR="1")


def test_help_imports_little() -> None:
    probe = "import sys, hamodel.cli as c; c.status(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not {"z3", "numpy", "lark", "rich", "hamodel.check.pipeline"} & set(done.stderr.split())


def test_a_pipe_that_is_closed_ends_it_quietly() -> None:
    command = f"{sys.executable} -m hamodel check {BROKEN} | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("split_brain")
    assert done.stderr == ""


# --- run, doctor, completion -----------------------------------------------------------------------------------------


def test_a_scenario_is_played(capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]) -> None:
    assert cli.status(["run", OPTIONS, "--scenario", "split_brain_heals"]) == 0
    golden(ROOT / "tests/cli/goldens/played.txt", capsys.readouterr().out)


def test_a_walk_is_the_same_for_the_same_seed(capsys: pytest.CaptureFixture[str]) -> None:
    walks = []
    for seed in ("7", "7", "8"):
        cli.status(["run", BROKEN, "--seed", seed, "--steps", "12"])
        walks.append(capsys.readouterr().out)
    assert walks[0] == walks[1] != walks[2].replace("--seed 8", "--seed 7")
    assert len(re.findall(r"^ +\d+  \S", walks[0], re.M)) == 12


def test_the_doctor_says_what_is_missing_and_what_that_costs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from importlib import metadata

    version = metadata.version
    missing = {"z3-solver": None, "dpkt": None, "numpy": "1.26.4"}

    def found(name: str) -> str:
        if name not in missing:
            return version(name)
        if missing[name] is None:
            raise metadata.PackageNotFoundError(name)
        return str(missing[name])

    assert not [line for line in examine() if line.problem]
    monkeypatch.setattr(metadata, "version", found)
    assert cli.status(["doctor"]) == 3
    out = capsys.readouterr().out
    assert re.search(r"✗ z3-solver +not installed; no engines `bmc` and `kinduction`", out)
    assert re.search(r"✗ numpy +1\.26\.4; older than 2\.0; no engine `explicit`", out)
    costs = "nothing can be played on the reference pair: no `hamodel run --on reference`; "
    assert f"- dpkt        not installed; {costs}`pip install 'hamodel[reference]'` brings it\n" in out
    assert re.search(r"✓ lark +\d", out)


def test_what_only_an_extra_needs_may_be_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from importlib import metadata

    version = metadata.version

    def found(name: str) -> str:
        if name in ("dpkt", "hypothesis"):
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", found)
    assert cli.status(["doctor"]) == 0
    assert re.findall(r"^- (\w+) .*'hamodel\[(\w+)\]'", capsys.readouterr().out, re.M) == [
        ("dpkt", "reference"),
        ("hypothesis", "conformance"),
    ]


def test_without_its_extra_a_command_says_what_to_install() -> None:
    command = "import sys; sys.modules['dpkt'] = None; from hamodel.cli import main; main()"
    played = ["run", "specs/panos/active_active.ha", "--property", "one_primary_while_in_contact", "--on", "reference"]
    done = subprocess.run([sys.executable, "-c", command, *played], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "error[missing]: `dpkt` is not installed\n = help: `pip install 'hamodel[reference]'` brings it\n"


def test_without_its_extra_a_module_says_what_to_install() -> None:
    command = "import sys; sys.modules['hypothesis'] = None; import hamodel.conformance.machine"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("`hypothesis` is not installed: `pip install 'hamodel[conformance]'` brings it")


def test_the_doctor_looks_for_just_what_the_package_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [of for name, of in project["optional-dependencies"].items() if name not in ("docs", "test")]
    needed = {re.match(r"[\w-]+", each)[0] for each in sum(extras, project["dependencies"])}  # type: ignore[index]
    lines = examine()
    assert {line.name for line in lines} == needed | {"hamodel", "python", "workers"}
    assert not [line for line in lines if line.costs]
    assert {need.distribution for need in needs()} == set(WITHOUT), "each has its sentence"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["completion", shell]) == 0
    assert "_HAMODEL_COMPLETE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["che"], {"check"}),
        (["check", OPTIONS, "--property", ""], {"never_two_active", "split_brain_heals", "the_fence_holds"}),
        (["check", OPTIONS, "--property", "ne"], {"never_two_active"}),
        (["check", OPTIONS, "--set", ""], {"fencing=false", "fencing=true"}),
        (["check", "tests/agreement/twins/hazard.ha", "--hazard", ""], {"22", "1", "A.2", "3", "4"}),
        (["check", "specs/benchmarks/pair.ha", "--scope", ""], {f"Session={size}" for size in (1, 2, 3, 4)}),
        (["run", GOOD, "--scenario", ""], {"crash_and_come_back"}),
        (["run", OPTIONS, "--property", "ne"], {"never_two_active"}),
        (["run", OPTIONS, "--on", ""], {"reference"}),
        (["conform", OPTIONS, "--set", ""], {"fencing=false", "fencing=true"}),
        (["conform", "specs/benchmarks/pair.ha", "--exec", "x", "--scope", ""], {f"Session={size}" for size in (1, 2, 3, 4)}),
        (["replay", GOOD, "--unseen", "cr"], {"crash"}),
        (["check", "gone.ha", "--property", ""], set()),
    ],
)
def test_completion(
    words: list[str], completed: set[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.shell_completion import BashComplete

    found = BashComplete(cli.hamodel, {}, "hamodel", "_HAMODEL_COMPLETE").get_completions(words[:-1], words[-1])
    assert {item.value for item in found} == completed
