"""The shape of the tree in numbers: `python tests/structure.py` prints them, and fails where one is beyond its limit."""

from __future__ import annotations

import ast
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hamodel"
MODULES = sorted(PACKAGE.rglob("*.py"))

# --- the limits ------------------------------------------------------------------------------------------------------

FIELDS = 14
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
WITHOUT_DOCSTRING = 0.1
"""The share of public functions. Private ones, functions inside functions, and what a `Protocol` asks for are not counted."""

LONG: dict[str, str] = {
    "hamodel/language/text/ast.py": "a catalogue: one class for each thing that can be written",
    "hamodel/ground/instance.py": "one thing: what a ground action is, and every branch of a body",
    "hamodel/language/elaboration/expressions.py": "one recursive descent: each kind of expression asks for the others",
    "hamodel/language/elaboration/names.py": "one table: what the name of each kind of declaration stands for",
    "hamodel/language/text/tokens.py": "one pass over a text, then the words that depend on their neighbours, in one order",
    "hamodel/model/system.py": "a catalogue: one class for each thing that a spec consists of",
    "hamodel/model/semantics.py": "the meaning of the language, to be read as a whole",
    "hamodel/check/request.py": "one thing: what can be asked of a check, and what is wrong with what was asked",
    "hamodel/engines/explicit/codegen.py": "one generator: every lowering of a term beside the others",
}
"""Modules above 400 lines, with the reason."""

API = "what the API shows of what `model` has of this name"

WIDE: dict[str, str] = {
    "hamodel/model/system.py::System": "a record: what a spec consists of",
    "hamodel/api/findings.py::Finding": "a record: what there is to know of one property",
    "hamodel/check/report.py::Report": "a record: what there is to know of one check",
    "hamodel/model/verdict.py::Result": "a record: what there is to know of one property for one combination",
    "hamodel/engines/__init__.py::Progress": "a record: what each engine may tell people who wait",
    "hamodel/language/elaboration/scope.py::Context": "what one elaboration has found, a field for each kind of thing",
    "hamodel/language/elaboration/names.py::Names": "a table: one field for each kind of thing that has a name",
    "hamodel/reference/panos/control.py::Control": "the state of one machine, a field for each thing that it remembers",
    "hamodel/reference/panos/playing/recording.py::_Recorder": "what was seen last of each part of the pair, to tell what is new",
    "hamodel/reference/panos/settings.py::Timers": "a record: one field for each timer that the firewall can be set to",
    "hamodel/vendors/vendor.py::Vendor": "a table: one field for each thing by which configurations of a vendor are read",
}
"""Classes of more than 14 fields, with the reason."""

LENGTHY: dict[str, str] = {}
"""Functions above 60 lines, with the reason."""

TWICE: dict[str, str] = {
    "Finding": API,
    "Spec": "what the API shows of a text, and the text as it is written",
    "Step": API,
    "Trace": API,
}
"""Names that classes of several modules have, with the reason."""

SAID_ELSEWHERE = {
    "hamodel/language/errors": "a function is a message, and its headline says what it means",
}
"""Folders whose functions need no docstring, with the reason."""

# --- what is measured ------------------------------------------------------------------------------------------------


@cache
def classes() -> list[tuple[Path, ast.ClassDef]]:
    return [(path, node) for path in MODULES for node in nodes(path) if isinstance(node, ast.ClassDef)]


def fields(of: ast.ClassDef) -> set[str]:
    """What is declared in the class, and what its methods set on `self`."""
    declared = {
        node.target.id
        for node in of.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and "ClassVar" not in ast.dump(node)
    }
    stores = (node for node in ast.walk(of) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return declared | {node.attr for node in stores if ast.unparse(node.value) == "self"}


@cache
def widths() -> dict[str, int]:
    """The number of fields of each class."""
    return {f"{of(path)}::{node.name}": len(fields(node)) for path, node in classes()}


def long_files() -> dict[str, int]:
    return {of(path): lines(path) for path in MODULES if lines(path) > LINES_OF_A_FILE}


@cache
def long_functions() -> dict[str, int]:
    found = {}
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.update({f"{of(path)}::{node.name}": length} if length > LINES_OF_A_FUNCTION else {})
    return found


def public_functions() -> Iterator[tuple[str, bool]]:
    """Each with its place, and whether it has a docstring."""

    def inside(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, bool]]:
        for node in body:
            name = f"{prefix}{node.name}" if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else "_"
            if name.rpartition(".")[2].rpartition("::")[2].startswith("_"):
                continue
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, ast.get_docstring(node) is not None
            elif isinstance(node, ast.ClassDef) and not any("Protocol" in ast.unparse(base) for base in node.bases):
                yield from inside(node.body, f"{name}.")

    for path in MODULES:
        if of(path.parent) not in SAID_ELSEWHERE:
            yield from inside(tree(path).body, f"{of(path)}::")


