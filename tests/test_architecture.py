"""Who may import whom, what a file may be called and how long it may be: the shape of the tree, read from the tree."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hamodel"

# --- the rules -------------------------------------------------------------------------------------------------------

ORDER = [
    *["host", "source", "diagnostics", "model", "ground", "language", "evidence", "proofs", "engines", "follow", "check"],
    *["mutation", "report", "api", "conformance", "reference", "pytest_plugin", "doctor", "cli", "start"],
]
"""Left only: a room imports itself and what stands left of it."""

BLIND: dict[str, set[str]] = {
    "model": {"diagnostics"},
    "ground": {"diagnostics"},
    "evidence": {"language", "diagnostics"},
    "follow": {"language", "proofs", "diagnostics"},
    "proofs": {"ground", "language", "diagnostics"},
    "engines": {"language", "diagnostics"},
    "report": {"engines"},
    "cli": {"api", "pytest_plugin"},
}
"""What a layer must not see although it stands further left."""

HOMES = {
    "dpkt": r"hamodel/reference/panos/packets\.py",
    "hypothesis": r"hamodel/conformance/machine\.py",
    "click": r"hamodel/cli/\w+\.py",
    "pytest": r"hamodel/pytest_plugin\.py",
    "rich": r"hamodel/cli/progress\.py",
    "lark": r"hamodel/language/text/(parse|build|tokens)\.py",
    "numpy": r"hamodel/engines/explicit/(search|codegen|initial|table)\.py",
    "z3": r"hamodel/(engines/smt/unrolling|proofs/solvers|proofs/solver_process)\.py",
    "cvc5": r"hamodel/proofs/solver_process\.py",
    "pysat": r"hamodel/engines/circuits/cnf\.py",
}
"""The files of each third-party library."""

BASE = {"click", "cvc5", "lark", "numpy", "python-sat", "rich", "z3-solver"}
"""What every installation brings: not more than what a check needs, and rich to show how far it has come."""

OF_OTHERS = {"pytest"}
"""Libraries that are no dependency: whoever has them has hamodel as a part of them."""

MODULE_OF = {"z3-solver": "z3", "python-sat": "pysat"}
"""Libraries whose module has another name than their package."""

LONG: dict[str, str] = {
    "hamodel/language/text/ast.py": "a catalogue: one class for each thing that can be written",
    "hamodel/ground/instance.py": "one thing: what a ground action is, and every way through a body to it",
    "hamodel/language/elaboration/expressions.py": "one recursive descent: each kind of expression asks for the others",
    "hamodel/language/errors.py": "a catalogue: one function for each message",
    "hamodel/model/semantics.py": "the meaning of the language, to be read as a whole",
    "hamodel/engines/explicit/codegen.py": "one generator: every lowering of a term beside the others",
}
"""Modules above 400 lines, with the reason."""

BOUNDARIES = {
    "hamodel/check/race.py": "a worker tells its parent what went wrong, whatever it was, as an error of ours",
    "hamodel/conformance/driving.py": "what an implementation raises, whatever it is, is found out about it",
}
"""Modules that may catch everything, with the reason."""

PROGRAMS = {
    "hamodel/proofs/solver_process.py": "a solver's process reads its script and writes its answers",
    "hamodel/conformance/supervisor.py": "what stands between hamodel and a program under `conform`",
}
"""Modules that are programs of their own, with the reason."""

FORBIDDEN_NAMES = {"utils", "util", "common", "manager", "core", "base", "helpers", "misc"}

# --- the tests -------------------------------------------------------------------------------------------------------

MODULES = sorted(PACKAGE.rglob("*.py"))


def test_every_module_has_a_layer() -> None:
    loose = {module for module in map(layer, MODULES) if module not in {*ORDER, "__init__", "__main__"}}
    assert not loose, f"give {loose} a place in ORDER"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_left(path: Path) -> None:
    if layer(path) in {"__init__", "__main__"}:
        return
    here = ORDER.index(layer(path))
    for line, module in imports(path):
        if module.split(".")[0] != "hamodel" or module == "hamodel":
            continue
        there = layer(PACKAGE.joinpath(*module.split(".")[1:]))
        assert ORDER.index(there) <= here, f"{place(path, line)} imports {module}: {there} is not left of {layer(path)}"
        assert there not in BLIND.get(layer(path), ()), f"{place(path, line)} imports {module}: {layer(path)} must not see it"


def test_no_circles() -> None:
    """Of modules, also inside a room, and where an import stands in a function or is for types only."""
    graph = {module_name(path): {module for _, module in imports(path)} for path in MODULES}
    try:
        TopologicalSorter({name: {module for module in seen if module in graph} for name, seen in graph.items()}).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_library_has_one_home(path: Path) -> None:
    for line, module in imports(path):
        library = module.split(".")[0]
        if library in sys.stdlib_module_names or library == "hamodel":
            continue
        assert library in HOMES, f"{place(path, line)} imports {library}, which has no home"
        assert re.fullmatch(HOMES[library], path.relative_to(ROOT).as_posix()), f"{place(path, line)}: not {library}'s home"


def test_every_dependency_has_a_home() -> None:
    """In the base or in one extra; that of the tests apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {name: wanted for name, wanted in project["optional-dependencies"].items() if name != "test"}
    base, *of_extras = [[re.split(r"[^\w-]", each)[0] for each in of] for of in (project["dependencies"], *extras.values())]
    declared = sum(of_extras, base)
    used = {module.split(".")[0] for path in MODULES for _, module in imports(path)}
    assert set(base) == BASE
    assert len(declared) == len(set(declared))
    assert {MODULE_OF.get(name, name) for name in declared} == set(HOMES) - OF_OTHERS
    assert set(HOMES) <= used
    assert f"hamodel[{','.join(sorted(extras))}]" in project["optional-dependencies"]["test"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_command_line_prints(path: Path) -> None:
    if layer(path) == "cli":
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "input", "breakpoint"}, f"{place(path, node.lineno)} calls {node.func.id}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
            alone = path.relative_to(ROOT).as_posix() in PROGRAMS
            assert alone or node.attr not in {"stdout", "stdin"}, f"{place(path, node.lineno)} uses sys.{node.attr}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_mistakes_are_not_swallowed(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"#\s*type:\s*ignore(?!\[)", text), "a bare `type: ignore`"
    assert not re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", text), "something is left to do"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            everything = caught in {"", "Exception", "BaseException"}
            assert not everything or path.relative_to(ROOT).as_posix() in BOUNDARIES, f"{place(path, node.lineno)} catches all"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for_and_stays_readable(path: Path) -> None:
    name, lines = path.relative_to(ROOT).as_posix(), path.read_text().count("\n")
    assert path.stem not in FORBIDDEN_NAMES
    assert not FORBIDDEN_NAMES.intersection(path.relative_to(ROOT).parts)
    assert ast.get_docstring(tree(path)), f"{name} has no docstring"
    assert lines <= 400 or name in LONG, f"{name} has {lines} lines and no reason"


