"""One function for each message about configurations that make no pair: what happened in, a Diagnostic out."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.diagnostics import Diagnostic, suggest_or_list
from hamodel.host.printable import short
from hamodel.source import Span


def no_pair(paths: Sequence[str], members: Sequence[tuple[str, str]]) -> Diagnostic:
    """`members`: a name and the vendor of each that was found."""
    if not members:
        headline = f"there is no configuration of a pair in {short(', '.join(paths), 100)}"
        return Diagnostic("no-pair", None, headline, help="hand in the exported configurations of both members")
    if len(members) == 1:
        headline = f"`{members[0][0]}` is one member: what is wrong with a pair shows in two"
        return Diagnostic("no-pair", None, headline, help="hand in the other member's configuration as well")
    names = ", ".join(f"`{name}` ({vendor})" for name, vendor in members[:6])
    help = "hand in the two members of one pair; in a folder, each must name the other's address"
    return Diagnostic("no-pair", None, f"no two of these belong together: {short(names, 300)}", help=help)


def several_partners(members: Sequence[str]) -> Diagnostic:
    names = short(", ".join(f"`{name}`" for name in members), 200)
    headline = f"{names} have virtual addresses in common: nothing says which two of them are a pair"
    return Diagnostic("several-partners", None, headline, help="hand in the two files of one pair")


def cut(span: Span) -> Diagnostic:
    headline = "the text is cut: it lacks the end of what begins here, or its beginning"
    return Diagnostic("text-is-cut", span, headline, help="hand in the whole file")


def many_files(folder: str, most: int) -> Diagnostic:
    return Diagnostic("many-files", None, f"`{folder}` has more than {most:,} files", help="name a smaller folder")


def written_over(path: str) -> Diagnostic:
    return Diagnostic("report", None, f"`{path}` is one of the configurations", help="write the report to another file")


def no_rule(name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("no-rule", None, f"no rule is named `{short(name, 40)}`", help=suggest_or_list(name, known))


def no_baseline(path: str, reason: str) -> Diagnostic:
    help = "write one with `hamodel audit ... --format json -o FILE`"
    return Diagnostic("no-baseline", None, f"`{path}` is no earlier audit: {reason}", help=help)


def spec_of_several(path: str, pairs: Sequence[str]) -> Diagnostic:
    headline = f"`{path}` would be the spec of one pair: these files are about {len(pairs)}"
    return Diagnostic("several-pairs", None, headline, help=f"hand in the files of one: {short('; '.join(pairs), 300)}")


def spec_of_none(path: str, vendor: str, known: Sequence[str]) -> Diagnostic:
    """`known`: the pairs that there are specs of."""
    headline = f"`{path}` is not written: no spec in the library is about this pair ({vendor})"
    return Diagnostic("no-model", None, headline, help=f"there are specs of {short('; '.join(known), 300)}")


def spec_is_there(path: str) -> Diagnostic:
    return Diagnostic(
        "output",
        None,
        f"`{path}` is there already, or a report goes there",
        help="name another file for the spec; none is replaced",
    )


def no_spec_name(path: str) -> Diagnostic:
    return Diagnostic("output", None, f"`{path}` is no name of a spec", help="for example `--write my_pair.ha`")
