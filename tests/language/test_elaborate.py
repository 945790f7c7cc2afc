"""Elaboration: what a spec becomes, and the message that each error earns."""

from __future__ import annotations

import random
from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any

import pytest

from hamodel.diagnostics import SpecError, render
from hamodel.language import errors
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load, parse
from hamodel.model.expr import (
    BOOL,
    Apply,
    Bound,
    Const,
    EnumType,
    Expr,
    OptionalType,
    Pending,
    Quantified,
    RangeType,
    Read,
    SortType,
    subexpressions,
)
from hamodel.model.scope import Scope
from hamodel.model.semantics import evaluate
from hamodel.model.system import (
    Assign,
    Do,
    Flush,
    For,
    Property,
    Send,
    Statement,
    System,
    Take,
    statements,
)
from hamodel.source import Source

MESSAGES = Path(__file__).parent / "messages" / "elaborate"
FOLDERS = sorted((Path(__file__).parent / "messages" / "files").glob("*/"))
"""In each a file that imports others, `main.ha`."""

PAIR = """
enum Mode { initial, active, failed }
node Firewall { fw0, fw1 }
sort Session
option reverts : bool
link ha1
var mode[Firewall]           : Mode = initial
var owner[Firewall, Session] : Firewall? = none
var rank                     : 0..3 = 0
var best                     : 0..3? = none
channel sync over ha1 from Firewall to Firewall carries opened(session: Session, by: Firewall), closed(Session) fifo 2
on sync opened(s, by) from sender to d when mode[d] != failed { owner[d, s] := by }
on sync closed(s) from sender to d { owner[d, s] := none }
def peer(d: Firewall)   = the p: Firewall where p != d
def active(d: Firewall) = mode[d] = active
"""


def typed(text: str) -> System:
    return elaborate(parse(Source("test.ha", "spec test\n" + text)))


def codes(text: str) -> list[str]:
    """The codes of the errors in a text."""
    with pytest.raises(SpecError) as caught:
        typed(text)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def shown(expr: Expr) -> str:
    """An expression, fully bracketed; `?x` is x as an optional, `x'` a read in the next state."""
    match expr:
        case Const(value=value):
            return str(value)
        case Bound(name=name):
            return name
        case Read(variable=name, indices=indices, primed=primed):
            return name + ("'" if primed else "") + (f"[{', '.join(map(shown, indices))}]" if indices else "")
        case Apply(op="not" | "some" as op, args=(arg,)):
            return f"{'?' if op == 'some' else 'not '}{shown(arg)}"
        case Apply(op="always" | "eventually" as op, args=(arg,)):
            return f"{op} {shown(arg)}"
        case Apply(op="if", args=(test, then, otherwise)):
            return f"(if {shown(test)} then {shown(then)} else {shown(otherwise)})"
        case Apply(op=op, args=args):
            return f"({f' {op} '.join(map(shown, args))})"
        case Quantified(op=op, binder=binder, body=body):
            return f"({op} {binder.name}: {binder.type}. {shown(body)})"
        case Pending(asked=asked, channel=channel, message=message, args=args, sender=sender, receiver=receiver):
            inside = f" {message}({', '.join(map(shown, args))})" if message else ""
            return f"({asked} {channel}{inside} from {shown(sender)} to {shown(receiver)})"


def formula(text: str) -> str:
    """The formula of a property over the pair."""
    return shown(property(typed(f"{PAIR}\n{text}")).formula)


def property(system: System) -> Property:
    (only,) = system.declared
    return only


def body(system: System, action: str) -> list[str]:
    return [line for statement in system.action(action).body for line in written(statement)]


