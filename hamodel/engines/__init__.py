"""Is a goal state of an instance reachable? `Engine` is the question, `ENGINES` everyone who answers it. `Prover`, `PROVERS`: who
proves something of a system, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from hamodel.host.lazy import lazy

if TYPE_CHECKING:
    from hamodel.engines.question import ProofAnswer, ProofRequest
    from hamodel.ground.instance import Goal, Instance
    from hamodel.model.verdict import Answer, Cut


@dataclass(frozen=True, slots=True)
class Budget:
    """How far an engine may go. `depth`: transitions from an initial state; `seconds` of wall time; `memory` in bytes;
    `states` of a search that counts them.

    Engines keep to it as well as they can and answer `Unknown` for what is left; the portfolio enforces it from outside.
    """

    depth: int | None = None
    seconds: float | None = None
    memory: int | None = None
    states: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: for people who wait.

    `depth`: transitions looked at; of an induction its k, of `pdr` its frames, of `any_number` the members of an instance.
    `bound`: no run of so many transitions reaches what is open; -1: not known.
    `frontier` and `states` are those of a search of states; `clauses` have been learned for a proof; `open` questions are left.
    `cut`: the search has ended at a limit, or may have to.
    The race adds the `worker` (a process) with its `memory` in bytes and its `task`; a check adds the `question` in words, how
    many of the `asked` questions are `answered`, and the seconds `left` of its time.
    """

    engine: str
    depth: int
    frontier: int = 0
    states: int = 0
    open: int = 0
    clauses: int = 0
    worker: int = 0
    memory: int = 0
    bound: int = -1
    task: str = ""
    question: str = ""
    answered: int = 0
    asked: int = 0
    left: float | None = None
    cut: Cut | None = None


Listener: TypeAlias = Callable[[Progress], None]


class Engine(Protocol):
    """Answers each goal once, as soon as it is known; every goal has been answered when the iterator ends.

    All goals are asked in one pass, since a search that looks at a state may as well look at it for all of them.
    A `Reached` of `explicit` or `bmc` has the fewest transitions possible.
    """

    def __call__(
        self, instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /
    ) -> Iterator[tuple[Goal, Answer]]: ...


class Prover(Protocol):
    """Answers each question of the request once."""

    def __call__(self, asked: ProofRequest, budget: Budget, listen: Listener, /) -> Iterator[ProofAnswer]: ...


ENGINES: dict[str, Engine] = {
    "explicit": lazy("hamodel.engines.explicit.search:explicit", "every reachable state"),
    "zones": lazy("hamodel.engines.zones.engine:zones", "states of a spec with timers, with sets of times"),
    "bmc": lazy("hamodel.engines.smt.bmc:bmc", "runs of a bounded length"),
    "kinduction": lazy("hamodel.engines.smt.kinduction:kinduction", "proofs by induction"),
    "pdr": lazy("hamodel.engines.circuits.pdr:pdr", "proofs by an invariant"),
}
"""By name. Each imports what it needs when it is asked: `--help` must not wait for Z3 or NumPy."""

PROVERS: dict[str, Prover] = {
    "any_number": lazy("hamodel.engines.any_number.search:any_number", "proofs for any number of members"),
}
"""By name. Where one of them is asked for, nothing but proofs is looked for."""
