"""Two firewalls, their links and conversations, end to end: the facts S4 to S8, S11, S12; and long runs on bad links."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from strategies.impairment import Impairment

import hamodel.reference.panos.pair
from hamodel.reference.panos.hosts.conversation import UdpConversation
from hamodel.reference.panos.inspection import Inspector
from hamodel.reference.panos.nat import NatRule
from hamodel.reference.panos.network import Talk
from hamodel.reference.panos.packets import Flow
from hamodel.reference.panos.pair import Pair
from hamodel.reference.panos.policy import Policy, Rule
from hamodel.reference.panos.settings import PairSettings, Timers

ANY = Policy((Rule("any", "allow"),))
QUICK, FOR_LONG = Timers(tentative_hold=10_000), Timers(boot=600_000)
CLIENT, SERVER = ("10.0.0.10", 40_000), ("203.0.113.1", 80)


def pair_of(**settings: Any) -> Pair:
    return Pair(PairSettings(**{"policy": ANY, "timers": QUICK, **settings}))


def owners(pair: Pair, talk: Talk) -> list[int]:
    """The firewalls that own the session of a conversation."""
    flow = Flow("trust", "udp" if isinstance(talk.conversation, UdpConversation) else "tcp", *talk.client, *talk.server)
    found = [firewall.dataplane.table.find(flow) for firewall in pair.firewalls]
    return [device for device, session in enumerate(found) if session is not None and session.owner == device]


def flows_on(pair: Pair, talk: Talk, seconds: int = 10) -> bool:
    """Does content arrive at both ends?"""
    before = talk.conversation.to_client, talk.conversation.to_server
    pair.run(seconds * 1000)
    return talk.conversation.to_client > before[0] and talk.conversation.to_server > before[1]


def log_of(pair: Pair, talk: Talk) -> tuple[int, bool, bool]:
    """Ends the conversation. Of its one end log: who wrote it, was it inspected, is a threat in it?"""
    pair.finish(talk)
    pair.run(5_000)
    (log,) = [log for log in pair.logs() if log.kind == "end" and log.flow.source_port == talk.client[1]]
    return log.device, log.inspected, log.threats != ()


def fail_over(pair: Pair) -> None:
    """Device 0 loses its power; device 1 takes over before the other one is back."""
    pair.crash(0)
    pair.run(12_000)
    assert pair.firewalls[1].mode == "active_primary"
    assert not pair.firewalls[0].active


def fail_back(pair: Pair) -> None:
    pair.run(60_000)
    assert [firewall.mode for firewall in pair.firewalls] == ["active_secondary", "active_primary"]
    assert all(firewall.sees_peer for firewall in pair.firewalls)


# --- the story of S4 to S12 ------------------------------------------------------------------------------------------


def test_s3_s4_the_owner_inspects_and_logs() -> None:
    pair = pair_of()
    talk = pair.converse(CLIENT, SERVER, at=0, back_at=1)
    assert flows_on(pair, talk, 30)
    assert owners(pair, talk) == [0]
    assert log_of(pair, talk) == (0, True, True)


def test_s5_s6_a_survivor_carries_on_and_does_not_inspect() -> None:
    pair = pair_of(timers=FOR_LONG)
    talk = pair.converse(CLIENT, SERVER, at=0)
    pair.run(2_500)  # before the first threat
    fail_over(pair)
    assert flows_on(pair, talk, 40)
    assert owners(pair, talk) == [1]
    assert log_of(pair, talk) == (1, False, False)
    assert talk.conversation.garbled == 0


@pytest.mark.parametrize(("reverts", "owner"), [(True, 0), (False, 1)])
def test_s7_s8_after_failback_a_session_is_home_if_it_reverts_and_still_not_inspected(reverts: bool, owner: int) -> None:
    pair = pair_of(reverts=reverts)
    talk = pair.converse(CLIENT, SERVER, at=0)
    pair.run(2_500)
    fail_over(pair)
    fail_back(pair)
    assert flows_on(pair, talk, 40)
    assert owners(pair, talk) == [owner]
    assert log_of(pair, talk) == (owner, False, False)


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
@pytest.mark.parametrize("leave", ["monitor_fails", "suspend"])
def test_s8_who_left_without_a_crash_has_missed_packets_too(leave: str, protocol: Any) -> None:
    pair = pair_of()
    talk = pair.converse(CLIENT, SERVER, at=0, protocol=protocol)
    pair.run(2_500)
    getattr(pair, leave)(0)
    pair.run(5_000)
    assert owners(pair, talk) == [1]
    pair.make_functional(0)
    fail_back(pair)
    assert flows_on(pair, talk, 40)
    assert owners(pair, talk) == [0]
    if protocol == "tcp":
        assert log_of(pair, talk) == (0, False, False)
    else:
        talk.conversation.give_up()
        pair.run(40_000)
        assert [(log.device, log.inspected, log.threats) for log in pair.logs()] == [(0, False, ())]


def test_s11_a_survivor_inspects_what_is_new_and_keeps_doing_so_after_failback() -> None:
    pair = pair_of()
    fail_over(pair)
    talk = pair.converse(CLIENT, SERVER, at=0)
    fail_back(pair)
    assert flows_on(pair, talk, 40)
    assert owners(pair, talk) == [1]
    assert log_of(pair, talk) == (1, True, True)


@pytest.mark.parametrize(("devices", "new_source"), [((0,), None), ((0, 1), "198.51.100.7")])
def test_s12_a_survivor_translates_what_it_took_over_and_by_its_own_rules_what_is_new(
    devices: tuple[int, ...], new_source: str | None
) -> None:
    rules = [NatRule(f"of {d}", d, "trust", "untrust", None, ("198.51.100.7",), range(6000, 6009)) for d in devices]  # type: ignore[arg-type]
    pair = pair_of(nat=tuple(rules), timers=FOR_LONG)
    talk = pair.converse(CLIENT, SERVER, at=0)
    assert flows_on(pair, talk)
    fail_over(pair)
    assert flows_on(pair, talk)
    assert talk.wire_source == ("198.51.100.7", 6000)
    new = pair.converse((CLIENT[0], 40_001), ("203.0.113.2", 80), at=1)
    assert flows_on(pair, new)
    assert new.wire_source == ((new_source, 6001) if new_source else new.client)


def test_s10_with_the_primary_as_owner_the_secondary_only_relays() -> None:
    pair = pair_of(owner_selection="primary_device")
    talks = [pair.converse((CLIENT[0], 40_000 + n), (f"203.0.113.{n}", 80), at=1) for n in range(4)]
    assert all(flows_on(pair, talk, 5) for talk in talks)
    assert [owners(pair, talk) for talk in talks] == 4 * [[0]]
    for talk in talks:
        assert log_of(pair, talk)[0] == 0


# --- emergence -------------------------------------------------------------------------------------------------------


def test_s9_to_lose_the_state_of_the_scanner_and_nothing_else_is_to_lose_inspection() -> None:
    pair = pair_of()
    talk = pair.converse(CLIENT, SERVER, at=0)
    pair.run(2_500)
    pair.firewalls[0].dataplane.inspector = Inspector()
    assert flows_on(pair, talk, 40)
    assert log_of(pair, talk) == (0, False, False)


def test_s9_a_survivor_that_had_the_state_of_the_scanner_would_inspect() -> None:
    pair = pair_of(timers=FOR_LONG)
    talk = pair.converse(CLIENT, SERVER, at=0)
    pair.run(2_500)
    pair.firewalls[1].dataplane.inspector = pair.firewalls[0].dataplane.inspector  # which no message can do
    fail_over(pair)
    assert flows_on(pair, talk, 40)
    assert owners(pair, talk) == [1]
    assert log_of(pair, talk) == (1, True, True)


# --- driven by hand --------------------------------------------------------------------------------------------------


def test_the_example_in_the_docstring_says_what_happens() -> None:
    result = doctest.testmod(hamodel.reference.panos.pair)
    assert result.attempted > 8
    assert result.failed == 0


def test_two_conversations_cannot_be_told_apart_by_less_than_a_server() -> None:
    pair = pair_of()
    pair.converse(CLIENT, SERVER, at=0)
    for client, server in (((CLIENT[0], 1), SERVER), (CLIENT, ("203.0.113.2", 80))):
        with pytest.raises(ValueError, match="has a conversation already"):
            pair.converse(client, server, at=0)


# --- long runs -------------------------------------------------------------------------------------------------------

CHAOS = ("crash", "monitor_fails", "suspend", *2 * ("make_functional",), "dataplane_fails", *2 * ("dataplane_recovers",))
LINKS = ("ha1", "ha2", "ha3")


class Soak:
    """A pair on bad links, to which things happen, and conversations that begin all the time; all from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        owner = self.chance.choice(("first_packet", "primary_device"))
        setup = self.chance.choice(("ip_modulo", "first_packet")) if owner == "first_packet" else "ip_modulo"
        synchronisation = self.chance.choice(("complete", "early", "one_way"))
        self.pair = pair_of(
            owner_selection=owner,
            session_setup=setup,
            synchronisation=synchronisation,
            reverts=self.chance.random() < 0.7,
            preemptive=self.chance.random() < 0.5,
            timers=Timers(tentative_hold=10_000, tcp_session=20_000, udp_session=10_000),
        )
        self.impairment = Impairment(seed, loss=self.chance.choice((0.05, 0.2, 0.4)), late=self.chance.choice((3, 30)))
        self.impairment.begin(self.pair)
        self.number = 0

    def talk(self, at: int) -> Talk:
        self.number += 1
        protocol: Any = self.chance.choice(("tcp", "udp"))
        client, server = (f"10.0.1.{self.number % 200}", 40_000 + self.number), (f"203.0.113.{self.number}", 80)
        return self.pair.converse(client, server, at, self.chance.choice((0, 1)), protocol)

    def happens(self) -> None:
        pair = self.pair
        if self.chance.random() < 0.5:
            getattr(pair, self.chance.choice(CHAOS))(self.chance.choice((0, 1)))
        else:
            getattr(pair, self.chance.choice(("cut", "mend")))(self.chance.choice(LINKS))
        for device in (0, 1):
            if self.chance.random() < 0.5 and pair.network.firewalls[device].takes_packets():
                self.talk(device)
        if self.chance.random() < 0.5 and pair.network.talks:
            pair.finish(self.chance.choice(list(pair.network.talks.values())))
        pair.run(self.chance.choice((3, 900, 5_000, 20_000)))

    def repaired(self) -> None:
        """Everything is repaired but the links."""
        for link in LINKS:
            self.pair.mend(link)  # type: ignore[arg-type]
        for device in (0, 1):
            self.pair.dataplane_recovers(device)
            self.pair.make_functional(device)
        self.pair.run(120_000)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.sampled
