"""hamodel mutate: a spec, with one edit at a time, to a report on what its properties notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hamodel.cli.options import asking, report_options, spec_argument
from hamodel.cli.reporting import places, tell
from hamodel.report import RESULT_FORMATS

if TYPE_CHECKING:
    from hamodel.check.request import Asked


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
@report_options(RESULT_FORMATS)
def mutate(
    spec: str,
    asked: Asked,
    everything: bool,
    format_name: str,
    output: str | None,
    extra: tuple[str, ...],
) -> int:
    """Tell which small changes of a spec its properties notice.

    Each conjunct of a guard, of `require`, `where` and `if`, and each assignment, `send` and `drop` is deleted in turn; an `if`
    is negated; an assigned constant is replaced by its neighbour. A mutant is killed if something is then not as the spec says,
    equivalent if it makes no difference in any state that the spec reaches. What survives is redundant, or no property guards it.

    Exit status: 0 every mutant is killed or equivalent; 1 some survive; 2 the spec or the command is wrong; 3 not decided, or the
    spec itself is not as it says; 70 internal error; 130 interrupted (Ctrl-C, SIGTERM, SIGHUP).
    """
    from hamodel.cli.asking import configured, system_of
    from hamodel.cli.progress import progress
    from hamodel.mutation.run import mutate as mutate_system
    from hamodel.report.results.mutation import mutation_result

    with places(format_name, output, extra) as reporting:
        system = system_of(spec)
        request = configured(asked, system, claims=True)
        with progress(system.name) as listen:
            mutation = mutate_system(system, request, listen)
        return tell(mutation_result(mutation, everything), reporting)
