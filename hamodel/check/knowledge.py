"""Knowledge: what is known of a spec, in one place. A check records in it what it hears, the report is made of it, and the next
check of the same spec begins with what is still true of it (see `hamodel.check.memory`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from hamodel.check.jobs import Job
from hamodel.check.plan import Plan, faults_in
from hamodel.check.rows import extent, left_for
from hamodel.check.sizes.answers import Answers, Key
from hamodel.check.sizes.shortening import SHORTEST
from hamodel.check.tasks import Reply
from hamodel.engines.question import AnyError, OfCover, OfError, OfProperty, OfScenario, ProofAnswer, Question, SomeRun
from hamodel.model.explain import error_at_end
from hamodel.model.expr import reads_next
from hamodel.model.scenario import Played
from hamodel.model.system import Property, RunTimeError
from hamodel.model.trace import Trace
from hamodel.model.verdict import Answer, Finding, Reached, Result, Unknown, Unreachable

NO_ERRORS = "no run-time errors"
"""What the finding is called where nothing goes wrong."""


@dataclass(slots=True)
class Fewest:
    """The smallest number of faults with which something was reached, whatever the options; a shortest trace with so many, of
    properties that are shown with more; and the questions of which it could not be told."""

    faults: dict[Question, int] = field(default_factory=dict)
    traces: dict[Question, Trace] = field(default_factory=dict)
    unclear: set[Question] = field(default_factory=set)


@dataclass(slots=True)
class Knowledge:
    """What is known of each question in each row of the plan, and beside that.

    `reached`: covers; `exhausted`: covers that a complete search did not reach, by row. `starts`: rows, and whether a run starts
    there; what is missing is not known. `starts_somewhere`: rows in which a run starts at some size. `makers`: the first of the
    searches that found an error, by its place among all, with the properties that it looked at. `unlifted`: why there is no proof
    for any number, and of which questions. `recalled` was known before this check; `complete`: nothing is left to ask but the
    scenarios that fail. `interrupted`: what is not answered was not waited for.
    """

    plan: Plan
    answers: Answers
    fewest: Fewest = field(default_factory=Fewest)
    reached: set[OfCover] = field(default_factory=set)
    exhausted: set[tuple[OfCover, int]] = field(default_factory=set)
    starts: dict[int, bool] = field(default_factory=dict)
    starts_somewhere: set[int] = field(default_factory=set)
    played: dict[str, Played] = field(default_factory=dict)
    unlifted: dict[str, list[Question]] = field(default_factory=dict)
    errors: dict[OfError, RunTimeError] = field(default_factory=dict)
    makers: dict[OfError, tuple[int, tuple[Property, ...]]] = field(default_factory=dict)
    recalled: frozenset[Key] = frozenset()
    complete: bool = False
    interrupted: bool = False

    @classmethod
    def of(cls, plan: Plan) -> Knowledge:
        """Nothing is known yet."""
        reachable = {OfProperty(property.name) for property in plan.properties if property.kind == "reachable"}
        return cls(plan, Answers(plan.rows, reachable, plan.looks))

    def results(self) -> Mapping[Key, Result]:
        """All that is to be told of some question."""
        return {key: result for key in self.answers if (result := self.answers.result(key)) is not None}

    # --- what comes in ---

    def searched(self, job: Job, number: int, order: int, reply: Reply[Question]) -> None:
        """What a search says, which was the `order`-th of all."""
        question, sizes = reply.question, job.scope.sizes
        asked = sizes in self.plan.rows[number].sizes
        match question:
            case SomeRun():
                self._start(number, reply.answer, sizes, asked)
                return
            case OfCover():
                self._cover(question, number, reply.answer, sizes == self.plan.rows[number].sizes[-1])
                return
            case OfError():
                self._error(question, job, number, order, reply)
            case OfProperty() | AnyError() | OfScenario():
                pass
            case _:
                assert_never(question)
        key = (question, number)
        if asked or not isinstance(reply.answer, Unknown):
            self.answers.searched(key, sizes, self.result_of(number, job, reply), order)
        if isinstance(reply.enclosed, Trace) and job.larger is not None:
            larger = replace(reply, answer=Reached(reply.enclosed))
            result = replace(self.result_of(number, replace(job, scope=job.larger), larger), shortest=False)
            self.answers.embedded(key, sizes, result, order)

    def _start(self, number: int, answer: Answer, sizes: Mapping[str, int], asked: bool) -> None:
        """Does a run start? One size of those that are asked for is enough; that none does is known once each has been seen."""
        if isinstance(answer, Reached):
            self.starts_somewhere.add(number)
            if asked:
                self.starts[number] = True
        elif isinstance(answer, Unreachable):
            silent = self.answers.silent
            silent.add((number, tuple(sizes.items())))
            if all((number, tuple(target.items())) in silent for target in self.plan.rows[number].sizes):
                self.starts[number] = False

    def _cover(self, question: OfCover, number: int, answer: Answer, whole: bool) -> None:
        if isinstance(answer, Reached):
            self.reached.add(question)
        elif isinstance(answer, Unreachable) and whole:
            self.exhausted.add((question, number))

    def _error(self, question: OfError, job: Job, number: int, order: int, reply: Reply[Question]) -> None:
        sources = {action.span.source.path: action.span.source for action in job.system.actions}
        sources |= {property.span.source.path: property.span.source for property in job.system.declared}
        self.errors[question] = question.error(sources)
        if isinstance(reply.answer, Reached):
            if question not in self.makers or order < self.makers[question][0]:
                self.makers[question] = order, job.properties
            assert job.run_time is not None, "a search for all run-time errors has found one"
            self.answers.show((job.run_time, number), job.scope.sizes, reply.engine)

    def proved(self, reply: Reply[Question], number: int, result: Result) -> None:
        """A proof outdoes what a search has found of a size that it is about; it contradicts a trace of such a size."""
        question, alone = reply.question, self.plan.only_proofs
        if isinstance(reply.answer, Unreachable):
            self.answers.proved((question, number), result)
            if isinstance(reply.enclosed, ProofAnswer):
                for look in self.plan.looks.get(question, ()) if isinstance(question, OfProperty) else ():
                    self.answers.proved((OfProperty(look.name), number), result)  # that it has a value is a part of such a proof
                if alone and reply.enclosed.why:
                    why = f"proved for {extent(result.sizes)}; no proof for any number of members: {reply.enclosed.why}"
                    self.answers.unproved((question, number), replace(result, answer=Unknown(why), confirmed=""))
        elif alone:
            self.answers.unproved((question, number), result)

    def rehearsed(self, question: OfScenario, reply: Reply[Question]) -> None:
        """A scenario was played, or not to its end."""
        sizes = left_for(self.plan.system, self.plan.request.sizes, question.name)
        result = Result({}, sizes, reply.answer, reply.engine, reply.seconds, reply.states, confirmed=reply.confirmed)
        self.answers.conclude((question, 0), result)
        if isinstance(reply.enclosed, Played):
            self.played[question.name] = reply.enclosed

    def result_of(self, number: int, job: Job, reply: Reply[Question]) -> Result:
        """The reply to a job as a result of a row."""
        answer, row = reply.answer, self.plan.rows[number]
        if isinstance(answer, Reached) and isinstance(reply.question, OfError) and reply.question in self.errors:
            assert answer.trace is not None, "an error is shown by a trace"
            # who causes it, and what it is about: the reference semantics meets it again
            made = error_at_end(job.system, job.scope, answer.trace, self.errors[reply.question], job.properties)
            answer = replace(answer, trace=replace(answer.trace, error=made))
        if isinstance(answer, Unknown):
            depth = self.plan.request.depth
            answer = Unknown(answer.reason, answer.depth, depth is not None and answer.depth >= depth)
        return Result(
            row.options,
            job.scope.sizes,
            answer,
            reply.engine,
            reply.seconds,
            reply.states,
            faults_in(self.plan.system, answer.trace) if isinstance(answer, Reached) and answer.trace else 0,
            reply.confirmed,
            shortest=isinstance(answer, Reached) and reply.engine in SHORTEST,
            asked=row.asked,
            open=row.open,
            alike=row.alike,
        )

    # --- what it comes to ---

    def known_before(self, question: Question) -> bool:
        """Was it answered for every row before this check?"""
        rows = range(1 if isinstance(question, OfScenario) else len(self.plan.rows))
        return all((question, number) in self.recalled for number in rows)

    def settled(self, question: OfProperty | AnyError) -> bool:
        """Is it answered for every row for which it is not expected to be violated?"""
        expected = self.plan.expected.get(question.name) or () if isinstance(question, OfProperty) else ()
        return all(number in expected or self.answers.settled((question, number)) for number in range(len(self.plan.rows)))

    def barren(self, cover: OfCover) -> bool:
        """Is it known of every row that it is not reached there?"""
        return all((cover, number) in self.exhausted for number in range(len(self.plan.rows)))

    def finding(self, property: Property) -> Finding:
        """What is to be told of a property."""
        assert property.kind != "assume"
        question = OfProperty(property.name)
        results = tuple(self.result(question, number) for number in range(len(self.plan.rows)))
        fewest, trace = self.fewest.faults.get(question), self.fewest.traces.get(question)
        name, expected, hazards = property.name, self.plan.expected[property.name], property.hazards
        return Finding(name, property.kind, property.span, results, expected, fewest, property.doc, trace, hazards=hazards)

    def of_error(self, question: OfError) -> Finding:
        """What is to be told of a run-time error."""
        error = self.errors[question]
        known = [self.answers.result((question, number)) for number in range(len(self.plan.rows))]
        results = tuple(
            result if result is not None and isinstance(result.answer, Reached) else self.no_errors(number)
            for number, result in enumerate(known)
        )
        return Finding(error.name, "run-time", error.span, results)

    def no_errors(self, number: int) -> Result:
        """That there are no run-time errors; of all that were asked, the one that says least."""
        results = [self.result(question, number) for question in self.plan.any_error]
        return next((result for result in results if isinstance(result.answer, Unknown)), results[0])

    def result(self, question: Question, number: int) -> Result:
        """What is to be told of a question in a row, whether or not it was answered."""
        row, result = self.plan.rows[number], self.answers.result((question, number))
        if result is None:
            open_ = Unknown(self._unanswered(question, number))
            return Result(row.options, row.sizes[0], open_, asked=row.asked, alike=row.alike)
        if isinstance(question, OfScenario):
            return result
        return self._with_value(question, number, self._of_runs(result, number))

    def _with_value(self, question: Question, number: int, result: Result) -> Result:
        """The result, if the property has a value wherever it was looked at: where it has none it says nothing."""
        for look in self.plan.looks.get(question, ()) if isinstance(question, OfProperty) else ():
            if isinstance(result.answer, Reached):
                break
            found = self.result(OfProperty(look.name), number)
            match found.answer:
                case Reached():
                    where = "in a transition that is taken" if reads_next(look.formula) else "in a state that is reached"
                    return replace(result, sizes=found.sizes, answer=Unknown(f"has no value {where}"), confirmed="")
                case Unknown(reason, depth, asked):
                    known = result.answer if isinstance(result.answer, Unknown) else None
                    if known is None or depth < known.depth:
                        more = "" if asked else "not known whether it has a value everywhere: "
                        result = replace(result, answer=Unknown(more + reason, depth, asked), confirmed="")
                case Unreachable():
                    pass
                case _:
                    assert_never(found.answer)
        return result

    def _unanswered(self, question: Question, number: int) -> str:
        """Why there is no answer."""
        if self.interrupted:
            return "interrupted"
        property = next((property for property in self.plan.properties if OfProperty(property.name) == question), None)
        if property is not None and self.plan.only_proofs:
            prover = self.plan.request.engine
            expected = self.plan.expected[property.name]
            if property.liveness:
                return f"about runs without end, {property.span}: {prover} proves nothing of them"
            if expected is None or number in expected:
                verb = "reached" if property.kind == "reachable" else "violated"
                return f"expected to be {verb}: {prover} looks for proofs only"
        return "not decided before the check ended"

    def _of_runs(self, result: Result, number: int) -> Result:
        """The result if it is one of a system that runs: where no run starts everything holds, which is no reason to be glad."""
        starts = self.starts.get(number)
        for_any_number = isinstance(result.answer, Unreachable) and None in result.sizes.values()
        if starts is None and for_any_number and number in self.starts_somewhere:
            starts = True
        nothing_said = isinstance(result.answer, Unknown) and result.answer.depth < 0
        if starts or isinstance(result.answer, Reached) or (starts is None and nothing_said):
            return result
        why = "no run starts: no state satisfies `initially` and `assume`"
        if starts is None:
            first = f"{result.answer.reason}; " if isinstance(result.answer, Unknown) else ""
            why = f"{first}not known whether a run starts"
        return replace(result, answer=Unknown(why), confirmed="")
