"""Questions that people who run pairs have about all values of their timers: the conditions are from arithmetic."""

from __future__ import annotations

HEARTBEAT = """
option period : duration = 10 s in 6 s..30 s
option hold : duration = 13 s in 1 s..90 s
option least : duration = 1 s in 0 s..2 s
option most : duration = 3 s in 2 s..5 s
var took : bool = false
var dead : bool = false
var lost : 0..3 = 0
timer beat = period, silence = hold, flight within [least, most]
initially start beat = 0 s
initially start silence
on expiry beat {{
    start beat
    if lost < {losses} {{ either {{ start flight  lost := 0 }} or {{ lost := lost + 1 }} }} else {{ start flight  lost := 0 }}
}}
on expiry flight {{ start silence }}
on expiry silence when not took {{ took := true }}
fault crash when not dead {{ dead := true  stop beat }}
faults {crashes}
invariant safe = not took
property soon = dead leads to took within hold + {late}
"""

LATE = """
option heartbeat : duration = 2 s in 1 ms..60 s
option most : duration = 5 ms in 1 ms..10 s
var promoted : bool = false
var lost : 0..3 = 0
var answered : bool = true
var turn : bool = false
var asked : bool = false
timer probe = heartbeat, ping within [0 s, most], pong within [0 s, most]
initially start probe = 0 s
on expiry probe when not promoted {
    if not answered and lost >= 2 { promoted := true }
    else { start probe  lost := if answered then 0 else lost + 1  answered := false  turn := not turn  start ping }
}
on expiry ping { asked := turn  start pong }
on expiry pong { if asked = turn { answered := true } }
invariant safe = not promoted
"""

PROBES = """
option heartbeat : duration = 2 s in 10 ms..60 s
option promotion : duration = 2 s in 0 s..60 s
option least : duration = 1 ms in 0 s..2 ms
option most : duration = 5 ms in 2 ms..5 ms
var alive : bool = true
var promoted : bool = false
var lost : 0..3 = 0
var answered : bool = true
timer probe = heartbeat, hold = promotion, ping within [least, most]
initially start probe = 0 s
on expiry probe when not promoted {
    if not answered and lost >= 2 { start hold }
    else { start probe  lost := if answered then 0 else lost + 1  answered := false  start ping }
}
on expiry ping { if alive { answered := true } }
on expiry hold { promoted := true }
fault crash when alive { alive := false }
faults 1
property safe = not alive leads to promoted within %s
"""

VRRP = """
enum State {{ off, backup, active }}
node Router {{ {routers} }}
option advert : duration = 256 ms in 20 ms..1 s
option s1 : duration = 5 ms in 0 s..20 ms
option s2 : duration = 10 ms in 0 s..20 ms
option s3 : duration = 20 ms in 0 s..20 ms
option least : duration = 1 ms in 0 s..2 ms
option most : duration = 3 ms in 2 ms..5 ms
option claimed : duration = 900 ms in 0 s..10 s
def skew(r: Router) = match r {{ {skews} }}
var state[r: Router] : State = if r = r1 then active else backup
timer speak[r: Router] = advert, down[r: Router] = 3 * advert + skew(r), flight[s: Router, r: Router] within [least, most]
initially start speak[r1] = 0 s
initially for r: Router where r != r1 {{ start down[r] }}
proc say(r: Router) {{
    start speak[r]
    for x: Router where x != r and state[x] != off {{ start flight[r, x] }}
}}
on expiry speak[r] {{ say(r) }}
on expiry down[r] {{ state[r] := active  say(r) }}
on expiry flight[s, r] {{
    if state[r] = backup {{ start down[r] }}
    if state[r] = active and s < r {{ state[r] := backup  stop speak[r]  start down[r] }}
}}
fault crash(r: Router) when state[r] != off {{ state[r] := off  stop speak[r]  stop down[r] }}
input boot(r: Router) when state[r] = off and {boots} {{ state[r] := backup  start down[r] }}
faults {crashes}
def served = some r: Router. state[r] = active
def one = at most one r: Router. state[r] = active
invariant safe = one
property outage = not served lasts at most claimed
property overlap = not one lasts at most claimed
"""
TWO = {"routers": "r1, r2", "skews": "r1 -> s1, r2 -> s2", "boots": "false", "crashes": 0}
THREE = {"routers": "r1, r2, r3", "skews": "r1 -> s1, r2 -> s2, r3 -> s3", "boots": "false", "crashes": 1}

