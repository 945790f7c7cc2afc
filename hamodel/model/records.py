"""record_of(variable): the name that the spec declares, `lan.last` of `lan.last.state`: names of instances have dots as well."""

from __future__ import annotations

from hamodel.model.system import Variable


def record_of(variable: Variable) -> str:
    """The name of a variable without the fields of a record that it stands for."""
    name = variable.name
    if variable.span is None:
        return name.partition(".")[0]
    declared = variable.span.text
    start = f".{name}.".find(f".{declared}.")
    return name if start < 0 else name[: start + len(declared)]
