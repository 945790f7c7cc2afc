"""`hamodel fmt`: one layout, which says what was said before, whatever the text looked like; files whole or untouched."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import BashComplete
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from strategies.privileges import as_a_user
from strategies.sentences import sentences

from hamodel import cli
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.layout import format as layout
from hamodel.language.layout.format import Unfaithful, formatted
from hamodel.language.text.parse import load, parse, read
from hamodel.language.text.tokens import UNITS
from hamodel.source import Source, Span

ROOT = Path(__file__).parent.parent.parent
SPECS = sorted((ROOT / "specs").rglob("*.ha"))
HARD = sorted((ROOT / "tests/language/layout").glob("*.ha"))
OTHERS = [*sorted((ROOT / "tests/language/messages/elaborate").glob("*.ha")), *HARD]
WIDTH = 130


def canonical(text: str) -> str:
    return formatted(Source("a.ha", text))


def words(text: str) -> str:
    """All that is no white space, comments included, in its order: a formatter adds nothing and takes nothing away."""
    return re.sub(r"\s+", "", text)


def meaning(node: Any) -> Any:
    """Without the places in the text."""
    if isinstance(node, Span):
        return None
    if isinstance(node, tuple | list | frozenset):
        return tuple(meaning(item) for item in node)
    fields = getattr(node, "__dataclass_fields__", None)
    return node if fields is None else (type(node).__name__, *(meaning(getattr(node, name)) for name in fields))


def elaborated(text: str) -> Any:
    """What a text means, or which errors are in it."""
    try:
        return meaning(elaborate(parse(Source("a.ha", text))))
    except SpecError as error:
        return sorted((diagnostic.code, diagnostic.headline) for diagnostic in error.diagnostics)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- every spec there is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SPECS, ids=name)
@pytest.mark.sampled
def test_the_specs_of_the_project_are_formatted(path: Path) -> None:
    text = path.read_text()
    assert canonical(text) == text, "run `hamodel fmt specs`"


@pytest.mark.parametrize("path", [*SPECS, *OTHERS], ids=name)
@pytest.mark.sampled
def test_formatting_says_the_same(path: Path) -> None:
    before = read(str(path)).text
    after = canonical(before)
    assert words(after) == words(before)
    assert canonical(after) == after
    assert elaborated(after) == elaborated(before)


@pytest.mark.parametrize("path", SPECS, ids=name)
@pytest.mark.sampled
def test_lines_are_short(path: Path) -> None:
    for line in canonical(path.read_text()).splitlines():
        code = line.split("#")[0].rstrip()
        assert len(code) <= WIDTH
        assert not line.endswith(" ")


@pytest.mark.parametrize("path", HARD, ids=name)
def test_hard_cases(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".out"), formatted(read(str(path))))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("spec a", "spec a\n"),
        ("\n\n\nspec a\n\n\n\n", "spec a\n"),
        ("\ufeffspec  a\r\nsort\tS\r\n", "spec a\nsort S\n"),
        ("spec a\r# one\r\r\rsort S", "spec a\n# one\n\nsort S\n"),
        ("spec a # one\t \nsort S#two", f"{'spec a':48}# one\n{'sort S':48}#two\n"),
        ("sort S sort T", "sort S\nsort T\n"),
        ("# alone", "# alone\n"),
        ('import "a  #b.ha"# c', 'import "a  #b.ha"' + 31 * " " + "# c\n"),
        ("spec a\nvar x:0 .. 2=1", "spec a\nvar x : 0..2 = 1\n"),
        ("def f=-  1 - - 2", "def f = -1 - -2\n"),
        ("def f(a:B,c:D):bool=not  a[ 1 ,2 ].b", "def f(a: B, c: D): bool = not a[1, 2].b\n"),
        ("def f=all x:T.x and at\n  most\tone y:T where y!=x. y", "def f = all x: T. x and at most one y: T where y != x. y\n"),
        ("step s{}", "step s { }\n"),
        ("step s{\n\n}", "step s { }\n"),
        ("step s{a:=1 bb:=2}", "step s { a := 1  bb := 2 }\n"),
        ("step s{\na:=1 bb:=2}", "step s {\n    a  := 1\n    bb := 2\n}\n"),
        ("step s{a:=1 bb:=2\n}", "step s { a := 1  bb := 2 }\n"),
        ("step s\nwhen a\n{b:=1}", "step s\n    when a\n{ b := 1 }\n"),
        ("step s when a\nand b{b:=1}", "step s\n    when a\n     and b\n{ b := 1 }\n"),
        ("def f\n=a", "def f\n    = a\n"),
        ("def f=a\nand b", "def f\n    = a\n        and b\n"),
        ("def f=(a\nand b)", "def f = (a and b)\n"),
        ("def f=all x:T. x\nand b", "def f = all x: T. x and b\n"),
        ("channel c from A\nto B carries a,b unordered", "channel c from A to B\n    carries a, b\n    unordered\n"),
        ("channel c from A to B carries a,\nb fifo 1", "channel c from A to B\n    carries a,\n            b\n    fifo 1\n"),
        (f"sort A#1\nsort {'B' * 44}#2\n\nsort C#3", f"{'sort A':52}#1\nsort {'B' * 44}   #2\n\n{'sort C':48}#3\n"),
        (f"sort A#1\nsort {'B' * 50}#2", f"{'sort A':48}#1\nsort {'B' * 50}     #2\n"),
        ("def f=\na", "def f = a\n"),
        ("def a=1\ndef bcd=2\n\ndef e=3", "def a   = 1\ndef bcd = 2\n\ndef e = 3\n"),
        ("def a=1\n#\ndef bcd=2", "def a = 1\n#\ndef bcd = 2\n"),
        ("enum A{b,\nc}", "enum A { b, c }\n"),
        ("enum A{\nb,c}", "enum A {\n    b,\n    c\n}\n"),
    ],
    ids=repr,
)
def test_small_cases(before: str, after: str) -> None:
    source = read_bytes(before)
    assert formatted(source) == after
    assert canonical(after) == after


def read_bytes(text: str) -> Source:
    from hamodel.language.text.parse import decoded

    return decoded("a.ha", text.encode())


def test_what_is_too_long_is_broken() -> None:
    one, two = "a" * 58, "b" * 58
    exactly = f"def f = {'a' * 57} and {'b' * 60}"
    assert len(exactly) == WIDTH
    assert canonical(exactly) == exactly + "\n"
    assert canonical(exactly + "b") == f"def f\n    = {'a' * 57} and {'b' * 61}\n"
    assert canonical(f"def f = {one}a and {two}bb => c") == f"def f\n    = {one}a and {two}bb\n        => c\n"


# --- any layout of them ----------------------------------------------------------------------------------------------

SOME = settings(
    max_examples=20, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
"""Without looking for the smallest example: that takes minutes, and a small part of what differs says enough."""

TOKEN = re.compile(
    r'(?P<comment>#[^\n]*)|(?P<word>"[^"\n]*"|\w+)|(?P<sign>:=|=>|->|\.\.|!=|<=|>=|[^\s\w#"])|(?P<space>\s+)'
)
CHOSEN_BEFORE = {
    *("when", "=", "and", "or", "=>", "until", "since", "leads", "!=", "<", "<=", ">", ">=", "in", "not"),
    *("+", "-", "*", "/"),
}
"""Before these a line end may be the author's choice, and behind `{` and `,`. So is a blank line, and where a comment stands."""


