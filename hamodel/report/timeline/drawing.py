"""drawing(happenings) -> shapes with their places: a row for each member, time from left to right, nothing upon something else.

Every moment has its room: what takes long is long, and what takes a thousandth of that can still be seen. So the picture is not
to scale, and says the times. Texts are in letters of one width, so that their places can be known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hamodel.report.timeline.events import Event
from hamodel.report.timeline.happenings import Happenings
from hamodel.report.timeline.messages import MessageWay
from hamodel.report.timeline.timed_run import seconds
from hamodel.report.timeline.timers import TimerRun
from hamodel.report.timeline.watched import Watched

LETTER = 6.7
"""How wide a letter is, of a size of 11."""

EDGE, PAUSE, STEP, SPREAD = 14.0, 44.0, 20.0, 340.0
"""Around all; for each time that passes; for each further step of one moment; shared by all time, by its length."""

LABEL, BAR = 15.0, 19.0
"""How high a line of text is, and a timer."""

MOST_STEPS = 300
"""Of a run of more steps that are told there is no picture."""

LONGEST = 44
"""So many letters of a text are shown."""

SIGNS = {"fault": "\u26a1\ufe0e ", "input": "\u25b8 ", "step": "", "error": "\u2717 "}

Shape = tuple[str, dict[str, Any], str]
"""A tag of SVG, its attributes, and its text."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`at`: the place of each state from left to right."""

    width: float
    height: float
    at: tuple[float, ...]
    shapes: tuple[Shape, ...]


@dataclass(slots=True)
class _Packed:
    """Lines of things, none of which is upon another one. `ends`: of each line, where its last one ends."""

    ends: list[float] = field(default_factory=list)

    def line(self, first: float, last: float) -> int:
        """The first line with room from there to there; things come from left to right."""
        number = next((n for n, end in enumerate(self.ends) if end + 5 <= first), len(self.ends))
        self.ends[number:] = [last, *self.ends[number + 1 :]]
        return number


@dataclass(slots=True)
class _Row:
    """`labels`: above the line of the row; `bars`: below it, a line for each timer; `ways`: between these and the next row."""

    labels: _Packed = field(default_factory=_Packed)
    bars: dict[str, int] = field(default_factory=dict)
    ways: _Packed = field(default_factory=_Packed)
    top: float = 0
    line: float = 0
    bottom: float = 0


def drawing(found: Happenings) -> Drawing | None:
    """None: it is too long for a picture."""
    told = len(found.moments) - 1 - len(found.quiet)
    return _Drawer(found).drawn() if told <= MOST_STEPS else None


def places(found: Happenings, left: float) -> tuple[float, ...]:
    """Where each state is. A moment has its room behind the one before, and each step in it some more. What is told with the next
    step is where that is."""
    whole = found.moments[-1] or 1
    at, more = [left], 0.0
    for number in range(1, len(found.moments)):
        passed, quiet = found.moments[number] - found.moments[number - 1], number in found.quiet
        if passed:
            at.append(at[-1] + SPREAD * float(passed / whole) + (0 if quiet else PAUSE))
            more = 0
        else:
            at.append(at[-1] + more)
            more = 0 if quiet else STEP
    return tuple(at)


