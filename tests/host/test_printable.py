"""No character that does something to a terminal, or to the order in which one reads, leaves hamodel: whoever put it there."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest

from hamodel.api.spec import load
from hamodel.cli import status
from hamodel.diagnostics import Diagnostic, SpecError, render
from hamodel.host.printable import printable, printable_json
from hamodel.report import FORMATS
from hamodel.report.style import MARK, Style, finished, visible

C0 = [chr(code) for code in range(32) if chr(code) not in "\n\t"]
C1 = [chr(code) for code in range(0x7F, 0xA0)]
TURNS = [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"]
UNSEEN = [*"\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u115f\u034f\u180e", *"\U000e0001\U000e0041\U000e007f\U000e0100"]
OTHERS = [*"\u2028\u2029\ue000\ufdd0\uffff\U0010ffff"]
HALVES = ["\ud800", "\udcff"]
HARMFUL = [*C0, *C1, *TURNS, *UNSEEN, *OTHERS, *HALVES]
LITTLE = "".join(["\x1b[2J\x1b]0;x\x07", "\x9b31m", *TURNS, *UNSEEN, *"\u2028\u2029\x7f\x85"])
"""Of each kind some; none that is no text, or ends a line."""


@pytest.mark.parametrize("character", HARMFUL, ids=lambda character: f"U+{ord(character):04X}")
def test_a_harmful_character_is_shown_as_an_escape(character: str) -> None:
    shown = printable(f"a{character}b")
    assert shown == f"a\\{shown[2:-1]}b"
    assert shown.isascii()
    assert shown.isprintable()
    assert json.loads(printable_json(json.dumps(f"a{character}b", ensure_ascii=False))) == f"a{character}b"
    assert printable_json(json.dumps(f"a{character}b", ensure_ascii=False)).isprintable()


def test_what_is_seen_stays() -> None:
    text = "ä ß 漢字 עברית العربية हिन्दी 🔥 → ✓ │ \u00a0e\u0301\n\tx ✔\ufe0f"
    assert printable(text) == text
    assert printable_json(text.replace("\t", "")) == text.replace("\t", "")


def test_every_control_and_format_character_is_harmful() -> None:
    """Against the database of characters, not against a list of ours."""
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\t":
            assert printable(character) != character, f"U+{code:04X}"
    assert printable("\r\x0b") == "\\r\\x0b"


# --- colours ---------------------------------------------------------------------------------------------------------


def test_only_our_own_colours_colour() -> None:
    style = Style(colour=True)
    forged = "\x1b[32mproved\x1b[0m \x1b[8m" + MARK[0] + "0" * 16 + "[32m"
    painted = style.paint(forged, "bold", "red")
    assert finished(painted) == f"\x1b[1;31m{printable(forged)}\x1b[0m"
    assert finished(painted).count("\x1b") == 2
    assert visible(style.paint("four", "red")) == 4


# --- by the front door -----------------------------------------------------------------------------------------------

SPEC = f"""## head {LITTLE}
spec odd
node N {{ l, r }}
var x : bool = false # aside {LITTLE}
## action {LITTLE}
step a {{ x := true }}
## property {LITTLE}
invariant k = not x # at the end {LITTLE}
   and (x => # inside {LITTLE}
     x)
## scenario {LITTLE}
scenario s {{ a
  blocked a }}
"""


def harmless(text: str) -> None:
    bad = sorted({f"U+{ord(each):04X}" for each in text if printable(each) != each})
    assert not bad, bad


@pytest.mark.parametrize("format", [*FORMATS])
def test_no_report_lets_them_out(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A spec whose comments and whose path hold one of each kind."""
    folder = tmp_path / f"folder {LITTLE}"
    folder.mkdir()
    (folder / "odd.ha").write_text(SPEC)
    asked = ["check", str(folder / "odd.ha"), "--traces", "--format", format, "--report", f"{format}={tmp_path / 'out'}"]
    status(asked)
    said = capsys.readouterr()
    harmless(said.out + said.err)
    harmless((tmp_path / "out").read_text())
    if format == "html":  # what the page's script makes of its data
        data = said.out.split('<script type="application/json" id="data">')[1].split("</script>")[0]
        harmless(json.dumps(json.loads(data), ensure_ascii=False))
        assert "\\\\x1b[2J" in data
    elif format == "text":
        assert "property \\x1b[2J" in said.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "gone.ha"],
        ["check", "wrong.ha"],
        ["check", "fine.ha", "--scope", f"S{LITTLE}=1"],
        ["check", "fine.ha", "--set", f"o=a{LITTLE}"],
        ["check", "fine.ha", "--property", f"k{LITTLE}"],
        ["check", "fine.ha", "--time", f"1{LITTLE}"],
        ["check", f"--{LITTLE}"],
        [f"c{LITTLE}"],
        ["check", "fine.ha", "--format", f"text{LITTLE}"],
        ["check", "fine.ha", "--report", f"text{LITTLE}=x"],
        ["run", "fine.ha", "--scenario", "s"],
        ["run", "fine.ha", "--scenario", f"s{LITTLE}"],
        ["run", "fine.ha", "--seed", "1"],
        ["mutate", "fine.ha", "--property", "k"],
        ["fmt", "--check", "fine.ha"],
        ["fmt", "--diff", "fine.ha"],
        ["proofs", "check", f"p{LITTLE}"],
        ["replay", "fine.ha", "log.jsonl"],
        ["replay", "fine.ha", f"log{LITTLE}.jsonl"],
        ["conform", "fine.ha", "--exec", f"{LITTLE}"],
        ["conform", "fine.ha", "--exec", f"{sys.executable} -I program.py", "--actions", "2"],
        ["export", "fine.ha", "--to", "aiger"],
        ["export", "fine.ha", "--to", f"aiger{LITTLE}"],
        ["init", f"new{LITTLE}"],
    ],
    ids=lambda arguments: " ".join(arguments).encode("ascii", "ignore").decode()[:50],
)
def test_no_command_lets_them_out(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fine.ha").write_text(SPEC)
    Path("wrong.ha").write_text(f"spec wrong\nvar x : bool = {LITTLE}\n")
    Path("log.jsonl").write_text(json.dumps({"action": f"a{LITTLE}", f"x{LITTLE}": LITTLE}) + "\n" + LITTLE + "\n")
    said = repr(f"said {LITTLE}\n")
    Path("program.py").write_text(f"import sys; sys.stderr.write({said}); sys.stdout.write({said})")
    status(arguments)
    shown = capsys.readouterr()
    harmless(shown.out + shown.err)
    assert (shown.out + shown.err).strip(), "something was said"


def test_names_of_files_in_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"a{LITTLE}.ha").write_text("spec a\nvar = 1\n")
    Path("b.ha").write_text(f'spec b\nimport "c{LITTLE}.ha"\n')
    assert status(["check", "."]) == 2
    shown = capsys.readouterr()
    harmless(shown.out + shown.err)


def test_the_api_lets_none_out(tmp_path: Path) -> None:
    (tmp_path / "fine.ha").write_text(SPEC)
    spec = load(str(tmp_path / "fine.ha"))
    checked = spec.check()
    for text in (checked.text(), checked.json(), repr(checked), repr(spec), str(spec.play("s"))):
        harmless(text)
    with pytest.raises(AssertionError) as raised:
        spec.assert_holds("k")
    harmless(str(raised.value))


def test_a_message_by_itself() -> None:
    harmless(render(Diagnostic("x", None, LITTLE, help=LITTLE)))
    harmless(str(SpecError([Diagnostic("x", None, LITTLE, help=LITTLE)])))