def test_on_bad_links_what_is_new_gets_through_wherever_a_firewall_takes_it(seed: int) -> None:
    soak = Soak(seed)
    pair = soak.pair
    drops = [0, 0]
    for _ in range(3):
        for _ in range(8):
            soak.happens()
            for device, firewall in enumerate(pair.firewalls):
                assert firewall.malformed.total() == 0
                assert firewall.dataplane.dropped.total() >= drops[device]
                drops[device] = firewall.dataplane.dropped.total()
                assert firewall.active or not firewall.dataplane.table.owned_by(device)
        soak.repaired()
        assert any(firewall.active for firewall in pair.firewalls)
        talks = [soak.talk(device) for device in (0, 1) if pair.network.firewalls[device].takes_packets()]
        pair.run(20_000)
        for talk in talks:
            assert talk.conversation.established
            assert talk.conversation.to_client > 0
            # Hazard 22: an answer over UDP that is faster than the synchronisation opens a session of its own.
            assert len(owners(pair, talk)) == 1 or isinstance(talk.conversation, UdpConversation)
    soak.impairment.clear(pair)
    for talk in list(pair.network.talks.values()):
        talk.conversation.give_up()
    soak.repaired()  # once more: who left too often is suspended
    assert [firewall.outstanding for firewall in pair.firewalls] == [0, 0]
    assert sorted(firewall.mode for firewall in pair.firewalls) == ["active_primary", "active_secondary"]
    assert [len(firewall.dataplane.table) for firewall in pair.firewalls] == [0, 0]


def story(seed: int) -> str:
    """All that two runs could differ in, as text."""
    soak = Soak(seed)
    for _ in range(12):
        soak.happens()
    soak.repaired()
    for talk in list(soak.pair.network.talks.values()):
        soak.pair.finish(talk)
    soak.pair.run(30_000)
    lines = [str(log) for log in soak.pair.logs()]
    for firewall in soak.pair.firewalls:
        plane = firewall.dataplane
        lines += [firewall.mode, str(sorted(plane.dropped.items())), str(plane.opened_sessions), str(plane.table.owned_by(0))]
    return "\n".join([*lines, str([link.lost for link in (soak.pair.links.ha1, soak.pair.links.ha2, soak.pair.links.ha3)])])


def test_the_same_calls_give_the_same_logs_byte_for_byte_in_any_process() -> None:
    here = story(3)
    assert here.count("\n") > 12
    assert here == story(3)
    assert here != story(4)
    program = "import sys, test_reference_pair; sys.stdout.write(test_reference_pair.story(3))"
    tests = Path(__file__).parent
    places = os.pathsep.join(map(str, (tests.parent.parent, tests, tests.parent)))
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": places}
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert there.stdout == here
