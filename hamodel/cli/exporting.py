"""hamodel export: a spec at a scope, for other model checkers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from hamodel.cli.options import asking, spec_argument
from hamodel.cli.output import show, written_bytes
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host.status import Exit

if TYPE_CHECKING:
    from hamodel.check.request import Asked, Request
    from hamodel.engines.circuits.aiger import Aiger
    from hamodel.model.expr import Value
    from hamodel.model.scope import Scope
    from hamodel.model.system import Property, System


@click.command()
@spec_argument
@click.option(
    "--to", "target", type=click.Choice(["aiger"]), required=True, help="The format: AIGER 1.0, for hardware model checkers."
)
@asking(
    scope="",
    set="A value for an option; one that is not set has its default.",
    faults="",
    property="Only this property; may be repeated.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of stdout: in binary if its name ends in .aig.")
def export(spec: str, target: str, asked: Asked, output: str | None) -> int:
    """Write a spec as a circuit, for model checkers that read AIGER.

    It has an output for each property, whether or not the spec expects it to hold: 1 where the property is violated, or where
    what is `reachable` is reached. Run-time errors and properties about runs without end have none: `hamodel check` looks for
    them. Properties that are left out are named, also in the file.
    """
    from hamodel.cli.asking import question
    from hamodel.engines.circuits.aiger import binary, text

    with written_bytes(output) as parts:
        system, request = question(spec, asked)
        left_out = _left_out(system, request)
        model = _model(system, request, left_out)
        if output is None:
            show(text(model).removesuffix("\n"))
        else:
            parts.append(binary(model) if output.endswith(".aig") else text(model).encode("utf-8", "backslashreplace"))
    for line in left_out:
        click.echo(f"note: {line}", err=True)
    return Exit.GOOD


def _model(system: System, request: Request, remarks: Sequence[str]) -> Aiger:
    from hamodel.check.rows import sizes
    from hamodel.engines.circuits.aiger import aiger
    from hamodel.ground.instance import instantiate
    from hamodel.model.scope import Scope
    from hamodel.model.transform import bound_faults, with_monitors

    properties = _properties(system, request)
    scope = Scope(sizes(system, request.sizes), _options(system, request))
    faults = request.faults_of(system)
    bounded = with_monitors(system, properties)
    instance = instantiate(bounded if faults is None else bound_faults(bounded, faults), scope, properties)
    goals = [instance.shows(property) for property in properties]
    return aiger(instance, goals, [*_comments(system, scope, faults), *remarks])


def _properties(system: System, request: Request) -> list[Property]:
    """Those that were named, or all that a circuit can tell."""
    scripts = [scenario for scenario in system.scenarios if scenario.name in request.properties]
    named = [property for property in system.declared if property.name in request.properties]
    wrong = [Diagnostic("export", part.span, f"`{part.name}` is a scenario: a circuit has no place for it") for part in scripts]
    wrong += [
        Diagnostic("export", property.span, f"`{property.name}` is about runs without end: a circuit's output is about one state")
        for property in named
        if property.liveness
    ]
    properties = named or [property for property in system.properties if not property.liveness]
    if not wrong and not properties:
        wrong = [Diagnostic("export", system.span, f"`{system.name}` has no property that a circuit can tell")]
    if wrong:
        raise SpecError(wrong)
    return properties


def _left_out(system: System, request: Request) -> list[str]:
    """The properties that the circuit has no output for, where nobody has chosen."""
    runs = [property.name for property in system.properties if property.liveness]
    return [f"left out, since about runs without end: {', '.join(runs)}"] if runs and not request.properties else []


def _options(system: System, request: Request) -> Mapping[str, Value]:
    """A value for every option: there is no circuit of several."""
    from hamodel.check.rows import configurations
    from hamodel.report.words import value

    every = configurations(system, request.options)
    open_ = [option for option in system.options if len({chosen[option.name] for chosen in every}) > 1]
    if open_:
        raise SpecError(
            Diagnostic(
                "export",
                option.span,
                f"`{option.name}` has no value and no default" + (" that `assume` allows" if option.default is not None else ""),
                help=f"a circuit is of one combination of the options: `--set {option.name}={value(every[0][option.name])}`",
            )
            for option in open_
        )
    return every[0]


def _comments(system: System, scope: Scope, faults: int | None) -> Iterator[str]:
    from hamodel.report.words import value

    yield f"hamodel: {system.name}"
    yield from (f"{sort} = {size}" for sort, size in scope.sizes.items())
    yield from (f"{option} = {value(chosen)}" for option, chosen in scope.options.items())
    if faults is not None:
        yield f"at most {faults} faults"