@cache
def cut(text: str) -> tuple[tuple[str, str, str], ...]:
    """Each token with its kind and the white space before it."""
    found, space = [], ""
    for match in TOKEN.finditer(text):
        if match.lastgroup == "space":
            space = match[0]
        else:
            found.append((str(match.lastgroup), space, match[0]))
            space = ""
    return tuple(found)


def must_be_apart(left: str, right: str) -> bool:
    return re.fullmatch(r"\w\w|\.\.", left[-1] + right[0]) is not None


@st.composite
def rewritten(draw: st.DrawFn, text: str) -> str:
    """The same choices and comments in another layout."""
    dice = draw(st.randoms(use_true_random=False))
    out: list[str] = []
    kind, token = "comment", ""
    for index, (next_kind, space, following) in enumerate(cut(text)):
        lines = space.count("\n")
        chosen = following in CHOSEN_BEFORE or token in ("{", ",") or next_kind == "comment" or kind == "comment" or lines > 1
        if token == "." or following == "." or token == "-":
            gap = space
        elif token.isdigit() and following in UNITS:  # on the line of its number
            gap = dice.choice([" ", "  ", "\t"])
        elif chosen and lines:
            gap = dice.choice(["\n", " \t\n", "\n  "]) * min(lines, 2) + dice.choice(["", "   ", "\t"])
        elif chosen:
            gap = dice.choice([" ", "   ", "\t"]) if space or must_be_apart(token or " ", following) else dice.choice(["", " "])
        else:
            apart = space != "" and (must_be_apart(token, following) or lines > 0)
            gap = dice.choice([" ", "  ", "\t ", "\n", "\n     "] + ([] if apart else ["", ""]))
        out.append(gap if index else "")
        out.append(following)
        kind, token = next_kind, following
    ending = dice.choice(["", "\n", "\n\n \n"])
    return dice.choice(["", "\n", "  \n\n"]) + "".join(out) + ending


