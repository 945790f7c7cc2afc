"""The page of `hamodel audit --format html`: what its data say, that no text of a configuration becomes a part of it, no secret;
in a real Chromium: that it is quiet, fits, steps, and that on paper all is there.

Screenshots are left in `build/screenshots`, or where HAMODEL_SCREENSHOTS says: somebody has to look at them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from strategies.chromium import in_chromium, launched, watched
from strategies.command import hamodel
from strategies.contrast import CONTRAST

from hamodel.audit.hazards.answers import answers
from hamodel.audit.hazards.models.known import MODELS
from hamodel.audit.hazards.replaying import replayed, text_of
from hamodel.audit.pairing import found
from hamodel.audit.picture import FACTS, LINKS, links
from hamodel.audit.rules.known import rules_of
from hamodel.audit.showing import Showing
from hamodel.vendors.known import VENDORS

ROOT = Path(__file__).parent.parent.parent
DOCUMENTED = [ROOT / f"docs/howto/pair/edge-{side}.conf" for side in "ab"]
PANOS = [ROOT / f"tests/audit/pairs/panos/aa.{side}.xml" for side in "ab"]
SCREENSHOTS = Path(os.environ.get("HAMODEL_SCREENSHOTS", ROOT / "build/screenshots"))
HOSTILE = "</script><script>window.pwned=1</script><img/src=x/onerror=window.pwned=1>\u202egnp.exe&lt;"
SECRET = "Winter2026"

Show = Callable[..., Any]


class Elements(HTMLParser):
    """The elements of a page, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script" and data.strip():
            self.scripts.append(data)


def page_of(*files: Path | str, folder: Path = ROOT, more: tuple[str, ...] = ()) -> str:
    done = hamodel("audit", *files, "--format", "html", *more, cwd=folder)
    assert done.returncode in (0, 1, 3), done.stderr
    return done.stdout


def data_of(page: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Elements(page).scripts[0])
    return data


def hostile_pair(folder: Path) -> list[Path]:
    """Two members whose names, values, unknown words and secrets are what nobody should trust."""
    files = []
    for side in "ab":
        text = (ROOT / f"docs/howto/pair/edge-{side}.conf").read_text()
        text = text.replace(f"edge-{side}", f"{HOSTILE}-{'x' * 200}-{side}").replace('"edge"', f'"{HOSTILE}"')
        text = text.replace("port9", HOSTILE)
        text = text.replace("    set mode", f"    set password {SECRET}\n    set {HOSTILE} {SECRET}\n    set mode")
        files.append(folder / f"a<b>{side}.conf")
        files[-1].write_text(text)
    return files


def many(folder: Path, count: int) -> Path:
    """A folder with so many pairs, that know each other by the addresses of their heartbeats."""
    (folder / "many").mkdir()
    for number in range(count):
        for side, own, other in (("a", 1, 2), ("b", 2, 1)):
            text = (ROOT / f"docs/howto/pair/edge-{side}.conf").read_text().replace("edge-", f"site{number}-")
            peer = f"    set unicast-hb enable\n    set unicast-hb-peerip 198.51.{number}.{other}\n"
            text = text.replace("    set mode", f"{peer}    set mode")
            address = f"        set ip 198.51.{number}.{own} 255.255.255.252\n"
            text += f'config system interface\n    edit "port9"\n{address}    next\nend\n'
            (folder / f"many/{number:02}{side}.conf").write_text(text)
    return folder / "many"


# --- runs, and the picture -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
@pytest.mark.sampled
def test_every_run_that_is_kept_is_one_of_the_spec(model: Any) -> None:
    """Taken anew step by step, and told again word for word; it ends where the claim is violated."""
    known = answers(model.spec)
    kept = {row.run: known.every.first(bits) for rows in known.rows.values() for bits, row in rows if row.run}
    assert kept
    for run, options in kept.items():
        shown = replayed(model.spec, options, run)
        assert shown is not None, run
        assert text_of(shown.system, shown.scope, shown.trace) == run


