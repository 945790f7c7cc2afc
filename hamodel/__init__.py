"""hamodel: a model checker for high-availability firewalls. `hamodel.load("x.ha")` is a spec to check: see `hamodel.api`."""

from hamodel.host.version import VERSION

TYPE_CHECKING = False  # as `typing` has it, which is not loaded before it is known from where
if TYPE_CHECKING:
    from hamodel.api import Checked, Finding, Spec, Step, Trace, load
    from hamodel.diagnostics import SpecError

__version__ = VERSION
__all__ = ["Checked", "Finding", "Spec", "SpecError", "Step", "Trace", "load"]


def __getattr__(name: str) -> object:
    """The names above, imported when one of them is used: `import hamodel` alone costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("hamodel.diagnostics" if name == "SpecError" else "hamodel.api"), name)
