"""The page of `--format html`, in a real Chromium: what it shows, keys and clicks, addresses, fences against hostile specs.

What it must show comes from the traces themselves, from hand-written expectations, and from the DOM as the browser has it.
Screenshots are left in `build/screenshots`, or where HAMODEL_SCREENSHOTS says: somebody has to look at them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.chromium import REFUSED, in_chromium, launched, watched
from strategies.contrast import CONTRAST
from strategies.reports import SCOPE, SYSTEM, TRACE, report, run_of, system_of
from strategies.results import HOSTILE as HOSTILE_RESULT
from strategies.results import hostile_result

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Asked, requests
from hamodel.diagnostics import Diagnostic
from hamodel.follow.script import walk
from hamodel.host.printable import printable
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load, parse
from hamodel.model.scenario import Played
from hamodel.model.scope import Scope
from hamodel.model.trace import Step, Trace
from hamodel.model.verdict import Exhaustive, Finding, Reached, Result, Unreachable
from hamodel.report import FORMATS, RESULT_FORMATS, words
from hamodel.report.json import as_object
from hamodel.report.outcome import Outcome, Unchecked
from hamodel.report.results import CommandReport
from hamodel.report.results.run import walk_result
from hamodel.report.style import Style
from hamodel.source import Source, Span

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.heavy
PAGE = ROOT / "hamodel/report/page"
SCREENSHOTS = Path(os.environ.get("HAMODEL_SCREENSHOTS", ROOT / "build/screenshots"))
HOSTILE = (
    "</script ><script >window.pwned=1</script ><img src=x onerror=window.pwned=1>&lt;"
    "\u2028\u202egnp.exe\u202c '\"`${7} \U0001f525 \u05d0\u05d1"
)

Show = Callable[..., Any]


def page_of(*reports: Report) -> str:
    return FORMATS["html"](reports, Style())


def checked(path: str, *properties: str) -> Report:
    system = elaborate(parse(Source(path, (ROOT / path).read_text())))
    ((request, _),) = requests(Asked(properties=properties), [system])
    return check(system, request)


# --- the file --------------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of those that have some."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.setdefault(self.found[-1][0] if self.found else "", []).append(data)


def test_the_policy_lets_nothing_run_but_what_the_page_brings() -> None:
    elements = Elements(page_of(report()))
    (policy,) = [found["content"] for tag, found in elements.found if found.get("http-equiv") == "Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in str(policy).split(";"))
    data, script = elements.texts["script"]
    (style,) = elements.texts["style"]
    assert directives == {
        "default-src": "'none'",
        "script-src": f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'",
        "style-src": f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    json.loads(data)


def test_the_page_names_nothing_to_load() -> None:
    page = page_of(report())
    assert page.isascii()
    for tag, attributes in Elements(page).found:
        assert not {"src", "href", "style", "srcset", "action"} & set(attributes), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes)
    for file in PAGE.iterdir():
        assert not re.search(r"https?:|//\w|url\(|@import", re.sub(r"^\s*//.*$", "", file.read_text(), flags=re.M)), file


def test_the_scripts_make_no_markup_of_strings() -> None:
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc"
    ways += r"|\beval\b|new Function|setTimeout"
    for file in PAGE.glob("*.js"):
        assert not re.search(ways, file.read_text()), file
        assert "</" not in file.read_text()
        assert "<!--" not in file.read_text()


PLAIN = report()
SHAPE = [tag for tag, _ in Elements(page_of(PLAIN)).found]
awkward = st.sampled_from(["</script>", "</script ", "<!--<script ", "]]>", "&lt;", "\ud800", HOSTILE])
anything = st.text(st.characters(), max_size=30) | awkward


def seen(data: Any) -> Any:
    """With every text as a page may show it."""
    if isinstance(data, dict):
        return {printable(key): seen(value) for key, value in data.items()}
    if isinstance(data, list):
        return [seen(each) for each in data]
    return printable(data) if isinstance(data, str) else data


@pytest.mark.heavy
@settings(max_examples=200, deadline=None)
@given(anything, anything, anything, anything)
def test_whatever_a_spec_says_the_page_has_the_same_elements_and_the_same_data(doc: str, note: str, path: str, text: str) -> None:
    """Read by Python's parsers of HTML and of JSON."""
    span = Span(Source(path, text), 0, len(text))
    hostile = replace(
        PLAIN,
        findings=(replace(PLAIN.findings[0], doc=doc, span=span), *PLAIN.findings[4:]),
        quality=(Diagnostic("dead-action", span, note, doc, text),),
        notes=(note, doc),
    )
    elements = Elements(page_of(hostile))
    assert [tag for tag, _ in elements.found] == SHAPE
    data = json.loads(elements.texts["script"][0])
    assert data["reports"] == seen(json.loads(json.dumps([as_object(hostile)])))
    assert not path or data["beside"][0]["sources"][printable(path)] == printable(text)


def test_the_wheel_has_the_page(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"hamodel/report/page/{file.name}" for file in PAGE.iterdir()} <= names


