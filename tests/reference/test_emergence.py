"""That inspection is lost when an owner fails, and does not come back, follows from where a decoder's state is, and only from it.

S numbers are facts that the spec of the pair cites: S5 sessions flow on, S6 and S8 uninspected, S9 since the scanner's state is
only where it was, S7 also when they are home again, S11 what is new is inspected.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from hamodel.reference.panos.dataplane import DataPlane
from hamodel.reference.panos.firewall import Firewall
from hamodel.reference.panos.messages import SessionRecord
from hamodel.reference.panos.reference_pair import ReferencePair
from hamodel.reference.panos.sessions import Session
from hamodel.reference.panos.traffic_log import TrafficLog

REFERENCE = Path(__file__).parent.parent.parent / "hamodel" / "reference" / "panos"
OPTIONS = {
    "owner_selection": "first_packet",
    "session_setup": "ip_modulo",
    "reverts": True,
    "nat": "not_needed",
    "synchronisation": "complete",
}
THREAT = "eicar-test-file"
A_WHILE = 20
"""Seconds in which the test threat passes twice at least: it is in every fifth exchange, and each takes two or so."""


class Lab:
    """A pair, and what passes it."""

    def __init__(self, make: type[Firewall] = Firewall, **options: object) -> None:
        self.pair = ReferencePair(make)
        self.pair.reset({**OPTIONS, **options}, {"Session": 2})  # type: ignore[dict-item]

    def passes(self, seconds: int) -> None:
        for _ in range(seconds):
            self.pair.do("a second passes")

    def plane(self, at: int) -> DataPlane:
        return self.pair.pair.firewalls[at].dataplane

    def session(self, name: str, at: int) -> Session:
        (session,) = [each for each in self.plane(at).table if each.flow.destination == self.server(name)]
        return session

    def follows(self, name: str, at: int) -> bool:
        return self.plane(at).inspector.follows(self.session(name, at).flow)

    def arrived(self, name: str) -> int:
        life = self.pair.lives[name]
        assert life is not None
        assert life.talk.conversation.garbled == 0
        return life.talk.conversation.to_client

    def log(self, name: str) -> TrafficLog:
        """The one that there is."""
        logs = [log for at in (0, 1) for log in self.plane(at).logs if log.flow.destination == self.server(name)]
        (log,) = logs
        return log

    def server(self, name: str) -> str:
        life = self.pair.lives[name]
        assert life is not None
        return life.talk.server[0]


# --- nothing but the decoder -----------------------------------------------------------------------------------------


def one_session(forgets: bool) -> Lab:
    """A session whose decoder is deleted after some seconds, if so; then one more on the same firewall."""
    lab = Lab()
    lab.pair.do("first_packet", s="s0", at="fw0")
    lab.passes(5)
    assert lab.follows("s0", 0)
    assert lab.session("s0", 0).threats == ()
    if forgets:
        lab.plane(0).inspector.close(lab.session("s0", 0).flow)
    lab.passes(A_WHILE)
    lab.pair.do("first_packet", s="s1", at="fw0")
    lab.passes(A_WHILE)
    lab.pair.do("finish", s="s0")
    lab.pair.do("finish", s="s1")
    lab.passes(15)
    return lab


def test_who_has_no_decoder_finds_nothing_and_says_so() -> None:
    """All else is the same: what passed, when it ended, what the peer was told."""
    whole, forgot = one_session(False), one_session(True)
    assert whole.log("s0").inspected
    assert set(whole.log("s0").threats) == {THREAT}
    assert not forgot.log("s0").inspected
    assert forgot.log("s0").threats == ()
    for field in ("time", "device", "flow", "application", "bytes", "packets", "end_reason"):
        assert getattr(forgot.log("s0"), field) == getattr(whole.log("s0"), field)
    assert forgot.arrived("s0") == whole.arrived("s0") > 0
    assert forgot.log("s1") == whole.log("s1")
    assert whole.log("s1").inspected
    assert set(whole.log("s1").threats) == {THREAT}


# --- failover and failback -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["crash", "monitor_fails", "suspend"])
@pytest.mark.parametrize("reverts", [True, False])
def test_inspection_is_lost_at_failover_and_does_not_come_back(fault: str, reverts: bool) -> None:
    lab = Lab(reverts=reverts)
    lab.pair.do("first_packet", s="s0", at="fw0")
    lab.passes(5)
    assert lab.session("s0", 1).owner == 0
    assert lab.follows("s0", 0)

    lab.pair.do(fault, d="fw0")
    lab.passes(9 if fault == "crash" else 4)
    assert not lab.plane(0).control.active
    assert lab.session("s0", 1).owner == 1  # S5
    assert not lab.follows("s0", 1)  # S6
    lab.pair.do("first_packet", s="s1", at="fw1")
    assert lab.follows("s1", 1)  # S11

    before = lab.arrived("s0")
    lab.passes(A_WHILE)
    assert lab.arrived("s0") > before  # S5: it flows
    assert lab.session("s0", 1).packets > 0
    assert not lab.follows("s0", 1)
    assert lab.session("s0", 1).threats == ()
    assert set(lab.session("s1", 1).threats) == {THREAT}

    if fault == "suspend":
        assert not lab.plane(0).control.active
        lab.pair.do("make_functional", d="fw0")
    lab.passes(30)
    home = 0 if reverts else 1
    assert lab.plane(0).control.active
    assert [lab.session("s0", at).owner for at in (0, 1)] == [home, home]  # S7
    before, packets = lab.arrived("s0"), lab.session("s0", home).packets
    lab.passes(A_WHILE)
    assert lab.arrived("s0") > before
    assert lab.session("s0", home).packets > packets
    assert not any(lab.follows("s0", at) for at in (0, 1))  # S8
    assert lab.session("s0", home).threats == ()
    assert lab.follows("s1", 1)

    for name in ("s0", "s1"):
        lab.pair.do("finish", s=name)
    lab.passes(15)
    assert (lab.log("s0").device, lab.log("s0").inspected, lab.log("s0").threats) == (home, False, ())  # S4
    assert (lab.log("s1").device, lab.log("s1").inspected) == (1, True)


class Hoards(DataPlane):
    """Keeps the decoders of sessions that are its own no more."""

    def leave(self) -> None:
        for session in self.table.owned_by(self.device):
            session.owner = 1 - self.device


class Hoarder(Firewall):
    dataplane_type = Hoards


def test_a_decoder_that_is_kept_has_lost_the_session_by_then() -> None:
    """So it makes no difference that a firewall deletes those of sessions that leave it: what went by elsewhere is missing."""
    lab = Lab(Hoarder)
    lab.pair.do("first_packet", s="s0", at="fw0")
    lab.passes(5)
    lab.pair.do("monitor_fails", d="fw0")
    assert lab.follows("s0", 0)  # nothing has gone by yet
    lab.passes(40)
    assert [lab.session("s0", at).owner for at in (0, 1)] == [0, 0]
    assert not lab.follows("s0", 0)
    lab.passes(A_WHILE)
    assert lab.session("s0", 0).threats == ()
    lab.pair.do("finish", s="s0")
    lab.passes(2)
    assert not lab.log("s0").inspected


# --- no code decides it ----------------------------------------------------------------------------------------------

PAIR = (
    *("own", "home", "peer", "fail", "revert", "return", "resum", "recover", "hand"),
    *("took", "take", "surviv", "alone", "sees", "mode"),
)
"""What a decision not to inspect would have to ask about, in a pair."""


def test_nothing_is_asked_about_the_pair_before_a_packet_is_inspected() -> None:
    """Every call of `inspect` that a firewall makes, with all that is asked before it in its function."""
    files = sorted([*REFERENCE.glob("*.py"), *REFERENCE.glob("decoders/*.py")])
    calls = [found for path in files for found in calls_of("inspect", ast.parse(path.read_text()))]
    assert len(calls) == 2, "the data plane's of the inspector, and the inspector's of the decoder"
    asked = [words for conditions in calls for condition in conditions for words in names(condition)]
    assert asked == ["decoder"], "is there one?"
    assert not [word for word in asked if any(part in word.lower() for part in PAIR)]


def test_no_flag_says_that_a_session_is_not_to_be_inspected() -> None:
    known = {field.name for kind in (Session, SessionRecord) for field in fields(kind)}
    assert not [name for name in known if any(part in name for part in ("inspect", "decod", "scan", "l7", "layer", "resum"))]


def test_conditions_are_seen() -> None:
    """The reader of the code sees what comes before a call, and what is around it."""
    text = """
