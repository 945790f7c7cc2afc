"""What an engine is asked for, in terms of nodes and moves: is it there in this node, or when this move is taken?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from hamodel.engines.zones.discrete import Discrete, DiscreteNode, FailedMove, TimedMove
from hamodel.evidence.confirm import NoValue
from hamodel.ground.instance import Goal, Instance
from hamodel.model.expr import Expr, Possible, Read, reads_next, subexpressions
from hamodel.model.semantics import EvaluationError, evaluate, sure, transition_errors
from hamodel.model.system import Action, Failing, Property, RunTimeError, System
from hamodel.model.timing import NOT_AT_ONCE, NOT_FORBIDDEN, TimeLimit, units_passed
from hamodel.model.transform import FAULTS, bound_faults, looks


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: `formula`, which is to be `wanted` (None: to have no value), in a node or in a move; or an error; or an
    action (`fails`: that it causes an error)."""

    formula: Expr | None = None
    wanted: bool | None = None
    error: RunTimeError | None = None
    action: str = ""
    fails: bool = False

    @property
    def transition(self) -> bool:
        """Is it asked of a move?"""
        return self.formula is not None and reads_next(self.formula)


@dataclass(frozen=True, slots=True)
class ZoneGoals:
    """The goals by what is to be done for them. `unfit`: those that are not about anything that is there, with why."""

    sought: Mapping[Goal, Sought]
    limits: Mapping[Goal, TimeLimit]
    going_on: tuple[Goal, ...]
    stuck: tuple[Goal, ...]
    unfit: Mapping[Goal, str]


def written(instance: Instance) -> tuple[System, tuple[Property, ...]]:
    """The system as it is written, with the bound on faults of the instance's; and the properties whose memory that has."""
    timing = instance.system.timing
    assert timing is not None, "the spec has timers"
    assert timing.written is not None, "time passes in steps"
    system = timing.written
    known = {variable.name for variable in instance.system.variables}
    if FAULTS in known:
        bound: Any = instance.system.variable(FAULTS).type
        system = bound_faults(system, bound.high)
    return system, tuple(each for each in system.properties if all(monitor.variable.name in known for monitor in each.monitors))


def sorted_out(instance: Instance, goals: list[Goal], discrete: Discrete) -> ZoneGoals:
    """What each of the goals is about."""
    timing = instance.system.timing
    assert timing is not None
    names = {variable.name for variable in discrete.system.variables} | set(discrete.scope.options)
    limits = {limit.property: limit for limit in timing.limits}
    own = {property.name: property for property in discrete.properties}
    own |= {look.name: look for property in discrete.properties for look in looks(property)}
    digital = {property.name: property for property in instance.system.declared}
    sought: dict[Goal, Sought] = {}
    bounded: dict[Goal, TimeLimit] = {}
    going_on: list[Goal] = []
    stuck: list[Goal] = []
    unfit: dict[Goal, str] = {}
    for goal in goals:
        match goal.about:
            case Property(name=name) as property if name in limits and digital.get(name) == property:
                bounded[goal] = limits[name]
                continue
            case Property(name=name) if name == NOT_AT_ONCE:
                going_on.append(goal)
                continue
            case Property(name=name) if name == NOT_FORBIDDEN:
                stuck.append(goal)
                continue
            case Property(name=name) as property:
                mine = own.get(name) if digital.get(name) == property else None
                found = Sought((mine or property).formula, property.kind == "reachable")
            case NoValue(of=of):
                found = Sought(own.get(of.name, of).formula, None)
            case RunTimeError() as error:
                found = Sought(error=error)
            case Action(name=name):
                found = Sought(action=name)
            case Failing(action=action):
                found = Sought(action=action.name, fails=True)
            case _ if _is_expr(goal.about):
                expr: Any = goal.about
                found = Sought(expr, True)
            case _:
                unfit[goal] = "this is nothing that zones of times can tell"
                continue
        if found.formula is not None and not _readable(found.formula, names):
            unfit[goal] = "it asks for what only a system in which time passes in steps has"
        elif units_passed(found.action):
            unfit[goal] = "that time passes is no action here"
        else:
            sought[goal] = found
    return ZoneGoals(sought, bounded, tuple(going_on), tuple(stuck), unfit)


def _is_expr(about: object) -> bool:
    return hasattr(about, "type") and hasattr(about, "__dataclass_fields__")


def _readable(expr: Expr, names: set[str]) -> bool:
    """Is all that it reads there?"""
    parts = list(subexpressions(expr))
    return not any(isinstance(part, Possible) or (isinstance(part, Read) and part.variable not in names) for part in parts)


class Looking:
    """Looks for goals in what a search finds. Of a place and of a link it is found out once which goals they show."""

    def __init__(self, discrete: Discrete, sought: Mapping[Goal, Sought]) -> None:
        self.discrete, self.open = discrete, dict(sought)
        self._of_node: dict[DiscreteNode, tuple[Goal, ...]] = {}
        self._of_move: dict[tuple[DiscreteNode, int], tuple[Goal, ...]] = {}
        self._partial = [each for each in discrete.properties if reads_next(each.formula) and not sure(each.formula)]

    def shown(self, node: DiscreteNode, of: TimedMove | FailedMove | None) -> tuple[Goal, ...]:
        """The goals that are there; of these some may be answered already."""
        match of:
            case None:
                if node not in self._of_node:
                    self._of_node[node] = tuple(self._in_node(node))
                return self._of_node[node]
            case TimedMove() as move:
                if (node, id(move)) not in self._of_move:
                    self._of_move[node, id(move)] = tuple(self._in_move(node, move))
                return self._of_move[node, id(move)]
            case FailedMove(name=name, errors=errors):
                return tuple(
                    goal
                    for goal, sought in self.open.items()
                    if sought.error in errors or (sought.fails and sought.action == name)
                )
            case _:
                assert_never(of)

    def _in_node(self, node: DiscreteNode) -> Iterator[Goal]:
        wrong = self.discrete.expand(node).wrong
        for goal, sought in self.open.items():
            if sought.error is not None:
                if sought.error in wrong:
                    yield goal
            elif sought.formula is not None and not sought.transition and self._is(sought, node, None):
                yield goal

    def _in_move(self, node: DiscreteNode, move: TimedMove) -> Iterator[Goal]:
        system, scope, after = self.discrete.system, self.discrete.scope, move.target.state
        wrong = transition_errors(system, scope, node.state, after, self._partial) if self._partial else frozenset()
        for goal, sought in self.open.items():
            if sought.error is not None:
                if sought.error in wrong:
                    yield goal
            elif sought.action:
                if sought.action == move.name and not sought.fails:
                    yield goal
            elif sought.formula is not None and sought.transition and self._is(sought, node, move.target):
                yield goal

    def _is(self, sought: Sought, node: DiscreteNode, after: DiscreteNode | None) -> bool:
        assert sought.formula is not None
        state = None if after is None else after.state
        try:
            return evaluate(sought.formula, {}, node.state, self.discrete.scope, state) is sought.wanted
        except EvaluationError:
            return sought.wanted is None
