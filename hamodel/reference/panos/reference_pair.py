"""ReferencePair: the pair as an `Implementation` of `specs/panos/active_active.ha`: what its inputs and faults mean here.

The spec has no time: what it does not date happens soon here, and `events` let time pass. Its sessions are TCP conversations. A
datagram is never in mid-stream: whoever gets one opens a session, which the spec does not know of sessions that are under way.

NOTE(logs): what a log says of inspection is in no cell of the spec, which counts logs. So the pair is held against itself: a
firewall whose scanner was once seen not to follow a live session may not log it as inspected. Who does so has failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from hamodel.conformance.implementation import Failed, Observation, Refused
from hamodel.model.expr import Value
from hamodel.reference.panos.abstraction import FIREWALLS, Life, flows, follows, observe
from hamodel.reference.panos.firewall import Firewall
from hamodel.reference.panos.hosts.conversation import converse
from hamodel.reference.panos.nat import NatRule
from hamodel.reference.panos.network import Talk
from hamodel.reference.panos.packets import Packet, flow_of
from hamodel.reference.panos.pair import TICK, Pair
from hamodel.reference.panos.policy import Policy, Rule
from hamodel.reference.panos.settings import PairSettings, Timers

QUIET = 60
"""Milliseconds without any event: what followed at once from an action has happened."""

RESTLESS = 900
"""Milliseconds after which something goes round in circles: what follows at once from an action takes less than 300."""

TIMERS = Timers(additional_master_hold_up=0, tentative_hold=10_000, tcp_session=10_000)
"""A monitored link's failure is honoured at once, a firewall is tentative no longer than it must be, idle sessions go soon."""

WAITS = {"a second passes": 1, "some seconds pass": 4, "time passes": 16}
"""In ticks. Heartbeats that are missing are noticed in less than 9 of these, and a tentative or initial firewall tries for 15."""


