"""The plain interpreter where the answer is plain: properties about whole runs, scenarios, several files. See `test_texts`."""

from __future__ import annotations

from random import Random

import pytest
from strategies.surface.against import compare, compare_files, fault_bound
from strategies.surface.against_any_number import any_number, judged
from strategies.surface.files import Contradiction, read
from strategies.surface.forever import Forever, Lasso
from strategies.surface.lasting import of_whole_runs
from strategies.surface.runs import Runs
from strategies.surface.scripts import Followed, Scripts, meant, sizes
from strategies.surface.world import World
from strategies.writing.specs import written_in_files

from hamodel.language.text import ast
from hamodel.language.text.parse import parse
from hamodel.source import Source

FILES = range(5_000, 5_012)
"""The numbers of texts that come in several files."""

# --- whole runs ------------------------------------------------------------------------------------------------------


def forever(text: str) -> Forever:
    """The only property of a text."""
    spec = parse(Source("text.ha", f"spec s\n{text}\n"))
    world = World(spec)
    (property,) = (each for each in world.all(ast.Property) if each.kind == "property")
    runs = Runs(world, [property], 1_000, fault_bound(world), pausing=True)
    runs.search()
    assert of_whole_runs(property, runs.reading)
    return Forever(runs, property)


STEP = "var n : 0..2 = 0\n"
RISE = "step rise when n < 2 { n := n + 1 }\n"
TWO = "var n : 0..1 = 0\nvar m : 0..1 = 0\nstep flip { n := 1 - n }\n"


@pytest.mark.parametrize(
    ("text", "property", "true"),
    [
        (STEP + RISE, "eventually n = 2", False),  # it may pause for ever
        (STEP + f"fair {RISE}", "eventually n = 2", True),
        (STEP + f"fair {RISE}", "always eventually n = 1", False),
        (STEP + f"fair {RISE}", "eventually always n = 2", True),
        (STEP + f"fair {RISE}", "n = 0 until n = 1", True),
        (STEP + f"fair {RISE}", "n = 0 until n = 2", False),
        (STEP + f"fair {RISE}", "not (n = 0 until n = 1)", False),
        (STEP + f"fair {RISE}", "not (n = 0 until n = 2)", True),
        (STEP + f"fair {RISE}", "(n = 0 until n = 1) => n = 1", False),
        (STEP + f"fair {RISE}", "eventually (n = 1 until n = 2)", True),
        (STEP + f"fair {RISE}", "all x: 0..1. (n = x until n = 2) => x = 2", True),
        (STEP + RISE, "n = 1 until n = 0", True),  # what is there at once is enough
        (STEP + RISE, "n = 0 until false", False),  # the right side must happen
        (STEP + RISE, "n = 1 leads to n = 1", True),
        (STEP + RISE, "always (n = 1 => always n != 0)", True),
        (STEP + RISE, "always (n = 1 => always n = 1)", False),
        (STEP + RISE, "not eventually n = 1", False),
        (STEP + RISE, "eventually n = 1 or always n = 0", True),
        (STEP + RISE, "eventually n = 2 => eventually n = 1", True),
        (STEP + RISE, "all x: 0..1. n = x leads to n = x", True),
        (STEP + RISE, "some x: 0..2. eventually always n = x", True),
        (STEP + RISE, "if n = 0 then eventually n = 0 else false", True),
        (STEP + f"fair {RISE}", "eventually did rise", True),
        (STEP + f"fair {RISE}", "eventually always not did rise", True),  # after a pause nothing was just done
        (STEP + f"fair {RISE}", "n = 2 leads to historically n != 0", False),
        (STEP + f"fair {RISE}", "n = 2 leads to once did rise", True),
        # fair: where it stays possible; strongly fair: where it is possible again and again
        (TWO + "fair step go when n = 1 and m = 0 { m := 1 }\n", "always eventually n = 1 => eventually m = 1", False),
        (TWO + "strongly fair step go when n = 1 and m = 0 { m := 1 }\n", "always eventually n = 1 => eventually m = 1", True),
        (TWO + "fair step go when m = 0 { m := 1 }\n", "eventually m = 1", True),
        ("var n : 0..1 = 0\nfair step go(x: 0..1) { n := x }\n", "always eventually n = 1", True),  # each argument by itself
        ("var n : 0..1 = 0\nfair step go { choose x: 0..1 where true n := x }\n", "eventually n = 1", False),  # or never
        ("var n : 0..1 = 0\nfair step go { n := n }\n", "always eventually did go", True),  # also where it changes nothing
        # what causes an error, or leads to what is assumed not to be, is not possible
        (STEP + "fair step rise { n := n + 1 }\n", "eventually n = 2", True),
        (STEP + "fair step rise { n := n + 3 }\n", "eventually n = 2", False),
        (STEP + f"fair {RISE}assume a = n < 2\n", "eventually n = 2", False),
        # faults are never obliged to happen, and may be bounded
        (STEP + "fault break { n := 1 }\nfair step mend_ { n := 0 }\n", "eventually always n = 0", False),
        (STEP + "fault break { n := 1 }\nfair step mend_ { n := 0 }\nfaults 2\n", "eventually always n = 0", True),
        # a message that is never lost arrives where its delivery is fair
        ("node N { a, b }\nvar n : 0..1 = 0\nchannel c from N to N carries m fifo 1\nfair step go when n = 0 and not pending c "
         "{ send c m from a to b }\nfair on c m from s to d { n := 1 }\n", "eventually n = 1", True),
        ("node N { a, b }\nvar n : 0..1 = 0\nchannel c from N to N carries m fifo 1\nfair step go when n = 0 and not pending c "
         "{ send c m from a to b }\non c m from s to d { n := 1 }\n", "eventually n = 1", False),
        ("node N { a, b }\nvar n : 0..1 = 0\nchannel c from N to N carries m fifo 1 lossy\nfair step go when n = 0 "
         "{ send c m from a to b }\nfair on c m from s to d { n := 1 }\n", "eventually n = 1", False),
    ],
)  # fmt: skip
def test_whole_runs_by_hand(text: str, property: str, true: bool) -> None:
    judge = forever(f"{text}property p = {property}")
    found = judge.violation()
    assert (found is None) == true
    if found is not None:
        assert judge.is_run(found)
        assert judge.is_fair(found)
        assert not judge.true_of(found)
    for made, _ in zip(judge.some(Random(1), 60), range(40), strict=False):
        assert judge.is_run(made)
        assert judge.true_of(made) or not true
    assert compare(f"spec s\n{text}property p = {property}").differences == ()


