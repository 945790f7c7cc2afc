"""The formats for other programs: goldens for a review, and each read back by a reader that is not ours (see `readers`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import itf_py
import pytest
import sarif.loader  # type: ignore[import-untyped]
from strategies import readers
from strategies.reports import report as one_of_everything

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.trace import Trace
from hamodel.model.verdict import Reached
from hamodel.report import FORMATS
from hamodel.report.ci.alerts import alerts
from hamodel.report.mermaid import text as as_drawn
from hamodel.report.outcome import Outcome, Unchecked
from hamodel.report.style import Style
from hamodel.source import Source

ROOT = Path(__file__).parent.parent.parent
GOLDENS = Path(__file__).parent / "goldens" / "formats"
Golden = Callable[[Path, str], None]

SUFFIXES = {
    "junit": "xml",
    "sarif": "sarif",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "markdown": "md",
    "itf": "itf.json",
    "mermaid": "mermaid.md",
}

PROVED = """\
spec quiet

var on : bool = false

step press when not on { on := true }
step release when on { on := false }

## It is on or off.
invariant decided = on or not did press
reachable lit     = on
"""
DEAD = """\
spec tired

var awake : bool = true

step sleep when awake { awake := false }
step dream when awake and not awake { awake := true }

invariant fine = not awake => not did dream
reachable woken = awake and not awake
"""
ERROR = """\
spec careless

node Box { left, right }
var load[Box] : 0..3 = 0

step fill(b: Box) when load[b] < 3 { load[b] := load[b] + 1 }
step swap(b: Box, c: Box) when load[left] = 3 { load[b] := 0  load[c] := 1 }

