"""FLAGS: what can be asked of a check, as options of a command and of pytest. It imports nothing that `--help` would wait for."""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.engines import ENGINES, PROVERS
from hamodel.host.lazy import described


@dataclass(frozen=True, slots=True)
class Flag:
    """An option: what stands for its value in the help (nothing: it is a switch), what it means, its default in words."""

    metavar: str
    meaning: str
    default: str = ""
    repeated: bool = False

    @property
    def help(self) -> str:
        """What it means, and its default."""
        return f"{self.meaning}  [default: {self.default}]" if self.default else self.meaning


WHO = described({**ENGINES, **PROVERS})

FLAGS = {
    "scope": Flag("SORT=N", "How many members a sort has.", repeated=True),
    "set": Flag("OPTION=VALUE", "A value for an option.", repeated=True),
    "faults": Flag("K", "At most so many faults in a run; 0 for none."),
    "property": Flag("NAME", "Only this property or scenario; may be repeated.", repeated=True),
    "hazard": Flag("TAG", "Only what is about this entry of your list of hazards; may be repeated.", repeated=True),
    "own": Flag("", "Only what the files themselves claim, not what they import."),
    "run_time": Flag(
        "", "Look for run-time errors too; with --no-run-time a check ends when its properties are answered.", "run-time"
    ),
    "engine": Flag("NAME", f"{WHO}; auto: whoever is needed; all: every engine answers, and they must agree.", "auto"),
    "symmetry": Flag("on|off", "Count states that differ in the names of members once.", "on"),
    "depth": Flag("N", "Look at runs of at most so many steps."),
    "time": Flag("TIME", "A hard limit for each spec: 60s, 5m, 1h.", "10m"),
    "memory": Flag("SIZE", "A limit for all processes together: 512M, 4G.", "4G"),
    "proofs": Flag("DIR", "Use the certificates in a folder; write one for each new proof."),
}
"""By their names, without dashes, with `_`."""