def written(statement: Statement) -> list[str]:
    match statement:
        case Assign(variable=variable, indices=indices, value=value):
            return [f"{shown(Read(variable, indices, BOOL))} := {shown(value)}"]
        case For(binder=binder, where=where, body=block):
            return [f"for {binder.name} where {shown(where)}", *(line for each in block for line in written(each))]
        case Take(message=message, args=args, sender=sender, receiver=receiver, copy=copy):
            verb = "copy" if copy else "take"
            return [f"{verb} {message}({', '.join(map(shown, args))}) from {shown(sender)} to {shown(receiver)}"]
        case Send(message=message, args=args, sender=sender, receiver=receiver):
            return [f"send {message}({', '.join(map(shown, args))}) from {shown(sender)} to {shown(receiver)}"]
        case Flush(channel=channel, sender=sender, receiver=receiver):
            return [f"flush {channel} {sender and shown(sender)} {receiver and shown(receiver)}"]
        case _:
            return [type(statement).__name__]


# --- messages --------------------------------------------------------------------------------------------------------


def diagnostics(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        elaborate(parse(Source(path.name, path.read_text(encoding="utf-8"))))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.ha")), ids=lambda path: path.stem)
@pytest.mark.sampled
def test_message(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), diagnostics(path))


def diagnostics_of_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(folder)
    with pytest.raises(SpecError) as caught:
        elaborate(load("main.ha"))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_message_about_files(folder: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    golden(folder.with_suffix(".err"), diagnostics_of_files(folder, monkeypatch))


def test_every_message_has_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    about_text = (errors.text, errors.files, errors.words)
    seen: set[str] = set()
    ours = {
        (module, name): function
        for module in (getattr(errors, name) for name in errors.__all__)
        if module not in about_text
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and function.__annotations__.get("return") == "Diagnostic"
    }

    def noticing(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            seen.add(name)
            return function(*args, **named)

        return call

    for (module, name), function in ours.items():
        monkeypatch.setattr(module, name, noticing(name, function))
    for path in MESSAGES.glob("*.ha"):
        diagnostics(path)
    for folder in FOLDERS:
        diagnostics_of_files(folder, monkeypatch)
    assert len(ours) > 50
    assert sorted({name for _, name in ours} - seen) == []


def test_one_error_is_one_message() -> None:
    assert codes(PAIR + "def lost(d: Firewall) = ownr[d] = d and rank + 1 = 2\ninvariant i = all d: Firewall. lost(d)") == [
        "unknown-variable"
    ]
    assert codes(PAIR + "invariant i = (if ownr = 3 then rank else 2) + 1 < rank") == ["unknown-value"]
    last = "var last : Sesion\ninvariant i = last = fw0 and last < 3 and owner[fw0, last] = none"
    assert codes(PAIR + last) == ["unknown-type"]


def test_a_name_that_is_two_things_is_one_error() -> None:
    twice = "link rank\nstep go() { rank := 1  rank[fw0] := fw1 }\ninvariant i = up(rank) and rank = 1"
    assert codes(PAIR + twice) == ["duplicate"]
    assert codes(PAIR + "var s : bool\nvar by : bool\nstep go(s: Session) { for by: Mode { } }") == ["shadowed", "shadowed"]


def test_errors_come_in_the_order_of_the_text() -> None:
    text = PAIR + "invariant i = a\nvar x : b\nstep go() { c := d }\noption o : e"
    assert codes(text) == ["unknown-value", "unknown-type", "unknown-variable", "unknown-value", "unknown-type"]


# --- expressions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("mode[fw0] != active", "not (mode[fw0] = active)"),
        ("rank > 1 or rank >= 2", "((1 < rank) or (2 <= rank))"),
        ("rank in { 1, 2 }", "((rank = 1) or (rank = 2))"),
        ("mode[fw0] not in { active }", "not (mode[fw0] = active)"),
        ("rank in 1..2", "((1 <= rank) and (rank <= 2))"),
        ("up(ha1) and (rank = 1 and rank = -2 + 3)", "(ha1 and (rank = 1) and (rank = (-2 + 3)))"),
        ("best = 3", "(best = ?3)"),
        ("none = best", "(None = best)"),
        ("best = rank", "(best = ?rank)"),
        ("best = rank + 1", "(some value: 0..3. ((value = (rank + 1)) and (best = ?value)))"),
        ("all x: Firewall where active(x). rank = 1", "(all x: Firewall. ((mode[x] = active) => (rank = 1)))"),
        ("some x: Firewall where active(x). rank = 1", "(some x: Firewall. ((mode[x] = active) and (rank = 1)))"),
        ("mode[the x: Firewall where active(x)] = failed", "(mode[(the x: Firewall. (mode[x] = active))] = failed)"),
        ("count x: Firewall < 3", "((count x: Firewall. True) < 3)"),
        ("match mode[fw0] { failed -> reverts, initial | active -> false }",
         "(if (mode[fw0] = failed) then reverts else False)"),
        ("match rank { 0 | 1 -> true, _ -> false }", "(if ((rank = 0) or (rank = 1)) then True else False)"),
        ("match best { none -> 0, 1 -> 1, _ -> 2 } = 2",
         "((if (best = None) then 0 else (if (best = ?1) then 1 else 2)) = 2)"),
        ("pending sync opened(the s: Session, fw0) from fw0 to fw1",
         "(pending sync opened((the s!2: Session. True), fw0) from fw0 to fw1)"),
        ("pending sync", "(some sender!2: Firewall. (some receiver: Firewall. (pending sync from sender!2 to receiver)))"),
    ],
)  # fmt: skip
def test_expression(source: str, target: str) -> None:
    assert formula(f"invariant i = {source}") == target


