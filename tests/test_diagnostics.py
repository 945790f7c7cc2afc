"""A message as text: its severity, its place, other places that it is about, colours; and what may have been meant."""

from __future__ import annotations

from dataclasses import replace

from hamodel.diagnostics import Diagnostic, Label, render, suggest
from hamodel.report.style import Style, finished
from hamodel.source import Source, Span

HERE = Source("here.ha", "one two\n" + "\n" * 8 + "three\n")
THERE = Source("there.ha", "four\n")
HIDDEN = Source("secret", "key\n", hidden=True)
FIRST, SAME, LATER = Span(HERE, 4, 7), Span(HERE, 0, 3), Span(HERE, 16, 21)


def test_other_places_stand_below_the_first() -> None:
    """In one column of line numbers; a line is shown once; another file is named; of a hidden one no line is shown."""
    far = Label(Span(THERE, 0, 4), "elsewhere"), Label(Span(HIDDEN, 0, 3), "x")
    also = (Label(SAME, "on the same line"), Label(LATER, "later"), *far)
    assert render(Diagnostic("twice", FIRST, "said twice", "here", "say it once", also)) == (
        "error[twice]: said twice\n"
        "  --> here.ha:1:5\n"
        "   |\n"
        " 1 | one two\n"
        "   |     ^^^ here\n"
        "   | --- on the same line\n"
        "   |\n"
        "10 | three\n"
        "   | ----- later\n"
        "  ::: there.ha:1:1\n"
        "   |\n"
        " 1 | four\n"
        "   | ---- elsewhere\n"
        "  ::: secret:1:1\n"
        "   = help: say it once"
    )


def test_programs_are_told_every_place_in_one_line() -> None:
    assert Diagnostic("twice", FIRST, "said twice", "here", also=(Label(LATER, "later"),)).labels == "here; later: here.ha:10:1"
    assert Diagnostic("twice", FIRST, "said twice", also=(Label(LATER, "later"),)).labels == "later: here.ha:10:1"


def test_the_severity_is_the_first_word_and_its_colour() -> None:
    found = Diagnostic("dead-action", None, "\x1b[31mnever")
    assert render(found) == "error[dead-action]: \\x1b[31mnever"
    assert render(replace(found, severity="warning")) == "warning[dead-action]: \\x1b[31mnever"
    paint = Style(colour=True).paint
    assert finished(render(found, paint)) == "\x1b[1;31merror[dead-action]\x1b[0m: \x1b[1m\\x1b[31mnever\x1b[0m"
    assert finished(render(replace(found, severity="warning"), paint)).startswith("\x1b[1;33mwarning[dead-action]\x1b[0m: ")


def test_what_may_have_been_meant() -> None:
    assert suggest("ownr", ["owner", "peer"]) == "did you mean `owner`?"
    assert suggest("xyz", ["owner"]) == ""
    assert suggest("xyz", ["owner"], "there is: owner") == "there is: owner"
    assert suggest("ownr", {"owner": 1}, write=lambda name: f"--set {name}=1") == "did you mean `--set owner=1`?"
