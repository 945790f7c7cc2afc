"""Where every engine is to answer, what one of them did not answer is said. Depths and reasons are worked out by hand."""

from __future__ import annotations

import pytest

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.check.sizes.everybody import Inquiry, open_questions
from hamodel.check.unanswered import NOT_HEARD, Unanswered
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.trace import Trace
from hamodel.model.verdict import Exhaustive, Reached, Unknown, Unreachable
from hamodel.source import Source

RING = """
spec ring
var a : 0..15 = 0
step turn { a := if a = 15 then 0 else a + 1 }
invariant low = a < 16
invariant early = a < 4
invariant late = a < 14
"""
"""`early` fails after 4 steps, `late` after 14; bounded model checking is asked for 12, if nothing else is said."""

BOUNDED = "every run of 12 transitions was looked at, and longer ones were not"


def report(text: str = RING, **asked: object) -> Report:
    return check(elaborate(parse(Source("ring.ha", text))), Request(**{"engine": "all", "seconds": 60.0, **asked}))  # type: ignore[arg-type]


def test_what_one_engine_did_not_answer_is_said() -> None:
    found = report()
    assert [finding.verdict for finding in found.findings] == ["proved", "violated", "violated", "proved"]
    said = [note for note in found.notes if " does not answer " in note]
    assert said == [f"bmc does not answer low, late, run-time errors: {BOUNDED}"]
    assert report().notes == found.notes


def test_only_who_was_asked_is_spoken_of() -> None:
    for asked in ({"engine": "auto"}, {"engine": "bmc", "depth": 3}):
        assert not [note for note in report(**asked).notes if " does not answer " in note]
    said = [note for note in report(properties=("early",), run_time=False).notes if " does not answer " in note]
    assert said == []


SORTED = """
spec sorted
sort Box
scope Box = 3
var on[Box] : bool = false
step switch(b: Box) { on[b] := true }
invariant few = not (all b: Box. on[b])
invariant same = all b: Box. on[b] = on[b]
"""


def test_the_size_that_was_asked_for_counts() -> None:
    """`few` fails after as many steps as there are boxes, at each size; of smaller sizes nothing is told."""
    said = [note for note in report(SORTED).notes if " does not answer " in note]
    assert said == [f"bmc does not answer same: {BOUNDED}"]


BMC, PDR = ("bmc", "low"), ("pdr", "low")


@pytest.mark.parametrize(
    ("searches", "expected"),
    [
        ([Inquiry(0, True, ["low"], {})], []),
        ([Inquiry(0, True, ["low"], {BMC: "tired"})], ["bmc does not answer low: tired"]),
        # a smaller size, and then the one that was asked for
        ([Inquiry(0, False, ["low"], {BMC: "tired"}), Inquiry(0, True, ["low"], {})], []),
        ([Inquiry(0, False, ["low"], {}), Inquiry(0, True, ["low"], {BMC: "tired"})], ["bmc does not answer low: tired"]),
        # decided at the smaller one: the larger was not asked
        ([Inquiry(0, False, ["low"], {BMC: "tired"}), Inquiry(0, True, ["top"], {})], ["bmc does not answer low: tired"]),
        # two sizes that were both asked for, two combinations of the options
        ([Inquiry(0, True, ["low"], {BMC: "tired"}), Inquiry(0, True, ["low"], {})], ["bmc does not answer low: tired"]),
        ([Inquiry(0, True, ["low"], {BMC: "tired"}), Inquiry(1, True, ["low"], {})], ["bmc does not answer low: tired"]),
        # engines by name, properties in the order of the text
        (
            [Inquiry(0, True, ["top", "low"], {PDR: "tired", ("bmc", "top"): "lost", BMC: "lost"})],
            ["bmc does not answer low, top: lost", "pdr does not answer low: tired"],
        ),
    ],
)
def test_a_question_is_open_where_it_was_asked_last(searches: list[Inquiry], expected: list[str]) -> None:
    assert list(open_questions(searches, {"low": "low", "top": "top"})) == expected


def test_who_dies_leaves_open_what_was_not_said() -> None:
    asked = Unanswered()
    asked.ask("t", ["bmc", "pdr"], ["a", "b", "c"])
    asked.hear("t", "bmc", "a", Reached(Trace({}, ())))
    asked.hear("t", "bmc", "b", Unknown("too deep"))
    asked.hear("t", "pdr", "a", Unreachable(Exhaustive(3)))
    asked.hear("other", "pdr", "a", Unknown("nobody asked"))
    asked.lose("t", "bmc", "out of memory")
    left = {("pdr", "b"): NOT_HEARD, ("pdr", "c"): NOT_HEARD}
    assert asked.of("t") == {("bmc", "b"): "too deep", ("bmc", "c"): "out of memory", **left}
    assert asked.of("other") == {}
