"""written(seed): a text, with parentheses where they are needed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .bodies import Bodies
from .dice import BOOL, CLOSE, OPEN, Indexed, Kind, Known, Line, Made, Place, optional_kind, range_kind
from .expressions import Expressions, may_be_set
from .files import as_instance, split
from .layout import laid_out
from .lively import Lively
from .properties import Properties
from .scripts import Scripts

MOST_CONTENTS = 400
"""How many values all variables may have together."""

MODES = ["up_", "down", "failed", "a", "b"]


def written(seed: int) -> str:
    """The text of this number."""
    return laid_out(_Spec(Random(seed)).text().replace(OPEN, "").replace(CLOSE, ""), Random(seed))


def written_without_sizes(seed: int) -> str:
    """The same, which does not say how many members sorts have; empty if there is no sort."""
    spec = _Spec(Random(seed))
    spec.text()
    lines = [line.replace(OPEN, "").replace(CLOSE, "") for line in spec.lines]
    kept = [line for line in lines if not line.startswith(("scope ", "scenario "))]
    sorts = any(line.startswith("sort Flow") for line in kept)
    return "\n".join(["spec t", *kept]) + "\n" if len(kept) < len(lines) and sorts else ""


def written_in_files(seed: int) -> tuple[dict[str, str], str]:
    """The same in several files, and the path of the one that imports the others."""
    spec = _Spec(Random(seed))
    spec.text()
    lines = [line.replace(OPEN, "").replace(CLOSE, "") for line in spec.lines]
    files, main = (as_instance if seed % 3 == 1 else split)(lines, Random(seed))
    return {path: laid_out(text, Random(seed)) for path, text in files.items()}, main


def both_ways(seed: int) -> tuple[str, str]:
    """The text with few parentheses and with all that change nothing."""
    text = _Spec(Random(seed)).text()
    return text.replace(OPEN, "").replace(CLOSE, ""), text.replace(OPEN, "(").replace(CLOSE, ")")


class _Spec:
    def __init__(self, dice: Random) -> None:
        self.dice, self.known = dice, Known()
        self.write = Expressions(dice)
        self.bodies = Bodies(dice, self.write)
        self.lines: list[str] = []
        self.contents = 1
        self.depth = dice.choice([1, 2, 2, 3])
        self.lively = Lively(dice, self.write) if dice.random() < 0.3 else None
        self.properties, self.scripts = Properties(dice, self.write, self.lively), Scripts(dice, self.write)

    def chance(self, part: float) -> bool:
        return self.dice.random() < part

    def place(self, **marks: bool) -> Place:
        return replace(Place(self.known, depth=self.depth), **marks)  # type: ignore[arg-type]

    def text(self) -> str:
        self.types()
        self.options()
        self.variables()
        if self.chance(0.55):
            self.channel()
        for number in range(self.dice.choice([0, 1, 1, 2])):
            self.definition(f"d{number}")
        if self.chance(0.3):
            self.proc("p")
        for number in range(self.dice.choice([1, 2, 2, 3])):
            self.action(f"act{number}")
        for line in self.known.channels:
            self.handlers(line)
        for name, indices in self.known.links:
            self.switches(name, indices)
        self.starts()
        if self.chance(0.3):
            self.group()
        if self.chance(0.3):
            self.definition("seen", past=True)
        if self.chance(0.15):
            parameters = self.parameters(1)
            self.lines.append(self.properties.lasting_definition("ever", parameters, self.declared(parameters), self.place()))
        for number in range(self.dice.choice([1, 2, 3])):
            self.lines.append(self.properties.property(f"c{number}", self.place()))
        for number in range(self.dice.choice([0, 0, 1, 1, 2])):
            self.lines.append(self.scripts.scenario(f"s{number}", self.place()))
        if self.chance(0.25):
            self.lines.append(f"faults {self.amount(self.dice.choice([0, 1, 2]))}")
        self.dice.shuffle(self.lines)
        return "\n".join(["spec t", *self.lines]) + "\n"

    # --- types ---

    def types(self) -> None:
        dice, kinds = self.dice, self.known.kinds
        if self.chance(0.7):
            kinds.append(self.enum("Mode", "enum", dice.sample(MODES, dice.choice([1, 2, 3]))))
        if self.chance(0.15):
            kinds.append(self.enum("Colour", "enum", dice.sample(["red", *MODES], 2)))
        if self.chance(0.8):
            kinds.append(self.enum("Node", "node", ["n0", "n1", "n2"][: dice.choice([1, 2, 2, 2, 3])]))
        if self.chance(0.45):
            size = dice.choice([1, 2, 2, 3])
            two = self.chance(0.15)
            ordered = self.chance(0.4)
            kinds.append(Kind("Flow", "sort", size=size, prefix="flow" if two else "f", ordered=ordered))
            self.lines += [f"sort Flow{' ordered' * ordered}", f"scope Flow = {self.amount(size)}"]
            if two:
                kinds.append(Kind("Frame", "sort", size=1, prefix="frame"))
                self.lines += ["sort Frame", "scope Frame = 1"]
        ranges = [(0, 1), (0, 2), (-1, 1), (1, 2), (2, 2), (-1, -1), (-2, -1), (0, 0), (1, 3)]
        kinds += [self.range(*pair) for pair in dice.sample(ranges, dice.choice([1, 2]))]
        if self.chance(0.5):
            kinds.append(optional_kind(dice.choice([kind for kind in kinds if kind.size <= 3])))
        if self.chance(0.45):
            kinds.append(self.record("Pair"))
        if kinds[-1].family == "record" and self.chance(0.2):
            kinds.append(self.record("Deep"))

    def range(self, low: int, high: int) -> Kind:
        return replace(range_kind(low, high), word=f"{self.amount(low)}..{self.amount(high)}")

    def amount(self, value: int) -> str:
        """The number, or a constant that has this value."""
        known = [name for name, own in self.known.constants if own == value]
        if not self.chance(0.2):
            return str(value)
        if value < 0 and self.chance(0.5):
            return f"-{self.constant(-value)}"
        return self.dice.choice(known) if known else self.constant(value)

    def constant(self, value: int) -> str:
        """A new constant: a number, or arithmetic."""
        name, dice = f"most{len(self.known.constants)}", self.dice
        ways = [f"{value}", f"{value}", f"{value * 2 + 1} div 2", f"- (3 - {value + 3})"]
        for other, own in self.known.constants:
            ways += [f"{value - own} + {other}", f"{value + own} - {other}", f"{value} * (2 * {other} - {2 * own - 1})"]
            ways += [f"{value} + {value + own} mod {other} - {(value + own) % own}"] if own > 0 else []
        self.lines.append(f"const {name} = {dice.choice(ways)}")
        self.known.constants.append((name, value))
        self.known.taken.add(name)
        return name

    def enum(self, name: str, family: str, members: list[str]) -> Kind:
        self.lines.append(f"{family} {name} {{ {', '.join(members)}{self.dice.choice(['', ','])} }}")
        self.known.taken.update(members)
        return Kind(name, family, tuple(members), size=len(members))

    def record(self, name: str) -> Kind:
        small = [kind for kind in self.known.kinds if kind.size <= 4]
        fields = tuple((field, self.dice.choice(small)) for field in ["x", "mode", "of"][: self.dice.choice([1, 2, 2])])
        self.lines.append(f"record {name} {{ {', '.join(f'{field}: {kind.word}' for field, kind in fields)} }}")
        size = 1
        for _, kind in fields:
            size *= kind.size
        return Kind(name, "record", fields=fields, size=size)

    def options(self) -> None:
        for number in range(self.dice.choice([0, 0, 0, 1, 1, 2])):
            name = f"opt{number}"
            wanted = [kind for kind in self.known.kinds if kind.family in ("bool", "enum", "range") and kind.size <= 3]
            records = [kind for kind in self.known.kinds if kind.family == "record" and kind.size <= 9 and may_be_set(kind)]
            kind = self.dice.choice(records if records and self.chance(0.6) else wanted)
            word = kind.word
            if kind.family != "record" and self.chance(0.3):
                kind = Kind(name, "enum", (f"{name}_yes", f"{name}_no"), size=2)
                word = f"{{ {', '.join(kind.members)} }}"
                self.known.taken.update(kind.members)
            indices = self.members(kind) if self.chance(0.3) else ()
            known = tuple((f"of{place}", index) for place, index in enumerate(indices) if self.chance(0.7))
            named = {index: name for name, index in known}
            brackets = ", ".join(f"{named[index]}: {index.word}" if index in named else index.word for index in indices)
            nothing = Known(kinds=self.known.kinds, constants=self.known.constants, taken=self.known.taken)
            place = Place(nothing, names=known if len(named) == len(known) else (), state=False, safe=True, depth=1)
            value = self.write.default(kind, place) if indices else self.write.literal(kind, place)[1]
            default = f" = {value}" if self.chance(0.4) else ""
            origin = self.dice.choice(["", "", " configuration", " undocumented", " place"])
            self.lines.append(f"option {name}{f'[{brackets}]' if indices else ''} : {word}{default}{origin}")
            if indices:
                self.known.settings.append(Indexed(name, indices, kind))
            else:
                self.known.options.append((name, kind))
            self.known.taken.add(name)

    def members(self, kind: Kind) -> tuple[Kind, ...]:
        """Indices of an option, which has few values then."""
        few = [own for own in self.known.kinds if own.family in ("bool", "enum", "node", "range") and own.size <= 3]
        pair = tuple(self.dice.choice(few) for _ in range(self.dice.choice([1, 1, 1, 2])))
        members = pair[0].size * pair[-1].size if len(pair) > 1 else pair[0].size
        return pair if kind.size**members <= (16 if kind.family == "record" else 9) else ()

    # --- what there is ---

    def variables(self) -> None:
        for number in range(self.dice.choice([1, 2, 2, 3, 4])):
            self.variable(f"v{number}")
        if not self.known.variables:
            self.lines.append("var v : bool = false")
            self.known.variables.append(Indexed("v", (), BOOL))

    def variable(self, name: str) -> None:
        dice, kinds = self.dice, self.known.kinds
        kind = dice.choice(kinds)
        few = [own for own in kinds if own.size <= 3 and own.family != "optional"]
        indices = tuple(dice.choice(few) for _ in range(dice.choice([0, 0, 1, 1, 2])))
        cells = 1
        for index in indices:
            cells *= index.size
        if cells > 6 or self.contents * kind.size**cells > MOST_CONTENTS:
            return
        self.contents *= kind.size**cells
        names = [(f"b{place}", index) for place, index in enumerate(indices)]
        binders = ", ".join(f"{own}: {index.word}" if self.chance(0.6) else index.word for own, index in names)
        known = tuple(pair for pair in names if f"{pair[0]}:" in binders)
        self.lines.append(f"var {name}{f'[{binders}]' if indices else ''} : {kind.word}{self.initial(kind, known)}")
        self.known.variables.append(Indexed(name, indices, kind))
        self.known.taken.add(name)

    def initial(self, kind: Kind, names: tuple[tuple[str, Kind], ...]) -> str:
        if self.chance(0.15) or kind.family == "sort":
            return ""
        if self.lively is not None and (value := self.lively.value(kind, replace(self.place(), names=names))):
            return f" = {value}"
        place = replace(self.place(state=False, safe=not self.chance(0.1)), names=names, depth=self.dice.choice([0, 0, 1, 2]))
        return f" = {self.write.text(kind, place)}"

    def channel(self) -> None:
        dice = self.dice
        nodes = [kind for kind in self.known.kinds if kind.family in ("node", "sort") and kind.size <= 2]
        if not nodes:
            return
        sender = dice.choice(nodes)
        receiver = dice.choice([sender, sender, dice.choice(nodes)])
        small = [kind for kind in self.known.kinds if kind.size <= 3]
        messages = []
        for name in ["hello", "m"][: dice.choice([1, 1, 2])]:
            messages.append((name, tuple(dice.choice(small) for _ in range(dice.choice([0, 1, 1, 2])))))
        link = ""
        if self.chance(0.5):
            links = [self.link(name, sender, receiver) for name in ["wire", "spare"][: dice.choice([1, 1, 2])]]
            link = f" over {' or '.join(links)}"
        carried = []
        for name, fields in messages:
            words = [f"f{number}: {kind.word}" if self.chance(0.5) else kind.word for number, kind in enumerate(fields)]
            carried.append(f"{name}({', '.join(words)})" if fields else name)
        order, room = dice.choice(["fifo 1", "fifo 2", "unordered", "unordered 1", "unordered 2"]).partition(" ")[::2]
        order = f"{order} {self.amount(int(room))}" if room else order
        traits = dice.choice(["", "", " reliable", " lossy", " duplicating", " lossy duplicating"])
        if order != "unordered 2" and self.chance(0.25):
            traits = dice.choice([" merging", " merging lossy", " reliable merging"])
        if "lossy" in traits and self.chance(0.4):
            condition = self.write.text(BOOL, replace(self.place(state=False, safe=True), depth=1))
            traits = traits.replace("lossy", f"lossy when {condition}")
        cut = dice.choice(["", " waits when cut", " lost when cut"]) if link else ""
        line = Line("ch", sender, receiver, tuple(messages), order.startswith("fifo"), traits)
        ends = f"from {line.sender.word} to {line.receiver.word}"
        self.lines.append(f"channel ch{link} {ends} carries {', '.join(carried)} {order}{traits}{cut}")
        self.known.channels.append(line)
        self.known.taken.update({"ch", "wire", "spare"})

    def link(self, name: str, sender: Kind, receiver: Kind) -> str:
        """A link, and how the channel goes over it; of several by an index, or by both ends."""
        pick = self.dice.random()
        few = [kind for kind in self.known.kinds if kind.size <= 2 and kind.family in ("enum", "bool", "range", "node")]
        if pick < 0.5:
            indices, path = (), ""
        elif pick < 0.75:
            indices = (self.dice.choice(few),)
            within = replace(self.place(state=False, safe=True), names=(), depth=1)
            path = f"[{'from' if indices[0] == sender else self.write.literal(indices[0], within)[1]}]"
        else:
            turned = sender == receiver and self.chance(0.3)
            indices, path = (sender, receiver), "[to, from]" if turned else "[from, to]"
        words = ", ".join(f"of{n}: {kind.word}" if self.chance(0.3) else kind.word for n, kind in enumerate(indices))
        self.lines.append(f"link {name}[{words}]" if words else f"link {name}")
        self.known.links.append((name, indices))
        return name + path

    # --- what is shared ---

    def parameters(self, most: int) -> tuple[tuple[str, Kind], ...]:
        small = [kind for kind in self.known.kinds if kind.size <= 4]
        small += [kind for kind in small if kind.family == "range"]
        names = self.dice.sample(["d", "s", "q", "to_"], self.dice.randint(0, most))
        return tuple((name, self.dice.choice(small)) for name in names)

    def declared(self, parameters: tuple[tuple[str, Kind], ...]) -> str:
        if not parameters:
            return self.dice.choice(["", "()"])
        return f"({', '.join(f'{name}: {kind.word}' for name, kind in parameters)})"

    def definition(self, name: str, past: bool = False) -> None:
        kind = BOOL if past else self.dice.choice([BOOL, *self.known.kinds])
        made = Made(name, self.parameters(2), kind, past)
        place = replace(self.place(property=past, safe=past), names=made.parameters)
        body = f"{self.dice.choice(['once', 'historically'])} ({self.write.text(BOOL, place)})" if past else None
        typed = f": {kind.word}" if kind.family not in ("bool",) or self.chance(0.3) else ""
        self.lines.append(f"def {name}{self.declared(made.parameters)}{typed} = {body or self.write.text(kind, place)}")
        self.known.definitions.append(made)
        self.known.taken.add(name)

    def proc(self, name: str) -> None:
        made = Made(name, self.parameters(2))
        body = self.bodies.block(replace(self.place(), names=made.parameters), 2)
        self.lines.append(f"proc {name}{self.declared(made.parameters)} {body}")
        self.known.procs.append(made)

    # --- what happens ---

    def action(self, name: str) -> None:
        made = Made(name, self.parameters(2))
        place = replace(self.place(), names=made.parameters)
        kind = self.dice.choice(["input", "step", "fair step", "fair step", "strongly fair step", "fault"])
        head = f"{kind} {name}{self.declared(made.parameters)}"
        guard = f" when {self.write.text(BOOL, replace(place, depth=min(2, place.depth)))}" if self.chance(0.6) else ""
        body = self.bodies.block(place)
        if self.lively is not None:
            guard, body = f" when {self.lively.condition(place)}", self.lively.body(place)
        self.lines.append(f"{head}{guard} {body}")
        self.known.actions.append(made)

    def handlers(self, line: Line) -> None:
        for name, fields in line.messages:
            names = [f"g{number}" for number in range(len(fields))]
            listed = f"({', '.join(names)})" if names else self.dice.choice(["", "()"])
            place = replace(self.place(), names=(*zip(names, fields, strict=True), ("src", line.sender), ("dst", line.receiver)))
            guard = f" when {self.write.text(BOOL, replace(place, depth=1))}" if self.chance(0.3) else ""
            body = self.bodies.block(place, 2) if self.lively is None else self.lively.body(place)
            fairness = self.dice.choice(["", "", "fair ", "strongly fair "])
            self.lines.append(f"{fairness}on {line.name} {name}{listed} from src to dst{guard} {body}")

    def switches(self, link: str, indices: tuple[Kind, ...]) -> None:
        """What happens when a link is cut or mended; that it is mended."""
        names = [f"at{number}" for number in range(len(indices))]
        mended = ""
        for verb in ("cut", "mend"):
            if self.chance(0.3):
                place = replace(self.place(), names=tuple(zip(names, indices, strict=True)))
                body = self.bodies.block(place, 2) if self.lively is None else self.lively.body(place)
                mended = self.dice.choice(["", "fair ", "strongly fair "]) if verb == "mend" else ""
                self.lines.append(f"{mended}on {verb} {link}{f'[{chr(44).join(names)}]' if names else ''} {body}")
        if not mended and self.chance(0.3):
            self.lines.append(f"{self.dice.choice(['fair', 'strongly fair'])} mend {link}")

    def group(self) -> None:
        """One of some steps and deliveries is obliged to happen."""
        heads = [line.split() for line in self.lines]
        steps = [head[head.index("step") + 1].partition("(")[0] for head in heads if "step" in head[:3]]
        delivered = [f"deliver {line.name} {name}" for line in self.known.channels for name, _ in line.messages]
        whole = [f"deliver {line.name}" for line in self.known.channels]
        members = [each for each in [*steps, *(whole if self.chance(0.3) else delivered)] if self.chance(0.7)]
        if members:
            comma = self.dice.choice(["", ","])
            self.lines.append(f"{self.dice.choice(['fair', 'fair', 'strongly fair'])} {{ {', '.join(members)}{comma} }}")

    def starts(self) -> None:
        if self.chance(0.35 if self.lively is None else 0.05):
            place = self.place(safe=not self.chance(0.2))
            self.lines.append(f"initially {self.write.text(BOOL, place)}")
