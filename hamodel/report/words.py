"""Values, cells, messages, actions and scopes to the text in which a spec would write them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_

from hamodel.check.rows import size_text
from hamodel.language.text.tokens import SCRIPTED
from hamodel.model.alike import Ranges
from hamodel.model.combinations import Combinations
from hamodel.model.expr import Value
from hamodel.model.expr import plain as plain
from hamodel.model.system import System
from hamodel.model.trace import CellName, Content, Sent, Step, Trace
from hamodel.model.transform import IDLE
from hamodel.model.verdict import Extent, Result
from hamodel.report.when.conditions import shortest

SOLVERS = {"z3": "Z3", "cvc5": "cvc5"}
"""The solvers that a proof for any number is shown to, as people write them."""


def value(content: Content) -> str:
    """A value or a queue as it is written in a spec."""
    match content:
        case None:
            return "none"
        case True:
            return "true"
        case False:
            return "false"
        case tuple():
            return ", ".join(message(sent) for sent in content) or "empty"
        case _:
            return str(content)


def message(sent: Sent) -> str:
    """A message with its fields as it is written in a spec."""
    name, *args = sent
    return f"{name}({_listed(args)})" if args else str(name)


def cell(name: CellName, without: Value = None) -> str:
    """`owner[fw0, s0]`; `without` fw0, in the lane of fw0: `owner[s0]`."""
    variable, indices = name
    rest = list(indices)
    if without in rest:
        rest.remove(without)
    return f"{variable}[{_listed(rest)}]" if rest else variable


def place(system: System, name: CellName) -> str:
    """A cell; a channel's as `sync from fw0 to fw1`."""
    if len(name[1]) == 2 and any(channel.name == name[0] for channel in system.channels):
        return f"{name[0]} from {value(name[1][0])} to {value(name[1][1])}"
    return cell(name)


def cell_value(system: System, name: CellName, content: Content) -> str:
    """A link is up or down, a channel lists its messages, everything else has its value."""
    if name[0] in system.links:
        return "up" if content else "down"
    return value(content)


def kind(system: System, step: Step) -> str:
    """That of its action: input, step, fault, delivery; nothing for a pause, which is no action."""
    return next((action.kind for action in system.actions if action.name == step.action), "")


def action(system: System, step: Step) -> str:
    """As a scenario would write it: `take_over(fw1)`, `deliver sync opened(s0) from fw0 to fw1`, `cut ha1`, `cut lan[n0]`."""
    return call(system, step.action, [argument for _, argument in step.arguments])


def call(system: System, name: str, arguments: Sequence[Value]) -> str:
    """The same, of an action's name and its arguments."""
    known = next((action for action in system.actions if action.name == name), None)
    if known is not None and name.startswith(("expire ", "expiry ")) and arguments:
        return f"{name}[{_listed(arguments)}]"
    if known is not None and len(arguments) >= 2 and (known.kind == "delivery" or known.built_in):
        *fields, sender, receiver = arguments
        inside = f"({_listed(fields)})" if fields else ""
        return f"{name}{inside} from {value(sender)} to {value(receiver)}"
    if known is not None and known.built_in and arguments:  # `cut` or `mend` of one of several links
        return f"{name}[{_listed(arguments)}]"
    return f"{name}({_listed(arguments)})" if arguments or name in SCRIPTED else name


def extent(sizes: Extent) -> str:
    """`any number of Session and Flow, Box = 3`; `Box = 1..4`."""
    free = [sort for sort, size in sizes.items() if size is None]
    listed = " and ".join([", ".join(free[:-1]), free[-1]]) if len(free) > 1 else "".join(free)
    parts = [f"any number of {listed}"] if free else []
    return ", ".join([*parts, *(f"{sort} = {size_text(size)}" for sort, size in sizes.items() if size is not None)])


def asked(sizes: Extent, any_size: Sequence[str]) -> str:
    """What a check is about: `Box = 3`; `any number of Session, of which Session = 1..3 is looked at`."""
    fixed = {sort: size for sort, size in sizes.items() if sort not in any_size}
    looked_at = {sort: sizes[sort] for sort in any_size}
    free = f"{extent(dict.fromkeys(any_size))} (looked at: {extent(looked_at)})" if any_size else ""
    return ", ".join(part for part in (free, extent(fixed)) if part)


def seconds(number: float) -> str:
    return f"{number:.1f} s" if number < 100 else f"{number:,.0f} s"