def test_the_command_writes_it(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    command = [sys.executable, "-m", "hamodel", "check", "specs/tutorial/2_split_brain.ha", "specs/tutorial/1_first_steps.ha"]
    done = subprocess.run([*command, "--format", "html", "-o", str(out)], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    elements = Elements(out.read_text(encoding="ascii"))
    assert [each["spec"] for each in json.loads(elements.texts["script"][0])["reports"]] == ["split_brain", "first_steps"]


# --- in a browser ----------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    """`show(reports...)`: a page that shows them."""
    with watched(browser, tmp_path) as open_:

        def show_(
            *reports: Report, at: str = "", width: int = 1400, height: int = 900, scheme: str = "light", **more: Any
        ) -> Any:
            return open_(page_of(*reports), at, viewport={"width": width, "height": height}, color_scheme=scheme, **more)

        yield show_


@pytest.fixture(scope="module")
def split() -> Report:
    return checked("specs/tutorial/2_split_brain.ha")


@pytest.fixture(scope="module")
def failover() -> Report:
    return checked("specs/tutorial/4_failover.ha")


def with_run(name: str, trace: Trace, options: dict[str, Any], sizes: dict[str, int], kind: Any = "reachable") -> Finding:
    result = Result(options, sizes, Reached(trace), "explicit", 0.1, 9)
    return Finding(name, kind, None, (result,), (0,), 0, "")


MESSAGES, _ = run_of(SYSTEM, "messages", {"reverts": False})


def told(trace: Trace, options: dict[str, Any], sizes: dict[str, int]) -> Report:
    """A report with one run, of the pair of `strategies.reports`."""
    return replace(report(), findings=(with_run("a run", trace, options, sizes),), failures={}, quality=(), notes=())


def hash_of(page: Any) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def current(page: Any) -> int:
    return int(page.locator("li.step.current").get_attribute("value"))


def told_state(page: Any) -> dict[tuple[str, str], str]:
    """The state beside the lanes: by the name of the row and, in the table of the firewalls, the name of the column."""
    rows: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll('table.state')].flatMap((table) => {
        const heads = [...table.querySelectorAll('thead th')].map((head) => head.textContent);
        return [...table.querySelectorAll('tbody tr')].flatMap((row) => [...row.querySelectorAll('td')].map((cell, number) =>
            [row.querySelector('th').textContent, heads[number] || '', cell.querySelector('code')?.textContent ?? '-']));
    })""")
    return {(row, column): value for row, column, value in rows}


@in_chromium
def test_the_table_of_verdicts_leads_to_the_findings(show: Show, split: Report) -> None:
    page = show(split)
    assert page.title() == "split_brain \u2013 hamodel"
    rows = page.get_by_role("table", name="Verdicts").get_by_role("row").all_inner_texts()
    assert [row.split("\n")[0].replace("\t", " ").split(" never")[0].strip() for row in rows][:3] == [
        "Verdict Property What it says",
        "Not as the spec says",
        "\u2717 violated",
    ]
    page.get_by_role("main").get_by_role("link", name="never_two_active").click()
    assert hash_of(page) == "#never_two_active"
    assert page.get_by_role("heading", level=1).inner_text() == "never_two_active"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.get_by_role("navigation").get_by_role("link", name="All verdicts").click()
    assert page.get_by_role("heading", level=1).inner_text() == "split_brain"
    page.go_back()
    assert hash_of(page) == "#never_two_active"


@in_chromium
def test_keys_and_clicks_step(show: Show, split: Report) -> None:
    page = show(split, at="split_brain_for_good")
    assert current(page) == 0
    for key, step in [
        *[("ArrowRight", 1), ("j", 2), ("ArrowDown", 3), ("ArrowRight", 3), ("k", 2), ("ArrowLeft", 1), ("ArrowUp", 0)],
        *[("ArrowLeft", 0), ("End", 3), ("Home", 0), ("2", 2), ("Control+ArrowRight", 2)],
    ]:
        page.keyboard.press(key)
        assert current(page) == step, key
        assert hash_of(page) == "#split_brain_for_good" + (f"/{step}" if step else "")
    page.locator("#step-3").click()
    assert current(page) == 3
    page.get_by_role("button", name="Previous step").click()
    assert current(page) == 2
    page.get_by_role("button", name="First state", exact=True).click()
    assert current(page) == 0
    page.get_by_label("Step, 0 to 3").fill("3")
    page.get_by_label("Step, 0 to 3").press("Enter")
    assert current(page) == 3
    assert page.get_by_role("button", name="Next step").is_disabled()
    page.get_by_role("region", name="Why").get_by_role("button", name="step 2").click()
    assert current(page) == 2


@in_chromium
def test_letters_are_no_keys_for_those_who_do_not_want_them(show: Show, split: Report) -> None:
    page = show(split, at="never_two_active")
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("letters and digits are keys").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("2")
    assert current(page) == 0
    page.keyboard.press("ArrowRight")
    assert current(page) == 1


@in_chromium
def test_typing_a_number_goes_to_that_step(show: Show) -> None:
    page = show(told(MESSAGES, {"reverts": False}, {"Session": 2}), at="a run")
    page.keyboard.press("1")
    page.keyboard.press("0")
    assert current(page) == 10


@in_chromium
@pytest.mark.parametrize(("trace", "reverts"), [(TRACE, True), (MESSAGES, False)], ids=["takes_over", "messages"])
def test_every_state_is_the_one_of_the_trace(show: Show, trace: Trace, reverts: bool) -> None:
    """Forwards and backwards. The pair's members are `fw0` and `fw1`, and a cell belongs to the first of them in its index."""
    page = show(told(trace, {"reverts": reverts}, {"Session": 2}), at="a run")
    there = range(len(trace.steps) + 1)
    for step in [*there, *reversed(there)]:
        page.keyboard.press("Home")
        page.get_by_label(re.compile("^Step, 0 to")).fill(str(step))
        page.get_by_label(re.compile("^Step, 0 to")).press("Enter")
        shown = told_state(page)
        before = trace.states[max(0, step - 1)]
        for (name, index), content in trace.states[step].items():
            if name in ("sync", "whisper"):
                row, column = f"{name} from {index[0]} to {index[1]}", ""
                if not content and not before[name, index]:
                    assert (row, column) not in shown
                    continue
            else:
                firewalls = [value for value in index if value in ("fw0", "fw1")]
                column = firewalls[0] if firewalls else ""
                rest = [value for value in index if value != column]
                row = f"{name}[{', '.join(map(str, rest))}]" if rest else name
            wanted = {True: "up", False: "down"}[content] if name == "ha2" else words.value(content)
            assert shown[row, column] == wanted, (step, row, column)


@in_chromium
def test_changes_are_marked_in_words(show: Show, split: Report) -> None:
    page = show(split, at="never_two_active/2")
    assert page.locator("table.state td.changed").all_text_contents() == ["active\u25c6decides\u25cfchanged, was standby"]
    page.keyboard.press("ArrowLeft")
    assert page.locator("table.state td.changed").text_content() == "down\u25cfchanged, was up"
    assert page.locator("#step-1 .jump").text_content() == "1Step 1: cut heartbeat\u26a1\ufe0efault"
    assert page.locator("#step-1 .notes").text_content() == "heartbeat: up \u2192  becomes down"


@in_chromium
def test_what_broke_and_who_wrote_what_it_reads(show: Show, split: Report) -> None:
    why = show(split, at="never_two_active").get_by_role("region", name="Why")
    assert re.sub(r"\s+", " ", why.inner_text()) == (
        "What broke at most one b: Box. mode[b] = active line 23 true for left and for right "
        "What it reads, and who wrote it mode[left] = active since the start mode[right] = active since step 2, take_over(right)"
    )


@in_chromium
def test_messages_are_arrows_between_lanes(show: Show) -> None:
    """The scenario `messages`: a wave is lost, one dropped, a greeting comes twice, one is to itself, the link is cut."""
    page = show(told(MESSAGES, {"reverts": False}, {"Session": 2}), at="a run")
    lines = [(row, text) for row in range(12) for text in page.locator(f"#step-{row} .arrow").all_text_contents()]
    assert lines == [
        (1, "sent sync bye from fw0 to fw1"),
        (2, "sent sync bye from fw1 to fw0"),
        (3, "lost sync bye from fw0 to fw1\u2717"),
        (4, "dropped sync bye from fw1 to fw0\u2717"),
        (5, "sent whisper psst from fw1 to fw0"),
        (6, "duplicated whisper psst from fw1 to fw0"),
        (8, "sent sync bye from fw0 to fw1"),
        (9, "lost sync bye from fw0 to fw1\u2717"),
        (10, "lost sync bye from fw1 to fw0\u2717"),
    ]
    fw0, fw1 = (page.locator(f"#step-1 .line >> nth={lane}").bounding_box()["x"] for lane in (0, 1))
    arrow = page.locator("#step-1 .arrow .shaft").bounding_box()
    assert abs(arrow["x"] - fw0) < 5
    assert abs(arrow["x"] + arrow["width"] - fw1) < 5
    assert "rightwards" in page.locator("#step-1 .arrow").get_attribute("class")
    assert "leftwards" in page.locator("#step-2 .arrow").get_attribute("class")


@in_chromium
def test_what_arrives_is_drawn_before_its_effect_and_what_is_sent_after(show: Show) -> None:
    """Step 1 takes a session and tells the peer; step 2 is the delivery, which writes the peer's table."""
    page = show(told(TRACE, {"reverts": True}, {"Session": 2}), at="a run")

    def top(row: int, what: str) -> float:
        return float(page.locator(f"#step-{row} {what}").first.bounding_box()["y"])

    assert top(1, ".notes") < top(1, ".arrow.sent .shaft")
    assert top(2, ".arrow.delivered .shaft") < top(2, ".notes")


@in_chromium
def test_a_link_is_broken_while_it_is_down(show: Show) -> None:
    page = show(told(MESSAGES, {"reverts": False}, {"Session": 2}), at="a run")
    rails = [page.locator(f"#step-{row} .rail").get_attribute("class").split()[1] for row in range(12)]
    assert rails == ["up"] * 9 + ["cut", "down", "mended"]
    for step, broken in [(8, False), (9, True), (10, True), (11, False)]:
        page.get_by_label(re.compile("^Step, 0 to")).fill(str(step))
        page.get_by_label(re.compile("^Step, 0 to")).press("Enter")
        assert ("down" in page.locator(".wire").first.inner_text()) is broken
    assert page.locator("li.step.fault .kind").all_inner_texts() == ["\u26a1\ufe0efault"] * 3  # lose, duplicate, cut


@in_chromium
def test_a_run_without_end_goes_round(show: Show, failover: Report) -> None:
    page = show(failover, at="calms_down/2")
    page.keyboard.press("ArrowRight")
    assert current(page) == 1
    assert page.locator(".ending").inner_text() == "\u21bb Back to the first state: steps 1 to 2 go on for ever."
    assert page.locator("li.looping").count() == 2
    page.get_by_role("button", name="the first state", exact=True).click()
    assert current(page) == 0
    assert "come_back(fw1) is taken: step 2" in page.get_by_role("region", name="Why").inner_text()


@in_chromium
def test_a_run_that_stops_says_so(show: Show, failover: Report) -> None:
    page = show(failover, at="sessions_begin")
    assert page.locator("li.step").count() == 1
    assert page.locator(".ending").inner_text() == "\u21bb Nothing ever happens."
    assert page.get_by_role("button", name="Next step").is_disabled()


@in_chromium
def test_the_source_is_lit_and_in_sight(show: Show, failover: Report) -> None:
    """`crash` stands in lines 30 to 34 of the file, the property in 49."""
    page = show(failover, at="calms_down/1", height=700)

    def lit() -> list[int]:
        rows = page.eval_on_selector_all(".line-of-code.lit", "lines => lines.map(line => line.dataset.line)")
        return [int(row) for row in rows]

    assert lit() == [30, 31, 32, 33, 34]
    box, line = page.locator(".code").bounding_box(), page.locator(".line-of-code.lit >> nth=0").bounding_box()
    assert box["y"] <= line["y"] <= box["y"] + box["height"] - line["height"]
    page.keyboard.press("Home")
    assert lit() == []
    assert page.locator(".line-of-code.property").get_attribute("data-line") == "49"
    text = (ROOT / "specs/tutorial/4_failover.ha").read_text().splitlines()
    assert page.locator(".line-of-code").all_text_contents() == text


@in_chromium
def test_an_address_survives_a_reload(show: Show, split: Report) -> None:
    page = show(split, at="never_two_active/1")
    assert current(page) == 1
    page.keyboard.press("ArrowRight")
    page.reload()
    assert current(page) == 2
    for address, title, step in [
        ("never_two_active/99", "never_two_active", 2),
        ("never_two_active/-3", "never_two_active", 0),
        ("never_two_active/x", "never_two_active", 0),
        ("nobody/1", "split_brain", None),
        ("%E0%A4%A/1", "split_brain", None),
        ("__proto__", "split_brain", None),
    ]:
        page.evaluate("address => { location.hash = address }", address)
        page.wait_for_function("title => document.querySelector('h1').textContent === title", arg=title)
        if step is not None:
            assert current(page) == step


@in_chromium
def test_several_specs_in_one_page(show: Show, split: Report, failover: Report) -> None:
    page = show(split, failover, split)
    assert page.get_by_role("heading", level=1).inner_text() == "3 specs"
    page.get_by_role("main").get_by_role("link", name="failover").click()
    page.get_by_role("main").get_by_role("link", name="calms_down").click()
    page.keyboard.press("ArrowRight")
    assert hash_of(page) == "#failover/calms_down/1"
    page.get_by_role("navigation").get_by_label("Spec").select_option("split_brain~2")
    page.get_by_role("main").get_by_role("link", name="never_two_active").click()
    assert hash_of(page) == "#split_brain~2/never_two_active"
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == "never_two_active"


@in_chromium
def test_a_scenario_that_fails_shows_how_far_it_goes(show: Show) -> None:
    failed = replace(report(), played={"takes_over": Played(SCOPE, Trace(TRACE.initial, TRACE.steps[:2]), 5)})
    page = show(failed, at="takes_over")
    assert page.locator("li.step").count() == 3
    assert page.locator(".ending").inner_text() == "\u2717 The script cannot go on from here."
    assert "`crash(fw0)` cannot happen here" in page.get_by_role("region", name="Why").inner_text()


@in_chromium
def test_the_matrix_of_options(show: Show) -> None:
    """`known_gap` is violated for reverts = true only, and that is the run that is shown."""
    page = show(report(), at="known_gap")
    rows = page.get_by_role("table", name="For each combination of options").locator("tr").all_text_contents()
    assert rows == ["revertsfalsetrue", "\u2713proved!violated, a known hazard, shown here"]
    page.get_by_role("navigation").get_by_role("link", name="no_return").click()
    page.get_by_text("Which options").wait_for()
    assert page.locator(".matrix tbody tr").all_text_contents() == ["\u2713proved?holds to depth"]
    page.get_by_role("navigation").get_by_role("link", name="All verdicts").click()
    rows = {name: page.get_by_role("row", name=re.compile(name)) for name in ("known_gap", "alive")}
    strips = {name: row.locator(".share").text_content() for name, row in rows.items()}
    assert strips == {"known_gap": "violated for 1 of 2", "alive": "violated for none of 2"}


@in_chromium
def test_a_known_hazard_is_no_good_news(show: Show) -> None:
    """Not in the colour of what holds, nor of what is not as the spec says; counted beside what all comes to."""
    page = show(report())
    badges = dict(zip(page.locator(".verdicts .badge").all_text_contents(), page.locator(".verdicts .badge").all(), strict=True))
    colours = {said: badge.evaluate("badge => getComputedStyle(badge).color") for said, badge in badges.items()}
    assert "! known hazard" in colours
    assert len({colours[said] for said in ("! known hazard", "\u2713 proved", "\u2717 violated", "? holds to depth")}) == 4
    assert page.locator(".status.hazard").text_content() == "! 1 known hazard: known_gap"
    page.get_by_role("navigation").get_by_role("link", name="known_gap").click()
    assert page.locator(".ending").inner_text() == "! Here known_gap is violated."


@in_chromium
def test_a_scenario_that_does_not_apply_says_why(show: Show) -> None:
    why = "it is about reverts = true, not false"
    page = show(replace(report(), findings=(*report().findings, Finding("gone", "scenario", None, (), elsewhere=why))))
    row = page.get_by_role("row", name=re.compile("gone"))
    assert row.locator(".badge").text_content() == "\u2013 does not apply"
    page.get_by_role("navigation").get_by_role("link", name="gone").click()
    assert why in page.locator(".verdict").inner_text()


@in_chromium
def test_options_on_two_sides(show: Show) -> None:
    """4 x 4 x 3 combinations, of which `a = w` excludes `c = 2`; violated where b = 1 and c = 0. Rows say a, columns b and c."""
    rows = [(a, b, c) for a in "wxyz" for b in range(4) for c in range(3) if (a, c) != ("w", 2)]
    results = tuple(
        Result({"only": True, "a": a, "b": b, "c": c}, {}, Reached(None) if (b, c) == (1, 0) else Unreachable(Exhaustive(1)))
        for a, b, c in rows
    )
    page = show(replace(report(), findings=(Finding("f", "invariant", None, results),)), at="f")
    shown = page.get_by_role("table", name="For each combination of options").locator("tr").all_text_contents()
    hit, free, excluded = "\u2717violated, not as the spec says", "\u2713proved", "\u2013excluded"
    lines = [
        a + "".join((hit if b == 1 else free) + free + (excluded if a == "w" else free) for b in range(4)) for a in "wxyz"
    ]
    assert shown == ["b0123", "ac" + "012" * 4, *lines]


# --- for everybody ---------------------------------------------------------------------------------------------------


@in_chromium
def test_a_screen_reader_hears_the_steps(show: Show, split: Report) -> None:
    page = show(split, at="never_two_active")
    assert page.get_by_role("status").text_content() == ""
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("status").text_content() == "Step 1 of 2: cut heartbeat, a fault. heartbeat: up becomes down"
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("status").text_content() == "Step 2 of 2: take_over(right). mode[right]: standby becomes active"


@in_chromium
def test_the_page_has_landmarks_headings_and_names(show: Show, split: Report) -> None:
    page = show(split, at="never_two_active/1")
    snapshot = page.locator("body").aria_snapshot()
    for line in [
        "- banner:",
        '- navigation "Verdicts":',
        "- main:",
        '- heading "never_two_active" [level=1]',
        '- heading "What broke" [level=2]',
        '- heading "Steps" [level=2]',
        '- heading "State after step 1" [level=2]',
        '- heading "Source" [level=2]',
        '- button "Next step"',
        '- spinbutton "Step, 0 to 2"',
        '''- 'button "Step 1: cut heartbeat fault"''''',
        '- rowheader "mode"',
        '- columnheader "left"',
    ]:
        assert line in re.sub(r": \"?\d+\"?$", "", snapshot, flags=re.M), f"{line} is not in\n{snapshot}"
    unnamed = page.evaluate("""() => [...document.querySelectorAll('button, a, input, select, summary, [role=region]')]
        .filter((each) => !each.getAttribute('aria-label') && !each.labels?.length && !each.textContent.trim())
        .map((each) => each.outerHTML)""")
    assert unnamed == []
    levels = page.evaluate("[...document.querySelectorAll('main h1, main h2, main h3')].map((head) => Number(head.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@in_chromium
def test_tab_reaches_everything_once_in_the_order_of_the_page(show: Show) -> None:
    """One button of the list of steps is in the order, that of the current step."""
    page = show(told(MESSAGES, {"reverts": False}, {"Session": 2}), at="a run/4")
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(page.evaluate("(({ ariaLabel, textContent }) => (ariaLabel || textContent).trim())(document.activeElement)"))
    assert seen[0] == "To the content"
    assert sum(name.startswith("4Step 4") for name in seen) == 1
    assert not any(name.startswith("3Step 3") for name in seen)
    assert seen.index("Next step") < next(number for number, name in enumerate(seen) if name.startswith("4Step 4"))
    page.locator("#step-4 .jump").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.step") == "5"


@pytest.mark.heavy
@in_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(show: Show, split: Report, scheme: str) -> None:
    everything = replace(report(), played={"takes_over": Played(SCOPE, TRACE, 5)})
    addresses = ["", "own_sessions_only/4", "known_gap", "takes_over/2"]
    for shown, at in [*((everything, address) for address in addresses), (split, "never_two_active/2")]:
        page = show(shown, at=at, scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found = page.evaluate(CONTRAST)
        assert found["looked"] > 30
        assert found["poor"] == []


@in_chromium
def test_light_and_dark(show: Show, split: Report) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = show(split), show(split, scheme="dark")
    pale, deep = light.evaluate(ground), dark.evaluate(ground)
    assert pale != deep
    light.get_by_role("button", name="Dark colours").click()
    assert light.evaluate(ground) == deep
    light.reload()
    assert light.evaluate(ground) == deep
    light.get_by_role("button", name="Light colours").click()
    assert light.evaluate(ground) == pale


@pytest.mark.heavy
@in_chromium
@pytest.mark.parametrize("width", [375, 800, 1100, 1600])
def test_no_width_cuts_anything_off(show: Show, failover: Report, width: int) -> None:
    everything = report()
    for shown, at in [(everything, ""), (everything, "own_sessions_only/4"), (failover, "calms_down/1")]:
        page = show(shown, at=at, width=width, height=800)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if at:
            assert page.get_by_role("button", name="Next step").is_visible()
            assert page.locator(".step.current .action").is_visible()
    page = show(everything, at="own_sessions_only", width=width)
    if width < 1200:
        page.get_by_role("button", name="Verdicts").click()
    page.get_by_role("navigation").get_by_role("link", name="known_gap").click()
    assert page.get_by_role("heading", level=1).inner_text() == "known_gap"


@in_chromium
@pytest.mark.parametrize("width", [390, 1024, 1280, 1440, 1920])
def test_what_a_property_says_is_seen_once_at_every_width(show: Show, split: Report, width: int) -> None:
    combinations = checked("specs/tutorial/3_fenced.ha")
    for shown in (split, combinations):
        page = show(shown, width=width)
        seen = [text.strip() for text in page.locator(".says:visible, .says-below:visible").all_inner_texts()]
        said = [finding.doc for finding in shown.findings if finding.doc]
        assert sorted(filter(None, seen)) == sorted(said) != []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@in_chromium
def test_what_could_not_be_checked_stands_on_the_page(browser: Any, tmp_path: Path, split: Report) -> None:
    span = Span(Source("typo.ha", "spec typo\nvar on : bol\n"), 19, 22)
    outcome = Outcome((Unchecked("typo.ha", (Diagnostic("unknown-type", span, "there is no type `bol`", help="`bool`"),)),))
    for reports in ((), (split,), (split, split)):
        (tmp_path / "page.html").write_text(FORMATS["html"](reports, Style(), outcome), encoding="ascii")
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        assert "typo.ha:2:10" in page.locator("main .unchecked").inner_text()
        assert "there is no type `bol`" in page.locator("main .unchecked").inner_text()
        page.close()


@in_chromium
@pytest.mark.parametrize("width", [375, 1600])
def test_nothing_is_written_over_the_links(show: Show, width: int) -> None:
    page = show(told(TRACE, {"reverts": True}, {"Session": 2}), at="a run", width=width)
    for row in range(6):
        rail = page.locator(f"#step-{row} .rail").bounding_box()
        for text in page.locator(f"#step-{row} :is(.action, .kind, .notes li)").all():
            box = text.bounding_box()
            apart = box["x"] + box["width"] <= rail["x"] or box["x"] >= rail["x"] + rail["width"]
            assert apart, (row, text.inner_text())


@in_chromium
def test_nine_lanes_scroll_where_there_is_no_room(show: Show) -> None:
    members = [f"b{number}" for number in range(9)]
    spec = (
        f"spec ring node Box {{ {', '.join(members)} }} channel token from Box to Box carries pass fifo 1 "
        "step hand(f: Box, t: Box) { send token pass from f to t } on token pass from x to y { } "
        "scenario around { hand(b0, b8) }"
    )
    system = system_of(spec)
    trace, _ = run_of(system, "around", {})
    shown = Report(system, {}, {}, None, (with_run("a run", trace, {}, {}),))
    page = show(shown, at="a run/1", width=375)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator(".story").evaluate("story => story.scrollWidth") > 375
    lines = [page.locator("#step-1 .line").nth(lane).bounding_box()["x"] for lane in range(9)]
    assert all(after - before >= 50 for before, after in pairwise(lines))
    shaft = page.locator("#step-1 .shaft").bounding_box()
    assert abs(shaft["x"] + shaft["width"] - lines[8]) < 5


ONE_WAY = """
spec one_way
node Box {{ {members} }}
link ha1[Box, Box], lan[Box]
channel sync over ha1[from, to] from Box to Box carries hi unordered
step tell(a: Box, b: Box) when a != b {{ send sync hi from a to b }}
on sync hi from a to b {{ }}
scenario around {{ tell(b0, b1)  cut ha1 from b0 to b1  tell(b1, b0)  deliver sync hi from b1 to b0 }}
"""


@in_chromium
@pytest.mark.parametrize("members", ["b0, b1", "b0, b1, b2"])
def test_a_link_in_one_direction(show: Show, members: str) -> None:
    """The picture of a pair says which direction; what carries no messages between the two is not in it."""
    system = system_of(ONE_WAY.format(members=members))
    trace, _ = run_of(system, "around", {})
    page = show(Report(system, {}, {}, None, (with_run("a run", trace, {}, {}),)), at="a run/4", width=1300)
    story = page.locator(".story").bounding_box()
    for kind in page.locator(".story .kind").all():
        box = kind.bounding_box()
        assert box["x"] + box["width"] <= story["x"] + story["width"]
    if "b2" not in members:
        names = page.locator(".wire-name").all_inner_texts()
        assert names == ["ha1[b0, b1] \u2192 down", "\u2190 ha1[b1, b0]"]


@in_chromium
def test_on_paper_everything_is_there(show: Show, split: Report) -> None:
    page = show(split, at="never_two_active/2", scheme="dark")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Next step").is_visible()
    assert page.locator("li.step").count() == 3
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(24, 32, 43)"
    assert page.locator(".line-of-code").last.is_visible()
    assert page.locator(".code").evaluate("code => code.scrollHeight <= code.clientHeight + 1")
    assert len(page.pdf()) > 10_000


@in_chromium
def test_without_scripts_the_text_is_there(show: Show, split: Report) -> None:
    page = show(split, java_script_enabled=False)
    assert "violated never_two_active" in page.locator("noscript").inner_text()


# --- fences ----------------------------------------------------------------------------------------------------------


def hostile_report() -> Report:
    """Strings that want to be markup, in every place of a report that can hold one: values, docs, notes, paths, the source."""

    def turned(state: Any) -> dict[Any, Any]:
        return {cell: HOSTILE if content in ("active", "passive", "failed") else content for cell, content in state.items()}

    trace = Trace(turned(TRACE.initial), tuple(Step(step.action, step.arguments, turned(step.state)) for step in TRACE.steps))
    last = Step("crash", (("d", HOSTILE),), {**trace.steps[-1].state, ("log", ()): HOSTILE})
    trace = replace(trace, steps=(*trace.steps, last))
    span = Span(Source(f"{HOSTILE}.ha", f"spec x\n# {HOSTILE}\n{HOSTILE}\n"), 7, 12)
    found = with_run(HOSTILE, trace, {"reverts": HOSTILE}, {"Session": 2})
    error = Diagnostic("dead-action", span, HOSTILE, HOSTILE, HOSTILE)
    finding = replace(found, doc=HOSTILE, span=span)
    return replace(report(), findings=(finding,), notes=(HOSTILE,), quality=(error,), disagreement=HOSTILE)


@in_chromium
def test_what_a_hostile_spec_says_stays_text(show: Show) -> None:
    page = show(hostile_report(), hostile_report())
    marked = re.sub("[\u2028\u202c\u202e]", lambda sign: f"\\u{ord(sign[0]):04x}", HOSTILE)
    page.get_by_role("main").get_by_role("link").first.click()
    assert page.get_by_role("main").get_by_role("link").first.text_content() == marked
    assert page.locator("main li", has_text=marked).count() == 1
    page.get_by_role("main").get_by_role("link").first.click()
    page.keyboard.press("End")
    assert page.get_by_role("heading", level=1).text_content() == marked
    assert page.locator(".doc").text_content() == marked
    assert f"crash({marked})" in page.locator(".step.current").text_content()
    assert marked in page.locator("table.state").first.text_content()
    page.keyboard.press("Home")
    assert page.locator(".line-of-code").all_text_contents() == ["spec x", f"# {marked}", marked]
    page.reload()
    assert page.get_by_role("heading", level=1).text_content() == marked
    assert page.evaluate("window.pwned || null") is None
    assert page.locator("img, iframe, object, form, main script, nav script").count() == 0


@in_chromium
def test_the_policy_stops_what_gets_in_all_the_same(browser: Any, tmp_path: Path, split: Report) -> None:
    """With a fence taken down: a script in the data that ends its element, handlers, styles, and a request."""
    page_text = page_of(split)
    markup = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1><p style='color:red' id=p>.</p>"
    broken = page_text.replace("</body>", f"{markup}</body>")
    assert broken != page_text
    file = tmp_path / "broken.html"
    file.write_text(broken, encoding="ascii")
    page = browser.new_page()
    page.add_init_script(REFUSED)
    page.goto(file.as_uri())
    page.evaluate("fetch('https://example.invalid/').catch(() => null)")
    assert page.evaluate("window.pwned || null") is None
    assert set(page.evaluate("window.refused")) == {
        *["script-src-elem", "script-src-attr", "img-src", "style-src-attr", "connect-src"],
    }
    assert page.evaluate("getComputedStyle(document.getElementById('p')).color") != "rgb(255, 0, 0)"
    assert page.get_by_role("heading", level=1).inner_text() == "split_brain"
    page.close()


# --- results of other commands ---------------------------------------------------------------------------------------


@pytest.fixture
def show_result(browser: Any, tmp_path: Path) -> Iterator[Callable[[CommandReport], Any]]:
    """A page of a result. In the end: no message on the console, nothing refused, nothing loaded."""
    pages, troubles = [], []

    def open_(result: CommandReport) -> Any:
        file = tmp_path / f"{len(pages)}.html"
        file.write_text(RESULT_FORMATS["html"](result, Style()), encoding="ascii")
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        pages.append(page)
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda request: None if request.url == file.as_uri() else troubles.append(request.url))
        page.add_init_script(REFUSED)
        page.goto(file.as_uri())
        return page

    yield open_
    for page in pages:
        assert page.evaluate("window.refused || null") is None
        page.close()
    assert troubles == []


@in_chromium
def test_the_runs_of_a_result_are_stepped_through_in_lanes(show_result: Callable[[CommandReport], Any]) -> None:
    system = elaborate(parse(Source("4_failover.ha", (ROOT / "specs/tutorial/4_failover.ha").read_text())))
    scope = Scope({"Session": 2})
    walked = walk(system, scope, 3, 10, None)
    page = show_result(walk_result(system, walked, scope, 3, 10, None))
    assert page.locator("h1").text_content() == "failover: random walk, --seed 3"
    assert page.locator(".step").count() == 11
    assert page.locator(".member").all_text_contents() == ["fw0", "fw1"]
    assert page.locator(".step .arrow.sent").count() == 3
    assert page.locator("pre").first.text_content().startswith("failover: random walk, --seed 3")
    for key, step in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 10), ("Home", 0)):
        page.keyboard.press(key)
        assert page.locator(".step.current").get_attribute("value") == str(step)
    page.locator(".step").nth(2).click()
    assert page.locator(".step.current").get_attribute("value") == "2"
    assert page.locator(".now h2").text_content() == "State after step 2"
    crashed = page.locator("table.state tr", has_text="alive").first.text_content()
    assert "false" in crashed


