"""What others embed: the action, the hooks, the CI jobs, the wheel. Each is what its schema wants, and does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from strategies.command import hamodel
from strategies.pages import blocks

from hamodel import __version__, cli
from hamodel.host import library
from hamodel.language.catalogue import PAGES

yaml = pytest.importorskip("ruamel.yaml")
pytest.importorskip("check_jsonschema")
pytest.importorskip("pre_commit")

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "hamodel/starter"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTIONS = {"check": ROOT / "action.yml", "audit": ROOT / "audit/action.yml"}
"""By what they do, which is the name of the step that does it, too."""

BASH = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]
"""The shell of `shell: bash` in a workflow."""

GOOD = (ROOT / "specs/tutorial/1_first_steps.ha").read_text()
BAD = (ROOT / "specs/tutorial/2_split_brain.ha").read_text()
PAIR = ROOT / "tests/audit/pairs/panos"
PREEMPTS = "<preemptive>no", "<preemptive>yes"
"""On one member alone it is an error."""

NO_HEARTBEAT = "<heartbeat-backup>yes", "<heartbeat-backup>no"


def configurations(here: Path, *changed: tuple[str, str]) -> None:
    """A pair in a repository's folder, with texts of the first member replaced."""
    (here / "configurations").mkdir(exist_ok=True)
    for side, changes in (("a", changed), ("b", ())):
        text = (PAIR / f"ap.{side}.xml").read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (here / f"configurations/fw-{side}.xml").write_text(text)


def read(path: Path) -> Any:
    return yaml.YAML(typ="safe").load(path.read_text())


def repository(folder: Path) -> Path:
    """What looks like the root of a repository."""
    (folder / ".git").mkdir(parents=True)
    return folder


# --- schemas ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("github-actions", action) for action in ACTIONS.values()),
        ("github-workflows", STARTER / "github.yml"),
        ("gitlab-ci", STARTER / "gitlab-ci.yml"),
    ],
)
@pytest.mark.sampled
def test_it_is_what_its_schema_wants(schema: str, path: Path, tmp_path: Path) -> None:
    """The schemas of SchemaStore, as the package check-jsonschema brings them."""
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*check, str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "broken.yml"
    broken.write_text(re.sub(r"\b(using|runs-on|script):", r"\1x:", path.read_text()))
    done = subprocess.run([*check, str(broken)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, "this schema notices nothing"


def test_the_workflow_and_the_hook_that_are_documented(tmp_path: Path) -> None:
    """What the page about audits shows: what the schemas want, with inputs, outputs and a hook that there are."""
    workflow, hook = blocks(ROOT / "docs/howto/audit.md", "yaml")
    (tmp_path / "workflow.yml").write_text(workflow)
    (tmp_path / "hook.yaml").write_text(hook)
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    subprocess.run([*check, str(tmp_path / "workflow.yml")], timeout=60, check=True)
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / "hook.yaml")], timeout=60, check=True)
    action = read(ACTIONS["audit"])
    (step,) = [step for step in read(tmp_path / "workflow.yml")["jobs"]["audit"]["steps"] if step.get("id") == "audit"]
    assert set(step["with"]) <= set(action["inputs"])
    assert set(re.findall(r"steps\.audit\.outputs\.(\w+)", workflow)) <= set(action["outputs"])
    hooks = [each["id"] for repo in read(tmp_path / "hook.yaml")["repos"] for each in repo["hooks"]]
    assert set(hooks) <= {each["id"] for each in read(HOOKS)}


def test_the_entry_for_gitlab_is_what_its_schema_wants(tmp_path: Path) -> None:
    hamodel("init", "--ci", "gitlab", cwd=tmp_path)
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    subprocess.run([*check, str(tmp_path / ".gitlab-ci.yml")], timeout=60, check=True)
    (entry,) = read(tmp_path / ".gitlab-ci.yml")["include"]
    assert (tmp_path / entry["local"]).exists()


def test_the_hooks_are_what_pre_commit_wants(tmp_path: Path) -> None:
    check = [sys.executable, "-m", "pre_commit", "validate-manifest"]
    subprocess.run([*check, str(HOOKS)], timeout=60, check=True)
    (tmp_path / "broken.yaml").write_text(HOOKS.read_text().replace("language:", "languages:"))
    done = subprocess.run([*check, str(tmp_path / "broken.yaml")], capture_output=True, timeout=60, check=False)
    assert done.returncode == 1