def test_members_are_found_by_the_type_that_is_expected() -> None:
    system = typed(
        """
        enum Mode { active, off }
        enum Light { off, active }
        option kind : { active, passive }
        var mode : Mode = off
        var light : Light? = off
        def dark: Light = off
        invariant i = off = mode and (if kind = active then off else active) = light and light in { dark, active }
        """
    )
    light = next(enum for enum in system.enums if enum.name == "Light")
    assert shown(property(system).formula) == (
        "((off = mode) and ((if (kind = active) then ?off else ?active) = light) and ((light = ?off) or (light = ?active)))"
    )
    assert system.variable("light").initial == Apply("some", (Const("off", light),), OptionalType(light))


def test_a_definition_is_put_in_place_with_binders_of_its_own() -> None:
    text = """
    def touched(b: bool) = some x: Firewall. active(x) and b
    invariant i = touched(touched(rank = 1))
    """
    assert formula(text) == (
        "(some x!3: Firewall. ((mode[x!3] = active) and (some x!2: Firewall. ((mode[x!2] = active) and (rank = 1)))))"
    )


def test_every_binder_on_a_path_has_its_own_name() -> None:
    system = typed(PAIR + "step go(d: Firewall) when all e: Firewall. peer(e) = peer(peer(d)) { rank := 1 }")

    def paths(expr: Expr, inside: tuple[str, ...]) -> None:
        if isinstance(expr, Quantified):
            assert expr.binder.name not in inside
            inside = (*inside, expr.binder.name)
        for child in subexpressions(expr):
            if child is not expr:
                paths(child, inside)

    action = system.action("go")
    assert [binder.name for binder in action.parameters] == ["d"]
    paths(action.guard, ("d",))


def test_the_use_of_a_definition_has_the_place_of_the_use() -> None:
    system = typed(PAIR + "step go(d: Firewall) when active(d) and not reverts and rank in { 1, 2 } { }")
    guard = system.action("go").guard
    assert isinstance(guard, Apply)
    assert [part.span.text for part in guard.args if not isinstance(part, Const | Bound) and part.span] == [
        "active(d)",
        "not reverts",
        "rank in { 1, 2 }",
    ]


