"""record(scope, scenes) -> for each the lines of what happened on the pair, in the order of time.

What is routine is summed up: packets of a dialogue that goes on, heartbeats, acknowledgements. Every session has a scanner here
that follows all of its packets, as they come out of the pair: a threat that it finds and no firewall did was missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hamodel.model.scope import Scope
from hamodel.reference.panos.abstraction import FIREWALLS
from hamodel.reference.panos.inspection import Inspector
from hamodel.reference.panos.links import Fate
from hamodel.reference.panos.messages import Accepted, Heartbeat, Hello, Message, Relayed, SessionRecord, Sync, Wanted, decode
from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.network import Way
from hamodel.reference.panos.packets import ACK, FIN, RST, SYN, Packet
from hamodel.reference.panos.packets import decode as decode_packet
from hamodel.reference.panos.playing.moves import Act, Deaf, Finish, Move, Notice, Pass, PowerOn, Quiet, make, started
from hamodel.reference.panos.reference_pair import ReferencePair
from hamodel.reference.panos.settings import Timers
from hamodel.reference.panos.traffic_log import TrafficLog

Kind: TypeAlias = Literal["packet", "message", "session", "mode", "log", "sum", "around"]


FEW = 4


@dataclass(frozen=True, slots=True)
class LogLine:
    """At `time`, in milliseconds; what is summed up since `since`. `where`: a firewall, a link, a session, the ends of one."""

    time: int
    where: str
    kind: Kind
    text: str
    since: int | None = None


def record(scope: Scope, timers: Timers, scenes: Sequence[Sequence[Move]]) -> list[list[LogLine]]:
    """Makes the moves of each scene, and writes down what is to be seen."""
    recorder = _Recorder(started(scope, timers))
    return [recorder.scene(moves) for moves in scenes]


@dataclass(frozen=True, slots=True)
class _TableEntry:
    """A session, as a firewall's table has it."""

    owner: int
    inspected: bool
    translation: Translation | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is to be seen of one firewall; `logs`: how many it has written."""

    mode: str
    sees_peer: bool
    table: dict[str, _TableEntry]
    dropped: Counter[str]
    logs: int


@dataclass(slots=True)
class _Sum:
    """The packets of a session that are not told one by one."""

    since: int
    last: int = 0
    through: Counter[str] = field(default_factory=Counter)
    relayed: int = 0
    application: str = ""
    found: int = 0
    missed: int = 0


@dataclass(slots=True)
class _Recorder:
    """`ranked`: the lines of one instant, what comes first before what follows from it."""

    reference: ReferencePair
    lines: list[LogLine] = field(default_factory=list)
    ranked: list[tuple[int, LogLine]] = field(default_factory=list)
    sums: dict[str, _Sum] = field(default_factory=dict)
    drops: Counter[tuple[str, str]] = field(default_factory=Counter)
    drops_since: int = 0
    sessions: dict[str, str] = field(default_factory=dict)  # by the server's address
    seen: list[_Seen] = field(default_factory=list)  # of each firewall, when something happened last
    threats: Counter[tuple[str, int]] = field(default_factory=Counter)
    said: dict[int, tuple[str, bool]] = field(default_factory=dict)  # the last hello of each firewall that came
    unanswered: list[int] = field(default_factory=lambda: [0, 0])
    told: set[tuple[str, int, int, Way]] = field(default_factory=set)  # packets of this scene: the next ones like it are routine
    entering: tuple[int, Packet] | None = None
    scanner: Inspector = field(default_factory=Inspector)
    passed: Counter[str] = field(default_factory=Counter)  # threats that came through in this instant, by session

    def __post_init__(self) -> None:
        pair = self.reference.pair
        pair.network.watch = self.packet
        for link in (pair.links.ha1, pair.links.ha2, pair.links.ha3):
            link.watch = self.frame
        self.seen = [self.look(device) for device in (0, 1)]
        self.said = {device: (seen.mode, seen.sees_peer) for device, seen in enumerate(self.seen)}

    @property
    def now(self) -> int:
        return self.reference.pair.clock.now

    def scene(self, moves: Sequence[Move]) -> list[LogLine]:
        self.lines = []
        self.told.clear()
        for move in moves:
            if isinstance(move, Pass):
                for _ in range(move.events):
                    self.reference.pair.clock.run_next()
                    self.instant()
            else:
                self.around(move)
                make(self.reference, move)
                self.instant()
        self.sum_up()
        return sorted(self.lines, key=lambda line: line.time)

    def around(self, move: Move) -> None:
        """What is done to the pair that the step itself does not say."""
        match move:
            case Act("crash", ((_, firewall),)):
                self.add(0, str(firewall), "around", "loses its power")
            case Act(action, ()):
                done, link = action.split()
                self.add(0, link.upper(), "around", {"cut": "is cut", "mend": "is connected again"}[done])
            case PowerOn(firewall):
                self.add(0, firewall, "around", "has power again, and boots")
            case Notice(later):
                self.add(0, "HA3", "around", "the next change of the link is noticed late" if later else "the change is noticed")
            case Deaf(firewall) if firewall is not None:
                self.add(0, "HA1", "around", f"heartbeats to {firewall} are lost")
            case Finish(session, in_order) if not in_order:
                self.add(0, "ends", "around", f"both ends of {session} fall silent")
            case Quiet(sessions) if sessions and any(self.reference.lives.values()):
                self.add(0, "ends", "around", f"those of {' and '.join(sessions)} say nothing for now")
            case _:
                pass

    # --- while something happens ---

    def packet(self, device: int, packet: Packet, zone: str, way: Way) -> None:
        session = self.session_of(packet)
        if way == "in":
            self.flush_entering()
            self.entering = device, packet
            return
        from_client = zone == "untrust"
        self.scan(session, packet, from_client)
        if self.entering is not None and self.entering[0] == device:
            came, self.entering = self.entering[1], None
            self.packet_line(0, device, session, came, "out", "goes through")
        else:
            self.packet_line(4, device, session, packet, "out", "goes out")

    def flush_entering(self) -> None:
        if self.entering is not None:
            device, packet = self.entering
            self.entering = None
            self.packet_line(0, device, self.session_of(packet), packet, "in", "comes in")

    def packet_line(self, rank: int, device: int, session: str, packet: Packet, way: Way, does: str) -> None:
        """One line for a packet that begins or ends something; the others are counted."""
        mark = (session, device, packet.flags, way)
        if packet.flags & (SYN | FIN | RST) and mark not in self.told:
            self.told.add(mark)
            self.add(rank, FIREWALLS[device], "packet", f"{ends(packet)} {flags(packet)} {does}")
        elif way == "out":
            self.sum_of(session).through[FIREWALLS[device]] += 1

    def scan(self, session: str, packet: Packet, from_client: bool) -> None:
        if packet.flags & (SYN | ACK) == SYN:
            self.scanner.open(session, packet)
        self.passed[session] += len(self.scanner.inspect(session, packet, from_client).threats)

    def frame(self, link: str, end: int, frame: bytes, fate: Fate) -> None:
        message = decode(frame)
        if isinstance(message, Relayed):
            self.flush_entering()
        sender, receiver = 1 - end, end
        if isinstance(message, Heartbeat):
            if message.reply and fate == "arrives":
                self.unanswered[receiver] = 0
            elif not message.reply:
                self.unanswered[sender] += 1
            return
        if isinstance(message, Relayed) and message.what == "later":
            self.sum_of(self.session_of(decode_packet(message.packet))).relayed += 1
            return
        if not self.reference.pair.firewalls[receiver].control.powered:
            return
        text = self.message_text(message, sender, fate)
        if text is not None:
            ends = f"{FIREWALLS[sender]} → {FIREWALLS[receiver]}"
            how = {"waits": ", on its way", "lost": ", lost", "arrives": ""}[fate]
            self.add(0 if fate == "arrives" else 3, link.upper(), "message", f"{ends}  {text}{how}")

    def message_text(self, message: Message, sender: int, fate: Fate) -> str | None:
        match message:
            case Hello(mode, sees_peer):
                if fate != "arrives" or self.said[sender] == (mode, sees_peer):
                    return None
                self.said[sender] = mode, sees_peer
                return f"hello: {mode}" + ("" if not mode.startswith("active") or sees_peer else ", alone")
            case Sync(what=what, record=known):
                return f"{what}({self.session_named(known)})"
            case Wanted(known) if fate == "arrives":
                names = [self.sessions.get(flow.destination, "?") for flow in known]
                return f"tell me of your sessions, I know {', '.join(names) or 'none'}"
            case Relayed(what=what, packet=packet):
                first = decode_packet(packet)
                session = self.session_of(first)
                return {
                    "first": f"first({session}): {ends(first)}",
                    "offer": f"own {session}, I set it up",
                    "decline": f"own {session} yourself",
                }[what]
            case Accepted(known) if fate == "arrives":
                return f"I own {self.session_named(known)}, as you offered"
            case _:
                return None

    # --- after it ---

    def instant(self) -> None:
        """Something has happened: what is different?"""
        self.flush_entering()
        before, self.seen = self.seen, [self.look(device) for device in (0, 1)]
        for device, (old, new) in enumerate(zip(before, self.seen, strict=True)):
            self.look_at_modes(device, old, new)
            self.look_at_sessions(device, old.table, new.table)
            for log in self.reference.pair.firewalls[device].dataplane.logs[old.logs : new.logs]:
                self.add(5, FIREWALLS[device], "log", self.log_text(log))
        self.look_at_threats()
        ranked, self.ranked = self.ranked, []
        if ranked:
            self.sum_up(few=FEW)
        self.lines += [line for _, line in sorted(ranked, key=lambda each: each[0])]
        for name, old, new in zip(FIREWALLS, before, self.seen, strict=True):
            for reason, count in (new.dropped - old.dropped).items():
                self.drops_since = self.drops_since if self.drops else self.now
                self.drops[name, reason] += count

    def look(self, device: int) -> _Seen:
        firewall = self.reference.pair.firewalls[device]
        plane = firewall.dataplane
        table = {
            self.sessions.get(session.flow.destination, "?"): _TableEntry(
                session.owner, plane.inspector.follows(session.flow), session.translation
            )
            for session in plane.table
        }
        return _Seen(firewall.mode, firewall.sees_peer, table, plane.dropped.copy(), len(plane.logs))

    def look_at_modes(self, device: int, before: _Seen, after: _Seen) -> None:
        name = FIREWALLS[device]
        if before.mode != after.mode:
            self.add(1, name, "mode", f"{before.mode} → {after.mode}")
        if before.sees_peer and not after.sees_peer and self.reference.pair.firewalls[device].active:
            missing = self.unanswered[device]
            why = f": {missing} heartbeats without an answer" if missing > 1 else ""
            self.add(1, name, "mode", f"sees no active peer any more{why}")
        elif after.sees_peer and not before.sees_peer and before.mode == after.mode:
            self.add(1, name, "mode", "sees an active peer again")

    def look_at_sessions(self, device: int, before: dict[str, _TableEntry], after: dict[str, _TableEntry]) -> None:
        for session in sorted({*before, *after}):
            old, new = before.get(session), after.get(session)
            text = None if old == new else self.session_text(device, session, old, new)
            if text is not None:
                self.add(2, FIREWALLS[device], "session", text)

    def session_text(self, device: int, session: str, old: _TableEntry | None, new: _TableEntry | None) -> str | None:
        match old, new:
            case None, _TableEntry(owner, inspected, translation) if owner == device:
                source = f", from {translation.address}:{translation.port}" if translation is not None else ""
                rule = ", no NAT rule matches" if translation is None and self.reference.pair.settings.nat else ""
                return f"session {session}: own, {'inspected' if inspected else 'not inspected'}{source}{rule}"
            case None, _TableEntry(owner):
                return f"session {session}: known, of {FIREWALLS[owner]}"
            case _, None:
                return f"session {session}: gone from the table"
            case _TableEntry(), _TableEntry(owner, inspected) if old.owner != owner:
                scanned = f", {'inspected' if inspected else 'not inspected'}" if owner == device else ""
                return f"session {session}: owner {FIREWALLS[old.owner]} → {FIREWALLS[owner]}{scanned}"
            case _TableEntry(inspected=True), _TableEntry(inspected=False):
                return f"session {session}: the decoder has lost it"
            case _:
                return None

    def look_at_threats(self) -> None:
        found: Counter[str] = Counter()
        for firewall in self.reference.pair.firewalls:
            for session in firewall.dataplane.table:
                name = self.sessions.get(session.flow.destination, "?")
                key = f"{session.flow}", firewall.device
                if len(session.threats) > self.threats[key]:
                    found[name] += len(session.threats) - self.threats[key]
                    self.threats[key] = len(session.threats)
                if name in self.sums and session.owner == firewall.device and session.application is not None:
                    self.sums[name].application = session.application
        for name, count in self.passed.items():
            if count:
                total = self.sum_of(name)
                total.found += min(found[name], count)
                total.missed += max(count - found[name], 0)
        self.passed.clear()

    # --- what is summed up ---

    def sum_up(self, few: int = 0) -> None:
        """Tells what has come together; fewer packets than `few` of which there is nothing to say are told later."""
        for session, total in sorted(self.sums.items()):
            if total.found or total.missed or max(total.relayed, total.through.total()) >= few:
                self.lines.append(LogLine(total.last, session, "sum", ", ".join(_summed(total)), total.since))
                del self.sums[session]
        for (name, reason), count in sorted(self.drops.items()):
            text = f"{_counted(count, 'packet')} dropped: {reason}"
            self.lines.append(LogLine(self.now, name, "sum", text, self.drops_since))
        self.drops.clear()

    def sum_of(self, session: str) -> _Sum:
        total = self.sums.setdefault(session, _Sum(self.now))
        total.last = self.now
        return total

    def add(self, rank: int, where: str, kind: Kind, text: str) -> None:
        self.ranked.append((rank, LogLine(self.now, where, kind, text)))

    # --- names ---

    def session_of(self, packet: Packet) -> str:
        for name, life in self.reference.lives.items():
            if life is not None:
                self.sessions[life.talk.server[0]] = name
        return self.sessions.get(packet.destination) or self.sessions.get(packet.source, "?")

    def session_named(self, known: SessionRecord) -> str:
        return self.sessions.get(known.flow.destination, "?")

    def log_text(self, log: TrafficLog) -> str:
        session = self.sessions.get(log.flow.destination, "?")
        threats = _counted(len(log.threats), "threat") if log.threats else "no threat"
        scanned = "inspected" if log.inspected else "not inspected"
        parts = (log.kind, session, log.application or "no application", log.end_reason, _counted(log.packets, "packet"))
        return "traffic log: " + ", ".join((*parts, threats, scanned))


def ends(packet: Packet) -> str:
    """Source and destination of a packet, as the log shows them."""
    return f"{packet.source}:{packet.source_port} > {packet.destination}:{packet.destination_port}"


def flags(packet: Packet) -> str:
    """The TCP flags of a packet; `data` if it has none."""
    names = {SYN: "SYN", FIN: "FIN", RST: "RST", ACK: "ACK"}
    return "+".join(name for bit, name in names.items() if packet.flags & bit) or "data"


def _summed(total: _Sum) -> Iterator[str]:
    if total.relayed and not total.through:
        yield f"{_counted(total.relayed, 'packet')} passed over HA3, none comes through"
    else:
        yield " and ".join(f"{_counted(count, 'packet')} through {name}" for name, count in sorted(total.through.items()))
        if total.relayed:
            yield f"{total.relayed} over HA3"
    if total.application not in ("", "incomplete", "insufficient-data"):
        yield total.application
    if total.found:
        yield f"{_counted(total.found, 'threat')} found"
    if total.missed:
        yield f"{_counted(total.missed, 'threat')} missed"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
