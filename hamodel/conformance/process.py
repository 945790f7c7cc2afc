"""Process(command, system): a program in any language as an implementation, which is asked and answers in lines of JSON.

One JSON object a line, UTF-8, on stdin and stdout; what the program has to say beside that belongs on stderr.

    {"reset": {"protocol": 1, "spec": "failover", "options": {}, "sizes": {"Session": 2}}}    start anew
    {"ok": true, "events": ["tick"]}                                  or without `events`
    {"do": "begin", "arguments": {"s": "s0", "d": "fw0"}}             an input or a fault of the spec, or an event
    {"ok": true}                                                      or {"refused": "why it cannot be done now"}
    {"observe": true}                                                 what can be seen?
    {"state": {"alive[fw0]": true, "owner[fw0, s0]": "fw0", "sync[fw0, fw1]": ["opened(s0)"]}}

`{"ok": true, "state": {...}}` answers a reset or a `do` and says what can be seen at once: nobody asks then. A state names
cells of the spec: a bool, an integer, the name of a member, null for `none`; `"up"` or `"down"` (or true and false) for a link;
the texts of the messages in flight for a channel. What it leaves out is unknown. An answer has these keys and no others: a
misspelt one would pass for something that is not shown. The program ends when its stdin does.

The events that a program has are known after its first reset. `protocol.md` tells the same to the author of such a program.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from types import TracebackType

from hamodel.conformance.implementation import Failed, Observation, Refused, Shown
from hamodel.conformance.pipes import LONGEST_LINE, Broken, NotStarted, Program, escaped, shown
from hamodel.host.strict_json import NoNumber, SaidTwice, strict
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.report import words

PROTOCOL = 1
ANSWER_TIME = 5.0  # seconds; a program that has just been started always has as many
MOST_EVENTS = 1000
MOST_SIGNS = 1000  # of anything that a state names
MOST_WORDS = 200  # signs of a reason
LINES_OF_STDERR = 5


class Process:
    """An implementation that is a program. It is started by the first reset, and again by the next one after it failed.

    `answer_time`: the seconds that it has for an answer; `longest`: the bytes. Every error of the program raises `Failed` with
    what it did, when, and its last lines on stderr; the program is killed then. Whoever makes a Process must `close` it.
    `shown`: the cells that it has shown so far. `unasked`: what it wrote until it was closed and nobody asked for.
    """

    def __init__(self, command: str, system: System, answer_time: float = ANSWER_TIME, longest: int = LONGEST_LINE) -> None:
        """Raises `ValueError` where the command is no list of words as a shell reads them."""
        self._command = shlex.split(command)
        if not self._command:
            raise ValueError("it is empty")
        self.system, self.answer_time, self.longest = system, answer_time, longest
        self.events: tuple[str, ...] = ()
        self.shown: set[str] = set()
        self.unasked = b""
        self._program: Program | None = None
        self._state: Observation | None = None
        self._last = ""
        self._new = False  # was the program just started?

    def start(self) -> None:
        """Starts the program if it does not run. Raises `Failed` if there is none, or it cannot be run."""
        if self._program is None:
            try:
                self._program = Program(self._command, self.longest)
            except NotStarted as error:
                raise Failed(str(error)) from None
            self._new = True

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        """Starts anew, and the program too if it does not run. Raises `Failed`."""
        self.start()
        answer = self._ask(reset_line(self.system.name, options, sizes), "when it was reset")
        self._accept(answer, {"ok", "state", "events"}, "when it was reset")
        self.events = self._events(answer.get("events", []))
        self._last = "the reset"

    def do(self, action: str, /, **arguments: Value) -> None:
        """Does it. Raises `Refused` or `Failed`."""
        named = escaped(spelled(action, arguments), MOST_WORDS)
        when = f"when it was to do `{named}`"
        answer = self._ask(do_line(action, arguments), when)
        if "refused" in answer:
            self._only({"refused"}, answer, when)
            if not isinstance(answer["refused"], str):
                raise self._failed(f"`refused` says why, in a text, and not {_json(answer['refused'])}", when)
            raise Refused(escaped(answer["refused"], MOST_WORDS))
        self._accept(answer, {"ok", "state"}, when)
        self._last = f"`{named}`"

    def observe(self) -> Observation:
        """What can be seen now. Raises `Failed`."""
        state, self._state = self._state, None
        if state is not None:
            return state
        when = f"when it was asked what can be seen after {self._last}"
        answer = self._ask(OBSERVE, when)
        self._only({"state"}, answer, when)
        if "state" not in answer:
            raise self._failed(f"the answer has no `state`: {_json(answer)}", when)
        return self._observation(answer["state"], when)

    def close(self) -> None:
        """Ends the program."""
        if self._program is not None:
            self._program.end()
            self.unasked, self._program = self._program.unread, None

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # --- answers -----------------------------------------------------------------------------------------------------

    def _ask(self, question: str, when: str) -> dict[str, object]:
        if self._program is None:
            raise Failed(f"it does not run {when}: it failed before, or was never reset")
        self._state = None
        seconds = max(self.answer_time, ANSWER_TIME) if self._new else self.answer_time
        self._new = False
        try:
            line = self._program.ask(question.encode(), seconds)
        except Broken as error:
            raise self._failed(str(error), when) from None
        try:
            answer = strict(line)
        except UnicodeDecodeError:
            raise self._failed(f"the answer is not UTF-8: {shown(line)}", when) from None
        except SaidTwice as key:
            raise self._failed(f"the answer is not JSON (it has {shown(str(key))} twice): {shown(line)}", when) from None
        except NoNumber as name:
            raise self._failed(f"the answer is not JSON ({name} is no JSON): {shown(line)}", when) from None
        except (ValueError, RecursionError):
            raise self._failed(f"the answer is not JSON: {shown(line)}", when) from None
        if not isinstance(answer, dict):
            raise self._failed(f"the answer is not a JSON object but {shown(line)}", when)
        if self._program.unread:
            raise self._failed(f"wrote more than one line; the second is {shown(self._program.unread)}", when)
        return answer

    def _accept(self, answer: dict[str, object], keys: set[str], when: str) -> None:
        """The answer to a reset or a `do` that was done."""
        self._only(keys, answer, when)
        if answer.get("ok") is not True:
            raise self._failed(f'the answer has no `"ok": true`: {_json(answer)}', when)
        if "state" in answer:
            self._state = self._observation(answer["state"], when)

    def _only(self, keys: set[str], answer: dict[str, object], when: str) -> None:
        for key in answer:
            if key not in keys:
                known = ", ".join(f"`{each}`" for each in sorted(keys))
                raise self._failed(f"the answer has a key {shown(key)}, which means nothing here; it may have {known}", when)

    def _observation(self, state: object, when: str) -> Observation:
        if not isinstance(state, dict):
            raise self._failed(f"`state` maps cells to what they hold, and is {_json(state)}", when)
        spellings: dict[str, str] = {}
        for cell in state:
            if (other := spellings.setdefault("".join(cell.split()), cell)) != cell:
                raise self._failed(f"`state` has one cell twice, as {shown(other)} and as {shown(cell)}", when)
        self.shown.update(state)
        return {self._plain(cell, when): self._content(cell, content, when) for cell, content in state.items()}

    def _content(self, cell: str, content: object, when: str) -> Shown:
        if content is None or isinstance(content, bool | int):
            return content
        if isinstance(content, str):
            return self._plain(content, when)
        if isinstance(content, list) and all(isinstance(each, str) for each in content):
            return [self._plain(each, when) for each in content]
        wanted = "true, false, an integer, a text, null or a list of texts"
        raise self._failed(f"the cell {shown(cell)} holds {_json(content)}, which is not {wanted}", when)

    def _plain(self, text: str, when: str) -> str:
        """What can be shown on a terminal as it is. Everything that a spec can name is like that."""
        if text.isprintable() and len(text) <= MOST_SIGNS:
            return text
        raise self._failed(f"the answer speaks of {shown(text)}, which no spec can name", when)

    def _events(self, events: object) -> tuple[str, ...]:
        names = [each for each in events if isinstance(each, str) and each] if isinstance(events, list) else None
        if names is None or not isinstance(events, list) or len(set(names)) < len(events) or len(names) > MOST_EVENTS:
            raise self._failed(f"`events` is a list of different names, and is {_json(events)}", "when it was reset")
        for name in names:
            self._plain(name, "when it was reset")
            if any(action.name == name for action in self.system.actions):
                raise self._failed(f"its event {shown(name)} has the name of an action of the spec", "when it was reset")
        return tuple(names)

    def _failed(self, what: str, when: str) -> Failed:
        """What it did, and its last words; it does not run any more."""
        assert self._program is not None
        subject = "" if what.startswith(("the ", "its ", "`")) else "the program "
        self._program.kill()
        lines = [line for line in self._program.last_words.splitlines() if line.strip()][-LINES_OF_STDERR:]
        self._program = None
        said = "".join(f"\n  {escaped(line, 100)}" for line in lines)
        return Failed(f"{when}, {subject}{what}" + (f"\nits last lines on stderr:{said}" if said else ""))


# --- questions -------------------------------------------------------------------------------------------------------

OBSERVE = '{"observe": true}'


def reset_line(spec: str, options: Mapping[str, Value], sizes: Mapping[str, int]) -> str:
    return json.dumps({"reset": {"protocol": PROTOCOL, "spec": spec, "options": dict(options), "sizes": dict(sizes)}})


def do_line(action: str, arguments: Mapping[str, Value]) -> str:
    return json.dumps({"do": action, "arguments": dict(arguments)})


def spelled(action: str, arguments: Mapping[str, Value]) -> str:
    """`begin(s0, fw0)`"""
    listed = ", ".join(words.value(value) for value in arguments.values())
    return f"{action}({listed})" if listed else action


def _json(value: object) -> str:
    return shown(json.dumps(value, ensure_ascii=False))
