"""hamodel completion: the script that makes a shell complete commands, options, and the names in a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from hamodel.cli.asking import system_of
from hamodel.cli.output import show
from hamodel.diagnostics import SpecError
from hamodel.host import library
from hamodel.host.status import Exit

if TYPE_CHECKING:
    from hamodel.model.system import System

WHERE = {
    "bash": 'eval "$(hamodel completion bash)"    in ~/.bashrc',
    "zsh": 'eval "$(hamodel completion zsh)"     in ~/.zshrc',
    "fish": "hamodel completion fish | source     in ~/.config/fish/config.fish",
}


@click.command(epilog="\b\n" + "\n".join(WHERE.values()))
@click.argument("shell", type=click.Choice(list(WHERE)))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script that makes a shell complete `hamodel`."""
    found = get_completion_class(shell)
    assert found is not None, "click knows these shells"
    show(found(context.find_root().command, {}, "hamodel", "_HAMODEL_COMPLETE").source())
    return Exit.GOOD


Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completer(names: Callable[[System], Iterator[str]]) -> Completer:
    """Completes with what the specs named so far offer; with nothing if they cannot be read."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        # Where the last option has no value yet, click leaves the arguments before it as they were typed.
        specs = context.params.get("specs") or (context.params.get("spec"), *context.args)
        found = dict.fromkeys(name for spec in specs if spec for system in _systems(spec) for name in names(system))
        return [CompletionItem(name) for name in found if name.startswith(incomplete)]

    return complete


def complete_spec(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, as a shell does it; after `@` the specs of the library."""
    if library.is_ours(incomplete):
        return [CompletionItem(spec) for spec in library.specs() if spec.startswith(incomplete)]
    return parameter.type.shell_complete(context, parameter, incomplete)


def _systems(path: str) -> Iterator[System]:
    try:
        yield system_of(path)
    except SpecError:
        return


def _properties(system: System) -> Iterator[str]:
    yield from (property.name for property in system.properties)
    yield from _scenarios(system)


def _scenarios(system: System) -> Iterator[str]:
    return (scenario.name for scenario in system.scenarios)


def _hazards(system: System) -> Iterator[str]:
    from hamodel.check.request import tagged

    return iter(dict.fromkeys(tag for tags in tagged(system).values() for tag in tags))


def _settings(system: System) -> Iterator[str]:
    from hamodel.check.request import values_of

    return (f"{option.name}={value}" for option in system.options for value in values_of(option.type))


def _scopes(system: System) -> Iterator[str]:
    return (f"{sort.name}={size}" for sort in system.sorts for size in (1, 2, 3, 4))


def _unseen(system: System) -> Iterator[str]:
    return (action.name for action in system.actions if action.kind in ("input", "fault"))


complete_property = _completer(_properties)
complete_hazard = _completer(_hazards)
complete_scenario = _completer(_scenarios)
complete_setting = _completer(_settings)
complete_scope = _completer(_scopes)
complete_unseen = _completer(_unseen)
