"""The states of a firewall, each transition by its number in the facts (T1 to T16), with times that are worked out by hand.

The two firewalls of a pair start at 0 ms, so that with the defaults their heartbeats are sent at 2000, 4000, 6000 ms ...
"""

from __future__ import annotations

from typing import Any

import pytest

from hamodel.reference.panos.messages import Mode
from hamodel.reference.panos.pair import Pair
from hamodel.reference.panos.settings import PairSettings, Timers

PRIMARY, SECONDARY, TENTATIVE = "active_primary", "active_secondary", "tentative"
MINUTE = 60_000


def pair_of(settings: PairSettings | None = None, **timers: Any) -> Pair:
    return Pair(settings or PairSettings(timers=Timers(**timers)))


def at(pair: Pair, time: int) -> tuple[Mode, Mode]:
    """What the two are at this time."""
    pair.clock.run_until(time)
    first, second = pair.firewalls
    return first.mode, second.mode


def soon(pair: Pair) -> tuple[Mode, Mode]:
    """What they are when every hello of now has arrived."""
    return at(pair, pair.clock.now + 5)


# --- A.6: heartbeats and the promotion hold time ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timers", "cut", "first_lost", "seconds"),
    [
        ({}, 5_000, 6_000, 8.0),  # 3 x 2000 + 2000
        ({}, 5_999, 6_000, 8.0),
        ({"heartbeat": 1_000, "promotion_hold": 500}, 5_500, 6_000, 3.5),  # aggressive: 3 x 1000 + 500
        ({"heartbeat": 5_000, "promotion_hold": 0}, 11_000, 15_000, 15.0),
        ({"lost_heartbeats": 2}, 5_000, 6_000, 6.0),
        ({"lost_heartbeats": 1}, 5_000, 6_000, 4.0),
    ],
)
def test_t15_both_are_primary_so_long_after_the_first_lost_heartbeat(
    timers: dict[str, Any], cut: int, first_lost: int, seconds: float
) -> None:
    pair = pair_of(**timers)
    pair.clock.run_until(cut)
    pair.cut("ha1")
    promoted = first_lost + int(seconds * 1000)
    assert at(pair, promoted - 1) == (PRIMARY, SECONDARY)
    assert all(firewall.sees_peer for firewall in pair.firewalls)
    assert at(pair, promoted) == (PRIMARY, PRIMARY)
    assert not any(firewall.sees_peer for firewall in pair.firewalls)


def test_two_heartbeats_in_a_row_are_not_three() -> None:
    pair = pair_of()
    for second in range(5, 60, 6):  # two of three are lost
        at(pair, second * 1000)
        pair.cut("ha1")
        at(pair, second * 1000 + 4_500)
        pair.mend("ha1")
    assert at(pair, 90_000) == (PRIMARY, SECONDARY)
    assert all(firewall.sees_peer for firewall in pair.firewalls)


def test_heartbeats_that_are_lost_while_hellos_arrive_do_not_end_contact() -> None:
    pair = pair_of()
    pair.links.ha1.lose = 10_000
    assert at(pair, 10 * MINUTE) == (PRIMARY, SECONDARY)


def test_contact_within_the_promotion_hold_time_ends_it() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.cut("ha1")
    at(pair, 13_900)  # declared failed at 12 s, to be promoted at 14 s
    pair.mend("ha1")
    assert at(pair, 60_000) == (PRIMARY, SECONDARY)


def test_after_contact_the_promotion_hold_time_begins_anew() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.cut("ha1")
    at(pair, 13_000)  # declared failed at 12 s
    pair.mend("ha1")
    at(pair, 13_100)
    pair.suspend(0)
    assert at(pair, 15_100) == ("suspended", SECONDARY)
    assert at(pair, 15_101) == ("suspended", PRIMARY)


def test_t8_a_peer_that_says_that_it_left_is_followed_after_the_promotion_hold_time() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.suspend(0)  # its hello needs 1 ms
    assert at(pair, 7_000) == ("suspended", SECONDARY)
    assert at(pair, 7_001) == ("suspended", PRIMARY)


