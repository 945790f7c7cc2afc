"""Tasks in, answers out: contestants run in child processes with hard limits, and the first answer to a question wins
(or that of the first contestant, if it comes soon: see `Task.patience`).

Nothing here knows what a question means. A child that is killed, runs out of memory or dies leaves its questions open;
two contestants whose conclusive answers differ are a `Disagreement`.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import math
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Generic, Literal, TypeAlias, assert_never

from hamodel.check.tasks import Asking, Reply, Task
from hamodel.check.unanswered import Unanswered
from hamodel.engines import Progress
from hamodel.engines.limits.resident import Limit, heed, held
from hamodel.evidence.confirm import Disagreement
from hamodel.host.installed import Stranger
from hamodel.host.signals import ENDING, undisturbed
from hamodel.model.verdict import Reached, Unknown, Unreachable


@dataclass(frozen=True, slots=True)
class _Lost:
    """A child cannot do what it is there for."""

    why: str


@dataclass(slots=True)
class _Child(Generic[Asking]):
    task: Task[Asking]
    contestant: str
    process: ForkProcess
    pipe: Connection
    started: float
    said: Progress


@dataclass(slots=True)
class _Standing(Generic[Asking]):
    """How far a task has come."""

    task: Task[Asking]
    waiting: list[str]
    started: float
    answers: dict[Asking, Reply[Asking]] = field(default_factory=dict)
    ranks: dict[Asking, int] = field(default_factory=dict)  # which contestant gave each of these answers
    told: set[Asking] = field(default_factory=set)
    waits: bool = False  # may the first contestant still answer what others have answered?
    running: int = 0


HEARTBEAT = 0.5
"""Seconds after which those who wait hear of every worker again, whether or not it has said anything."""

LOOK = 0.05
"""Seconds after which it is seen how much memory is used."""

OUT_OF_TIME, OUT_OF_MEMORY = "out of time", "out of memory"
"""Reasons, in the words in which every engine says them."""

PATIENCE = 3.0
"""Seconds after which a free worker lets the next contestant of a running task start."""

Said: TypeAlias = tuple[Literal["reply"], Task[Asking], Reply[Asking]] | tuple[Literal["done"], Task[Asking], None]
Outcome: TypeAlias = tuple[Literal["reply", "done", "beat"], Task[Asking] | None, Reply[Asking] | None]


class Race(Generic[Asking]):
    """Runs tasks in the order in which they were submitted, at most `workers` children at a time.

    `listen` hears how far each child is, at least twice a second; what it raises ends the race. `prepare` is asked right
    before a task starts, and may shorten it or, with None, drop it. Use as a context manager: leaving it kills every child.
    """

    def __init__(
        self,
        workers: int,
        deadline: float,
        memory: int,
        listen: Callable[[Progress], None],
        prepare: Callable[[Task[Asking]], Task[Asking] | None],
    ) -> None:
        self._workers, self._deadline, self._memory = workers, deadline, Limit(memory)
        self._looked = 0.0
        self._listen, self._prepare = listen, prepare
        self._queue: list[Task[Asking]] = []
        self._standings: dict[str, _Standing[Asking]] = {}
        self._children: list[_Child[Asking]] = []
        self._told = time.monotonic()
        self.unanswered: Unanswered[Asking] = Unanswered()

    def __enter__(self) -> Race[Asking]:
        return self

    def __exit__(self, *_: object) -> None:
        for child in list(self._children):
            self._kill(child)

    def submit(self, task: Task[Asking]) -> None:
        self._queue.append(task)

    def outcomes(self) -> Iterator[Outcome[Asking]]:
        """Replies as they come; `done` when a task has nothing more to say: what was not answered is then `Unknown`; `beat` after
        each round: whoever stops listening there, and nowhere else, may go on later and has missed nothing."""
        while self._queue or self._children:
            yield from self._start()
            if not self._children:
                continue
            left = self._deadline - time.monotonic()
            ready = wait([child.pipe for child in self._children], timeout=max(0.0, min(left, LOOK)))
            for child in [child for child in self._children if child.pipe in ready]:
                if child in self._children:  # not killed meanwhile, because another one has won
                    yield from self._hear(child)
            yield from self._watch()
            self._tell()
            if time.monotonic() >= self._deadline:
                yield from self._out_of_time()
            yield "beat", None, None

    def under_way(self) -> Mapping[str, float]:
        """The tasks that wait or run, with the states that the first contestant of each has seen: -1 as long as it waits,
        infinity where it has ended and others go on."""
        seen = {child.task.name: child.said.states for child in self._children if child.contestant == child.task.contestants[0]}
        running = {name: seen.get(name, math.inf) for name in self._standings}
        return {**dict.fromkeys((task.name for task in self._queue), -1), **running}

    def _start(self) -> Iterator[Said[Asking]]:
        while len(self._children) < self._workers:
            if self._queue:
                task = self._prepare(self._queue.pop(self._next()))
                if task is None:
                    continue
                if task.all_answer:
                    self.unanswered.ask(task.name, task.contestants, task.questions)
                if time.monotonic() >= self._deadline:
                    for question in task.questions:
                        yield "reply", task, Reply(question, Unknown(OUT_OF_TIME))
                    yield "done", task, None
                    continue
                waits = task.all_answer or task.patience > 0
                standing = _Standing(task, list(task.contestants), time.monotonic(), waits=waits)
                self._standings[task.name] = standing
                self._spawn(standing)
                continue
            late = [
                standing
                for standing in self._standings.values()
                if standing.waiting and (standing.task.all_answer or time.monotonic() - standing.started > PATIENCE)
            ]
            if not late:
                return
            self._spawn(late[0])

    def _next(self) -> int:
        """The place in the queue of the task whose turn it is: a search, once half of the workers are at proofs."""
        proofs = sum(child.task.proof for child in self._children)
        places = (place for place, task in enumerate(self._queue) if not task.proof)
        return next(places, 0) if proofs >= max(1, self._workers // 2) else 0

    def _spawn(self, standing: _Standing[Asking]) -> None:
        contestant = standing.waiting.pop(0)
        task = standing.task
        questions = [q for q in task.questions if task.all_answer or not _conclusive(standing.answers.get(q))]
        context = multiprocessing.get_context("fork")
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(task, contestant, questions, theirs), daemon=True)
        with undisturbed(), _frozen():
            process.start()
        theirs.close()
        standing.running += 1
        self._children.append(_Child(task, contestant, process, mine, time.monotonic(), Progress(contestant, 0)))

    def _hear(self, child: _Child[Asking]) -> Iterator[Said[Asking]]:
        try:
            said = child.pipe.recv()
        except (EOFError, ConnectionResetError):
            child.process.join()
            yield from self._ended(child, _cause(child.process.exitcode))
            return
        match said:
            case Progress():
                child.said = said
                self._listen(_placed(child))
                if child.contestant == child.task.contestants[0] and said.states > child.task.patience:
                    yield from self._waited(self._standings[child.task.name])
            case Reply():
                yield from self._record(child, said)
            case _Lost(why):
                yield from self._ended(child, why)
            case str():
                raise Disagreement(said)
            case _:
                assert_never(said)

    def _watch(self) -> Iterator[Said[Asking]]:
        """Ends the child that needs more memory than there is for all of them."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        over = self._memory.over([child.process.pid for child in self._children if child.process.pid])
        for child in [child for child in self._children if child.process.pid == over]:
            child.process.kill()
            while child in self._children and child.pipe.poll():  # what it has said is heard
                yield from self._hear(child)
            if child in self._children:
                yield from self._ended(child, OUT_OF_MEMORY)

    def _tell(self) -> None:
        """Lets everyone who waits know that it goes on: an engine may be silent for minutes."""
        now = time.monotonic()
        if now - self._told >= HEARTBEAT:
            self._told = now
            for child in self._children:
                self._listen(_placed(child))

    def _record(self, child: _Child[Asking], reply: Reply[Asking]) -> Iterator[Said[Asking]]:
        task, standing = child.task, self._standings[child.task.name]
        self.unanswered.hear(task.name, child.contestant, reply.question, reply.answer)
        rank, known = task.contestants.index(child.contestant), standing.answers.get(reply.question)
        if known is not None and _conclusive(known):
            if _conclusive(reply) and type(known.answer) is not type(reply.answer):
                raise Disagreement(
                    f"{task.name}: {reply.question}: {known.engine} says {type(known.answer).__name__.lower()}, "
                    f"{reply.engine} says {type(reply.answer).__name__.lower()}"
                )
            if not _conclusive(reply) or reply.question in standing.told:
                return
        there = standing.ranks.get(reply.question, len(task.contestants))
        if known is None or (_extent(known), -there) < (_extent(reply), -rank):
            standing.answers[reply.question], standing.ranks[reply.question] = reply, rank
        yield from self._tell_answers(standing)

    def _waited(self, standing: _Standing[Asking]) -> Iterator[Said[Asking]]:
        """The first contestant is not waited for any more."""
        if standing.waits:
            standing.waits = standing.task.all_answer
            yield from self._tell_answers(standing)

    def _tell_answers(self, standing: _Standing[Asking]) -> Iterator[Said[Asking]]:
        """Tells the answers that no other can outdo; ends the task if that is all of them."""
        task = standing.task
        for question, reply in list(standing.answers.items()):
            final = standing.ranks.get(question) == 0 or not standing.waits
            if _conclusive(reply) and final and question not in standing.told:
                standing.told.add(question)
                yield "reply", task, reply
        if not task.all_answer and standing.told.issuperset(task.questions):
            for child in [child for child in self._children if child.task is task]:
                self._kill(child)
            yield from self._done(standing)

    def _ended(self, child: _Child[Asking], cause: str) -> Iterator[Said[Asking]]:
        """A child has ended: by itself, or (`cause`) not."""
        standing = self._standings[child.task.name]
        self._kill(child)
        if cause:
            self._give_up(standing, child, cause)
        if child.contestant == child.task.contestants[0]:
            yield from self._waited(standing)
            if child.task.name not in self._standings:
                return
        if not standing.running and not standing.waiting:
            yield from self._done(standing)
        elif not standing.running:
            self._spawn(standing)

    def _give_up(self, standing: _Standing[Asking], child: _Child[Asking], cause: str) -> None:
        """What is known of its questions is how far it came, by what it has said itself."""
        self.unanswered.lose(child.task.name, child.contestant, cause)
        seconds = time.monotonic() - child.started
        for question in child.task.questions:
            given_up = Reply(question, Unknown(cause, child.said.bound), child.contestant, seconds)
            known = standing.answers.get(question)
            if known is None or _extent(known) < _extent(given_up):
                standing.answers[question] = given_up

    def _done(self, standing: _Standing[Asking]) -> Iterator[Said[Asking]]:
        task = standing.task
        del self._standings[task.name]
        for question in task.questions:
            if question not in standing.told:
                reply = standing.answers.get(question)
                yield "reply", task, reply or Reply(question, Unknown("the engine ended without an answer"))
        yield "done", task, None

    def _out_of_time(self) -> Iterator[Said[Asking]]:
        for child in list(self._children):
            self._give_up(self._standings[child.task.name], child, OUT_OF_TIME)
            self._kill(child)
        for standing in list(self._standings.values()):
            yield from self._done(standing)

    def _kill(self, child: _Child[Asking]) -> None:
        self._children.remove(child)
        if child.task.name in self._standings:
            self._standings[child.task.name].running -= 1
        child.process.kill()
        child.process.join()
        child.pipe.close()


