"""hamodel init: a folder, usually somebody's repository -> a starter spec, a spec on the library, and a CI job in it.

What is written are the files of `hamodel/starter`, as they are; only where CI gets hamodel from is known no sooner than here.
A file that is there is kept, whatever is in it, so that the command can be given again: for the job of another CI, say. `--force`
replaces it. A `.gitlab-ci.yml` is kept even then: it holds the jobs of others, so the job is a file of its own, and what includes
it is said.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import click

from hamodel.cli.output import show, written_bytes
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host.regular import regular
from hamodel.host.status import Exit
from hamodel.host.version import VERSION

SPECS = "specs"
REQUIREMENTS = "specs/requirements.txt"
GITHUB, GITLAB = ".github/workflows/hamodel.yml", ".gitlab/hamodel.yml"
GITLAB_ENTRY = ".gitlab-ci.yml"
LARGEST_ENTRY = 2_000_000
INCLUDE = f"include:\n  - local: {GITLAB}\n"
WRITTEN, REPLACED, SAME, KEPT = "written", "replaced", "there", "kept"
TEMPLATES = {
    "pair": "a pair of firewalls, its properties, its scenarios",
    "panos": "a configuration of the library's PAN-OS pair, and properties about it",
    "vrrp": "routers that share an address, any number of them",
    "empty": "a property, a scenario, and room for a system",
}
DEFAULT = ("pair", "panos")
PROJECT = "pyproject.toml"
OWN = b"[tool.hamodel]\nown = true              # what a spec imports from the library is not checked again\n"
ABOUT = {
    **{f"specs/{name}.ha": about for name, about in TEMPLATES.items()},
    PROJECT: "what hamodel and pytest are to ask",
    REQUIREMENTS: "where CI gets hamodel from",
    GITHUB: "the CI job",
    GITLAB: "the CI job",
    GITLAB_ENTRY: "includes the CI job",
}


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    help="Which CI gets a job.  [default: gitlab if DIR has a .gitlab-ci.yml, else github]",
)
@click.option(
    "--template",
    "templates",
    multiple=True,
    type=click.Choice(list(TEMPLATES)),
    help=f"Which spec to start from; may be repeated.  [default: {' and '.join(DEFAULT)}]",
)
@click.option("--requirement", default="", metavar="TEXT", help="What pip installs in CI.  [default: what is installed here]")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
def init(folder: str, ci: str | None, templates: tuple[str, ...], requirement: str, force: bool) -> int:
    """Put a starter spec, its scenarios and a CI job into a repository.

    DIR is the root of the repository; it is made if it is not there. The specs show how to write one, and how to import one
    from the library that comes with hamodel. What is written is as it says under every command, and what it claims
    notices every mutant. Of a spec that imports the library only its own properties are checked and tested: pyproject.toml says
    so; the actions there are not its own, so it is not for `hamodel mutate`. Nothing is overwritten without --force.
    """
    if not folder:
        raise SpecError([Diagnostic("init", None, "the path of the folder is empty", help="`.` is the one you are in")])
    if "\n" in requirement or "\r" in requirement:
        help = "it is what `pip install` takes"
        raise SpecError([Diagnostic("init", None, "`--requirement` has more than one line", help=help)])
    try:
        return _init(Path(folder), ci, templates or DEFAULT, requirement, force)
    except OSError as error:
        headline = f"`{error.filename or folder}` cannot be looked at: {error.strerror or error}"
        raise SpecError([Diagnostic("init", None, headline, help="nothing was written")]) from None


def _init(root: Path, ci: str | None, templates: Sequence[str], requirement: str, force: bool) -> int:
    has_entry = (root / GITLAB_ENTRY).exists()
    chosen = ci or ("gitlab" if has_entry else "github")
    if chosen != "none":
        _refuse_inside_of_a_repository(root)
    source = _Requirement(requirement, True) if requirement else _installed()
    settings = "panos" in templates and not (root / PROJECT).exists()
    files = _files(chosen, templates, source.text, has_entry, settings)
    done = _plan(root, files, force)
    _write(root, {name: content for name, content in files.items() if done[name] in (WRITTEN, REPLACED)})
    _say(root, done, source, chosen)
    if "panos" in templates and not settings and b"tool.hamodel" not in (root / PROJECT).read_bytes():
        show(f"\nFor pytest to test no more than what the specs property themselves, add to {root / PROJECT}:\n\n{OWN.decode()}")
    return Exit.GOOD


def _files(
    ci: str, templates: Sequence[str], requirement: str, has_entry: bool, settings: bool
) -> dict[str, bytes]:
    """What each file is to hold, by its path from the root."""
    files = {f"specs/{name}.ha": _starter(f"{name}.ha") for name in TEMPLATES if name in templates}
    if settings:
        files[PROJECT] = OWN
    files[REQUIREMENTS] = f"{requirement}\n".encode()
    if ci == "github":
        files[GITHUB] = _starter("github.yml")
    if ci == "gitlab":
        files[GITLAB] = _starter("gitlab-ci.yml")
        if not has_entry:
            files[GITLAB_ENTRY] = INCLUDE.encode()
    return files


def _starter(name: str) -> bytes:
    return resources.files("hamodel").joinpath("starter", name).read_bytes()


# --- where CI gets hamodel from --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Requirement:
    """What `pip install` is given; `sure`: it leads to the hamodel that runs here."""

    text: str
    sure: bool


def _installed() -> _Requirement:
    """What installed this hamodel (PEP 610), so that CI does not get another package that happens to have its name."""
    from importlib import metadata

    try:
        written = metadata.distribution("hamodel").read_text("direct_url.json")
        origin = json.loads(written) if written else None
    except (metadata.PackageNotFoundError, ValueError):
        return _Requirement(f"hamodel=={VERSION}", False)
    if origin is None:
        return _Requirement(f"hamodel=={VERSION}", True)
    url = re.sub(r"//[^/@]*@", "//", str(origin.get("url", "")))  # a password is nobody else's business
    if not url.startswith("https://"):
        return _Requirement(f"hamodel=={VERSION}", False)
    commit = origin.get("vcs_info", {}).get("commit_id")
    return _Requirement(f"hamodel @ git+{url}@{commit}" if commit else f"hamodel @ {url}", True)


# --- what is there already -------------------------------------------------------------------------------------------


def _refuse_inside_of_a_repository(root: Path) -> None:
    """CI looks for its jobs at the root of a repository only."""
    real = root.absolute()
    if (real / ".git").exists():
        return
    top = next((folder for folder in Path(os.path.realpath(real)).parents if (folder / ".git").exists()), None)
    if top is not None:
        headline = f"`{root}` is a folder inside of the repository `{top}`: CI would not find its job there"
        raise SpecError([Diagnostic("init", None, headline, help=f"`hamodel init {shlex.quote(str(top))}`, or `--ci none`")])


def _plan(root: Path, files: dict[str, bytes], force: bool) -> dict[str, str]:
    """What is to be done with each file. Raises SpecError if something else is in its place."""
    done: dict[str, str] = {}
    for name, content in files.items():
        try:
            done[name] = _state(root / name, content, REPLACED if force else KEPT)
        except OSError as error:
            headline = f"`{root / name}` cannot be a file: {error.strerror}"
            raise SpecError([Diagnostic("init", None, headline, help="nothing was written")]) from None
    return done


def _includes(entry: Path) -> bool:
    """Does the file that is there name ours? One that cannot be read does not."""
    try:
        return GITLAB in regular(entry, LARGEST_ENTRY).decode("utf-8", "replace")
    except OSError:
        return False


def _state(path: Path, content: bytes, different: str) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return WRITTEN
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(21, "a folder is there")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(22, "something else is there")
    return SAME if found.st_size == len(content) and path.read_bytes() == content else different


# --- writing ---------------------------------------------------------------------------------------------------------


def _write(root: Path, files: dict[str, bytes]) -> None:
    """Writes all files, or none if one of them cannot be: that is found out before the first one is put in its place."""
    made: list[Path] = []
    try:
        for name in files:
            _make((root / name).parent, made)
        with contextlib.ExitStack() as open:
            for name, content in files.items():
                open.enter_context(written_bytes(str(root / name))).append(content)
    except SpecError:
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _make(folder: Path, made: list[Path]) -> None:
    """Makes a folder with those around it; `made` gets those that were not there."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        for each in reversed(missing):
            each.mkdir()
            made.append(each)
    except OSError as error:
        reason = f"cannot make the folder `{error.filename}`: {error.strerror}"
        raise SpecError([Diagnostic("init", None, reason, help="nothing was written")]) from None


# --- what was done, and what comes next ------------------------------------------------------------------------------


def _say(root: Path, done: dict[str, str], source: _Requirement, ci: str) -> None:
    width = max(len(str(root / name)) for name in done)
    for name, what in done.items():
        show(f"{what:<8}  {root / name!s:<{width}}  {ABOUT[name]}")
    if KEPT in done.values():
        show("kept: it is there and is not the starter; `--force` replaces it")
    if ci != "none" and not source.sure and done[REQUIREMENTS] != KEPT:
        show(f"\nCI installs {source.text}, which may be somewhere else: this installation does not come from a package index.")
        show(f"If so, write into {root / REQUIREMENTS} what `pip install` takes, such as hamodel @ git+https://...\n")
    if ci == "gitlab" and GITLAB_ENTRY not in done and not _includes(root / GITLAB_ENTRY):
        show(f"\nTo run the job, add to {root / GITLAB_ENTRY}:\n\n{INCLUDE}")
    show(f"next: hamodel check --own {shlex.quote(str(root / SPECS))}")
