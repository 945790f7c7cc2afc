"""A result to JSON: one object, whose keys do not change.

What they hold is said for programs in `report/json.schema.json`; here in words.

`spec`, `path`, `version`, `exit_status`, `scope`, `options`, steps and states are as in the report of a check (`report/json.py`).

`hamodel run`: `command` (run), `title`, `interrupted`, `faults` (how many a walk may have; null: any number, or a script),
`scenario` and `seed` (null: it is the other), `trace` and `initial` (null: no run starts) · `failure`: why the script cannot be
played to its end, like an entry of `quality`, or null · `broken`: the invariants that a walk breaks, each with `property`, the
`step` after which it does and `known` (the spec expects it) · `mistakes`: the texts of those that `made_by` (the text of an
action) makes at the end of a walk · on a pair: `on` (reference), `follows`, `scenes`: of so many steps from `first` to `last`
what was to be seen as `lines` (`time` and `since` in milliseconds, `where`, `kind`, `text`) · `stuck`: null, or the `step` that
the pair does not follow, `action`, `reason`, `instead` (`cell`, `pair`, `model`) and what was to be seen meanwhile as `lines`.

`hamodel conform`: `command` (conform), `interrupted`, `options` that were given, `faults`, `seed`, `actions`, `runs`, `refused`,
`lost` (runs given up: more than `most_states` states) · `agrees` · `why` it ended early · `found`: null, or what is wrong:
`scope`, `options`, `failure` (of the program, or ""), `done` (each with `action`, `arguments`, `own` (an event of the program),
`text` and why it was `refused`, or null), `again` (seen again in a new process; null: not tried), `ways` (in how many states the
model could be), `differing` (`cell`, `seen`, `model`), `before` and `closest`: runs with `initial` and `trace`, or null · `uses`:
`action`, `kind`, `times`, `ways`, `possible`, `refusals` (`reason`, `times`) · `events`: how often, by name · `states`,
`transitions` of the model · `unused` actions · `unseen` cells.

`hamodel replay` and `hamodel mutate`: see `replay.py` and `mutation.py` beside this.
"""

from __future__ import annotations

import json as encoder
from typing import Any

from hamodel.host.printable import printable_json
from hamodel.host.status import Exit
from hamodel.host.version import VERSION
from hamodel.model.system import System
from hamodel.report.changes import with_states_before
from hamodel.report.json import state_row, step_row
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.results import CommandReport, ShownRun
from hamodel.report.style import Style


def json(result: CommandReport, style: Style, outcome: Outcome = NOTHING) -> str:
    """What a program reads."""
    return printable_json(encoder.dumps(result.row, indent=2, ensure_ascii=not style.unicode))


def head(command: str, system: System, status: Exit) -> dict[str, Any]:
    """What every object begins with."""
    return {
        "command": command,
        "spec": system.name,
        "path": system.span.source.path if system.span else None,
        "version": VERSION,
        "exit_status": int(status),
        "interrupted": status == Exit.INTERRUPTED,
    }


def run_row(run: ShownRun) -> dict[str, Any]:
    """Its first state, and its steps."""
    rows = [step_row(run.system, run.scope, before, step) for before, step in with_states_before(run.trace)]
    return {"initial": state_row(run.system, run.trace.initial), "trace": rows}
