"""Text becomes the tree that the reference promises, with exact places; what is wrong in it is told in one run."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any

import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.patience import spent

from hamodel.diagnostics import Diagnostic, SpecError, render
from hamodel.language import errors
from hamodel.language.text import ast
from hamodel.language.text.parse import LARGEST_FILE, load, parse, read
from hamodel.source import Source, Span

HERE = Path(__file__).parent.parent
MESSAGES = HERE / "language/messages" / "parse"
REFERENCE = HERE.parent / "hamodel" / "language" / "reference.md"


def tree(text: str) -> ast.Spec:
    return parse(Source("test.ha", f"spec test\n{text}"))


def only(text: str) -> Any:
    (declaration,) = tree(text).declarations
    return declaration


def expression(text: str) -> Any:
    return only(f"def d = {text}").body


def codes(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        tree(text)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def lisp(node: Any) -> str:
    """An expression with every grouping shown."""
    match node:
        case ast.Word(text=text) | ast.Name(text=text):
            return text
        case ast.Number(value=value):
            return str(value)
        case ast.Operation(op=op, args=args):
            return f"({' '.join([op, *map(lisp, args)])})"
        case ast.Index(name=name, indices=parts):
            return f"{name.text}[{listed(parts)}]"
        case ast.Call(name=name, args=parts):
            return f"{name.text}({listed(parts)})"
        case ast.Field(record=record, name=name):
            return f"{lisp(record)}.{name.text}"
        case ast.Members(members=parts):
            return f"{{{listed(parts)}}}"
        case ast.Interval(low=low, high=high):
            return f"{lisp(low)}..{lisp(high)}"
        case ast.Quantified(op=op, binders=binders, where=where, body=body):
            names = [f"{lisp(binder.name)}:{binder.type.span.text}" for binder in binders]
            return f"({' '.join([op, *names, *(lisp(part) for part in (where, body) if part is not None)])})"
        case ast.Match(subject=subject, arms=arms):
            shown = [f"{'|'.join(map(lisp, arm.patterns)) or '_'}->{lisp(arm.body)}" for arm in arms]
            return f"(match {lisp(subject)} {' '.join(shown)})"
        case ast.Pending(asked=asked, channel=channel, message=message, args=args, sender=sender, receiver=receiver):
            told = f" {message.text}({listed(args)})" if message else ""
            return f"({asked} {channel.text}{told}{f' {lisp(sender)}->{lisp(receiver)}' if sender and receiver else ''})"
        case ast.Did(action=action, args=args):
            return f"(did {action.text}" + ("" if args is None else f"({listed(args)})") + ")"
        case ast.DidBuiltIn(event=ast.OnLink(verb=verb, link=link, indices=indices)):
            return f"(did {verb} {link.text}[{listed(indices)}])"
        case ast.DidBuiltIn(event=event):
            told = f" {event.message.text}({listed(event.args)})" if event.message else ""
            ends = f" {lisp(event.sender)}->{lisp(event.receiver)}" if event.sender else ""
            return f"(did {event.verb} {event.channel.text}{told}{ends})"
    raise AssertionError(node)


def listed(parts: tuple[Any, ...]) -> str:
    return ", ".join(map(lisp, parts))


# --- expressions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a or b and c", "(or a (and b c))"),
        ("a and b and c or d or e", "(or (and a b c) d e)"),
        ("(a and b) and c", "(and (and a b) c)"),
        ("a => b => c", "(=> a (=> b c))"),
        ("a or b => c", "(=> (or a b) c)"),
        ("a => b until c", "(until (=> a b) c)"),
        ("a since b leads to c until d", "(leads to (since a b) (until c d))"),
        ("not a and b", "(and (not a) b)"),
        ("not a = b", "(not (= a b))"),
        ("next a != b", "(!= (next a) b)"),
        ("next m[x] = m[x]", "(= (next m[x]) m[x])"),
        ("a.b = next a.b + 1", "(= a.b (+ (next a.b) 1))"),
        ("next (a + b) = - next c", "(= (next (+ a b)) (negative (next c)))"),
        ("next not a = b", "(next (not (= a b)))"),
        ("not next a = b", "(not (= (next a) b))"),
        ("next all x: T. a = x", "(next (all x:T (= a x)))"),
        ("a = next if b then c else d", "(= a (next (if b c d)))"),
        ("next next a in { b, c }", "(in (next (next a)) {b, c})"),
        ("always eventually not once historically a", "(always (eventually (not (once (historically a)))))"),
        ("always (a => next b)", "(always (=> a (next b)))"),
        ("a + b - c", "(- (+ a b) c)"),
        ("a - b * c div d mod e", "(- a (mod (div (* b c) d) e))"),
        ("-a + -1", "(+ (negative a) (negative 1))"),
        ("a + 1 <= b * 2", "(<= (+ a 1) (* b 2))"),
        ("a in { b, c } and d", "(and (in a {b, c}) d)"),
        ("a not  in { b, }", "(not in a {b})"),
        ("a in 0..n - 1", "(in a 0..(- n 1))"),
        ("f(x, y) = m[x, y]", "(= f(x, y) m[x, y])"),
        ("flow.session.id = m[x].session", "(= flow.session.id m[x].session)"),
        ("f(x).session", "f(x).session"),
        ("f()", "f()"),
        ("all x: T, y: U where p. q and r", "(all x:T y:U p (and q r))"),
        ("a and some x: T. b or c", "(and a (some x:T (or b c)))"),
        ("all x: T.p", "(all x:T p)"),
        ("all x: 0..3. p", "(all x:0..3 p)"),
        ("all x: T?. p", "(all x:T? p)"),
        ("all x: T where x.a = b. c", "(all x:T (= x.a b) c)"),
        ("exactly one x: T. at  most\n one y: T. p", "(exactly one x:T (at most one y:T p))"),
        ("not all x: T. a => b", "(not (all x:T (=> a b)))"),
        ("the p: T where p != d and q", "(the p:T (and (!= p d) q))"),
        ("a = the p: T where p != d", "(= a (the p:T (!= p d)))"),
        ("(count x: T where p) + 1 > 2", "(> (+ (count x:T p) 1) 2)"),
        ("if a then b else c + 1", "(if a b (+ c 1))"),
        ("a = if b then c else d = e", "(= a (if b c (= d e)))"),
        ("if a then b else if c then d else e", "(if a b (if c d e))"),
        ("match a { b -> 1, c | d -> 2, _ -> 3 }", "(match a b->1 c|d->2 _->3)"),
        ("match a { b -> c d -> e + 1 1 -> f }", "(match a b->c d->(+ e 1) 1->f)"),
        ("match a { true -> -1 none -> g }", "(match a true->(negative 1) none->g)"),
        ("match a { b -> x, } = c", "(= (match a b->x) c)"),
        ("match a { b -> pending sync c -> did crash }", "(match a b->(pending sync) c->(did crash))"),
        ("pending sync opened(s, d) from a to peer(b) and c", "(and (pending sync opened(s, d) a->peer(b)) c)"),
        ("pending sync hello from a to b", "(pending sync hello() a->b)"),
        ("first sync hello from a to b and room", "(and (first sync hello() a->b) room)"),
        ("room sync from a to b => first = room", "(=> (room sync a->b) (= first room))"),
        ("room sync opened(s) from a to b", "(room sync opened(s) a->b)"),
        ("count sync < 2 and count sync from a to b = 1", "(and (< (count sync) 2) (= (count sync a->b) 1))"),
        ("count sync opened(s) from a to b + 1", "(+ (count sync opened(s) a->b) 1)"),
        ("pending room first from a to b", "(pending room first() a->b)"),
        ("first first first from a to b", "(first first first() a->b)"),
        ("room room room from room to room", "(room room room() room->room)"),
        ("did cut ha[d] and did mend up", "(and (did cut ha[d]) (did mend up[]))"),
        ("did cut ha from a to b and did cut and did lose(x)", "(and (did cut ha[a, b]) (did cut) (did lose(x)))"),
        ("did deliver sync opened(s) from a to b or did lose sync", "(or (did deliver sync opened(s) a->b) (did lose sync))"),
        ("pending sync from a to b => did crash(d)", "(=> (pending sync a->b) (did crash(d)))"),
        ("up(ha1) and true = none", "(and up(ha1) (= true none))"),
        ("_ and on", "(and _ on)"),
    ],
)
def test_expression(text: str, meant: str) -> None:
    assert lisp(expression(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("when reverts = all s: T. p = q", "reverts | (all s:T (= p q))"),
        ("when a = b = all s: T. p", "(= a b) | (all s:T p)"),
        ("when a = b and c = d = not p", "(and (= a b) (= c d)) | (not p)"),
        ("when (a = b) = (c = d)", "(= a b) | (= c d)"),
        ("when a != b = c", "(!= a b) | c"),
        ("when a in { b } = c or d", "(in a {b}) | (or c d)"),
    ],
)
def test_where_the_options_end(text: str, meant: str) -> None:
    property = only(f"invariant p expect violated {text}")
    assert f"{lisp(property.when)} | {lisp(property.formula)}" == meant


def test_keywords_of_one_declaration_are_names_in_the_others() -> None:
    channel = "over carries fifo unordered reliable lossy duplicating waits lost cut"
    others = "expect violated reached set blocked mend deliver lose duplicate assert on _ at most exactly leads first"
    for word in f"{channel} {others}".split():
        (var, step, property, scenario) = tree(
            f"var {word}[T] : bool\nstep s({word}: T) {{ let x = a {word}[x] := {word}[y] {word}(x) require {word} }}\n"
            f"invariant {word} = {word}[x]\nscenario {word} {{ assert {word}[s0] any step }}"
        ).declarations
        assert var.name.text == property.name.text == scenario.name.text == word
        assert [type(statement) for statement in step.body] == [ast.Let, ast.Assign, ast.Invoke, ast.Require]


def test_only_operators_reach_as_far_as_they_can(caplog: pytest.LogCaptureFixture) -> None:
    """A conflict in the grammar is settled by shifting, which is right for what stands inside `all x: T. ...`, and only there."""
    text = (REFERENCE.parent / "text/grammar.lark").read_text(encoding="utf-8")
    lark.logger.setLevel(logging.DEBUG)
    lark.logger.addHandler(caplog.handler)
    try:
        lark.Lark(text, parser="lalr", lexer="basic", start="declaration", debug=True)
    finally:
        lark.logger.removeHandler(caplog.handler)
        lark.logger.setLevel(logging.CRITICAL)
    found = set(re.findall(r"Shift/Reduce conflict for terminal (\w+)", caplog.text))
    operators = "PLUS MINUS STAR DIV MOD SLASH EQ NE LT LE GT GE IN NOT_IN AND OR IMPLIES UNTIL SINCE LEADS_TO LASTS WITHIN"
    assert found == set(operators.split())


# --- declarations ----------------------------------------------------------------------------------------------------


def test_the_whole_reference_parses() -> None:
    blocks = re.findall(r"```\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 9
    spec = parse(Source("reference.md", "\n".join(blocks)))
    assert spec.name.text == "NAME"
    kinds = {type(declaration) for declaration in spec.declarations}
    made_of_imports = {ast.Fit, ast.Imported}
    assert kinds == set(ast.Declaration.__args__) - made_of_imports  # every kind of declaration is in it


def test_types() -> None:
    spec = tree("option o : { a, b } = a\nvar v[T, x: U?] : -1..3 = 0\nrecord R { f: bool, g: T? }\nsort S\nlink a, b")
    option, var, record, sort, link = spec.declarations
    assert [member.text for member in option.type.members] == ["a", "b"]
    assert lisp(option.default) == "a"
    assert (lisp(var.type.low), lisp(var.type.high)) == ("(negative 1)", "3")
    assert var.binders[0].name is None
    assert var.binders[1].name.text == "x"
    assert isinstance(var.binders[1].type, ast.OptionalType)
    assert [field.name.text for field in record.fields] == ["f", "g"]
    assert sort.name.text == "S"
    assert [wire.name.text for wire in link.wires] == ["a", "b"]


def test_channel() -> None:
    text = "channel sync over ha2 from A to B carries opened(session: S, by: A), closed(S), hello\n fifo 2 lossy waits  when cut"
    channel = only(text)
    assert ([path.text for path in channel.over], channel.sender.text, channel.receiver.text) == (["ha2"], "A", "B")
    messages = [(message.name.text, len(message.fields)) for message in channel.messages]
    assert messages == [("opened", 2), ("closed", 1), ("hello", 0)]
    assert (channel.order, lisp(channel.capacity)) == ("fifo", "2")
    assert [trait.text for trait in channel.traits] == ["lossy", "waits when cut"]
    assert channel.span.text == text
    bag = only("channel c from A to A carries m unordered")
    assert (bag.over, bag.order, bag.capacity, bag.traits) == ((), "unordered", None, ())


def test_actions() -> None:
    step, on, fault = tree(
        "strongly  fair step go(d: T) when a { x := 1 }\nfair on sync opened(s, by) from a to d { }\nfault stop { }"
    ).declarations
    assert (step.kind, step.fairness, step.span.text) == ("step", "strongly fair", "strongly  fair step go(d: T) when a")
    assert (on.fairness, on.message.text, [field.text for field in on.fields]) == ("fair", "opened", ["s", "by"])
    assert (on.sender.text, on.receiver.text, on.guard, on.body) == ("a", "d", None, ())
    assert (fault.kind, fault.fairness, fault.parameters, fault.span.text) == ("fault", "", (), "fault stop")


def test_statements() -> None:
    body = only(
        "proc p { let x = a  m[x].f := 1  if a { } else if b { q() } else { }  for x: T, y: U where p { }"
        " choose x: T  choose y: T where p  either { } or { x := 1 } or { }  require a"
        " send c m(a) from a to b  send c n from a to b  drop c from a to b  q(a, b) }"
    ).body
    kinds = "Let Assign If For Choose Choose Either Require Send Send Drop Invoke"
    assert [type(statement).__name__ for statement in body] == kinds.split()
    branch = body[2]
    assert isinstance(branch.otherwise[0], ast.If)
    assert branch.otherwise[0].then[0].name.text == "q"
    assert (body[4].where, body[5].where.text) == (None, "p")
    assert [len(branch) for branch in body[6].branches] == [0, 1, 0]
    assert lisp(body[1].cell) == "m[x].f"
    assert body[4].span.text == "choose x: T"
    assert body[6].span.text == "either { } or { x := 1 } or { }"


def test_properties_and_their_comments() -> None:
    text = """
        ## not this: a line is between

        ## Two lines,
        ##   joined.
        invariant a = p
        # a plain comment
        property b expect violated = p
        reachable c expect reached when x = p
        ## of the assumption
        assume d = p"""
    properties = tree(text).declarations
    assert [(property.kind, property.expect, property.doc) for property in properties] == [
        ("invariant", "", "Two lines, joined."),
        ("property", "violated", ""),
        ("reachable", "reached", ""),
        ("assume", "", "of the assumption"),
    ]


def test_scenario() -> None:
    text = """scenario s {
        set n = -1  set o = first_packet
        first_packet(s0, any)  tick
        deliver sync
        crash(fw0)
        deliver sync opened(s0, any) from fw0 to any  lose sync from a to b
        blocked duplicate sync  blocked crash(fw1)
        cut ha1 mend ha1
        any step* any step
        assert p
        cut ha1
    }"""
    scenario = only("\n## It tells.\n" + text)
    kinds = "Set Set Happen Happen OnChannel Happen OnChannel OnChannel OnChannel Happen OnLink OnLink"
    kinds += " AnySteps AnySteps Assert OnLink"
    assert [type(instruction).__name__ for instruction in scenario.instructions] == kinds.split()
    assert (scenario.doc, scenario.span.text) == ("It tells.", text)
    happen, deliver, lose, blocked = (scenario.instructions[index] for index in (2, 6, 7, 8))
    assert [lisp(argument) for argument in happen.args] == ["s0", "any"]
    assert (deliver.message.text, lisp(deliver.sender), lisp(deliver.receiver)) == ("opened", "fw0", "any")
    assert (lose.message, lisp(lose.sender)) == (None, "a")
    assert (blocked.verb, blocked.blocked) == ("duplicate", True)
    assert [step.many for step in scenario.instructions[12:14]] == [True, False]


EXPRESSIONS = ast.Operation | ast.Index | ast.Call | ast.Field | ast.Quantified | ast.Match | ast.Did | ast.Word


def test_every_place_is_exact() -> None:
    """The text of a node, parsed by itself, gives a node of the same shape."""
    text = "((a + m[x, -1]) * 2 in { f(b.c), d }) => some x: T. match y { a | b -> if p then q else r, _ -> did crash(z) }"
    seen = 0
    stack: list[Any] = [expression(text)]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Span):
            stack.extend(getattr(node, name) for name in node.__dataclass_fields__)
            if isinstance(node, EXPRESSIONS):
                assert lisp(expression(node.span.text)) == lisp(node)
                seen += 1
    assert seen > 20
    (operation,) = [part for part in [expression("(a) and (b)")] if isinstance(part, ast.Operation)]
    assert operation.span.text == "(a) and (b)"


def test_white_space_means_nothing() -> None:
    tight = tree("var a[T]:bool=true step s(d:T) when a[d]{a[d]:=not a[d]} invariant p=all d:T.a[d]")
    loose = tree(
        "var\na\n[\nT\n]\n:\nbool\n=\ntrue\n"
        "step s ( d : T )\nwhen a [ d ] { a [ d ] := not a [ d ] }\r\ninvariant p = all d : T .\ta[d]"
    )
    assert [type(declaration) for declaration in tight.declarations] == [ast.Var, ast.Action, ast.Property]
    assert lisp(tight.declarations[2].formula) == lisp(loose.declarations[2].formula)
    assert lisp(tight.declarations[1].body[0].value) == lisp(loose.declarations[1].body[0].value)


# --- messages --------------------------------------------------------------------------------------------------------


def rendered(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        parse(Source(path.name, path.read_text(encoding="utf-8")))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.ha")), ids=lambda path: path.stem)
def test_message(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), rendered(path))


def test_every_message_about_the_text_has_an_example() -> None:
    about_text = Path(errors.text.__file__).read_text(encoding="utf-8")
    names = {name for name, _ in getmembers(errors.text, isfunction) if f"\ndef {name}(" in about_text}
    known = {code for path in MESSAGES.glob("*.err") for code in re.findall(r"^error\[([\w-]+)\]", path.read_text(), re.M)}
    written = set(re.findall(r'Diagnostic\(\s*"([\w-]+)"', about_text))
    assert len(names) >= 25
    assert written == known


PAIR = (HERE.parent / "specs" / "benchmarks" / "pair.ha").read_text(encoding="utf-8")
WORDS = re.findall(r"\w+|\S", re.sub(r"#.*", "", PAIR))


def test_one_typo_makes_one_message() -> None:
    """Every ninth word left out in turn: nearly all give one message, none more than three."""
    places = [match.span() for match in re.finditer(r"\w+|[^\s\w]", PAIR)]
    counts = [len(diagnostics(PAIR[:start] + PAIR[end:])) for start, end in places[::9]]
    counts = [count for count in counts if count]
    assert len(counts) > 30
    assert sum(count > 1 for count in counts) <= len(counts) / 20
    assert max(counts) <= 3


def test_several_errors_are_told_in_one_run() -> None:
    assert codes("var a = 1\nstep b { c = 1 }\ninvariant d = all x. e\nvar f : bool") == ["unexpected", "mistaken", "unexpected"]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A spec with a few words changed, doubled, left out or swapped, or bytes thrown in."""
    text = PAIR
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        new = draw(st.one_of(st.just(""), st.sampled_from(WORDS), st.text(max_size=3), st.just(text[start:end] * 2)))
        text = text[:start] + new + text[end:]
    return text


