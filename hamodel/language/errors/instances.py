"""Files that are imported for what they need, and what the importer gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hamodel.diagnostics import Diagnostic, Label, suggest
from hamodel.language.errors import words
from hamodel.language.text.ast import Name
from hamodel.source import Span


def not_given(importing: Span, path: str, missing: Sequence[str], some: bool) -> Diagnostic:
    """`missing`: in the words of the file that needs them. `some`: others were given."""
    headline = f"`{words.path(path)}` needs {_listed_code(missing)}"
    with_ = f"{', ' if some else ' with '}{', '.join(f'{_needed(each)} = ...' for each in missing)}"
    help = f"give it {'them' if len(missing) > 1 else 'that'}: {'add' if some else 'write'} `{with_.strip()}`"
    return Diagnostic("not-given", importing, headline, help=help)


def needs_an_importer(path: str, first: Span, needs: Sequence[str]) -> Diagnostic:
    headline = f"`{words.path(path)}` needs {_listed_code(needs)} from whoever imports it, and is checked there"
    names = ", ".join(f"{_needed(each)} = ..." for each in needs)
    return Diagnostic("needs-an-importer", first, headline, help=f'write a spec with `import "{words.path(path)}" with {names}`')


def not_needed(name: Name, path: str, needs: Sequence[str], known: Iterable[str]) -> Diagnostic:
    headline = f"`{words.path(path)}` needs no `{name.text}`"
    listed = f"it needs {_listed_code(needs)}" if needs else "it needs nothing: leave out the `with`"
    return Diagnostic("not-needed", name.span, headline, help=suggest(name.text, known, listed))


def given_twice(name: Name, first: Span) -> Diagnostic:
    also = (Label(first, "given here, too"),)
    return Diagnostic("given-twice", name.span, f"`{name.text}` is given twice", help="leave one of them out", also=also)


def given_with_other_parameters(name: Name, wanted: str, needed: Span) -> Diagnostic:
    headline = f"`{name.text}` is needed as `{wanted}`"
    help = "give it as many names as it has parameters, or the name of a definition that takes them"
    return Diagnostic("given-with-other-parameters", name.span, headline, help=help, also=(Label(needed, "needed here"),))


def given_no_name(span: Span, wanted: str, needed: Span, parameters: bool) -> Diagnostic:
    name = _needed(wanted)
    names = ", ".join(each.split(":")[0].strip() for each in wanted.partition("(")[2].partition(")")[0].split(","))
    help = f"write `{name}({names}) = ...` with an expression of these" if parameters else f"write `{name} = NAME`"
    kind = "a definition or a variable" if parameters else "a type"
    headline = f"`{wanted}` is given by the name of {kind}"
    return Diagnostic("given-no-name", span, headline, help=help, also=(Label(needed, "needed here"),))


def two_instances(name: Name, first: Span) -> Diagnostic:
    headline = f"two imports make an instance `{name.text}`"
    help = 'call one of them otherwise: `import "..." as NAME with ...`'
    return Diagnostic("two-instances", name.span, headline, help=help, also=(Label(first, "this one, too"),))


def instance_without_name(importing: Span, name: str) -> Diagnostic:
    headline = f"`{words.path(name)}` is no name for an instance"
    return Diagnostic("instance-without-name", importing, headline, help='say one: `import "..." as NAME with ...`')


def does_not_fit(name: Name, wanted: str, path: str, kind: str, takes: str = "") -> Diagnostic:
    headline = f"`{name.text}` does not fit: it {takes or f'is {words.a(kind)}'}"
    return Diagnostic("does-not-fit", name.span, headline, help=f"`{words.path(path)}` needs `{wanted}`")


def _needed(wanted: str) -> str:
    """`def owns(d: Node): bool`, `sort Epoch ordered`: the name."""
    return wanted.split(" ", 1)[1].removesuffix(" ordered").partition("(")[0].partition(":")[0]


def _listed_code(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
