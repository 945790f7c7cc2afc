"""Timers, durations, and what is claimed of time."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic, Label
from hamodel.language.errors import words
from hamodel.language.text.ast import Name
from hamodel.source import Span


def not_divided(span: Span) -> Diagnostic:
    headline, help = "integers are divided by `div`, which rounds down", "a duration is divided by `/`: `hello / 2`"
    return Diagnostic("not-divided", span, headline, help=help)


def divided_by(span: Span) -> Diagnostic:
    return Diagnostic("divided-by", span, "a duration is divided by a positive number", help="one that is written, or a constant")


def durations_apart(span: Span) -> Diagnostic:
    headline = "durations are not compared"
    return Diagnostic("durations-apart", span, headline, help="let a timer run for each, and say what happens on its expiry")


def not_a_length(span: Span) -> Diagnostic:
    headline = "only an option, and what is computed from options, is a `duration`"
    return Diagnostic("not-a-length", span, headline, help="what waits for a time is a `timer`")


def option_of_durations(span: Span, name: str) -> Diagnostic:
    headline = f"the option `{name}` needs a duration that it has if nothing is set"
    return Diagnostic("option-of-durations", span, headline, help=f"`option {name} : duration = 8 s in 1 s..60 s`")


def outside_its_range(span: Span | None, name: str, value: str, values: str) -> Diagnostic:
    return Diagnostic("outside-its-range", span, f"`{name}` is {values}, not {value}")


def nothing_to_solve(span: Span) -> Diagnostic:
    headline = "`solve` asks for which durations a claim holds, and no option is one"
    return Diagnostic("nothing-to-solve", span, headline, help="for example `option hold : duration = 3 s in 1 s..60 s`")


def indexed_duration(span: Span, name: str) -> Diagnostic:
    headline = f"the option `{name}` has indices, which a duration cannot have"
    return Diagnostic("indexed-duration", span, headline, help="declare one for each member, and choose with `if` or `match`")


def no_length(span: Span, name: str) -> Diagnostic:
    headline = f"how long does `{name}` run?"
    help = f"`start {name} = 3 s`, `start {name} within [1 ms, 5 ms]`, or say it where the timer is declared"
    return Diagnostic("no-length", span, headline, help=help)


def taken_twice(name: Name, first: Span) -> Diagnostic:
    headline, also = f"`{name.text}` has one `on expiry`", (Label(first, "the first one"),)
    return Diagnostic("taken-twice", name.span, headline, "a second one", "decide with `if` in one body", also)


def not_obliged(span: Span, kind: str) -> Diagnostic:
    headline = f"{words.a(kind)} happens at any time, or never"
    return Diagnostic("not-obliged", span, headline, help="what has to happen is a `step`, or the end of a timer")


def emptied_and_sent(span: Span, channel: str) -> Diagnostic:
    headline = f"one action empties `{channel}` and sends over it: how long is what it sends on its way?"
    return Diagnostic("emptied-and-sent", span, headline, help="send in an `immediate step` that follows")


def in_a_row(span: Span, most: int) -> Diagnostic:
    headline = f"from 1 to {most} messages in a row may be lost"
    return Diagnostic("in-a-row", span, headline, help="leave out `lossy` if none may be")


def drifts_so_far(span: Span) -> Diagnostic:
    headline = "a clock is off by less than 100 %"
    return Diagnostic("drifts-so-far", span, headline, help="`drift 1 %`: a timer of 10 s runs from 10 s / 1.01 to 10 s / 0.99")


def may_not_be(span: Span, word: str) -> Diagnostic:
    help = "say in the `when` that there is one, or decide with `if`"
    if word == "require":
        help = "say it in the `when`: until then it waits"
    return Diagnostic("may-not-be", span, f"what has to happen in time cannot have a `{word}` that excludes it", help=help)


def within_how_long(span: Span, op: str) -> Diagnostic:
    help = "`A leads to B within 10 s`, `P lasts at most 10 s`"
    if op == "until":
        help = f"it is not there yet in a spec with timers; perhaps {help}"
    return Diagnostic("within-how-long", span, f"`{op}` in a spec with timers: within how long?", help=help)


def claim_inside(span: Span, op: str) -> Diagnostic:
    help = "it is the whole of a `property`; `all x: T.` may stand before it"
    return Diagnostic("claim-inside", span, f"`{op}` with a duration cannot be a part of something else", help=help)


def possible_with_timers(span: Span) -> Diagnostic:
    help = "write the guard as a `def`, and use it here and in the action"
    return Diagnostic("possible-with-timers", span, "a spec with timers cannot ask what is `possible`", help=help)


def not_an_index(span: Span, name: str, timer: str) -> Diagnostic:
    headline = f"`{name}` is no index of `{timer}`"
    return Diagnostic("not-an-index", span, headline, help=f"`initially for {name}: T {{ start {timer}[{name}] }}`")


def started_twice(span: Span, name: str) -> Diagnostic:
    help = "tell the members apart with `where`; options cannot decide it"
    return Diagnostic("started-twice", span, f"this may start a `{name}` that was started before", help=help)


def negative_length(span: Span, low: str) -> Diagnostic:
    help = "a length is never below 0 s, whatever values of their types its names have: `if x > 3 then (x - 3) * 1 s else 0 s`"
    return Diagnostic("negative-length", span, f"nothing takes {low}, which this may be", help=help)


def crossed_ends(span: Span) -> Diagnostic:
    help = "write the shorter one first; it is to be so whatever values of their types the names in it have"
    return Diagnostic("crossed-ends", span, "the least may be longer than the most", help=help)


def not_one_length(span: Span, low: str, high: str) -> Diagnostic:
    headline = f"this needs one length, it is between {low} and {high}"
    return Diagnostic("not-one-length", span, headline, help="it may read options that are durations, and nothing else")


def no_time(span: Span) -> Diagnostic:
    help = "leave it out, or declare a `timer`"
    return Diagnostic("no-time", span, "nothing in this spec takes time: there is nothing to wait for", help=help)


def at_what_time(span: Span) -> Diagnostic:
    help = "write `wait` with how much later it is, or leave `any step` and `wait until` before it out"
    return Diagnostic("at-what-time", span, "how much time has passed until here is not said", help=help)


def time_is_over(span: Span, length: str, passed: str) -> Diagnostic:
    headline = f"{length} after the start is over: {passed} have passed"
    return Diagnostic("time-is-over", span, headline, help="write what happens earlier first; `wait` counts from here")