@in_chromium
def test_what_a_hostile_result_says_stays_text(show_result: Callable[[CommandReport], Any]) -> None:
    page = show_result(hostile_result(HOSTILE_RESULT))
    marked = printable(HOSTILE_RESULT)
    assert marked in page.locator("h1").text_content()
    assert page.locator("pre").all_text_contents() == [marked, marked]
    page.keyboard.press("ArrowRight")
    assert f"flip({marked})" in page.locator(".step.current").text_content()
    assert page.evaluate("window.pwned || null") is None
    assert page.locator("img, iframe, object, form, main script").count() == 0


# --- size and time ---------------------------------------------------------------------------------------------------


def walked(steps: int) -> Report:
    """A random walk of the PAN-OS pair."""
    system = elaborate(load(str(ROOT / "specs/panos/active_active.ha")))
    options = {option.name: option.default for option in system.options}
    trace = walk(system, Scope({"Session": 2}, options), 7, steps).trace
    assert len(trace.steps) == steps
    return Report(system, {"Session": 2}, options, None, (with_run("a run", trace, {}, {"Session": 2}),))


OPENED = "performance.getEntriesByType('navigation')[0].loadEventEnd - performance.getEntriesByType('navigation')[0].startTime"
STEP = """async (key) => {
    const start = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    document.body.getBoundingClientRect();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""


def opened(page: Any) -> float:
    """Milliseconds until the page is there; the best of some, since others use the machine too."""
    times = []
    for _ in range(5):
        page.reload()
        page.wait_for_function(f"{OPENED} > 0")
        times.append(page.evaluate(OPENED))
    return float(min(times))


@in_chromium
def test_fifty_steps_are_small_and_quick(show: Show) -> None:
    shown = walked(50)
    assert len(page_of(shown)) < 300_000
    page = show(shown, at="a run/50")
    assert page.locator("li.step").count() == 51
    assert opened(page) < 1000


@pytest.mark.heavy
@in_chromium
def test_two_thousand_steps_stay_usable(show: Show) -> None:
    page = show(walked(2000), at="a run")
    assert opened(page) < 3000
    times = [page.evaluate(STEP, key) for key in ("End", "k", "k", "Home", "j", "End")]
    assert current(page) == 2000
    assert page.locator(".step.current").is_visible()
    box = page.locator(".step.current").bounding_box()
    assert 0 <= box["y"] <= 900
    assert sorted(times)[len(times) // 2] < 3000


# --- what it looks like ----------------------------------------------------------------------------------------------


@pytest.mark.heavy
@in_chromium
@pytest.mark.parametrize(("name", "width", "height"), [("narrow", 375, 812), ("wide", 1600, 1000)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screenshots(show: Show, split: Report, failover: Report, scheme: str, name: str, width: int, height: int) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    pictures = []
    for title, shown, at in [
        ("split_brain.verdicts", split, ""),
        ("split_brain.never_two_active", split, "never_two_active/2"),
        ("failover.calms_down", failover, "calms_down/1"),
        ("everything.own_sessions_only", report(), "own_sessions_only/4"),
    ]:
        page = show(shown, at=at, scheme=scheme, width=width, height=height)
        file = SCREENSHOTS / f"{title}.{name}.{scheme}.png"
        pictures.append(page.screenshot(path=str(file), full_page=name == "narrow"))
        assert file.stat().st_size > 5_000
    assert len(set(pictures)) == len(pictures)