def test_exactly_one_pair_is_not_exactly_one_of_each() -> None:
    """Over all relations between two firewalls and two values, held against counting."""
    one, few = (
        property(typed(f"node F {{ a, b }}\nvar r[F, F] : bool\ninvariant i = {op} x: F, y: F. r[x, y]")).formula
        for op in ("exactly one", "at most one")
    )
    for bits in range(16):
        cells = {("r", (x, y)): bool(bits >> (2 * i + j) & 1) for i, x in enumerate("ab") for j, y in enumerate("ab")}
        number = sum(cells.values())
        assert evaluate(one, {}, cells, Scope()) is (number == 1)
        assert evaluate(few, {}, cells, Scope()) is (number <= 1)


# --- records ---------------------------------------------------------------------------------------------------------

FLOWS = """
node Firewall { fw0, fw1 }
sort Session
record Flow { session: Session, entry: Firewall }
var last : Flow
var seen[Flow] : bool = false
channel sync from Firewall to Firewall carries flow(Flow) unordered lossy duplicating
on sync flow(f) from a to b when f != last { last := f  last.entry := b }
"""


def test_records_are_their_fields() -> None:
    statements = "let g = if seen[f] then f else last  seen[g] := true  send sync flow(g) from fw0 to fw1"
    system = typed(f"{FLOWS} step go(f: Flow) {{ {statements} }}")
    assert [variable.name for variable in system.variables] == ["last.session", "last.entry", "seen"]
    assert [str(type) for type in system.variable("seen").index_types] == ["Session", "Firewall"]
    assert [binder.name for binder in system.action("deliver sync flow").parameters] == ["f.session", "f.entry", "a", "b"]
    assert shown(system.action("deliver sync flow").guard) == "not ((f.session = last.session) and (f.entry = last.entry))"
    assert body(system, "deliver sync flow") == [
        "take flow(f.session, f.entry) from a to b",
        "last.session := f.session",
        "last.entry := f.entry",
        "last.entry := b",
    ]
    session = "(if seen[f.session, f.entry] then f.session else last.session)"
    entry = "(if seen[f.session, f.entry] then f.entry else last.entry)"
    assert body(system, "go") == [
        f"seen[{session}, {entry}] := True",
        f"send flow({session}, {entry}) from fw0 to fw1",
    ]
    assert body(system, "duplicate sync flow") == ["copy flow(flow.session, flow.entry) from sender to receiver"]


# --- actions ---------------------------------------------------------------------------------------------------------


def test_what_links_and_channels_bring() -> None:
    system = typed(
        """
        node F { a, b }
        link l
        channel lost_one over l from F to F carries m(F) fifo 2 lossy duplicating
        channel kept_one over l from F to F carries n unordered lossy waits when cut
        on lost_one m(x) from p to q { send kept_one n from p to q }
        on kept_one n from p to q { send lost_one m(p) from p to q }
        """
    )
    assert [(action.kind, action.name, shown(action.guard)) for action in system.actions] == [
        ("delivery", "deliver lost_one m", "l"),
        ("delivery", "deliver kept_one n", "l"),
        ("fault", "cut l", "l"),
        ("input", "mend l", "not l"),
        ("fault", "lose lost_one", "True"),
        ("fault", "duplicate lost_one", "True"),
        ("fault", "lose kept_one n", "True"),
    ]
    assert body(system, "cut l") == ["l := False", "flush lost_one None None"]
    assert body(system, "mend l") == ["l := True"]
    assert body(system, "duplicate lost_one") == ["copy None() from sender to receiver"]
    assert [action.built_in for action in system.actions] == [False, False, True, True, True, True, True]
    assert system.links == ("l",)
    assert system.variable("l").initial == Const(True, BOOL)
    sends = {send.channel: send for action in system.actions for send in action.body if isinstance(send, Send)}
    assert {channel: shown(send.carried) for channel, send in sends.items()} == {"lost_one": "l", "kept_one": "True"}
    assert [[path.variable for path in channel.paths] for channel in system.channels] == [["l"], ["l"]]


