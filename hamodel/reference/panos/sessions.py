"""Session, SessionTable: what a firewall knows of each conversation that passes the pair, by its 6-tuple in either direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.packets import Flow


@dataclass(slots=True)
class Session:
    """`flow` is that of its first packet; `back` that of the answers, which go to the translated address.

    `owner` and `home` are device IDs: whose it is, and whose it was first. What a scanner knows is not part of it.
    """

    number: int  # of this firewall's, in its logs
    flow: Flow
    back: Flow
    owner: int
    home: int
    translation: Translation | None
    last_seen: int
    last_content: int = -1_000_000  # when the last packet with content passed here: the session was alive then
    application: str | None = None
    threats: tuple[str, ...] = ()
    packets: int = 0
    octets: int = 0
    fins: dict[bool, int] = field(default_factory=dict)  # by direction (from the client?): the number after its FIN
    acknowledged: set[bool] = field(default_factory=set)  # the directions whose FIN was acknowledged


@dataclass(slots=True)
class SessionTable:
    """Every session is found by both of its flows."""

    _by_flow: dict[Flow, Session] = field(default_factory=dict)
    _sessions: dict[int, Session] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def find(self, flow: Flow) -> Session | None:
        """The session of a flow, in either direction."""
        return self._by_flow.get(flow)

    def add(self, session: Session) -> None:
        """Also under the flow back."""
        self._sessions[id(session)] = session
        self._by_flow[session.flow] = self._by_flow[session.back] = session

    def remove(self, session: Session) -> None:
        """The session, which is there; a flow that another has taken over stays with that one."""
        del self._sessions[id(session)]
        for flow in (session.flow, session.back):
            if self._by_flow.get(flow) is session:
                del self._by_flow[flow]

    def clear(self) -> None:
        """Removes all."""
        self._by_flow.clear()
        self._sessions.clear()

    def owned_by(self, device: int) -> list[Session]:
        """The sessions of an owner, oldest first."""
        return [session for session in self._sessions.values() if session.owner == device]
