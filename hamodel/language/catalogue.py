"""What `hamodel explain` shows beside what it finds by itself: which paragraph of a page a word is told in, and what to run.

Data, and no text: a paragraph is named by its page and by how it begins.
"""

from __future__ import annotations

from dataclasses import dataclass

FILE = "example.ha"


@dataclass(frozen=True, slots=True)
class Earning:
    """A command whose report has the word; it reads `file`, if that has a text. `heavy`: it takes more than a moment."""

    command: str
    text: str = ""
    file: str = FILE
    heavy: bool = False


def _spec(text: str, options: str = "") -> Earning:
    return Earning(f"hamodel check {FILE}{options}", f"spec example\n\n{text}\n")


PAGES = {
    "reference": ("language/reference.md", ""),
    "log": ("conformance/logs/format.md", ""),
    "verdicts": ("verdicts.md", "docs/reference/verdicts.md"),
    "commands": ("command_line.md", "docs/reference/command_line.md"),
    "settings": ("settings.md", "docs/reference/settings.md"),
    "audit": ("audit.md", "docs/howto/audit.md"),
}
"""Where each page is, seen from the package; and, if it is only copied there for an installation, seen from a checkout."""

PARAGRAPHS = (
    ("reference", "A spec is UTF-8 text", "cannot-read not-a-file not-a-path not-text"),
    ("reference", "`#` starts a comment", "foreign-comment"),
    ("reference", "Names are made of", "dash-in-a-name name-starts-with-digit unknown-character"),
    ("reference", "A text that is not", "closes-nothing ends-early misspelled missing more-errors never-closed"),
    ("reference", "A text that is not", "not-a-spec starts-nothing superfluous unexpected"),
    ("reference", "These words are reserved", "not-yet reserved-word"),
    ("reference", "spec NAME", "empty-file no-spec-line second-spec-line spec-line-not-first"),
    ("reference", "def active(d: Firewall)", "recursion"),
    ("reference", "node  Firewall", "unknown-node"),
    ("reference", "types: ", "branches-differ empty-range no-type not-a-type out-of-range unknown-type written-range"),
    ("reference", "types: ", "optional-record wrong-type"),
    ("reference", "sets: ", "in-a-relation map-of set-as-a-type set-as-a-value set-of"),
    ("reference", "names: ", "ambiguous-member built-in-name duplicate not-a-value of-another-action shadowed"),
    ("reference", "names: ", "unknown-definition unknown-value"),
    ("reference", "constants: ", "divisor not-arithmetic not-constant number-needed unknown-constant"),
    ("reference", "sorts: ", "large-member member-of-another-sort member-outside-scenario unknown-sort"),
    ("reference", "options: ", "option-type unknown-option"),
    ("reference", "options of members: ", "many-options option-index"),
    ("reference", "options of records: ", "indices-behind set-a-field"),
    ("reference", "combinations: ", "too-many-combinations"),
    ("reference", "initial values: ", "no-start reads-the-state"),
    ("reference", "channels: ", "channel-without-trait ends-are-nodes one-of-each trait-conflict trait-twice"),
    ("reference", "channels: ", "unknown-channel unknown-message"),
    ("reference", "Limits: ", "capacity definitions-too-large fault-bound file-too-large imports-too-deep"),
    ("reference", "Limits: ", "large-constant large-range large-record"),
    ("reference", "Limits: ", "number-too-large scope-size too-deep too-long too-wide"),
    ("reference", "`CELL := E`", "mistaken not-assignable unknown-variable"),
    ("reference", "`p(E, E)`", "not-a-proc unknown-proc"),
    ("reference", "`send c m(E, E)", "message-without-route"),
    ("reference", "`k[E]`", "index"),
    ("reference", "a value outside of", "may-leave-range range"),
    ("reference", "two values for one", "double-write"),
    ("reference", "`send`: into", "full-channel"),
    ("reference", "`link ha`", "unknown-link"),
    ("reference", "`on cut lan[n]", "guard-of-a-link received-twice"),
    ("reference", "`link lan[Net]`", "link-index"),
    ("reference", "`link ha1[", "link-indices"),
    ("reference", "`over ha1[from, to]`", "path-without-value"),
    ("reference", "a cut, `waits when cut`", "cut-without-link"),
    ("reference", "`lossy when", "loss-without-value"),
    ("reference", "`on c m(...)`", "nobody-receives"),
    ("reference", "`option hello : duration", "indexed-duration not-a-length option-of-durations outside-its-range"),
    ("reference", "`3 * hello + 5 ms`", "divided-by durations-apart not-divided"),
    ("reference", "`timer t[Firewall] = E`", "no-length unknown-timer"),
    ("reference", "`timer t within [E, E]`", "crossed-ends negative-length"),
    ("reference", "`initially start t[fw0]", "not-an-index started-twice"),
    ("reference", "`on expiry t[d] when", "taken-twice"),
    ("reference", "`step s within [E, E]", "not-obliged"),
    ("reference", "`F lasts at most E`", "claim-inside not-one-length"),
    ("reference", "`expect m <= E`", "unknown-measure"),
    ("reference", "`solve s = P", "nothing-to-solve unknown-duration"),
    ("reference", "`leads to`, `eventually`, `until`: without", "possible-with-timers within-how-long"),
    ("reference", "What has to happen in time", "emptied-and-sent may-not-be"),
    ("reference", "`lossy, at most 2", "in-a-row"),
    ("reference", "`timer t = E drift", "drifts-so-far"),
    ("reference", "wait 3 s", "at-what-time no-time time-is-over"),
    ("reference", "What has to happen in time", "not-with-timers"),
    ("reference", "`not E`, `always E`", "future-in-the-past only-in-properties"),
    ("reference", "`all x: T", "only-one"),
    ("reference", "`= != <", "cannot-compare chained-comparison foreign-sign no-common-order no-order"),
    ("reference", "`- E`, `next E`", "next-in-the-past next-twice"),
    ("reference", "`best d: T", "keys-without-parentheses no-key record-selected"),
    ("reference", "`if E then E else E`", "arm-after-default match-incomplete match-needs-default match-on-record"),
    ("reference", "`if E then E else E`", "pattern-twice"),
    ("reference", "`name`, `name[E, E]`", "index-type not-a-record not-called not-indexed unknown-field wrong-count"),
    ("reference", "`min(a, b)`", "needs-two"),
    ("reference", "`up(ha2)`", "up-of-one-link"),
    ("reference", "`count sync opened", "asked-as-a-call count-over-a-sort"),
    ("reference", "`room sync opened", "question-without-route"),
    ("reference", "`possible any`", "possible-fault"),
    ("reference", "`did deliver sync", "fault-of-fifo"),
    ("reference", "Some combinations need", "needs-parentheses"),
    ("reference", "An optional is compared", "may-be-none never-none none-of-what possible-in-an-assume"),
    ("reference", "`reachable F`", "more-than-a-state"),
    ("reference", "`assume F`", "no-combination"),
    ("reference", "`property always", "condition-before-always property-without-always"),
    ("reference", "`property` with `next`", "next-beside-liveness state-beside-transition"),
    ("reference", "`expect violated`", "depends-on-a-size no-value"),
    ("reference", "`hazard \"22\" invariant", "no-tag tags-nothing unclosed-string"),
    ("reference", "If no action changes", "two-equal-signs"),
    ("reference", "An import stands for", "hidden-error import-cycle no-such-file"),
    ("reference", "Two things that are imported", "expected-of-another-kind expected-of-its-own expected-twice"),
    ("reference", "Two things that are imported", "not-open open-without-type replaces-another unknown-property"),
    ("reference", "**Instances.**", "does-not-fit given-no-name given-twice given-with-other-parameters"),
    ("reference", "**Instances.**", "given-without-order instance-without-name needs-an-importer not-given not-needed"),
    ("reference", "**Instances.**", "two-instances"),
    ("reference", "The file sees nothing", "too-few-given"),
    ("reference", "Nothing else that is imported", "said-twice"),
    ("reference", "`fair { promote", "obliged-twice unknown-step"),
    ("reference", "Inputs and faults are", "never-obliged"),
    ("reference", "first_packet(s0, fw0)", "any-in-a-property"),
    ("reference", "deliver sync ", "name-the-message"),
    ("reference", "blocked crash(fw1)", "blocked-any-step"),
    ("reference", "`E until E` is strong", "future-as-a-value"),
    ("reference", "A scenario passes", "scenario-fails set-twice unknown-action"),
    ("log", "A line that is not", "log"),
    ("verdicts", "Each property *holds*", "holds"),
    ("verdicts", "`does not apply`", "does-not-apply"),
    ("verdicts", "70: ", "internal"),
    ("verdicts", "130: ", "interrupted"),
    ("commands", "`hamodel COMMAND --help`", "command"),
    ("commands", "--exec CMD", "exec"),
    ("commands", "--answer-time TIME", "answer-time"),
    ("commands", "It has an output", "export"),
    ("commands", "DIR is the root", "init"),
    ("commands", "--skew TIME", "skew"),
    ("commands", "--unseen ACTION", "unseen"),
    ("commands", "--own / --no-own", "own"),
    ("commands", "--report FORMAT=FILE", "report"),
    ("commands", "-o, --output FILE", "output"),
    ("commands", "Check the certificates", "no-proofs"),
    ("commands", "Check specs: ", "no-specs"),
    ("commands", "--property NAME Check this", "no-run"),
    ("commands", "--scenario NAME", "unknown-scenario"),
    ("commands", "--hazard TAG", "unknown-hazard"),
    ("commands", "With --on reference", "not-on-pair"),
    ("commands", "--scope SORT=N Exactly", "scope"),
    ("commands", "--set OPTION=VALUE A value for an option, '", "set"),
    ("commands", "--engine NAME", "engine"),
    ("commands", "--symmetry on|off", "symmetry"),
    ("commands", "--run-time / --no-run-time", "run_time"),
    ("commands", "--depth N", "depth"),
    ("commands", "--time TIME A hard limit for each", "time"),
    ("commands", "--memory SIZE", "memory"),
    ("commands", "--proofs DIR", "proofs"),
    ("commands", "Explain a word", "unknown-word"),
    ("commands", "Hand in the two files", "many-files no-pair several-partners"),
    ("commands", "--vendor NAME", "no-vendor several-vendors"),
    ("commands", "--rules ID,-ID", "no-rule"),
    ("commands", "--write FILE Leave", "no-model several-pairs"),
    ("commands", "--place PLACE", "no-place"),
    ("commands", "--faults N Hazards that take", "no-faults"),
    ("commands", "--baseline FILE", "no-baseline"),
    ("settings", "`[tool.hamodel]` in", "settings unknown-setting"),
    ("audit", "PAN-OS: XML", "not-xml xml-with-definitions"),
    ("audit", "A text that was cut", "text-is-cut"),
    ("audit", "F5, MikroTik, Kea", "ends-open nested-too-deep not-json"),
)
"""A page, how a paragraph of it begins, and the codes that it is about. A code that the reference names is found without."""

