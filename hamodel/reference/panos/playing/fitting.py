"""misfit(system) -> why runs of this spec mean nothing on the reference pair; None if it speaks of what the pair has and does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hamodel.conformance.observation import Nonsense, Reader
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells
from hamodel.model.system import System
from hamodel.reference.panos.playing.moves import started
from hamodel.source import Span

OPTIONS: dict[str, tuple[Value, ...]] = {
    "owner_selection": ("first_packet", "primary_device"),
    "session_setup": ("ip_modulo", "first_packet"),
    "reverts": (True, False),
    "nat": ("not_needed", "device_bound", "duplicated"),
    "synchronisation": ("complete", "early", "one_way"),
}
"""What the pair can be set to; the first values go together."""

DONE = {
    "first_packet": 2,
    "try_again": 1,
    "other_direction": 2,
    "finish": 1,
    "forget": 1,
    "crash": 1,
    "monitor_fails": 1,
    "suspend": 1,
    "make_functional": 1,
    **{f"{done} {link}": 0 for done in ("cut", "mend") for link in ("ha1", "ha2", "ha3")},
}
"""What can be done to the pair, with the number of its arguments."""

CARRIED = {"sync": "ha2", "relay": "ha3"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """What there is in a spec, or is not, that makes it another one."""

    text: str
    span: Span | None = None


def misfit(system: System) -> Misfit | None:
    """The first that is found."""
    return next(_misfits(system), None)


def _misfits(system: System) -> Iterator[Misfit]:
    known = {option.name: option for option in system.options}
    for name in OPTIONS:
        if name not in known:
            yield Misfit(f"the spec has no option `{name}`")
    for name, option in known.items():
        if not set(Scope().domain(option.type)) <= set(OPTIONS.get(name, ())):
            yield Misfit(f"the pair does not know every value of the option `{name}`", option.span)
    if [sort.name for sort in system.sorts] != ["Session"]:
        yield Misfit("the only sort is `Session`, on the pair")
    for channel in system.channels:
        if [CARRIED.get(channel.name)] != [path.variable for path in channel.paths]:
            yield Misfit(f"the pair has no channel `{channel.name}` over this link", channel.span)
    for action in system.actions:
        if action.kind in ("input", "fault") and DONE.get(action.name) != len(action.parameters):
            yield Misfit(f"`{action.name}` cannot be done to the pair", action.span)
    scope = Scope({"Session": 1}, {name: values[0] for name, values in OPTIONS.items()})
    shown = started(scope).observe()
    try:
        reader = Reader(system, scope)
        read = reader.read(shown)
    except Nonsense as nonsense:
        yield Misfit(str(nonsense))
        return
    hidden = {variable.name for variable in system.variables if variable.hidden}
    for cell in cells(system, scope):
        if cell not in read and cell[0] not in hidden:
            yield Misfit(f"the pair has nothing that is `{cell[0]}`")
