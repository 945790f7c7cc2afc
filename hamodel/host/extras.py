"""require(extra, modules): what an installation may have or not is there, or one error says what to install."""

from __future__ import annotations

from importlib.util import find_spec


class Missing(ModuleNotFoundError):
    """A module that comes with an extra of hamodel is not installed."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(f"`{module}` is not installed: {brings(extra)}", name=module)
        self.extra = extra


def require(extra: str, *modules: str) -> None:
    """Raises Missing for the first of these modules that is not there."""
    for module in modules:
        if find_spec(module) is None:
            raise Missing(module, extra)


def brings(extra: str) -> str:
    """How to get what an extra has."""
    return f"`pip install 'hamodel[{extra}]'` brings it"