ROUND = "var n : 0..2 = 0\nstep go { n := if n = 2 then 1 else n + 1 }\n"


def test_a_run_is_judged_by_what_each_operator_means() -> None:
    """0, 1, 2, and 1, 2 for ever."""
    judge = forever(f"{ROUND}property p = eventually n = 1")
    zero, one, two = sorted(judge.values, key=lambda node: node[0])
    lasso = Lasso((zero, one, two), (("go", ()),) * 3, 1)
    assert judge.is_run(lasso)
    assert not judge.is_run(Lasso((zero, one, two), (("go", ()),) * 3, 0))
    for property, courses in {
        "eventually n = 1": [True, True, True],
        "eventually n = 0": [True, False, False],
        "always n > 0": [False, True, True],
        "always eventually n = 2": [True, True, True],
        "n < 2 until n = 2": [True, True, True],
        "n = 0 until n = 2": [False, False, True],
        "eventually always n = 2": [False, False, False],
        "n = 2 leads to n = 0": [False, False, False],
    }.items():
        other = forever(f"{ROUND}property p = ({property}) or eventually n = 3")
        assert other.course(other.unfolding.formula.parts[0], lasso) == courses, property


def test_what_is_looked_at_where_it_has_no_value() -> None:
    text = "node N { a, b }\nvar n : 0..1 = 0\nstep go { n := 1 }\n"
    judge = forever(f"{text}property p = always eventually n = 0 and always (n = 0 or (the x: N where true) = a)")
    assert judge.violation() is None  # every run that ever leaves 0 and stays away meets what has no value
    assert {(error.kind, depth) for error, depth in judge.errors.items()} == {("the", 1)}


# --- scenarios -------------------------------------------------------------------------------------------------------

