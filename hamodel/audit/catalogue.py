"""What is known before a file is read, as text: what a rule is about; the leaves of a vendor."""

from __future__ import annotations

from hamodel.audit import errors
from hamodel.audit.formats.text import MARKS
from hamodel.audit.rules.known import every
from hamodel.diagnostics import SpecError
from hamodel.vendors.known import VENDORS, vendor_named


def rule_explained(name: str) -> str:
    """What a rule is about. Raises SpecError where none has this name."""
    rules = {rule.id: rule for rule in every()}
    if name not in rules:
        raise SpecError([errors.no_rule(name, list(rules))])
    rule = rules[name]
    lines = [f"{rule.id} ({rule.severity}): {rule.headline}", "", f"{rule.why[:1].upper()}{rule.why[1:]}.", ""]
    lines += [f"reads:  {path}" for path in sorted(rule.reads)]
    lines += [f"write:  {change.path} := {change.value}" for change in rule.fix]
    if rule.hazards:
        lines.append(f"hazard: {', '.join(rule.hazards)}")
    lines.append(f"fact:   {MARKS[rule.mark]}" + (f" ({rule.source})" if rule.source else ""))
    return "\n".join(lines)


def leaves_listed(vendor: str | None) -> str:
    """A line a leaf: path, default, meaning; of all vendors, or of one. Raises SpecError where there is none of its name."""
    lines = []
    for each in [vendor_named(vendor)] if vendor is not None else VENDORS.values():
        lines.append(f"{each.name}: {each.title}")
        for setting in each.table.settings:
            default = f" (default {setting.default or 'empty'})" if setting.default is not None else ""
            lines.append(f"  {setting.path}{default}: {setting.meaning}")
    return "\n".join(lines)
