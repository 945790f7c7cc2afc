"""`--report FORMAT=FILE`: several reports of one check, whatever its exit status is; files are written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from strategies import readers

from hamodel import cli
from hamodel.check.report import Report
from hamodel.report import FORMATS

ROOT = Path(__file__).parent.parent.parent
GOOD = "specs/tutorial/1_first_steps.ha"
BROKEN = "specs/tutorial/2_split_brain.ha"
TYPO = "spec typo\nvar on : bol = false\nstep press { on := tru }\n"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def every(folder: Path) -> list[str]:
    return [word for name in FORMATS for word in ("--report", f"{name}={folder / name}")]


def test_every_format_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["check", BROKEN, *every(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("split_brain")
    told = {name: (tmp_path / name).read_text(encoding="utf-8") for name in FORMATS}
    assert "never_two_active" in told["text"]
    assert readers.read_json(told["json"])["exit_status"] == 1
    assert readers.read_junit(told["junit"]).failures == 1
    assert readers.read_sarif(told["sarif"])["invocations"][0]["exitCode"] == 1
    assert len(readers.read_gitlab(told["gitlab"])) == 1
    assert len(readers.read_github(told["github"])[0]) == 1
    assert len(readers.read_itf(told["itf"])) == 3
    assert len(readers.diagrams(told["mermaid"])) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMATS)


@pytest.mark.parametrize("beside", [[], [BROKEN]])
def test_every_format_says_what_could_not_be_checked(
    beside: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "typo.ha"
    spec.write_text("spec typo\nvar on : bol = false\n")
    (tmp_path / "out").mkdir()
    assert cli.status(["check", *beside, str(spec), *every(tmp_path / "out")]) == 2
    for name in FORMATS:
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert re.search("no type.{1,9}bol", text), name
        assert re.search(r"typo\.ha", text), name
    assert len(readers.read_itf((tmp_path / "out/itf").read_text())) == (3 if beside else 0)


def test_a_report_is_what_the_format_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `--report` writes to a file and to stdout is what `--format` prints."""
    for name in ("gitlab", "itf", "mermaid"):
        file = tmp_path / name
        cli.status(["check", BROKEN, "-o", os.devnull, "--report", f"{name}={file}"])
        cli.status(["check", BROKEN, "--format", name])
        printed = capsys.readouterr().out
        cli.status(["check", BROKEN, "-o", os.devnull, "--report", f"{name}=-"])
        assert file.read_text() == printed == capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "failures", "errors"),
    [
        ([GOOD], 0, 0, 0),
        ([BROKEN], 1, 1, 0),
        ([GOOD, "--time", "1ms"], 3, 0, 5),
        ([GOOD, BROKEN, "gone.ha"], 2, 1, 1),
        (["gone.ha"], 2, 0, 1),
        ([GOOD, "--scope", "Sort=3"], 2, 0, 1),
        (["specs/nowhere/.."], 2, 0, 1),
    ],
    ids=str,
)
def test_whatever_the_exit_status_is(arguments: list[str], status: int, failures: int, errors: int, tmp_path: Path) -> None:
    reports = ["--report", f"junit={tmp_path}/a.xml", "--report", f"sarif={tmp_path}/a.sarif"]
    assert cli.status(["check", *arguments, "-o", os.devnull, *reports]) == status
    found = readers.read_junit((tmp_path / "a.xml").read_text())
    assert found.failures == failures
    assert (found.errors > 0) == (errors > 0)
    (invocation,) = readers.read_sarif((tmp_path / "a.sarif").read_text())["invocations"]
    assert invocation["exitCode"] == status


def test_quality_is_reported_too(tmp_path: Path) -> None:
    spec = tmp_path / "dead.ha"
    spec.write_text("spec dead\nvar on : bool = true\nstep off when on and not on { on := false }\ninvariant fine = on\n")
    assert cli.status(["check", str(spec), "-o", os.devnull, "--report", f"gitlab={tmp_path}/gitlab.json"]) == 4
    (issue,) = readers.read_gitlab((tmp_path / "gitlab.json").read_text())
    assert (issue["check_name"], issue["severity"], issue["location"]["lines"]["begin"]) == ("dead-action", "minor", 3)


def test_a_typo_is_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "typo.ha").write_text(TYPO)
    assert cli.status(["check", str(tmp_path / "typo.ha"), "--format", "github"]) == 2
    commands, _ = readers.read_github(capsys.readouterr().out)
    assert [(command.properties["line"], command.properties["col"]) for command in commands] == [("2", "10"), ("3", "20")]
    assert commands[0].message == "help: did you mean `bool`?"


