"""`Spec.solve`: for which durations a claim holds, from Python."""

from __future__ import annotations

import pytest
from strategies.timed import timed

from hamodel.api.spec import Spec

PAIR = """
option spare : bool
option hold : duration = 3 s in 1 s..10 s
option work : duration = 2 s in 1 s..10 s
var failed : bool = false
var active : bool = false
timer silence within [hold, hold + 1 s], repair
fault crash when not failed { failed := true  start silence  start repair = if spare then work else 2 * work }
faults 1
on expiry silence { active := running(repair) }
on expiry repair { stop silence }
invariant repaired = not active
"""


def test_a_condition_of_one_value_of_the_other_options() -> None:
    found = Spec(timed(PAIR)).solve("repaired", options={"spare": True})
    assert str(found) == "repaired is violated, exactly when hold <= work"
    assert (found.exact, found.violated, found.durations) == (True, (("hold <= work",),), ("hold", "work"))
    assert repr(found) == "<SolvedFor repaired is violated, exactly when hold <= work>"
    found = Spec(timed(PAIR)).solve("repaired", "hold", options={"spare": False, "work": "4 s"})
    assert str(found) == "repaired is violated, exactly when hold <= 8 s"
    found = Spec(timed(PAIR)).solve("repaired", "hold", options={"spare": True}, faults=0)
    assert str(found) == "repaired holds for every value of hold"


@pytest.mark.parametrize(
    ("durations", "options", "said"),
    [
        (("holt",), {"spare": True}, "`holt` is no duration that is not set"),
        (("hold",), {"spare": True, "hold": "3 s"}, "`hold` is no duration that is not set"),
        ((), {}, "give `spare` one"),
    ],
)
def test_what_cannot_be_asked(durations: tuple[str, ...], options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Spec(timed(PAIR)).solve("repaired", *durations, options=options)  # type: ignore[arg-type]
