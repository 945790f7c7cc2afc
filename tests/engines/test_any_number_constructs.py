"""Each construct of the language over a sort of any size: it is inside of what is proved for any number of members, and the
certificate is accepted by both solvers; or the answer names it, with its line.

The truth of each property is plain from its spec. `# <-` marks the line that an answer has to name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.engines import Budget
from hamodel.engines.any_number.search import any_number
from hamodel.engines.question import AnyError, OfProperty, ProofAnswer, ProofRequest
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import System
from hamodel.model.verdict import AnyNumber, Unknown, Unreachable
from hamodel.proofs.certificate import Certificate, verify, write

START = """spec main
sort S
node N { a, b }
var on[S] : bool = false
step put(s: S) when not on[s] { on[s] := true }
"""

QUEUE = """spec main
sort S
node N { a, b }
var got[S] : bool = false
var sent[S] : bool = false
on c m(s) from x to y { got[s] := true }
invariant heard = all s: S. got[s] => sent[s]
"""

LAN = """needs node Node
needs sort Item
needs def may(d: Node, i: Item): bool
enum State { backup, master }
var state[Node] : State = backup
var kept[Item] : bool = false
step win(d: Node, i: Item) when may(d, i) { state[d] := master  kept[i] := true }
invariant earned = all i: Item. kept[i] => some d: Node. state[d] = master
"""

INSIDE = {
    "constants": START
    + """const limit = 2
const last = limit - 1
var n[S] : 0..limit = 0
step go(s: S) when n[s] < last { n[s] := n[s] + 1 }
invariant low = all s: S. n[s] != limit
""",
    "an option of each member": START
    + """option priority[N] : 0..2
option preempt[d: N] : bool = d = a
var won[N, S] : bool = false
step win(d: N, s: S) when preempt[d] and priority[d] > 0 { won[d, s] := true }
invariant preempts = all d: N, s: S. won[d, s] => preempt[d] and priority[d] != 0
""",
    "an option of a record of each member": START
    + """record Setting { priority: 0..2, preempt: bool }
option setting[d: N] : Setting = Setting(1, d = a)
option wanted : Setting
var won[N, S] : bool = false
step win(d: N, s: S) when setting[d].preempt and setting[d] != wanted and setting[d].priority > 0 { won[d, s] := true }
invariant preempts = all d: N, s: S. won[d, s] => setting[d].preempt and setting[d].priority != 0
""",
    "a link to each, cut in one direction": QUEUE
    + """link ha1[N, N]
channel c over ha1[from, to] from N to N carries m(S) fifo 1 lossy
step tell(s: S) when up(ha1[a, b]) and room c from a to b { sent[s] := true  send c m(s) from a to b }
invariant apart = not (did cut ha1 from a to b and up(ha1[a, b]))
""",
    "a link with an index of the sort": START
    + """link wire[S]
invariant cut_is_down = all s: S. did cut wire[s] => not up(wire[s])
""",
    "several links under a channel": QUEUE
    + """link ha, backup
channel c over ha or backup from N to N carries m(S) unordered lossy waits when cut
step tell(s: S) { sent[s] := true  send c m(s) from a to b }
""",
    "a channel that loses where an option says so": QUEUE
    + """option mode : { notrack, track }
channel c from N to N carries m(S) unordered lossy when mode = notrack
step tell(s: S) when room c m(s) from a to b { sent[s] := true  send c m(s) from a to b }
invariant lost = did lose c => mode = notrack
""",
    "bodies of cut and mend": START
    + """link ha
var dark : bool = false
on cut ha { dark := true  for s: S { on[s] := false } }
on mend ha { dark := false }
invariant told = dark = (not up(ha))
invariant off = did cut ha => all s: S. not on[s]
""",
    "room, first and count of a fifo": QUEUE
    + """channel c from N to N carries m(S) fifo 2
step tell(s: S) when room c from a to b and count c from a to b < 1 { sent[s] := true  send c m(s) from a to b }
invariant one = count c from a to b <= 1
invariant head = all s: S. first c m(s) from a to b => sent[s] and count c m(s) from a to b = 1
""",
    "room and count of a message of an unordered channel": QUEUE
    + """channel c from N to N carries m(S) unordered 2
step tell(s: S) when room c m(s) from a to b and count c m(s) from a to b < 1 { sent[s] := true  send c m(s) from a to b }
invariant one = all s: S. count c m(s) from a to b <= 1
""",
    "an unordered channel that merges": QUEUE
    + """channel c from N to N carries m(S) unordered merging
step tell(s: S) { sent[s] := true  send c m(s) from a to b }
""",
    "a fifo that merges": QUEUE
    + """channel c from N to N carries m(S), k fifo 1 merging
on c k from x to y { }
step ping when not pending c or first c k from a to b { send c k from a to b }
step tell(s: S) when not pending c { sent[s] := true  send c m(s) from a to b }
""",
    "two instances of a file": START
    + """import "lan.ha" as inside with Node = N, Item = S, may(d, i) = on[i]
