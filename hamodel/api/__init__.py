"""`hamodel.load("x.ha")` -> Spec; `Spec.check()` -> Checked: what is known of each property, as plain objects and rows.

The check is that of `hamodel check`, for tests, notebooks and scripts:

>>> import hamodel
>>> spec = hamodel.load("specs/tutorial/2_split_brain.ha")
>>> checked = spec.check()
>>> checked.exit_status
1
>>> [(finding.name, finding.verdict) for finding in checked if not finding.ok]
[('never_two_active', 'violated')]
>>> [step.text for step in checked["never_two_active"].trace.steps]
['cut heartbeat', 'take_over(right)']

In a test of one's own, a property that does not hold is a failed assertion, and the counterexample is its text:

>>> spec.assert_reached("split_brain_for_good")
>>> spec.assert_holds("never_two_active")
Traceback (most recent call last):
    ...
AssertionError: `never_two_active` is violated
...

Nothing passes `assert_holds` because it is not known: not what is undecided, and not what holds because it says nothing.
"""

from hamodel.api.findings import Checked, Finding, Step, Trace
from hamodel.api.spec import Performance, Settings, Spec, load

__all__ = ["Checked", "Finding", "Performance", "Settings", "Spec", "Step", "Trace", "load"]