invariant range = load[left] <= 3
"""
TYPO = """\
spec typo
var on : bol = false
step press { on := tru }
"""


def checked(path: str, text: str, **asked: Any) -> Report:
    """What the explicit engine says, without what differs from one day to the next."""
    found = check(elaborate(parse(Source(path, text))), Request(engine="explicit", seconds=100, **asked))
    findings = [
        replace(finding, results=tuple(replace(result, seconds=0.125) for result in finding.results))
        for finding in found.findings
    ]
    return replace(found, seconds=0.5, findings=tuple(findings))


@cache
def cases() -> dict[str, tuple[tuple[Report, ...], Outcome]]:
    split_brain = (ROOT / "specs/tutorial/2_split_brain.ha").read_text()
    failover = (ROOT / "specs/tutorial/4_failover.ha").read_text().replace(" expect violated", "")
    return {
        "violated": ((checked("specs/tutorial/2_split_brain.ha", split_brain),), Outcome()),
        "proved": ((checked("specs/quiet.ha", PROVED),), Outcome()),
        "loop": ((checked("specs/tutorial/4_failover.ha", failover),), Outcome()),
        "error": ((checked("specs/careless.ha", ERROR),), Outcome()),
        "quality": ((checked("specs/tired.ha", DEAD),), Outcome()),
        "typo": ((checked("specs/quiet.ha", PROVED),), Outcome((unread("specs/typo.ha", TYPO), unread("gone.ha", None)))),
    }


def unread(path: str, text: str | None) -> Unchecked:
    if text is None:
        return Unchecked(path, (Diagnostic("no-such-file", None, f"there is no file `{path}`", help="check the path"),))
    with pytest.raises(SpecError) as caught:
        elaborate(parse(Source(path, text)))
    return Unchecked(path, caught.value.diagnostics)


def written(case: str, format: str, style: Style | None = None) -> str:
    return FORMATS[format](cases()[case][0], style or Style(), cases()[case][1])


CASES = ["violated", "proved", "loop", "error", "quality", "typo"]


@pytest.mark.parametrize("format", list(SUFFIXES))
@pytest.mark.parametrize("case", CASES)
@pytest.mark.sampled
def test_goldens(case: str, format: str, golden: Golden) -> None:
    golden(GOLDENS / f"{case}.{SUFFIXES[format]}", written(case, format))


def test_every_format_is_tried() -> None:
    assert set(FORMATS) - {"text", "json", "html"} == set(SUFFIXES)


# --- JUnit -----------------------------------------------------------------------------------------------------------


def outcomes(text: str) -> dict[str, list[str]]:
    """The test cases by what became of them."""
    found: dict[str, list[str]] = {"passed": [], "Failure": [], "Error": [], "Skipped": []}
    for suite in readers.read_junit(text):
        for case in suite:
            kinds = [type(result).__name__ for result in case.result] or ["passed"]
            for kind in kinds:
                found[kind].append(case.name)
    return found


@pytest.mark.parametrize(
    ("case", "failed", "wrong", "passed"),
    [
        ("violated", ["never_two_active"], [], ["split_brain_for_good", "no run-time errors"]),
        ("proved", [], [], ["decided", "lit", "no run-time errors"]),
        (
            "loop",
            ["calms_down", "sessions_begin"],
            [],
            ["sessions_find_an_owner", "firewalls_come_back", "no run-time errors"],
        ),
        (
            "quality",
            ["woken", "dead-action: `dream` can never happen"],
            [],
            ["fine", "no run-time errors"],
        ),
        ("typo", [], ["can be checked", "can be checked"], ["decided", "lit", "no run-time errors"]),
    ],
)
def test_junit_cases(case: str, failed: list[str], wrong: list[str], passed: list[str]) -> None:
    found = outcomes(written(case, "junit"))
    assert found == {"passed": passed, "Failure": failed, "Error": wrong, "Skipped": []}
    whole = readers.read_junit(written(case, "junit"))
    assert (whole.tests, whole.failures, whole.errors) == (len(failed + wrong + passed), len(failed), len(wrong))


def test_junit_says_where_and_how() -> None:
    (suite,) = readers.read_junit(written("violated", "junit"))
    case = next(iter(suite))
    assert (case.classname, case._elem.get("file"), case._elem.get("line")) == (
        "split_brain",
        "specs/tutorial/2_split_brain.ha",
        "23",
    )
    (failure,) = case.result
    assert failure.type == "violated"
    assert [line.split()[0] for line in failure.text.splitlines() if re.match(r"  \d  ", line)] == ["1", "2"]
    assert "take_over(right)" in failure.text
    assert {each.name: each.value for each in suite.properties()}["faults"] == "any number"


STATUSES: dict[str, tuple[dict[str, Any], int]] = {
    "as it is": ({}, 1),
    "interrupted": ({"interrupted": True}, 130),
    "engines disagree": ({"disagreement": "bmc says reached"}, 70),
    "nothing checked": ({"findings": (), "quality": (), "failures": {}}, 3),
}


def report_of(change: str) -> Report:
    return replace(one_of_everything(), **STATUSES[change][0])


def good(report: Report) -> Report:
    findings = [finding for finding in report.findings if finding.as_expected]
    return replace(report, findings=tuple(findings), quality=(), failures={})


@pytest.mark.parametrize("change", list(STATUSES))
def test_whoever_sees_the_junit_file_alone_sees_no_less_than_the_exit_status(change: str) -> None:
    report = report_of(change)
    for each in (report, good(report)):
        found = outcomes(FORMATS["junit"]([each], Style()))
        assert (each.exit_status == 0) == (not found["Failure"] and not found["Error"]), found
    assert outcomes(FORMATS["junit"]([good(one_of_everything())], Style()))["passed"]


def test_no_verdict_counts_where_engines_disagree() -> None:
    report = replace(good(one_of_everything()), disagreement="bmc says reached")
    assert not outcomes(FORMATS["junit"]([report], Style()))["passed"]
    kinds = {alert.kind for alert in alerts([report], Outcome())}
    assert kinds == {"internal", "open"}
    assert len(alerts([report], Outcome())) == 1 + len(report.findings)
    assert not any("✅" in line for line in FORMATS["markdown"]([report], Style()).splitlines() if line.startswith("|"))


def test_what_is_not_decided_is_an_error_and_an_open_result() -> None:
    text = FORMATS["junit"]([one_of_everything()], Style())
    assert outcomes(text)["Error"] == ["no_return"]
    run = readers.read_sarif(FORMATS["sarif"]([one_of_everything()], Style()))
    (result,) = [result for result in run["results"] if result["ruleId"] == "synced/no_return"]
    assert (result["kind"], result["level"]) == ("open", "none")
    assert "out of time" in result["message"]["text"]


# --- SARIF -----------------------------------------------------------------------------------------------------------


def results(case: str) -> list[dict[str, Any]]:
    return list(readers.read_sarif(written(case, "sarif"))["results"])


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("violated", ["split_brain/never_two_active"]),
        ("proved", []),
        ("loop", ["failover/calms_down", "failover/sessions_begin"]),
        ("quality", ["tired/woken", "dead-action"]),
        ("typo", ["unknown-type", "unknown-value", "no-such-file"]),
    ],
)
def test_sarif_results_are_what_somebody_must_look_at(case: str, expected: list[str]) -> None:
    assert [result["ruleId"] for result in results(case)] == expected


def test_sarif_has_a_rule_for_every_property() -> None:
    rules = {rule["id"]: rule for rule in readers.read_sarif(written("proved", "sarif"))["tool"]["driver"]["rules"]}
    assert list(rules) == ["quiet/decided", "quiet/lit", "quiet/run-time"]
    assert rules["quiet/decided"]["shortDescription"]["text"] == "It is on or off."


def test_sarif_shows_the_counterexample_where_its_actions_are() -> None:
    (result,) = results("violated")
    text = (ROOT / "specs/tutorial/2_split_brain.ha").read_text().splitlines()
    steps = readers.locations(result)
    lines = [text[step["physicalLocation"]["region"]["startLine"] - 1] for step in steps]
    assert [" ".join(re.findall(r"\w+", line)[:2]) for line in lines] == [
        "spec split_brain",
        "link heartbeat",
        "step take_over",
        "invariant never_two_active",
    ]
    assert [step["message"]["text"] for step in steps[1:3]] == [
        "1. cut heartbeat (fault): heartbeat: up -> down",
        "2. take_over(right): mode[right]: standby -> active",
    ]
    region = steps[-1]["physicalLocation"]["region"]
    line = text[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "at most one b: Box. mode[b] = active"


def test_sarif_has_the_other_places_of_a_message(tmp_path: Path) -> None:
    """Where a name was declared first, of a spec that cannot be read; where a cell was written first, of a run-time error."""
    twice = "spec twice\nvar on : bool = false\nvar on : bool = true\n"
    declared = FORMATS["sarif"]((), Style(), Outcome((unread("specs/twice.ha", twice),)))
    made = written("error", "sarif")
    cases = ((declared, twice, "another one has this name: on"), (made, ERROR, "the first write: load"))
    for text, spec, said in cases:
        (result,) = readers.read_sarif(text)["results"]
        (related,) = result["relatedLocations"]
        region = related["physicalLocation"]["region"]
        there = spec.splitlines()[region["startLine"] - 1][region["startColumn"] - 1 :]
        assert f"{related['message']['text']}: {there}".startswith(said)
        assert region != result["locations"][0]["physicalLocation"]["region"]
        file = tmp_path / "report.sarif"
        file.write_text(text, encoding="utf-8")
        (record,) = sarif.loader.load_sarif_file(str(file)).get_records()
        assert record["Line"] == result["locations"][0]["physicalLocation"]["region"]["startLine"]


def test_sarif_of_a_spec_that_cannot_be_read() -> None:
    run = readers.read_sarif(written("typo", "sarif"))
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert [told["descriptor"]["id"] for told in invocation["toolExecutionNotifications"]] == [
        "unknown-type",
        "unknown-value",
        "no-such-file",
    ]
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"]["uri"] == "specs/typo.ha"
    assert TYPO.splitlines()[first["region"]["startLine"] - 1][first["region"]["startColumn"] - 1 :].startswith("bol")


def test_sarif_tools_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "report.sarif"
    file.write_text(written("violated", "sarif"), encoding="utf-8")
    (record,) = sarif.loader.load_sarif_file(str(file)).get_records()
    assert {name: record[name] for name in ("Tool", "Severity", "Code", "Location", "Line")} == {
        "Tool": "hamodel",
        "Severity": "error",
        "Code": "split_brain/never_two_active",
        "Location": "specs/tutorial/2_split_brain.ha",
        "Line": 23,
    }


def test_what_is_wrong_with_the_command_is_told_without_a_place() -> None:
    outcome = Outcome((Unchecked("", (Diagnostic("scope", None, "`--scope X=0`: no member"),)),))
    run = readers.read_sarif(FORMATS["sarif"]([], Style(), outcome))
    assert run["results"] == []
    (told,) = run["invocations"][0]["toolConfigurationNotifications"]
    assert told["descriptor"]["id"] == "scope"
    assert outcomes(FORMATS["junit"]([], Style(), outcome))["Error"] == ["can be checked"]
    (command,) = readers.read_github(FORMATS["github"]([], Style(), outcome))[0]
    assert command.properties == {"title": "`--scope X=0`: no member"}
    (issue,) = readers.read_gitlab(FORMATS["gitlab"]([], Style(), outcome))
    assert issue["location"] == {"path": ".", "lines": {"begin": 1}}


# --- fingerprints ----------------------------------------------------------------------------------------------------


def fingerprints(path: str, text: str) -> dict[str, str]:
    reports = [checked(path, text)]
    found = {issue["description"]: issue["fingerprint"] for issue in readers.read_gitlab(FORMATS["gitlab"](reports, Style()))}
    of_sarif = [result["partialFingerprints"] for result in readers.read_sarif(FORMATS["sarif"](reports, Style()))["results"]]
    assert [prints["primaryLocationLineHash"] for prints in of_sarif] == [f"{each}:1" for each in found.values()]
    return found


def test_fingerprints_survive_edits_elsewhere() -> None:
    before = fingerprints("a.ha", DEAD)
    assert len(before) == 2
    moved = DEAD.replace("spec tired\n", "## Two\n## more lines.\nspec tired\n\n\n")
    more = DEAD.replace("invariant fine", "invariant first = awake or not did dream\ninvariant fine")
    more += "reachable never = awake and not awake\n"
    assert fingerprints("a.ha", moved) == before
    assert {name: mark for name, mark in fingerprints("a.ha", more).items() if "never:" not in name} == before


def test_fingerprints_are_of_what_they_are_about() -> None:
    before = set(fingerprints("a.ha", DEAD).values())
    assert before.isdisjoint(fingerprints("b.ha", DEAD).values())
    assert len(before & set(fingerprints("a.ha", DEAD.replace("woken", "woke")).values())) == 1
    assert len(before & set(fingerprints("a.ha", DEAD.replace("dream", "doze")).values())) == 1


# --- GitHub ----------------------------------------------------------------------------------------------------------


def test_github_annotations() -> None:
    commands, _ = readers.read_github(written("violated", "github"))
    (command,) = commands
    assert command.name == "error"
    assert command.properties == {
        "file": "specs/tutorial/2_split_brain.ha",
        "line": "23",
        "endLine": "23",
        "col": "11",
        "endColumn": "26",
        "title": "violated never_two_active: NOT as the spec says; 1 fault; 2 steps",
    }
    assert command.message.splitlines()[-1] == "2. take_over(right): mode[right]: standby -> active"
    names = [command.name for command in readers.read_github(written("typo", "github"))[0]]
    assert names == ["error", "error", "error"]
    assert [command.name for command in readers.read_github(written("quality", "github"))[0]] == ["error", "warning"]


def test_github_gets_no_more_annotations_than_it_shows() -> None:
    errors = tuple(Diagnostic("typo", None, f"error {number}") for number in range(25))
    outcome = Outcome((Unchecked("a.ha", errors),))
    commands, others = readers.read_github(FORMATS["github"]([one_of_everything()], Style(), outcome))
    assert [command.name for command in commands].count("error") == 10
    assert others[0] == "hamodel: and 18 more errors, in the summary of this step"  # 25, and 3 of the report
    told = FORMATS["markdown"]([one_of_everything()], Style(), outcome)
    assert all(f"error {number}" in told for number in range(25))


def test_the_summary_is_a_table_and_a_trace() -> None:
    tokens = readers.read_markdown(written("violated", "markdown"))
    cells = [token.content for token in tokens if token.type == "inline" and "never_two_active" in token.content]
    assert "<code>never_two_active</code>" in cells
    (fence,) = [token for token in tokens if token.type == "fence"]
    assert "take_over(right)" in fence.content
    assert next(token.content for token in tokens if token.type == "inline") == "❌ hamodel: something is not as the spec says"


# --- links with indices ----------------------------------------------------------------------------------------------

LINKED = """\
spec linked

