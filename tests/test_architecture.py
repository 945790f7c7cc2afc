"""Who may import whom, what a file may be called and how long it may be: the shape of the tree, read from the tree."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import structure
from structure import MODULES, PACKAGE, ROOT, circles, imports, layer, of, tree

# --- the rules -------------------------------------------------------------------------------------------------------

ORDER = [
    *["host", "source", "diagnostics", "model", "timing", "ground", "language", "evidence", "proofs", "engines", "follow"],
    *["check", "mutation", "report", "api", "conformance", "reference", "vendors", "audit"],
    *["pytest_plugin", "doctor", "cli", "start"],
]
"""Left only: a room imports itself and what stands left of it."""

BLIND: dict[str, set[str]] = {
    "model": {"diagnostics"},
    "timing": {"diagnostics"},
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
    "defusedxml": r"hamodel/vendors/forms/xml\.py",
    "dpkt": r"hamodel/reference/panos/(packets|decoders/(dns|app_id))\.py",
    "hypothesis": r"hamodel/conformance/machine\.py",
    "click": r"hamodel/cli/\w+\.py",
    "pytest": r"hamodel/pytest_plugin\.py",
    "rich": r"hamodel/cli/progress\.py",
    "lark": r"hamodel/language/text/(parse|grammar|build|tokens)\.py",
    "numpy": r"hamodel/engines/(explicit/(search|codegen|initial|table)|zones/(matrices|search|spot_check)"
    r"|parameters/(bounds|search))\.py",
    "z3": r"hamodel/(engines/smt/unrolling|proofs/solvers|proofs/solver_process)\.py",
    "cvc5": r"hamodel/proofs/solver_process\.py",
    "pysat": r"hamodel/engines/circuits/cnf\.py",
}
"""The files of each third-party library."""

BASE = {"click", "cvc5", "defusedxml", "lark", "numpy", "python-sat", "rich", "z3-solver"}
"""What every installation brings: not more than what a check needs, and rich to show how far it has come."""

OF_OTHERS = {"pytest"}
"""Libraries that are no dependency: whoever has them has hamodel as a part of them."""

MODULE_OF = {"z3-solver": "z3", "python-sat": "pysat"}
"""Libraries whose module has another name than their package."""

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


def test_every_module_has_a_layer() -> None:
    loose = {module for module in map(layer, MODULES) if module not in {*ORDER, "__init__", "__main__"}}
    assert not loose, f"give {loose} a place in ORDER"


def test_imports_go_left() -> None:
    wrong = []
    for path, line, module in imported():
        if layer(path) in {"__init__", "__main__"} or module.split(".")[0] != "hamodel" or module == "hamodel":
            continue
        here, there = layer(path), layer(PACKAGE.joinpath(*module.split(".")[1:]))
        if ORDER.index(there) > ORDER.index(here):
            wrong.append(f"{of(path)}:{line} imports {module}: {there} is not left of {here}")
        if there in BLIND.get(here, ()):
            wrong.append(f"{of(path)}:{line} imports {module}: {here} must not see it")
    assert wrong == []


def test_no_circles() -> None:
    """Of modules, also inside a room, and where an import stands in a function or is for types only."""
    assert circles() == []


def test_a_library_has_one_home() -> None:
    wrong = []
    for path, line, module in imported():
        library = module.split(".")[0]
        if library not in sys.stdlib_module_names and library != "hamodel" and not re.fullmatch(HOMES.get(library, ""), of(path)):
            wrong.append(f"{of(path)}:{line}: not the home of {library}")
    assert wrong == []


def test_every_dependency_has_a_home() -> None:
    """In the base or in one extra; what the tests and the documents need apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {name: wanted for name, wanted in project["optional-dependencies"].items() if name not in ("docs", "test")}
    base, *of_extras = [[re.split(r"[^\w-]", each)[0] for each in of] for of in (project["dependencies"], *extras.values())]
    declared = sum(of_extras, base)
    used = {module.split(".")[0] for path in MODULES for _, module in imports(path)}
    assert set(base) == BASE
    assert len(declared) == len(set(declared))
    assert {MODULE_OF.get(name, name) for name in declared} == set(HOMES) - OF_OTHERS
    assert set(HOMES) <= used
    assert f"hamodel[{','.join(sorted(extras))}]" in project["optional-dependencies"]["test"]


def test_only_the_command_line_prints() -> None:
    wrong = []
    for path, node in nodes():
        match node:
            case ast.Call(func=ast.Name(id="print" | "input" | "breakpoint" as name)):
                wrong.append(f"{of(path)}:{node.lineno} calls {name}")
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stdin" as name) if of(path) not in PROGRAMS:
                wrong.append(f"{of(path)}:{node.lineno} uses sys.{name}")
            case _:
                pass
    assert [place for place in wrong if not place.startswith("hamodel/cli/")] == []


def test_errors_are_not_swallowed() -> None:
    wrong = []
    for path in MODULES:
        text = path.read_text()
        wrong += [f"{of(path)}: a bare `type: ignore`"] if re.search(r"#\s*type:\s*ignore(?!\[)", text) else []
        wrong += [f"{of(path)}: left to do"] if re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", text) else []
    for path, node in nodes():
        if isinstance(node, ast.ExceptHandler) and of(path) not in BOUNDARIES:
            caught = ast.unparse(node.type) if node.type else ""
            wrong += [f"{of(path)}:{node.lineno} catches all"] if caught in {"", "Exception", "BaseException"} else []
    assert wrong == []


def test_a_module_says_what_it_is_for() -> None:
    assert [of(path) for path in MODULES if not ast.get_docstring(tree(path))] == []
    assert [of(path) for path in MODULES if FORBIDDEN_NAMES & {*path.relative_to(ROOT).with_suffix("").parts}] == []


def test_the_shape_is_within_its_limits() -> None:
    """`python tests/structure.py` prints it."""
    assert structure.broken() == {}
    assert any("lines of Python" in line for line in structure.told())


def test_who_reads_only_the_first_lines_of_the_shape_sees_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-u", str(ROOT / "tests/structure.py")]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as running:
        os.close(writing)
        assert running.communicate()[1] == b""
    assert running.returncode == -signal.SIGPIPE


def test_tests_share_what_is_in_strategies() -> None:
    """No test imports another: what two need is a module of its own."""
    rooms = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"strategies"}
    wrong = [
        f"{of(path)}:{line} imports {module}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if "node_modules" not in path.parts
        for line, module in imports(path)
        if module.split(".")[0] in rooms or module.startswith("test_")
    ]
    assert wrong == []


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


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    for path in MODULES:
        yield from ((path, node) for node in structure.nodes(path))


def imported() -> Iterator[tuple[Path, int, str]]:
    for path in MODULES:
        yield from ((path, line, module) for line, module in imports(path))
