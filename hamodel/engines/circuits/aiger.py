"""An instance and its goals -> AIGER 1.0, as text (`aag`) or binary (`aig`): an output for each goal, 1 where it is reached.

Biere: The AIGER and-inverter graph (AIG) format, version 20071012. There latches start as 0, so one that starts as 1 is written
inverted. A cell without an initial value is one more input in the first step, and a latch from then on; `started` tells which.
Where these inputs make no initial state, nothing is ever reached: `begun_well` remembers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hamodel.engines.circuits.circuit import FALSE, TRUE, Circuit, Graph, Lit, circuit
from hamodel.ground.cells import Cell
from hamodel.ground.instance import Goal, Instance


@dataclass(frozen=True, slots=True)
class Aiger:
    """Inputs and latches with their names; `after` is what a latch holds in the next step. Latches start as 0."""

    graph: Graph
    inputs: tuple[tuple[Lit, str], ...]
    latches: tuple[tuple[Lit, str], ...]
    after: tuple[Lit, ...]
    outputs: tuple[tuple[Lit, str], ...]
    comments: tuple[str, ...]


def aiger(instance: Instance, goals: Sequence[Goal], comments: Sequence[str] = ()) -> Aiger:
    """The instance as a sequential circuit. Its behaviour is that of the instance, with steps in which nothing happens."""
    found = circuit(instance)
    targets = [found.goal(goal) for goal in goals]
    graph = Graph()
    inputs = [(graph.leaf(), f"action[{bit}]") for bit in range(len(found.selector))]
    latches: list[tuple[Lit, str]] = []
    seen = {bit >> 1: lit for bit, (lit, _) in zip(found.selector, inputs, strict=True)}
    fixed = dict(seen)  # the same in the first step, where it is known
    started = graph.leaf() if any(found.latches[number] for number in _free(instance)) else FALSE
    for number, (cell, bits) in enumerate(zip(instance.cells, found.latches, strict=True)):
        code = instance.initial.get(number)
        for index, bit in enumerate(bits):
            latch, name = graph.leaf(), _name(cell, index, len(bits))
            if code is None:
                first = graph.leaf()
                inputs.append((first, f"initially {name}"))
                seen[bit >> 1] = graph.mux(started, latch, first)
                fixed[bit >> 1] = first
            elif (code - cell.low) >> index & 1:
                seen[bit >> 1], fixed[bit >> 1], name = latch ^ 1, TRUE, f"not {name}"
            else:
                seen[bit >> 1], fixed[bit >> 1] = latch, FALSE
            latches.append((latch, name))
    copy = _Copy(found.graph, graph, seen)
    after = [
        copy(new) ^ (seen[bit >> 1] & 1 if number in instance.initial else 0)
        for number, bits in enumerate(found.latches)
        for bit, new in zip(bits, found.after[number], strict=True)
    ]
    good = _Copy(found.graph, graph, fixed)(found.initial)
    if started != FALSE:
        latches.append((started, "started"))
        after.append(TRUE)
        if good not in (TRUE, FALSE):
            begun = graph.leaf()
            latches.append((begun, "begun_well"))
            good = graph.mux(started, begun, good)
            after.append(good)
    outputs = [(graph.and_(good, copy(target)), goal.name) for target, goal in zip(targets, goals, strict=True)]
    return Aiger(graph, tuple(inputs), tuple(latches), tuple(after), tuple(outputs), (*comments, *_actions(found)))


def _free(instance: Instance) -> Iterator[int]:
    return (number for number in range(len(instance.cells)) if number not in instance.initial)


def _name(cell: Cell, bit: int, width: int) -> str:
    places = [*map(str, cell.indices), *map(str, cell.part)]
    name = f"{cell.variable}[{','.join(places)}]" if places else cell.variable
    return name if cell.is_bool or width == 1 else f"{name}.{bit}"


def _actions(circuit: Circuit) -> Iterator[str]:
    for number, ground in enumerate(circuit.instance.actions):
        yield f"action {number}: {ground.action.name}({', '.join(map(str, ground.arguments))})"


class _Copy:
    """Literals of one graph as literals of another, with these for its leaves."""

    def __init__(self, source: Graph, target: Graph, leaves: Mapping[int, Lit]) -> None:
        self._source, self._target = source, target
        self._known = {0: FALSE, **leaves}

    def __call__(self, lit: Lit) -> Lit:
        for node in self._source.cone([lit]):
            if node not in self._known:
                a, b = self._source.fanins[node] or (FALSE, FALSE)
                self._known[node] = self._target.and_(self._known[a >> 1] ^ (a & 1), self._known[b >> 1] ^ (b & 1))
        return self._known[lit >> 1] ^ (lit & 1)


# --- the two formats -------------------------------------------------------------------------------------------------


def text(model: Aiger) -> str:
    """The format `aag`."""
    numbered = _Numbered(model)
    lines = [f"aag {numbered.header}"]
    lines += [str(numbered.lit(lit)) for lit, _ in model.inputs]
    lines += [f"{numbered.lit(lit)} {numbered.lit(new)}" for (lit, _), new in zip(model.latches, model.after, strict=True)]
    lines += [str(numbered.lit(lit)) for lit, _ in model.outputs]
    lines += [" ".join(map(str, gate)) for gate in numbered.gates]
    return "\n".join([*lines, *_trailer(model)]) + "\n"


def binary(model: Aiger) -> bytes:
    """The format `aig`."""
    numbered = _Numbered(model)
    head = [f"aig {numbered.header}", *(str(numbered.lit(new)) for new in model.after)]
    head += [str(numbered.lit(lit)) for lit, _ in model.outputs]
    gates = b"".join(_delta(gate - a) + _delta(a - b) for gate, a, b in numbered.gates)
    return "".join(f"{line}\n" for line in head).encode() + gates + "".join(f"{line}\n" for line in _trailer(model)).encode()


class _Numbered:
    """The variables as the formats want them: inputs, latches, then gates, each after what it reads."""

    def __init__(self, model: Aiger) -> None:
        graph = model.graph
        gates = graph.cone([*model.after, *(lit for lit, _ in model.outputs)])
        nodes = [lit >> 1 for lit, _ in (*model.inputs, *model.latches)] + gates
        self._number = {0: 0, **{node: number for number, node in enumerate(nodes, 1)}}
        self.header = f"{len(nodes)} {len(model.inputs)} {len(model.latches)} {len(model.outputs)} {len(gates)}"
        self.gates = []
        for node in gates:
            a, b = (self.lit(lit) for lit in graph.fanins[node] or (FALSE, FALSE))
            self.gates.append((2 * self._number[node], max(a, b), min(a, b)))

    def lit(self, lit: Lit) -> int:
        return 2 * self._number[lit >> 1] + (lit & 1)


def _trailer(model: Aiger) -> Iterator[str]:
    """Names and comments."""
    for kind, rows in (("i", model.inputs), ("l", model.latches), ("o", model.outputs)):
        for position, (_, name) in enumerate(rows):
            yield f"{kind}{position} {name}"
    if model.comments:
        yield "c"
        yield from model.comments


def _delta(number: int) -> bytes:
    """Seven bits a byte, the least first; the highest bit says that there are more."""
    parts = []
    while number >= 0x80:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])
