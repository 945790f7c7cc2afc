"""made(seed) -> a random system over one sort, without a size: quorums, counts, "at least k", members that crash or vote.

No action causes a run-time error: numbers stay in their ranges, `the` has one answer, and nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .pieces import At, Doing, Past, Piece, Writes, combined, counted, quantified, used

MODES = ("idle", "voter", "leader")


@dataclass(frozen=True)
class Variable:
    """`indices`: by how many members; `initial`: the first content; `written`: that as a text, empty: any of the `values`."""

    name: str
    type: str
    indices: int
    initial: Any
    written: str
    values: Callable[[int], tuple[Any, ...]]


@dataclass(frozen=True)
class Action:
    kind: str
    fairness: str
    name: str
    parameters: tuple[str, ...]
    guard: Piece
    body: Doing

    @property
    def text(self) -> str:
        words = f"{self.fairness} {self.kind}".strip()
        named = f"({', '.join(f'{name}: N' for name in self.parameters)})" if self.parameters else ""
        return f"{words} {self.name}{named} when {self.guard.text} {{ {self.body.text} }}"


@dataclass(frozen=True)
class Property:
    """`shape`: state, transition; of runs: `eventually`, `leads to`, `eventually always`, `always eventually`. `binder`: it is
    about all members. `pieces`: what it is made of."""

    kind: str
    name: str
    shape: str
    pieces: tuple[Piece, ...]
    binder: str | None = None

    @property
    def text(self) -> str:
        words = [piece.text for piece in self.pieces]
        formula = {
            "state": "{}",
            "transition": "always ({} => next ({}))",
            "eventually": "eventually {}",
            "leads to": "({} leads to {})",
            "eventually always": "eventually always {}",
            "always eventually": "always eventually {}",
        }[self.shape].format(*words)
        return f"{self.kind} {self.name} = {f'all {self.binder}: N. ' if self.binder else ''}{formula}"


@dataclass
class Made:
    """The system as functions; `text` is the system as a text."""

    variables: list[Variable] = field(default_factory=list)
    has_option: bool = False
    definitions: list[str] = field(default_factory=list)
    initially: list[Piece] = field(default_factory=list)
    assumed: list[Piece] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    faults: int | None = None

    @property
    def text(self) -> str:
        lines = ["spec sized", "sort N", f"enum Mode {{ {', '.join(MODES)} }}"]
        lines += ["option o : bool"] if self.has_option else []
        lines += [f"var {v.name}{_indices(v)} : {v.type}{f' = {v.written}' if v.written else ''}" for v in self.variables]
        lines += self.definitions
        lines += [f"initially {piece.text}" for piece in self.initially]
        lines += [f"assume assumed{number} = {piece.text}" for number, piece in enumerate(self.assumed)]
        lines += [] if self.faults is None else [f"faults {self.faults}"]
        lines += [action.text for action in self.actions]
        return "\n".join([*lines, *(property.text for property in self.properties)]) + "\n"


def _indices(variable: Variable) -> str:
    return f"[{', '.join('N' * variable.indices)}]" if variable.indices else ""


def made(seed: str) -> Made:
    return _Maker(Random(seed)).system()


class _Maker:
    def __init__(self, dice: Random) -> None:
        self.dice, self.made, self.number = dice, Made(), 0
        self.useful: list[Callable[[list[str]], Piece | None]] = []  # definitions, where they may be used
        self.past = False  # may the past be spoken of?

    def chance(self, often: float) -> bool:
        return self.dice.random() < often

    def fresh(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def k(self) -> Piece:
        return constant(self.dice.choice((0, 1, 1, 2, 2, 2, 3, 3, 4)))

    # --- declarations ---

    def system(self) -> Made:
        made = self.made
        made.has_option = self.chance(0.15)
        self.declare()
        if self.chance(0.4):
            self.define()
        if any(not variable.written for variable in made.variables) or self.chance(0.15):
            made.initially.append(self.condition([]))
        if self.chance(0.15):
            made.assumed.append(self.condition([]))
        if self.chance(0.5):
            made.faults = self.dice.choice((0, 1, 2))
        for number in range(self.dice.randint(2, 4)):
            made.actions.append(self.action(number))
        self.property()
        return made

    def declare(self) -> None:
        def boolean(name: str) -> Variable:
            first = self.dice.choice((False, False, False, True, None))
            return Variable(name, "bool", 1, first, "" if first is None else str(first).lower(), lambda size: (False, True))

        def optional(size: int) -> tuple[Any, ...]:
            return (None, *range(size))

        start = self.dice.randint(0, 1)
        others = [
            *[boolean("b")] * 3,
            *[Variable("m", "0..3", 0, start, str(start), lambda size: (0, 1, 2, 3))] * 3,
            *[Variable("done", "bool", 0, False, "false", lambda size: (False, True))] * 2,
            *[Variable("who", "N?", 0, None, "none", optional)] * 2,
            Variable("last", "N", 0, None, "", lambda size: tuple(range(size))),
            Variable("vote", "N?", 1, None, "none", optional),
            Variable("mode", "Mode", 1, "idle", "idle", lambda size: MODES),
            Variable("knows", "bool", 2, False, "false", lambda size: (False, True)),
        ]
        chosen = {"a": boolean("a")}
        for variable in self.dice.sample(others, self.dice.randint(1, 2)):
            chosen[variable.name] = variable
        self.made.variables = list(chosen.values())

    def define(self) -> None:
        parameter = self.fresh("p") if self.chance(0.5) else None
        name = self.fresh("def_")
        body = self.condition([parameter] if parameter else [])
        self.made.definitions.append(f"def {name}{f'({parameter}: N)' if parameter else ''} = {body.text}")

        def use(known: list[str]) -> Piece | None:
            if parameter and not known:
                return None
            return used(name, parameter, body, self.dice.choice(known) if parameter else None)

        self.useful.append(use)

    # --- expressions ---

    def has(self, name: str) -> int | None:
        return next((number for number, each in enumerate(self.made.variables) if each.name == name), None)

    def read(self, name: str, *binders: str) -> Piece:
        number = self.has(name)
        assert number is not None
        text = f"{name}[{', '.join(binders)}]" if binders else name
        return Piece(text, lambda at: content(at.state[number], at.size, tuple(at.names[binder] for binder in binders)))

    def of_member(self, known: list[str]) -> Piece:
        """A condition on members."""
        x, y = self.dice.choice(known), self.dice.choice(known)
        found = [self.read("a", x), self.read("a", x), negated(self.read("a", x))]
        if self.has("b") is not None:
            found += [self.read("b", x), negated(self.read("b", y))]
        for name in ("who", "last"):
            if self.has(name) is not None:
                found.append(combined("{} = {}", same, self.read(name), bound(x)))
        if self.has("vote") is not None:
            found.append(combined("{} = {}", same, self.read("vote", x), bound(y)))
            found.append(combined("{} != none", lambda held: held is not None, self.read("vote", x)))
        if self.has("mode") is not None:
            wanted = self.dice.choice(MODES)
            found.append(Piece(f"{self.read('mode', x).text} = {wanted}", equal_to(self.read("mode", x), wanted)))
        if self.has("knows") is not None:
            found += [self.read("knows", x, y), self.read("knows", y, x)]
        if x != y:
            found.append(combined("{} != {}", lambda one, other: one != other, bound(x), bound(y)))
        return self.dice.choice(found)

    def several(self, known: list[str]) -> Piece:
        """The same, perhaps of two such conditions."""
        if self.chance(0.6):
            return self.of_member(known)
        return self.both(self.of_member(known), self.of_member(known))

    def both(self, left: Piece, right: Piece) -> Piece:
        word = self.dice.choice(("and", "or", "=>"))
        meaning = {"and": lambda p, q: p and q, "or": lambda p, q: p or q, "=>": lambda p, q: not p or q}[word]
        return combined(f"({{}} {word} {{}})", meaning, left, right)

    def condition(self, known: list[str], depth: int = 1) -> Piece:
        if depth and self.chance(0.5):
            left, right = self.condition(known, depth - 1), self.condition(known, depth - 1)
            return negated(left) if self.chance(0.15) else self.both(left, right)
        if known and self.chance(0.5):
            return self.several(known)
        choices: list[Callable[[list[str]], Piece | None]] = [
            *[self.compared] * 4,
            self.majority,
            self.at_least,
            *[self.for_members] * 3,
            self.of_pairs,
            self.nested,
            self.plain,
            self.the_one,
            *self.useful * 2,
        ]
        if self.past:
            choices += [self.before] * 4 + [self.was_done] * 2
        return self.dice.choice(choices)(known) or self.compared(known)

    def count(self, known: list[str], where: Piece | None = None) -> Piece:
        binder = self.fresh("x")
        return counted(binder, where or self.several([binder, binder, *known]))

    def total(self) -> Piece:
        return self.count([], constant(True))

    def compared(self, known: list[str]) -> Piece:
        word = self.dice.choice((">=", ">=", "<", "=", "!=", "<=", ">"))
        other = [*[self.k()] * 4, self.count(known), self.total()]
        if self.has("m") is not None:
            other.append(self.read("m"))
        return combined(f"{{}} {word} {{}}", COMPARE[word], self.count(known), self.dice.choice(other))

    def majority(self, known: list[str]) -> Piece:
        return self.dice.choice(
            (
                combined("{} * 2 > {}", lambda some, all_: some * 2 > all_, self.count(known), self.total()),
                combined("{} > {} div 2", lambda some, all_: some > all_ // 2, self.count(known), self.total()),
                combined("{} + {} > {}", lambda p, q, all_: p + q > all_, self.count(known), self.count(known), self.total()),
                combined("{} >= {} - {}", lambda p, all_, k: p >= all_ - k, self.count(known), self.total(), self.k()),
            )
        )

    def at_least(self, known: list[str]) -> Piece:
        """Two or three different members."""
        names = [self.fresh("x") for _ in range(self.dice.choice((2, 2, 3)))]
        pairs = [(one, other) for number, one in enumerate(names) for other in names[:number]]
        apart = [combined("{} != {}", lambda one, other: one != other, bound(one), bound(other)) for one, other in pairs]
        condition = self.of_member(["\0"])
        holds = [renamed(condition, "\0", name) for name in names]
        parts = [*apart, *holds]
        return quantified("some", combined(" and ".join("{}" for _ in parts), lambda *held: all(held), *parts), *names)

    def for_members(self, known: list[str]) -> Piece:
        binder = self.fresh("x")
        where = self.of_member([binder, *known]) if self.chance(0.3) else None
        word = self.dice.choice(("all", "all", "some", "some", "exactly one", "at most one"))
        return quantified(word, self.several([binder, binder, *known]), binder, where=where)

    def of_pairs(self, known: list[str]) -> Piece:
        one, other = self.fresh("x"), self.fresh("y")
        word = self.dice.choice(("all", "some", "all", "some", "exactly one", "at most one"))
        return quantified(word, self.both(self.several([one, other]), self.several([one, other, *known])), one, other)

    def nested(self, known: list[str]) -> Piece:
        one, other = self.fresh("x"), self.fresh("y")
        words = self.dice.choice((("all", "some"), ("some", "all"), ("some", "some"), ("all", "at most one")))
        inner = quantified(words[1], self.several([one, other, other]), other)
        if self.chance(0.3):
            inner = combined("{} >= {}", COMPARE[">="], self.count([one, *known]), self.k())
        return quantified(words[0], inner, one)

    def plain(self, known: list[str]) -> Piece | None:
        found = []
        if self.has("m") is not None:
            number = self.dice.randint(1, 3)
            found.append(combined("{} >= {}", COMPARE[">="], self.read("m"), constant(number)))
        if self.has("done") is not None:
            found.append(self.read("done"))
        if self.has("who") is not None:
            found.append(combined("{} != none", lambda held: held is not None, self.read("who")))
        if self.made.has_option:
            found += [Piece("o", lambda at: at.option)] * 2
        return self.dice.choice(found) if found else None

    def the_one(self, known: list[str]) -> Piece | None:
        """What holds of the only member with something, where there is one."""
        name = next((name for name in ("last", "who") if self.has(name) is not None), None)
        if name is None:
            return None
        binder, held, a = self.fresh("x"), self.read(name), self.has("a")
        the = f"(the {binder}: N where {held.text} = {binder})"
        assert a is not None
        guard = f"{held.text} != none and " if name == "who" else ""
        return Piece(f"({guard}a[{the}])", lambda at: held.evaluate(at) is not None and at.state[a][held.evaluate(at)])

    # --- the past ---

    def before(self, known: list[str]) -> Piece:
        self.past = False
        word = self.dice.choice(("once", "once", "historically", "since"))
        inner = self.several(known) if known and self.chance(0.6) else self.condition([], 0)
        second = self.several(known) if known and self.chance(0.6) else self.condition([], 0)
        self.past = True
        self.number += 1
        key, binders = self.number, tuple(dict.fromkeys(known))

        def remembered(at: At) -> bool:
            return at.memory[key, tuple(at.names[binder] for binder in binders)]

        def evaluate(at: At) -> bool:
            if word == "once":
                return bool(inner.evaluate(at)) or remembered(at)
            if word == "historically":
                return bool(inner.evaluate(at)) and remembered(at)
            return bool(second.evaluate(at)) or (bool(inner.evaluate(at)) and remembered(at))

        text = f"({inner.text} since {second.text})" if word == "since" else f"({word} {inner.text})"
        return Piece(text, evaluate, (Past(key, binders, word == "historically", evaluate),))

    def was_done(self, known: list[str]) -> Piece:
        action = self.dice.choice(self.made.actions)
        if not known or not action.parameters or self.chance(0.4):
            return Piece(f"(did {action.name})", lambda at: at.did is not None and at.did[0] == action.name, (), (action.name,))
        args = [self.dice.choice(known) for _ in action.parameters]
        return Piece(
            f"(did {action.name}({', '.join(args)}))",
            lambda at: at.did == (action.name, *(at.names[arg] for arg in args)),
            (),
            (action.name,),
        )

    # --- actions ---

    def action(self, number: int) -> Action:
        kind = self.dice.choice(("step", "step", "step", "fault", "input"))
        fairness = self.dice.choice(("", "", "fair", "strongly fair")) if kind == "step" else ""
        known = [self.fresh("n") for _ in range(self.dice.choice((0, 1, 1, 1, 2)))]
        guard = self.condition(known)
        if len(known) == 2:
            apart = combined("{} != {}", lambda one, other: one != other, bound(known[0]), bound(known[1]))
            guard = combined("{} and {}", lambda p, q: p and q, apart, guard)
        return Action(kind, fairness, f"act{number}", tuple(known), guard, self.body(list(known)))

    def body(self, known: list[str]) -> Doing:
        names = [variable.name for variable in self.made.variables]
        targets = self.dice.sample(names, self.dice.randint(1, min(2, len(names))))
        doings = []
        if self.chance(0.2):
            doings.append(self.choice(known))
        doings += [self.statement(target, known) for target in targets]
        if self.chance(0.1):
            doings.insert(0, self.requirement(known))
        return in_turn(doings)

    def statement(self, target: str, known: list[str]) -> Doing:
        roll = self.dice.random()
        if roll < 0.12:
            return either(self.assignment(target, known), self.assignment(target, known))
        if roll < 0.27:
            return on_condition(self.condition(known, 0), self.assignment(target, known), self.assignment(target, known))
        return self.assignment(target, known)

    def assignment(self, target: str, known: list[str]) -> Doing:
        number = self.has(target)
        assert number is not None
        variable = self.made.variables[number]
        if variable.indices == 0:
            return written(target, number, (), self.value(target, known))
        if not known or self.chance(0.2):
            loops = [self.fresh("z") for _ in range(variable.indices)]
            one = written(target, number, tuple(loops), self.value(target, [*loops, *known]))
            return for_each(loops, self.several([*loops, *known]), one)
        return written(target, number, tuple(self.dice.choice(known) for _ in range(variable.indices)), self.value(target, known))

    def value(self, target: str, known: list[str]) -> Piece:
        if target == "m":
            now, count = self.read("m"), self.count(known)
            up = Piece("if m < 3 then m + 1 else m", lambda at: min(3, now.evaluate(at) + 1))
            most = Piece(f"if {count.text} > 3 then 3 else {count.text}", lambda at: min(3, count.evaluate(at)))
            return self.dice.choice((up, up, constant(self.dice.randint(0, 3)), most))
        if target in ("who", "vote", "last"):
            found = [bound(name) for name in known]
            if target != "last":
                found.append(Piece("none", lambda at: None))
            if target == "vote" and self.has("who") is not None:
                found.append(self.read("who"))
            return self.dice.choice(found) if found else self.read(target)
        if target == "mode":
            wanted = self.dice.choice(MODES)
            return Piece(wanted, lambda at: wanted)
        plain = [constant(True), constant(True), constant(False)]
        return self.dice.choice((*plain, self.condition(known, 0)))

    def choice(self, known: list[str]) -> Doing:
        """Some member with something: known from here on."""
        name = self.fresh("y")
        where = self.several([name, *known])
        known.append(name)

        def branches(at: At, writes: Writes) -> Iterator[tuple[At, Writes]]:
            for member in at.members:
                inside = at.within({name: member})
                if where.evaluate(inside):
                    yield inside, writes

        return Doing(f"choose {name}: N where {where.text}", branches)

    def requirement(self, known: list[str]) -> Doing:
        condition = self.condition([name for name in known if name.startswith("n")], 0)

        def branches(at: At, writes: Writes) -> Iterator[tuple[At, Writes]]:
            if condition.evaluate(at):
                yield at, writes

        return Doing(f"require {condition.text}", branches)

    # --- properties ---

    def property(self) -> None:
        properties = self.made.properties
        properties += [Property("invariant", f"inv{number}", "state", (self.condition([], 2),)) for number in range(2)]
        binder = self.fresh("x")
        properties.append(Property("invariant", "each", "state", (self.condition([binder]),), binder))
        properties.append(Property("reachable", "seen", "state", (self.condition([], 2),)))
        properties.append(Property("reachable", "some_size", "state", (combined("{} = {}", same, self.total(), self.k()),)))
        member = self.fresh("x") if self.chance(0.5) else None
        known = [member] if member else []
        properties.append(Property("property", "moves", "transition", (self.condition(known), self.condition(known, 0)), member))
        if self.chance(0.4):
            self.past = True
            binder = self.fresh("x")
            looks_back = self.both(self.before([binder]), self.condition([binder]))
            properties.append(Property("invariant", "past", "state", (looks_back,), binder))
            self.past = False
        if self.chance(0.5):
            shape = self.dice.choice(("eventually", "leads to", "leads to", "eventually always", "always eventually"))
            member = self.fresh("x") if self.chance(0.4) else None
            known = [member] if member else []
            number = 2 if shape == "leads to" else 1
            pieces = tuple(bracketed(self.condition(known, 0)) for _ in range(number))
            properties.append(Property("property", "ends", shape, pieces, member))


# --- small pieces ---

COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
}


def same(one: Any, other: Any) -> bool:
    return bool(one == other)


def equal_to(piece: Piece, wanted: Any) -> Callable[[At], bool]:
    return lambda at: bool(piece.evaluate(at) == wanted)


def constant(value: bool | int) -> Piece:
    return Piece(str(value).lower(), lambda at: value)


def bound(name: str) -> Piece:
    return Piece(name, lambda at: at.names[name])


def negated(piece: Piece) -> Piece:
    return combined("not ({})", lambda held: not held, piece)


def bracketed(piece: Piece) -> Piece:
    return combined("({})", lambda held: held, piece)


def renamed(piece: Piece, name: str, other: str) -> Piece:
    return Piece(piece.text.replace(name, other), lambda at: piece.evaluate(at.within({name: at.names[other]})))


def content(held: Any, size: int, places: tuple[int, ...]) -> Any:
    """What a variable holds for these members."""
    place = 0
    for member in places:
        place = place * size + member
    return held[place] if places else held


def in_turn(doings: list[Doing]) -> Doing:
    def branches(at: At, writes: Writes, first: int = 0) -> Iterator[tuple[At, Writes]]:
        if first == len(doings):
            yield at, writes
            return
        for inside, more in doings[first].branches(at, writes):
            yield from branches(inside, more, first + 1)

    return Doing(" ".join(doing.text for doing in doings), branches)


def either(one: Doing, other: Doing) -> Doing:
    def branches(at: At, writes: Writes) -> Iterator[tuple[At, Writes]]:
        for doing in (one, other):
            yield from doing.branches(at, writes)

    return Doing(f"either {{ {one.text} }} or {{ {other.text} }}", branches)


def on_condition(condition: Piece, then: Doing, otherwise: Doing) -> Doing:
    return Doing(
        f"if {condition.text} {{ {then.text} }} else {{ {otherwise.text} }}",
        lambda at, writes: (then if condition.evaluate(at) else otherwise).branches(at, writes),
    )


def written(name: str, number: int, binders: tuple[str, ...], value: Piece) -> Doing:
    def branches(at: At, writes: Writes) -> Iterator[tuple[At, Writes]]:
        yield at, {**writes, (number, tuple(at.names[binder] for binder in binders)): value.evaluate(at)}

    cell = f"{name}[{', '.join(binders)}]" if binders else name
    return Doing(f"{cell} := {value.text}", branches)


def for_each(loops: list[str], where: Piece, inner: Doing) -> Doing:
    """The inner one is an assignment, which has one branch."""

    def branches(at: At, writes: Writes) -> Iterator[tuple[At, Writes]]:
        places: list[dict[str, int]] = [{}]
        for name in loops:
            places = [{**place, name: member} for place in places for member in at.members]
        for place in places:
            inside = at.within(place)
            if where.evaluate(inside):
                ((_, writes),) = inner.branches(inside, writes)
        yield at, writes

    return Doing(f"for {', '.join(f'{name}: N' for name in loops)} where {where.text} {{ {inner.text} }}", branches)