# --- the hooks -------------------------------------------------------------------------------------------------------


def test_the_hooks_run_commands_that_there_are() -> None:
    hooks = {hook["id"]: hook for hook in read(HOOKS)}
    assert set(hooks) == {"hamodel-check", "hamodel-fmt", "hamodel-audit"}
    for hook in hooks.values():
        program, command = hook["entry"].split()[:2]
        assert program == "hamodel"
        assert command in cli.COMMANDS


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_hooks_in_a_repository(tmp_path: Path) -> None:
    """pre-commit itself runs them; only the installation is left out."""
    here = tmp_path / "repository"
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    shim = tmp_path / "bin/hamodel"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hamodel "$@"\n')
    shim.chmod(0o755)
    (here / "specs").mkdir()
    (here / "specs/good.ha").write_text(GOOD)
    hooks = [{**hook, "language": "system"} for hook in read(HOOKS)]
    (here / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    environment = {
        **os.environ,
        "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
    }

    def commit() -> subprocess.CompletedProcess[str]:
        subprocess.run(["git", "add", "."], cwd=here, check=True)
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run"],
            cwd=here, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(re.findall(r"hamodel \w+\.+Passed", done.stdout)) == 2
    configurations(here)
    done = commit()
    assert re.search(r"hamodel audit\.+Passed", done.stdout)
    configurations(here, PREEMPTS)
    done = commit()
    assert re.search(r"hamodel audit\.+Failed", done.stdout)
    assert "error[PAN-04]" in done.stdout
    configurations(here)
    (here / "specs/bad.ha").write_text(BAD)
    done = commit()
    assert done.returncode == 1
    assert re.search(r"hamodel check\.+Failed", done.stdout)
    assert "NOT as the spec says" in done.stdout
    (here / "specs/bad.ha").write_text(GOOD.replace("spec first_steps", "spec    first_steps"))
    done = commit()
    assert re.search(r"hamodel check\.+Passed", done.stdout)
    assert re.search(r"hamodel fmt\.+Failed", done.stdout), "it rewrote a file, which pre-commit takes for a failure"
    assert (here / "specs/bad.ha").read_text() == GOOD


# --- the wheel -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, since a build may leave files behind."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    shutil.copytree(ROOT / "hamodel", copy / "hamodel", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("specs", "answers"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copytree(ROOT / "tests/language/messages", copy / "tests/language/messages")
    for page in (page for _, page in PAGES.values() if page):
        (copy / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / page, copy / page)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, *build, str(copy)], check=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.sampled
def test_what_explains_words_comes_with_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"hamodel/specs/words/words.ha", *(f"hamodel/{page}" for page, _ in PAGES.values())} <= names
    here = {path.relative_to(ROOT / "tests/language/messages").as_posix() for path in (ROOT / "tests").rglob("messages/**/*.err")}
    assert {f"hamodel/messages/{name}" for name in here} <= names


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that has what `pip install hamodel` brings, no extra, and not hamodel."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=True)
    (site,) = folder.glob("lib/python*/site-packages")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for name in with_what_they_need(project["dependencies"]):
        for file in distribution(name).files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(Path(str(file.locate())), site / file)
    return folder / "bin"


def link_or_copy(source: Path, target: Path) -> None:
    """A hard link if they are on one disk: hamodel wants to see that what it loads belongs to the environment."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


def with_what_they_need(wanted: Iterable[str]) -> set[str]:
    """The packages that these requirements bring."""
    found: set[str] = set()
    waiting = [Requirement(each) for each in wanted]
    while waiting:
        requirement = waiting.pop()
        if requirement.name not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            found.add(requirement.name)
            waiting += map(Requirement, distribution(requirement.name).requires or ())
    return found


def environment(installed: Path, wheel: Path, **more: str) -> dict[str, str]:
    """Variables under which pip finds nothing but the wheel, and only the environment's programs are in the path's front."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "GITHUB_", "CI"))}
    pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent), "PIP_NO_DEPS": "1", "PIP_IGNORE_INSTALLED": "1"}
    quiet = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_COLOR": "1"}
    return {**kept, **pip, **quiet, "PATH": f"{installed}{os.pathsep}{os.environ['PATH']}", **more}


