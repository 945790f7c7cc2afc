"""Instances: what is expected is worked out by hand, from the text of small specs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from strategies import systems

from hamodel.ground.instance import Instance
from hamodel.model.semantics import initial_states
from hamodel.model.trace import CellName, Content, State

NODES = "node Node { a, b }\n"


def model(text: str, sizes: dict[str, int] | None = None) -> Instance:
    return systems.instance(systems.typed(f"spec s\n{NODES}{text}"), sizes or {})


def start(found: Instance, **changed: Content) -> State:
    """The first initial state, with some cells without indices changed."""
    state = dict(next(initial_states(found.system, found.scope)))
    return state | {(name, ()): value for name, value in changed.items()}


def after(found: Instance, state: State, action: str, *arguments: object) -> list[Mapping[CellName, Content]]:
    """The states to which the ground actions of this name lead, as a change of the cells that differ."""
    codes = found.encode(state)
    assert found.decode(codes) == state
    changes = []
    for ground in found.actions:
        if ground.action.name == action and ground.arguments == arguments and systems.value_of(ground.guard, codes):
            new = list(codes)
            for number, term in ground.updates:
                new[number] = systems.value_of(term, codes)
            result = found.decode(new)
            changes.append({cell: value for cell, value in result.items() if value != state[cell]})
    return changes


def errors(found: Instance, state: State) -> set[str]:
    codes = found.encode(state)
    return {error.kind for error, term in found.errors.items() if systems.value_of(term, codes)}


# --- cells -----------------------------------------------------------------------------------------------------------


def test_cells_and_their_codes() -> None:
    found = model("sort S\nvar x[Node, S] : 3..7 = 5\nvar y : Node? = none\nvar z : S\nvar w : bool = true", {"S": 2})
    assert [(cell.variable, cell.indices) for cell in found.cells] == [
        ("x", ("a", "s0")), ("x", ("a", "s1")), ("x", ("b", "s0")), ("x", ("b", "s1")), ("y", ()), ("z", ()), ("w", ()),
    ]  # fmt: skip
    assert [(cell.low, cell.high) for cell in found.cells] == [(3, 7)] * 4 + [(0, 2), (0, 1), (0, 1)]
    assert found.initial == {0: 5, 1: 5, 2: 5, 3: 5, 4: 0, 6: 1}  # z may be any
    state = found.decode([3, 4, 5, 6, 2, 1, 0])
    assert state["x", ("b", "s1")] == 6
    assert (state["y", ()], state["z", ()], state["w", ()]) == ("b", "s1", False)


def test_an_initial_value_by_index() -> None:
    found = model("var rank[d: Node] : 0..9 = if d = a then 2 else 4")
    assert found.initial == {0: 2, 1: 4}


def test_a_queue_is_slots_and_a_bag_is_counts() -> None:
    text = """
        sort S
        channel q from Node to Node carries m(S, bool), k(S), e() fifo 2
        channel g from Node to Node carries m(S, bool), e() unordered 3
        on q m(s, w) from x to y {}
        on q k(s) from x to y {}
        on q e() from x to y {}
        on g m(s, w) from x to y {}
        on g e() from x to y {}
        """
    found = model(text, {"S": 2})
    queue = [cell for cell in found.cells if cell.variable == "q" and cell.indices == ("a", "b")]
    assert [cell.part for cell in queue] == [
        ("slot", 0), ("field", 0, 0), ("field", 0, 1), ("slot", 1), ("field", 1, 0), ("field", 1, 1),
    ]  # fmt: skip
    assert [cell.high for cell in queue] == [3, 2, 2] * 2  # three names; two members, two truths, and nothing
    bag = [cell for cell in found.cells if cell.variable == "g" and cell.indices == ("a", "b")]
    assert {cell.part for cell in bag} == {
        ("count", "m", "s0", False), ("count", "m", "s0", True), ("count", "m", "s1", False), ("count", "m", "s1", True),
        ("count", "e"),
    }  # fmt: skip
    assert {cell.high for cell in bag} == {3}
    empty = start(found)
    sent = (("k", "s1"), ("m", "s0", True))
    state = empty | {("q", ("a", "b")): sent, ("g", ("b", "a")): (("e",), ("e",), ("m", "s1", False))}
    assert found.decode(found.encode(state)) == state


# --- actions ---------------------------------------------------------------------------------------------------------


def test_every_way_of_taking_an_action() -> None:
    text = """
        var x : 0..9 = 0
        step go {
            choose n: Node where n = b or x = 0
            either { x := 1 } or { require n = a  x := 2 } or { if n = b { x := 3 } }
        }
        """
    found = model(text)
    assert sorted(change["x", ()] for change in after(found, start(found), "go") if change) == [1, 1, 2, 3]
    assert [change["x", ()] for change in after(found, start(found, x=4), "go")] == [1, 3]


def test_right_sides_are_read_in_the_state_before() -> None:
    found = model("var x : 0..9 = 1\nvar y : 0..9 = 2\nstep swap { x := y  y := x }")
    assert after(found, start(found), "swap") == [{("x", ()): 2, ("y", ()): 1}]


def test_a_loop_writes_where_it_says() -> None:
    found = model("sort S\nvar x[S] : 0..9 = 0\nvar n : S\nstep go { for s: S where s != n { x[s] := x[s] + 1 } }", {"S": 3})
    assert after(found, start(found, n="s1"), "go") == [{("x", ("s0",)): 1, ("x", ("s2",)): 1}]


def test_an_action_whose_guard_is_never_true_is_not_there() -> None:
    found = model("var x : 0..3 = 0\nstep go(n: Node) when n = a and x <= 3 { x := 1 }")
    assert [ground.arguments for ground in found.actions] == [("a",)]


# --- channels --------------------------------------------------------------------------------------------------------

QUEUE = """
    link ha
    channel q over ha from Node to Node carries m(number: 0..9), e() fifo 2 LOSS duplicating WAITS
    step send_m(n: 0..9) { send q m(n) from a to b }
    step send_two { send q m(1) from a to b  send q m(2) from a to b }
    step empty { drop q from a to b }
    var got : 0..9 = 0
    on q m(n) from x to y when got = 0 { got := n  send q e() from a to b }
    on q e() from x to y {}
    """


def queue(loss: str = "lossy", waits: str = "") -> Instance:
    return model(QUEUE.replace("LOSS", loss).replace("WAITS", waits))


def holding(found: Instance, *sent: tuple[object, ...], **changed: Content) -> State:
    return start(found, **changed) | {("q", ("a", "b")): sent}  # type: ignore[dict-item]


PLACE = ("q", ("a", "b"))


def test_what_is_sent_goes_behind_what_is_there() -> None:
    found = queue()
    assert after(found, holding(found), "send_m", 7) == [{PLACE: (("m", 7),)}]
    assert after(found, holding(found, ("e",)), "send_m", 7) == [{PLACE: (("e",), ("m", 7))}]
    assert after(found, holding(found), "send_two") == [{PLACE: (("m", 1), ("m", 2))}]


def test_a_full_lossy_queue_loses_what_is_sent_and_a_reliable_one_is_an_error() -> None:
    found = queue()
    assert after(found, holding(found, ("e",)), "send_two") == [{PLACE: (("e",), ("m", 1))}]
    assert errors(found, holding(found, ("e",))) == set()
    found = queue("reliable")
    assert after(found, holding(found, ("e",)), "send_two") == []
    assert errors(found, holding(found, ("e",))) == {"full channel"}
    assert errors(found, holding(found)) == set()


def test_a_delivery_makes_room_before_it_sends() -> None:
    found = queue("reliable")
    state = holding(found, ("m", 5), ("e",))
    assert after(found, state, "deliver q m", 5, "a", "b") == [{("got", ()): 5, PLACE: (("e",), ("e",))}]
    assert after(found, state, "deliver q m", 6, "a", "b") == []
    assert after(found, state, "deliver q e", "a", "b") == []


def test_a_message_waits_for_its_guard() -> None:
    found = queue()
    assert after(found, holding(found, ("m", 5), got=3), "deliver q m", 5, "a", "b") == []


def test_losing_and_duplicating_concern_the_head() -> None:
    found = queue()
    assert after(found, holding(found, ("m", 5), ("e",)), "lose q", "a", "b") == [{PLACE: (("e",),)}]
    assert after(found, holding(found, ("m", 5)), "duplicate q", "a", "b") == [{PLACE: (("m", 5), ("m", 5))}]
    assert after(found, holding(found, ("m", 5), ("e",)), "duplicate q", "a", "b") == []
    assert after(found, holding(found), "lose q", "a", "b") == []


def test_a_cut_link_empties_and_swallows() -> None:
    found = queue()
    assert after(found, holding(found, ("e",)), "cut ha") == [{("ha", ()): False, PLACE: ()}]
    assert after(found, holding(found, ha=False), "send_m", 7) == [{}]
    assert after(found, holding(found, ("e",), ha=False), "deliver q e", "a", "b") == []
    assert after(found, holding(found, ha=False), "mend ha") == [{("ha", ()): True}]


def test_a_channel_that_waits_keeps_everything_while_its_link_is_cut() -> None:
    found = queue(waits="waits when cut")
    assert after(found, holding(found, ("e",)), "cut ha") == [{("ha", ()): False}]
    assert after(found, holding(found, ha=False), "send_m", 7) == [{PLACE: (("m", 7),)}]
    assert after(found, holding(found, ("e",), ha=False), "deliver q e", "a", "b") == []


def test_drop_empties_the_queue() -> None:
    found = queue()
    assert after(found, holding(found, ("m", 5), ("e",)), "empty") == [{PLACE: ()}]


def test_a_bag_counts_and_delivers_in_any_order() -> None:
    text = """
        channel g from Node to Node carries m(0..3), e() unordered 2 duplicating
        step say(n: 0..3) { send g m(n) from a to b }
        on g m(n) from x to y {}
        on g e() from x to y { send g m(0) from x to y }
        """
    found = model(text)
    place = ("g", ("a", "b"))
    state = start(found) | {place: (("m", 1), ("m", 2), ("m", 2))}
    assert after(found, state, "say", 1) == [{place: (("m", 1), ("m", 1), ("m", 2), ("m", 2))}]
    assert after(found, state, "say", 2) == []
    assert errors(found, state) == {"full channel"}
    assert after(found, state, "deliver g m", 2, "a", "b") == [{place: (("m", 1), ("m", 2))}]
    assert after(found, state, "deliver g m", 3, "a", "b") == []
    more = (("m", 1), ("m", 1), ("m", 2), ("m", 2))
    assert after(found, state, "duplicate g m", 1, "a", "b") == [{place: more}]
    assert after(found, state, "duplicate g m", 2, "a", "b") == []


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "where"),
    [
        ("x := x + 3", "range", {7, 8, 9}),
        ("x := x - 2", "range", {0, 1}),
        ("x := 0  if x > 4 { x := 1 }", "double write", {5, 6, 7, 8, 9}),
        ("t[x] := true", "index", {5, 6, 7, 8, 9}),
        ("t[x div 2] := true", "index", set()),
        ("u := the i: 0..4 where i = x or i = 2 * x", "the", {1, 2, 5, 6, 7, 8, 9}),
        ("o := x - 1", "range", {0, 6, 7, 8, 9}),
    ],
)
def test_where_errors_are_made(body: str, kind: str, where: set[int]) -> None:
    text = f"var x : 0..9\nvar t[0..4] : bool = false\nvar u : 0..4 = 0\nvar o : 0..4? = none\nstep go {{ {body} }}"
    found = model(text)
    for x in range(10):
        state = start(found, x=x)
        assert errors(found, state) == ({kind} if x in where else set()), x
        assert len(after(found, state, "go")) == (x not in where)


# --- properties ------------------------------------------------------------------------------------------------------


def test_goals_speak_of_codes() -> None:
    found = model("var x : 3..7 = 5\ninvariant low = x + 1 < 7\nreachable five = x = 5\nproperty grows = always next x >= x")
    properties = {property.name: property for property in found.system.declared}
    assert [x for x in range(3, 8) if systems.value_of(found.shows(properties["low"]).term, [x])] == [6, 7]
    assert [x for x in range(3, 8) if systems.value_of(found.shows(properties["five"]).term, [x])] == [5]
    assert found.shows(properties["grows"]).of_transition
    assert not found.shows(properties["low"]).of_transition


def test_options_are_values_not_cells() -> None:
    text = f"spec s\n{NODES}option o : 0..3 = 2\nvar x : 0..9 = 0\nstep go when o > 1 {{ x := x + o }}"
    loose = systems.typed(text)
    assert after(systems.instance(loose, {}), start(systems.instance(loose, {})), "go") == [{("x", ()): 2}]
    assert systems.instance(loose, {}, {"o": 1}).actions == ()