def test_a_channel_over_several_links_and_links_with_indices() -> None:
    system = typed(
        """
        node F { a, b }
        enum Net { lan, wan }
        option swapped : bool
        link l[Net], h[F, F], spare
        channel both over h[to, from] or spare from F to F carries m fifo 2
        channel one over l[if swapped then wan else lan] from F to F carries n fifo 1
        step go(d: F) when up(l[wan]) { send both m from d to b }
        on both m from p to q { }
        on one n from p to q { }
        """
    )
    assert [action.name for action in system.actions if action.built_in] == [
        *("cut l", "mend l", "cut h", "mend h", "cut spare", "mend spare")
    ]
    assert [str(bound.type) for bound in system.action("cut h").parameters] == ["F", "F"]
    assert shown(system.action("deliver both m").guard) == "(h[q, p] or spare)"
    assert shown(system.action("cut h").guard) == "(not (sender = receiver) and h[sender, receiver])"
    (send,) = system.action("go").body
    assert isinstance(send, Send)
    assert shown(send.carried) == "(h[b, d] or spare)"
    assert body(system, "cut spare") == [
        "spare := False",
        "for sender!4 where True",
        "for receiver!4 where not h[receiver!4, sender!4]",
        "flush both sender!4 receiver!4",
    ]
    assert body(system, "cut l")[0] == "l[net] := False"
    assert [[path.variable for path in channel.paths] for channel in system.channels] == [["h", "spare"], ["l"]]


@pytest.mark.parametrize(
    ("indices", "names"),
    [
        ("F, F", ["sender", "receiver"]),
        ("receiver: F, F", ["receiver", "receiver_"]),
        ("F, sender: F", ["sender_", "sender"]),
        ("near: F, F", ["near", "receiver"]),
        ("f: F", ["f"]),
    ],
)
def test_the_indices_of_a_link_have_names_of_their_own(indices: str, names: list[str]) -> None:
    """Of two with one name only one would count: such a link could not be cut."""
    cut = typed(f"node F {{ a, b }}\nlink h[{indices}]").action("cut h")
    assert [bound.name for bound in cut.parameters] == names


def test_the_fields_of_a_message_that_is_lost_have_names_of_their_own() -> None:
    fields = "sender: F, sender_: F, receiver_: F"
    channel = f"channel c from F to F carries m({fields}) unordered lossy\non c m(x, y, z) from p to q {{ }}"
    lose = typed(f"node F {{ a, b }}\n{channel}").action("lose c m")
    assert [bound.name for bound in lose.parameters] == ["sender_", "sender__", "receiver_", "sender", "receiver"]


def test_procs_and_blocks() -> None:
    system = typed(
        PAIR
        + """
        proc forget(d: Firewall, s: Session) { let before = owner[d, s]  owner[d, s] := if before = d then none else before }
        step go(d: Firewall) { for s: Session, e: Firewall where e != d { forget(e, s) } }
        """
    )
    assert body(system, "go") == [
        "for s!3 where True",
        "for e where not (e = d)",
        "owner[e, s!3] := (if (owner[e, s!3] = ?e) then None else owner[e, s!3])",
    ]
    assert len(list(statements(system.action("go").body))) == 3


def test_a_name_of_a_range_has_a_value_in_its_range() -> None:
    """Messages, arguments and fields are in their range: a value that may not be is `the` member equal to it."""
    system = typed(
        """
        node F { a, b }
        record R { x : 0..3 }
        var n : 0..7 = 0
        channel c from F to F carries m(0..3), r(R) fifo 1
        on c m(x) from p to q { n := x + 1 }
        on c r(x) from p to q { n := n + 1 }
        def low(x: 0..3) = pending c m(x) from a to b
        step go() when low(n) {
            send c m(n) from a to b  send c m(n mod 4) from b to a  send c r(R(n)) from a to a
        }
        """
    )
    assert shown(system.action("go").guard) == "(pending c m((the value: 0..3. (value = n))) from a to b)"
    assert body(system, "go") == [
        "send m((the value!2: 0..3. (value!2 = n))) from a to b",
        "send m((n mod 4)) from b to a",
        "send r((the value!3: 0..3. (value!3 = n))) from a to a",
    ]