def test_t8_a_peer_without_power_is_followed_after_its_lost_heartbeats() -> None:
    pair = pair_of(boot=30_000)
    at(pair, 5_000)
    pair.crash(0)
    assert at(pair, 13_999) == ("initial", SECONDARY)
    assert at(pair, 14_000) == ("initial", PRIMARY)


# --- booting ---------------------------------------------------------------------------------------------------------


def test_t1_t3_who_boots_beside_a_primary_is_tentative_and_then_secondary() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.crash(0)
    assert at(pair, 7_999)[0] == "initial"
    assert at(pair, 8_003)[0] == TENTATIVE  # its hello, and the answer
    assert at(pair, 68_002) == (TENTATIVE, PRIMARY)  # 60 s hold time
    assert at(pair, 68_100) == (SECONDARY, PRIMARY)
    assert at(pair, 20 * MINUTE) == (SECONDARY, PRIMARY)  # A.5: no preemption
    assert all(firewall.sees_peer for firewall in pair.firewalls)


def test_t2_who_finds_nobody_is_primary() -> None:
    pair = pair_of()
    pair.suspend(0)
    pair.crash(1)  # boots after 3 s, looks for 15 s
    start = pair.clock.now
    assert at(pair, start + 17_999)[1] == "initial"
    assert at(pair, start + 18_000)[1] == PRIMARY


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_t4_of_two_that_boot_together_device_0_is_primary(order: tuple[int, int]) -> None:
    pair = pair_of()
    for device in order:
        pair.crash(device)
    start = pair.clock.now
    assert at(pair, start + 17_999) == ("initial", "initial")
    assert at(pair, start + 18_005) == (PRIMARY, TENTATIVE)
    assert at(pair, start + 80_000) == (PRIMARY, SECONDARY)


def test_a5_the_worse_device_that_boots_first_stays_primary() -> None:
    pair = pair_of()
    pair.crash(1)
    for _ in range(12):
        pair.crash(0)
        pair.run(2_000)
    assert at(pair, 30_000) == (TENTATIVE, PRIMARY)
    assert at(pair, 30 * MINUTE) == (SECONDARY, PRIMARY)


def test_each_crash_starts_the_boot_anew() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.crash(1)  # would boot at 8 s
    at(pair, 7_000)
    pair.crash(1)
    assert (at(pair, 9_999)[1], pair.firewalls[1].control.powered) == ("initial", False)
    assert (at(pair, 10_000)[1], pair.firewalls[1].control.powered) == ("initial", True)


@pytest.mark.parametrize("does", ["suspend", "make_functional", "monitor_fails", "dataplane_recovers"])
def test_nothing_reaches_a_firewall_without_power(does: str) -> None:
    pair = pair_of(monitor_fail_hold_up=MINUTE, tentative_hold=10_000)
    at(pair, 5_000)
    pair.crash(1)
    getattr(pair, does)(1)
    assert soon(pair) == (PRIMARY, "initial")
    assert at(pair, 30_000) == (PRIMARY, SECONDARY)
    back = pair.firewalls[1].control.since
    assert at(pair, 5 * MINUTE) == (PRIMARY, SECONDARY)
    assert pair.firewalls[1].control.since == back


# --- a monitored link or path ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device", "timers", "delay"),
    [
        (0, {}, 500),  # T5: 0 + 500, the additional hold of a primary
        (1, {}, 0),  # T6
        (0, {"monitor_fail_hold_up": 3_000}, 3_500),
        (1, {"monitor_fail_hold_up": 3_000}, 3_000),
        (0, {"additional_master_hold_up": 0}, 0),
        (0, {"additional_master_hold_up": 7_000}, 7_000),
    ],
)
def test_t5_t6_a_monitored_failure_makes_tentative_after_the_hold_time(device: int, timers: dict[str, Any], delay: int) -> None:
    pair = pair_of(**timers)
    at(pair, 5_000)
    pair.monitor_fails(device)
    if delay:
        assert at(pair, 5_000 + delay - 1)[device] != TENTATIVE
    assert at(pair, 5_000 + delay)[device] == TENTATIVE


