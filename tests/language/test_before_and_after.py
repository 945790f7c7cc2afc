"""Values before and after a transition in one comparison. What is true was worked out by hand; every engine says the same."""

from __future__ import annotations

import pytest

from hamodel.engines import ENGINES, Budget
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Reached, Unreachable
from hamodel.source import Source

TEXT = """
spec two_nodes
node D { d0, d1 }
sort S
enum Mode { up_, down }
record P { a: D, b: 0..3 }
var n : 0..3 = 0
var mode[D] : Mode = up_
var t[D, S] : bool = false
var own[S] : D? = none
var p : P = P(d0, 0)
def f(d: D) = count s: S where t[d, s]
def g(d: D) = mode[d]
step go(d: D) when n < 3 { n := n + 1  mode[d] := down  p.b := n }
step mark(d: D, s: S) when not t[d, s] { t[d, s] := true  own[s] := d }
"""

FORMS = {
    # of a number, of a member, of a field, of a record
    "property a = always (next n >= n)": True,
    "property a = always (next n = n or next n = n + 1)": True,
    "property a = always (next n - n < 1)": False,
    "property a = always (next n in n..n + 1)": True,
    "property a = all d: D. always (next mode[d] != mode[d] => mode[d] = up_)": True,
    "property a = all d: D. always (next mode[d] = mode[d])": False,
    "property a = always (next p.b >= p.b)": True,
    "property a = always (next p = p or n < 3)": True,
    "property a = always (next p = p)": False,
    # of what is counted, of definitions, of optionals, by match
    "property a = always (next (count d: D where mode[d] = down) >= count d: D where mode[d] = down)": True,
    "property a = always (next (count d: D where mode[d] = down) = count d: D where mode[d] = down)": False,
    "property a = all d: D. always (next f(d) >= f(d) and next f(d) <= f(d) + 1)": True,
    "property a = all d: D. always (next f(d) <= f(d))": False,
    "property a = all d: D. always (next g(d) = g(d) or g(d) = up_)": True,
    "property a = all s: S. always (own[s] != none => next own[s] != none)": True,
    "property a = all s: S. always (own[s] != none => next own[s] = own[s])": False,
    "property a = always (match next mode[d0] { up_ -> mode[d0] = up_, down -> true })": True,
    # under quantifiers, with indices that the next state tells
    "property a = always (n = 3 => all d: D. next mode[d] = mode[d])": True,
    "property a = always (some d: D. next mode[d] = mode[d])": True,
    "property a = always (exactly one d: D. next mode[d] != mode[d])": False,
    "property a = always (mode[if next n = n then d0 else d1] = up_)": False,
    # of a transition that is there
    "reachable a = next n > n": True,
    "reachable a = next n < n": False,
    "reachable a = some d: D. mode[d] = up_ and next mode[d] != mode[d] and n = 2": True,
    "reachable a = all d: D. next mode[d] != mode[d]": False,
    "reachable a = some d: D. n = 2 and not (mode[d] = up_ => next mode[d] = up_)": True,
    "reachable a = next f(d0) > f(d0) + 1": False,
    "reachable a = did go(d0) and next did go(d1)": True,
    "reachable a = once n = 2 and next n = 1": False,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.sampled
def test_values_of_before_and_after_in_one_comparison(form: str) -> None:
    system = elaborate(parse(Source("before.ha", f"{TEXT}{form}\n")))
    (asked,) = system.properties
    instance = instantiate(with_monitors(system, [asked]), Scope({"S": 2}, {}), [asked])
    hit = FORMS[form] == (asked.kind == "reachable")
    for engine, ask in ENGINES.items():
        budget = Budget() if engine == "explicit" else Budget(depth=6, seconds=30)
        for _, answer in ask(instance, [instance.shows(asked)], budget, lambda _: None):
            if engine == "explicit":
                assert isinstance(answer, Reached if hit else Unreachable)
            assert not isinstance(answer, Unreachable if hit else Reached), engine