# --- options, scopes, scenarios --------------------------------------------------------------------------------------


def test_options_sizes_and_faults() -> None:
    system = typed("sort S\nsort T\noption kind : { a, b } = b\noption n : 0..3\nscope S = 3\nfaults 2\nvar x[S] : bool")
    assert [(option.name, str(option.type), option.default) for option in system.options] == [
        ("kind", "kind", "b"),
        ("n", "0..3", None),
    ]
    assert system.sizes == {"S": 3}
    assert system.faults == 2
    assert system.enums == (EnumType("kind", ("a", "b")),)
    assert system.sorts == (SortType("S", "s"), SortType("T", "t"))


def test_the_members_of_sorts_with_one_initial() -> None:
    assert [sort.prefix for sort in typed("sort Session\nsort Server\nsort Rule").sorts] == ["session", "server", "r"]


def test_scenario() -> None:
    system = typed(
        PAIR
        + """
        fault crash(d: Firewall) { mode[d] := failed }
        step own(d: Firewall, o: Firewall?) { rank := 1 }
        scenario x {
            set reverts = true
            crash(any)  own(fw0, none)
            blocked deliver sync opened(s4, any) from fw0 to any
            deliver sync from fw1 to fw0
            cut ha1
        }
        """
    )
    (scenario,) = system.scenarios
    assert scenario.sizes == {"Session": 5}
    assert [(step.actions, dict(step.arguments), step.blocked) for step in scenario.instructions if isinstance(step, Do)] == [
        (("crash",), {}, False),
        (("own",), {"d": "fw0", "o": None}, False),
        (("deliver sync opened",), {"s": "s4", "sender": "fw0"}, True),
        (("deliver sync opened", "deliver sync closed"), {"sender": "fw1", "d": "fw0"}, False),
        (("cut ha1",), {}, False),
    ]


# --- properties ------------------------------------------------------------------------------------------------------


def test_always_is_stripped_and_next_is_primed() -> None:
    text = "property p = all x: Firewall. always (active(x) => next (active(x) or mode[peer(x)] = failed or reverts))"
    assert formula(text) == (
        "(all x: Firewall. ((mode[x] = active) =>"
        " ((mode'[x] = active) or (mode'[(the p!2: Firewall. not (p!2 = x))] = failed) or reverts)))"
    )
    assert formula("property p = (always next rank = 1) and (reverts => always next rank = 2)") == (
        "((rank' = 1) and (reverts => (rank' = 2)))"
    )


def test_properties_about_runs_keep_their_operators() -> None:
    for text, kept in (
        ("always eventually active(fw0)", "always eventually (mode[fw0] = active)"),
        ("active(fw0) leads to rank = 1", "((mode[fw0] = active) leads to (rank = 1))"),
        ("active(fw0) until rank = 1", "((mode[fw0] = active) until (rank = 1))"),
    ):
        found = property(typed(f"{PAIR}\nproperty p = {text}"))
        assert (found.liveness, found.formula, found.monitors) == (True, Const(True, BOOL), ())
        assert found.temporal is not None
        assert shown(found.temporal) == kept
    found = property(typed(PAIR + "\nproperty p = always eventually once rank = 1"))
    assert [monitor.variable.name for monitor in found.monitors] == ["once"]
    assert codes(PAIR + "property p = active(fw0) leads to rank") == ["wrong-type"]


def test_expectations() -> None:
    system = typed(
        PAIR
        + """
        ## Documented.
        invariant i expect violated when reverts = (rank = 1)
        property  p expect violated = always rank = 1
        reachable r expect reached when not reverts = (rank = 1)
        """
    )
    assert [(p.name, p.expect_violated, p.expected and shown(p.expected), p.doc) for p in system.declared] == [
        ("i", True, "reverts", "Documented."),
        ("p", True, None, ""),
        ("r", False, "not reverts", ""),
    ]