def test_a_run_that_the_spec_does_not_do_is_none() -> None:
    known = answers("pairs/fgcp.ha")
    every = (row for rows in known.rows.values() for row in rows)
    options, run = next((known.every.first(bits), row.run) for bits, row in every if "promote" in row.run)
    assert replayed("pairs/fgcp.ha", options, run.replace("secondary → primary", "secondary → down   ")) is None
    assert replayed("pairs/fgcp.ha", options, run.replace("promote(u1)", "promote(u9)")) is None


def test_pictures_name_leaves_and_rules_that_there_are() -> None:
    assert set(LINKS) | set(FACTS) <= set(VENDORS)
    for vendor, kinds in LINKS.items():
        assert {rule for kind in kinds for rule in kind.single} <= {rule.id for rule in rules_of(vendor)}
        assert {path for kind in kinds for path in kind.paths} <= set(VENDORS[vendor].table.by_path)
    for vendor, facts in FACTS.items():
        assert {path for _, path in facts} <= set(VENDORS[vendor].table.by_path)


def test_a_link_is_single_where_a_rule_says_so(tmp_path: Path) -> None:
    def told() -> list[tuple[tuple[tuple[str, ...], ...], tuple[str, ...], bool]]:
        (pair,) = found([str(path) for path in sorted(tmp_path.glob("*.conf"))]).pairs
        return [(link.ports, link.rules, link.sure) for link in links(pair, Showing())]

    for path in DOCUMENTED:
        shutil.copy(path, tmp_path)
    assert told() == [((("port9",), ("port9",)), ("FGT-01",), True)]
    for path in tmp_path.glob("*.conf"):
        path.write_text(path.read_text().replace('"port9" 50', '"port9" 50 "port10" 60'))
    assert told() == [((("port9", "port10"), ("port9", "port10")), (), False)]
    for path in tmp_path.glob("*.conf"):
        path.write_text(path.read_text().replace(' "port10" 60', "").removesuffix("end\n"))
    assert told() == [((("port9",), ("port9",)), ("FGT-01",), False)], "what is cut may have had a second one"


def test_of_a_cluster_the_interfaces_that_its_object_names_are_links(tmp_path: Path) -> None:
    """Those that the object has as `cluster`, and those that carry states; an object that is not there names none."""
    pairs = Path(__file__).parent / "pairs" / "checkpoint"
    shutil.copy(pairs / "edge.ab.json", tmp_path)
    for port, rules in (("bond1", ()), ("eth2", ("CP-03",))):
        path = tmp_path / "edge.ab.json"
        path.write_text(path.read_text().replace("bond1", port))
        ((first, second),) = found([str(tmp_path)]).pairs
        told = [(link.kind.name, link.ports, link.rules) for link in links((first, second), Showing())]
        assert told == [("CCP", (("eth0", "eth1"),) * 2, ()), ("sync", ((port,),) * 2, rules)]
    for side in "ab":
        shutil.copy(pairs / f"edge.{side}.clish", tmp_path)
    (tmp_path / "edge.ab.json").unlink()
    ((first, second),) = found([str(tmp_path / f"edge.{side}.clish") for side in "ab"]).pairs
    assert list(links((first, second), Showing())) == []


# --- the data of the page --------------------------------------------------------------------------------------------


def test_the_page_has_what_the_json_has_and_every_run() -> None:
    data = data_of(page_of(*DOCUMENTED))
    done = hamodel("audit", *DOCUMENTED, "--format", "json", cwd=ROOT)
    (pair,) = data["pairs"]
    beside = pair.pop("beside")
    assert [pair] == json.loads(done.stdout)["pairs"]
    assert [row for group in beside["groups"] for row in group["findings"]] == list(range(len(pair["findings"])))
    for hazard, (spec, run) in zip(pair["hazards"]["found"], beside["runs"], strict=True):
        shown = data["specs"][spec]["report"]["findings"][run]
        assert shown["property"] == hazard["claim"]
        assert len(shown["trace"]) == hazard["steps"]
    assert data["specs"][0]["report"]["spec"] == pair["hazards"]["spec"]


