"""Small systems, one for each thing that a system can be made of: `SYSTEMS[name]` is text, `system(name)` typed.

`RUNS` has the scopes at which they are searched. None of their counts is taken from the code under test: they are worked
out in the tests, or found by the reference semantics, one state at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from hamodel.ground.instance import Instance, instantiate
from hamodel.ground.terms import Term, topological
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import with_monitors
from hamodel.source import Source

NODES = "node Firewall { fw0, fw1 }\nsort Session\n"

SYSTEMS = {
    "counter": """
        spec counter
        var x : 3..9 = 3
        var high : bool = false
        step rise when x < 9 { x := x + 1 }
        step leap when x <= 5 { x := 2 * x - 1 }
        step back when x mod 4 = 0 { x := x div 2 + 1  high := x > 7 }
        invariant small = x <= 8
        invariant in_range = x >= 3
        reachable top = x = 9 and high
        property climbs = always next x <= 2 * x
        property slow = always next x - x <= 3
        """,
    "ring": f"""
        spec ring
        {NODES}
        enum Phase {{ idle, busy, done }}
        var phase[Session] : Phase = idle
        var last : Session? = none
        var first : Session? = none
        input begin(s: Session) when phase[s] = idle and last != s {{
            phase[s] := busy
            last := s
            if first = none {{ first := s }}
        }}
        step finish(s: Session) when phase[s] = busy {{ phase[s] := done  if last = s {{ last := none }} }}
        step again when some s: Session. phase[s] = done {{
            choose s: Session where phase[s] = done
            phase[s] := idle
            first := none
        }}
        invariant last_is_busy = all s: Session. last = s => phase[s] = busy
        invariant never_both = not (last != none and last = first)
        reachable all_done = all s: Session. phase[s] = done
        property first_stays = all s: Session. always (first = s => next (first = s or first = none))
        property busy_first = all s: Session. always (phase[s] = idle => next phase[s] != busy)
        """,
    "picked": """
        spec picked
        sort Session
        var current : Session
        var marked[Session] : bool = false
        step move { choose s: Session where s != current  current := s }
        step mark { marked[current] := true }
        invariant mostly = some s: Session. not marked[s]
        invariant current_free = not marked[current]
        """,
    "queue": f"""
        spec queue
        {NODES}
        link ha
        var owner[Firewall, Session] : Firewall? = none
        channel sync over ha from Firewall to Firewall
            carries opened(session: Session, by: Firewall), closed(Session)
            fifo 2 lossy duplicating
        input open(s: Session, d: Firewall) when owner[d, s] = none {{
            owner[d, s] := d
            for p: Firewall where p != d {{ send sync opened(s, d) from d to p }}
        }}
        input close(s: Session) when owner[fw0, s] = fw0 {{ owner[fw0, s] := none  send sync closed(s) from fw0 to fw1 }}
        on sync opened(s, by) from sender to d {{ if owner[d, s] = none {{ owner[d, s] := by }} }}
        on sync closed(s) from sender to d {{ owner[d, s] := none }}
        invariant agreed = all s: Session. owner[fw0, s] = owner[fw1, s] or pending sync
        reachable both = some s: Session. owner[fw0, s] = fw1 and owner[fw1, s] = fw0
        """,
    "bag": """
        spec bag
        node Firewall { fw0, fw1 }
        sort Session
        enum Word { hello, bye }
        link ha
        var seen[Session] : 0..1 = 0
        var heard : Word? = none
        channel sync over ha from Firewall to Firewall
            carries note(session: Session, word: Word), ping()
            unordered 2 duplicating
            waits when cut
        input say(s: Session, w: Word) when not pending sync from fw0 to fw1 and seen[s] < 1 {
            send sync note(s, w) from fw0 to fw1
        }
        input knock when heard != none { send sync ping() from fw1 to fw0  heard := none }
        on sync note(s, w) from sender to d when seen[s] < 1 { seen[s] := seen[s] + 1  heard := w }
        on sync ping() from sender to d { drop sync from fw0 to fw1 }
        reachable twice = all s: Session. seen[s] = 1
        invariant quiet = heard != bye or up(ha)
        """,
    "either": f"""
        spec alternatives
        {NODES}
        option limit : 1..2 = 2
        var load[Firewall] : 0..3 = 0
        var home[Session] : Firewall? = none
        initially all d: Firewall. load[d] = 0
        var spare : Firewall
        var ready[Firewall] : bool
        initially ready[spare] and not (ready[fw0] and ready[fw1])
        assume bounded = load[fw0] + load[fw1] <= limit
        input place(s: Session) when home[s] = none {{
            choose d: Firewall where load[d] < 3
            either {{ require ready[d]  home[s] := d  load[d] := load[d] + 1 }}
            or {{ spare := d }}
            or {{ if spare = d {{ ready[d] := not ready[d] }} }}
        }}
        step leave(s: Session) when home[s] != none {{
            let d = the f: Firewall where home[s] = f
            home[s] := none
            load[d] := load[d] - 1
        }}
        invariant counted = all d: Firewall. load[d] = (count s: Session where home[s] = d)
        property stays = all s: Session. always (home[s] = fw0 => next home[s] != fw1)
        reachable full = exactly one d: Firewall. load[d] = limit
        """,
    "memory": """
        spec memory
        sort Session
        var open[Session] : bool = false
        input toggle(s: Session) { open[s] := not open[s] }
        fault reset { for s: Session { open[s] := false } }
        invariant once_open = all s: Session. open[s] => not once did reset
        property remembered = all s: Session. always (once open[s] => next (open[s] or once open[s]))
        reachable undone = some s: Session. did toggle(s) and not open[s]
        """,
    "wide": """
        spec wide
        enum Part { a, b, c, d, e }
        sort Session
        var number[Session, Part] : 0..65000 = 600
        input grow(s: Session, p: Part) when number[s, p] < 650 and p = a { number[s, p] := number[s, p] * 100 }
        input shrink(s: Session, p: Part) when (p = a or p = e) and number[s, p] mod 59400 = 600
            { number[s, p] := number[s, p] - 100 }
        reachable large = some s: Session. number[s, a] = 60000 and number[s, e] = 500 and number[s, c] = 600
        """,
}

RUNS: list[tuple[str, dict[str, int]]] = [
    ("counter", {}),
    *(("ring", {"Session": size}) for size in (1, 2, 3)),
    *(("picked", {"Session": size}) for size in (1, 2, 4)),
    ("queue", {"Session": 1}),
    *(("bag", {"Session": size}) for size in (1, 2)),
    *(("either", {"Session": size}) for size in (1, 2, 3)),
    *(("memory", {"Session": size}) for size in (1, 2, 3)),
    *(("wide", {"Session": size}) for size in (1, 2)),
]


def system(name: str) -> System:
    return typed(SYSTEMS[name])


def typed(text: str) -> System:
    return elaborate(parse(Source("test.ha", text)))


def pair() -> System:
    path = Path(__file__).parent.parent.parent / "specs" / "benchmarks" / "pair.ha"
    return typed(path.read_text(encoding="utf-8"))


def instance(found: System, sizes: dict[str, int], options: dict[str, object] | None = None) -> Instance:
    """The instance with all properties, options at their defaults unless given."""
    whole = with_monitors(found, found.declared)
    values = {option.name: option.default for option in found.options} | (options or {})
    return instantiate(whole, Scope(sizes, values), whole.declared)


def combinations(found: System) -> Iterator[dict[str, object]]:
    """Every choice of the options."""
    names = [option.name for option in found.options]
    for values in product(*(Scope().domain(option.type) for option in found.options)):
        yield dict(zip(names, values, strict=True))


def value_of(root: Term, codes: list[int]) -> int:
    """The value of a term, one operator at a time."""
    known: dict[Term, int] = {}
    for term in topological([root]):
        known[term] = _apply(term, [known[arg] for arg in term.args], codes)
    return known[root]


def _apply(term: Term, args: list[int], codes: list[int]) -> int:
    match term.op:
        case "const":
            return int(term.value or 0)
        case "cell":
            return codes[int(term.value or 0)]
        case "not":
            return 1 - args[0]
        case "and":
            return min(args)
        case "or":
            return max(args)
        case "=":
            return int(args[0] == args[1])
        case "<":
            return int(args[0] < args[1])
        case "<=":
            return int(args[0] <= args[1])
        case "+" | "count":
            return sum(args)
        case "-":
            return args[0] - args[1]
        case "*":
            return args[0] * args[1]
        case "div":
            return args[0] // args[1]
        case "mod":
            return args[0] % args[1]
        case "if":
            return args[1] if args[0] else args[2]
    raise AssertionError(term.op)