@dataclass(slots=True)
class ReferencePair:
    """The pair, and what stands for each session of the spec. `make_firewall`: tests put other firewalls in its place."""

    make_firewall: Callable[..., Firewall] = Firewall
    timers: Timers = TIMERS
    pair: Pair = field(init=False)
    lives: dict[str, Life | None] = field(default_factory=dict)
    incarnations: int = 0
    logs_read: list[int] = field(default_factory=lambda: [0, 0])

    events = (
        *3 * (*WAITS,),  # they are drawn more often than the others
        *("ha2 is slow", "ha2 is fast", "ha2 reorders", "ha2 loses", "ha3 is slow", "ha3 is fast", "ha1 loses"),
    )

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        """A new pair with these options and so many sessions. See `Implementation`."""
        self.pair = Pair(replace(settings(options), timers=self.timers), self.make_firewall)
        self.pair.network.on_through = self._came_through
        self.lives = {f"s{number}": None for number in range(sizes["Session"])}
        self.incarnations = 0
        self.logs_read = [0, 0]

    def do(self, action: str, /, **arguments: Value) -> None:
        """Takes an action, and lets time pass until the pair has settled. See `Implementation`."""
        self.act(action, **arguments)
        self._settle()

    def act(self, action: str, /, **arguments: Value) -> None:
        """Does it, and lets no time pass; but for the events that are nothing else."""
        match action.split(), tuple(arguments.values()):
            case ["first_packet"], (session, at):
                number = int(str(session)[1:])
                back = at if number % 2 == 0 else FIREWALLS[at == "fw0"]
                self.first_packet(str(session), str(at), str(back), host=10 + number)
            case ["try_again" | "forget"], (session,):
                self._end_of(str(session))
            case ["finish"], (session,):
                self.finish(str(session), in_order=self.incarnations % 2 == 1)
            case ["other_direction"], _:
                raise Refused("a TCP scanner follows both directions or none: half a conversation has no inspector")
            case ["crash"], (firewall,):
                self.pair.crash(FIREWALLS.index(str(firewall)))
            case ["monitor_fails"], (firewall,):
                self.pair.monitor_fails(FIREWALLS.index(str(firewall)))
            case ["suspend"], (firewall,):
                self.pair.suspend(FIREWALLS.index(str(firewall)))
            case ["make_functional"], (firewall,):
                self.pair.make_functional(FIREWALLS.index(str(firewall)))
            case ["cut", link], ():
                self.pair.cut(link)
            case ["mend", link], ():
                self.pair.mend(link)
            case [link, "is", "slow"], ():
                self.pair.links.named(link).slow = True
            case [link, "is", "fast"], ():
                self.pair.links.named(link).hurry()
            case [link, "reorders"], ():
                self.pair.links.named(link).hurry(backwards=True)
            case [link, "loses"], ():
                self.pair.links.named(link).lose = 1
            case _:
                self.pair.run(WAITS[action] * TICK)

    def observe(self) -> Observation:
        """What the pair shows. See `Implementation`."""
        self._read_logs()
        return observe(self.pair, self.lives)

    def first_packet(self, session: str, at: str, back: str, host: int) -> None:
        """From the client 10.0.0.`host`; the answers will come in at `back`. Raises `Refused`."""
        number = int(session[1:])
        self.incarnations += 1
        client, server = (f"10.0.0.{host}", 40_000 + self.incarnations % 20_000), (f"203.0.113.{1 + number}", 80)
        device, back_at = FIREWALLS.index(at), FIREWALLS.index(back)
        talk = Talk(converse("tcp", client, server), client, server, device, back_at)
        self.lives[session] = Life(talk, device)
        plane = self.pair.firewalls[device].dataplane
        exhausted = plane.dropped["no address and port is left"]
        self.pair.network.begin(talk)
        if plane.dropped["no address and port is left"] > exhausted:
            self._end_of(session)
            raise Refused("no address and port is left: the packet is dropped")

    def finish(self, session: str, in_order: bool) -> None:
        """In order, or in silence."""
        life = self.lives[session]
        assert life is not None
        first, second = self.pair.firewalls
        life.talk.ending = True
        life.over, life.logs_before = True, (len(first.dataplane.logs), len(second.dataplane.logs))
        if in_order:
            self.pair.network.say(life.talk, life.talk.conversation.finish())
        else:
            life.talk.conversation.give_up()

    # --- private ---

    def _settle(self) -> None:
        """Runs until what follows at once has happened."""
        for _ in range(RESTLESS // QUIET):
            self.pair.run(QUIET)
            if self.pair.clock.is_quiet(QUIET):
                return
        raise Failed(f"it does not come to rest: something has gone on for {RESTLESS} milliseconds")

    def _read_logs(self) -> None:
        """NOTE(logs). Raises `Failed`."""
        lives = [(session, life) for session, life in self.lives.items() if life is not None]
        for number, firewall in enumerate(self.pair.firewalls):
            logs = firewall.dataplane.logs
            for log in logs[self.logs_read[number] :]:
                for session, life in lives:
                    if log.inspected and log.flow in flows(life) and number in life.not_followed:
                        raise Failed(f"{FIREWALLS[number]} logs {session} as inspected, but its scanner has not followed it")
            self.logs_read[number] = len(logs)
            for _, life in lives:
                if life.talk.through and not follows(firewall, life):
                    life.not_followed.add(number)

    def _came_through(self, talk: Talk, device: int, packet: Packet) -> None:
        """A first packet has left the pair: a session was set up."""
        for life in self.lives.values():
            if life is not None and life.talk is talk:
                session = self.pair.firewalls[device].dataplane.table.find(flow_of(packet, "untrust").reverse("untrust"))
                life.home = device if session is None else session.home

    def _end_of(self, session: str) -> None:
        life = self.lives[session]
        if life is not None:
            self.pair.network.forget(life.talk)
        self.lives[session] = None


def settings(options: Mapping[str, Value]) -> PairSettings:
    """The configuration that the options of the spec stand for. One address and port is all that there is in the pool."""
    devices = {"not_needed": (), "device_bound": (0,), "duplicated": (0, 1)}[str(options["nat"])]
    return PairSettings(
        owner_selection=options["owner_selection"],  # type: ignore[arg-type]
        session_setup=options["session_setup"],  # type: ignore[arg-type]
        reverts=options["reverts"] is True,
        synchronisation=options["synchronisation"],  # type: ignore[arg-type]
        flap_max=None,
        policy=Policy((Rule("everything", "allow"),)),
        nat=tuple(
            NatRule(f"of device {device}", device, "trust", "untrust", None, ("198.51.100.7",), range(6000, 6001))  # type: ignore[arg-type]
            for device in devices
        ),
        timers=TIMERS,
    )
