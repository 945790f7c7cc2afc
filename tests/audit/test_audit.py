"""hamodel audit: what it says of a pair, in each format; what it never says; how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from strategies import readers
from strategies.command import hamodel

from hamodel.audit.showing import Showing
from hamodel.source import Source, Span
from hamodel.vendors.known import VENDORS
from hamodel.vendors.schema import Leaf

PAIRS = Path(__file__).parent / "pairs/panos"
A, B = (PAIRS / f"ap.{side}.xml" for side in "ab")
GOLDENS = Path(__file__).parent / "goldens"
ONE_PATH = "<ha1-backup>\n              <port>management</port>", "<ha1-backup>"
NO_HEARTBEAT = "<heartbeat-backup>yes", "<heartbeat-backup>no"
PREEMPTS = "<preemptive>no", "<preemptive>yes"
UNKNOWN = "<election-option>", "<election-option>\n              <password>Winter2026</password>"


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., list[Path]]:
    """`pair(changes of a, changes of b)`: two files with these texts replaced."""

    def written(*changes: list[tuple[str, str]]) -> list[Path]:
        files = []
        for path, wanted in zip((A, B), changes, strict=True):
            text = path.read_text()
            for old, new in wanted:
                assert old in text
                text = text.replace(old, new)
            files.append(tmp_path / path.name)
            files[-1].write_text(text)
        return files

    return written


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "markdown"])
def test_what_it_says(pair: Callable[..., list[Path]], tmp_path: Path, golden: Callable[[Path, str], None], format: str) -> None:
    pair([ONE_PATH, NO_HEARTBEAT, UNKNOWN], [PREEMPTS])
    found = hamodel("audit", "ap.a.xml", "ap.b.xml", "--format", format, cwd=tmp_path)
    assert found.returncode == 1
    assert found.stderr == ""
    if format == "sarif":
        assert len(readers.read_sarif(found.stdout)["results"]) == 4
    if format == "junit":
        assert sum(suite.failures for suite in readers.read_junit(found.stdout)) == 3
    golden(GOLDENS / f"flawed.{format}", found.stdout)


def test_lines_are_those_of_the_text(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    """As a reader that is not ours finds them: by its own line and column in the file."""
    pair([], [PREEMPTS])
    found = hamodel("audit", "ap.a.xml", "ap.b.xml", "--format", "sarif", cwd=tmp_path)
    (result,) = [row for row in json.loads(found.stdout)["runs"][0]["results"] if row["ruleId"] == "PAN-04"]
    said = set()
    for place in [*result["locations"], *result["relatedLocations"]]:
        where = place["physicalLocation"]
        line = (tmp_path / where["artifactLocation"]["uri"]).read_text().splitlines()[where["region"]["startLine"] - 1]
        assert "<preemptive>" in line
        said.add(line[where["region"]["startColumn"] - 1 : where["region"]["endColumn"] - 1])
    assert said == {"yes", "no"}


def test_a_pair_that_is_right(tmp_path: Path) -> None:
    found = hamodel("audit", PAIRS, cwd=tmp_path)
    assert found.returncode == 0
    assert "nothing found" in found.stdout


def test_what_fails(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    files = pair([ONE_PATH, NO_HEARTBEAT], [])
    assert hamodel("audit", *files, "--rules=PAN-01", cwd=tmp_path).returncode == 0
    assert hamodel("audit", *files, "--rules=PAN-01", "--fail-on", "warning", cwd=tmp_path).returncode == 1
    assert hamodel("audit", *files, "--rules=-PAN-01,-PAN-02,-PAN-08", "--fail-on", "note", cwd=tmp_path).returncode == 0


def test_a_placeholder_decides_nothing(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    files = pair([], [("<preemptive>no", "<preemptive>${preempt}")])
    found = hamodel("audit", *files, cwd=tmp_path)
    assert found.returncode == 3
    for format in ("text", "junit", "markdown"):
        assert "it may be" in hamodel("audit", *files, "--format", format, cwd=tmp_path).stdout


def test_only_what_is_new(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    pair([ONE_PATH, NO_HEARTBEAT], [])
    files = ["ap.a.xml", "ap.b.xml"]
    earlier = hamodel("audit", *files, "--format", "json", "-o", "earlier.json", cwd=tmp_path)
    assert earlier.returncode == 0
    pair([("<group-id>7", "\n\n<group-id>7"), NO_HEARTBEAT], [PREEMPTS])
    found = hamodel("audit", *files, "--baseline", "earlier.json", cwd=tmp_path)
    assert "since the earlier audit: adds PAN-04" in found.stdout
    assert "removes PAN-01" in found.stdout
    assert "warning[PAN-01]" not in found.stdout


def test_the_audit_of_another_pair_says_nothing(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    """The same rule finds something there: here it is new all the same. Also where names were replaced."""
    for redact in ([], ["--redact"]):
        pair([PREEMPTS, ("fw-a", "fw-x")], [("fw-b", "fw-y")])
        files = ["ap.a.xml", "ap.b.xml"]
        told = hamodel("audit", *files, *redact, "--format", "json", "-o", "earlier.json", cwd=tmp_path)
        assert told.returncode == 1
        same = hamodel("audit", *files, "--baseline", "earlier.json", *redact, cwd=tmp_path)
        assert "since the earlier audit: changes no finding" in same.stdout
        if not redact:
            pair([PREEMPTS], [])
            other = hamodel("audit", *files, "--baseline", "earlier.json", cwd=tmp_path)
            assert "that was about another pair" in other.stdout
            assert "error[PAN-04]" in other.stdout


def test_a_hazard_fails_where_it_is_sure(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "pairs/fortios"
    files = [folder / f"fgcp.{side}.conf" for side in "ab"]
    for asked, status in (("hazard:0", 0), ("hazard:1", 1)):
        assert hamodel("audit", *files, "--fail-on", asked, cwd=tmp_path).returncode == status
    assert hamodel("audit", A, B, "--fail-on", "hazard:1", cwd=tmp_path).returncode == 3, "there is no model of this pair"


def test_files_of_a_folder_that_cannot_be_meant_are_told(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    pair([], [])
    (tmp_path / "note.txt").write_text("see you at noon\n")
    (tmp_path / "broken.xml").write_text(A.read_text().replace("</deviceconfig>", ""))
    found = hamodel("audit", tmp_path, tmp_path / "ap.a.xml", cwd=tmp_path)
    assert found.returncode == 0, "a file that is named twice counts once"
    assert "broken.xml:72:7: this is no XML: passed over" in found.stderr
    assert "1 file passed over" in found.stderr


def test_no_secret_is_shown(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    """Also where the text cannot be read."""
    files = pair([UNKNOWN], [UNKNOWN, ("</config>", "<Winter2026></config>")])
    for format in ("text", "json", "html", "sarif", "junit", "markdown"):
        for given in ([files[0], A], files):
            found = hamodel("audit", *given, "--format", format, cwd=tmp_path)
            assert "Winter2026" not in found.stdout + found.stderr


def test_names_and_addresses_can_be_left_out(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    named = "<election-option>", "<election-option><fw-a-192.0.2.7/>"
    pair([("192.0.2.2<", "192.0.2.77<"), named], [PREEMPTS, ("fw-b", "fw-a")])
    for format in ("text", "json", "html", "sarif", "junit", "markdown"):
        found = hamodel("audit", "ap.a.xml", "ap.b.xml", "--redact", "--format", format, cwd=tmp_path)
        assert found.returncode == 1
        assert "fw-a" not in found.stdout
        assert "192.0.2" not in found.stdout
    alone = hamodel("audit", "ap.a.xml", "--redact", cwd=tmp_path)
    assert "`ap.a.xml` is one member" in alone.stderr


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("http://me:Winter2026@192.0.2.1:8000/", "http://(not shown)@192.0.2.1:8000/"),
        ("https://192.0.2.1/x?key=Winter2026&all", "https://192.0.2.1/x?(not shown)"),
        ("/bin/curl -u me:Winter2026 192.0.2.1", "/bin/curl -u (not shown) 192.0.2.1"),
        ("/bin/told --password=Winter2026", "/bin/told --(not shown)"),
        ("pass out on em0 proto carp keep state", "pass out on em0 proto carp keep state"),
    ],
)
def test_a_value_may_have_a_secret_in_it(value: str, shown: str) -> None:
    (setting,) = [each for each in VENDORS["kea"].table.settings if each.path == "high-availability/*/peers/*/url"]
    leaf = Leaf(setting, ("high-availability", "a", "peers", "b", "url"), value, Span(Source("a.json", value), 0, 1))
    assert Showing().value(leaf) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("udp:192.0.2.1:3780", "udp:address-1:3780"),
        ("net_192.0.2.0_24", "net_address-1_24"),
        ("10.0.0.1-10.0.0.9", "address-1-address-2"),
        ("::ffff:192.0.2.1", "address-1"),
        ("[2001:db8::1]:443", "[address-1]:443"),
        ("udp:2001:db8::1", "udp:address-1"),
        ("00:5e:00:53:01:02 0050.5e00.5301", "address-1 address-2"),
        ("at 10:20:30 wan:1:2 1.2.3", "at 10:20:30 wan:1:2 1.2.3"),
        ("to FW-A.example.com, not fw-ab", "to host-1, not fw-ab"),
    ],
)
def test_what_is_an_address(text: str, shown: str) -> None:
    assert Showing(True, frozenset(["fw-a"])).text(text) == shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no configurations are given"),
        ([A], "is one member"),
        ([A, A], "is one member"),
        (["nothing.xml", A], "cannot be read"),
        (["note.txt", A], "is no configuration that hamodel knows"),
        (["broken.xml", A], "this is no XML"),
        (["bomb.xml", A], "entities of its own is not read"),
        ([A, B, "--vendor", "panso"], "did you mean `panos`"),
        ([A, B, "--rules", "PAN-99"], "no rule is named `PAN-99`"),
        (["--explain", "PAN-0"], "no rule is named `PAN-0`"),
        ([A, B, "--baseline", "note.txt"], "is no earlier audit"),
        (["empty"], "there is no configuration of a pair in"),
    ],
)
def test_what_is_wrong_is_said_once(tmp_path: Path, arguments: list[str | Path], said: str) -> None:
    (tmp_path / "note.txt").write_text("see you at noon\n")
    (tmp_path / "broken.xml").write_text(A.read_text().replace("</deviceconfig>", ""))
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>\n<config urldb="x"><deviceconfig>&c;</deviceconfig></config>'
    (tmp_path / "bomb.xml").write_text(bomb)
    (tmp_path / "empty").mkdir()
    found = hamodel("audit", *arguments, cwd=tmp_path)
    assert found.returncode == 2
    assert found.stdout == ""
    assert said in found.stderr
    assert found.stderr.count("error[") == 1


def test_no_report_is_written_over_a_configuration(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    first, second = pair([], [])
    before = first.read_text()
    for over in (["-o", "./ap.a.xml"], ["--report", "json=ap.a.xml"]):
        found = hamodel("audit", first, second, *over, cwd=tmp_path)
        assert found.returncode == 2
        assert "is one of the configurations" in found.stderr
    assert first.read_text() == before


def test_a_name_that_is_no_text(pair: Callable[..., list[Path]], tmp_path: Path) -> None:
    first, second = pair([], [PREEMPTS])
    odd = first.rename(tmp_path / "\udcff.xml")
    for format in ("text", "json", "html", "sarif", "junit", "markdown"):
        assert hamodel("audit", odd, second, "--format", format, cwd=tmp_path).returncode == 1


def test_rules_and_leaves_are_told(tmp_path: Path) -> None:
    told = hamodel("audit", "--explain", "PAN-04", cwd=tmp_path)
    assert told.returncode == 0
    assert "reads:  high-availability/group/election-option/preemptive" in told.stdout
    listed = hamodel("audit", "--list-leaves", "--vendor", "panos", cwd=tmp_path)
    assert listed.returncode == 0
    assert "high-availability/group/election-option/preemptive (default no): " in listed.stdout