import "lan.ha" as outside with Node = N, Item = S, may(d, i) = inside.kept[i]
invariant in_order = all s: S. outside.kept[s] => inside.kept[s] and on[s]
""",
    "possible go": START
    + """invariant can = all s: S. possible put(s) = (not on[s])
invariant some_can = possible put(any) or all s: S. on[s]
""",
    "possible deliver": QUEUE
    + """channel c from N to N carries m(S) fifo 1
step tell(s: S) when room c from a to b { sent[s] := true  send c m(s) from a to b }
invariant arrives = all s: S. first c m(s) from a to b => possible deliver c m(s) from a to b and possible deliver c
""",
    "possible any": START
    + """step rest when all s: S. on[s] { }
invariant lives = possible any and possible any step
""",
    "what was done, and what links and channels did": QUEUE
    + """link wire
channel c over wire from N to N carries m(S) unordered lossy
step tell(s: S) { sent[s] := true  send c m(s) from a to b }
invariant told = all s: S. did tell(s) => sent[s]
invariant delivered = all s: S. did deliver c m(s) from a to b => got[s]
""",
    "before and after in one comparison": START
    + """var n[S] : 0..3 = 0
step inc(s: S) when n[s] < 3 { n[s] := n[s] + 1 }
property by_one = all s: S. always (next n[s] = n[s] or next n[s] = n[s] + 1)
""",
    "reachable with next": START + "reachable undone expect reached when false = some s: S. on[s] and not next on[s]\n",
    "best of nodes": START
    + """option priority[N] : 0..2
var holder[S] : N = a
step win(s: S) { holder[s] := best d: N by (priority[d], d = a) }
invariant the_best = all s: S. holder[s] = a or priority[b] > priority[a]
""",
    "min, max, and the order of an enum": START
    + """enum Mode { low, mid, high }
var mode[S] : Mode = low
step up_(s: S) when mode[s] < high { mode[s] := max(mode[s], mid) }
invariant not_high = all s: S. min(mode[s], high) <= mid
""",
    "the same value twice": START
    + """step clear { for s: S { for t: S { on[t] := false } } }
step twice(s: S) { on[s] := false  on[s] := false }
invariant off = all s: S. did twice(s) => not on[s]
""",
    "an open definition": START
    + """open def may(s: S): bool = not on[s]
var off[S] : bool = false
step take(s: S) when may(s) { off[s] := not on[s] }
invariant as_it_may = all s: S. possible take(s) = may(s)
""",
    "hazards and what is expected": START
    + """option strict : bool
hazard "22" property stays expect violated when not strict = all s: S. always (on[s] and strict => next on[s])
""",
    "an ordered sort": """spec main
sort S ordered
node N { a, b }
var at[N] : S
var seen[S] : bool = false
initially all e: S. at[a] <= e and at[b] = at[a]
step go(d: N, e: S) when e > max(at[a], at[b]) { at[d] := e  seen[e] := true }
invariant below = all e: S. seen[e] => e <= max(at[a], at[b])
invariant leads = at[a] != at[b] => at[best d: N by at[d]] = max(at[a], at[b])
""",
}

AMONG = """spec main
sort S
node N { a, b }
link way[S, S]
var sent[S, S] : bool = false
channel c over way[from, to] from S to S carries m, k(S) unordered lossy
step tell(x: S) { for y: S where y != x { send c m from x to y  sent[x, y] := true } }
step pass(x: S, y: S) when x != y { sent[x, y] := true  send c k(y) from x to y }
step forget(x: S) { drop c from x to x }
on c m from x to y when sent[x, y] { }
on c k(s) from x to y { sent[x, s] := false  drop c from x to y }
invariant up_ = all x: S, y: S. pending c from x to y => up(way[x, y])
invariant known = all x: S, y: S. pending c m from x to y => sent[x, y]
invariant other = all x: S, y: S. not pending c k(x) from x to y
"""

INSIDE |= {
    "bags between members": AMONG,
    "fifos between members": START
    + """channel c from S to N carries m, k fifo 2 lossy
step tell(x: S) when on[x] { send c m from x to a }
step forget(x: S) { drop c from x to a }
on c m from x to d { }
on c k from x to d { on[x] := false }
invariant known = all x: S. pending c from x to a => on[x]
invariant never = all x: S. not pending c k from x to a and not pending c from x to b
""",
}

OUTSIDE = {
    "a fifo between members that holds them": (
        "`c` is a function from S into S",
        START
        + """channel c from S to N carries m(S) fifo 1 lossy   # <-
step tell(x: S) when on[x] { send c m(x) from x to a }
on c m(s) from x to d { }
invariant own = all x: S, y: S. pending c m(y) from x to a => x = y
""",
    ),
    "count of members": ("`count` over S", START + "invariant few = (count s: S where on[s]) <= 64   # <-\n"),
    "the only one of members": ("`the` over S", START + "invariant one = on[the s: S where on[s]] or true   # <-\n"),
    "best of members": (
        "`best` over S",
        START + "var n[S] : 0..2 = 0\ninvariant high = n[best s: S by n[s]] >= 0   # <-\n",
    ),
    "count of all messages of an unordered channel": (
        "`count c`, whose messages speak of any number of S",
        QUEUE
        + """channel c from N to N carries m(S) unordered
