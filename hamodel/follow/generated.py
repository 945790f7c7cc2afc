"""Ground actions -> one Python function, from a state as a tuple of codes to everything that they make of it.

The guards become a tree of nested ifs, in which what many of them ask for is asked once: in most states most actions are
impossible, and a whole branch of them is passed over at once. A term that would be written out again and again has a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, cast

from hamodel.ground.instance import GroundAction
from hamodel.ground.rewriting import conjuncts
from hamodel.ground.terms import Term, topological

Codes: TypeAlias = tuple[int, ...]
"""A state: the codes of the cells that can change. A bool's are 0 and 1."""

Take: TypeAlias = Callable[[Codes], list[tuple[int, Codes]]]

DEEPEST = 40
"""Python takes neither more nested brackets than some 200 nor more than 100 levels of indentation."""

LARGEST = 60
"""A term of a guard with more parts than this gets a name before the first guard; smaller ones are looked at only on need."""


def compiled(places: Sequence[int], branches: Sequence[tuple[int, GroundAction]]) -> Take:
    """`places`: the numbers of the cells whose codes a state has, in their order. `branches`: by their numbers."""
    code = _Code({number: f"c{number}" for number in places})
    code.line(1, f"{_tuple(code.cells.values())} = state" if places else "pass")
    code.line(1, "found = []")
    shared = _Names(code, 1)
    shared.name([part for _, branch in branches for part in conjuncts(branch.guard)], LARGEST)
    code.guards(1, [(number, branch, list(conjuncts(branch.guard))) for number, branch in branches], shared)
    code.line(1, "return found")
    return code.function()


class _Code:
    """The lines of the function."""

    def __init__(self, cells: dict[int, str]) -> None:
        self.cells = cells
        self.lines = ["def generated(state):"]
        self.fresh = 0

    def line(self, level: int, text: str) -> None:
        self.lines.append(" " * level + text)

    def function(self) -> Take:
        space: dict[str, object] = {}
        exec(compile("\n".join(self.lines), "<generated from actions>", "exec"), space)
        return cast(Take, space["generated"])

    def guards(self, level: int, branches: list[tuple[int, GroundAction, list[Term]]], names: _Names) -> None:
        """What is done where these conditions hold: the one that most of them ask for first."""
        for number, branch, conditions in branches:
            if not any(not condition.is_const for condition in conditions):
                self.taken(level, number, branch, names)
        left = [row for row in branches if any(not condition.is_const for condition in row[2])]
        while left:
            asked = Counter(condition for _, _, conditions in left for condition in conditions)
            chosen = max(asked, key=lambda condition: (asked[condition], -condition.serial))
            within = [row for row in left if chosen in row[2]]
            left = [row for row in left if chosen not in row[2]]
            if len(within) == 1 or level > DEEPEST:
                for number, branch, conditions in within:
                    self.line(level, f"if {' and '.join(names.text(condition) for condition in conditions)}:")
                    self.taken(level + 1, number, branch, names)
            else:
                self.line(level, f"if {names.text(chosen)}:")
                inner = [(number, branch, [part for part in parts if part is not chosen]) for number, branch, parts in within]
                self.guards(level + 1, inner, names)

    def taken(self, level: int, number: int, branch: GroundAction, outer: _Names) -> None:
        """The state after this branch of taking an action."""
        names = _Names(self, level, outer)
        names.name([term for _, term in branch.updates], 3)
        after = {**self.cells, **{cell: names.code(term) for cell, term in branch.updates}}
        self.line(level, f"found.append(({number}, {_tuple(after.values())}))")


class _Names:
    """The text of terms; those that have a name are said by it."""

    def __init__(self, code: _Code, level: int, outer: _Names | None = None) -> None:
        self._code, self._level = code, level
        self._named: dict[Term, str] = dict(outer._named) if outer else {}

    def name(self, roots: Sequence[Term], largest: int) -> None:
        """Names what is used more than once and has more than so many parts, and what is too large or too deep."""
        uses: Counter[Term] = Counter(arg for term in topological(roots) for arg in term.args)
        uses.update(roots)
        size: dict[Term, int] = {}
        depth: dict[Term, int] = {}
        for term in topological(roots):
            if term in self._named:
                size[term], depth[term] = 1, 0
                continue
            size[term] = 1 + sum(size[arg] for arg in term.args)
            depth[term] = 1 + max((depth[arg] for arg in term.args), default=0)
            if depth[term] > DEEPEST or size[term] > 8 * LARGEST or (uses[term] > 1 and size[term] > largest):
                self._code.fresh += 1
                name = f"t{self._code.fresh}"
                self._code.line(self._level, f"{name} = {self.text(term)}")
                self._named[term] = name
                size[term], depth[term] = 1, 0

    def code(self, term: Term) -> str:
        """The term as the code of a cell: a bool as 0 or 1."""
        text = self.text(term)
        if not term.is_bool or term.op == "cell":
            return text
        return str(int(bool(term.value))) if term.is_const else f"1 if {text} else 0"

    def text(self, term: Term) -> str:
        if term in self._named:
            return self._named[term]
        args = [self.text(arg) for arg in term.args]
        match term.op:
            case "const":
                return str(term.value) if term.is_bool or term.low >= 0 else f"({term.value})"
            case "cell":
                return self._code.cells[int(term.value or 0)]
            case "not":
                return f"(not {args[0]})"
            case "and" | "or":
                return f"({f' {term.op} '.join(args)})"
            case "if":
                return f"({args[1]} if {args[0]} else {args[2]})"
            case "count":
                return f"({' + '.join(f'(1 if {arg} else 0)' for arg in args)})"
            case "=" | "<" | "<=" | "+" | "-" | "*" | "div" | "mod":
                return f"({args[0]} {_SIGNS[term.op]} {args[1]})"
            case op:
                raise ValueError(f"a term `{op}` has no place in a predicate of one state")


_SIGNS = {"=": "==", "<": "<", "<=": "<=", "+": "+", "-": "-", "*": "*", "div": "//", "mod": "%"}


def _tuple(parts: Iterable[str]) -> str:
    """A tuple of them; the parts of it, where it stands left of `=`."""
    return f"({''.join(part + ', ' for part in parts)})"