@given(damaged())
@settings(max_examples=50, deadline=None)
@pytest.mark.heavy
def test_nothing_but_messages_comes_out(text: str) -> None:
    started = spent()
    told = diagnostics(text)
    assert spent() - started < 5
    assert len(told) <= 21
    for diagnostic in told:
        assert diagnostic.span is not None
        assert diagnostic.headline in render(diagnostic)
        assert all(len(line) < 400 for line in render(diagnostic).splitlines())


def diagnostics(text: str) -> tuple[Diagnostic, ...]:
    try:
        parse(Source("test.ha", text))
    except SpecError as error:
        return error.diagnostics
    return ()


HEAP = ["(", ")", "{", "}", "[", "all x: T.", "not", "if", "then", "step a", "var", "=", "a", ",", "'", '"', "\n"]


@given(st.lists(st.sampled_from(HEAP), max_size=300))
@settings(max_examples=30, deadline=None)
def test_no_heap_of_words_is_too_much(words: list[str]) -> None:
    with pytest.raises(SpecError):
        parse(Source("heap.ha", " ".join(["spec heap step", *words])))


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("invariant d = " + "(" * 5000, "too-deep"),
        ("invariant d = " + "(" * 5000 + "a" + ")" * 5000, "too-deep"),
        ("invariant d = " + "not " * 5000 + "a", "too-deep"),
        ("invariant d = " + "a => " * 5000 + "a", "too-deep"),
        ("invariant d = " + "all x: T. " * 5000 + "a", "too-deep"),
        ("invariant d = " + "all x: T. " * 5000, "too-deep"),
        ("step d { " + "if a { " * 5000 + "}" * 5000 + "}", "too-deep"),
        ("step d { " + "if a { } else " * 5000 + "{ } }", "too-deep"),
        ("invariant d = " + "a and " * 5000 + "a", "too-long"),
        ("invariant d = a < " + "9" * 5000, "number-too-large"),
    ],
)
def test_limit(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_what_is_deep_but_not_too_deep() -> None:
    assert lisp(expression("(" * 90 + "a" + ")" * 90)) == "a"
    assert lisp(expression("not " * 90 + "a")).count("not") == 90
    assert len(expression(" and ".join(["not a"] * 900)).args) == 900


def test_2000_lines_take_less_than_a_second() -> None:
    text = "spec large\n" + PAIR.replace("spec ", "# ") * (2000 // PAIR.count("\n") + 1)
    tree("")  # the grammar is there already
    started = time.process_time()
    spec = parse(Source("large.ha", text))
    assert time.process_time() - started < 1
    assert len(spec.declarations) > 500


# --- files and imports -----------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        load(str(path))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \n\t\r\n", "empty-file"),
        (b"spec a\n\0", "not-text"),
        (b"spec a\nvar caf\xe9 : bool", "not-text"),
        ("spec a".encode("utf-16"), "not-text"),
        (b"spec a\n" + b"#" * LARGEST_FILE, "file-too-large"),
    ],
)
def test_a_file_that_is_no_text(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.ha"
    path.write_bytes(content)
    assert f"error[{code}]" in refusal(path)
    assert "bad.ha" in refusal(path)


def test_no_file(tmp_path: Path) -> None:
    assert "error[no-such-file]" in refusal(tmp_path / "gone.ha")
    assert "error[not-a-file]" in refusal(tmp_path)
    assert "error[cannot-read]" in refusal(tmp_path / ("x" * 5000))
    assert "error[not-a-path]" in refusal(tmp_path / "a\0b")
    assert "error[file-too-large]" in refusal(Path("/dev/zero"))


def test_a_mark_of_byte_order_and_other_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "dos.ha"
    path.write_bytes(b"\xef\xbb\xbfspec a\r\n# one\r\nvar b : bool\r\n")
    assert read(str(path)).text == "spec a\n# one\nvar b : bool\n"
    path.write_bytes(b"spec a\r# one\rvar b : bool\r")
    (declaration,) = load(str(path)).declarations
    assert declaration.span.line == 3


def test_imports(tmp_path: Path) -> None:
    """Found from the importing file's folder, put in place, and counted once though two files ask for one."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "main.ha").write_text('spec main\nvar a : T\nimport "parts/b.ha"\nimport "parts/../types.ha"\nvar d : T')
    (tmp_path / "parts" / "b.ha").write_text('spec b\nimport "../types.ha"\nvar c : T')
    (tmp_path / "types.ha").write_text("enum T { x }")
    spec = load(str(tmp_path / "main.ha"))
    assert spec.name.text == "main"
    assert [declaration.name.text for declaration in spec.declarations] == ["a", "T", "c", "d"]
    assert Path(spec.declarations[1].span.source.path).resolve() == (tmp_path / "types.ha").resolve()


def test_imports_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.ha").write_text('spec a\nimport "b.ha"\nimport "gone.ha"\nimport "."\nimport ""\n')
    Path("b.ha").write_text('spec b\nimport "c.ha"\nvar v = 1\n')
    Path("c.ha").write_text('import "b.ha"\nvar = 1')
    found = refusal(Path("a.ha"))
    assert re.findall(r"error\[([\w-]+)\]", found) == ["no-such-file", "not-a-file", "not-a-path", "unexpected"]
    assert "a.ha:3:1" in found
    assert "b.ha:3:7" in found
    Path("b.ha").write_text('spec b\nimport "c.ha"\n')
    Path("c.ha").write_text('import "a.ha"\n')
    assert "these files import each other: `a.ha` -> `b.ha` -> `c.ha` -> `a.ha`" in refusal(Path("a.ha"))


def test_a_long_chain_of_imports(tmp_path: Path) -> None:
    for number in range(1500):
        (tmp_path / f"{number}.ha").write_text(f'spec s\nimport "{number + 1}.ha"\n')
    assert "error[imports-too-deep]" in refusal(tmp_path / "0.ha")