def test_hazard_11_both_fail_and_do_not_leave_together() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.monitor_fails(0)
    pair.monitor_fails(1)
    assert at(pair, 5_499) == (PRIMARY, TENTATIVE)


@pytest.mark.parametrize(("hold", "over"), [(60_000, 65_000), (10_000, 15_000), (600_000, 605_000)])
def test_t7_the_tentative_hold_time(hold: int, over: int) -> None:
    pair = pair_of(tentative_hold=hold)
    at(pair, 5_000)
    pair.monitor_fails(1)
    assert at(pair, over - 1) == (PRIMARY, TENTATIVE)
    assert at(pair, over + 100) == (PRIMARY, SECONDARY)


def test_t7_without_a_hold_time_it_waits_only_for_its_peer_to_have_noticed() -> None:
    pair = pair_of(tentative_hold=None)
    at(pair, 5_000)
    pair.monitor_fails(1)
    assert at(pair, 7_000) == (PRIMARY, TENTATIVE)  # the peer believes in it for the promotion hold time
    assert at(pair, 8_500) == (PRIMARY, SECONDARY)


def test_hazard_37_a_tentative_firewall_without_an_active_peer_is_primary_after_its_hold_time() -> None:
    pair = pair_of(boot=600_000)
    at(pair, 5_000)
    pair.monitor_fails(0)
    at(pair, 10_000)
    pair.crash(1)
    assert at(pair, 65_000) == (TENTATIVE, "initial")
    assert at(pair, 66_000) == (PRIMARY, "initial")


# --- preemption ------------------------------------------------------------------------------------------------------


def secondary_at(pair: Pair, device: int) -> int:
    """Lets it run until this firewall is secondary; when was that?"""
    while pair.firewalls[device].mode != SECONDARY:
        pair.run(1)
    return pair.clock.now


@pytest.mark.parametrize("minutes", [1, 60])
def test_t9_t10_the_better_device_takes_the_role_after_the_preemption_hold_time(minutes: int) -> None:
    pair = pair_of(PairSettings(preemptive=True, timers=Timers(preemption_hold=minutes * MINUTE)))
    pair.crash(0)
    back = secondary_at(pair, 0)
    assert at(pair, back + minutes * MINUTE - 1) == (SECONDARY, PRIMARY)
    assert soon(pair) == (PRIMARY, SECONDARY)
    assert all(firewall.sees_peer for firewall in pair.firewalls)
    assert at(pair, back + 3 * 60 * MINUTE) == (PRIMARY, SECONDARY)
    assert not any(firewall.control.departures[1:] for firewall in pair.firewalls)  # to give the role up is not to leave


def test_t9_only_the_better_device_preempts() -> None:
    pair = pair_of(PairSettings(preemptive=True))
    pair.crash(1)
    back = secondary_at(pair, 1)
    assert at(pair, 60 * MINUTE) == (PRIMARY, SECONDARY)
    assert pair.firewalls[1].control.since == back  # and it was never anything else


def test_t9_a_departure_within_the_hold_time_starts_it_anew() -> None:
    pair = pair_of(PairSettings(preemptive=True))
    pair.crash(0)
    secondary_at(pair, 0)
    pair.run(30_000)
    pair.monitor_fails(0)
    pair.run(1)
    back = secondary_at(pair, 0)
    assert at(pair, back + MINUTE - 1) == (SECONDARY, PRIMARY)
    assert soon(pair) == (PRIMARY, SECONDARY)


def test_t16_with_preemption_two_primaries_that_lost_each_other_do_not_both_yield() -> None:
    pair = pair_of(PairSettings(preemptive=True, timers=Timers(preemption_hold=60 * MINUTE)))
    pair.run(700)
    pair.crash(0)  # at 1200 ms, so that its heartbeats are now at 4200, 6200 ... and its peer's at 2000, 4000 ...
    secondary_at(pair, 0)
    at(pair, 100_100)
    pair.cut("ha1")
    # The last heartbeats were heard at 100_001. Device 0 has waited for 6 s at 106_200, its peer at 108_000.
    assert at(pair, 108_200) == (PRIMARY, PRIMARY)
    assert pair.firewalls[1].sees_peer
    pair.mend("ha1")
    assert soon(pair) == (TENTATIVE, PRIMARY)


