"""Specs of questions that people who run pairs have, with places for the numbers: tests know the answers from arithmetic."""

from __future__ import annotations

HEARTBEAT = """
option hold : duration = 13 s in 1 s..90 s
var took : bool = false
var dead : bool = false
var lost : 0..3 = 0
timer beat = 10 s, silence = hold, flight within [1 s, 3 s], early = {early}
initially start beat = 0 s
initially start silence
on expiry beat {{
    start beat
    if lost < {losses} {{ either {{ start flight  lost := 0 }} or {{ lost := lost + 1 }} }} else {{ start flight  lost := 0 }}
}}
on expiry flight {{ start silence }}
on expiry silence when not took {{ took := true }}
fault crash when not dead {{ dead := true  stop beat  start early }}
faults {crashes}
invariant never_taken = not took
property soon = dead leads to took within {soon}
invariant not_early = not (dead and took and running(early))
"""

PROBES = """
var alive : bool = true
var promoted : bool = false
var lost : 0..3 = 0
var missing : 0..3 = 0
var answered : bool = true
timer probe = 2000 ms, hold = 2000 ms, ping within [1 ms, 5 ms], early = {early}
initially start probe = 0 s
on expiry probe when not promoted {{
    if not answered and lost >= 2 {{ start hold }}
    else {{
        start probe
        lost := if answered then 0 else lost + 1
        answered := false
        if missing < {losses} {{ either {{ start ping  missing := 0 }} or {{ missing := missing + 1 }} }}
        else {{ start ping  missing := 0 }}
    }}
}}
on expiry ping {{ if alive {{ answered := true }} }}
on expiry hold {{ promoted := true }}
fault crash when alive {{ alive := false  start early }}
faults {crashes}
property outage = not alive leads to promoted within {most}
invariant not_early = not (not alive and promoted and running(early))
invariant no_false_failover = alive => not promoted
"""

VRRP = """
enum State {{ off, backup, active }}
node Router {{ {routers} }}
option advert : duration = {advert} ms in 1 ms..1 s
def skew(r: Router) = match r {{ {skews} }}
def better(s: Router, r: Router) = s < r
var state[r: Router] : State = if r = r1 then active else backup
var lost[Router, Router] : 0..3 = 0
timer speak[r: Router] = advert, down[r: Router] = 3 * advert + skew(r) * 1 ms
timer flight[s: Router, r: Router] within [1 ms, 3 ms], early = {early} ms
initially start speak[r1] = 0 s
initially for r: Router where r != r1 {{ start down[r] }}
proc say(r: Router) {{
    start speak[r]
    for x: Router where x != r and state[x] != off {{
        if lost[r, x] < {losses} {{
            either {{ start flight[r, x]  lost[r, x] := 0 }} or {{ lost[r, x] := lost[r, x] + 1 }}
        }} else {{ start flight[r, x]  lost[r, x] := 0 }}
    }}
}}
on expiry speak[r] {{ say(r) }}
on expiry down[r] {{ state[r] := active  say(r) }}
on expiry flight[s, r] {{
    if state[r] = backup and {listens} {{ start down[r] }}
    if state[r] = active and better(s, r) {{ state[r] := backup  stop speak[r]  start down[r] }}
}}
fault crash(r: Router) when state[r] != off {{
    state[r] := off  stop speak[r]  stop down[r]
    if state[r] = active {{ start early }}
}}
input boot(r: Router) when state[r] = off and {boots} {{ state[r] := backup  start down[r] }}
faults {crashes}
def served = some r: Router. state[r] = active
invariant no_dual = at most one r: Router. state[r] = active
property outage = not served lasts at most {most} ms
property dual = not (at most one r: Router. state[r] = active) lasts at most {overlap} ms
invariant not_early = served => not running(early) or state[r1] = active
"""