step tell(s: S) when not sent[s] { sent[s] := true  send c m(s) from a to b }
invariant few = count c from a to b <= 64   # <-
""",
    ),
    "a choice for each member": (
        "a choice for each member of S",
        START
        + """step go {
for s: S {
choose t: S where on[t]   # <-
on[s] := on[t]
} }
invariant i = all s: S. did put(s) => on[s]
""",
    ),
    "a fifo that a loop fills": (
        "a loop over S sends to the fifo `c`",
        QUEUE
        + """channel c from N to N carries m(S) fifo 2 lossy
step tell { for s: S {
send c m(s) from a to b   # <-
sent[s] := true
} }
""",
    ),
    "for each there is one": (
        "exist for each of S",
        START
        + """var hops_to[S, S] : bool = false
invariant nowhere = some s: S. all t: S. not hops_to[s, t]   # <-
""",
    ),
    "possible, where the action has a choice": (
        "exist for each of S",
        START
        + """var hops_to[S, S] : bool = false
step go(s: S) { choose t: S where hops_to[s, t]  on[t] := true }
invariant stays = some s: S. not possible go(s)   # <-
""",
    ),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("lan.ha").write_text(LAN)
    return tmp_path


def system(text: str) -> System:
    Path("main.ha").write_text(text)
    return elaborate(load("main.ha"))


def answers(spec: System) -> dict[str, ProofAnswer]:
    properties = tuple(property for property in spec.properties if not property.liveness)
    wanted = (*(OfProperty(property.name) for property in properties), AnyError())
    asked = ProofRequest(spec, properties, wanted, {sort.name: 3 for sort in spec.sorts}, {}, spec.faults)
    return {str(each.question): each for each in any_number(asked, Budget(), lambda progress: None)}


SLOW = {"bags between members", "what was done, and what links and channels did", "a link to each, cut in one direction"}
SLOW |= {"an ordered sort", "room, first and count of a fifo", "possible deliver", "two instances of a file", "possible go"}
SLOW |= {"a channel that loses where an option says so", "bodies of cut and mend"}
"""Their proofs take more than a second: found with the heavy tests."""


@pytest.mark.parametrize("construct", [pytest.param(each, marks=pytest.mark.heavy if each in SLOW else ()) for each in INSIDE])
@pytest.mark.sampled
def test_inside(construct: str, here: Path) -> None:
    spec = system(INSIDE[construct])
    found = answers(spec)
    assert len(found) > 1
    for name, each in found.items():
        assert isinstance(each.answer, Unreachable), (name, each.answer)
        assert isinstance(each.answer.proof, AnyNumber)
        assert (dict(each.extent), each.faults) == ({"S": None}, None)
        property = None if name == str(AnyError()) else name
        slippery = () if property else tuple(each.name for each in spec.properties)
        path = write(here, spec, Certificate("main.ha", property, each.answer.proof.clauses, slippery))
        assert verify(path, spec).accepted, name


@pytest.mark.parametrize("construct", OUTSIDE)
@pytest.mark.sampled
def test_outside_a_construct_is_named(construct: str, here: Path) -> None:
    reason, text = OUTSIDE[construct]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# <-")]
    bounded = [each for each in answers(system(text)).values() if dict(each.extent) != {"S": None}]
    named = [each.answer.reason if isinstance(each.answer, Unknown) else each.why for each in bounded]
    assert named
    for said in named:
        assert reason in said
        assert any(f"main.ha:{line}:" in said for line in lines), said


RUNS = {
    "a link that is mended in the end": "link ha\nfair mend ha\nproperty mended = not up(ha) leads to up(ha)   # <-\n",
    "a group of fair steps": "fair { put }\nproperty done = eventually all s: S. on[s]   # <-\n",
}


@pytest.mark.parametrize("construct", RUNS)
def test_of_whole_runs_there_is_no_such_proof(construct: str, here: Path) -> None:
    text = START + RUNS[construct]
    [line] = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# <-")]
    report = check(system(text), Request())
    [finding] = (finding for finding in report.findings if finding.kind == "property")
    assert (finding.verdict, dict(finding.results[0].sizes)) == ("proved", {"S": (1, 2, 3)})
    [note] = (note for note in report.notes if f"of `{finding.name}`" in note)
    assert note.startswith("no proof for any number of members")
    assert f"about runs without end, main.ha:{line}:" in note


def test_what_a_sort_cannot_do(here: Path) -> None:
    with pytest.raises(SpecError) as raised:
        system(START + "option rank[S] : 0..2\n")
    assert {diagnostic.span.line for diagnostic in raised.value.diagnostics if diagnostic.code == "option-index"} == {6}