def test_the_wheel_holds_what_is_not_python(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "specs").rglob("*.ha"):
        assert f"hamodel/{path.relative_to(ROOT).as_posix()}" in names
    for path in (ROOT / "hamodel").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names
    assert {"hamodel/starter/pair.ha", "hamodel/language/text/grammar.lark"} <= names
    assert {name.split("/")[0] for name in names} == {"hamodel", f"hamodel-{__version__}.dist-info"}


@pytest.mark.heavy
def test_an_installed_one_has_its_library(wheel: Path, installed: Path, tmp_path: Path) -> None:
    variables = environment(installed, wheel)
    pip = [str(installed / "python"), "-m", "pip", "install", "--quiet", "hamodel"]
    subprocess.run(pip, env=variables, check=True, timeout=120)
    where = "import hamodel.host.library as l; print(l.folder(), *l.specs(), sep='\\n')"
    python = [installed / "python", "-c", where]
    done = subprocess.run(python, cwd=tmp_path, env=variables, capture_output=True, text=True, check=True)
    folder, *specs = done.stdout.splitlines()
    assert Path(folder).is_relative_to(installed.parent)
    assert specs == library.specs()
    done = subprocess.run(
        [installed / "hamodel", "check", "@tutorial/3_fenced.ha"],
        cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("fenced  @tutorial/3_fenced.ha\n"), "where it is installed does not show"
    files = [ROOT / f"docs/howto/pair/edge-{side}.conf" for side in "ab"]
    done = subprocess.run(
        [installed / "hamodel", "audit", *files, "--report", "html=pair.html"],
        cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "hazard[roles.one_active]: 1 fault, 2 steps" in done.stdout
    assert (tmp_path / "pair.html").read_text().startswith("<!doctype html>")


@pytest.mark.heavy
def test_the_base_is_enough_for_a_check(wheel: Path, installed: Path, tmp_path: Path) -> None:
    """Without any extra: each engine answers, the doctor is content, and the reference pair says what it needs."""
    variables = environment(installed, wheel)
    pip = [str(installed / "python"), "-m", "pip", "install", "--quiet", "hamodel"]
    subprocess.run(pip, env=variables, check=True, timeout=120)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(installed / "hamodel"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=120, check=False)

    done = run("doctor")
    assert done.returncode == 0
    missing = dict(re.findall(r"^- (\S+) .*`pip install 'hamodel\[(\w+)\]'` brings it$", done.stdout, re.M))
    assert missing == {"dpkt": "reference", "hypothesis": "conformance"}
    for arguments in (("all",), ("any_number", "--property", "never_two_active", "--set", "fencing=true")):
        done = run("check", "@tutorial/3_fenced.ha", "--engine", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
    done = run("run", "@panos/active_active.ha", "--property", "one_primary_while_in_contact", "--on", "reference")
    assert done.returncode == 3
    assert done.stderr.endswith("is not installed\n = help: `pip install 'hamodel[reference]'` brings it\n")


# --- the CI jobs that init writes ------------------------------------------------------------------------------------


@pytest.mark.heavy
@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_the_job_that_init_writes(ci: str, wheel: Path, installed: Path, tmp_path: Path) -> None:
    """Its commands, word for word, in a repository that has nothing but what init wrote; then with a spec that is violated."""
    here = repository(tmp_path / "repository")
    assert hamodel("init", "--ci", ci, "--requirement", "hamodel==0.1.0", cwd=here).returncode == 0
    if ci == "github":
        (job,) = read(here / ".github/workflows/hamodel.yml")["jobs"].values()
        commands = [step["run"] for step in job["steps"] if "run" in step]
    else:
        (job,) = read(here / ".gitlab/hamodel.yml").values()
        commands = job["script"]
    assert len(commands) == 2

    def play() -> tuple[int, str]:
        done = subprocess.run(
            [*BASH, "-c", "\n".join(commands)],
            cwd=here, env=environment(installed, wheel), capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    status, said = play()
    assert status == 0, said
    (here / "specs/panos.ha").write_text(GOOD)
    (here / "specs/bad.ha").write_text(BAD)
    status, said = play()
    assert status == 1
    assert "never_two_active" in said
    if ci == "github":
        assert re.search(r"^::error file=specs/bad\.ha,line=23,", said, re.M)
    else:
        for report in job["artifacts"]["reports"].values():
            assert "never_two_active" in (here / report).read_text()


# --- the action ------------------------------------------------------------------------------------------------------


def steps(action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    install, work = read(ACTIONS[action])["runs"]["steps"]
    return install, work


def variables(action: str, step: dict[str, Any], inputs: dict[str, str]) -> dict[str, str]:
    """What a runner makes of `env`."""
    every = {name: about.get("default", "") for name, about in read(ACTIONS[action])["inputs"].items()} | inputs
    return {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: every[found[1]], text) for name, text in step["env"].items()}


@pytest.mark.parametrize("action", ACTIONS)
def test_inputs_reach_the_shell_as_variables_only(action: str) -> None:
    """`${{ }}` inside of a script is where workflows get injected into."""
    for step in steps(action):
        assert "${{" not in step["run"]
        assert not any("${{" in text for text in variables(action, step, {}).values())
    used = set(re.findall(r"inputs\.(\w+)", ACTIONS[action].read_text()))
    assert used == set(read(ACTIONS[action])["inputs"])
    for output in read(ACTIONS[action])["outputs"].values():
        name = re.fullmatch(rf"\$\{{\{{ steps\.{action}\.outputs\.(\w+) \}}\}}", output["value"])
        assert name is not None
        assert f'echo "{name[1]}=' in steps(action)[1]["run"]


def run_step(action: str, here: Path, tmp_path: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """The step that does the work, with the hamodel of this checkout: its exit status, what it printed, its outputs."""
    program = tmp_path / "temp/hamodel/bin/hamodel"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hamodel "$@"\n')
    program.chmod(0o755)
    outputs = tmp_path / "outputs"
    outputs.write_text("")
    step = steps(action)[1]
    done = subprocess.run(
        [*BASH, "-c", step["run"]],
        cwd=here,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
            **variables(action, step, inputs),
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_WORKSPACE": str(here),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return done.returncode, done.stdout + done.stderr, found


@pytest.mark.parametrize("action", ACTIONS)
def test_the_action_loads_nothing_from_the_checkout(action: str, tmp_path: Path) -> None:
    """Python is started by it in the folder of what was checked out."""
    started = re.findall(r'(?:"\$PYTHON"|bin/python") (\S+) -m (\w+)', "".join(step["run"] for step in steps(action)))
    assert started == [("-I", "venv"), ("-I", "pip")]
    for _, module in started:
        (tmp_path / f"{module}.py").write_text("print('sprung')\n")
        line = [sys.executable, "-I", "-m", module, "--help"]
        done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert "sprung" not in done.stdout


@pytest.mark.heavy
def test_the_step_that_checks(tmp_path: Path) -> None:
    here = repository(tmp_path / "repository")
    (here / "specs").mkdir()
    (here / "specs/good.ha").write_text(GOOD)
    status, said, outputs = run_step("check", here, tmp_path)
    assert status == 0, said
    assert outputs == {"status": "0", "sarif": "hamodel.sarif"}
    (here / "specs/bad one.ha").write_text(BAD)
    status, said, outputs = run_step("check", here, tmp_path, specs="specs/good.ha\nspecs/bad one.ha\n", junit="junit.xml")
    assert (status, outputs["status"]) == (1, "1")
    assert "::error file=specs/bad one.ha,line=23" in said
    assert "never_two_active" in (here / "junit.xml").read_text()
    results = json.loads((here / "hamodel.sarif").read_text())["runs"][0]["results"]
    assert any("never_two_active" in json.dumps(result) for result in results)


@pytest.mark.heavy
def test_the_step_that_checks_takes_options(tmp_path: Path) -> None:
    here = repository(tmp_path / "repository")
    (here / "specs").mkdir()
    (here / "specs/bad.ha").write_text(BAD)
    arguments = "--faults 0\n  --property never_two_active"
    status, said, outputs = run_step("check", here, tmp_path, args=arguments, annotations="false", sarif="")
    assert (status, outputs) == (0, {"status": "0"}), said
    assert "::" not in said
    assert not (here / "hamodel.sarif").exists()
    status, said, outputs = run_step("check", here, tmp_path, specs="gone", sarif="")
    assert (status, outputs) == (2, {"status": "2"})


@pytest.mark.heavy
def test_the_step_that_audits(tmp_path: Path) -> None:
    here = repository(tmp_path / "repository")
    configurations(here, PREEMPTS)
    status, said, outputs = run_step("audit", here, tmp_path, page="pair.html")
    assert status == 1, said
    names = {"sarif": "hamodel-audit.sarif", "comment": "hamodel-audit.md", "page": "pair.html"}
    assert outputs == {"status": "1", **names}
    (run,) = json.loads((here / "hamodel-audit.sarif").read_text())["runs"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert "configurations/fw-a.xml" in places
    assert "PAN-04" in (here / "hamodel-audit.md").read_text()
    assert (tmp_path / "summary.md").read_text() == (here / "hamodel-audit.md").read_text()
    assert (here / "pair.html").read_text().startswith("<!doctype html>")
    arguments = "--rules=-PAN-04\n  --fail-on warning"
    status, said, outputs = run_step("audit", here, tmp_path, args=arguments, sarif="", comment="")
    assert (status, outputs) == (0, {"status": "0"}), said
    status, said, outputs = run_step("audit", here, tmp_path, configurations="gone", sarif="", comment="gone.md")
    assert (status, outputs) == (2, {"status": "2"})


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.heavy
def test_the_step_that_audits_tells_what_a_change_adds(tmp_path: Path) -> None:
    """Beside the commit that is its base; where there is no audit of that, all is told."""
    here = tmp_path / "repository"
    git = ["git", "-C", str(here), "-c", "user.name=somebody", "-c", "user.email=somebody@example.net"]
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "nothing"], check=True)
    configurations(here, PREEMPTS)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "a pair with an error"], check=True)
    status, said, _ = run_step("audit", here, tmp_path, base="HEAD")
    assert status == 0, f"nothing of it is new: {said}"
    configurations(here, PREEMPTS, NO_HEARTBEAT)
    status, said, _ = run_step("audit", here, tmp_path, base="HEAD", args="--fail-on note")
    assert status == 1, said
    comment = (here / "hamodel-audit.md").read_text()
    assert "PAN-02" in comment
    assert "PAN-04" not in comment
    status, said, _ = run_step("audit", here, tmp_path, base="HEAD~1")
    assert "no audit of the base" in said
    assert status == 1
    assert "PAN-04" in (here / "hamodel-audit.md").read_text()
    for no_commit in ("gone", "--help"):
        status, said, _ = run_step("audit", here, tmp_path, base=no_commit)
        assert status == 2
        assert "::error::the checkout does not have the commit" in said


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("action", "names"),
    [
        ("check", ("specs", "args", "sarif", "junit", "annotations")),
        ("audit", ("configurations", "args", "sarif", "comment", "page", "base", "baseline")),
    ],
)
def test_what_is_given_to_the_action_is_no_program(action: str, names: tuple[str, ...], tmp_path: Path) -> None:
    here = repository(tmp_path / "repository")
    evil = '"; touch evil; "$(touch evil)`touch evil`'
    for name in names:
        status, _, _ = run_step(action, here, tmp_path, **{name: evil})
        assert status == 2
    run_step(action, here, tmp_path, **{names[0]: "--help"}, sarif="")
    assert sorted(path.name for path in here.iterdir() if "evil" in path.name and path.name == "evil") == []


@pytest.mark.heavy
@pytest.mark.parametrize(("action", "version"), [("check", ""), ("check", "0.1.0"), ("audit", "")])
def test_the_step_that_installs(action: str, version: str, wheel: Path, installed: Path, tmp_path: Path) -> None:
    """Into an environment of its own: this checkout, or a version from the index."""
    step = steps(action)[0]
    folder = wheel.parent / "copy" / ACTIONS[action].relative_to(ROOT).parent
    folder.mkdir(exist_ok=True)
    more = {
        **variables(action, step, {"version": version, "python": sys.executable}),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(folder),
        "PYTHONPATH": os.pathsep.join(place for place in sys.path if place.endswith("site-packages")),  # hatchling
    }
    done = subprocess.run([*BASH, "-c", step["run"]], env=environment(installed, wheel, **more), timeout=300, check=False)
    assert done.returncode == 0
    (found,) = tmp_path.glob("hamodel/lib/python*/site-packages/hamodel/specs/panos/active_active.ha")
    assert found.read_text() == (ROOT / "specs/panos/active_active.ha").read_text()
    assert (tmp_path / "hamodel/bin/hamodel").exists()