# --- split brain heals -----------------------------------------------------------------------------------------------


def test_t16_who_became_primary_later_yields() -> None:
    pair = pair_of()
    pair.cut("ha1")
    assert at(pair, 30_000) == (PRIMARY, PRIMARY)
    pair.mend("ha1")
    assert soon(pair) == (PRIMARY, TENTATIVE)
    assert at(pair, 2 * MINUTE) == (PRIMARY, SECONDARY)


def test_t16_also_if_that_is_device_0() -> None:
    pair = pair_of()
    pair.suspend(0)
    pair.run(10_000)
    pair.make_functional(0)
    secondary_at(pair, 0)
    pair.cut("ha1")
    pair.run(30_000)
    pair.mend("ha1")
    assert soon(pair) == (TENTATIVE, PRIMARY)


def test_t16_of_two_that_became_primary_together_device_1_yields() -> None:
    pair = pair_of()
    pair.cut("ha1")
    pair.crash(0)
    pair.crash(1)
    assert at(pair, 30_000) == (PRIMARY, PRIMARY)
    pair.mend("ha1")
    assert soon(pair) == (PRIMARY, TENTATIVE)


# --- suspended -------------------------------------------------------------------------------------------------------


def test_t11_t12_suspended_until_the_operator_says_otherwise() -> None:
    pair = pair_of()
    pair.suspend(1)
    assert soon(pair) == (PRIMARY, "suspended")
    assert at(pair, 60 * MINUTE) == (PRIMARY, "suspended")
    pair.make_functional(1)
    assert soon(pair) == (PRIMARY, TENTATIVE)
    assert at(pair, 61 * MINUTE - 1) == (PRIMARY, TENTATIVE)
    assert at(pair, 62 * MINUTE) == (PRIMARY, SECONDARY)


@pytest.mark.parametrize("does", ["make_functional", "dataplane_recovers"])
def test_what_is_not_out_is_not_brought_back(does: str) -> None:
    pair = pair_of()
    getattr(pair, does)(1)
    assert soon(pair) == (PRIMARY, SECONDARY)


def flaps(pair: Pair, times: int, minutes: float) -> list[Mode]:
    """What the secondary is after each monitored failure, the failures so far apart."""
    seen = []
    for _ in range(times):
        pair.monitor_fails(1)
        pair.run(1_000)
        seen.append(pair.firewalls[1].mode)
        pair.run(int(minutes * MINUTE) - 1_000)
    return seen


def test_a6_the_fourth_departure_within_fifteen_minutes_suspends() -> None:
    pair = pair_of()
    assert flaps(pair, 4, 2) == [TENTATIVE, TENTATIVE, TENTATIVE, "suspended"]
    pair.make_functional(1)  # and it counts from the beginning
    pair.run(2 * MINUTE)
    assert flaps(pair, 4, 2) == [TENTATIVE, TENTATIVE, TENTATIVE, "suspended"]


def test_a6_departures_count_if_each_is_within_fifteen_minutes_of_the_one_before() -> None:
    assert flaps(pair_of(), 4, 14.9) == [TENTATIVE, TENTATIVE, TENTATIVE, "suspended"]
    assert flaps(pair_of(), 6, 15.1) == 6 * [TENTATIVE]


@pytest.mark.parametrize(("most", "seen"), [(1, [TENTATIVE, "suspended"]), (None, 20 * [TENTATIVE])])
def test_a6_flap_max(most: int | None, seen: list[Mode]) -> None:
    assert flaps(pair_of(PairSettings(flap_max=most)), len(seen), 2) == seen


# --- non-functional --------------------------------------------------------------------------------------------------


def test_t13_t14_without_ha3_the_secondary_leaves_and_the_primary_stays() -> None:
    pair = pair_of()
    pair.cut("ha3")
    assert soon(pair) == (PRIMARY, "non_functional")
    assert at(pair, 10 * MINUTE) == (PRIMARY, "non_functional")
    pair.mend("ha3")
    assert soon(pair) == (PRIMARY, TENTATIVE)
    assert at(pair, 12 * MINUTE) == (PRIMARY, SECONDARY)


