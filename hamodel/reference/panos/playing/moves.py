"""A pair and a move -> the pair after it: something is done to it, or time passes. The same moves give the same pair.

The links that carry what a model has in flight are slow from the start: a session message waits until it is released. A firewall
that has crashed boots when its power comes back, which is a move too. Everything else takes the time that the pair's timers say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.reference.panos.abstraction import FIREWALLS
from hamodel.reference.panos.reference_pair import TIMERS as SOON
from hamodel.reference.panos.reference_pair import ReferencePair
from hamodel.reference.panos.settings import YEAR, Timers

PATIENT = replace(SOON, tentative_hold=60_000, tcp_session=90_000, boot=YEAR, retransmission=YEAR)
"""A tentative firewall waits as long as a real one does, so that other things can happen before. Nothing is said twice on HA2."""

FORGETFUL = replace(PATIENT, tcp_session=20_000)
"""Sessions age out while a firewall is tentative."""


@dataclass(frozen=True, slots=True)
class Act:
    """An input or a fault of the spec."""

    action: str
    arguments: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Begin:
    """A client's first packet comes in; its address decides that, where there is a choice, `set_up_by` sets the session up."""

    session: str
    at: str
    set_up_by: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Both ends are done: they say so, or they fall silent."""

    session: str
    in_order: bool


@dataclass(frozen=True, slots=True)
class Release:
    """A frame that waits on a slow link goes on its way."""

    link: str
    number: int


@dataclass(frozen=True, slots=True)
class PowerOn:
    firewall: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """The ends of these sessions have nothing to say for now; those of all others have."""

    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deaf:
    """From now on heartbeats to this firewall are lost; None: to none."""

    firewall: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """The firewalls notice only when they are told so that HA3 has gone down or come up; or they are told so now."""

    later: bool


@dataclass(frozen=True, slots=True)
class Pass:
    """Time passes, until so many things have happened."""

    events: int


Move: TypeAlias = Act | Begin | Finish | Release | PowerOn | Quiet | Deaf | Notice | Pass


def started(scope: Scope, timers: Timers = PATIENT) -> ReferencePair:
    """A pair that has formed, as the first state of a run has it."""
    reference = ReferencePair(timers=timers)
    reference.reset(scope.options, scope.sizes)
    links = reference.pair.links
    links.ha2.slow = links.ha3.slow = True
    return reference


def again(scope: Scope, timers: Timers, moves: Sequence[Move]) -> ReferencePair:
    """A pair with which all this was done."""
    reference = started(scope, timers)
    for move in moves:
        make(reference, move)
    return reference


def make(reference: ReferencePair, move: Move) -> None:
    """Raises `Refused` where it is impossible."""
    pair = reference.pair
    match move:
        case Act(action, arguments):
            reference.act(action, **dict(arguments))
        case Begin(session, at, set_up_by):
            number = int(session[1:])
            host = 10 + number if number % 2 == set_up_by else 21 + number
            reference.first_packet(session, at, at, host)
        case Finish(session, in_order):
            reference.finish(session, in_order)
        case Release(link, number):
            pair.links.named(link).release(number)
        case PowerOn(firewall):
            pair.firewalls[FIREWALLS.index(firewall)].boot()
        case Quiet(sessions):
            for session, life in reference.lives.items():
                if life is not None:
                    life.talk.quiet = session in sessions
        case Deaf(firewall):
            pair.links.ha1.deaf = None if firewall is None else FIREWALLS.index(firewall)
        case Notice(later):
            if later:
                pair.links.ha3.unnoticed = True
            else:
                pair.links.ha3.notice()
        case Pass(events):
            for _ in range(events):
                pair.clock.run_next()
        case _:
            assert_never(move)
