"""Context: what a whole elaboration has found so far. Scope: which names an expression sees, and what it may speak of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.elaboration.carriers import type_word
from hamodel.language.elaboration.names import Names, resolve
from hamodel.language.elaboration.types import AnyType, Typed, flat, leaves, spread
from hamodel.language.text import ast
from hamodel.model.expr import Apply, Bound, Const, Expr, Pending, Possible, Quantified, Read, children, subexpressions
from hamodel.model.timing import DURATION, StepDeadline, SystemTimer, TimeLimit
from hamodel.source import Source, Span

Place: TypeAlias = Literal["state", "property", "definition", "initial", "options", "loss", "scenario", "path", "length"]
"""What an expression may speak of. `state`: one state. `property`: also the past and the next one. `definition`: whatever it
likes, its use is checked. `initial`, `options`, `loss`, `length`: options alone. `scenario`: also the members of sorts. `path`:
options, and the ends of a channel."""


TEMPORAL = frozenset({"next", "always", "eventually", "once", "historically", "until", "since", "leads to", "lasts at most"})


@dataclass(frozen=True, slots=True)
class Template:
    """A definition, typed once; a use puts its arguments in the place of `bounds`, which its parameters of these types are.

    `reads`: it speaks of a state; `temporal`: also of another one. `uses`: how often each name occurs in it.
    """

    types: tuple[AnyType, ...]
    bounds: Sequence[Bound]
    body: Typed
    weight: int
    depth: int
    reads: bool
    temporal: bool
    uses: Mapping[str, int]

    @classmethod
    def of(cls, types: tuple[AnyType, ...], bounds: Sequence[Bound], body: Typed, options: Container[str]) -> Template:
        """What has to be known of a definition's body wherever it is used."""
        reads, temporal = False, False
        uses: dict[str, int] = {}
        for part in (inner for leaf in leaves(body) for inner in subexpressions(leaf)):
            match part:
                case Bound(name=name):
                    uses[name] = uses.get(name, 0) + 1
                case Read(variable=name, type=type):
                    reads = reads or (name not in options and type != DURATION)
                    temporal = temporal or name.startswith("did ")
                case Pending():
                    reads = True
                case Possible():
                    reads = temporal = True
                case Apply(op=op):
                    temporal = temporal or op in TEMPORAL
                case Const() | Quantified():
                    pass
                case _:
                    assert_never(part)
        sizes = [measure(leaf) for leaf in leaves(body)]
        weight, depth = sum(weight for weight, _ in sizes), max(depth for _, depth in sizes)
        return cls(types, bounds, body, weight, depth, reads, temporal, uses)


def measure(expr: Expr) -> tuple[int, int]:
    """How many nodes an expression has, written out, and how deep it is."""
    weight, deepest = 0, 0
    stack = [(expr, 1)]
    while stack:
        here, depth = stack.pop()
        weight += 1
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in children(here))
    return weight, deepest


@dataclass(frozen=True, slots=True)
class TimerLength:
    """A timer as it is declared: its length over `bounds`, if it has one."""

    bounds: tuple[Bound, ...]
    length: tuple[Expr, Expr] | None
    span: Span
    drift: int = 0  # of a hundred


