"""pytest: a spec (`*.ha`) -> a test for each of its properties and scenarios, for run-time errors, and for what decides nothing.

A spec is checked once, when the first of its tests runs, for those of its tests that are selected (see NOTE(alone)); with xdist
once for all workers. A property that is not as the spec says fails with its counterexample. One that is expected to be violated,
and is, passes; if it is not, it fails like a strict xfail. What is undecided fails, or is skipped if the ini option
`hamodel_undecided = skip` says so.

Specs are collected where tests are: in `testpaths`, or what the command names. `-p no:hamodel`, or `hamodel = off` in the ini
file, turns that off. Settings are those of `[tool.hamodel]` (see `settings.py`), and of the command line: `--hamodel-scope
Session=2`. With `--hamodel-own`, or `own = true` there, what a spec imports has no tests. Nothing heavy is imported before
there is a spec.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hamodel.check.flags import FLAGS
from hamodel.host.installed import InstalledOnly
from hamodel.host.printable import printable

if TYPE_CHECKING:
    from hamodel.api.spec import Spec
    from hamodel.check.report import Report
    from hamodel.check.request import Request
    from hamodel.model.verdict import Finding
    from hamodel.source import Span

RUN_TIME, QUALITY = "run-time-errors", "quality-findings"
"""The tests that are about no property. No property can have a name with a hyphen."""

MARK = "hamodel"
"""Of every test here: `-m hamodel`, `-m "not hamodel"`."""

NO_FLAGS = ("property", "hazard", "own", "run_time")
"""What is asked of a check in another way: pytest selects tests, and a switch of its own says whose properties are meant."""

SHARED = "hamodel_shared"
"""Under this name, xdist's workers hear of the folder in which they find what one of them has found out."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The flags of a check, and whether there is one."""
    group = parser.getgroup("hamodel", "specs in the language of hamodel (*.ha), checked as `hamodel check` does")
    for name, flag in FLAGS.items():
        if name not in NO_FLAGS:
            action = "append" if flag.repeated else "store"
            help = f"{flag.help} May be repeated." if flag.repeated else flag.help
            group.addoption(f"--hamodel-{name}", dest=f"hamodel_{name}", action=action, metavar=flag.metavar, help=help)
    help = "Only what the files themselves claim, not what they import: no tests of that."
    group.addoption("--hamodel-own", dest="hamodel_own", action="store_true", default=None, help=help)
    group.addoption("--hamodel-no-own", dest="hamodel_own", action="store_false", default=None, help="What they import, too.")
    parser.addini("hamodel", "collect specs (*.ha): on or off", default="on")
    parser.addini("hamodel_undecided", "what a test is whose property is not decided: fail or skip", default="fail")


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker. Raises `UsageError` for a setting that cannot be."""
    config.addinivalue_line("markers", f"{MARK}: a test that hamodel has made of a spec")
    _one_of(config, "hamodel", ("on", "off"))
    _one_of(config, "hamodel_undecided", ("fail", "skip"))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SpecFile | None:
    """Each `*.ha` file, unless this is off."""
    if file_path.suffix != ".ha" or _one_of(parent.config, "hamodel", ("on", "off")) == "off":
        return None
    return SpecFile.from_parent(parent, path=file_path)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is to be asked is decided when it is known for which specs: a setting must mean something in one of them."""
    files: dict[SpecFile, set[str]] = {}
    for item in session.items:
        if isinstance(item, SpecItem):
            files.setdefault(item.file, set()).add(item.name)
    if not files:
        return
    for file, names in files.items():
        file.selected = frozenset(names)
    from hamodel.diagnostics import SpecError

    try:
        with _installed(session.config):
            asked = _asked(session.config, [file.spec for file in files])
        for file, (request, notes) in zip(files, asked, strict=True):
            file.request, file.notes = request, notes
    except SpecError as error:
        if not hasattr(session.config, "workerinput"):
            raise pytest.UsageError(f"hamodel cannot check the specs as it is told to\n\n{error}") from None
        for file in files:  # a worker of xdist can but say it test by test
            file.error = str(error)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """What is skipped is skipped at its place in the spec."""
    report = (yield).get_result()
    if isinstance(item, SpecItem) and report.skipped and isinstance(report.longrepr, tuple):
        path, line, _ = item.reportinfo()
        report.longrepr = (str(path), (line or 0) + 1, report.longrepr[2])


def _installed(config: pytest.Config, *folders: Path) -> InstalledOnly:
    """pytest looks for modules where tests are; what hamodel loads must not come from there."""
    return InstalledOnly(config.rootpath, config.invocation_params.dir, *folders)


# --- what is collected -----------------------------------------------------------------------------------------------