class _Drawer:
    def __init__(self, found: Happenings) -> None:
        self.found = found
        self.left = EDGE + max(LETTER * 1.1 * len(shown(name)) for name in found.rows) + 2 * EDGE
        self.at = places(found, self.left)
        self.rows = [_Row() for _ in found.rows]
        self.head, self.feet = _Packed(), _Packed()
        self.right = self.at[-1]
        self.shapes: list[Shape] = []

    def drawn(self) -> Drawing:
        """First everything has its line, then the lines have their places, then it is drawn: what is behind comes first."""
        events = [(each, self._line_of_event(each)) for each in sorted(self.found.events, key=lambda each: each.at)]
        timers = [(each, *self._text_of_timer(each)) for each in sorted(self.found.timers, key=lambda each: each.first)]
        ways = [(each, self._line_of_way(each)) for each in sorted(self.found.messages, key=self._middle)]
        watched = [(each, self._line_of_watched(each)) for each in sorted(self.found.watched, key=lambda each: each.first)]
        ticks = [*self._ticks()]
        end = self.head.line(*self._room(self.at[-1], self.at[-1] + width(self.found.end))) if self.found.end else 0
        bottom = self._stacked()
        for each, line in watched:
            self._watched(each, line, bottom)
        self._moments(ticks, bottom)
        if self.found.end:
            self._draw("line", "end", x1=self.at[-1], y1=EDGE + 18.0 * end + 15, x2=self.at[-1], y2=bottom - 6)
            self._text("end-text", self.at[-1] + 2, EDGE + 18.0 * end + 11, self.found.end, len(self.at) - 1)
        for row, name in zip(self.rows, self.found.rows, strict=True):
            self._draw("line", "row", x1=self.left - EDGE, y1=row.line, x2=self.at[-1] + EDGE, y2=row.line)
            self._text("name", EDGE, row.line + 4, name)
        for way, _ in ways:
            self._arrow(way)
        for timer, text, x in timers:
            self._timer(timer, text, x)
        for event, line in events:
            self._stem(event, line)
        for event, line in events:
            self._event(event, line)
        for way, line in ways:
            self._label_of_way(way, line)
        for way, _ in ways:
            self._cross(way)
        height = bottom + LABEL * len(self.feet.ends) + EDGE
        return Drawing(round(self.right + 2 * EDGE, 1), round(height, 1), tuple(round(x, 1) for x in self.at), tuple(self.shapes))

    # --- lines ---

    def _room(self, first: float, last: float) -> tuple[float, float]:
        self.right = max(self.right, last)
        return first, last

    def _line_of_event(self, event: Event) -> int:
        start = self.at[event.at] - 3
        return self.rows[event.row].labels.line(*self._room(start, start + width(SIGNS[event.kind] + shown(event.text)) + 4))

    def _text_of_timer(self, timer: TimerRun) -> tuple[str, float]:
        """What is said of it, and where: in its bar if there is room, else behind it if there is, else nothing."""
        bars = self.rows[timer.row].bars
        bars.setdefault(timer.name, len(bars))
        others = (each for each in self.found.timers if (each.row, each.name) == (timer.row, timer.name))
        first, last = self._bar(timer)
        free = min((self.at[each.first] for each in others if each.first >= timer.last), default=None)
        for text in (told_of(timer), timer.length):
            if width(text) + 10 <= last - first:
                return text, first + 5
            if free is None or width(text) + 10 <= free - last:
                self._room(last, last + 5 + width(text))
                return text, last + 5
        return "", 0

    def _bar(self, timer: TimerRun) -> tuple[float, float]:
        return self.at[timer.first], max(self.at[timer.last], self.at[timer.first] + 6)

    def _line_of_way(self, way: MessageWay) -> int:
        start = self._middle(way) + 4
        return self.rows[self._between(way)].ways.line(*self._room(start, start + width(told_of_way(way)) + 6))

    def _between(self, way: MessageWay) -> int:
        """The row below which the arrow leaves the sender's, or comes to it."""
        return way.sender if way.receiver > way.sender else way.sender - 1

    def _middle(self, way: MessageWay) -> float:
        """Where it is on its way to the next row."""
        first, last = self.at[way.first], self._end(way)
        return first + (last - first) / (2 * abs(way.receiver - way.sender))

    def _end(self, way: MessageWay) -> float:
        return max(self.at[way.last], self.at[way.first] + 8)

    def _line_of_watched(self, watched: Watched) -> int:
        first, last = self.at[watched.first], self.at[watched.last]
        return self.head.line(*self._room(first, max(last, first + width(f"{watched.name} {watched.lasts}") + 8)))

    def _ticks(self) -> Iterator[tuple[float, str, int]]:
        """Of each moment its first place, its time, and the line of that."""
        before = None
        for place, time in zip(self.at, self.found.moments, strict=True):
            if time != before and self._is_told(time):
                text = seconds(time)
                half = width(text) / 2 + 2
                yield place, text, self.feet.line(*self._room(place - half, place + half))
            before = time

    def _is_told(self, time: object) -> bool:
        """Does anything happen then, or is it the end? All other moments are within one time that passes."""
        moments, quiet = self.found.moments, self.found.quiet
        return any(each == time and (number == 0 or number not in quiet) for number, each in enumerate(moments))

    def _stacked(self) -> float:
        """Gives each row its place; where the last one ends."""
        here = EDGE + 18.0 * len(self.head.ends) + 4
        for row in self.rows:
            row.top = here
            row.line = here + LABEL * len(row.labels.ends) + 10
            row.bottom = row.line + 10 + BAR * len(row.bars)
            here = row.bottom + LABEL * len(row.ways.ends) + 14
        return here

    # --- shapes ---

    def _draw(self, tag: str, look: str, text: str = "", step: int | None = None, **attributes: float | str) -> None:
        rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in attributes.items()}
        more = {} if step is None else {"data-step": step}
        self.shapes.append((tag, {"class": f"time-{look}", **rounded, **more}, text))

    def _text(self, look: str, x: float, y: float, text: str, step: int | None = None, ground: bool = False) -> None:
        if ground:
            self._draw("rect", "ground", x=x - 2, y=y - 10, width=width(text) + 4, height=13.0)
        self._draw("text", look, text, step, x=x, y=y)

    def _watched(self, watched: Watched, line: int, bottom: float) -> None:
        first, last = self.at[watched.first], self.at[watched.last]
        row = None if watched.row is None else self.rows[watched.row]
        top = EDGE + 18.0 * len(self.head.ends) if row is None else row.top
        height = (bottom - 8 if row is None else row.bottom) - top
        if watched.claimed:
            self._draw("rect", "watched", x=first, y=top, width=max(last - first, 2.0), height=height)
        y = EDGE + 18.0 * line + 15
        for x in (first, last):
            self._draw("line", "bracket", x1=x, y1=y - 3, x2=x, y2=top)
        self._draw("line", "bracket", x1=first, y1=y, x2=last, y2=y)
        self._text("outage", first + 2, y - 4, f"{watched.name} {watched.lasts}", watched.last)

    def _moments(self, ticks: Sequence[tuple[float, str, int]], bottom: float) -> None:
        top = EDGE + 18.0 * len(self.head.ends) + 2
        for x, text, line in ticks:
            self._draw("line", "moment", x1=x, y1=top, x2=x, y2=bottom - 6 + LABEL * line)
            self._text("clock", x - width(text) / 2, bottom + 4 + LABEL * line, text, ground=True)

    def _arrow(self, way: MessageWay) -> None:
        x1, y1, x2, y2 = self._line_of(way)
        look = {"arrives": "way", "is lost": "way lost", "is on its way": "way open"}[way.fate]
        self._draw("line", look, x1=x1, y1=y1, x2=x2, y2=y2, step=way.first)
        if way.fate == "arrives":
            self._draw("path", "point", d=point(x1, y1, x2, y2), step=way.last)

    def _cross(self, way: MessageWay) -> None:
        if way.fate == "is lost":
            _, _, x, y = self._line_of(way)
            self._draw("path", "cross", d=f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8", step=way.last)

    def _line_of(self, way: MessageWay) -> tuple[float, float, float, float]:
        """What does not arrive does not come so far."""
        x1, y1, part = self.at[way.first], self.rows[way.sender].line, 1 if way.fate == "arrives" else 0.75
        return x1, y1, x1 + (self._end(way) - x1) * part, y1 + (self.rows[way.receiver].line - y1) * part

    def _label_of_way(self, way: MessageWay, line: int) -> None:
        y = self.rows[self._between(way)].bottom + LABEL * line + 12
        self._text("way-text", self._middle(way) + 6, y, told_of_way(way), way.first, ground=True)

    def _timer(self, timer: TimerRun, text: str, x: float) -> None:
        first, last = self._bar(timer)
        top = self.rows[timer.row].line + 8 + BAR * self.rows[timer.row].bars[timer.name]
        look = {"expires": "timer", "is stopped": "timer stopped", "starts anew": "timer stopped", "runs on": "timer open"}
        self._draw("rect", look[timer.end], x=first, y=top, width=last - first, height=BAR - 4, rx=2, step=timer.first)
        if timer.end == "expires":
            self._draw("rect", "expiry", x=last - 4, y=top, width=4.0, height=BAR - 4, step=timer.last)
        if text:
            self._text("timer-text", x, top + 11, text, timer.first, ground=x > last)

    def _stem(self, event: Event, line: int) -> None:
        row, x = self.rows[event.row], self.at[event.at]
        self._draw("line", f"stem {event.kind}", x1=x, y1=row.line, x2=x, y2=row.line - 10 - LABEL * line)

    def _event(self, event: Event, line: int) -> None:
        row, x = self.rows[event.row], self.at[event.at]
        y = row.line - 12 - LABEL * line
        self._draw("circle", f"dot {event.kind}", cx=x, cy=row.line, r=4, step=event.at)
        self._text(f"event {event.kind}", x - 3, y, SIGNS[event.kind] + shown(event.text), event.at, ground=True)


# --- texts -------------------------------------------------------------------------------------------------------------


def shown(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026"


def width(text: str) -> float:
    return LETTER * len(text.replace("\ufe0e", ""))


def told_of(timer: TimerRun) -> str:
    return shown(timer.name) + f" {timer.length}" + (", stopped" if timer.end == "is stopped" else "")


def told_of_way(way: MessageWay) -> str:
    more = {"arrives": f" {way.takes}", "is lost": " lost", "is on its way": ""}[way.fate]
    return shown(way.text) + more


def point(x1: float, y1: float, x2: float, y2: float) -> str:
    """The head of an arrow, which ends there."""
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1
    x, y = (x2 - x1) / length * 9, (y2 - y1) / length * 9
    corners = [(x2, y2), (x2 - x - y * 0.45, y2 - y + x * 0.45), (x2 - x + y * 0.45, y2 - y - x * 0.45)]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in corners) + "Z"
