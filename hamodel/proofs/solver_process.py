"""The process of a solver: `python -P solver_process.py z3 SECONDS FOLDER < script` writes a line for each `check-sat`.

It imports nothing of hamodel, only Python's own library and the solver; FOLDER, the last place where that is looked for, is the
one that hamodel is in. A solver that is not the installed package of its name is not asked.
"""

import contextlib
import ctypes
import os
import re
import resource
import signal
import sys

MEMORY = 4 << 30
"""Bytes that a solver may use."""

SEPARATOR = "(reset)\n"
"""Between two scripts: each is asked of a new solver, since what was set for one is forgotten with it."""

PACKAGES = {"z3": "z3-solver", "cvc5": "cvc5"}
MISSING, OUT_OF_MEMORY = 3, 4
"""Exit statuses; the last line of stderr says more."""


def main(solver: str, seconds: float, folder: str) -> int:
    """Reads a script from the standard input and writes the answers to the standard output."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: ends with whoever asked, where there is such a thing
    _, allowed = resource.getrlimit(resource.RLIMIT_AS)
    memory = MEMORY if allowed == resource.RLIM_INFINITY else min(MEMORY, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 2))  # should nobody be there to end this
    sys.path.append(folder)
    with open(0, encoding="utf-8", closefd=False) as asked:
        script = asked.read()
    try:
        ask = {"z3": asked_of_z3, "cvc5": asked_of_cvc5}[solver]
        answers = [answer for part in f"\n{script}".split(f"\n{SEPARATOR}") for answer in ask(part)]
    except ModuleNotFoundError as error:
        return _ended(MISSING, f"is not installed (there is no `{error.name}`)")
    except _Stranger as error:
        return _ended(MISSING, str(error))
    except MemoryError:
        return _ended(OUT_OF_MEMORY, f"ran out of memory: it may use {memory >> 20:,} MiB")
    with open(1, "w", encoding="utf-8", closefd=False) as answered:
        answered.write("\n".join(answers) + "\n")
    return 0


def asked_of_z3(script: str) -> list[str]:
    """The lines that Z3 answers."""
    import z3  # type: ignore[import-untyped]

    _check("z3")
    context = z3.Context()  # held until it has answered
    said = z3.Z3_eval_smtlib2_string(context.ref(), script)
    return [line for line in said.splitlines() if line]


def asked_of_cvc5(script: str) -> list[str]:
    """The lines that cvc5 answers."""
    import cvc5  # type: ignore[import-untyped]

    _check("cvc5")
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("incremental", "true")
    solver.setOption("enum-inst", "true")  # where no term suggests what to instantiate with, any will do
    symbols = cvc5.SymbolManager(solver.getTermManager())
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
    answers = []
    while not (command := parser.nextCommand()).isNull():
        said = command.invoke(solver, symbols)
        answers += [line for line in str(said).splitlines() if line]
    return answers


class _Stranger(Exception):
    """The module that was loaded is not the package that was asked for."""


def _check(solver: str) -> None:
    """Raises _Stranger, or ModuleNotFoundError if there is no such package."""
    origin = os.path.realpath(sys.modules[solver].__file__ or os.devnull)
    if _installed_beside(origin, solver):
        return
    from importlib import metadata  # half of the time that such a process takes

    home = os.path.realpath(str(metadata.distribution(PACKAGES[solver]).locate_file("")))
    if os.path.relpath(origin, home).split(os.sep)[0].split(".")[0] != solver:
        raise _Stranger(f"is not the package `{PACKAGES[solver]}`: `{origin}` was found instead")


def _installed_beside(origin: str, solver: str) -> bool:
    """Is the module the package that was installed, by what an installation notes down beside it?"""
    folder = os.path.dirname(origin)
    noted = re.compile(re.escape(PACKAGES[solver].replace("-", "_")) + r"-[^-]+\.dist-info")
    return os.path.basename(folder) == solver and any(map(noted.fullmatch, os.listdir(os.path.dirname(folder))))


def _ended(status: int, why: str) -> int:
    os.write(2, f"{why}\n".encode("utf-8", "backslashreplace"))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), sys.argv[3]))