WORDS = {
    "always": ("`property always", "`not E`, `always E`", "`property` with `eventually`"),
    "any": ("first_packet(s0, fw0)", "any step*", "`possible any`"),
    "assert": ("assert owner[fw0, s0]",),
    "best": ("`best d: T where", "`the x: T where P`, `best"),
    "blocked": ("blocked crash(fw1)",),
    "cut": ("`link ha`", "a cut, `lost when cut`", "a cut, `waits when cut`"),
    "def": ("def active(d: Firewall)", "An optional is compared"),
    "deliver": ("deliver sync ", "`possible deliver", "`did deliver"),
    "duplicate": ("`duplicating`: brings", "`did deliver"),
    "fault": ("input first_packet", "`fault f`"),
    "fifo": ("channels: ", "`on c m(...)`"),
    "lose": ("`lossy`: brings", "`did deliver"),
    "mend": ("`link ha`", "`fair mend lan`", "`on cut lan[n]"),
    "needs": ("needs node Node", "needs def in_contact", "**Instances.**"),
    "none": ("types: ", "An optional is compared"),
    "open": ("open def tells", "The file sees nothing"),
    "option": ("options: ", "option reverts", "option priority"),
    "or": ("`E or E`", "`if E { } else if", "`over ha2 or ha2_backup`"),
    "proc": ("proc forget", "`p(E, E)`"),
    "scenario": ("A scenario passes", "a scenario, under any"),
    "scope": ("scope Session = 2", "sizes: "),
    "spec": ("spec NAME",),
    "step": ("input first_packet", "fair step promote"),
    "to": ("channel hello over", "`send c m("),
    "var": ("var mode[Firewall]", "var rank[d: Firewall]", "var last"),
    "at": ("at 10 s crash",),
    "expiry": ("`on expiry t[d] when", "wait until expiry"),
    "immediate": ("`immediate step s when",),
    "start": ("`start t[d]`, `start t",),
    "stop": ("`stop t[d]`",),
    "wait": ("wait 3 s", "wait until expiry"),
    "timer": ("`timer t[Firewall] = E`", "`timer t within [E, E]`"),
    "within": ("`step s within [E, E]", "`timer t within [E, E]`", "`F leads to G within E`"),
    "when": ("when active(at)", "`on c m(...)`", "`lossy when"),
}
"""Words of the language that the reference uses in more places than those that say what they mean: how these begin."""

