"""Instances of files: names, what is needed and given, files inside of files; reports, logs and certificates that name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies.surface.against import compare_files

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.cli import status
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import is_part, load
from hamodel.model.expr import Bound
from hamodel.model.system import Assign, System

BIT = """spec bit
needs node Peer
needs def may: bool = true
var set[Peer] : bool = false
open def quiet(p: Peer): bool = false
step put(p: Peer) when may and not quiet(p) { set[p] := true }
invariant unset = all p: Peer. not set[p]
scope_
"""

TWO = 'spec two\nneeds node Box\nimport "bit.ha" as one with Peer = Box\n'
TWO += 'import "bit.ha" as other with Peer = Box, may = one_is_set\n'
TWO += "def one_is_set = some p: Box. one.set[p]\ndef other.quiet(p: Box) = one_is_set and false\n"
TWO += "invariant in_order = (some p: Box. other.set[p]) => one_is_set\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bit.ha").write_text(BIT.replace("scope_\n", ""))
    Path("two.ha").write_text(TWO)
    return tmp_path


def system(text: str) -> System:
    Path("main.ha").write_text(f"spec main\n{text}")
    return elaborate(load("main.ha"))


def test_instances_in_an_instance(here: Path) -> None:
    found = system(
        'import "two.ha" as all_ with Box = D\nnode D { d0, d1 }\nvar p : bool = false\nexpect all_.one.unset violated\n'
        "expect all_.other.unset violated when true\ninvariant x = all_.one.set[d0] => not all_.other.set[d1] or p or true\n"
        "scenario go { all_.one.put(d0)  all_.other.put(d1)  assert all_.other.set[d1] and all_.one_is_set }\n"
    )
    assert [variable.name for variable in found.variables] == ["all_.one.set", "all_.other.set", "p"]
    assert [action.name for action in found.actions] == ["all_.one.put", "all_.other.put"]
    said = {finding.name: finding.verdict for finding in check(found, Request()).findings}
    assert [name for name, verdict in said.items() if verdict == "violated"] == ["all_.one.unset", "all_.other.unset"]
    assert {"all_.in_order", "x"} <= {name for name, verdict in said.items() if verdict == "proved"}
    assert all(finding.as_expected for finding in check(found, Request()).findings)


def test_a_binder_of_the_file_may_be_a_name_of_the_importer(here: Path) -> None:
    system('import "bit.ha" with Peer = D\nnode D { d0 }\nvar p : bool = false\n')
    with pytest.raises(SpecError, match="shadowed"):
        system("node D { d0 }\nvar p : bool = false\nstep go(p: D) { }\n")


def test_nothing_else_of_the_importer_is_seen(here: Path) -> None:
    Path("odd.ha").write_text("var a : bool = b\n")
    with pytest.raises(SpecError) as caught:
        system('import "odd.ha" as odd\ndef b = true\n')
    assert [each.code for each in caught.value.diagnostics] == ["unknown-value"]


@pytest.mark.parametrize(
    "said",
    [
        "invariant i = (all d: Box. m[d]) and d = 1\n",
        "invariant i = (some d: Box. m[d]) => d in 0..1\n",
        "step go(b: Box) { for d: Box { m[d] := true }  require d = 1 }\n",
    ],
)
def test_a_binder_of_the_file_names_nothing_of_the_importer(here: Path, said: str) -> None:
    """Where it is not in sight. A file is read when it is imported, so nobody else would notice."""
    Path("odd.ha").write_text(f"needs node Box\nvar m[Box] : bool = false\n{said}")
    with pytest.raises(SpecError) as caught:
        system('import "odd.ha" as odd with Box = D\nnode D { d0 }\nvar d : 0..1 = 1\n')
    assert [each.code for each in caught.value.diagnostics] == ["unknown-value"]


def test_a_field_of_a_binder_is_no_variable_of_an_instance_that_is_called_so(here: Path) -> None:
    Path("odd.ha").write_text(
        "needs node Box\nrecord Two { left: Box, right: Box }\nvar left : Box\nstep go(f: Two) { left := f.left }\n"
    )
    for name in ("f", "g"):
        (assign,) = system(f'import "odd.ha" as {name} with Box = D\nnode D {{ d0, d1 }}\n').action(f"{name}.go").body
        assert isinstance(assign, Assign)
        assert isinstance(assign.value, Bound)


def test_a_constant_of_the_importer_is_no_bound_of_the_file(here: Path) -> None:
    Path("odd.ha").write_text("invariant i = some n: 0..3. n <= 2 and all x: 0..n. x >= 0\n")
    with pytest.raises(SpecError) as caught:
        system('import "odd.ha" as odd\nconst n = 1\n')
    assert [each.code for each in caught.value.diagnostics] == ["unknown-constant"]


def test_a_value_of_the_file_is_no_member_of_its_enums(here: Path) -> None:
    """Which of them a word means would be luck, as in a file alone."""
    Path("odd.ha").write_text("enum M { a, b }\nvar a : M = b\nvar m : M = b\nstep go { m := a }\n")
    with pytest.raises(SpecError) as caught:
        system('import "odd.ha" as odd\n')
    assert [each.code for each in caught.value.diagnostics] == ["duplicate"]


def test_a_member_of_a_sort_of_an_instance(here: Path) -> None:
    Path("of_sort.ha").write_text("sort S\nscope S = 2\nvar m[S] : bool = false\nstep go(s: S) { m[s] := true }\n")
    found = system('import "of_sort.ha" as lan\nsort S\nscope S = 1\nscenario it { lan.go(lan.s1)  assert not lan.m[lan.s0] }\n')
    assert [(sort.name, sort.prefix) for sort in found.sorts] == [("lan.S", "lan.s"), ("S", "s")]
    assert status(["run", "main.ha", "--scenario", "it"]) == 0


def test_a_quantifier_whose_dot_has_no_space(here: Path) -> None:
    claim = "invariant i = (all x: D.q => m[x]) and all x: D.m[x]\n"
    found = system(f"node D {{ d0 }}\nvar m[D] : bool = false\nvar q : bool = false\n{claim}")
    assert len(found.declared) == 1


def test_commands(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that needs something is checked where it is imported; not by itself, and not as part of a folder."""
    Path("main.ha").write_text('spec main\nimport "bit.ha" with Peer = D\nnode D { d0 }\nexpect bit.unset violated\n')
    assert is_part("bit.ha")
    assert not is_part("main.ha")
    assert status(["check", "bit.ha"]) == 2
    said = capsys.readouterr().err
    assert 'write a spec with `import "bit.ha" with Peer = ...`' in said
    assert status(["check", "main.ha", "--property", "bit.unset"]) == 0
    assert "known hazard  bit.unset" in capsys.readouterr().out
    Path("two.ha").unlink()
    assert status(["check", "."]) in (0, 4)
    assert "main" in capsys.readouterr().out
    Path("log").write_text('{"action": "bit.put(d0)"}\n{"state": {"bit.set[d0]": true}}\n')
    assert status(["replay", "main.ha", "log"]) == 0
    assert "consistent" in capsys.readouterr().out