node Firewall { fw0, fw1 }
enum Net { n0, n1 }

link ha1[Firewall, Firewall], lan[Net]

reachable one_way = not up(ha1[fw0, fw1]) and up(ha1[fw1, fw0]) and not up(lan[n1])
"""


def test_which_of_several_links_is_cut_is_drawn() -> None:
    report = checked("linked.ha", LINKED)
    diagram = FORMATS["mermaid"]([report], Style(traces=True))
    assert re.search(r"\d\. cut ha1 from fw0 to fw1 \(fault\)", diagram)
    assert re.search(r"\d\. cut lan\[n1\] \(fault\)", diagram)
    assert f"ha1[fw0, fw1]{as_drawn(': up → down')}" in diagram
    first, *_, last = readers.read_itf(FORMATS["itf"]([report], Style()))
    assert first["ha1"]["fw0", "fw1"] is first["lan"]["n1"] is True
    assert (last["ha1"]["fw0", "fw1"], last["ha1"]["fw1", "fw0"]) == (False, True)
    assert (last["lan"]["n0"], last["lan"]["n1"]) == (True, False)


def test_what_could_have_happened_instead_is_said_as_in_a_scenario() -> None:
    report = checked("linked.ha", LINKED + "scenario first { mend ha1 from fw0 to fw1 }\n")
    (help,) = (line for line in FORMATS["text"]([report], Style(200)).splitlines() if "what can happen" in line)
    assert help.endswith("cut ha1 from fw0 to fw1, cut ha1 from fw1 to fw0, cut lan[n0], cut lan[n1]")


AMONG = """\
spec among