def handle(self, session):
    if session.home != self.device:
        return
    for packet in session:
        seen = self.inspector.inspect(packet) if self.sees_peer else None
    if self.other:
        pass
"""
    ((*conditions,),) = calls_of("inspect", ast.parse(text))
    assert [set(names(condition)) for condition in conditions] == [{"session", "home", "self", "device"}, {"self", "sees_peer"}]


def calls_of(method: str, tree: ast.AST) -> Iterator[list[ast.expr]]:
    """Of each call the conditions on which it depends: of the branches that it is in, and of those before, that may leave."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield from _calls(method, function.body, [])


def _calls(method: str, block: list[ast.stmt], asked: list[ast.expr]) -> Iterator[list[ast.expr]]:
    asked = list(asked)
    for statement in block:
        inner = [part for name in ("body", "orelse", "finalbody") for part in [getattr(statement, name, [])] if part]
        inner += [case.body for case in getattr(statement, "cases", ())]
        own = [getattr(statement, name) for name in ("test", "subject", "iter") if hasattr(statement, name)]
        if isinstance(statement, ast.FunctionDef):
            continue
        for part in inner:
            yield from _calls(method, part, asked + [condition for condition in own if not isinstance(statement, ast.For)])
        for expression in [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.expr)]:
            yield from _within(method, expression, asked)
        if inner and any(isinstance(node, ast.Return | ast.Raise | ast.Continue | ast.Break) for node in ast.walk(statement)):
            asked += own


def _within(method: str, expression: ast.AST, asked: list[ast.expr]) -> Iterator[list[ast.expr]]:
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute) and expression.func.attr == method:
        yield list(asked)
    for child in ast.iter_child_nodes(expression):
        conditions = list(asked)
        if isinstance(expression, ast.IfExp) and child is not expression.test:
            conditions.append(expression.test)
        if isinstance(expression, ast.BoolOp) and child in expression.values:
            conditions += expression.values[: expression.values.index(child)]  # type: ignore[arg-type]
        yield from _within(method, child, conditions)


def names(expression: ast.AST) -> Iterator[str]:
    for node in ast.walk(expression):
        match node:
            case ast.Name(name) | ast.Attribute(_, name) | ast.Constant(str(name)):
                yield name
