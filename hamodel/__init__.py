"""hamodel: a model checker for high-availability firewalls. `hamodel.load("x.ha")` is a spec to check: see `hamodel.api`;
`hamodel.audit(["a.xml", "b.xml"])` is what is wrong with a pair: see `hamodel.audit.objects`."""

from hamodel.host.version import VERSION

TYPE_CHECKING = False  # as `typing` has it, which is not loaded before it is known from where
if TYPE_CHECKING:
    from hamodel.api import Checked, Finding, Spec, Step, Trace, load
    from hamodel.audit.objects import Audited, AuditedPair, AuditFinding, AuditHazard, audit
    from hamodel.diagnostics import SpecError

__version__ = VERSION
__all__ = [
    "AuditFinding", "AuditHazard", "Audited", "AuditedPair", "Checked", "Finding", "Spec", "SpecError", "Step", "Trace",
    "audit", "load",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """The names above, imported when one of them is used: `import hamodel` alone costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name == "audit":
        return import_module("hamodel.audit")  # which can be called
    module = "diagnostics" if name == "SpecError" else "audit.objects" if name.startswith("Audit") else "api"
    return getattr(import_module(f"hamodel.{module}"), name)