sort Router
scope Router = 2

channel hello from Router to Router carries hi unordered lossy
step greet(a: Router, b: Router) when a != b { send hello hi from a to b }
on hello hi from a to b { }

reachable lost = did lose hello
"""


def test_members_between_which_messages_travel_are_participants() -> None:
    diagram = FORMATS["mermaid"]([checked("among.ha", AMONG)], Style(traces=True))
    assert re.search(r"participant p0 as r0\n    participant p1 as r1\n", diagram)
    assert re.search(r"p(\d)--\)p\d: hello hi\n(.*\n)*.*p\1--xp\d: " + re.escape(as_drawn("lost: hello hi")), diagram)


# --- ITF -------------------------------------------------------------------------------------------------------------


def test_itf_has_the_trace(tmp_path: Path) -> None:
    """Compared with the trace of the report, cell by cell, as itf-py reads it."""
    report = one_of_everything()
    finding = report.findings[0]
    (trace,) = [result.answer.trace for result in finding.results if isinstance(result.answer, Reached)]
    assert trace is not None
    states = readers.read_itf(FORMATS["itf"]([report], Style()))
    assert len(states) == len(trace.states) == 6
    for said, state in zip(states, trace.states, strict=True):
        for (name, indices), content in state.items():
            if isinstance(content, tuple):
                sent = [f"{name}({', '.join(arguments)})" if arguments else name for name, *arguments in content]
                assert list(said[name][indices]) == sent
            else:
                value = said[name] if not indices else said[name][indices if len(indices) > 1 else indices[0]]
                assert (value, type(value)) == ((content, type(content)) if content is not None else ("none", str))
    assert [state["mbt::actionTaken"] for state in states] == ["init", *(step.action for step in trace.steps)]
    assert states[1]["mbt::nondetPicks"].s.value == "s0"
    assert states[0]["reverts"] is False


def unrolled(trace: Trace, length: int) -> Iterator[tuple[Any, str]]:
    """The run of a lasso, so many states of it, each with the action that led there; a pause leads to the same state."""
    assert trace.loop is not None
    actions = ["", *("" if step.action == "nothing happens" else step.action for step in trace.steps)]
    number = 0
    for _ in range(length):
        yield {name: value for name, value in trace.states[number].items() if name[0] == "alive"}, actions[number]
        number = number + 1 if number + 1 < len(trace.states) else trace.loop + 1


@pytest.mark.parametrize("name", ["calms_down", "sessions_begin"])
def test_itf_of_a_run_without_end_is_that_run(name: str) -> None:
    """The run that the format means (the last state goes back to the state `loop`) is the run that we mean, for 20 states."""
    (report,) = cases()["loop"][0]
    report = replace(report, findings=tuple(finding for finding in report.findings if finding.name == name))
    (result,) = [result for result in report.findings[0].results if isinstance(result.answer, Reached)]
    assert isinstance(result.answer, Reached)
    assert result.answer.trace is not None
    said = itf_py.trace_from_json(json.loads(FORMATS["itf"]([report], Style())))
    assert said.loop is not None
    number, found = 0, []
    for _ in range(20):
        values = said.states[number].values
        action = values["mbt::actionTaken"] if number else ""
        found.append(({("alive", (box,)): value for box, value in values["alive"].items()}, action))
        number = number + 1 if number + 1 < len(said.states) else said.loop
    assert found == list(unrolled(result.answer.trace, 20))


def test_itf_without_a_trace_says_so() -> None:
    assert readers.read_itf(written("typo", "itf")) != []  # `lit` is reached
    nothing = json.loads(FORMATS["itf"]([], Style()))
    assert (nothing["vars"], nothing["states"]) == ([], [])


def test_itf_is_of_what_is_not_as_the_spec_says() -> None:
    assert "violated never_two_active" in json.loads(written("violated", "itf"))["#meta"]["description"]
    both = [*cases()["proved"][0], *cases()["violated"][0]]
    assert "violated never_two_active" in json.loads(FORMATS["itf"](both, Style()))["#meta"]["description"]
    assert "reached lit" in json.loads(written("proved", "itf"))["#meta"]["description"]


# --- Mermaid ---------------------------------------------------------------------------------------------------------


def test_mermaid_draws_the_trace() -> None:
    (diagram,) = readers.diagrams(written("violated", "mermaid"))
    assert readers.read_mermaid(diagram) == [
        "left",
        "right",
        "mode[left] = active",
        "mode[right] = standby",
        "1. cut heartbeat (fault)",
        "heartbeat: up → down",
        "2. take_over(right)",
        "mode[right]: standby → active",
    ]


def test_mermaid_draws_what_becomes_of_messages() -> None:
    report = one_of_everything()
    (diagram, _) = readers.diagrams(FORMATS["mermaid"]([report], Style(traces=True)))
    arrows = [line.strip() for line in diagram.splitlines() if re.match(r" +p\d-", line)]
    assert arrows == [
        "p0--)p1: sync opened(s0, fw0)",
        "p0->>p1: sync opened(s0, fw0)",
        "p0--)p1: sync opened(s1, fw0)",
        "p0->>p1: sync opened(s1, fw0)",
    ]


@pytest.mark.parametrize("case", ["violated", pytest.param("loop", marks=pytest.mark.heavy)])
def test_mermaids_own_parser_reads_it(case: str) -> None:
    texts = readers.diagrams(written(case, "mermaid"))
    found = readers.mermaids_own(texts)
    if found is None:
        pytest.skip("needs node, and `npm install --prefix tests/report/mermaid`")
    for text, read in zip(texts, found, strict=True):
        assert read.get("type") == "sequence", read
        said = [*read["actors"], *(message["text"] for message in read["messages"] if message["text"])]
        assert [each for each in said if each not in ("for ever", "rgb(250, 220, 220)")] == readers.read_mermaid(text)


# --- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_json_fits_its_schema(case: str) -> None:
    readers.read_json(written(case, "json"))


def test_json_has_what_could_not_be_checked() -> None:
    first, typo, gone = readers.read_json(written("typo", "json"))
    assert "spec" in first
    assert [(row["path"], row["exit_status"]) for row in (typo, gone)] == [("specs/typo.ha", 2), ("gone.ha", 2)]
    assert [(error["code"], error["line"]) for error in typo["errors"]] == [("unknown-type", 2), ("unknown-value", 3)]
    assert gone["errors"][0]["code"] == "no-such-file"


def test_more_json_fits_its_schema() -> None:
    readers.read_json(FORMATS["json"]([one_of_everything(), *cases()["loop"][0]], Style()))
    readers.read_json(FORMATS["json"]([], Style()))


@pytest.mark.heavy
def test_the_schema_lets_nothing_else_pass() -> None:
    """Of a report that has everything, each key that must be there is taken away in turn, and one is added."""
    said = json.loads(FORMATS["json"]([one_of_everything(), *cases()["loop"][0]], Style()))
    tried = 0
    for holder, key in list(_keys(said)):
        value = holder.pop(key)
        assert not readers.fits_schema(said), key
        holder[key] = value
        tried += 1
    assert tried > 120
    assert readers.fits_schema(said)
    said[0]["more"] = 1
    assert not readers.fits_schema(said)


def _keys(said: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every key of every object whose keys have names of their own; of each kind of object the first one only."""
    seen: set[tuple[str, ...]] = set()
    free = ("scope", "options", "arguments", "initial", "with", "bindings")
    optional = {"failure", "text", "trace", "loop"}

    def visit(value: Any, named: bool) -> Iterator[tuple[dict[str, Any], str]]:
        if isinstance(value, dict):
            kind = tuple(value)
            if named and kind not in seen:
                seen.add(kind)
                yield from ((value, key) for key in value if key not in optional or (key == "text" and "taken" in value))
            for key, inner in list(value.items()):
                yield from visit(inner, key not in free)
        elif isinstance(value, list):
            for inner in value:
                yield from visit(inner, named)

    return visit(said, True)
