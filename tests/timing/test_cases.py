"""Questions of people who run pairs, with answers from arithmetic: on both sides of each bound, which is closed."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from strategies import timed as specs
from strategies.timed import timed
from strategies.timed_pairs import HEARTBEAT, PROBES, VRRP


@pytest.fixture(autouse=True, params=["explicit", "zones"])
def verdicts_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them is asked of both: time in steps, and zones of times."""
    monkeypatch.setitem(globals(), "verdicts", partial(specs.verdicts, engine=request.param))


verdicts = specs.verdicts

def heartbeat(**numbers: Any) -> dict[str, str]:
    numbers = {"losses": 0, "crashes": 0, "soon": "16 s", "early": "3 s", "hold": "13 s", **numbers}
    hold = numbers.pop("hold")
    return verdicts(timed(HEARTBEAT.format(**numbers)), options={"hold": hold})


@pytest.mark.parametrize(
    ("losses", "hold", "answer"), [(0, 12, "violated"), (0, 13, "proved"), (2, 32, "violated"), (2, 33, "proved")]
)
@pytest.mark.sampled
def test_a_late_or_lost_heartbeat_takes_nothing_over(losses: int, hold: int, answer: str) -> None:
    """Safe if and only if hold > (lost + 1) * period + the most - the least delay."""
    assert heartbeat(losses=losses, hold=f"{hold} s")["never_taken"] == answer


@pytest.mark.parametrize(
    ("numbers", "name", "answer"),
    [
        ({"soon": "16 s"}, "soon", "proved"),
        ({"soon": "15 s"}, "soon", "violated"),
        ({"early": "3 s"}, "not_early", "proved"),
        ({"early": "4 s"}, "not_early", "violated"),
    ],
)
def test_how_soon_a_crash_is_noticed(numbers: dict[str, str], name: str, answer: str) -> None:
    """Between hold - period + the least delay and hold + the most: 4 s to 16 s."""
    assert heartbeat(crashes=1, **numbers)[name] == answer


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("most", "early", "outage", "not_early"),
    [("9999 ms", "7994 ms", "proved", "proved"), ("9998 ms", "7995 ms", "violated", "violated")],
)
def test_the_outage_of_a_pair_with_three_probes(most: str, early: str, outage: str, not_early: str) -> None:
    """Between 3 * heartbeat + promotion - the most delay and 4 * heartbeat + promotion - the least."""
    found = verdicts(timed(PROBES.format(most=most, early=early, losses=0, crashes=1)))
    assert (found["outage"], found["not_early"]) == (outage, not_early)


@pytest.mark.heavy
@pytest.mark.parametrize(("losses", "answer"), [(2, "proved"), (3, "violated")])
def test_lost_probes_fail_nothing_over(losses: int, answer: str) -> None:
    text = PROBES.format(most="9999 ms", early="1 ms", losses=losses, crashes=0)
    assert verdicts(timed(text))["no_false_failover"] == answer


LATE = """
var promoted : bool = false
var lost : 0..3 = 0
var answered : bool = true
var turn : bool = false
var asked : bool = false
timer probe = {heartbeat} ms, ping within [1 ms, 5 ms], pong within [1 ms, 5 ms]
initially start probe = 0 s
on expiry probe when not promoted {{
    if not answered and lost >= 2 {{ promoted := true }}
    else {{
        start probe
        lost := if answered then 0 else lost + 1
        answered := false
        turn := not turn
        start ping
    }}
}}
on expiry ping {{ asked := turn  start pong }}
on expiry pong {{ if asked = turn {{ answered := true }} }}
invariant no_false_failover = not promoted
"""


@pytest.mark.parametrize(("heartbeat", "answer"), [(10, "violated"), (11, "proved")])
def test_an_answer_that_is_late_counts_as_none(heartbeat: int, answer: str) -> None:
    """Safe if and only if the interval is longer than both ways take."""
    assert verdicts(timed(LATE.format(heartbeat=heartbeat)))["no_false_failover"] == answer


def vrrp(**numbers: Any) -> dict[str, str]:
    two = {"routers": "r1, r2", "skews": "r1 -> 56, r2 -> 106", "advert": 256, "early": 1, "losses": 0, "crashes": 0}
    two |= {"boots": "false", "most": 2000, "overlap": 3, "listens": "(s = r or not better(r, s))"}
    return verdicts(timed(VRRP.format(**{**two, **numbers})))


