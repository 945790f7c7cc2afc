"""What the language means, one thing at a time, worked out by hand: the reference for everything else is held against this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice, product

import pytest
from strategies.systems import typed

from hamodel.diagnostics import SpecError
from hamodel.evidence.confirm import Disagreement, Noticed, confirm_exhaustive, replay, shows
from hamodel.ground.expressions import TERM_ROWS
from hamodel.model.expr import BOOL, INT, OPERATORS, Apply, Const, Read, Value, at_rest
from hamodel.model.scope import Scope
from hamodel.model.semantics import (
    EvaluationError,
    errors,
    evaluate,
    initial_states,
    is_initial,
    outcomes,
    successors,
    transition_errors,
)
from hamodel.model.system import RunTimeError, System
from hamodel.model.trace import State, Step, Trace
from hamodel.model.transform import FAULTS, bound_faults, with_monitors

NODES = "spec hand\nnode Firewall { fw0, fw1 }\nsort Session\n"
TWO = Scope({"Session": 2})


def first(system: System, scope: Scope = TWO) -> State:
    return next(initial_states(system, scope))


def take(system: System, state: State, name: str, *arguments: Value, scope: Scope = TWO) -> list[State]:
    """The states that the action leads to. It causes no errors."""
    found = outcomes(system, scope, state, system.action(name), arguments)
    assert not any(outcome.errors for outcome in found)
    return [outcome.state for outcome in found if outcome.state is not None]


def only(states: list[State]) -> State:
    assert len(states) == 1
    return states[0]


def made(system: System, state: State, scope: Scope = TWO) -> list[tuple[str, str]]:
    """The kinds of the errors that can be caused, with the text of their places."""
    properties = [property for property in system.declared if property.kind != "assume"]
    return sorted((error.kind, place(error)) for error in errors(system, scope, state, properties))


def place(error: RunTimeError) -> str:
    """The text of the place, without the parentheses around it."""
    assert error.span is not None
    text = error.span.text
    return text[1:-1] if text.startswith("(") else text


def value_of(text: str, state: Mapping[tuple[str, tuple[Value, ...]], Value] | None = None, scope: Scope = TWO) -> Value:
    """The value of an expression in a system of some variables, in its first state with these cells."""
    system = typed(
        NODES
        + f"""
        enum Mode {{ active, failed }}
        option reverts : bool = true
        var mode[Firewall] : Mode = active
        var owner[Session] : Firewall? = none
        var load : 0..7 = 5
        input nothing {{ }}
        reachable asked = {text}
        """
    )
    property = system.declared[0]
    scope = Scope(scope.sizes, {"reverts": True})
    return evaluate(property.formula, {}, {**first(system, scope), **(state or {})}, scope)


# --- expressions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "load + 2 * 3 = 11",
        "load - 7 = -2",
        "load div 2 = 2 and load mod 3 = 2",
        "(load - 7) div 2 = -1 and (load - 8) mod 2 = 1",  # rounds down, and the rest is never negative
        "load in 5..6 and load not in 0..4 and load in { 1, 5 }",
        "not (load < 5) and load <= 5 and load >= 5 and not load > 5 and load != 4",
        "if reverts then load = 5 else load = 0",
        "match mode[fw0] { active -> true, _ -> false }",
        "(count d: Firewall where mode[d] = active) = 2",
        "all d: Firewall, s: Session. owner[s] != d",
        "not (exactly one d: Firewall. mode[d] = active)",
        "exactly one d: Firewall. d = fw0",
        "at most one s: Session. owner[s] = fw0",
        "not (at most one s: Session. owner[s] = none)",
        "(the d: Firewall where d != fw0) = fw1",
        "false and (the d: Firewall where true) = fw0 or true",  # the left side decides
        "true or (the d: Firewall where true) = fw0",
        "false => (the d: Firewall where true) = fw0",
        "if false then (the d: Firewall where true) = fw0 else true",
    ],
)
def test_expressions_that_are_true(text: str) -> None:
    assert value_of(text) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(the d: Firewall where true) = fw0", "the d: Firewall where true"),
        ("(the d: Firewall where mode[d] = failed) = fw0", "the d: Firewall where mode[d] = failed"),
        ("some d: Firewall. d = fw0 or (the e: Firewall where true) = d", "the e: Firewall where true"),  # every member
    ],
)
def test_expressions_without_a_value(text: str, expected: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value_of(text)
    assert [(error.kind, place(error)) for error in caught.value.errors] == [("the", expected)]


def test_each_operator_has_a_row_for_terms() -> None:
    watching_the_path = {"and", "or", "=>", "if", "some"}
    assert set(TERM_ROWS) | watching_the_path == set(OPERATORS)
    assert not set(TERM_ROWS) & watching_the_path


def test_a_variable_that_is_not_there_is_no_error_of_the_spec() -> None:
    with pytest.raises(KeyError):
        evaluate(Read("lost", (), BOOL), {}, {}, TWO)


def test_operators_look_at_all_arguments_for_errors() -> None:
    two = "(the d: Firewall where true) = (the e: Firewall where mode[e] = failed)"
    with pytest.raises(EvaluationError) as caught:
        value_of(two)
    assert len(caught.value.errors) == 2


# --- the states in which a run starts --------------------------------------------------------------------------------


def test_initial_values_may_depend_on_the_index_and_on_options() -> None:
    system = typed(NODES + "option top : 0..3 = 2\nvar rank[d: Firewall] : 0..3 = if d = fw0 then top else 0\ninput i { }")
    states = list(initial_states(system, Scope({"Session": 1}, {"top": 3})))
    assert states == [{("rank", ("fw0",)): 3, ("rank", ("fw1",)): 0}]


def test_a_cell_without_initial_value_has_any_that_initially_allows() -> None:
    says = "initially a < 3 and exactly one d: Firewall. on[d]"
    system = typed(NODES + f"var a : 0..9\nvar on[Firewall] : bool\n{says}\ninput i {{ }}")
    states = list(initial_states(system, TWO))
    assert len(states) == 3 * 2
    assert all(is_initial(system, TWO, state) for state in states)
    assert not is_initial(system, TWO, {**states[0], ("a", ()): 3})


def test_many_free_cells_are_no_trouble_where_initially_excludes_them() -> None:
    system = typed(NODES + "var x[Session, Firewall] : 0..9\ninitially all s: Session, d: Firewall. x[s, d] = 7\ninput i { }")
    assert len(list(initial_states(system, Scope({"Session": 8})))) == 1


def test_a_value_that_a_later_condition_excludes_is_left_out_at_once() -> None:
    """Of the 36 cells that the first condition looks at, the second leaves one value each: it is not met after all of them."""
    text = "spec s sort N var e[N, N] : bool var f[N, N] : bool initially all a: N, b: N. e[a, b] or f[a, b]"
    system = typed(f"{text} initially all a: N, b: N. e[a, b]")
    (state,) = islice(initial_states(system, Scope({"N": 6}), 1_000), 1)
    assert all(state["e", pair] is True for pair in product([f"n{number}" for number in range(6)], repeat=2))


def test_assume_leaves_out_initial_states_and_successors() -> None:
    system = typed(NODES + "var a : 0..3\ninput rise when a < 3 { a := a + 1 }\nassume low = a < 2")
    states = list(initial_states(system, TWO))
    assert [state["a", ()] for state in states] == [0, 1]
    assert take(system, states[1], "rise") == []


def test_an_initial_value_that_there_is_not_is_an_error_of_the_states_in_which_runs_start() -> None:
    top = "the n: 0..2 where n = top"
    system = typed(NODES + f"option top : 0..3\nvar a : 0..2 = {top}\nvar b : bool = false\ninput set {{ b := true }}")
    scope = Scope({"Session": 1}, {"top": 3})
    state = first(system, scope)
    assert made(system, state, scope) == [("the", top)]
    assert made(system, only(take(system, state, "set", scope=scope)), scope) == []
    fits = Scope({"Session": 1}, {"top": 2})
    assert made(system, first(system, fits), fits) == []


# --- bodies ----------------------------------------------------------------------------------------------------------


def test_right_sides_read_the_state_before() -> None:
    system = typed(NODES + "var a : 0..3 = 1\nvar b : 0..3 = 2\ninput swap { a := b  b := a }")
    state = only(take(system, first(system), "swap"))
    assert (state["a", ()], state["b", ()]) == (2, 1)


def test_let_if_and_for() -> None:
    system = typed(
        NODES
        + """
        var x[Session] : 0..3 = 0
        var all_set : bool = false
        input set(n: 0..3) {
            let next_one = n - 1
            for s: Session where x[s] = 0 { x[s] := next_one }
            if n = 3 { all_set := true } else if n = 2 { all_set := false }
        }
        """
    )
    state = only(take(system, first(system), "set", 3))
    assert state == {("x", ("s0",)): 2, ("x", ("s1",)): 2, ("all_set", ()): True}


def test_choose_either_and_require_make_branches() -> None:
    system = typed(
        NODES
        + """
        var owner[Session] : Firewall? = none
        var n : 0..9 = 0
        input pick(s: Session) {
            choose d: Firewall where owner[s] = none
            owner[s] := d
            either { n := 1 } or { require d = fw0  n := 2 } or { require n = 5 }
        }
        """
    )
    after = take(system, first(system), "pick", "s0")
    assert sorted((state["owner", ("s0",)], state["n", ()]) for state in after) == [("fw0", 1), ("fw0", 2), ("fw1", 1)]
    assert take(system, after[0], "pick", "s0") == []  # nothing to choose


def test_branches_that_lead_to_the_same_state_are_one_outcome() -> None:
    system = typed(NODES + "var a : bool = false\ninput i { either { a := true } or { choose d: Firewall  a := true } }")
    assert len(take(system, first(system), "i")) == 1


# --- errors ----------------------------------------------------------------------------------------------------------

AGAIN = "b[the d: Firewall where d = fw1] := false"

BODIES = [
    ("a := a + 2", [("range", "a := a + 2")]),
    ("a := a - 3", [("range", "a := a - 3")]),
    ("a := 1  a := 2", [("double write", "a := 2")]),
    ("a := 1  a := 1", []),  # the same value again is none
    ("a := 1  a := 2  a := 3  a := 1", [("double write", f"a := {value}") for value in (1, 2, 3)]),
    ("for d: Firewall { a := 0 }", []),
    ("for d: Firewall { a := if d = fw0 then 0 else 1 }", [("double write", "a := if d = fw0 then 0 else 1")]),
    ("b[fw0] := true  b[the d: Firewall where d = fw0] := true", []),
    (f"b[fw1] := true  {AGAIN}", [("double write", AGAIN)]),
    ("t[a] := true", [("index", "t[a] := true")]),
    ("b[fw0] := t[a]", [("index", "t[a]")]),
    ("a := the n: 0..3 where n > 1", [("the", "the n: 0..3 where n > 1")]),
    ("let unused = the d: Firewall where true", []),  # what is not used is not evaluated
    ("let used = the d: Firewall where true  b[used] := true  a := 0", [("the", "the d: Firewall where true")]),
    ("let used = the d: Firewall where true  if a = 0 { b[used] := true }", []),
    ("let used = the d: Firewall where true  b[used] := true  require a = 0", []),
    ("choose n: 0..1 where t[a]  a := n", [("index", "t[a]")]),
    ("choose n: 0..1 where t[a]  a := a + 2", [("index", "t[a]"), ("range", "a := a + 2")]),
    ("choose n: 0..1 where t[a]  require false", []),
    ("require (the d: Firewall where true) = fw0", [("the", "the d: Firewall where true")]),
    ("if (the d: Firewall where true) = fw0 { a := 3 - a }", [("the", "the d: Firewall where true")]),
    ("maybe := a + 2", [("range", "a + 2")]),
    ("either { a := a + 2 } or { a := a + 3 }", [("range", "a := a + 2"), ("range", "a := a + 3")]),
    (
        "b[the d: Firewall where true] := (the e: Firewall where false) = fw0",
        [("the", "the d: Firewall where true"), ("the", "the e: Firewall where false")],
    ),
    (
        "drop sync from (the d: Firewall where true) to (the e: Firewall where false)",
        [("the", "the d: Firewall where true"), ("the", "the e: Firewall where false")],
    ),
    # a way that does not exist causes no errors, wherever its `require` stands
    ("a := a + 2  require a = 0", []),
    ("either { a := a + 2  require false } or { a := 0 }", []),
    ("require a = 0  let used = the d: Firewall where true  b[used] := true", []),
    ("choose d: Firewall where false  a := a + 2", []),
    ("for d: Firewall where a = 0 { a := a + 2 }", []),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_errors_of_bodies(body: str, expected: list[tuple[str, str]]) -> None:
    system = typed(
        NODES
        + f"""
        var a : 0..3 = 2
        var t[0..1] : bool = false
        var b[Firewall] : bool = false
        var maybe : 0..3? = none
        channel sync from Firewall to Firewall carries ping fifo 1
        on sync ping from a_ to b_ {{ }}
        input act {{ {body} }}
        """
    )
    assert made(system, first(system)) == expected


def test_a_guard_with_an_error_is_not_taken() -> None:
    system = typed(NODES + "var a : bool = false\ninput act when (the d: Firewall where true) = fw0 { a := true }")
    assert made(system, first(system)) == [("the", "the d: Firewall where true")]
    assert [outcome.state for _, _, outcome in successors(system, TWO, first(system))] == [None]


def test_errors_of_properties() -> None:
    system = typed(
        NODES
        + """
        var a : bool = false
        input act { a := not a }
        invariant i = (the d: Firewall where a) = fw0
        property p = always next (a or (the d: Firewall where true) = fw0)
        """
    )
    off = first(system)
    on = only(take(system, off, "act"))
    assert made(system, off) == [("the", "the d: Firewall where a")]
    properties = list(system.declared)
    assert transition_errors(system, TWO, off, on, properties) == frozenset()
    (error,) = transition_errors(system, TWO, on, off, properties)
    assert error.of_transition
    assert place(error) == "the d: Firewall where true"
    assert not shows(system, TWO, system.declared[0], None, off), "without a value it is not violated"


def test_assume_without_a_value_counts_as_true_so_that_the_error_is_seen() -> None:
    system = typed(NODES + "var a : bool = false\ninput act { a := true }\nassume odd = a or (the d: Firewall where true) = fw0")
    assert made(system, first(system)) == [("the", "the d: Firewall where true")]
    assert only(take(system, first(system), "act"))["a", ()] is True


# --- channels --------------------------------------------------------------------------------------------------------


def channel_system(traits: str, over: str = "") -> System:
    return typed(
        NODES
        + f"""
        link wire
        var seen : 0..9 = 0
        channel sync {over} from Firewall to Firewall carries ping(0..9), pong {traits}
        input say(n: 0..9) {{ send sync ping(n) from fw0 to fw1 }}
        input twice(n: 0..8) {{ send sync ping(n) from fw0 to fw1  send sync ping(n + 1) from fw0 to fw1 }}
        input other {{ send sync pong from fw0 to fw1 }}
        input clear {{ drop sync from fw0 to fw1 }}
        input replace {{ drop sync from fw0 to fw1  send sync pong from fw0 to fw1 }}
        on sync ping(n) from a to b when n < 9 {{ seen := n }}
        on sync pong from a to b {{ seen := 0  send sync ping(seen) from a to b }}
        """
    )


QUEUE = ("sync", ("fw0", "fw1"))
DELIVER_PING = "deliver sync ping"


def say(system: System, state: State, *numbers: int) -> State:
    for number in numbers:
        state = only(take(system, state, "say", number))
    return state


def test_a_fifo_delivers_in_order() -> None:
    system = channel_system("fifo 2")
    state = say(system, first(system), 4, 3)
    assert state[QUEUE] == (("ping", 4), ("ping", 3))
    assert state["sync", ("fw1", "fw0")] == ()
    assert take(system, state, DELIVER_PING, 3, "fw0", "fw1") == []
    state = only(take(system, state, DELIVER_PING, 4, "fw0", "fw1"))
    assert (state[QUEUE], state["seen", ()]) == ((("ping", 3),), 4)


def test_a_message_waits_until_its_guard_holds() -> None:
    system = channel_system("fifo 2")
    state = say(system, first(system), 9, 1)
    assert [a.name for a, _, _ in successors(system, TWO, state) if a.kind == "delivery"] == []


def test_an_unordered_channel_delivers_in_any_order_and_counts_each_message() -> None:
    system = channel_system("unordered 2")
    state = say(system, first(system), 4, 3, 4)
    assert state[QUEUE] == (("ping", 3), ("ping", 4), ("ping", 4))
    for number, left in ((3, (("ping", 4), ("ping", 4))), (4, (("ping", 3), ("ping", 4)))):
        assert only(take(system, state, DELIVER_PING, number, "fw0", "fw1"))[QUEUE] == left
    assert ("full channel", "send sync ping(n) from fw0 to fw1") in made(system, state)
    assert only(take(system, state, "say", 3))[QUEUE].count(("ping", 3)) == 2  # type: ignore[union-attr]


def test_a_full_reliable_channel_is_an_error_and_a_full_lossy_one_loses() -> None:
    reliable, lossy = channel_system("fifo 1"), channel_system("fifo 1 lossy")
    full = say(reliable, first(reliable), 1)
    texts = [text for kind, text in made(reliable, full) if kind == "full channel"]
    say_, second, other = (f"send sync {what} from fw0 to fw1" for what in ("ping(n)", "ping(n + 1)", "pong"))
    assert texts == sorted([say_, say_, second, other])  # `say` and the first of `twice` are two places with one text
    assert take(reliable, first(reliable), "replace") != []
    full = say(lossy, first(lossy), 1)
    assert made(lossy, full) == []
    assert only(take(lossy, full, "say", 2))[QUEUE] == (("ping", 1),)
    assert only(take(lossy, first(lossy), "twice", 5))[QUEUE] == (("ping", 5),)


def test_queue_operations_happen_in_the_order_of_the_text_after_the_delivered_message_is_gone() -> None:
    system = channel_system("fifo 1")
    state = only(take(system, say(system, first(system), 7), "replace"))
    assert state[QUEUE] == (("pong",),)
    state = {**state, ("seen", ()): 6}
    state = only(take(system, state, "deliver sync pong", "fw0", "fw1"))
    assert (state[QUEUE], state["seen", ()]) == ((("ping", 6),), 0)
    assert only(take(system, state, "clear"))[QUEUE] == ()


def test_a_message_out_of_range_is_an_error() -> None:
    system = typed(
        NODES
        + """
        var load : 0..9 = 9
        channel sync from Firewall to Firewall carries ping(0..9) unordered
        input say { send sync ping(load + 1) from fw0 to fw1 }
        on sync ping(n) from a to b { }
        """
    )
    assert made(system, first(system)) == [("range", "load + 1")]


@pytest.mark.parametrize(("traits", "left"), [("fifo 2", ()), ("fifo 2 waits when cut", (("ping", 1),))])
def test_cutting_a_link(traits: str, left: tuple[object, ...]) -> None:
    system = channel_system(traits, "over wire")
    state = only(take(system, say(system, first(system), 1), "cut wire"))
    assert state["wire", ()] is False
    assert state[QUEUE] == left
    assert take(system, state, "cut wire") == []
    assert [a.name for a, _, _ in successors(system, TWO, state) if a.kind == "delivery"] == []
    state = say(system, state, 2)
    assert state[QUEUE] == ((*left, ("ping", 2)) if left else ())
    state = only(take(system, state, "mend wire"))
    assert bool(take(system, state, DELIVER_PING, 1, "fw0", "fw1")) == bool(left)


def test_losing_and_duplicating() -> None:
    fifo = channel_system("fifo 3 lossy duplicating")
    state = say(fifo, first(fifo), 1, 2)
    assert only(take(fifo, state, "lose sync", "fw0", "fw1"))[QUEUE] == (("ping", 2),)
    twice = only(take(fifo, state, "duplicate sync", "fw0", "fw1"))
    assert twice[QUEUE] == (("ping", 1), ("ping", 1), ("ping", 2))
    assert take(fifo, twice, "duplicate sync", "fw0", "fw1") == []  # no room
    assert take(fifo, state, "lose sync", "fw1", "fw0") == []  # nothing there
    bag = channel_system("unordered 2 lossy duplicating")
    state = say(bag, first(bag), 1, 2)
    assert only(take(bag, state, "lose sync ping", 2, "fw0", "fw1"))[QUEUE] == (("ping", 1),)
    twice = only(take(bag, state, "duplicate sync ping", 2, "fw0", "fw1"))
    assert twice[QUEUE] == (("ping", 1), ("ping", 2), ("ping", 2))
    assert take(bag, twice, "duplicate sync ping", 2, "fw0", "fw1") == []


def test_what_is_merged_changes_nothing() -> None:
    fifo = channel_system("fifo 2 merging")
    state = say(fifo, first(fifo), 1, 2)
    assert say(fifo, state, 1) == state  # full, and no error
    assert say(fifo, state, 2) == state
    assert made(fifo, state)  # a third message is one
    bag = channel_system("unordered merging lossy")
    state = say(bag, first(bag), 1, 2)
    assert say(bag, state, 1) == state
    assert state[QUEUE] == (("ping", 1), ("ping", 2))


def test_what_is_merged_is_what_is_there_when_it_is_sent() -> None:
    """In the order of the text: behind a `drop` it is sent, behind an equal `send` it is merged."""
    system = typed(
        NODES
        + """
        channel sync from Firewall to Firewall carries ping(0..9), pong fifo 2 merging
        input twice { send sync ping(1) from fw0 to fw1  send sync pong from fw0 to fw1  send sync ping(1) from fw0 to fw1 }
        input anew { drop sync from fw0 to fw1  send sync ping(1) from fw0 to fw1 }
        on sync ping(k) from a to b { send sync ping(k) from a to b }
        on sync pong from a to b { }
        """
    )
    state = only(take(system, first(system), "twice"))
    assert state[QUEUE] == (("ping", 1), ("pong",))
    assert only(take(system, state, "anew"))[QUEUE] == (("ping", 1),)
    assert only(take(system, state, DELIVER_PING, 1, "fw0", "fw1"))[QUEUE] == (("pong",), ("ping", 1))


def test_a_message_that_is_not_there_makes_no_errors() -> None:
    system = typed(
        NODES
        + """
        var load : 0..9 = 0
        channel sync from Firewall to Firewall carries ping(0..9) unordered
        input say when not pending sync { send sync ping(9) from fw0 to fw1 }
        on sync ping(k) from a to b when (the m: 0..9 where m = k + 1) = load { }
        """
    )
    assert made(system, first(system)) == []
    assert made(system, only(take(system, first(system), "say"))) == [("the", "the m: 0..9 where m = k + 1")]


# --- transformations -------------------------------------------------------------------------------------------------

PAST = """
var a : 0..3 = 0
fault rise(n: 0..1) when a < 3 { a := a + 1 }
input down when a > 0 { a := a - 1 }
invariant was = once a = 2 => a > 0
invariant held = historically a < 2
invariant since_rise = a = 2 since did rise(0)
"""


def test_monitors_remember_the_past() -> None:
    plain = typed(NODES + PAST)
    properties = list(plain.declared)
    system = with_monitors(plain, properties)
    assert with_monitors(system, properties) == system, "the memory of a name is added once"
    run = [("rise", (1,)), ("rise", (0,)), ("down", ()), ("rise", (1,)), ("down", ()), ("down", ())]
    level, state, seen = [0], first(system), []
    for name, arguments in run:
        state = only(take(system, state, name, *arguments))
        level.append(state["a", ()])  # type: ignore[arg-type]
        seen.append([evaluate(property.formula, {}, state, TWO) for property in properties])
    assert level == [0, 1, 2, 1, 2, 1, 0]
    expected = []
    for end in range(1, len(level)):
        was = any(value == 2 for value in level[: end + 1])
        latest = max((i for i in range(1, end + 1) if run[i - 1] == ("rise", (0,))), default=None)
        holds_since = latest is not None and all(value == 2 for value in level[latest + 1 : end + 1])
        expected.append([not was or level[end] > 0, all(v < 2 for v in level[: end + 1]), holds_since])
    assert seen == expected


def test_faults_are_bounded() -> None:
    system = bound_faults(typed(NODES + PAST), 1)
    state = only(take(system, first(system), "rise", 0))
    assert state[FAULTS, ()] == 1
    assert take(system, state, "rise", 0) == []
    assert only(take(system, state, "down"))[FAULTS, ()] == 1
    assert take(bound_faults(typed(NODES + PAST), 0), {**first(system)}, "rise", 0) == []


# --- confirmation ----------------------------------------------------------------------------------------------------

COUNTER = """
var a : 0..3 = 0
input rise(n: 1..2) when a < 2 { a := a + n }
invariant low = a < 3
property slow = all n: 0..3. always (a = n => next a <= n + 1)
reachable three = a = 3
"""


def counter_trace(*steps: tuple[int, int]) -> Trace:
    return Trace({("a", ()): 0}, tuple(Step("rise", (("n", n),), {("a", ()): a}) for n, a in steps))


def test_a_right_trace_is_believed() -> None:
    system = typed(NODES + COUNTER)
    low, slow, three = system.declared
    replay(system, TWO, low, counter_trace((1, 1), (2, 3)))
    replay(system, TWO, three, counter_trace((1, 1), (2, 3)))
    replay(system, TWO, slow, counter_trace((2, 2)))
    replay(system, TWO, None, counter_trace())
    is_one = Apply("=", (Read("a", (), INT), Const(1, INT)), BOOL)
    replay(system, TWO, is_one, counter_trace((1, 1)))


@pytest.mark.parametrize(
    ("trace", "said"),
    [
        (counter_trace((1, 1), (1, 2)), "does not show a violation of invariant low"),
        (counter_trace((1, 2)), "the trace goes on with a = 2, the reference semantics with a = 1"),
        (counter_trace((2, 2), (1, 3)), "nothing, the action cannot be taken"),
        (Trace({("a", ()): 3}), "no run starts"),
        (Trace({("a", ()): 0, ("b", ()): 0}), "other cells"),
        (Trace({("a", ()): 0}, (Step("down", (), {("a", ()): 3}),)), "no such action"),
        (Trace({("a", ()): 0}, (Step("rise", (), {("a", ()): 3}),)), "other parameters"),
    ],
)
def test_a_wrong_trace_is_a_disagreement(trace: Trace, said: str) -> None:
    system = typed(NODES + COUNTER)
    with pytest.raises(Disagreement, match=said):
        replay(system, TWO, system.declared[0], trace)


def test_a_trace_must_end_in_the_transition_that_it_shows() -> None:
    system = typed(NODES + COUNTER)
    with pytest.raises(Disagreement):
        replay(system, TWO, system.declared[1], counter_trace((1, 1), (1, 2)))
    with pytest.raises(Disagreement):
        replay(system, TWO, system.declared[1], counter_trace())


class Levels:
    """A search that says it saw these values of `a`."""

    def __init__(self, *values: int) -> None:
        self.values = values

    def sample(self, count: int) -> list[State]:
        return [{("a", ()): value} for value in self.values][:count]

    def __contains__(self, state: State) -> bool:
        return state["a", ()] in self.values


def test_a_search_is_held_against_the_semantics() -> None:
    system = typed(NODES + COUNTER)
    low, slow, _ = system.declared
    confirm_exhaustive(system, TWO, [], Levels(0, 1, 2, 3))
    for values, properties in (((1, 2, 3), []), ((0, 1, 2), []), ((0, 1, 2, 3), [low]), ((0, 1, 2, 3), [slow])):
        with pytest.raises(Disagreement):
            confirm_exhaustive(system, TWO, properties, Levels(*values))


def test_a_search_that_passed_by_an_error_is_noticed() -> None:
    system = typed(NODES + "var a : 0..3 = 0\ninput rise { a := a + 1 }")
    (error,) = errors(system, TWO, {("a", ()): 3})
    confirm_exhaustive(system, TWO, [], Levels(0, 1, 2, 3), Noticed([error], []))
    with pytest.raises(Disagreement, match="range"):
        confirm_exhaustive(system, TWO, [], Levels(0, 1, 2, 3), Noticed([], []))
    replay(system, TWO, error, Trace({("a", ()): 0}, tuple(Step("rise", (), {("a", ()): n}) for n in (1, 2, 3))))
    with pytest.raises(Disagreement, match="range"):
        replay(system, TWO, replace(error), Trace({("a", ()): 0}))


# --- properties about transitions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "asked"),
    [
        ("always next a", True),
        ("always (a => next b)", True),
        ("always (a or next b or not c)", True),
        ("always (next a => b)", True),
        ("all d: Firewall. always (mode[d] => next (mode[d] or a))", True),
        ("always (if a then next b else next c)", True),
        ("always (exactly one d: Firewall. next mode[d])", True),
        ("always (a and next b)", False),
        ("always a and always next b", False),
        ("always (a => b and next c)", False),
        ("always ((a or next b) and c)", False),
        ("always (if a then next b else c)", False),
        ("all d: Firewall. always (mode[d] => mode[fw0] and next a)", False),
        ("always (a and b)", True),  # of states, and asked of every one
    ],
)
def test_no_part_of_a_property_is_left_out_where_nothing_can_happen_next(formula: str, asked: bool) -> None:
    variables = "var mode[Firewall] : bool = true\n" + "".join(f"var {name} : bool = true\n" for name in "abc")
    text = NODES + variables + f"input i {{ a := b }}\nproperty p = {formula}"
    if asked:
        assert typed(text).declared
    else:
        with pytest.raises(SpecError, match="a `property` with `next` is asked of transitions"):
            typed(text)


def test_what_is_asked_of_a_state_at_rest_follows_from_the_property() -> None:
    """Whatever comes next: where the property holds for some next state, so does `at_rest`, and the other way round."""
    a, b, c = (Read(name, (), BOOL) for name in "abc")
    next_a, next_b = replace(a, primed=True), replace(b, primed=True)
    formulas = [
        Apply("and", (a, next_b), BOOL),
        Apply("=>", (Apply("or", (a, next_a), BOOL), Apply("and", (b, next_b), BOOL)), BOOL),
        Apply("not", (Apply("and", (a, Apply("or", (next_b, c), BOOL)), BOOL),), BOOL),
        Apply("if", (a, Apply("and", (b, next_a), BOOL), Apply("not", (next_b,), BOOL)), BOOL),
    ]
    states = [dict(zip((("a", ()), ("b", ()), ("c", ())), values, strict=True)) for values in product((False, True), repeat=3)]
    for formula in formulas:
        for state in states:
            some_next = any(evaluate(formula, {}, state, TWO, after) for after in states)
            assert evaluate(at_rest(formula), {}, state, TWO) == some_next
