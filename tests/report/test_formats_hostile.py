"""Reports full of what no format expects: markup, control characters, halves of characters, commands of a workflow, long traces.

Every format is read back; what its reader shows is the text that was there, or a sign in its place.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import readers

from hamodel.check.report import Report
from hamodel.diagnostics import Diagnostic
from hamodel.host.printable import printable
from hamodel.model.expr import FALSE, TRUE, Bound, EnumType, RangeType, SortType
from hamodel.model.system import Action, Channel, Message, Property, System, Variable
from hamodel.model.trace import Content, State, Step, Trace
from hamodel.model.verdict import Exhaustive, Finding, Reached, Result, Unknown, Unreachable
from hamodel.report import FORMATS
from hamodel.report.ci.markdown import literal
from hamodel.report.mermaid import text as mermaid_text
from hamodel.report.outcome import Outcome, Unchecked
from hamodel.report.style import Style
from hamodel.source import Source, Span

NASTY = [
    "]]>",
    "<!-- -->",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&amp;#60;",
    "%0A::error::x",
    "\n::add-mask::x",
    "\r\n##[error]x",
    "100% of a:b,c",
    "```\n```mermaid",
    "````",
    "| a | b |",
    "[a](javascript:b) ![c](d)",
    "@someone #1 https://a.example www.a.example",
    "end",
    "end\nend",
    "style x:#1;",
    "classDef a:#b;",
    "%%{init: {}}%%",
    "a;b#c;%%d",
    "p0->>p1: x",
    "\u202egnp\u2066",
    "\x00\x01\x1b[31m\x7f\x85",
    "\ud800",
    "\udcff\udc80",
    "\ufffe\uffff",
    "\U0001f525\U0010ffff",
    "ﬂ°°59¶ß",
    "مرحبا",
    "é" * 40,
    "\u2028\u2029\u00a0",
    "__proto__",
    "-->",
    "1. x",
    "- x",
    "#map",
    "",
    " ",
    '"\'\\',
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.text(alphabet="abc_", min_size=1, max_size=8))
"""Halves of characters are among the texts of Hypothesis only if they are asked for: NASTY has them."""

SAID = TEXTS.map(lambda text: text if text.strip() else "x")
"""A code or a headline: never empty."""

PATHS = TEXTS.filter(lambda text: text.strip("./ \t\r\n") and "\0" not in text).map(lambda text: f"specs/{text}.ha")


@st.composite
def reports(draw: st.DrawFn, most_steps: int = 4) -> Report:
    """A report about a system whose every name is awkward: two nodes, a variable with and one without an index, a channel."""
    names = draw(st.lists(TEXTS, min_size=12, max_size=12, unique=True))
    left, right, role, flag, channel, message, action, field, spec, property, other, option = names
    source = Source(draw(PATHS), "\n".join([draw(TEXTS), "spec x", draw(TEXTS), "end"]) + "\n")
    whole = Span(source, 0, len(source.text) - 1)
    node, sort = EnumType("Box", (left, right), acts=True), SortType("Session", "s")
    mode = EnumType("Mode", tuple(dict.fromkeys([draw(TEXTS), draw(TEXTS), "idle"])))
    messages, parameters = (Message(message, (Bound(field, sort),)),), (Bound(field, node),)
    system = System(
        name=spec,
        sorts=(sort,),
        enums=(node, mode),
        options=(),
        variables=(
            Variable(role, (Bound("b", node),), mode, None, whole),
            Variable(flag, (), RangeType(-9, 9), None, whole),
        ),
        links=(),
        channels=(Channel(channel, node, node, messages, True, 4, False, False, (), whole),),
        actions=(Action(action, draw(st.sampled_from(["fault", "step", "input"])), parameters, TRUE, (), "", whole),),
        declared=(Property(property, "invariant", FALSE, whole, doc=draw(TEXTS)),),
        scenarios=(),
        span=Span(source, whole.end // 2, whole.end),
    )
    states = [_state(draw, system) for _ in range(1 + draw(st.integers(0, most_steps)))]
    trace = Trace(states[0], tuple(Step(action, ((field, draw(st.sampled_from([left, right]))),), state) for state in states[1:]))
    doc = draw(TEXTS)
    hit = Result({}, {"Session": 1}, Reached(trace), faults=len(trace.steps))
    findings = (
        Finding(property, "invariant", whole, (hit,), doc=doc),
        Finding(property, "invariant", whole, (hit,), expected=(0,), doc=doc),
        Finding(other, "reachable", None, (Result({}, {"Session": 1}, Unreachable(Exhaustive(1))),), expected=None, doc=doc),
        Finding("range", "run-time", whole, (hit,)),
        Finding(option, "property", whole, (Result({}, {"Session": 1}, Unknown(draw(TEXTS))),), doc=doc),
    )
    quality = (Diagnostic(draw(SAID), whole, draw(SAID), draw(TEXTS), draw(TEXTS)),)
    disagreement = draw(st.sampled_from(["", "", "", draw(TEXTS)]))
    return Report(system, {"Session": 1}, {}, None, findings, quality=quality, notes=(draw(TEXTS),), disagreement=disagreement)


def _state(draw: st.DrawFn, system: System) -> State:
    (node, mode), (role, flag) = system.enums, system.variables
    ((message,),) = (channel.messages for channel in system.channels)
    state: dict[Any, Content] = {}
    for box in node.members:
        state[role.name, (box,)] = draw(st.sampled_from(mode.members))
    state[flag.name, ()] = draw(st.integers(-9, 9))
    for sender in node.members:
        for receiver in node.members:
            state[system.channels[0].name, (sender, receiver)] = ((message.name, "s0"),) * draw(st.integers(0, 2))
    return state


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    rows = draw(st.lists(st.tuples(SAID, SAID, TEXTS, st.one_of(PATHS, st.just(""))), max_size=3))
    unchecked = []
    for code, headline, help, path in rows:
        source = Source(path, f"{headline}\n{help}")
        span = Span(source, 0, len(source.text)) if path and headline else None
        unchecked.append(Unchecked(path, (Diagnostic(code, span, headline, code, help),)))
    return Outcome(tuple(unchecked), root=draw(st.sampled_from(["", "."])))


def read_back(found: Report, outcome: Outcome, style: Style) -> list[str]:
    """Every format of a report, read; the diagrams in it."""
    told = {name: FORMATS[name]([found], style, outcome) for name in FORMATS}
    for name, text in told.items():
        text.encode("utf-8", "backslashreplace" if name in ("text", "json") else "strict")
    if not style.unicode:
        assert all(told[name].isascii() for name in ("junit", "sarif", "gitlab", "markdown", "itf", "mermaid"))
    json.loads(told["json"])
    suites = list(readers.read_junit(told["junit"]))
    assert len(suites) == len(outcome.unchecked) + 1
    assert len(list(suites[-1])) == len(found.findings) + 1 + bool(found.disagreement)
    assert suites[-1].name == _of_xml(found.system.name)
    assert next(iter(suites[-1])).name == _of_xml(found.findings[0].name)
    placed = [spec for spec in outcome.unchecked if spec.path]
    alerts = len(placed) + (5 if not found.disagreement else 7)
    assert len(readers.read_sarif(told["sarif"])["results"]) == alerts
    assert len(readers.read_gitlab(told["gitlab"])) == len(outcome.unchecked) + (5 if not found.disagreement else 7)
    commands, others = readers.read_github(told["github"])
    assert {command.name for command in commands} <= {"error", "warning"}
    assert all(set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"} for command in commands)
    assert len(commands) == len(outcome.unchecked) + (5 if not found.disagreement else 7)
    assert all(line.startswith("hamodel: ") for line in others)
    _read_markdown(told["markdown"])
    said = json.loads(told["itf"])
    for state in said["states"]:
        state.pop("mbt::nondetPicks")  # itf-py takes no record with a field that is not a name in Python
    assert len(readers.read_itf(json.dumps(said))) == len(found.findings[0].results[0].answer.trace.states)  # type: ignore[union-attr]
    drawn = readers.diagrams(told["mermaid"])
    for diagram in drawn:
        readers.read_mermaid(diagram)
    return drawn


def _of_xml(text: str) -> str:
    """The text with a sign in place of what is no character of XML 1.0 (2.2 of the standard), or unseen."""
    return re.sub("[\ufffe\uffff]", "\ufffd", printable(text))


def _read_markdown(text: str) -> None:
    """No element but those that we write, no link, no image, and no HTML but ours."""
    allowed = {"paragraph", "heading", "inline", "text", "table", "thead", "tbody", "tr", "th", "td", "fence", "softbreak"}
    allowed |= {"html_block", "html_inline", "strong", "bullet_list", "list_item"}
    for token in readers.read_markdown(text):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        assert kind in allowed, (kind, token.content)
        if kind.startswith("html"):
            tags = set(re.findall(r"<[^>]*>", token.content))
            assert tags <= {"<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>"}, tags
            assert "<" not in re.sub(r"<[^>]*>", "", token.content)


def hostile(examples: int) -> Any:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=slow)


@hostile(40)
@given(reports(), outcomes(), st.booleans())
@pytest.mark.heavy
def test_every_format_takes_every_text(found: Report, outcome: Outcome, unicode: bool) -> None:
    read_back(found, outcome, Style(unicode=unicode, traces=True))


@pytest.mark.heavy
@hostile(300)
@given(reports(), outcomes(), st.booleans())
def test_every_format_takes_every_text_many_times(found: Report, outcome: Outcome, unicode: bool) -> None:
    read_back(found, outcome, Style(unicode=unicode, traces=True))


@hostile(300)
@given(TEXTS)
@example("see www.a.example, https://a.example/ or someone@a.example")
def test_markdown_shows_the_text(text: str) -> None:
    """What a reader of Markdown shows of a text is that text, with its blanks taken together."""
    assert not re.search(r"(?i)www\.|\w://|@", literal(text)), "GitHub makes links and mentions of these"
    for before, after in [("", ""), ("**", "**"), ("### ", "")]:
        tokens = readers.read_markdown(before + literal(text) + after)
        shown = "".join(token.content for token in tokens if token.type == "text")
        assert shown == " ".join(printable(text).split()), tokens
        assert not [token for token in tokens if token.type in ("link_open", "image", "html_inline", "html_block", "code_inline")]


@pytest.mark.heavy
def test_mermaids_own_parser_shows_the_text() -> None:
    """All the nasty texts, as names of participants and in notes, in one diagram that Mermaid itself reads."""
    texts = [text for text in NASTY if text.strip()]
    lines = [f"participant p{number} as {mermaid_text(text)}" for number, text in enumerate(texts)]
    lines += [f"Note over p0: {mermaid_text(text)}" for text in texts]
    lines += [f"p0->>p1: {mermaid_text(text)}" for text in texts]
    diagram = "\n".join(["sequenceDiagram", *lines])
    readers.read_mermaid(diagram.replace("\n", "\n "))
    found = readers.mermaids_own([diagram])
    if found is None:
        pytest.skip("needs node, and `npm install --prefix tests/report/mermaid`")
    shown = [" ".join(printable(text).split()) for text in texts]
    (read,) = found
    assert read.get("actors") == shown, read
    assert [message["text"] for message in read["messages"]] == [*shown, *shown]


@pytest.mark.heavy
def test_mermaids_own_parser_takes_every_text() -> None:
    """Diagrams of generated reports, all in one go."""
    diagrams: list[str] = []

    @hostile(150)
    @given(reports(), st.booleans())
    def collect(found: Report, unicode: bool) -> None:
        diagrams.extend(readers.diagrams(FORMATS["mermaid"]([found], Style(unicode=unicode, traces=True))))

    collect()
    found = readers.mermaids_own(diagrams)
    if found is None:
        pytest.skip("needs node, and `npm install --prefix tests/report/mermaid`")
    for diagram, read in zip(diagrams, found, strict=True):
        assert read.get("type") == "sequence", (read, diagram)


@pytest.mark.heavy
def test_a_trace_of_two_thousand_steps() -> None:
    """In seconds, and whole where the format has room for it."""
    from strategies.reports import report as one_of_everything

    report = one_of_everything()
    trace = report.findings[0].results[0].answer.trace  # type: ignore[union-attr]
    assert trace is not None
    steps = tuple(trace.steps[number % 2] for number in range(2_000))
    long = Reached(Trace(trace.initial, steps))
    finding = replace(report.findings[0], results=(replace(report.findings[0].results[0], answer=long),))
    report = replace(report, findings=(finding,), quality=(), failures={})
    started = time.process_time()
    told = {name: FORMATS[name]([report], Style()) for name in FORMATS}
    assert time.process_time() - started < 30
    assert len(readers.read_itf(told["itf"])) == 2_001
    (result,) = readers.read_sarif(told["sarif"])["results"]
    assert len(readers.locations(result)) == 2_002
    (suite,) = readers.read_junit(told["junit"])
    assert "2000  " in next(iter(suite)).result[0].text
    (diagram,) = readers.diagrams(told["mermaid"])
    texts = readers.read_mermaid(diagram)
    assert texts[2] == "mode[fw0] = active"
    assert any(re.fullmatch(r"1,\d\d\d steps left out", text) for text in texts)
    assert texts[-2].startswith("2000. ") or any(text.startswith("2000. ") for text in texts)
    commands, _ = readers.read_github(told["github"])
    assert len(commands[0].message) <= 4_001
    assert len(told["markdown"].encode()) < 1_000_000
    assert "lines left out" in told["markdown"]