@cache
def twice() -> dict[str, list[str]]:
    """The names that several classes have, with their modules; not what is written and what it is elaborated to."""
    places: dict[str, list[str]] = defaultdict(list)
    for path, node in classes():
        places[node.name].append(of(path))
    written, meant = "hamodel/language/text/ast.py", "hamodel/model/"
    pairs = {name for name, found in places.items() if found[0] == written and len(found) == 2 and found[1].startswith(meant)}
    return {name: found for name, found in sorted(places.items()) if len(found) > 1 and name not in pairs}


@cache
def rooms() -> dict[str, int]:
    """The lines of each folder or module of the package."""
    found: Counter[str] = Counter()
    for path in MODULES:
        found[layer(path)] += lines(path)
    return dict(sorted(found.items()))


def arrows() -> set[tuple[str, str]]:
    """Which room imports which."""
    found = set()
    for path in MODULES:
        for _, module in imports(path):
            if module.startswith("hamodel."):
                found.add((layer(path), module.split(".")[1]))
    return {(here, there) for here, there in found if here != there}


@cache
def circles() -> list[str]:
    """Modules of which each imports the next, and the last the first; also where an import is in a function or for types."""
    graph = {module_name(path): {module for _, module in imports(path)} for path in MODULES}
    try:
        TopologicalSorter({name: {module for module in seen if module in graph} for name, seen in graph.items()}).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


# --- what is said ----------------------------------------------------------------------------------------------------


def broken() -> dict[str, str]:
    """What is beyond its limit without a reason, and the reasons that nothing needs any more; by name, with what is wrong."""
    tables: list[tuple[str, dict[str, str], Collection[str]]] = [
        ("lines", LONG, long_files()),
        ("fields", WIDE, [name for name, count in widths().items() if count > FIELDS]),
        ("lines", LENGTHY, long_functions()),
        ("meanings", TWICE, twice()),
    ]
    found = {name: f"too many {what}, and no reason" for what, why, seen in tables for name in sorted(set(seen) - set(why))}
    found |= {name: "needs no reason any more" for _, why, seen in tables for name in sorted(set(why) - set(seen))}
    share = mean(not has for _, has in public_functions())
    if share > WITHOUT_DOCSTRING:
        found["docstrings"] = f"{share:.1%} of the public functions have none"
    if circles():
        found["imports"] = " imports ".join(circles())
    return found


def told() -> Iterator[str]:
    """The shape, a line for each thing that is measured."""
    yield f"rooms                            {len(rooms())}"
    yield f"arrows between rooms             {len(arrows())}"
    yield f"circles of imports               {1 if circles() else 0} (limit 0)"
    widest = sorted(widths().items(), key=lambda row: -row[1])[:10]
    yield f"widest classes by fields         limit {FIELDS}, or a reason"
    yield from (f"    {name} {count}: {WIDE.get(name, '')}" for name, count in widest)
    yield f"files above {LINES_OF_A_FILE} lines            {len(long_files())} (each with a reason)"
    yield from (f"    {name} {count}: {LONG.get(name, '')}" for name, count in long_files().items())
    yield f"functions above {LINES_OF_A_FUNCTION} lines         {len(long_functions())} (limit 0)"
    yield from (f"    {name} {count}: {LENGTHY.get(name, '')}" for name, count in long_functions().items())
    functions = list(public_functions())
    bare = sum(not has for _, has in functions)
    share = f"{bare / len(functions):.1%} (limit {WITHOUT_DOCSTRING:.0%})"
    yield f"public functions, no docstring   {bare} of {len(functions)}, {share}"
    yield f"class names with two meanings    {len(twice())} (limit 0, or each with a reason)"
    yield from (f"    {name}: {TWICE.get(name, ', '.join(found))}" for name, found in twice().items())
    yield f"lines of Python                  {sum(rooms().values()):,}"
    yield from (f"    {name:<28} {count:>6,}" for name, count in rooms().items())


# --- reading the tree ------------------------------------------------------------------------------------------------


def of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def layer(path: Path) -> str:
    """The room that a module is in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the file."""
    return tuple(ast.walk(tree(path)))


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Every module that is imported anywhere in the file, inside functions too. `from a import b` is `a.b` if there is one."""
    found: list[tuple[int, str]] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or PACKAGE not in path.parents, f"{of(path)}:{node.lineno}: imports say the whole name"
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                known = ROOT.joinpath(*inside.split("."))
                found.append((node.lineno, inside if known.is_dir() or known.with_suffix(".py").exists() else str(node.module)))
    return tuple(found)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` has read enough
    for line in told():
        print(line)
    wrong = broken()
    for name, why in wrong.items():
        print(f"✗ {name}: {why}")
    sys.exit(1 if wrong else 0)