class SpecFile(pytest.File):
    """A spec, and its one check. `selected`: the names of those of its tests that are to run."""

    spec: Spec
    selected: frozenset[str] = frozenset()
    request: Request | None = None
    notes: tuple[str, ...] = ()
    error: str = ""
    report: Report | None = None

    def collect(self) -> Iterator[SpecItem]:
        """Raises CollectError with every error in the text of the spec."""
        with _installed(self.config, self.path.parent):
            from hamodel.api.spec import load
            from hamodel.check.settings import shown
            from hamodel.diagnostics import SpecError

            try:
                self.spec = load(shown(self.path))
            except SpecError as error:
                raise self.CollectError(str(error)) from None
            own = self._own()
        named = [(property.name, property.span) for property in self.spec.system.properties]
        for name, span in (*named, *((scenario.name, scenario.span) for scenario in self.spec.system.scenarios)):
            if not own or name in own:
                yield PropertyItem.from_parent(self, name=name, span=span)
        yield RunTimeItem.from_parent(self, name=RUN_TIME, span=self.spec.system.span)
        if not own:  # which actions happen is told by all properties together
            yield QualityItem.from_parent(self, name=QUALITY, span=self.spec.system.span)

    def _own(self) -> tuple[str, ...]:
        """The properties of the file itself, if no others are meant; nothing: all are."""
        from hamodel.check.request import own_properties
        from hamodel.check.settings import find
        from hamodel.diagnostics import SpecError

        wanted = self.config.getoption("hamodel_own")
        if wanted is None:
            try:
                settings = find(self.config.rootpath)
            except SpecError:  # it is told when the collection is finished
                settings = None
            said = [table.asked.own for table in settings.about(str(self.path))] if settings else []
            wanted = next((own for own in reversed(said) if own is not None), False)
        return own_properties(self.spec.system)[0] if wanted else ()

    def checked(self) -> Report:
        """What the check says; it is made when this is first asked. Fails the test if there is none."""
        if self.report is None and not self.error:
            with _installed(self.config, self.path.parent):
                self._check()
        if self.report is None:
            raise _Judged("failed", self.error)
        if self.report.disagreement:
            raise _Judged("failed", f"internal error, no verdict counts: {self.report.disagreement}; please report it")
        return self.report

    def _check(self) -> None:
        from hamodel.api.judging import asking
        from hamodel.api.spec import run
        from hamodel.check.settings import Suspicion
        from hamodel.diagnostics import SpecError

        assert self.request is not None, "the collection has ended"
        for note in self.notes:
            if isinstance(note, Suspicion):
                self.warn(pytest.PytestWarning(note))
        names = self.selected - {RUN_TIME, QUALITY}
        system, request = asking(self.spec.system, self.request, names, beside=names != self.selected)
        shared = getattr(self.config, "workerinput", {}).get(SHARED)
        try:
            if shared is None:
                self.report = run(system, request).report
            else:
                from hamodel.api.sharing import once

                key = (self.nodeid, *sorted(self.selected))
                self.report = once(Path(shared), key, lambda: run(system, request).report)
        except SpecError as error:
            self.error = str(error)


class SpecItem(pytest.Item):
    """A test. `funcargs`: plugins of pytest look into those of every test."""

    def __init__(self, *, span: Span | None, **others: Any) -> None:
        super().__init__(**others)
        self.span = span
        self.funcargs: dict[str, object] = {}
        self.add_marker(MARK)

    @property
    def file(self) -> SpecFile:
        """The spec that the test is about."""
        assert isinstance(self.parent, SpecFile)
        return self.parent

    def runtest(self) -> None:
        """Passes, skips or raises what was found out, as `judged` says."""
        judged = self.judged(self.file.checked())
        judged = replace(judged, text=printable(judged.text))
        if judged.outcome == "open" and _one_of(self.config, "hamodel_undecided", ("fail", "skip")) == "skip":
            pytest.skip(judged.text.partition("\n")[0])
        if judged.outcome == "skipped":
            pytest.skip(judged.text)
        if judged.outcome != "passed":
            notes = "".join(f"\nnote: {note}" for note in self.file.notes)
            raise replace(judged, text=judged.text + (f"\n{notes}" if notes else ""))
        self.add_report_section("call", "hamodel", judged.text)

    def judged(self, report: Report) -> _Judged:
        """What a report says of this test; each kind of test has its own."""
        raise TypeError(f"{type(self).__name__} does not say what it is about")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong in words; where it was raised in here tells nobody anything."""
        return printable(excinfo.value.text) if isinstance(excinfo.value, _Judged) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands: its line counted from 0."""
        if self.span is None:
            return self.path, 0, self.name
        return self.config.invocation_params.dir / self.span.source.path, self.span.line - 1, self.name


