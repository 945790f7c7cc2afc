"""Single packets through a pair: A.8's table of packet cases, translation, timeouts, ends of sessions, logs.

The set-up function of the pair is the parity of the client's address: 10.0.0.10 is set up by device 0, 10.0.0.11 by device 1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from strategies.bench import Bench, Tcp, answer, datagram

from hamodel.reference.panos import packets
from hamodel.reference.panos.hosts import dialogue
from hamodel.reference.panos.nat import NatRule
from hamodel.reference.panos.packets import ACK, FIN, RST, Packet
from hamodel.reference.panos.policy import Policy, Rule
from hamodel.reference.panos.settings import PairSettings, Timers

ANY = Policy((Rule("any", "allow"),))
EVEN, ODD = ("10.0.0.10", 40_000), ("10.0.0.11", 40_000)
GET = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
SERVER = ("203.0.113.1", 53)


def bench(**settings: Any) -> Bench:
    return Bench(PairSettings(**{"policy": ANY, **settings}))


def opened(bench: Bench, tcp: Tcp, at: int = 0) -> Tcp:
    """Three packets, and both know the session."""
    for packet in (tcp.syn(), tcp.syn_ack(), tcp.says()):
        assert len(bench.give(at, packet)) == 1
    return tcp


# --- first packets ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("client", "at"), [(EVEN, 0), (ODD, 1)])
def test_the_receiver_sets_up_and_owns(client: tuple[str, int], at: int) -> None:
    pair = bench()
    syn = Tcp(client).syn()
    assert pair.give(at, syn) == [(at, "untrust", syn)]
    assert pair.ha3 == []
    assert pair.owners(syn) == (at, at)  # the peer has been told
    assert pair.inspects(syn) == (at == 0, at == 1)


@pytest.mark.parametrize(("client", "at"), [(ODD, 0), (EVEN, 1)])
def test_the_peer_sets_up_and_the_receiver_owns(client: tuple[str, int], at: int) -> None:
    pair = bench()
    syn = Tcp(client).syn()
    assert pair.give(at, syn) == [(at, "untrust", syn)]
    assert pair.ha3 == [(at, "first"), (1 - at, "offer"), (at, "accepted")]
    assert pair.owners(syn) == (at, at)
    assert pair.inspects(syn) == (at == 0, at == 1)


@pytest.mark.parametrize("client", [EVEN, ODD])
def test_with_set_up_by_who_receives_nothing_crosses_ha3(client: tuple[str, int]) -> None:
    pair = bench(session_setup="first_packet")
    for at in (0, 1):
        syn = Tcp((client[0], 40_000 + at)).syn()
        assert pair.give(at, syn) == [(at, "untrust", syn)]
        assert pair.owners(syn) == (at, at)
    assert pair.ha3 == []


@pytest.mark.parametrize("client", [EVEN, ODD])
def test_s2_the_primary_owns_what_the_secondary_receives(client: tuple[str, int]) -> None:
    pair = bench(owner_selection="primary_device")
    syn = Tcp(client).syn()
    assert pair.give(1, syn) == [(0, "untrust", syn)]
    assert pair.ha3 == [(1, "first")]
    assert pair.owners(syn) == (0, 0)
    assert pair.inspects(syn) == (True, False)
    other = Tcp((client[0], 40_001)).syn()
    assert pair.give(0, other) == [(0, "untrust", other)]
    assert len(pair.ha3) == 1


@pytest.mark.parametrize("owner_selection", ["first_packet", "primary_device"])
def test_a3_what_a_tentative_firewall_receives_its_peer_sets_up_and_owns(owner_selection: str) -> None:
    pair = bench(owner_selection=owner_selection)
    pair.pair.monitor_fails(0)
    pair.pair.run(5_000)
    assert [firewall.mode for firewall in pair.pair.firewalls] == ["tentative", "active_primary"]
    pair.ha3.clear()
    tcp = Tcp(EVEN)
    syn = tcp.syn()
    assert pair.give(0, syn) == [(1, "untrust", syn)]
    assert pair.owners(syn)[1] == 1
    syn_ack = tcp.syn_ack()
    assert pair.give(0, syn_ack) == [(1, "trust", syn_ack)]  # also if it knows the session
    # It offers the packet to who got it, and hears that this one may own nothing.
    offers = [(1, "offer"), (0, "decline")] if owner_selection == "first_packet" else []
    assert pair.ha3 == [(0, "first"), *offers, (0, "later")]
    assert pair.pair.firewalls[0].dataplane.table.owned_by(0) == []


def test_hazard_33_without_ha3_a_tentative_firewall_has_no_exit() -> None:
    pair = bench()
    pair.pair.monitor_fails(0)
    pair.pair.run(5_000)
    pair.pair.cut("ha3")
    assert pair.give(0, Tcp(EVEN).syn()) == []
    assert pair.pair.firewalls[1].mode == "active_primary"


def test_f8_the_survivor_sets_up_what_the_other_one_would() -> None:
    pair = bench()
    pair.pair.suspend(1)
    early = Tcp(ODD).syn()
    assert pair.give(0, early) == []  # its peer is out, and it has not noticed: the client will try again
    pair.pair.run(3_000)
    assert pair.give(0, early) == [(0, "untrust", early)]
    assert pair.ha3 == []


def test_a_firewall_that_does_not_see_its_peer_sets_nothing_up_for_it() -> None:
    pair = bench()
    pair.pair.firewalls[1].control.sees_peer = False  # as just after a failback, before its next hello
    syn = Tcp(ODD).syn()
    assert pair.give(0, syn) == []
    assert pair.owners(syn) == (None, None)
    assert pair.dropped(0) == {"the firewalls do not agree on who sets up": 1}
    pair.pair.run(1_500)
    assert pair.give(0, syn) == [(0, "untrust", syn)]


@pytest.mark.parametrize("mode", ["suspended", "non_functional", "initial"])
def test_a1_who_is_out_passes_nothing(mode: str) -> None:
    pair = bench()
    {"suspended": pair.pair.suspend, "non_functional": pair.pair.dataplane_fails, "initial": pair.pair.crash}[mode](1)
    pair.pair.run(5)
    assert pair.pair.firewalls[1].mode == mode
    assert pair.give(1, Tcp(ODD).syn()) == []
    assert pair.give(1, Tcp(EVEN).syn()) == []


# --- later packets ---------------------------------------------------------------------------------------------------


def test_a_later_packet_at_the_owner_stays_there() -> None:
    pair = bench()
    tcp = opened(pair, Tcp(EVEN))
    for packet, zone in ((tcp.says(GET), "untrust"), (tcp.answers(OK), "trust")):
        assert pair.give(0, packet) == [(0, zone, packet)]
    assert pair.ha3 == []


def test_a_later_packet_at_the_other_firewall_crosses_ha3_and_leaves_at_the_owner() -> None:
    pair = bench()
    tcp = Tcp(EVEN)
    syn = tcp.syn()
    pair.give(0, syn)
    for packet in (tcp.syn_ack(), tcp.answers(OK)):  # all answers come in at device 1
        assert pair.give(1, packet) == [(0, "trust", packet)]
    assert pair.ha3 == [(1, "later"), (1, "later")]
    session = pair.session(0, syn)
    assert session is not None
    assert session.packets == 3
    assert pair.inspects(syn) == (True, False)


def test_the_owner_inspects_both_directions_of_what_is_asymmetric() -> None:
    pair = bench()
    tcp = Tcp(EVEN)
    syn = tcp.syn()
    pair.give(0, syn)
    pair.give(1, tcp.syn_ack())
    pair.give(0, tcp.says())
    pair.give(0, tcp.says(GET))
    pair.give(1, tcp.answers(OK))
    session = pair.session(0, syn)
    assert session is not None
    assert session.application == "http"
    assert pair.inspects(syn) == (True, False)


@pytest.mark.parametrize("at", [0, 1])
def test_a_packet_in_mid_stream_of_no_session_is_dropped(at: int) -> None:
    pair = bench()
    tcp = Tcp(EVEN)
    tcp.syn()
    for packet in (tcp.syn_ack(), tcp.says(GET), tcp.answers(flags=FIN | ACK), tcp.says(flags=RST)):
        assert pair.give(at, packet) == []
    assert pair.dropped(at) == {"in mid-stream, of no session": 4}
    assert pair.ha3 == []


def test_hazard_26_an_answer_that_is_faster_than_the_synchronisation_is_dropped() -> None:
    pair = bench(session_setup="first_packet")
    tcp = Tcp(EVEN)
    assert len(pair.give(0, tcp.syn(), wait=0)) == 1
    syn_ack = tcp.syn_ack()
    assert pair.give(1, syn_ack) == []
    assert pair.dropped(1) == {"in mid-stream, of no session": 1}
    assert pair.give(1, syn_ack) == [(0, "trust", syn_ack)]  # sent again, it finds the session


def test_hazard_22_both_set_up_one_flow_if_who_receives_sets_up() -> None:
    pair = bench(session_setup="first_packet")
    question = datagram(EVEN, SERVER)
    pair.give(0, question, wait=0)
    pair.give(1, answer(question))
    assert pair.owners(question) == (0, 1)


def test_hazard_32_a_packet_does_not_bounce_on_ha3() -> None:
    pair = bench()
    tcp = opened(pair, Tcp(EVEN))
    for device in (0, 1):  # each believes that it is the other's
        session = pair.session(device, Packet("tcp", *tcp.client, *tcp.server))
        assert session is not None
        session.owner = 1 - device
    pair.ha3.clear()
    for at in (0, 1):
        assert pair.give(at, tcp.says(b"x")) == []
        assert pair.dropped(1 - at)["crossed HA3 before"] == 1
    assert pair.ha3 == [(0, "later"), (1, "later")]


def test_a_zone_that_is_not_there_is_a_reason_to_drop() -> None:
    pair = bench()
    assert pair.give(0, Tcp(EVEN).syn(), zone="dmz") == []
    assert pair.dropped(0) == {"no zone has this name": 1}


@pytest.mark.parametrize(("at", "clients_port"), [(0, 50_000), (1, 50_000)])
def test_what_begins_outside_is_the_receivers_like_any_other(at: int, clients_port: int) -> None:
    pair = bench()
    outside, inside = (f"203.0.113.{4 + at}", clients_port), ("10.0.0.80", 80)
    tcp = Tcp(outside, inside)
    for packet in (tcp.syn(), tcp.syn_ack(), tcp.says(), tcp.says(GET), tcp.answers(OK)):
        assert len(pair.give(at, packet)) == 1
    pair.pair.run(5_000)
    for packet in (tcp.says(GET), tcp.answers(OK)):
        assert pair.give(at, packet)[0][0] == at
    assert pair.owners(packet := tcp.says(), "untrust") == (at, at)  # told, and not handed over
    assert pair.pair.firewalls[at].dataplane.inspector.follows(packets.flow_of(packet, "untrust"))


# --- translation: A.11 -----------------------------------------------------------------------------------------------


def rule(device: int) -> NatRule:
    return NatRule(f"of {device}", device, "trust", "untrust", None, ("198.51.100.7",), range(6000, 6002))  # type: ignore[arg-type]


def on_the_wire(out: list[tuple[int, str, Packet]]) -> tuple[int, str, int]:
    """Of one packet that went to the server: the device that sent it, and its source."""
    ((device, zone, packet),) = out
    assert zone == "untrust"
    return device, packet.source, packet.source_port


def test_a_session_is_translated_and_back() -> None:
    pair = bench(nat=(rule(0),))
    tcp = Tcp(EVEN)
    syn = tcp.syn()
    assert on_the_wire(pair.give(0, syn)) == (0, "198.51.100.7", 6000)
    reply = tcp.syn_ack()
    back = replace(reply, destination="198.51.100.7", destination_port=6000)
    assert pair.give(0, back) == [(0, "trust", reply)]
    assert pair.give(1, back) == [(0, "trust", reply)]  # at the other firewall: over HA3


def test_the_peer_sets_up_by_the_owners_rules() -> None:
    pair = bench(nat=(rule(0),))
    assert on_the_wire(pair.give(0, Tcp(ODD).syn())) == (0, "198.51.100.7", 6000)
    assert on_the_wire(pair.give(1, Tcp(EVEN).syn())) == (1, *EVEN)  # device 1 owns it, and has no rule
    assert [what for _, what in pair.ha3].count("accepted") == 2


def test_a_pool_that_is_empty_opens_no_session() -> None:
    pair = bench(nat=(rule(0),))
    seen = [on_the_wire(pair.give(0, Tcp(("10.0.0.10", 40_000 + n)).syn()))[2] for n in range(2)]
    assert seen == [6000, 6001]
    assert pair.give(0, Tcp(("10.0.0.10", 40_002)).syn()) == []
    assert pair.give(0, Tcp(("10.0.0.11", 40_003)).syn()) == []
    assert pair.dropped(0) == {"no address and port is left": 2}
    pair.give(0, Packet("tcp", *Tcp(("10.0.0.10", 40_000)).client, *Tcp().server, RST, 1_001))
    assert on_the_wire(pair.give(0, Tcp(("10.0.0.10", 40_004)).syn()))[2] == 6000  # given out again


def test_s12_after_a_failover_old_sessions_keep_their_translation_and_new_ones_find_no_rule() -> None:
    pair = bench(nat=(rule(0),))
    tcp = opened_through_nat(pair, Tcp(EVEN))
    pair.pair.crash(0)
    pair.pair.run(15_000)
    assert on_the_wire(pair.give(1, tcp.says(GET))) == (1, "198.51.100.7", 6000)
    assert on_the_wire(pair.give(1, Tcp(("10.0.0.10", 40_001)).syn())) == (1, "10.0.0.10", 40_001)


def test_hazard_40_with_a_second_rule_for_the_same_pool_both_give_out_one_port_after_failback() -> None:
    pair = bench(nat=(rule(0), rule(1)))
    tcp = opened_through_nat(pair, Tcp(EVEN))
    pair.pair.crash(0)
    pair.pair.run(15_000)
    new = Tcp(("10.0.0.10", 40_001))
    assert on_the_wire(pair.give(1, new.syn())) == (1, "198.51.100.7", 6001)  # 6000 is in use by what it took over
    pair.give(1, new.syn_ack())  # each session is told to the tentative firewall with its next packet
    pair.give(1, tcp.says(GET))
    pair.pair.run(90_000)
    assert [firewall.mode for firewall in pair.pair.firewalls] == ["active_secondary", "active_primary"]
    pair.give(1, tcp.says(GET))
    pair.pair.run(1_000)
    assert pair.owners(tcp.says()) == (0, 0)  # home again
    assert on_the_wire(pair.give(0, Tcp(("10.0.0.10", 40_002)).syn())) == (0, "198.51.100.7", 6001)


def opened_through_nat(pair: Bench, tcp: Tcp) -> Tcp:
    """A session with the translation 198.51.100.7:6000."""
    assert on_the_wire(pair.give(0, tcp.syn())) == (0, "198.51.100.7", 6000)
    back = replace(tcp.syn_ack(), destination="198.51.100.7", destination_port=6000)
    assert len(pair.give(0, back)) == 1
    assert len(pair.give(0, tcp.says())) == 1
    return tcp


# --- timeouts: F17 ---------------------------------------------------------------------------------------------------


def test_a_udp_session_ends_after_its_timeout_at_both() -> None:
    pair = bench()
    question = datagram(EVEN, SERVER)
    pair.give(0, question)
    began = pair.pair.clock.now - 5
    pair.pair.clock.run_until(began + 29_999)
    assert pair.owners(question) == (0, 0)
    pair.pair.clock.run_until(began + 31_010)  # looked for every second, and told over HA2
    assert pair.owners(question) == (None, None)
    ((log),) = pair.pair.logs()
    assert (log.device, log.end_reason, log.packets) == (0, "aged-out", 1)


def test_a_packet_in_either_direction_starts_the_timeout_anew() -> None:
    pair = bench(timers=Timers(tcp_session=10_000))
    tcp = opened(pair, Tcp(EVEN))
    for _ in range(4):
        pair.pair.run(8_000)
        pair.give(0, tcp.says(b"x"))
        pair.pair.run(8_000)
        pair.give(1, tcp.answers(b"y"))
    assert pair.owners(tcp.says()) == (0, 0)
    pair.pair.run(11_100)
    assert pair.owners(tcp.says()) == (None, None)


def test_hazard_24_the_other_firewalls_copy_does_not_age_out_while_the_owner_has_traffic() -> None:
    pair = bench(timers=Timers(tcp_session=10_000))
    tcp = opened(pair, Tcp(EVEN))
    for _ in range(12):  # a minute, all of it at the owner
        pair.pair.run(5_000)
        assert len(pair.give(0, tcp.says(b"x"))) == 1
        assert pair.owners(tcp.says()) == (0, 0)
    assert pair.pair.logs() == []


def test_hazard_29_a_copy_goes_when_the_owner_ended_the_session_unheard() -> None:
    pair = bench(timers=Timers(tcp_session=10_000))
    tcp = opened(pair, Tcp(EVEN))
    pair.pair.cut("ha2")
    pair.give(0, tcp.says(flags=RST))
    pair.pair.mend("ha2")
    assert pair.owners(tcp.says()) == (None, 0)
    pair.pair.run(11_100)
    assert pair.owners(tcp.says()) == (None, None)
    assert [log.device for log in pair.pair.logs()] == [0]


def ghost(pair: Bench, tcp: Tcp) -> None:
    """Device 1 does not hear that the session has ended."""
    pair.pair.cut("ha2")
    pair.give(0, tcp.says(flags=RST))
    pair.pair.mend("ha2")
    assert pair.owners(tcp.says()) == (None, 0)


@pytest.mark.parametrize("settings", [{}, {"session_setup": "first_packet"}, {"owner_selection": "primary_device"}], ids=str)
@pytest.mark.parametrize("client", [EVEN, ODD])
def test_hazard_29_a_copy_of_what_has_ended_keeps_nobody_out(client: tuple[str, int], settings: dict[str, Any]) -> None:
    pair = bench(**settings)
    ghost(pair, opened(pair, Tcp(client)))
    again = Tcp(client, sent=9_000)
    owner = 0 if settings.get("owner_selection") else 1
    for packet in (again.syn(), again.syn_ack(), again.says(), again.says(GET)):
        assert [device for device, _, _ in pair.give(1, packet)] == [owner]
    assert pair.owners(again.says()) == (owner, owner)
    assert pair.inspects(again.says()) == (owner == 0, owner == 1)
    assert [len(firewall.dataplane.table) for firewall in pair.pair.firewalls] == [1, 1]


def test_a_new_session_takes_the_place_of_a_copy_of_an_earlier_one() -> None:
    pair = bench(nat=(rule(0),))
    ghost(pair, opened_through_nat(pair, Tcp(EVEN)))
    pair.give(0, Tcp(("10.0.0.10", 40_001)).syn())  # gets port 6000
    again = Tcp(EVEN, sent=9_000)
    assert on_the_wire(pair.give(0, again.syn())) == (0, "198.51.100.7", 6001)
    assert len(pair.give(1, replace(again.syn_ack(), destination="198.51.100.7", destination_port=6001))) == 1
    pair.pair.crash(0)
    pair.pair.run(15_000)
    assert on_the_wire(pair.give(1, again.says(GET))) == (1, "198.51.100.7", 6001)


def test_tcp_and_udp_have_timeouts_of_their_own() -> None:
    pair = bench(timers=Timers(tcp_session=20_000, udp_session=5_000))
    tcp, question = opened(pair, Tcp(EVEN)), datagram(EVEN, SERVER)
    pair.give(0, question)
    pair.pair.run(10_000)
    assert (pair.owners(tcp.says()), pair.owners(question)) == ((0, 0), (None, None))


# --- the end of a TCP session ----------------------------------------------------------------------------------------


def test_a_session_ends_with_the_acknowledgement_of_the_second_fin() -> None:
    pair = bench()
    tcp = opened(pair, Tcp(EVEN))
    steps = (tcp.says(flags=FIN | ACK), tcp.answers(), tcp.answers(b"more"), tcp.says(), tcp.answers(flags=FIN | ACK))
    for packet in steps:
        assert len(pair.give(0, packet)) == 1
        assert pair.owners(tcp.says()) == (0, 0)
    assert len(pair.give(0, tcp.says())) == 1
    assert pair.owners(tcp.says()) == (None, None)
    assert [(log.device, log.end_reason) for log in pair.pair.logs()] == [(0, "tcp-fin")]


def test_a_session_in_which_both_close_at_once_ends_when_both_have_heard_it() -> None:
    pair = bench()
    tcp = opened(pair, Tcp(EVEN))
    first, second = tcp.sent, tcp.answered  # neither has seen the other's FIN when it sends its own
    client = Packet("tcp", *tcp.client, *tcp.server, FIN | ACK, first, second)
    server = Packet("tcp", *tcp.server, *tcp.client, FIN | ACK, second, first)
    heard_by_client = Packet("tcp", *tcp.client, *tcp.server, ACK, first + 1, second + 1)
    heard_by_server = Packet("tcp", *tcp.server, *tcp.client, ACK, second + 1, first + 1)
    for packet in (client, server, heard_by_client, heard_by_server):
        assert len(pair.give(0, packet)) == 1
    assert pair.owners(client) == (None, None)
    assert [log.end_reason for log in pair.pair.logs()] == ["tcp-fin"]


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("by_client", [True, False])
def test_a_reset_ends_a_session(at: int, by_client: bool) -> None:
    pair = bench()
    tcp = opened(pair, Tcp(EVEN))
    packet = tcp.says(flags=RST) if by_client else tcp.answers(flags=RST)
    assert pair.give(at, packet) == [(0, "untrust" if by_client else "trust", packet)]
    assert pair.owners(packet, "trust" if by_client else "untrust") == (None, None)
    assert [(log.device, log.end_reason) for log in pair.pair.logs()] == [(0, "tcp-rst")]


# --- policy and logs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("client", [EVEN, ODD])
def test_what_no_rule_allows_is_denied_and_logged_where_it_came_in(client: tuple[str, int], at: int) -> None:
    pair = bench(policy=Policy((Rule("dns", "allow", protocol="udp", port=53),)))
    syn = Tcp(client).syn()
    assert pair.give(at, syn) == []
    assert pair.owners(syn) == (None, None)
    assert [(log.device, log.kind, log.end_reason, log.packets) for log in pair.pair.logs()] == [(at, "deny", "policy-deny", 1)]
    assert pair.pair.logs()[0].bytes == len(packets.encode(syn))
    assert len(pair.give(at, datagram(client, SERVER))) == 1


def test_a_session_whose_application_is_denied_ends_when_it_shows() -> None:
    pair = bench(policy=Policy((Rule("no web", "deny", application="http"), Rule("any", "allow"))))
    tcp = opened(pair, Tcp(EVEN))
    assert pair.give(0, tcp.says(GET)) == []
    assert pair.owners(tcp.says()) == (None, None)
    assert pair.dropped(0) == {"denied by policy": 1}
    assert [(log.end_reason, log.application, log.inspected) for log in pair.pair.logs()] == [("policy-deny", "http", True)]


def test_hazard_18_after_a_failover_an_application_that_had_not_shown_does_not_show() -> None:
    pair = bench(policy=Policy((Rule("no web", "deny", application="http"), Rule("any", "allow"))))
    tcp = opened(pair, Tcp(EVEN))
    pair.pair.crash(0)
    pair.pair.run(15_000)
    assert len(pair.give(1, tcp.says(GET))) == 1


@pytest.mark.parametrize(("client", "crosses"), [(EVEN, []), (ODD, ["first", "offer"])])
def test_a_session_that_its_first_packet_ends_is_in_no_table(client: tuple[str, int], crosses: list[str]) -> None:
    pair = bench(policy=Policy((Rule("no dns", "deny", application="dns"), Rule("any", "allow"))))
    question = datagram(client, SERVER, dialogue.texts(0, 0).request)
    assert pair.give(0, question) == []
    assert [what for _, what in pair.ha3] == crosses
    assert pair.owners(question) == (None, None)
    assert [log.end_reason for log in pair.pair.logs()] == ["policy-deny"]


def test_a_log_counts_whole_packets_in_both_directions_wherever_they_came_in() -> None:
    pair = bench()
    tcp = Tcp(EVEN)
    given = [(0, tcp.syn()), (1, tcp.syn_ack()), (0, tcp.says(GET)), (1, tcp.answers(OK)), (0, tcp.says())]
    given.append((0, tcp.says(flags=RST)))
    for at, packet in given:
        assert len(pair.give(at, packet)) == 1
    (log,) = pair.pair.logs()
    assert (log.device, log.packets, log.application, log.inspected) == (0, 6, "http", True)
    assert log.bytes == sum(len(packets.encode(packet)) for _, packet in given)


def test_a_udp_log_counts_its_bytes_too() -> None:
    pair = bench()
    question = datagram(EVEN, SERVER, b"12345")
    pair.give(0, question)
    pair.give(0, answer(question, b"1234567"))
    pair.pair.run(40_000)
    assert [(log.packets, log.bytes) for log in pair.pair.logs()] == [(2, 28 + 5 + 28 + 7)]


def test_a_packet_that_is_none_is_refused() -> None:
    pair = bench()
    with pytest.raises(ValueError, match="no bytes can be this udp packet"):
        pair.give(0, datagram(("10.0.0.256", 1), SERVER))