@contextlib.contextmanager
def _frozen() -> Iterator[None]:
    """What is made so far will not be freed by a child that is forked now: its collector need not touch (and copy) those pages.
    In this process they are collected as before, unless somebody else has frozen some."""
    ours = not gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


def _placed(child: _Child[Asking]) -> Progress:
    """What a child has said last, with what only its parent knows."""
    number = child.process.pid or 0
    return replace(child.said, worker=number, memory=held(number), task=child.task.name)


def _conclusive(reply: Reply[Asking] | None) -> bool:
    return reply is not None and isinstance(reply.answer, Reached | Unreachable)


def _extent(reply: Reply[Asking]) -> float:
    """How much it says."""
    return reply.answer.depth if isinstance(reply.answer, Unknown) else math.inf


def _cause(exit_code: int | None) -> str:
    match exit_code:
        case 0:
            return ""
        case 3:
            return OUT_OF_MEMORY
        case code if code is not None and code < 0:
            return f"the worker was killed (signal {-code}): out of memory?"
        case code:
            return f"the worker failed (status {code})"


def _child(task: Task[Asking], contestant: str, questions: Sequence[Asking], pipe: Connection) -> None:
    """The life of a child process. It ends with its parent."""
    for number in ENDING:  # sent to all of a group: the parent decides what ends
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where there is such a thing
    heed()
    status = 0
    try:
        for reply in task.answers(contestant, questions, pipe.send):
            pipe.send(reply)
    except MemoryError:
        status = 3
    except Disagreement as disagreement:
        pipe.send(str(disagreement))
    except BrokenPipeError:
        status = 1
    except ModuleNotFoundError as error:
        pipe.send(_Lost(f"`{error.name}` is not installed"))
    except Stranger as stranger:
        pipe.send(_Lost(str(stranger)))
    except (ImportError, OSError):  # a library that does not fit into memory cannot even be loaded
        status = 3
    except Exception as error:  # the end of the process: whatever it is must be heard, as an error of ours, not a verdict
        pipe.send(f"{contestant} failed: {type(error).__name__}: {error}")
    pipe.close()
    os._exit(status)