def test_settings_say_where_what_and_why() -> None:
    (pair,) = data_of(page_of(*DOCUMENTED))["pairs"]
    rows = {row["leaf"]: row for row in pair["beside"]["settings"]}
    pickup = rows["system/ha/session-pickup"]
    assert pickup["members"][0] == [{"value": "disable", "default": False, "place": "line 9"}]
    assert pickup["effect"].endswith("sets pickup of the model")
    assert "FGT-03" in pickup["found"]
    wait = rows["system/ha/override-wait-time"]
    assert wait["members"] == [[{"value": "0", "default": True, "place": None}]] * 2
    assert (wait["written"], wait["found"]) == (False, ["FGT-07"])
    monitor = rows["system/ha/monitor"]
    assert (monitor["should"], monitor["unlike"]) == ("equal", True)
    assert [value["value"] for value in monitor["members"][0]] == ["port1", "port2"]
    assert not rows["system/ha/priority"]["unlike"]


def test_whatever_a_configuration_says_the_page_has_the_same_elements(tmp_path: Path) -> None:
    page = page_of(*hostile_pair(tmp_path), folder=tmp_path)
    assert page.isascii()
    elements = Elements(page)
    assert [tag for tag, _ in elements.found] == [tag for tag, _ in Elements(page_of(*DOCUMENTED)).found]
    for tag, attributes in elements.found:
        assert not {"src", "href", "style", "srcset", "action"} & set(attributes), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert len(elements.scripts) == 2


@pytest.mark.parametrize("more", [(), ("--redact",)])
def test_no_secret_is_in_the_page(tmp_path: Path, more: tuple[str, ...]) -> None:
    page = page_of(*hostile_pair(tmp_path), folder=tmp_path, more=more)
    assert SECRET not in page
    (pair,) = data_of(page)["pairs"]
    (row,) = [row for row in pair["beside"]["settings"] if row["leaf"] == "system/ha/password"]
    assert row["members"] == [[{"value": "(not shown)", "default": False, "place": "line 7"}]] * 2
    assert len(pair["beside"]["unknown"]) == 2


def test_names_and_addresses_can_be_left_out_of_the_page(tmp_path: Path) -> None:
    page = page_of(many(tmp_path, 1), folder=tmp_path, more=("--redact",))
    assert not re.search(r"site0-|198\.51", page)
    assert data_of(page)["title"] == "host-1 and host-2"


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    """`show(page)`: opened from disk."""
    with watched(browser, tmp_path) as open_:

        def show_(text: str, at: str = "", width: int = 1280, scheme: str = "light") -> Any:
            return open_(text, at, viewport={"width": width, "height": 900}, color_scheme=scheme)

        yield show_


def overflowing(page: Any) -> list[str]:
    """What is wider than the window, and not in a box that scrolls."""
    wide: list[str] = page.evaluate("""() => [...document.querySelectorAll('main *')].filter((element) => {
        const box = element.getBoundingClientRect();
        if (!box.width || element.closest('.unseen, .run-text, .many')) return false;
        return box.right > innerWidth + 1 || box.left < -1;
    }).map((element) => `${element.tagName} ${element.getAttribute('class')}: ${element.textContent.slice(0, 40)}`)""")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    return wide


@pytest.mark.heavy
@in_chromium
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_is_quiet(show: Show, tmp_path: Path, width: int, scheme: str) -> None:
    """All runs open; of a pair, of one with hostile texts, of many."""
    pages = [page_of(*PANOS), page_of(*hostile_pair(tmp_path), folder=tmp_path), page_of(many(tmp_path, 50), folder=tmp_path)]
    for name, text in zip(("pair", "hostile", "many"), pages, strict=True):
        page = show(text, width=width, scheme=scheme)
        page.evaluate("document.querySelectorAll('.toggle[aria-expanded=false]').forEach((each) => each.click())")
        assert page.locator(".hazard-card .run:visible").count() == page.locator(".hazard-card").count()
        assert overflowing(page) == []
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        if (name, width) == ("hostile", 1280):  # of all elements few: it takes long
            assert page.evaluate(CONTRAST)["poor"] == []
        page.screenshot(path=str(SCREENSHOTS / f"audit.{name}.{width}.{scheme}.png"), full_page=True)
        assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.heavy
@in_chromium
def test_hostile_texts_are_texts(show: Show, tmp_path: Path) -> None:
    page = show(page_of(*hostile_pair(tmp_path), folder=tmp_path))
    text = page.locator("main").inner_text()
    assert "</script><script>window.pwned=1</script>" in text
    assert "\u202e" not in text
    assert "\\u202egnp.exe" in text
    assert page.locator("main img, main script").count() == 0