@SOME
@given(st.sampled_from([*SPECS, *HARD]), st.data())
@pytest.mark.heavy
def test_the_layout_of_the_source_does_not_matter(path: Path, data: st.DataObject) -> None:
    text = read(str(path)).text
    assert canonical(data.draw(rewritten(text))) == canonical(text)


@st.composite
def upset(draw: st.DrawFn, text: str) -> str:
    """Line ends, blank lines and comments anywhere between two tokens."""
    dice = draw(st.randoms(use_true_random=False))
    often = dice.choice([2, 5, 20])
    out: list[str] = []
    token = ""
    for kind, space, following in cut(text):
        gap = space
        if token != "." and following != "." and dice.randrange(often) == 0:
            gap = dice.choice(["\n", "\n\n", " # some\n", "\n# more\n", "\n\n# a\n\n## b\n", "#c\n#d\n\n", " ", "\t"])
            if kind == "comment" and "\n" in space:
                gap += "\n"
        out += [gap, following]
        token = following
    text = "".join(out)
    return text.replace("\n", dice.choice(["\n", "\r\n", "\r"]))


@pytest.mark.heavy
@SOME
@given(st.sampled_from([*SPECS, *HARD]), st.data())
def test_comments_and_line_ends_anywhere(path: Path, data: st.DataObject) -> None:
    source = read_bytes(data.draw(upset(read(str(path)).text)))
    try:
        after = formatted(source)
    except SpecError:
        assume(False)  # a line end made a word start a declaration
    assert words(after) == words(source.text)
    assert canonical(after) == after
    assert elaborated(after) == elaborated(source.text)


@pytest.mark.heavy
@settings(SOME, max_examples=200)
@given(sentences())
def test_any_text_of_the_grammar(text: str) -> None:
    source = read_bytes(text)
    try:
        after = formatted(source)
    except SpecError:
        assume(False)
    assert words(after) == words(source.text)
    assert canonical(after) == after


