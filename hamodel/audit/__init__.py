"""Two configurations -> what is wrong with the pair: what must match and does not, and rules of each vendor. The package can be
called: `hamodel.audit(["a.xml", "b.xml"])` is `audit` of `objects`, also where one of its modules was imported before."""

import sys
from types import ModuleType

TYPE_CHECKING = False  # as `typing` has it, which is not loaded before it is known from where
if TYPE_CHECKING:
    from typing import Unpack

    from hamodel.audit.objects import Audited, AuditSettings, Files


class _Callable(ModuleType):
    def __call__(self, files: "Files", **settings: "Unpack[AuditSettings]") -> "Audited":
        from hamodel.audit.objects import audit

        return audit(files, **settings)


sys.modules[__name__].__class__ = _Callable