UPLINK = """
option jitter : duration = 20 s in 1 s..30 s
option delay : duration = 5 s in 0 s..10 s
option fail_hold : duration = 100 s in 0 s..200 s
option additional : duration = 26 s in 0 s..100 s
enum State { up, seen, down }
node Unit { active, passive }
var state[Unit] : State = up
var failed : bool = false
var told : bool = false
timer sees[Unit] within [0 s, jitter], hold[Unit], message within [0 s, delay]
input fail when not failed { failed := true  for u: Unit { start sees[u] } }
on expiry sees[u] {
    state[u] := seen
    if u = passive { start hold[u] = fail_hold } else { start hold[u] = fail_hold + additional }
}
on expiry hold[u] { state[u] := down  if u = passive { start message } }
on expiry message { told := true  if state[active] = seen { stop hold[active] } }
invariant safe = not (state[active] = down and state[passive] = down)
"""

LEASE = """
enum Role { backup, asking, offered, primary }
node Server { s1, s2 }
option lease : duration = 10 s in 1 s..60 s
option margin : duration = 3 s in 0 s..10 s
var role[Server] : Role = backup
var lent : bool = false
timer left[Server] = lease drift 1 %, wait = lease + margin drift 1 %
timer request[Server] within [0 s, 500 ms], grant[Server] within [0 s, 500 ms]
input ask(s: Server) when role[s] = backup { role[s] := asking  start left[s]  start request[s] }
on expiry request[s] {
    if lent { role[s] := backup  stop left[s] } else { role[s] := offered  lent := true  start wait  start grant[s] }
}
on expiry grant[s] { role[s] := primary }
on expiry left[s] { role[s] := backup  stop request[s]  stop grant[s] }
on expiry wait { lent := false }
invariant safe = at most one s: Server. role[s] = primary
"""

QUESTIONS: dict[str, tuple[str, str, str]] = {
    "late heartbeats": (
        HEARTBEAT.format(losses=0, crashes=0, late="most"),
        "solve s = safe for period, hold, least, most",
        "is violated, exactly when hold <= period + most - least",
    ),
    "lost heartbeats": (
        HEARTBEAT.format(losses=2, crashes=0, late="most"),
        "solve s = safe for period, hold, least, most",
        "is violated, exactly when hold <= 3 * period + most - least",
    ),
    "how soon at most": (
        HEARTBEAT.format(losses=0, crashes=1, late="2 s"),
        "solve s = soon for hold, most",
        "is violated, exactly when most > 2 s",
    ),
    "late answers": (
        LATE,
        "solve s = safe",
        "is violated, exactly when heartbeat <= 2 * most",
    ),
    "outage": (
        PROBES % "4 * heartbeat + promotion - least",
        "solve s = safe",
        "holds for every value of",
    ),
    "longest outage": (
        PROBES % "4 * heartbeat + promotion - 1 ms",
        "solve s = safe for heartbeat, promotion, least",
        "is violated, exactly when least < 1 ms",
    ),
    "two routers": (
        VRRP.format(**TWO),
        "solve s = safe for advert, s1, s2, least, most",
        "holds for every value of",
    ),
    "outage of two routers": (
        VRRP.format(**TWO | {"crashes": 1}),
        "solve s = outage for advert, s2, most, claimed",
        "is violated, exactly when claimed < 3 * advert + s2 + most",
    ),
    "three routers": (
        VRRP.format(**THREE),
        "solve s = safe for s2, s3, least, most",
        "is violated, exactly when (s2 <= s3 + 2 * most - least and s3 <= s2) or (s3 <= s2 + 2 * most - least and s2 <= s3)",
    ),
    "a router returns": (
        VRRP.format(**TWO | {"crashes": 1, "boots": "true", "skews": "r1 -> 2 ms, r2 -> 15 ms"}),
        "solve s = overlap for most, claimed",
        "is violated, exactly when claimed < most",
    ),
    "uplink": (
        UPLINK,
        "solve s = safe",
        "is violated, exactly when fail_hold <= jitter or additional <= jitter + delay",
    ),
    "lease": (
        LEASE,
        "solve s = safe",
        "is violated, exactly when margin <= 2/99 * lease",
    ),
}
"""A spec, a `solve`, and how its answer begins."""
