"""A verdict that depends on what no vendor documents says so, and no other does."""

from __future__ import annotations

import pytest
from strategies.reports import system_of

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.model.expr import Value
from hamodel.report.style import Style
from hamodel.report.text import text
from hamodel.report.verdicts import notes

SPEC = """spec kinds
node Firewall { fw0, fw1 }
option reverts : bool = true undocumented
option holds[Firewall] : 0..2 undocumented
option mode : { a, b } configuration
option located : bool
var n : 0..2 = 0
step go when reverts { n := 1 }
step on_ { n := 2 }
invariant by_reverts expect violated when reverts = n != 1
invariant by_holds expect violated when holds[fw1] > 0 = holds[fw1] > 0 => n != 2
invariant by_mode expect violated when mode = b = mode = b => n != 2
invariant by_located expect violated when located = located => n != 2
invariant not_two expect violated = n != 2
invariant never = n <= 2 or holds[fw0] = 1
"""

REVERTS = "`reverts` is undocumented: no vendor says which of its values is real, and it decides by_reverts"
HOLDS = "`holds` is undocumented: no vendor says which of its values is real, and it decides by_holds"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, [REVERTS, HOLDS]),
        ({"reverts": True}, [HOLDS]),  # somebody said which it is
        ({"reverts": False, "holds[fw1]": 2}, []),
        ({"holds[fw0]": 2}, [REVERTS, HOLDS]),
    ],
)
@pytest.mark.sampled
def test_what_depends_on_it_is_named(options: dict[str, Value], told: list[str]) -> None:
    report = check(system_of(SPEC), Request(options=options, engine="explicit"))
    assert notes(report)[len(report.notes) :] == told
    shown = " ".join(text([report], Style()).split())
    assert [note for note in (REVERTS, HOLDS) if f"note: {note}" in shown] == told
    assert shown.count("is undocumented") == len(told)