# --- a formatter that is wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda text: text.replace("# kept", ""), "comments"),
        (lambda text: text.replace("# kept", "#kept"), "comments"),
        (lambda text: text.replace(" # kept", "\n# kept"), "comments"),
        (lambda text: text.replace("x = 1", "x = 2"), "tree"),
        (lambda text: text.replace("## why", "# why"), "tree"),
        (lambda text: text.replace("(x = 1)", "x = 1"), "words"),
    ],
)
def test_a_wrong_formatter_writes_nothing(
    wrong: Callable[[str], str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "spec a # kept\nvar  x : 0..3\n## why\ninvariant i = (x = 1)"
    path = tmp_path / "a.ha"
    path.write_text(text)
    right = layout.with_comments
    monkeypatch.setattr(layout, "with_comments", lambda lines: wrong(right(lines)))
    with pytest.raises(Unfaithful, match=said):
        formatted(Source("a.ha", text))
    monkeypatch.setattr(sys, "argv", ["hamodel", "fmt", str(path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 70
    assert "internal" in capsys.readouterr().err
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


# --- the command -----------------------------------------------------------------------------------------------------

UGLY, PRETTY = "spec a\nsort  S\n", "spec a\nsort S\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub/.hidden").mkdir(parents=True)
    (tmp_path / "ugly.ha").write_text(UGLY)
    (tmp_path / "sub/pretty.ha").write_text(PRETTY)
    (tmp_path / "sub/other.ha").write_text(UGLY)
    (tmp_path / "sub/.hidden/secret.ha").write_text(UGLY)
    (tmp_path / "notes.txt").write_text(UGLY)
    return tmp_path


def test_a_folder_is_formatted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ugly.ha").chmod(0o640)
    kept = (folder / "sub/pretty.ha").stat()
    assert cli.status(["fmt", ".", "ugly.ha", "./ugly.ha"]) == 0
    assert capsys.readouterr().out == "sub/other.ha\nugly.ha\n"
    assert [path.read_text() for path in (folder / "ugly.ha", folder / "sub/other.ha")] == [PRETTY, PRETTY]
    assert [(folder / untouched).read_text() for untouched in ("notes.txt", "sub/.hidden/secret.ha")] == [UGLY, UGLY]
    assert (folder / "ugly.ha").stat().st_mode & 0o777 == 0o640
    now = (folder / "sub/pretty.ha").stat()
    assert (now.st_ino, now.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert cli.status(["fmt", "."]) == 0
    assert capsys.readouterr().out == ""


def test_check_names_what_would_change(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["fmt", "--check", "."]) == 1
    assert capsys.readouterr().out == "sub/other.ha\nugly.ha\n"
    assert (folder / "ugly.ha").read_text() == UGLY
    assert cli.status(["fmt", "--check", "sub/pretty.ha"]) == 0
    assert capsys.readouterr().out == ""


def test_diff_can_be_applied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["fmt", "--diff", "--check", "ugly.ha", "sub/pretty.ha"]) == 1
    out = capsys.readouterr().out
    assert out == "--- ugly.ha\n+++ ugly.ha\n@@ -1,3 +1,3 @@\n spec a\n-sort  S\n+sort S\n \n"
    assert (folder / "ugly.ha").read_text() == UGLY


def test_line_ends_and_a_mark_at_the_start_are_a_difference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "dos.ha").write_bytes("\ufeffspec a\r\nsort S\r\n".encode())
    assert cli.status(["fmt", "--diff", "dos.ha"]) == 1
    assert "-\\ufeffspec a\\r\n-sort S\\r\n+spec a\n+sort S\n" in capsys.readouterr().out
    assert cli.status(["fmt", "dos.ha"]) == 0
    assert (folder / "dos.ha").read_bytes() == PRETTY.encode()


class Stdin:
    def __init__(self, text: str) -> None:
        self.buffer = io.BytesIO(text.encode())


@pytest.mark.parametrize(
    ("flags", "text", "status", "out"),
    [
        ([], UGLY, 0, PRETTY),
        ([], PRETTY, 0, PRETTY),
        ([], "# ⇒ ok", 0, "# ⇒ ok\n"),
        (["--check"], UGLY, 1, "<stdin>\n"),
        (["--check"], PRETTY, 0, ""),
    ],
)
def test_stdin_goes_to_stdout(
    flags: list[str],
    text: str,
    status: int,
    out: str,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(text))
    assert cli.status(["fmt", *flags, "-"]) == status
    assert capsysbinary.readouterr().out.decode() == out


def test_an_error_leaves_its_file_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "wrong.ha").write_text("spec a\nvar  x = 1\n")
    assert cli.status(["fmt", "wrong.ha", "ugly.ha"]) == 2
    out, err = capsys.readouterr()
    assert out == "ugly.ha\n"
    assert "wrong.ha:2:8" in err
    assert "expected" in err
    assert (folder / "wrong.ha").read_text() == "spec a\nvar  x = 1\n"
    assert (folder / "ugly.ha").read_text() == PRETTY


def test_what_does_not_elaborate_is_formatted(folder: Path) -> None:
    (folder / "odd.ha").write_text("spec a\nvar  x : Nowhere = y")
    assert cli.status(["fmt", "odd.ha"]) == 0
    assert (folder / "odd.ha").read_text() == "spec a\nvar x : Nowhere = y\n"


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "link.ha").symlink_to("ugly.ha")
    assert cli.status(["fmt", "link.ha"]) == 0
    assert (folder / "link.ha").is_symlink()
    assert (folder / "ugly.ha").read_text() == PRETTY


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "SPEC"),
        (["nowhere.ha"], "nowhere.ha"),
        (["empty"], "no `.ha` file in `empty`"),
        (["--chekc", "ugly.ha"], "did you mean `--check`?"),
    ],
)
def test_what_cannot_be_formatted(folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert cli.status(["fmt", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_read_only_file_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where its folder may be written, and so the file be replaced."""
    assert cli.status(["fmt", "--check", "ugly.ha"]) == 1
    (folder / "ugly.ha").chmod(0o444)
    folder.chmod(0o777)
    with as_a_user():
        assert cli.status(["fmt", "ugly.ha"]) == 2
    assert "read-only" in capsys.readouterr().err
    assert (folder / "ugly.ha").read_text() == UGLY


def test_no_engine_is_loaded(folder: Path) -> None:
    probe = "import sys, hamodel.cli as c; c.status(['fmt', 'ugly.ha']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=folder)
    assert done.stdout == "ugly.ha\n"
    assert not {"z3", "numpy", "cvc5", "pysat", "rich", "hypothesis", "hamodel.check.pipeline"} & set(done.stderr.split())


def test_a_shell_completes_it() -> None:
    def completions(*words: str) -> list[str]:
        found = BashComplete(cli.hamodel, {}, "hamodel", "_HAMODEL_COMPLETE").get_completions([*words[:-1]], words[-1])
        return [item.value for item in found]

    assert completions("fm") == ["fmt"]
    assert completions("fmt", "--") == ["--check", "--diff", "--help"]


def test_a_doc_belongs_to_what_begins_the_next_line() -> None:
    spec = parse(Source("a.ha", "spec a\n## of b\nsort S invariant b = true\n## of c\ninvariant c = true"))
    assert [property.doc for property in spec.declarations[1:]] == ["", "of c"]  # type: ignore[union-attr]


def test_the_panos_spec_is_read_as_before(tmp_path: Path) -> None:
    path, again = ROOT / "specs/panos/active_active.ha", tmp_path / "active_active.ha"
    again.write_text(canonical(path.read_text()))
    assert meaning(elaborate(load(str(again)))) == meaning(elaborate(load(str(path))))