@pytest.mark.parametrize(("losses", "answer"), [(0, "proved"), (2, "proved"), (3, "violated")])
@pytest.mark.sampled
def test_two_routers_without_a_fault(losses: int, answer: str) -> None:
    assert vrrp(losses=losses)["no_dual"] == answer


@pytest.mark.parametrize(
    ("most", "early", "outage", "not_early"), [(877, 618, "proved", "proved"), (876, 619, "violated", "violated")]
)
@pytest.mark.sampled
def test_the_outage_when_the_active_router_fails(most: int, early: int, outage: str, not_early: str) -> None:
    """Between two and three intervals, with the skew and a delay: 2 * 256 + 106 + 1 to 3 * 256 + 106 + 3."""
    found = vrrp(crashes=1, most=most, early=early)
    assert (found["outage"], found["not_early"]) == (outage, not_early)


@pytest.mark.parametrize(("skews", "answer"), [((5, 5), "violated"), ((5, 10), "violated"), ((5, 11), "proved")])
@pytest.mark.sampled
def test_three_routers_and_one_crash(skews: tuple[int, int], answer: str) -> None:
    """Never two active ones if and only if the skews differ by more than twice the most delay without the least: 5."""
    text = f"r1 -> 2, r2 -> {skews[0]}, r3 -> {skews[1]}"
    assert vrrp(routers="r1, r2, r3", skews=text, advert=16, crashes=1)["no_dual"] == answer


@pytest.mark.parametrize(("overlap", "answer"), [(3, "proved"), (2, "violated")])
@pytest.mark.sampled
def test_a_router_that_returns_makes_two_for_one_delay(overlap: int, answer: str) -> None:
    found = vrrp(skews="r1 -> 2, r2 -> 5", advert=16, crashes=1, boots="true", overlap=overlap)
    assert (found["no_dual"], found["dual"]) == ("violated", answer)


UPLINK = """
enum State {{ up, seen, down }}
node Unit {{ active, passive }}
var state[Unit] : State = up
var failed : bool = false
var told : bool = false
timer sees[Unit] within [0 s, 20 s], hold[Unit], message within [0 s, 5 s]
input fail when not failed {{ failed := true  for u: Unit {{ start sees[u] }} }}
on expiry sees[u] {{
    state[u] := seen
    if u = passive {{ start hold[u] = {fail_hold} s }} else {{ start hold[u] = {fail_hold} s + {additional} s }}
}}
on expiry hold[u] {{ state[u] := down  if u = passive {{ start message }} }}
on expiry message {{ told := true  if state[active] = seen {{ stop hold[active] }} }}
invariant not_both = not (state[active] = down and state[passive] = down)
"""


@pytest.mark.parametrize(
    ("additional", "fail_hold", "answer"), [(25, 100, "violated"), (26, 100, "proved"), (26, 20, "violated"), (26, 21, "proved")]
)
def test_a_shared_uplink_does_not_take_both_down(additional: int, fail_hold: int, answer: str) -> None:
    """Safe if and only if the additional hold is longer than jitter and delay, and the hold of each longer than the jitter."""
    assert verdicts(timed(UPLINK.format(additional=additional, fail_hold=fail_hold)))["not_both"] == answer


LEASE = """
enum Role {{ backup, asking, offered, primary }}
node Server {{ s1, s2 }}
option lease : duration = 10 s in 1 s..60 s
option margin : duration = 3 s in 0 s..10 s
var role[Server] : Role = backup
var lent : bool = false
timer left[s: Server] within [lease * 9 / 10, lease * 11 / 10]
timer wait within [(lease + margin) * 9 / 10, (lease + margin) * 11 / 10]
timer request[Server] within [0 s, 1 s], grant[Server] within [0 s, 1 s]
input ask(s: Server) when role[s] = backup {{ role[s] := asking  start left[s]  start request[s] }}
on expiry request[s] {{
    if lent {{ role[s] := backup  stop left[s] }} else {{ role[s] := offered  lent := true  start wait  start grant[s] }}
}}
on expiry grant[s] {{ role[s] := primary }}
on expiry left[s] {{ role[s] := backup  stop request[s]  stop grant[s] }}
on expiry wait {{ lent := false }}
invariant one_primary = at most one s: Server. role[s] = primary
"""