ASKED = """spec asked
needs node N
var rank[N] : 0..2 = 0
var by : bool = false
channel c from N to N carries tell(N) fifo 1
input raise(d: N) when rank[d] < 2 and not pending c { rank[d] := rank[d] + 1  send c tell(d) from d to d }
on c tell(x) from a to b { by := not by }
invariant told = pending c => possible deliver c
invariant full = all d: N. pending c tell(d) from d to d => possible deliver c tell(d) from d to d and not possible raise(any)
reachable top = some d: N. rank[d] = 2 and not possible raise(d)
property lives = always (possible raise(any) => next (possible any step or possible raise))
"""


def test_what_is_possible_and_best_in_an_instance(here: Path) -> None:
    Path("asked.ha").write_text(ASKED)
    found = system(
        'import "asked.ha" as lan with N = Box\nnode Box { b0, b1 }\n'
        "invariant outside = not possible lan.raise(b0) => lan.rank[b0] = 2 or possible deliver lan.c\n"
        "reachable first = possible deliver lan.c tell(b1) from b1 to b1 and (best d: Box by (lan.rank[d], d = b0)) = b1\n"
    )
    findings = [each for each in check(found, Request()).findings if each.kind != "run-time"]
    assert {each.name for each in findings} >= {"lan.told", "lan.full", "lan.top", "lan.lives", "outside", "first"}
    assert [each.name for each in findings if not each.as_expected] == []


ASKS = """spec asks
needs node N
needs sort S
var holder[S] : N? = none
step take(d: N, s: S) when holder[s] = none { holder[s] := d }
"""
LIVES = "invariant lives = possible any\ninvariant steps = possible any step\n"
PLAYED = """scenario one  { take(n0, s0)  assert holder[s0] = n0 and holder[s1] = none }
scenario both { take(n0, s1)  take(any, s0)  blocked take(n1, s0)  assert holder[s1] = n0 }
"""