SCRIPTED = """
spec scripted
sort Session
node Node { a, b }
option strict : bool = false
option level : 0..2
scope Session = 2
assume sane = strict => level > 0
link wire
var owner[Session] : Node?
initially all s: Session. owner[s] = none
channel ch over wire from Node to Node carries hello(Session), bye unordered lossy
input take(s: Session, n: Node) when owner[s] = none { owner[s] := n send ch hello(s) from n to n }
step leave(s: Session) when owner[s] != none { owner[s] := none }
on ch hello(s) from n to m { require not strict }
on ch bye from n to m { }
fault lose_it { owner[the s: Session where owner[s] != none] := none }
"""


SCRIPTS = [
    ("", Followed(None, 1)),
    ("take(s0, a) assert owner[s0] = a", Followed(None, 1)),
    ("take(any, any)", Followed(None, 4)),
    ("take(any, any) assert owner[s1] = b", Followed(None, 1)),
    ("take(s0, a) take(s0, b)", Followed(1, 1)),
    ("take(s0, a) blocked take(s0, any) blocked take(s1, a)", Followed(2, 1)),
    ("take(s0, a) deliver ch hello(s0) from a to a", Followed(None, 1)),
    ("take(s0, a) deliver ch hello(s0) from a to b", Followed(1, 1)),
    ("take(any, a) deliver ch hello(s1) from any to any assert owner[s1] = a", Followed(None, 1)),
    ("take(any, a) any step", Followed(None, 4)),  # it leaves, or what it has sent arrives
    ("take(s0, a) any step*", Followed(None, 4)),
    ("take(s0, a) any step* assert owner[s0] = none and not pending ch", Followed(None, 1)),
    ("any step", Followed(0, 1)),
    ("take(s0, a) lose ch assert not pending ch", Followed(None, 1)),
    ("take(s0, a) lose ch bye from any to any", Followed(1, 1)),
    ("blocked mend wire cut wire blocked cut wire mend wire", Followed(None, 1)),
    ("take(s0, a) cut wire blocked deliver ch", Followed(None, 1)),
    ("lose_it", Followed(0, 1)),  # only an error
    ("blocked lose_it", Followed(0, 1)),  # a branch, even so
    ("take(s2, a) take(s1, a) take(s0, a)", Followed(None, 1)),  # as many members as it names
    ("set strict = true take(s0, a) blocked deliver ch", Followed(None, 1)),
    ("assert owner[the s: Session where owner[s] != none] = a", Followed(0, 1)),
]


@pytest.mark.parametrize(("script", "expected"), SCRIPTS)
def test_scenarios_by_hand(script: str, expected: Followed) -> None:
    text = f"{SCRIPTED}scenario it {{ {script} }}"
    spec = parse(Source("text.ha", text))
    (found,) = World(spec).all(ast.Scenario)
    options = {"strict": "strict = true" in script, "level": 1}
    world = World(spec, options)
    assert Scripts(World(spec, options, sizes(world, found)), 1_000).follow(found) == expected


def test_both_readings_of_scenarios_agree() -> None:
    outcome = compare(SCRIPTED + "\n".join(f"scenario it{number} {{ {script} }}" for number, (script, _) in enumerate(SCRIPTS)))
    assert outcome.differences == ()
    assert outcome.counts["scenarios: followed to the end"] > 20


@pytest.mark.parametrize(
    ("script", "given", "expected"),
    [
        ("", {}, [(False, 0), (False, 1), (False, 2)]),  # the default, and every value of what has none
        ("set strict = true", {}, [(True, 1), (True, 2)]),
        ("set level = 0", {}, [(False, 0)]),
        ("set strict = true set level = 0", {}, []),
        ("set level = 0", {"level": 1}, []),
        ("", {"strict": True}, [(True, 1), (True, 2)]),
    ],
)
def test_what_a_scenario_is_about(script: str, given: dict[str, object], expected: list[tuple[bool, int]]) -> None:
    spec = parse(Source("text.ha", f"{SCRIPTED}scenario it {{ {script} }}"))
    world = World(spec)
    (found,) = world.all(ast.Scenario)
    rows = meant(world, found, given, lambda chosen: chosen["strict"] and chosen["level"] == 0)
    assert [(row["strict"], row["level"]) for row in rows] == expected


NEAREST = """
spec nearest
option x : bool = false
option y : 0..1 = 0
var n : bool = false
assume one = x or y = 1
scenario one_moves { assert x or y = 1 }
scenario not_both { assert not (x and y = 1) }
scenario alone { assert x }
scenario said { set x = true assert y = 0 }
scenario said_too { set x = true set y = 1 assert x and y = 1 }
scenario left_out { set x = false set y = 0 }
"""