def test_t13_t14_a_data_plane_fails_and_recovers() -> None:
    pair = pair_of()
    at(pair, 5_000)
    pair.dataplane_fails(0)
    assert soon(pair) == ("non_functional", SECONDARY)
    assert at(pair, 7_001) == ("non_functional", PRIMARY)  # its hello at 5001, and the promotion hold time
    assert at(pair, 10 * MINUTE) == ("non_functional", PRIMARY)
    pair.dataplane_recovers(0)
    assert soon(pair) == (TENTATIVE, PRIMARY)
    assert at(pair, 12 * MINUTE) == (SECONDARY, PRIMARY)


def test_t13_from_tentative_and_not_from_suspended() -> None:
    pair = pair_of()
    pair.monitor_fails(1)
    pair.run(1_000)
    pair.dataplane_fails(1)
    assert soon(pair) == (PRIMARY, "non_functional")
    pair.suspend(1)
    assert soon(pair) == (PRIMARY, "suspended")
    pair.make_functional(1)
    assert soon(pair) == (PRIMARY, "non_functional")


def test_t13_a_firewall_that_boots_without_a_data_plane_is_never_active() -> None:
    pair = pair_of()
    pair.crash(0)
    pair.crash(1)
    pair.dataplane_fails(0)
    assert at(pair, 19_000)[0] == "non_functional"
    assert at(pair, 5 * MINUTE) == ("non_functional", PRIMARY)


def test_t14_a_primary_whose_data_plane_recovers_does_not_wait_for_ha3() -> None:
    pair = pair_of()
    pair.cut("ha3")
    pair.run(1_000)
    pair.dataplane_fails(0)
    pair.run(1_000)
    assert soon(pair) == ("non_functional", "non_functional")
    pair.dataplane_recovers(0)
    assert soon(pair) == (TENTATIVE, "non_functional")
    pair.run(2 * MINUTE)
    assert soon(pair) == (PRIMARY, "non_functional")


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timer", "least", "most"),
    [
        ("hello", 8_000, 60_000),
        ("heartbeat", 1_000, 60_000),
        ("promotion_hold", 0, 60_000),
        ("preemption_hold", 60_000, 3_600_000),
        ("monitor_fail_hold_up", 0, 60_000),
        ("additional_master_hold_up", 0, 60_000),
        ("tentative_hold", 10_000, 600_000),
    ],
)
def test_a6_the_ranges_of_the_timers(timer: str, least: int, most: int) -> None:
    for value in (least, most):
        assert getattr(Timers(**{timer: value}), timer) == value
    for value in (least - 1, most + 1):
        with pytest.raises(ValueError, match=f"timer `{timer}` is {value}: it must be at least {least} and at most {most}"):
            Timers(**{timer: value})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"flap_max": 0}, "`flap_max` is 0: it must be at least 1 and at most 16"),
        ({"flap_max": 17}, "`flap_max` is 17"),
        ({"latency": 0}, "`latency` is 0"),
        ({"latency": 100}, "`latency` is 100: it must be at least 1 and at most 99"),
        ({"hop_limit": 0}, "`hop_limit` is 0"),
        ({"owner_selection": "both"}, "`owner_selection` is one of first_packet, primary_device; not 'both'"),
        ({"synchronisation": ""}, "`synchronisation` is one of complete, early, one_way"),
        ({"owner_selection": "primary_device", "session_setup": "first_packet"}, "`session_setup` is chosen only where"),
    ],
)
def test_settings_that_have_no_meaning_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PairSettings(**settings)


def test_the_defaults_are_those_of_the_facts() -> None:
    timers = Timers()
    assert (timers.hello, timers.heartbeat, timers.promotion_hold, timers.preemption_hold) == (8000, 2000, 2000, 60_000)
    assert (timers.monitor_fail_hold_up, timers.additional_master_hold_up, timers.tentative_hold) == (0, 500, 60_000)
    assert (PairSettings().flap_max, PairSettings().preemptive, PairSettings().owner_selection) == (3, False, "first_packet")
