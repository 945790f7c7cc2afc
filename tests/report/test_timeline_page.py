"""Time on the page of `--format html`, in a real Chromium: the picture, steps that are told as one, runs of measures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from strategies.chromium import in_chromium, launched, watched
from strategies.timed import timed

from hamodel.api.spec import load
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.report import FORMATS
from hamodel.report.style import Style

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = Path(os.environ.get("HAMODEL_SCREENSHOTS", ROOT / "build/screenshots"))

pytestmark = pytest.mark.heavy

Show = Callable[..., Any]

OVER = """() => {
    const texts = [...document.querySelectorAll('.time-box text')].map((text) => [text.textContent, text.getBBox()]);
    const across = (a, b) => a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1;
    const upon = ([, a], [, b]) => across(a, b) && a.y < b.y + b.height - 3 && b.y < a.y + a.height - 3;
    const those = (one, number) => texts.slice(number + 1).filter((other) => upon(one, other));
    return texts.flatMap((one, number) => those(one, number).map(([other]) => [one[0], other]));
}"""
"""Texts of which one is upon the other, as the browser's letters are."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    with watched(browser, tmp_path) as open_:

        def show_(report: Report, at: str = "", scheme: str = "light") -> Any:
            size = {"width": 1400, "height": 1000}
            return open_(FORMATS["html"]([report], Style()), at, viewport=size, color_scheme=scheme)

        yield show_


@pytest.fixture(scope="module")
def heartbeat() -> Report:
    return check(load(str(ROOT / "specs/timed/heartbeat.ha")).system, Request())


@pytest.fixture(scope="module")
def vrrp() -> Report:
    return check(load(str(ROOT / "specs/timed/vrrp.ha")).system, Request(properties=("failover", "no_dual")))


def numbers(page: Any) -> list[int]:
    """The steps that can be seen."""
    found = page.locator("li.step").evaluate_all("rows => rows.filter((row) => row.checkVisibility()).map((row) => row.value)")
    return [int(number) for number in found]


@in_chromium
def test_the_longest_and_the_shortest_of_a_measure_can_be_opened(show: Show, heartbeat: Report) -> None:
    """0.4 s to 3.6 s, by hand: the hold time and the latest heartbeat; what is left of it after two lost ones."""
    page = show(heartbeat)
    links = page.locator(".runs-of-measures a").all_inner_texts()
    assert links == ["the longest gap 3.600 s", "the shortest gap 0.400 s", "the shortest quiet 3.300 s"]
    said = page.get_by_role("region", name="Measured").inner_text()
    assert "gap lasts from 0.400 s (hold + 100 ms - 3 * period) to 3.600 s (hold + 300 ms)" in said
    solved = "safe: no_split is violated, exactly when hold <= 3 * period + 200 ms"
    assert solved in page.get_by_role("region", name="For which durations").inner_text()
    assert solved not in page.get_by_role("region", name="Notes").inner_text()
    page.locator(".runs-of-measures a").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "the longest gap"
    assert page.locator(".time-outage").all_text_contents() == ["gap 3.6 s"]
    assert page.locator("li.step .clock").last.inner_text() == "3.600 s"
    page.get_by_role("navigation").get_by_role("link", name="the shortest gap").click()
    assert page.locator(".time-outage").all_text_contents() == ["gap 0.4 s"]


@in_chromium
def test_steps_that_are_told_as_one_are_one_step(show: Show, heartbeat: Report) -> None:
    page = show(heartbeat, at="soon")
    there = numbers(page)
    trace = next(finding for finding in heartbeat.findings if finding.name == "soon").results[0].answer.trace
    assert trace is not None
    assert len(there) < len(trace.steps) / 2
    told = []
    for key in ["ArrowRight"] * (len(there) - 1) + ["ArrowLeft"] * 2:
        page.keyboard.press(key)
        told.append(int(page.locator("li.step.current").get_attribute("value")))
    assert told == [*there[1:], there[-2], there[-3]]
    seen = "all => all.filter((each) => each.checkVisibility()).map((each) => each.innerText)"
    said = page.locator("li.step .action").evaluate_all(seen)
    assert sum(" pass" in text for text in said) > 2
    assert not any("time passes" in text for text in said)


@in_chromium
def test_a_click_into_the_picture_goes_there(show: Show, heartbeat: Report) -> None:
    page = show(heartbeat, at="late")
    page.locator(".time-event.fault").click()
    current = page.locator("li.step.current")
    assert current.locator(".action").inner_text().endswith("crash")
    assert current.locator(".clock").inner_text() == "2.000 s"
    place = page.locator(".time-dot.fault").get_attribute("cx")
    assert page.locator(".time-cursor").get_attribute("x1") == place


@in_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_is_upon_another_one(show: Show, vrrp: Report, heartbeat: Report, scheme: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for report, at in [(vrrp, "failover"), (vrrp, "no_dual"), (heartbeat, "late"), (heartbeat, "soon")]:
        page = show(report, at=at, scheme=scheme)
        assert page.locator(".time-box text").count() > 8
        assert page.evaluate(OVER) == []
        page.screenshot(path=str(SCREENSHOTS / f"timeline.{at}.{scheme}.png"))


@in_chromium
def test_on_paper_the_whole_picture_is_there(show: Show, vrrp: Report) -> None:
    page = show(vrrp, at="no_dual")
    page.emulate_media(media="print")
    inside, outside = page.locator(".time-box svg").bounding_box(), page.locator(".timeline").bounding_box()
    assert inside["width"] <= outside["width"]
    assert not page.locator(".time-cursor").is_visible()


@in_chromium
def test_a_spec_without_timers_has_no_picture(show: Show) -> None:
    spec = "var on : bool = false\ninput go when not on { on := true }\nreachable r = on\n"
    page = show(check(timed(spec), Request()), at="r")
    assert page.locator("li.step").count() == 2
    assert page.locator(".timeline, .clock").count() == 0
