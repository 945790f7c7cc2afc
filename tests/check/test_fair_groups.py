"""A group of fair steps over a sort of which nobody says how many members it has: what is looked at, and what is said of it."""

from __future__ import annotations

from strategies.systems import typed

from hamodel.api.findings import Finding
from hamodel.api.spec import Spec

SERVER = """
spec server
sort Client
var waits[Client] : bool = false
input ask(c: Client) when not waits[c] { waits[c] := true }
step serve(c: Client) when waits[c] { waits[c] := false }
fair { serve }
property someone_served = always eventually (did serve or not some c: Client. waits[c])
property each_served    = all c: Client. waits[c] leads to not waits[c]
"""


def findings(text: str) -> dict[str, Finding]:
    return {each.name: each for each in Spec(typed(text)).check(run_time=False).findings}


def test_one_of_a_group_is_not_each_of_its_members() -> None:
    """With one client one of them is each of them: it takes two, and no proof for the sizes looked at is one for any number."""
    found = findings(SERVER)
    assert (found["someone_served"].verdict, found["someone_served"].extent) == ("proved", "Client = 1..3")
    assert found["each_served"].verdict == "violated"
    trace = found["each_served"].trace
    assert trace is not None
    assert trace.scope == {"Client": 2}
    assert trace.loop is not None
    served = {step.arguments["c"] for step in trace.steps[trace.loop :] if step.action == "serve"}
    assert len(served) == 1, "one is served for ever, and the other one waits"


def test_the_fairness_of_a_step_is_that_of_each_member() -> None:
    found = findings(SERVER.replace("fair { serve }\n", "").replace("step serve", "fair step serve"))
    assert {each.verdict for each in found.values()} == {"proved"}
    assert found["each_served"].extent == "Client = 1..3"
