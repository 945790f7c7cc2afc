"""What is asked for a proof that no search gives: which properties, as tasks for the race; and what an answer means for each
combination of the options. Certificates come first: a proof that two solvers accept again need not be found again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from hamodel.check.jobs import SYMBOLIC, Job, proof_task, searched, task
from hamodel.check.plan import Plan
from hamodel.check.tasks import Reply, Task
from hamodel.engines import Budget, Listener
from hamodel.engines.question import AnyError, OfProperty, ProofAnswer, ProofRequest, Question
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import sure
from hamodel.model.system import Property, System
from hamodel.model.transform import free_options, unexpected
from hamodel.model.verdict import AnyNumber, Extent, Invariant, Result, Unknown, Unreachable
from hamodel.proofs.cases import OutsideFragment
from hamodel.proofs.certificate import CannotWrite, Certificate, UnreadableCertificate, folder, load, refuse_links, verify, write

PROVER, CERTIFICATE = "any_number", "certificate"
"""Who gives proofs. They speak of every run-time error; those of other engines of the errors that they did not find."""

PATIENCE = 60.0
"""Seconds for each solver and file of a certificate."""

@dataclass(frozen=True, slots=True)
class RefusedCertificate:
    """A certificate that is not used, and why."""

    path: Path
    why: str


class Proofs:
    """The proofs of one check. A proof is of every combination for which a property is not expected to be violated."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._system, self._request = plan, plan.system, plan.request
        self._root = Path(plan.request.proofs) if plan.request.proofs else None
        self._found: dict[
            OfProperty | AnyError, tuple[ProofAnswer, tuple[str, ...]]
        ] = {}  # and the properties that they speak of
        self._fallible: dict[str, tuple[str, ...]] = {}  # by task
        self.used: list[Question] = []
        self.refused: list[RefusedCertificate] = []
        self.written: list[Path] = []
        self.unwritten: dict[str, None] = {}

    # --- tasks ---

    def searches(
        self, settled: Callable[[OfProperty | AnyError], bool], seconds: Callable[[], float]
    ) -> Iterator[Task[Question]]:
        """A search for proofs for each group, of what is not `settled`, nor taken from a certificate."""
        plan = self._plan
        taken = () if plan.only_proofs else tuple(self.used)  # which tells why it is not for any number
        for past, members in plan.groups.items():
            errors = plan.for_errors(past, members)
            asked = (*map(OfProperty, self._provable(members)), *((errors,) if errors else ()))
            wanted = tuple(question for question in asked if not settled(question) and question not in taken)
            if wanted:
                named = ",".join(str(question) for question in wanted if isinstance(question, OfProperty))
                name = f"proof of {named or AnyError(past)}"
                finite = self._root is not None or plan.only_proofs
                given = (plan.sizes, self._request.options, plan.faults)
                self._fallible[name] = _fallible(members)
                request = ProofRequest(self._system, tuple(members), wanted, *given, finite)
                yield proof_task(name, PROVER, request, Budget(None, None, self._request.memory), seconds)

    def of_runs(self, properties: Sequence[Property], seconds: Callable[[], float]) -> Iterator[Task[Question]]:
        """A search for a proof of each property about runs without end, for every combination of the options at once."""
        freed = free_options(self._system, self._request.options)
        if freed is None or len(self._plan.rows) == 1 or self._plan.rows[0].alike is not None:  # then each would be a first state
            return
        for property in (unexpected(property) for property in properties if self._plan.provable(property)):
            system = searched(freed, [property], self._plan.faults)
            scope = Scope(dict(self._plan.sizes), dict(self._request.options))
            budget = Budget(self._request.depth, None, self._request.memory)
            job = Job(f"proof of {property.name}", system, scope, (property,), (), None, budget, SYMBOLIC)
            yield replace(task(job, seconds), proof=True)

    def certificates(self) -> Iterator[Task[Question]]:
        """A task for each certificate that may answer a question."""
        for past, members in self._plan.groups.items() if self._root else ():
            asked: list[OfProperty | AnyError] = [OfProperty(name) for name in self._provable(members)]
            asked += [AnyError()] if not past and self._request.run_time else []
            for question in asked:
                path = self._certificate(question, _fallible(members))
                if path is not None:
                    yield self._task(f"certificate of {question}", question, partial(self._examined, question, path))

    def writings(self) -> Iterator[Task[Question]]:
        """A task for each new proof, to be written down."""
        for question, (found, properties) in self._found.items() if self._root else ():
            yield self._task(f"writing {question}", question, partial(self._written, question, found, properties))

    def _task(self, name: str, question: Question, answer: Callable[[], Reply[Question]]) -> Task[Question]:
        """Something that is done with a certificate, as a task."""

        def answers(who: str, questions: Sequence[Question], listen: Listener) -> Iterator[Reply[Question]]:
            started = time.monotonic()
            yield replace(answer(), engine=who, seconds=time.monotonic() - started)

        return Task(name, (question,), (CERTIFICATE,), answers)

    def _provable(self, members: Sequence[Property]) -> list[str]:
        return [property.name for property in members if self._plan.provable(property)]

    # --- certificates ---

    def _certificate(self, question: OfProperty | AnyError, fallible: tuple[str, ...]) -> Path | None:
        """Where there is a certificate that says as much as is asked; for any value of the options, if it can be."""
        assert self._root is not None
        for options in ({}, dict(self._request.options)):
            path = folder(self._root, self._system, self._of(question, (), options))
            if not path.is_dir() and not path.is_symlink():
                continue
            try:
                refuse_links(path, self._root)
                there = load(path, self._system)
            except UnreadableCertificate as unreadable:
                self.refused.append(RefusedCertificate(path, str(unreadable)))
                continue
            wanted = self._of(question, (), options)
            said, asked = ((each.property, dict(each.options), dict(each.lengths)) for each in (there, wanted))
            if said != asked:
                why = "it is the proof of something else, in a folder that is not its own"
                self.refused.append(RefusedCertificate(path, why))
                continue
            enough = all(self._plan.sizes[sort] == size for sort, size in there.sizes.items())
            enough = enough and (there.faults is None or (self._plan.faults is not None and there.faults >= self._plan.faults))
            if enough and (isinstance(question, OfProperty) or set(fallible) <= set(there.properties)):
                return path
            self.refused.append(RefusedCertificate(path, "it says less than is asked"))
        return None

    def _of(self, question: OfProperty | AnyError, properties: tuple[str, ...], options: Mapping[str, Value]) -> Certificate:
        path = self._system.span.source.path if self._system.span else ""
        name = question.name if isinstance(question, OfProperty) else None
        lengths = self._system.timing.said if self._system.timing is not None else {}
        return Certificate(path, name, (), properties, options, lengths=lengths, engine=PROVER)

    def _examined(self, question: OfProperty | AnyError, path: Path) -> Reply[Question]:
        """What two solvers say of the certificate in a folder."""
        came = verify(path, self._system, PATIENCE)
        if not came.accepted:
            why = "; ".join(problem.what for problem in came.problems)
            return Reply(question, Unknown(why), enclosed=RefusedCertificate(path, why))
        assert came.certificate is not None
        if dict(came.certificate.lengths) != dict(self._of(question, (), {}).lengths):  # what is there now is another one
            why = "it is about other durations"
            return Reply(question, Unknown(why), enclosed=RefusedCertificate(path, why))
        found = _found(question, self._system, came.certificate, "certificate accepted by Z3 and by cvc5")
        return Reply(question, found.answer, confirmed=found.confirmed, enclosed=found)

    def _written(self, question: OfProperty | AnyError, found: ProofAnswer, properties: tuple[str, ...]) -> Reply[Question]:
        """The folder of a proof that was written down and accepted, or why there is none."""
        assert self._root is not None
        assert isinstance(found.answer, Unreachable)
        assert isinstance(found.answer.proof, AnyNumber | Invariant)
        sizes = {sort: size for sort, size in found.extent.items() if isinstance(size, int)}
        empty = self._of(question, () if isinstance(question, OfProperty) else properties, self._request.options)
        certificate = replace(empty, clauses=found.answer.proof.clauses, sizes=sizes, faults=found.faults)
        try:
            path = write(self._root, self._system, certificate)
        except (CannotWrite, OutsideFragment) as error:
            why = f"no certificate could be written to `{self._root}`: {error.reason}"
            return Reply(question, Unknown(why), enclosed=why)
        came = verify(path, self._system, PATIENCE)
        if came.accepted:
            return Reply(question, found.answer, enclosed=path)
        shutil.rmtree(path)  # what was accepted with other properties' clauses need not stand alone
        why = f"no certificate of `{question}` was written: {came.problems[0].what}"
        return Reply(question, Unknown(why), enclosed=why)

    # --- answers ---

    def results(self, task: Task[Question], reply: Reply[Question]) -> Iterator[tuple[int, Result]]:
        """What the reply to one of the tasks means for its question: rows, and the result that this is for each."""
        match reply.enclosed:
            case Path() as path:
                self.written.append(path)
                return
            case str() as why:
                self.unwritten[why] = None
                return
            case RefusedCertificate() as refused:
                self.refused.append(refused)
                return
            case _:  # None, or what was found
                pass
        question, proved = reply.question, isinstance(reply.answer, Unreachable)
        found = reply.enclosed if isinstance(reply.enclosed, ProofAnswer) else None
        if found is not None and proved and reply.engine == CERTIFICATE:
            self.used.append(question)
        elif found is not None and proved and (question == AnyError() or isinstance(question, OfProperty)):
            self._found[found.question] = found, self._fallible[task.name]
        extent = found.extent if found else self._plan.sizes
        sizes: Extent = {sort: extent[sort] for sort in self._plan.sizes}
        more = found is not None and found.faults is None and self._plan.faults is not None
        expected = self._plan.expected.get(question.name) or () if isinstance(question, OfProperty) else ()
        for number, row in enumerate(self._plan.rows):
            if number not in expected:
                result = Result(row.options, sizes, reply.answer, reply.engine, reply.seconds, confirmed=reply.confirmed)
                yield number, replace(result, any_faults=more and proved, alike=row.alike)

    def notes(self) -> Iterator[str]:
        """Which certificates were used, which not and why, which were written."""
        if self.used:
            count = f"{len(self.used)} proof{'s' if len(self.used) > 1 else ''}"
            yield f"{count} taken from `{self._root}`: accepted again by Z3 and by cvc5, not searched for"
        for refused in sorted(self.refused, key=lambda refused: (str(refused.path), refused.why)):
            yield f"the certificate in `{refused.path}` was not used: {refused.why}"
        if self.written:
            yield f"{len(self.written)} certificate{'s' if len(self.written) > 1 else ''} written to `{self.written[0].parent}`"
        yield from sorted(self.unwritten)


def _found(question: OfProperty | AnyError, system: System, there: Certificate, confirmed: str) -> ProofAnswer:
    """What a certificate that was accepted says."""
    sorts = tuple(sort.name for sort in system.sorts if sort.name not in there.sizes)
    proof = AnyNumber(there.clauses, sorts) if sorts else Invariant(there.clauses)
    extent: Extent = {sort.name: there.sizes.get(sort.name) for sort in system.sorts}
    return ProofAnswer(question, Unreachable(proof), extent, there.faults, confirmed)


def _fallible(members: Sequence[Property]) -> tuple[str, ...]:
    """The properties among these whose formulas can cause a run-time error."""
    return tuple(property.name for property in members if not sure(property.formula))