@pytest.mark.parametrize(("margin", "answer"), [("2 s", "violated"), ("3 s", "proved")])
def test_a_lease_and_clocks_that_are_ten_percent_off(margin: str, answer: str) -> None:
    """One primary if and only if 0.9 * (lease + margin) > 1.1 * lease."""
    assert verdicts(timed(LEASE.format()), options={"margin": margin})["one_primary"] == answer


# --- traps -----------------------------------------------------------------------------------------------------------


def test_what_happens_inside_of_an_interval_counts() -> None:
    """Who jumps to the ends of intervals sees nothing: the timer expires at 0 s or at 10 s there."""
    text = """
    var open : bool = false
    timer opens = 3 s, closes = 4 s, late within [0 s, 10 s]
    initially start opens
    initially start closes
    initially start late
    var met : bool = false
    on expiry opens { open := true }
    on expiry closes { open := false }
    on expiry late { met := open }
    invariant never = not met
    """
    assert verdicts(timed(text))["never"] == "violated"


def test_time_that_stops_is_told() -> None:
    text = """
    timer ping = 0 s, pong = 0 s, end = 5 s
    initially start ping
    initially start end
    var met : bool = false
    on expiry ping { start pong }
    on expiry pong { start ping }
    on expiry end { met := true }
    invariant never = not met
    """
    found = verdicts(timed(text))
    assert (found["never"], found["time goes on"]) == ("proved", "violated")


def test_an_immediate_step_that_is_always_possible_stops_time() -> None:
    found = verdicts(timed("var on : bool = false\ntimer end = 5 s\ninitially start end\nimmediate step turn { on := not on }"))
    assert found["time goes on"] == "violated"


def test_a_guarded_expiry_waits_and_time_goes_on() -> None:
    text = """
    var free : bool = false
    var taken : bool = false
    timer short = 1 s, long = 5 s
    initially start short
    initially start long
    on expiry short when free { taken := true }
    on expiry long { free := true }
    reachable waiting = expired(short) and not free
    property at_once = free leads to taken within 0 s
    """
    found = verdicts(timed(text))
    assert (found["waiting"], found["at_once"]) == ("reached", "proved")


@pytest.mark.parametrize(("most", "answer"), [(10, "proved"), (9, "violated")])
def test_as_long_as_is_allowed_is_no_longer(most: int, answer: str) -> None:
    text = f"""
    var down : bool = true
    timer repair = 10 s
    initially start repair
    on expiry repair {{ down := false }}
    property short = down lasts at most {most} s
    """
    assert verdicts(timed(text))["short"] == answer


WAITS = """
var ready : bool = false
var done : bool = false
timer on = 1 s, off = 2 s, watch = {watch} s
initially start on
initially start off
initially start watch
on expiry on {{ ready := true }}
on expiry off {{ if {interrupted} {{ ready := false  start on }} }}
step work within [2 s, 3 s] when ready and not done {{ done := true }}
invariant not_early = done => not running(watch)
property soon = ready leads to done within {soon} s
"""


@pytest.mark.parametrize(
    ("interrupted", "watch", "soon", "early", "late"),
    [
        ("false", 2, 3, "proved", "proved"),
        ("false", 3, 2, "violated", "violated"),
        ("true", 4, 5, "proved", "proved"),
        ("true", 5, 4, "violated", "violated"),
    ],
)
def test_a_step_waits_as_long_as_it_may(interrupted: str, watch: int, soon: int, early: str, late: str) -> None:
    """What it waited for before it was not possible for a moment does not count."""
    found = verdicts(timed(WAITS.format(interrupted=interrupted, watch=watch, soon=soon)))
    assert (found["not_early"], found["soon"]) == (early, late)


def test_two_starts_of_one_timer_in_one_action_are_a_mistake() -> None:
    text = "timer t\ninput twice { start t = 1 s  start t = 2 s }\ninput again { stop t  stop t }\n"
    assert verdicts(timed(text))["error[double-write]"] == "violated"
