"""hamodel mutate: a spec, with one edit at a time, to a report on what its properties notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hamodel.cli.options import asking, spec_argument
from hamodel.cli.reporting import reported

if TYPE_CHECKING:
    from hamodel.check.request import Asked
    from hamodel.report.results import CommandReport


@click.command()
@spec_argument
@asking(
    scope="",
    set="",
    faults="",
    property="Only this property or scenario may notice; may be repeated.",
    time="A hard limit for all mutants together: 60s, 5m, 1h.  [default: 10m]",
    memory="",
)
@click.option("--all", "-v", "everything", is_flag=True, help="List the mutants that are noticed, too.")
@reported
def mutate(spec: str, asked: Asked, everything: bool) -> CommandReport:
    """Tell which small changes of a spec its properties notice.

    Each conjunct of a guard, of `require`, `where` and `if`, and each assignment, `send` and `drop` is deleted in turn; an `if`
    is negated; an assigned constant is replaced by its neighbour. A mutant is killed if something is then not as the spec says,
    equivalent if it makes no difference in any state that the spec reaches. What survives is redundant, or no property guards it.

    Exit status: 0 every mutant is killed or equivalent; 1 some survive; 2 the spec or the command is wrong; 3 not decided, or the
    spec itself is not as it says; 70 internal error; 130 interrupted (Ctrl-C, SIGTERM, SIGHUP).
    """
    from hamodel.cli.asking import question
    from hamodel.cli.progress import progress
    from hamodel.mutation.run import mutate as mutate_system
    from hamodel.report.results.mutation import mutation_result

    system, request = question(spec, asked, properties=True)
    with progress(system.name) as listen:
        return mutation_result(mutate_system(system, request, listen), everything)