Run = list[dict[str, bool]]
"""States of a run; `did` is whether the transition that led there was the action."""

PAST: dict[str, Callable[[Run, int], bool]] = {
    "once p": lambda run, i: any(run[j]["p"] for j in range(i + 1)),
    "historically p": lambda run, i: all(run[j]["p"] for j in range(i + 1)),
    "p since q": lambda run, i: any(run[j]["q"] and all(run[k]["p"] for k in range(j + 1, i + 1)) for j in range(i + 1)),
    "did act": lambda run, i: run[i]["did"],
    "once did act": lambda run, i: any(run[j]["did"] for j in range(i + 1)),
    "historically (once p)": lambda run, i: run[0]["p"],
    "once (p and historically q)": lambda run, i: any(
        run[j]["p"] and all(run[k]["q"] for k in range(j + 1)) for j in range(i + 1)
    ),
    "q since (once p)": lambda run, i: any(run[j]["p"] for j in range(i + 1)),
    "not p since did act": lambda run, i: any(
        run[j]["did"] and not any(run[k]["p"] for k in range(j + 1, i + 1)) for j in range(i + 1)
    ),
}


@pytest.mark.parametrize("text", PAST)
@pytest.mark.parametrize("ahead", [False, True], ids=["now", "next"])
def test_past_operators_say_what_the_run_says(text: str, ahead: bool) -> None:
    written = text.replace("not p", "(not p)")
    source = f"var p : bool\nvar q : bool\nstep act() {{ p := q }}\nproperty c = always {'next' if ahead else ''} ({written})"
    found = property(typed(source))
    draw = random.Random(text)
    for _ in range(50):
        run = [{"p": draw.random() < 0.6, "q": draw.random() < 0.6, "did": i > 0 and draw.random() < 0.4} for i in range(6)]
        states = monitored(found, run)
        for i in range(len(run) - ahead):
            after = states[i + 1] if ahead else None
            assert evaluate(found.formula, {}, states[i], Scope(), after) is PAST[text](run, i + ahead)


def monitored(found: Property, run: Run) -> list[dict[Any, Any]]:
    """The states of a run together with what the monitors remember in them."""
    states: list[dict[Any, Any]] = []
    for i, here in enumerate(run):
        state: dict[Any, Any] = {(name, ()): here[name] for name in ("p", "q")}
        for monitor in found.monitors:
            assert monitor.variable.initial is not None
            if i == 0:
                value = evaluate(monitor.variable.initial, {}, {}, Scope())
            elif monitor.value is None:
                value = here["did"]
            else:
                value = evaluate(monitor.value, {}, states[i - 1], Scope())
            state[monitor.variable.name, ()] = value
        states.append(state)
    return states


def test_a_monitor_is_indexed_by_the_names_around_it() -> None:
    text = "all d: Firewall, s: Session. once (owner[d, s] = d) and once active(d) => once active(d)"
    found = property(typed(f"{PAIR} invariant i = {text}"))
    assert [
        (m.variable.name, [str(b.type) for b in m.variable.binders], m.variable.hidden) for m in found.monitors
    ] == [("once", ["Firewall", "Session"], True), ("once!2", ["Firewall"], True)]


def test_two_properties_share_what_an_action_did_but_not_what_they_remember() -> None:
    system = typed(PAIR + "step go() { }\ninvariant i = once did go\ninvariant j = once did go")
    assert [[m.variable.name for m in p.monitors] for p in system.declared] == [["did go", "once"], ["did go", "once!2"]]


def test_ranges_know_their_bounds() -> None:
    system = typed("option n : 0..3\nvar a : 0..8 = if n = 0 then n * 2 + 1 else 4 - n mod 2\nvar b : -3..0 = -(n div 1)")
    assert system.variable("b").type == RangeType(-3, 0)
    assert codes("option n : 0..3\nvar a : 0..6 = n * 2 + 1") == ["may-leave-range"]