class PropertyItem(SpecItem):
    """Is a property, or a scenario, as the spec says?"""

    def judged(self, report: Report) -> _Judged:
        from hamodel.api.judging import against_quality, against_runs, alone, run_time_errors
        from hamodel.report.style import Style
        from hamodel.report.verdicts import summary, word

        (finding,) = (finding for finding in report.findings if finding.name == self.name)
        self.user_properties += [("verdict", finding.verdict), ("summary", summary(finding))]
        self.user_properties += [("hazard", tag) for tag in finding.hazards]
        known = f"{word(finding)}: {summary(finding)}".rstrip(": ")
        if finding.elsewhere:
            return _Judged("skipped", f"does not apply: {finding.elsewhere}")
        if finding.as_expected is None:
            return _Judged("open", f"undecided: {summary(finding)}\n\n{alone(report, [finding], Style())}")
        if finding.as_expected is False:
            headline = "[XPASS(strict)] it is expected to be violated, and is not" if _unfulfilled(finding) else known
            return _Judged("failed", f"{headline}\n\n{alone(report, [finding], Style())}")
        quality = against_quality(report, self.name)
        if quality:
            return _Judged("failed", quality)
        if finding.kind != "scenario" and len(finding.hits) < len(finding.results) and RUN_TIME not in self.file.selected:
            runs = against_runs(report, Style())
            if runs:
                made = any(each.as_expected is False for each in run_time_errors(report))
                return _Judged("failed" if made else "open", runs)
        return _Judged("passed", known)


class RunTimeItem(SpecItem):
    """Can no run-time error be caused?"""

    def judged(self, report: Report) -> _Judged:
        from hamodel.api.judging import alone
        from hamodel.report.style import Style

        found = [finding for finding in report.findings if finding.kind == "run-time"]
        wrong = [finding for finding in found if finding.as_expected is False]
        if wrong:
            self.span = wrong[0].span or self.span
            return _Judged("failed", f"a run-time error can be caused\n\n{alone(report, wrong, Style())}")
        if not found and self.file.request is not None and not self.file.request.run_time:
            return _Judged("skipped", "run-time errors are not looked for: the settings say `run_time = false`")
        undecided = [finding for finding in found if finding.as_expected is None]
        if undecided or not found:
            return _Judged("open", f"undecided: can a run-time error be caused?\n\n{alone(report, undecided, Style())}")
        return _Judged("passed", "no run-time error can happen")


class QualityItem(SpecItem):
    """Is there nothing in the actions that decides nothing, and is anything claimed at all?"""

    def judged(self, report: Report) -> _Judged:
        from hamodel.api.judging import of_actions
        from hamodel.diagnostics import render

        if not self.file.spec.system.properties and not self.file.spec.scenarios:
            return _Judged("failed", "nothing was checked: the spec claims nothing")
        found = of_actions(report)
        if found:
            self.span = found[0].span or self.span
            return _Judged("failed", "\n\n".join(map(render, found)))
        if report.untold:
            return _Judged("skipped", "; ".join(report.untold))
        return _Judged("passed", "every action can happen, and every part of its guard decides something")


@dataclass
class _Judged(Exception):
    """What a test comes to, and why: passed, failed, open (undecided), skipped (not looked at)."""

    outcome: str
    text: str


def _unfulfilled(finding: Finding) -> bool:
    """Is it not violated, where the spec expects it to be?"""
    return finding.kind in ("invariant", "property") and finding.expected != () and not finding.hits


# --- settings --------------------------------------------------------------------------------------------------------


def _asked(config: pytest.Config, specs: Sequence[Spec]) -> list[tuple[Request, tuple[str, ...]]]:
    """What to ask of each spec. Raises SpecError."""
    from hamodel.check import texts
    from hamodel.check.settings import find, requests_with

    given = {name: config.getoption(f"hamodel_{name}") or "" for name in FLAGS if name not in NO_FLAGS}
    asked = texts.asked({**given, "own": False}, "--hamodel-")  # see SpecFile._own
    return requests_with(asked, [spec.system for spec in specs], find(config.rootpath))


def _one_of(config: pytest.Config, option: str, choices: Sequence[str]) -> str:
    """The value of an ini option."""
    said = str(config.getini(option)).strip().lower()
    value = {"true": "on", "false": "off", "1": "on", "0": "off", "yes": "on", "no": "off"}.get(said, said)
    if value not in choices:
        raise pytest.UsageError(f"the ini option `{option} = {said}`: it is {' or '.join(choices)}")
    return value


# --- xdist -----------------------------------------------------------------------------------------------------------


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist is about to start a worker."""
    if not hasattr(node.config, SHARED):
        setattr(node.config, SHARED, tempfile.mkdtemp(prefix="hamodel-"))
    node.workerinput[SHARED] = getattr(node.config, SHARED)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Removes what the processes of this run have shared."""
    shared = getattr(config, SHARED, None)
    if shared is not None:
        shutil.rmtree(shared, ignore_errors=True)
