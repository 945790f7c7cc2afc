"""hamodel run: a scenario of a spec played, or a random walk through it; on the reference pair also what a check found."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from hamodel.cli.completion import complete_property, complete_scenario
from hamodel.cli.options import asking, most_states, spec_argument
from hamodel.cli.reporting import reported
from hamodel.diagnostics import Diagnostic, SpecError, suggest_or_list

if TYPE_CHECKING:
    from hamodel.check.report import Report
    from hamodel.check.request import Asked, Request
    from hamodel.model.system import Scenario, System
    from hamodel.report.results import CommandReport

STEPS = 10


@click.command()
@spec_argument
@click.option("--scenario", metavar="NAME", shell_complete=complete_scenario, help="Play this scenario.")
@click.option(
    "--property",
    "property_name",
    metavar="NAME",
    shell_complete=complete_property,
    help="Check this property, and play the run that violates or reaches it; with --on.",
)
@click.option(
    "--trace",
    metavar="FILE",
    type=click.Path(),
    help="Play the run in a report of `hamodel check --format json`; --property says which.",
)
@click.option("--on", type=click.Choice(["reference"]), help="Play it on the reference pair: packets, sessions and logs.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="The same walk again.")
@click.option("--steps", type=click.IntRange(0, 10_000), metavar="N", help=f"The length of the walk.  [default: {STEPS}]")
@asking(scope="", set="", faults="At most so many faults in the walk; 0 for none.")
@most_states
@reported
def run(
    spec: str,
    scenario: str | None,
    property_name: str | None,
    trace: str | None,
    on: str | None,
    seed: int | None,
    steps: int | None,
    asked: Asked,
    most_states: int,
) -> CommandReport | Report:
    """Play a scenario of a spec, or walk through it at random.

    A walk takes steps more often than inputs, and inputs more often than faults, of which it takes as many as the spec allows.
    Options that are not set have their defaults; where `assume` excludes these, the values nearest to them.

    With --on reference, two firewalls that process packets are brought to do what the run says, step by step: for
    specs/panos/active_active.ha, and specs that are made from it.

    Exit status: 0; 1 if the scenario cannot be played to its end, or the walk breaks an invariant; 3 if the reference pair
    does not follow the run to its end.
    """
    given = {name for name, said in asked.words.said.items() if said}
    of_check = property_name is not None or trace is not None
    walked = seed is not None or steps is not None
    if scenario is not None and (walked or {"scope", "faults"} & given):
        raise click.UsageError("--seed, --steps, --scope and --faults are for a random walk, not for --scenario")
    if scenario is not None and of_check:
        raise click.UsageError("one run is played: that of --scenario, or one that was found: --property, --trace")
    if on is None and of_check:
        raise click.UsageError("--property and --trace are played on a pair: with --on reference")
    if of_check and walked:
        raise click.UsageError("--seed and --steps are for a random walk, not for a run that was found")
    if trace is not None and (given or asked.words.wrong):
        raise click.UsageError("--scope, --set and --faults are not for --trace: the report says what it was found with")
    from hamodel.cli.asking import at_its_lengths, configured, system_of

    system = system_of(spec)
    if of_check:
        return _found(system, trace, property_name, asked)
    system, request = at_its_lengths(system, configured(asked, system))
    if scenario is not None:
        return _play(system, _named(system, scenario), request, most_states, on is not None)
    seed = random.randrange(10_000) if seed is None else seed
    return _walk(system, request, seed, STEPS if steps is None else steps, on is not None)


def _found(system: System, trace: str | None, name: str | None, asked: Asked) -> CommandReport | Report:
    """What a check found, or finds, on the pair."""
    from hamodel.cli.on_pair import play_finding, play_report

    if trace is not None:
        return play_report(system, trace, name)
    assert name is not None, "one of them was given"
    return play_finding(system, name, replace(asked, properties=(name,)))


def _play(system: System, scenario: Scenario, request: Request, most_states: int, on_pair: bool) -> CommandReport:
    from hamodel.check.rows import applicable, scripted
    from hamodel.follow.script import play
    from hamodel.report.results.run import played_result

    applicable(system, scenario, request.options, request.sizes)
    played = play(system, scenario, request.options, scripted(system, request.sizes), most_states)
    if on_pair and played.failure is None and played.trace is not None:
        from hamodel.cli.on_pair import play_run

        return play_run(system, played.scope, played.trace, f"scenario {scenario.name}", scenario.doc)
    return played_result(system, scenario, played)


def _walk(system: System, request: Request, seed: int, steps: int, on_pair: bool) -> CommandReport:
    """Of the configurations that are meant, the seed decides: of an option without default, for its value."""
    from hamodel.check.rows import configurations, sizes
    from hamodel.follow.script import walk
    from hamodel.model.scope import Scope
    from hamodel.report.results.run import walk_result

    options = random.Random(seed).choice(configurations(system, request.options))
    scope = Scope(sizes(system, request.sizes), options)
    faults = request.faults_of(system)
    try:
        walked = walk(system, scope, seed, steps, faults)
    except ValueError as error:
        raise SpecError([Diagnostic("no-start", system.span, str(error))]) from None
    if on_pair:
        from hamodel.cli.on_pair import play_run

        return play_run(system, scope, walked.trace, f"random walk, --seed {seed}")
    return walk_result(system, walked, scope, seed, steps, faults)


def _named(system: System, name: str) -> Scenario:
    for scenario in system.scenarios:
        if scenario.name == name:
            return scenario
    help = suggest_or_list(name, (scenario.name for scenario in system.scenarios), "the spec has no scenarios")
    raise SpecError([Diagnostic("unknown-scenario", None, f"no scenario is named `{name}`", help=help)])
