"""Only what is installed is loaded: the current folder, and that of a spec, are taken out of every search path.

Python and its libraries look for modules, programs and shared libraries also where one stands: as `python -m` does, or when a
variable such as PATH or PYTHONPATH has an empty or a relative entry. Here such places are taken out. What someone names by an
absolute path stays. This module imports nothing that is not there when Python has started.
"""

import os
import sys

PLACES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "Z3_LIBRARY_PATH")
"""The variables with folders in which something to load is looked for."""


def forget_current_folder() -> None:
    """Takes out of `sys.path` and of the environment what stands for the current folder, or for that of the program."""
    if not sys.flags.safe_path and sys.path and _is_of_the_program(sys.path[0]):
        del sys.path[0]
    if not sys.flags.ignore_environment:
        said = os.environ.get("PYTHONPATH", "")
        entries = said.split(os.pathsep) if said else []
        absolute = {os.path.abspath(entry) for entry in entries if os.path.isabs(entry)}
        relative = {os.path.abspath(entry) for entry in entries if not os.path.isabs(entry)}
        for folder in relative - absolute:
            if folder in sys.path:
                sys.path.remove(folder)
    sys.path[:] = [entry for entry in sys.path if os.path.isabs(entry)]
    for name in PLACES:
        if name in os.environ:
            os.environ[name] = absolute_entries(os.environ[name])


def absolute_entries(places: str) -> str:
    """A list of folders, as such variables hold it, without what depends on where one stands."""
    return os.pathsep.join(entry for entry in places.split(os.pathsep) if os.path.isabs(entry))


def environment() -> dict[str, str]:
    """The environment for a process of ours."""
    return {name: absolute_entries(value) if name in PLACES else value for name, value in os.environ.items()}


def prepare_z3() -> None:
    """To be called before `import z3`, which looks for its library in the current folder first."""
    import builtins
    from importlib.util import find_spec

    if "z3" in sys.modules:
        return
    found = find_spec("z3")
    inside = list(found.submodule_search_locations or ()) if found is not None else []
    folders = [folder for each in inside for folder in (os.path.join(each, "lib"), each)]
    builtins.Z3_LIB_DIRS = [*folders, os.path.join(sys.prefix, "lib")]  # type: ignore[attr-defined]
    for name in PLACES:  # it goes on with these
        if name in os.environ:
            os.environ[name] = absolute_entries(os.environ[name])


class Stranger(ImportError):
    """A module was loaded that does not belong to the package that hamodel needs."""


def expect(module: str, package: str) -> None:
    """Raises Stranger unless the module that is loaded belongs to the installed package."""
    origin = stranger(module, package)
    if origin:
        raise Stranger(f"`{module}` is not the package `{package}`: `{origin}` was found instead")


class InstalledOnly:
    """While it is entered, nothing is imported from these folders, except what is installed below them, and what PYTHONPATH
    names. For somebody else's process, such as that of pytest, which looks for modules where the tests are."""

    def __init__(self, *folders: str | os.PathLike[str]) -> None:
        self._folders = [os.path.realpath(folder) for folder in (os.curdir, *folders)]
        self._before: list[str] = []

    def __enter__(self) -> None:
        self._before = list(sys.path)
        sys.path[:] = [entry for entry in sys.path if self._may_stay(entry)]

    def __exit__(self, *_: object) -> None:
        sys.path[:] = self._before

    def _may_stay(self, entry: str) -> bool:
        real = os.path.realpath(entry)
        named = [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if os.path.isabs(each)]
        users = getattr(sys.modules.get("site"), "getusersitepackages", lambda: sys.prefix)()
        prefixes = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, users]
        if any(_inside(real, os.path.realpath(prefix)) for prefix in prefixes) or real in map(os.path.realpath, named):
            return True
        return os.path.isabs(entry) and not any(_inside(real, folder) for folder in self._folders)


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


def stranger(module: str, package: str) -> str:
    """The file of a module that is loaded and does not belong to the installed package of that name; empty if it does.

    Raises `importlib.metadata.PackageNotFoundError`, a ModuleNotFoundError, if there is no such package.
    """
    from importlib.metadata import distribution

    origin = os.path.realpath(getattr(sys.modules[module], "__file__", None) or os.devnull)
    home = os.path.realpath(str(distribution(package).locate_file("")))
    inside = os.path.relpath(origin, home).split(os.sep)[0]
    return "" if inside.split(".")[0] == module else origin


def _is_of_the_program(entry: str) -> bool:
    """Is this what Python puts first: the current folder, or the one of the script that it runs?"""
    program = os.path.dirname(os.path.realpath(sys.argv[0])) if sys.argv else ""
    return not os.path.isabs(entry) or os.path.realpath(entry) in (os.path.realpath(os.curdir), program)