def test_what_is_as_near_to_the_defaults_as_can_be() -> None:
    """Where the defaults are left out, one option moves: either. A script has to be followed both times."""
    spec = parse(Source("text.ha", NEAREST))
    world = World(spec)
    followed = {}
    for script in world.all(ast.Scenario):
        rows = meant(world, script, {}, lambda chosen: not (chosen["x"] or chosen["y"] == 1))
        followed[script.name.text] = [Scripts(World(spec, row), 10).follow(script).stopped is None for row in rows]
    assert followed == {
        "one_moves": [True, True],
        "not_both": [True, True],
        "alone": [False, True],
        "said": [True],
        "said_too": [True],
        "left_out": [],
    }
    assert compare(NEAREST).differences == ()


# --- several files ---------------------------------------------------------------------------------------------------


def test_files_by_hand() -> None:
    """Paths are seen from the file that has them, a file counts once, the last word about sizes is that of the importer."""
    files = {
        "top/main.ha": 'spec main\nimport "../a/one.ha"\nimport "../two.ha"\nscope S = 2\n',
        "a/one.ha": 'import "../two.ha"\nsort S\nscope S = 3\nvar m[S] : bool = false\n',
        "two.ha": "faults 1\nvar n : bool = false\n",
    }
    spec = read(files, "top/main.ha")
    assert sorted(type(each).__name__ for each in spec.declarations) == ["Faults", "Size", "Sort", "Var", "Var"]
    assert World(spec).sizes == {"S": 2}


@pytest.mark.parametrize("own", ["", "faults 3"])
def test_imports_that_differ(own: str) -> None:
    files = {"main.ha": f'spec main\nimport "one.ha"\nimport "two.ha"\n{own}\n', "one.ha": "faults 1\n", "two.ha": "faults 2\n"}
    if own:
        assert fault_bound(World(read(files, "main.ha"))) == 3
        return
    with pytest.raises(Contradiction):
        read(files, "main.ha")


@pytest.mark.parametrize("seed", FILES)
def test_both_readings_of_several_files_agree(seed: int) -> None:
    assert compare_files(*written_in_files(seed)).differences == ()


# --- any number of members -------------------------------------------------------------------------------------------


def test_sizes_by_hand() -> None:
    text = "spec s\nsort S\nvar m[S] : bool = false\nstep go(s: S) { m[s] := true }\ninvariant i = at most two\n"
    text = text.replace("at most two", "(count s: S where m[s]) <= 2")
    spec = parse(Source("text.ha", text))
    found = {size: judged(World(spec, {}, {"S": size}), True).shortest for size in (1, 2, 3)}
    assert found == {1: {}, 2: {}, 3: {"i": 3}}
    outcome = any_number(text, "auto", 20)
    assert outcome.differences == ()
    assert outcome.counts["any number: with a run"] == 1


LOCK = """
spec lock
sort S
var held[S] : bool = false
var taken   : bool = false
step take(s: S) when not taken { held[s] := true taken := true }
step drop_(s: S) when held[s] { held[s] := false taken := false }
invariant one   = at most one s: S. held[s]
invariant nobody = not taken
reachable two   = exactly one s: S. not held[s]
"""


def test_a_check_without_sizes_agrees() -> None:
    proofs, runs = any_number(LOCK, "any_number", 20), any_number(LOCK, "auto", 20)
    assert proofs.differences == runs.differences == ()
    assert proofs.counts["any number: proved"] == 2  # that one holds it, and that there are no errors
    assert runs.counts["any number: with a run"] == 2


@pytest.mark.parametrize("property", ["at most one s: S. not held[s]", "(count s: S where not held[s]) < 3"])
def test_what_holds_at_no_larger_size_is_not_proved_for_any(property: str) -> None:
    """It holds of one member (of two), and not of three: the reading at sizes tells, and so does hamodel."""
    text = LOCK.replace("not taken\n", property + "\n")
    spec = parse(Source("text.ha", text))
    hit = ["nobody" in judged(World(spec, {}, {"S": size}), True).shortest for size in (1, 2, 3)]
    assert hit == ([False, True, True] if "most" in property else [False, False, True])
    assert any_number(text, "auto", 20).differences == ()