@dataclass(slots=True)
class SaidOfTime:
    """What was found of durations, timers and claims of time. `lengths`: what the literals stand for, by their names. `taken`:
    the timers with an `on expiry`. `limits`: by the name of the property."""

    lengths: dict[str, Fraction] = field(default_factory=dict)
    timers: dict[str, TimerLength] = field(default_factory=dict)
    taken: dict[str, SystemTimer] = field(default_factory=dict)
    deadlines: list[StepDeadline] = field(default_factory=list)
    limits: dict[str, TimeLimit] = field(default_factory=dict)
    between_faults: list[SystemTimer] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """What is common to all scopes: the declarations, the errors found, the names given to binders."""

    names: Names
    diagnostics: dict[Diagnostic, None] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)  # how often a name was given to a binder
    templates: dict[str, Template] = field(default_factory=dict)
    paths: dict[str, list[Read]] = field(default_factory=dict)  # of each channel the links of which one must be up
    losses: dict[str, Expr] = field(default_factory=dict)  # of each channel that is not always lossy: when it is
    switching: tuple[str, tuple[Bound, ...], bool] | None = None  # the link whose cut (False) or mend is being looked into
    unfolding: list[str] = field(default_factory=list)  # the definitions being looked into, outermost first
    calling: list[str] = field(default_factory=list)  # and the procs
    expected: Mapping[str, ast.Expect] = field(default_factory=dict)  # by the name of the property
    prefixes: Mapping[Source, str] = field(default_factory=dict)  # what the names of an instance begin with, by its texts
    called: Mapping[str, ast.Fit] = field(default_factory=dict)  # by `lan.n`, with which members of what was given are called
    time: SaidOfTime = field(default_factory=SaidOfTime)
    inlined: int = 0  # how much the uses of definitions and procs have written out
    complained: set[object] = field(default_factory=set)  # what is said once: cycles, names taken by binders, "too large"

    def report(self, diagnostic: Diagnostic) -> None:
        """Notes an error, once."""
        self.diagnostics.setdefault(diagnostic)

    def may_see(self, name: ast.Name) -> bool:
        """May a declaration be meant? A file of an instance sees those of the instance alone."""
        return name.text.startswith(self.prefixes.get(name.span.source, ""))

    def report_cycle(self, kind: str, name: ast.Name, inside: Sequence[str]) -> None:
        """Notes that `name` is used inside of itself; `inside`: what is being looked into."""
        cycle = inside[inside.index(name.text) :]
        if self.first_time((kind, *sorted(cycle))):
            self.report(errors.names.recursion(kind, name, [*cycle, name.text]))

    def report_size(self, span: Span, name: str) -> None:
        """Notes that this use of a definition or proc is one too many."""
        if self.first_time("too large"):
            self.report(errors.names.definitions_too_large(span, name))

    def first_time(self, subject: object) -> bool:
        """Is this the first question about `subject`?"""
        new = subject not in self.complained
        self.complained.add(subject)
        return new

    def fresh(self, name: str) -> str:
        """`name` if no binder has it yet, else `name!2`, `name!3`, ...: an author's name has no `!`, SMT-LIB allows it."""
        number = self.used.get(name, 0) + 1
        self.used[name] = number
        return name if number == 1 else f"{name}!{number}"

    def types(self, binders: Iterable[ast.Binder]) -> tuple[AnyType, ...]:
        """What their written types mean."""
        return tuple(resolve(binder.type, self.names, self.report) for binder in binders)

    def bounds(self, binders: Iterable[ast.Binder]) -> tuple[Bound, ...]:
        """New names for these, several for a record."""
        names: list[Bound] = []
        for binder in binders:
            type = resolve(binder.type, self.names, self.report)
            name = self.fresh(binder.name.text if binder.name else type_word(type))
            names += [Bound(leaf, inner) for leaf, inner in flat(name, type)]
        return tuple(names)


@dataclass(frozen=True, slots=True)
class Binding:
    value: Typed
    span: Span


@dataclass(frozen=True, slots=True)
class LexicalScope:
    context: Context
    place: Place
    bindings: Mapping[str, Binding] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """What the spec declares."""
        return self.context.names

    def report(self, diagnostic: Diagnostic) -> None:
        """Keeps a message to the author."""
        self.context.report(diagnostic)

    def bind(self, name: ast.Name, value: Typed) -> LexicalScope:
        """This scope with one name more. A name that is taken is an error."""
        declared = self.context.prefixes.get(name.span.source, "") + name.text
        if taken := self.bindings.get(name.text):
            self.report(errors.names.shadowed(name, taken.span))
        elif (place := self.names.declared(declared)) and self.context.first_time(place):
            self.report(errors.names.shadowed(name, place))
        return replace(self, bindings={**self.bindings, name.text: Binding(value, name.span)})

    def bind_all(self, binders: Iterable[ast.Binder], keep: bool = False) -> tuple[LexicalScope, list[Bound]]:
        """This scope with these binders, and the names that they stand for; with `keep` they are the author's."""
        scope = self
        bounds: list[Bound] = []
        for binder in binders:
            type = resolve(binder.type, self.names, self.context.report)
            written = binder.name.text if binder.name else type_word(type)
            name = written if keep else self.context.fresh(written)
            value = spread(name, type, Bound)
            bounds += [Bound(leaf, inner) for leaf, inner in flat(name, type)]
            if binder.name:
                scope = scope.bind(binder.name, value)
        return scope, bounds