def test_a_scenario_names_members_of_what_is_needed(here: Path) -> None:
    """Those of a sort by their numbers, those of a node or an enum as they are declared."""
    Path("asks.ha").write_text(ASKS + PLAYED)
    found = system(
        'import "asks.ha" as of_sort with N = Box, S = Flow\nimport "asks.ha" as of_enum with N = Box, S = Colour\n'
        "node Box { left, right }\nsort Flow\nenum Colour { red, green, blue }\n"
    )
    played = {each.name: each for each in found.scenarios}
    assert dict(played["of_sort.one"].instructions[0].arguments) == {"d": "left", "s": "f0"}
    assert dict(played["of_enum.both"].instructions[0].arguments) == {"d": "left", "s": "green"}
    assert [played[f"of_sort.{name}"].sizes for name in ("one", "both")] == [{"Flow": 2}, {"Flow": 2}]
    findings = [each for each in check(found, Request()).findings if each.kind == "scenario"]
    assert [(each.name, each.as_expected) for each in findings] == [(each.name, True) for each in found.scenarios]


def test_members_whose_letter_another_type_has(here: Path) -> None:
    """As with sorts: then the whole name stands before the number."""
    Path("names.ha").write_text(
        "needs node Node\nneeds sort Name\nvar named[Node, Name] : bool = false\n"
        "step name(d: Node, x: Name) { named[d, x] := true }\n"
        "scenario go { name(node1, name0)  assert named[node1, name0] and not named[node0, name0] }\n"
    )
    found = system('import "names.ha" with Node = Box, Name = Flow\nnode Box { left, right }\nsort Flow\n')
    assert dict(found.scenarios[0].instructions[0].arguments) == {"d": "right", "x": "f0"}
    Path("names.ha").write_text(Path("names.ha").read_text().replace("node1", "n1"))
    with pytest.raises(SpecError, match="unknown-value"):
        system('import "names.ha" with Node = Box, Name = Flow\nnode Box { left, right }\nsort Flow\n')


def test_possible_any_is_about_the_whole_spec(here: Path) -> None:
    """Also in a file that knows nothing of the other actions."""
    Path("asks.ha").write_text(ASKS + LIVES)
    spec = 'import "asks.ha" with N = Box, S = Box\nnode Box { left, right }\nvar beat : bool = false\n'
    stuck = {each.name: each.verdict for each in check(system(spec), Request()).findings}
    assert (stuck["asks.lives"], stuck["asks.steps"]) == ("violated", "violated")
    world = {each.name: each.verdict for each in check(system(f"{spec}input go {{ beat := not beat }}\n"), Request()).findings}
    assert (world["asks.lives"], world["asks.steps"]) == ("proved", "violated")


def test_a_tag_and_a_comment_of_the_importer(here: Path) -> None:
    """Beside the tags that the file has; the comment takes the place of that of the file."""
    Path("tagged.ha").write_text("var on : bool = false\nstep go { on := true }\n## Off.\nhazard \"1\" invariant off = not on\n")
    found = system('import "tagged.ha" as t\n## It goes on.\nhazard "22", "1" expect t.off violated\n')
    (claim,) = found.declared
    assert (claim.hazards, claim.doc, claim.expect_violated) == (("1", "22"), "It goes on.", True)
    (claim,) = system('import "tagged.ha" as t\nexpect t.off violated\n').declared
    assert (claim.hazards, claim.doc) == (("1",), "Off.")


CLOCK = """
needs sort Epoch ordered
var at : Epoch
initially all e: Epoch. at <= e
step go(e: Epoch) when e > at { at := max(e, at) }
property only_up = always (next at >= at)
reachable gone = some e: Epoch. e < at
"""


@pytest.mark.parametrize(
    ("declared", "extent"), [("sort T ordered\n", {"T": None}), ("enum T { a, b, c }\n", {}), ("node T { a, b, c }\n", {})]
)
def test_what_is_needed_in_an_order_is_given_so(here: Path, declared: str, extent: dict[str, int | None]) -> None:
    Path("clock.ha").write_text(CLOCK)
    Path("both.ha").write_text(
        'needs sort Time ordered\nimport "clock.ha" as one with Epoch = Time\nimport "clock.ha" as other with Epoch = Time\n'
    )
    found = check(system(f'import "both.ha" with Time = T\n{declared}'), Request()).findings
    assert {(finding.name, finding.verdict) for finding in found} == {
        *((f"both.{clock}.only_up", "proved") for clock in ("one", "other")),
        *((f"both.{clock}.gone", "reached") for clock in ("one", "other")),
        ("no run-time errors", "proved"),
    }
    [proof] = {finding.name: finding for finding in found}["both.one.only_up"].results
    assert dict(proof.sizes) == extent