_CHECK = "hamodel check @tutorial/2_split_brain.ha"
_CLUSTER = "set groups node0 system host-name a\nset groups node1 system host-name b\nset chassis cluster reth-count 2\n"
_ON = "var number: 0..1 = 0\nvar on: bool = false\ninput turn_on { on := true }\n\n"

RUNS = {
    # verdicts
    "proved": Earning("hamodel check @tutorial/1_first_steps.ha"),
    "holds": Earning("hamodel check @tutorial/3_fenced.ha --format json"),
    "holds to depth": _spec(
        "var number: 0..9 = 0\nstep count_up when number < 9 { number := number + 1 }\n\ninvariant small = number < 5",
        " --depth 3 --engine explicit",
    ),
    "known hazard": Earning("hamodel check @tutorial/3_fenced.ha"),
    "not as the spec says": Earning(_CHECK),
    "unreachable": _spec(_ON + "reachable two = on and not on"),
    "unknown": _spec(_ON + "invariant one = (the b: bool where b = on and on) = on"),
    "does not apply": _spec("option fencing: bool\n\nscenario fenced { set fencing = true }", " --set fencing=false"),
    # warnings
    "dead-action": _spec(_ON + "step never when on and not on { on := false }"),
    "always-failing": _spec(_ON + "step go { on := (the b: bool where b = on and b != on) }"),
    "guard-always-true": _spec(_ON + "input turn_off when on and number = 0 { on := false }"),
    "premise-always-true": _spec(_ON + "invariant same = number = 0 => on or not on"),
    "vacuous": _spec(_ON + "invariant same = number > 0 => on"),
    "unread-option": _spec("option fencing: bool\n" + _ON),
    # run-time errors
    "the": _spec("var on: bool = false\n\nstep go { on := the b: bool where b != on or on }"),
    "range": _spec("var number: 0..1 = 0\n\nstep count_up { number := number + 1 }"),
    "index": _spec("var on[0..1]: bool = false\nvar number: 0..2 = 2\n\nstep go { on[number] := true }"),
    "double-write": _spec("node Box { left, right }\nvar last: Box = left\n\nstep go { for b: Box { last := b } }"),
    "full-channel": _spec(
        "node Box { left, right }\nlink wire\nchannel calls over wire from Box to Box\n    carries call\n    fifo 1 reliable\n"
        "    waits when cut\n\nstep ring { send calls call from left to right }\non calls call from b to c { }"
    ),
    # files of specs
    "no-such-file": Earning("hamodel check no_such.ha"),
    "not-a-file": _spec('import "/"'),
    "cannot-read": _spec('import "/dev/null"'),
    "not-text": Earning(f"printf 'spec \\377' > {FILE}; hamodel check {FILE}"),
    "empty-file": Earning(f": > {FILE}; hamodel check {FILE}"),
    "file-too-large": Earning(f"truncate -s 3M {FILE}; hamodel check {FILE}"),
    "hidden-error": _spec('import "/etc/passwd"'),
    "import-cycle": _spec(f'import "{FILE}"'),
    "imports-too-deep": Earning(
        "cd $(mktemp -d); for n in $(seq 99); do echo \"spec s import \\\"$((n + 1)).ha\\\"\" > $n.ha; done; hamodel check 1.ha"
    ),
    "more-errors": Earning("hamodel check @messages/parse/more_errors.ha --format json"),
    # commands
    "not-with-timers": Earning("hamodel mutate @timed/heartbeat.ha"),
    "command": Earning("hamodel chek"),
    "exec": Earning("hamodel conform @tutorial/4_failover.ha --exec no_such_program"),
    "answer-time": Earning("hamodel conform @tutorial/4_failover.ha --exec cat --answer-time soon"),
    "export": Earning("hamodel export @tutorial/4_failover.ha --to aiger"),
    "init": Earning("hamodel init ''"),
    "log": Earning("hamodel replay @patterns/12_log_check.ha example.itf.json", "{}", "example.itf.json"),
    "skew": Earning("hamodel replay @patterns/12_log_check.ha example.jsonl --skew soon", "{}", "example.jsonl"),
    "unseen": Earning("hamodel replay @patterns/12_log_check.ha example.jsonl --unseen crsh", "{}", "example.jsonl"),
    "own": Earning(f"{_CHECK} --own --property one_active"),
    "report": Earning(f"{_CHECK} --report word=report"),
    "output": Earning("hamodel check @words/parts.ha -o no_such_folder/report"),
    "no-proofs": Earning("hamodel proofs check ."),
    "no-specs": Earning("hamodel check ."),
    "no-run": Earning(
        "hamodel run @panos/active_active.ha --on reference --property only_the_owner_inspects"
        " --set nat=not_needed --scope Session=1 --faults 0",
        heavy=True,
    ),
    "not-on-pair": Earning("hamodel run @words/parts.ha --on reference"),
    "unknown-scenario": Earning("hamodel run @words/words.ha --scenario trebled"),
    "unknown-hazard": Earning("hamodel check @words/words.ha --hazard 22"),
    "unknown-word": Earning("hamodel explain hazrd"),
    "scope": Earning("hamodel check @tutorial/4_failover.ha --scope Session=0"),
    "set": Earning(f"{_CHECK} --set fencing"),
    "engine": Earning(f"{_CHECK} --engine steam"),
    "symmetry": Earning(f"{_CHECK} --symmetry maybe"),
    "depth": Earning(f"{_CHECK} --depth deep"),
    "time": Earning(f"{_CHECK} --time soon"),
    "memory": Earning(f"{_CHECK} --memory little"),
    "proofs": Earning(f"{_CHECK} --proofs {FILE}", "spec example\n"),
    "no-start": Earning(f"hamodel run {FILE}", "spec example\n\nvar on: bool = false\ninitially on\n"),
    "no-value": _spec(
        "option a: 0..1\noption b: 0..1\n\nvar on: bool = false\nstep go { on := true }\n"
        "invariant off expect violated when (the n: 0..1 where n = a and n = b) = 1 = not on"
    ),
    "no-combination": _spec("option fencing: bool\nassume never = fencing and not fencing"),
    "too-many-combinations": _spec("option a: 0..99\noption b: 0..99\n\nreachable all_of_them = (a + b) mod 7 = 0"),
    "does-not-apply": Earning(
        f"hamodel run {FILE} --scenario fenced --set fencing=false",
        "spec example\n\noption fencing: bool\n\nscenario fenced { set fencing = true }\n",
    ),
    "scenario-fails": _spec("var on: bool = false\ninput turn_on { on := true }\n\nscenario fails { turn_on() assert not on }"),
    "settings": Earning("hamodel check @words/parts.ha", "[tool.hamodel]\nfaults = true\n", "pyproject.toml"),
    "unknown-setting": Earning("hamodel check @words/parts.ha", "[tool.hamodel]\nfault = 2\n", "pyproject.toml"),
    # configurations
    "no-pair": Earning("hamodel audit .", heavy=True),
    "several-partners": Earning(
        "for n in 1 2 3; do printf 'vrrp_instance v {\\n virtual_router_id 1\\n virtual_ipaddress {\\n 192.0.2.9\\n }\\n}\\n'"
        " > $n.conf; done; hamodel audit . --vendor keepalived"
    ),
    "no-rule": Earning("hamodel audit --explain FGT-99"),
    "no-vendor": Earning("hamodel audit a.conf --vendor nobody", "hello\n", "a.conf"),
    "several-vendors": Earning("hamodel audit a.xml", "<pfsense><opnsense> </opnsense></pfsense>\n", "a.xml"),
    "no-place": Earning("hamodel audit a.set --place ecpm", _CLUSTER, "a.set"),
    "no-faults": Earning("hamodel audit a.set --faults -1", _CLUSTER, "a.set"),
    "no-model": Earning("hamodel audit a.set --write pair.ha", _CLUSTER, "a.set"),
    "several-pairs": Earning("cp a.set b.set; hamodel audit . --write pair.ha", _CLUSTER, "a.set"),
    "text-is-cut": Earning("hamodel audit a.conf --vendor fortios", "config system ha\n", "a.conf"),
    "no-baseline": Earning("hamodel audit . --baseline old.json", "{}\n", "old.json"),
    "many-files": Earning("cd $(mktemp -d); seq 10001 | xargs touch; hamodel audit .", heavy=True),
    "not-xml": Earning("hamodel audit a.xml --vendor panos", "<config", "a.xml"),
    "xml-with-definitions": Earning("hamodel audit a.xml --vendor panos", "<!DOCTYPE a>\n<config/>\n", "a.xml"),
    "not-json": Earning("hamodel audit a.json --vendor kea", "{]", "a.json"),
    "ends-open": Earning("hamodel audit a.json --vendor kea", "{", "a.json"),
    "nested-too-deep": Earning("hamodel audit a.json --vendor kea", "[" * 201, "a.json"),
}
"""What to run for a code or a word of a verdict, where no spec among the messages is one."""

NOT_RUN = {
    "not-a-path": "only a program in Python can name a path with a character that no path has",
    "guard-never-true": "of an action whose guard has such a part `dead-action` is told, unless the check ends before",
    "internal": "a defect of hamodel: nobody knows an example, or it would be mended",
    "interrupted": "it takes somebody who presses Ctrl-C in time",
    "run_time": "only a program in Python can give `run_time` a value that is neither true nor false",
}
"""Codes without an example that can be run, and why."""