def test_files_are_named_from_the_root_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are for the repository, however the command names them and wherever it runs."""
    folder = tmp_path / "repository/specs and more"
    folder.mkdir(parents=True)
    (folder / "typo.ha").write_text(TYPO)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "repository"))
    monkeypatch.chdir(folder)
    for name in ("typo.ha", str(folder / "typo.ha"), "../specs and more/typo.ha"):
        cli.status(["check", name, "--report", f"sarif={tmp_path}/a.sarif", "--report", f"gitlab={tmp_path}/a.json"])
        result = readers.read_sarif((tmp_path / "a.sarif").read_text())["results"][0]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert (place["uri"], place["uriBaseId"]) == ("specs%20and%20more/typo.ha", "%SRCROOT%")
        assert readers.read_gitlab((tmp_path / "a.json").read_text())[0]["location"]["path"] == "specs and more/typo.ha"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "repository/elsewhere"))
    cli.status(["check", "typo.ha", "--report", f"sarif={tmp_path}/a.sarif"])
    result = readers.read_sarif((tmp_path / "a.sarif").read_text())["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")


def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    """As it is on disk in a URI, written out everywhere else."""
    spec = os.path.join(os.fsencode(tmp_path), b"a\xff.ha")
    with open(spec, "wb") as file:
        file.write(TYPO.encode())
    (tmp_path / "out").mkdir()
    assert cli.status(["check", os.fsdecode(spec), *every(tmp_path / "out")]) == 2
    told = {name: (tmp_path / "out" / name).read_text(encoding="utf-8") for name in FORMATS}
    result = readers.read_sarif(told["sarif"])["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("/a%FF.ha")
    assert readers.read_gitlab(told["gitlab"])[0]["location"]["path"].endswith("/a\\udcff.ha")
    assert next(iter(readers.read_junit(told["junit"]))).name.endswith("/a\\udcff.ha")
    assert readers.read_github(told["github"])[0][0].properties["file"].endswith("/a\\udcff.ha")


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        (["junit"], "error[report]: `--report junit` is not FORMAT=FILE\n = help: for example `--report junit=report.xml`\n"),
        (["=a"], "error[report]: `--report =a` is not FORMAT=FILE\n = help: for example `--report junit=report.xml`\n"),
        (["junit="], "error[report]: `--report junit=` is not FORMAT=FILE\n = help: for example `--report junit=report.xml`\n"),
        (
            ["junt=a"],
            "error[report]: `--report junt=a`: there is no format `junt`\n"
            f" = help: did you mean `--report junit=a`? one of: {', '.join(FORMATS)}\n",
        ),
        (
            ["junit=a", "sarif=./a"],
            "error[report]: two reports go to `./a`: junit and sarif\n = help: give each a file of its own\n",
        ),
        (["junit=-"], "error[report]: two reports go to stdout: text and junit\n = help: give each a file of its own\n"),
    ],
    ids=str,
)
def test_a_wrong_report_is_one_clear_message(
    reports: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = [word for report in reports for word in ("--report", report)]
    assert cli.status(["check", str(ROOT / GOOD), *arguments]) == 2
    assert capsys.readouterr() == ("", said)
    assert list(tmp_path.iterdir()) == []


def test_one_file_cannot_be_written_and_nothing_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object) -> Report:
        raise AssertionError("the search has begun")

    monkeypatch.setattr("hamodel.check.pipeline.check", never)
    (tmp_path / "old.xml").write_text("old")
    reports = ["--report", f"junit={tmp_path}/old.xml", "--report", f"sarif={tmp_path}/no/a", "--report", f"json={tmp_path}"]
    assert cli.status(["check", GOOD, *reports]) == 2
    said = capsys.readouterr().err
    assert said.count("error[output]: cannot write") == 2
    assert (tmp_path / "old.xml").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.xml"]


def test_an_unexpected_error_leaves_the_files_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Report:
        raise LookupError("never thought of")

    monkeypatch.setattr("hamodel.check.pipeline.check", broken)
    (tmp_path / "old.xml").write_text("old")
    with pytest.raises(LookupError):
        cli.status(["check", GOOD, "--report", f"junit={tmp_path}/old.xml", "--report", f"sarif={tmp_path}/new"])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old.xml", "old")]


def test_one_file_that_fails_in_the_end_does_not_keep_the_others_from_being_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs a disk that is full")
    reports = ["--report", "junit=/dev/full", "--report", f"sarif={tmp_path}/a.sarif"]
    assert cli.status(["check", GOOD, *reports]) == 2
    assert "cannot write `/dev/full`: No space left on device" in capsys.readouterr().err
    readers.read_sarif((tmp_path / "a.sarif").read_text())


def test_what_was_found_before_an_interruption_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the second check, and between two checks."""
    from hamodel.check.pipeline import check

    calls = []

    def interrupted(*arguments: object) -> Report:
        calls.append(arguments)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("hamodel.check.pipeline.check", interrupted)
    reports = ["--report", f"junit={tmp_path}/a.xml", "--report", f"sarif={tmp_path}/a.sarif"]
    assert cli.status(["check", BROKEN, GOOD, "-o", os.devnull, *reports]) == 130
    found = readers.read_junit((tmp_path / "a.xml").read_text())
    assert (found.failures, found.errors) == (1, 1)
    run = readers.read_sarif((tmp_path / "a.sarif").read_text())
    assert (run["invocations"][0]["executionSuccessful"], run["invocations"][0]["exitCode"]) == (False, 130)
    assert [(result["kind"], result["ruleId"]) for result in run["results"]] == [
        ("open", "interrupted"),
        ("fail", "split_brain/never_two_active"),
    ]