def test_an_order_that_a_file_inside_of_a_file_needs(here: Path) -> None:
    Path("clock.ha").write_text(CLOCK)
    Path("both.ha").write_text('needs sort Time\nimport "clock.ha" as one with Epoch = Time\n')
    with pytest.raises(SpecError) as raised:
        system('import "both.ha" with Time = T\nsort T\n')
    [diagnostic] = raised.value.diagnostics
    assert diagnostic.code == "given-without-order"


RANKED = """needs node Peer
needs sort Mode
needs def eager: bool
needs def rank(p: Peer): 0..3
needs def mode(p: Peer): Mode
needs def down(m: Mode): bool
var best_[Peer] : bool = false
step elect(p: Peer) when eager and not down(mode(p)) and all o: Peer where o != p. rank(p) > rank(o) { best_[p] := true }
invariant one = at most one p: Peer. best_[p]
reachable elected = some p: Peer. best_[p]
"""

RANKING = """node D { d0, d1 }
enum State { works, failed }
option preempts : bool
option priority[D] : 0..3
var state[D] : State = works
step fail(d: D) { state[d] := failed }
expect ranked.elected reached when preempts and priority[d0] != priority[d1]
"""


@pytest.mark.parametrize("rank", ["rank = priority", "rank(p) = priority[p]"])
def test_options_enums_and_variables_are_given(rank: str, here: Path) -> None:
    Path("ranked.ha").write_text(RANKED)
    givens = f"Peer = D, Mode = State, eager = preempts, {rank}, mode = state, down(m) = m = failed"
    found = system(f'{RANKING}import "ranked.ha" with {givens}')
    report = check(found, Request(engine="explicit"))
    assert {finding.name: finding.as_expected for finding in report.findings if finding.kind != "run-time"} == {
        "ranked.one": True,
        "ranked.elected": True,
    }
    assert len(report.findings[0].results) == 32
    main = f'spec main\n{RANKING}import "ranked.ha" with {givens}'
    compared = compare_files({"main.ha": main, "ranked.ha": RANKED}, "main.ha")
    assert (compared.refused, compared.large, compared.differences) == ("", False, ())


def test_options_of_a_record_in_an_instance(here: Path) -> None:
    """Scripts of the file and of the importer set fields, some of which are called like words of scripts."""
    Path("timed.ha").write_text(
        "needs node Peer\nrecord Times { cut: 0..2, set: bool }\noption times[Peer] : Times = Times(1, true)\n"
        "option base : Times = Times(2, true)\nvar n[Peer] : 0..3 = 0\n"
        "step go(p: Peer) when times[p].set and base.set and n[p] < min(times[p].cut, base.cut) { n[p] := n[p] + 1 }\n"
        "invariant low expect violated when base = Times(2, true) and (some p: Peer. times[p] = base) = all p: Peer. n[p] < 2\n"
        "scenario inside { set times[p0].cut = 2 set base.cut = 2 go(p0) go(p0) assert n[p0] = 2 }\n"
    )
    text = (
        'import "timed.ha" as lan with Peer = D\nnode D { d0, d1 }\ndef cut_of(d: D) = lan.times[d].cut\n'
        "assume few = lan.times[d1] = lan.Times(1, true)\ninvariant here = lan.n[d1] <= cut_of(d1)\n"
        "scenario outside { set lan.times[d0].cut = 2 set lan.base.cut = 1 set lan.times[d0].set = true lan.go(d0)\n"
        "blocked lan.go(d0) assert lan.n[d0] = lan.base.cut and cut_of(d0) = 2 }\n"
    )
    found = system(text)
    names = ["lan.times[d0].cut", "lan.times[d0].set", "lan.times[d1].cut", "lan.times[d1].set", "lan.base.cut", "lan.base.set"]
    assert [option.name for option in found.options] == names
    said = {finding.name: finding.verdict for finding in check(found, Request(engine="explicit")).findings}
    assert said == {
        "lan.low": "violated",
        "here": "proved",
        "lan.inside": "reached",
        "outside": "reached",
        "no run-time errors": "proved",
    }
    files = {"main.ha": Path("main.ha").read_text(), "timed.ha": Path("timed.ha").read_text()}
    outcome = compare_files(files, "main.ha", most=3_000)
    assert (outcome.refused, outcome.large, outcome.differences) == ("", False, ())
