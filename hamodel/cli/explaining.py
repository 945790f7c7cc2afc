"""hamodel explain and hamodel schema: what hamodel can tell of itself, a word with an example, and the form of its reports."""

from __future__ import annotations

import sys
from importlib import resources

import click
from click.shell_completion import CompletionItem

from hamodel.cli.output import complain, show, style_of
from hamodel.diagnostics import Diagnostic, suggest
from hamodel.host.status import Exit


def _complete(_: click.Context, __: click.Parameter, started: str) -> list[CompletionItem]:
    from hamodel.language.explaining import words

    return [CompletionItem(word) for known in words().values() for word in known if word.startswith(started)]


@click.command()
@click.argument("word", nargs=-1, shell_complete=_complete)
def explain(word: tuple[str, ...]) -> int:
    """Explain a word of the language, the code of a message, or a word of a verdict, with an example.

    Without a word: list all that there are.
    """
    from hamodel.language import explaining
    from hamodel.report.style import wrapped

    style = style_of(sys.stdout)
    if not word:
        for kind, known in explaining.words().items():
            show("\n".join([style.paint(kind, "bold"), *wrapped(", ".join(known), style, 2), ""]))
        return Exit.GOOD
    asked = " ".join(word)
    found = explaining.explain(asked)
    if found is None:
        every = [each for known in explaining.words().values() for each in known]
        help = suggest(asked, every, "`hamodel explain` lists all that there are")
        complain([Diagnostic("unknown-word", None, f"there is nothing called `{asked}`", help=help)])
        return Exit.WRONG
    lines = [style.paint(asked, "bold")]
    for passage in found.passages:
        lines += ["", *wrapped(passage.text, style, 2), style.paint(f"  ({passage.section})", "dim")]
    for example in found.examples:
        where = f"{'with this in' if example.written else 'for example,'} {example.place}:" if example.place else "it says:"
        if example.text:
            lines += ["", style.paint(where, "dim"), "", *(f"    {line}".rstrip() for line in example.text.split("\n"))]
        lines += ["", f"  $ {example.command}"] if example.command else []
    lines += ["", *wrapped(f"no example can be run: {found.reason}", style, 2)] if found.reason else []
    show("\n".join(lines))
    return Exit.GOOD


@click.command()
def schema() -> int:
    """Print the JSON schema (draft 2020-12) of what `--format json` writes."""
    show(resources.files("hamodel.report").joinpath("json.schema.json").read_text("utf-8").rstrip())
    return Exit.GOOD