def test_an_interruption_while_reading_leaves_every_spec_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hamodel.language.text.parse.load", interrupted)
    assert cli.status(["check", GOOD, BROKEN, "--report", f"junit={tmp_path}/a.xml"]) == 130
    found = readers.read_junit((tmp_path / "a.xml").read_text())
    assert [suite.name for suite in found] == [GOOD, BROKEN]
    assert found.errors == 2


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_search(number: int, tmp_path: Path) -> None:
    """The real signal, in a search that takes minutes; a second one of those that are sent by programs changes nothing."""
    command = [sys.executable, "-m", "hamodel", "check", "specs/panos/active_active.ha", BROKEN]
    running = subprocess.Popen([*command, "--report", f"junit={tmp_path}/a.xml"], stdout=subprocess.DEVNULL, cwd=ROOT)
    while not list(tmp_path.iterdir()):  # what will be the report is there before the search starts
        time.sleep(0.1)
    time.sleep(3)
    running.send_signal(number)
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=60) == 130
    found = readers.read_junit((tmp_path / "a.xml").read_text())
    assert BROKEN in [suite.name for suite in found]
    assert {"active_active", "specs/panos/active_active.ha"} & {suite.name for suite in found}
    assert found.errors >= 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


# --- what we read ourselves ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        (BROKEN, "never_two_active"),  # a link, no channel
        ("specs/classics/lock_server_bug.ha", "one_holder"),  # messages in channels
        ("specs/tutorial/4_failover.ha", "calms_down"),  # a loop
        ("specs/tutorial/3_fenced.ha", "never_two_active"),  # an option
    ],
)
def test_a_counterexample_as_a_trace_is_a_run_of_its_spec(spec: str, named: str, tmp_path: Path) -> None:
    """`hamodel replay` finds that the model explains it, all of it; not one in which an action leads to another state."""
    file = tmp_path / "trace.itf.json"
    cli.status(["check", spec, "--engine", "explicit", "--property", named, "-o", os.devnull, "--report", f"itf={file}"])
    said = json.loads(file.read_text())
    scope = [word for sort, size in said["#meta"]["scope"].items() for word in ("--scope", f"{sort}={size}")]
    assert cli.status(["replay", spec, str(file), *scope]) == 0
    first, changed = said["states"][0], said["states"][-2]
    changed |= {name: value for name, value in first.items() if not name.startswith(("#", "mbt::"))}
    file.write_text(json.dumps(said))
    assert cli.status(["replay", spec, str(file), *scope]) == 1


# --- on GitHub -------------------------------------------------------------------------------------------------------


def test_the_summary_of_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What the step has said already stays; without workflow commands there is no summary."""
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    cli.status(["check", BROKEN])
    assert summary.read_text() == "before\n"
    assert cli.status(["check", BROKEN, "--report", f"github={tmp_path}/log"]) == 1
    assert cli.status(["check", GOOD, "--format", "github"]) == 0
    text = summary.read_text()
    assert text.startswith("before\n## ❌ hamodel: something is not as the spec says")
    assert "\n## ✅ hamodel: everything is as the spec says" in text
    capsys.readouterr()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/summary.md"))
    assert cli.status(["check", BROKEN, "--format", "github"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0][:34]) == ("", "error[output]: cannot write `" + str(tmp_path)[:5])


# --- the schema ------------------------------------------------------------------------------------------------------


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((ROOT / "hamodel/report/json.schema.json").read_text())
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert printed["$id"].startswith("urn:")