def test_reasons_are_not_stale() -> None:
    for name in LONG:
        assert (ROOT / name).read_text().count("\n") > 400, f"{name} needs no reason any more"


def test_a_level_of_the_tree_fits_a_glance() -> None:
    for folder in [PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir())]:
        count = len([path for path in folder.glob("*.py") if path.stem != "__init__"])
        assert count <= 20, f"{folder.relative_to(ROOT)} holds {count} modules"


def test_no_file_knows_a_machine_or_a_registry() -> None:
    machine = re.compile(r"(?<![\w.~$}])/(work|root|opt|mnt|Users)/|(?<![\w.~$}])/home/\w")
    registry = re.compile(r"pypi\.org|pythonhosted|-index-url|npmjs\.|deb\.debian")
    for path in text_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        if path == Path(__file__):
            continue
        assert not machine.search(text), f"{path.relative_to(ROOT)}: {machine.search(text)}"
        assert not registry.search(text), f"{path.relative_to(ROOT)}: {registry.search(text)}"
        if PACKAGE in path.parents:
            assert "/tmp" not in text, f"{path.relative_to(ROOT)} names a folder of one kind of machine"


# --- reading the tree ------------------------------------------------------------------------------------------------

GENERATED = {".git", "node_modules", "package-lock.json", "__pycache__", "dist", "build", ".hypothesis"}


def text_files() -> Iterator[Path]:
    """Every file that is part of the project, whether or not git is there to list them."""
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        ignored = any(part in GENERATED or part.startswith(".venv") or part.endswith(("_cache", ".egg-info")) for part in parts)
        if path.is_file() and not ignored:
            yield path


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that is imported anywhere in the file, inside functions too. `from a import b` is `a.b` if there is one."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path, node.lineno)}: imports say the whole name"
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                known = ROOT.joinpath(*inside.split("."))
                yield node.lineno, inside if known.is_dir() or known.with_suffix(".py").exists() else str(node.module)


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