@pytest.mark.heavy
@in_chromium
def test_a_run_is_stepped_through_with_keys(show: Show) -> None:
    page = show(page_of(*DOCUMENTED))
    cards = page.locator(".hazard-card")
    assert cards.count() == 7
    assert [card.locator("header .badge").inner_text() for card in cards.all()] == ["1 fault"] * 7
    second = cards.nth(1)
    assert not second.locator(".run").is_visible()
    second.get_by_role("button", name="Show the run").focus()
    page.keyboard.press("Enter")
    assert second.locator("li.step").count() == 3
    second.get_by_role("button", name="Next step").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    assert second.locator("li.step.current").get_attribute("value") == "2"
    assert second.locator(".now h2").inner_text() == "State after step 2"
    assert second.locator("td.changed code").all_inner_texts() == ["primary", "u1"]
    assert cards.nth(0).locator("li.step.current").get_attribute("value") == "0", "keys are for the run that has the focus"
    page.keyboard.press("Home")
    assert second.locator("li.step.current").get_attribute("value") == "0"


@pytest.mark.heavy
@in_chromium
def test_what_limits_a_hazard_is_told_with_it(show: Show, tmp_path: Path) -> None:
    """Where it applies alone, what may take it away, and whom a run is about, as the JSON has them."""
    limited = None
    for pair in sorted((ROOT / "tests/audit/pairs").glob("*/*.a.*")):
        files = sorted(pair.parent.glob(f"{pair.name.split('.')[0]}.[ab]*"))
        done = hamodel("audit", *files, "--format", "json", cwd=ROOT)
        report = json.loads(done.stdout)["pairs"][0]["hazards"] if done.stdout else None
        if report is None or not report["found"]:
            continue
        page = show(page_of(*files))
        for card, hazard in zip(page.locator(".hazard-card").all(), report["found"], strict=True):
            said = card.inner_text()
            assert not hazard["where"] or hazard["where"] in said
            assert not hazard["unless"] or f"{hazard['unless']}: not decided by the files" in said
            limited = hazard["where"] or hazard["unless"] or limited
        basis = page.locator(".basis").inner_text()
        assert all(each in basis for each in report["assumes"])
        assert all(f"{each['claim']} is left out" in basis for each in report["excluded"])
        assert all(f"{word} = {name}" in basis for word, name in report["called"].items())
        decided = page.locator("details.decided").text_content() or ""
        assert all(f"{each['option']} = " in decided for each in report["decided"])
        assert not any(f"{each['option']} = " in basis for each in report["decided"]), "it is to be opened first"
    assert limited


@pytest.mark.heavy
@in_chromium
def test_addresses_lead_to_pairs_findings_and_hazards(show: Show, tmp_path: Path) -> None:
    page = show(page_of(many(tmp_path, 3), folder=tmp_path))
    page.get_by_role("main").get_by_role("link", name="site1-a and site1-b").click()
    assert page.get_by_role("heading", level=1).inner_text() == "site1-a and site1-b"
    page.get_by_role("main").get_by_role("link", name="FGT-01").first.click()
    assert page.evaluate("decodeURIComponent(location.hash)") == "#site1-a and site1-b/findings/FGT-01"
    assert page.evaluate("document.activeElement.dataset.at") == "findings/FGT-01"
    page.go_back()
    page.go_back()
    assert page.get_by_role("heading", level=1).inner_text() == "3 pairs"
    page = show(page_of(*DOCUMENTED), at="hazards/address.one_holder")
    assert page.locator("[data-at='hazards/address.one_holder'] .run").is_visible()


@pytest.mark.heavy
@in_chromium
def test_on_paper_all_is_there(show: Show, tmp_path: Path) -> None:
    page = show(page_of(many(tmp_path, 3), folder=tmp_path), width=688, scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".pair-page").count() == 3
    for run in page.locator(".run").all():
        assert run.is_visible()
        assert run.locator("li.step").count() > 1
    assert overflowing(page) == []
    assert not any(button.is_visible() for button in page.locator(".toggle, .controls button, .page-head button").all())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".pair-page").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")
