"""What an audit is written as: JSON fits its schema, SARIF has the leaf's own line, a baseline tells what changed."""

from __future__ import annotations

import json
import re
import xml.sax
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.handler import ContentHandler

import pytest
from strategies import readers
from strategies.command import hamodel

PAIRS = Path(__file__).parent / "pairs"
FORMATS = ("text", "json", "sarif", "junit", "markdown")


@pytest.fixture
def copied(tmp_path: Path) -> Callable[..., list[str]]:
    """`copied("fortios/fgcp.?.conf", (old, new))`: the files of a pair in a folder of their own, with texts replaced in each."""

    def made(pattern: str, *changes: tuple[str, str]) -> list[str]:
        for path in sorted(PAIRS.glob(pattern)):
            text = path.read_text()
            for old, new in changes:
                assert old in text, old
                text = text.replace(old, new)
            (tmp_path / path.name).write_text(text)
        return [path.name for path in sorted(PAIRS.glob(pattern))]

    return made


def results(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    found = hamodel("audit", *arguments, "--format", "sarif", cwd=folder)
    return readers.read_sarif(found.stdout)["results"]  # type: ignore[no-any-return]


def places(result: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """The file, the line, and what is said of the leaf there."""
    for place in [*result["locations"], *result.get("relatedLocations", ())]:
        where = place["physicalLocation"]
        yield where["artifactLocation"]["uri"], where["region"]["startLine"], place["message"]["text"]


# --- lines, by readers that are not ours -----------------------------------------------------------------------------


class Texts(ContentHandler):
    """The text of each element with its line, as the SAX parser of the standard library has it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[str, str, int]] = []
        self.text = ""

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802
        self.locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self.open.append((name, self.locator.getLineNumber()))
        self.text = ""

    def characters(self, content: str) -> None:
        self.text += content

    def endElement(self, name: str) -> None:  # noqa: N802
        tag, line = self.open.pop()
        self.found.append((tag, self.text.strip(), line))
        self.text = ""


def written_in_xml(path: Path) -> set[tuple[str, str, int]]:
    handler = Texts()
    xml.sax.parse(str(path), handler)
    return set(handler.found)


def written_in_blocks(path: Path) -> set[tuple[str, str, int]]:
    """`set NAME VALUE ...` of FortiOS, a value each; and `[NAME] = VALUE` of one that is a list of them."""
    lines = [(number, re.match(r'\s*set (\S+) (.*)', line)) for number, line in enumerate(path.read_text().splitlines(), 1)]
    said = [(number, found[1], [word.strip('"') for word in found[2].split()]) for number, found in lines if found]
    values = {(name, value, number) for number, name, words in said for value in words}
    return values | {(f"[{first}]", second, number) for number, _, words in said for first, second in pairwise(words)}


@pytest.mark.parametrize(
    ("pattern", "read", "changes"),
    [
        ("fortios/fgcp.?.conf", written_in_blocks, [("set session-pickup enable", "\n    set session-pickup disable")]),
        ("panos/aa.?.xml", written_in_xml, []),
        ("panos/ap.?.xml", written_in_xml, [("<heartbeat-backup>yes", "\n\n<heartbeat-backup>no")]),
    ],
)
def test_a_place_is_the_line_of_the_leaf(
    pattern: str,
    read: Callable[[Path], set[tuple[str, str, int]]],
    changes: list[tuple[str, str]],
    copied: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    """Of every result, hazards too: the leaf that is said to be there is there, with that value."""
    files = copied(pattern, *changes)
    known = {file: read(tmp_path / file) for file in files}
    found = results(tmp_path, *files)
    assert found
    seen = 0
    for result in found:
        assert result["locations"]
        for file, line, said in places(result):
            name, _, value = said.partition(" = ")
            if value.endswith("(default)") or value in ("not set", "(not shown)", ""):
                continue
            assert (name.rpartition("/")[2], value, line) in known[file], said
            seen += 1
    assert seen >= len(found)


def test_hazards_are_at_the_leaves_that_decide_about_them(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    """`session-pickup` decides about some claims, heartbeat links about others; else they are at what makes it such a pair."""
    files = copied("fortios/fgcp.?.conf")
    found = {result["ruleId"]: result for result in results(tmp_path, *files) if result["ruleId"].startswith("pairs/fgcp/")}
    assert found["pairs/fgcp/ownership.single_owner"]["kind"] == "open", "inspection is not decided"
    said = {rule: [leaf for *_, leaf in places(result)] for rule, result in found.items()}
    assert said["pairs/fgcp/ownership.single_owner"].count("system/ha/session-pickup = enable") == 2
    assert all(leaf.startswith("system/ha/hbdev/") for leaf in said["pairs/fgcp/roles.one_active"])
    assert said["pairs/fgcp/roles.one_active"]
    assert "No setting of the model removes it" in found["pairs/fgcp/roles.one_active"]["message"]["text"]
    assert "Removed by" in found["pairs/fgcp/ownership.single_owner"]["message"]["text"]


def test_a_result_is_known_again_when_lines_move(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    marks = []
    for changes in ([], [("config system ha", "# a line\n# and another\nconfig system ha")]):
        files = copied("fortios/fgcp.?.conf", *changes)
        marks.append([result["partialFingerprints"] for result in results(tmp_path, *files)])
    assert marks[0] == marks[1]
    assert len({str(mark) for mark in marks[0]}) == len(marks[0])


# --- the other formats -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", ["fortios/fgcp.?.conf", "panos/a?.?.xml", "keepalived/ap.*", "openbsd/*"])
@pytest.mark.sampled
def test_json_fits_the_schema_that_is_published(pattern: str, copied: Callable[..., list[str]], tmp_path: Path) -> None:
    files = copied(pattern)
    found = hamodel("audit", *files, "--format", "json", "--faults", "0", cwd=tmp_path)
    said = readers.read_json(found.stdout)
    (tmp_path / "earlier.json").write_text(found.stdout)
    readers.read_json(hamodel("audit", *files, "--format", "json", "--baseline", "earlier.json", cwd=tmp_path).stdout)
    assert readers.fits_schema(said)
    for pair in said["pairs"]:
        for part in (said, pair, pair["members"][0], *pair["findings"][:1], *filter(None, [pair["hazards"]])):
            for key in list(part):
                value = part.pop(key)
                assert not readers.fits_schema(said), key
                part[key] = value
    said["more"] = 1
    assert not readers.fits_schema(said)


def test_junit_has_hazards_with_their_leaves(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    files = copied("fortios/fgcp.?.conf")
    found = hamodel("audit", *files, "--format", "junit", cwd=tmp_path)
    assert sum(len(list(suite)) for suite in readers.read_junit(found.stdout)) == found.stdout.count("<testcase ")
    assert 'name="ownership.single_owner" classname="fortios.hazard"' in found.stdout
    assert "system/ha/session-pickup = enable" in found.stdout


# --- an earlier audit ------------------------------------------------------------------------------------------------


def test_only_what_changed_is_in_a_comment(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    """Hazards too: with session-pickup three more, without it none of the old ones again."""
    off, on = ("set session-pickup enable", "set session-pickup disable"), ("", "")
    comment = ["--format", "markdown", "--baseline", "earlier.json", "--fail-on", "never"]
    files = copied("fortios/fgcp.?.conf", off)
    hamodel("audit", *files, "--format", "json", "-o", "earlier.json", cwd=tmp_path)
    same = hamodel("audit", *files, *comment, cwd=tmp_path).stdout
    assert "changes no finding" in same
    assert "|" not in same.replace("&#124;", "")
    copied("fortios/fgcp.?.conf", on)
    more = hamodel("audit", *files, *comment, cwd=tmp_path).stdout
    assert re.search(r"adds [^;]*ownership.single_owner", more)
    assert "| roles.one" not in more
    assert "leaves about high availability" not in more
    hamodel("audit", *files, "--format", "json", "-o", "earlier.json", cwd=tmp_path)
    copied("fortios/fgcp.?.conf", off)
    less = hamodel("audit", *files, "--baseline", "earlier.json", cwd=tmp_path).stdout
    assert "removes hazard " in less
    assert "no more claim is violated" in less


def test_another_leaf_of_a_rule_is_new(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    """A rule that finds something at a further leaf is not hidden by what it found before."""
    files = copied("fortios/fgcp.?.conf")
    first = tmp_path / files[0]
    text = first.read_text()
    assert "set override enable" in text
    first.write_text(re.sub(r"set monitor .*", 'set monitor "port1"', text))
    earlier = hamodel("audit", *files, "--format", "json", "-o", "earlier.json", cwd=tmp_path)
    assert '"FGT-17"' in (tmp_path / "earlier.json").read_text(), earlier.stderr
    first.write_text(first.read_text().replace("set override enable", "set override disable"))
    found = hamodel("audit", *files, "--baseline", "earlier.json", cwd=tmp_path).stdout
    assert re.search(r"changes [^;\n]*FGT-17", found)


def test_what_is_not_asked_is_not_gone(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    """Rules that are left out, pairs that are not there, and hazards of which nothing is known any more."""
    files = copied("fortios/fgcp.?.conf", ("set session-pickup enable", "set session-pickup disable"))
    hamodel("audit", *files, "--format", "json", "-o", "earlier.json", cwd=tmp_path)
    asked = hamodel("audit", *files, "--baseline", "earlier.json", "--rules", "FGT-01", cwd=tmp_path).stdout
    assert "removes" not in asked
    copied("fortios/fgcp.?.conf", ("set mode a-p", "set mode a-a"))
    unknown = hamodel("audit", *files, "--baseline", "earlier.json", cwd=tmp_path).stdout
    assert "nothing is known of its hazards" in unknown
    assert "removes hazard" not in unknown
    others = copied("panos/ap.?.xml")
    found = hamodel("audit", *others, "--baseline", "earlier.json", cwd=tmp_path)
    assert f"a pair of the earlier audit is not among these: {', '.join(files)}" in found.stderr


# --- faults, places --------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_hazards_beyond_so_many_faults_are_counted(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    files = copied("panos/aa.?.xml")
    (pair,) = json.loads(hamodel("audit", *files, "--format", "json", cwd=tmp_path).stdout)["pairs"]
    faults = [hazard["faults"] for hazard in pair["hazards"]["found"]]
    assert {1, 2} <= set(faults)
    near = hamodel("audit", *files, "--faults", "1", cwd=tmp_path).stdout
    assert f"{faults.count(2)} more beyond 1 fault" in near
    assert "]: 2 faults" not in near
    assert hamodel("audit", *files, "--fail-on", "hazard:2", "--faults", "0", cwd=tmp_path).returncode == 1


def test_more_faults_than_were_looked_at_are_not_decided(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    files = copied("fortios/fgcp.?.conf")
    audit = ["audit", *files, "--rules", "FGT-01", "--fail-on"]
    assert hamodel(*audit, "hazard:0", cwd=tmp_path).returncode == 0
    (tmp_path / "all.json").write_text(hamodel("audit", *files, "--format", "json", cwd=tmp_path).stdout)
    assert hamodel(*audit, "hazard:2", "--baseline", "all.json", cwd=tmp_path).returncode == 0
    assert hamodel(*audit, "hazard:3", "--baseline", "all.json", cwd=tmp_path).returncode == 3


@pytest.mark.heavy
def test_a_place_decides_what_files_cannot(copied: Callable[..., list[str]], tmp_path: Path) -> None:
    """Behind routers that share traffic out both members take it, whoever is master. Where it changes nothing, that is said."""
    files = copied("openbsd/edge.?.*")
    plain = hamodel("audit", *files, cwd=tmp_path)
    there = hamodel("audit", *files, "--place", "ecmp", cwd=tmp_path)
    assert "CARP-07" not in plain.stdout
    assert "CARP-07" in there.stdout
    assert "changes nothing here" not in there.stderr
    nothing = hamodel("audit", *files, "--place", "cloud_lb", cwd=tmp_path)
    assert nothing.stdout == plain.stdout
    assert "--place cloud_lb changes nothing here" in nothing.stderr
    wrong = hamodel("audit", *files, "--place", "ecpm", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean `ecmp`" in wrong.stderr


@pytest.mark.parametrize("rules", ["ASA-01", "-ANY-01,ANY-01", ",", "FGT-3"])
def test_rules_that_ask_nothing_are_told(rules: str, copied: Callable[..., list[str]], tmp_path: Path) -> None:
    files = copied("fortios/fgcp.?.conf")
    found = hamodel("audit", *files, f"--rules={rules}", cwd=tmp_path)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.count("error[") == 1