def combination(options: Mapping[str, Value]) -> str:
    """Options with their values, in words."""
    return " and ".join(f"{option} = {value(chosen)}" for option, chosen in options.items())


def when(
    rows: Sequence[Mapping[str, Value]],
    chosen: Sequence[int],
    free: Sequence[int] = (),
    sizes: Collection[str] = (),
    ranges: Ranges | None = None,
) -> str:
    """The condition on options that is true of exactly the chosen of these combinations; of the free ones it may be either.
    `sizes`: which columns are the size of a sort. `ranges`: rows are orders of these options."""
    return shortest(rows, chosen, free, value, sizes, ranges)


MOST_ROWS = 256
"""Of more combinations the shortest condition takes long to find: then it is that of few sets of values that cover them."""


def when_in(every: Combinations, there: int, beside: int, told: Sequence[str]) -> str:
    """The condition on the options `told` that is true of the combinations `there` and of none of those `beside`. None of two
    that differ in other options alone is there and the other beside; of the rest it may be either. Empty: nothing is beside."""
    if not there or not beside:
        return ""
    for name in every.options:
        if name not in told:
            first = every.options[name][0]
            there, beside = every.put(there, name, first), every.put(beside, name, first)
    both = there | beside
    if both.bit_count() <= MOST_ROWS:
        rows = list(every.members(both))
        chosen = [number for number, options in enumerate(rows) if there >> every.number(options) & 1]
        return when([{name: options[name] for name in told} for options in rows], chosen)
    cubes = every.cubes(there, every.every & ~both)
    covered = reduce(or_, map(every.of, cubes))
    assert not there & ~covered, "a combination is missing"
    assert not beside & covered, "a combination is too much"
    boxes = [" and ".join(_among(name, values) for name, values in cube.values.items()) for cube in cubes]
    return boxes[0] if len(boxes) == 1 else " or ".join(f"({box})" if " and " in box else box for box in boxes)


def _among(option: str, values: Sequence[Value]) -> str:
    """That an option has one of these values."""
    if len(values) == 1:
        return f"{option} = {value(values[0])}"
    numbers = sorted(each for each in values if type(each) is int)
    if len(numbers) == len(values) == numbers[-1] - numbers[0] + 1:
        return f"{option} in {numbers[0]}..{numbers[-1]}"
    return f"{option} in {{ {_listed(values)} }}"


def when_of(results: Sequence[Result], chosen: Sequence[int], free: Sequence[int] = ()) -> str:
    """The same of results, each of a combination (or of all that are alike) and of the sizes that were asked for one by one."""
    rows: list[Mapping[str, Value]] = []
    of: list[int] = []
    for number, result in enumerate(results):
        orders = result.alike.orders if result.alike else (result.options,)
        rows += [{**result.asked, **options} for options in orders]
        of += [number] * len(orders)
    picked, either = ([place for place, number in enumerate(of) if number in some] for some in map(set, (chosen, free)))
    ranges = results[0].alike.ranges if results and results[0].alike else None
    return when(rows, picked, either, results[0].asked if results else (), ranges)


def length(trace: Trace) -> str:
    """`4 steps`; of a run without end `4 steps, the last 2 for ever`, or `3 steps, then nothing happens`."""
    if pauses(trace):
        steps = len(trace.steps) - 1
        return f"{counted(steps, 'step')}, then nothing happens" if steps else "nothing happens"
    count = counted(len(trace.steps), "step")
    if trace.loop is None:
        return count
    round_ = len(trace.steps) - trace.loop
    return f"{count}, for ever" if trace.loop == 0 else f"{count}, the last {f'{round_} ' if round_ > 1 else ''}for ever"


def pauses(trace: Trace) -> bool:
    """Does the run come to an end, so that its loop is nothing but a pause?"""
    last = len(trace.steps) - 1
    return trace.loop == last and trace.steps[-1].action == IDLE and trace.states[-1] == trace.states[-2]


def counted(number: int, thing: str, things: str = "") -> str:
    """A number with its thing, in the plural where it must be."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def _listed(values: Sequence[Value]) -> str:
    return ", ".join(value(each) for each in values)


def faults(bound: int | None) -> str:
    """`at most 2 faults`."""
    if bound is None:
        return "any number of faults"
    return f"at most {counted(bound, 'fault')}" if bound else "no faults"


def some(names: Sequence[str], most: int = 5) -> str:
    """The first of them, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
