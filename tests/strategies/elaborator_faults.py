"""Faults of one line in the elaboration: file, what stands there, what it is made of it, and which of the dense texts tells."""

from __future__ import annotations

TYPES, VALUES, EXPRESSIONS = "types.py", "values.py", "expressions.py"
ACTIONS, PROPERTIES, DEFINITIONS, NAMES, ELABORATE = "actions.py", "properties.py", "definitions.py", "names.py", "elaborate.py"
OPTIONS = "options.py"

FAULTS: dict[str, tuple[str, str, str, str]] = {
    # how large a number can be: where it is surely in its range, nobody looks
    "mod is never 0": (TYPES, "return 0, by - 1", "return 1, by - 1", "numbers"),
    "a sum adds nothing": (TYPES, "return low + low2, high + high2", "return low + low2, high", "numbers"),
    "a difference keeps its order": (TYPES, "return low - high2, high - low2", "return low - low2, high - high2", "numbers"),
    "a product grows": (TYPES, "return min(products), max(products)", "return products[0], products[-1]", "numbers"),
    "a quotient has one value": (TYPES, "return low // by, high // by", "return low // by, low // by", "numbers"),
    "a choice is its first branch": (TYPES, "return min(low, low2), max(high, high2)", "return low, high", "numbers"),
    "a range is checked at one end": (
        EXPRESSIONS,
        "if wanted.low <= low and high <= wanted.high:\n        return value\n    member",
        "if wanted.low <= low:\n        return value\n    member",
        "numbers",
    ),
    "no argument is checked": (
        EXPRESSIONS,
        'name.text, "argument", found.types, args, scope, exactly)',
        'name.text, "argument", found.types, args, scope)',
        "numbers",
    ),
    "no field is checked": (
        EXPRESSIONS,
        '"field", types, node.args, scope, exactly)',
        '"field", types, node.args, scope)',
        "numbers",
    ),
    "no message is checked": (
        EXPRESSIONS,
        'message.text, "field", types, args, scope, exactly)',
        'message.text, "field", types, args, scope)',
        "channels",
    ),
    "an argument of a proc is not checked": (
        ACTIONS,
        '"argument", context.types(proc.parameters), call.args, scope, exactly)',
        '"argument", context.types(proc.parameters), call.args, scope)',
        "starts",
    ),
    # values
    "what is never in an optional range": (VALUES, "and not _within(right, type.inner):", "and False:", "optionals"),
    "records are equal in one field": (VALUES, "for pair in pairs]), span)", "for pair in list(pairs)[:1]]), span)", "records"),
    "branches of records change places": (
        VALUES,
        "choose(test, a, b, span, scope)",
        "choose(test, b, a, span, scope)",
        "records",
    ),
    "branches change places": (VALUES, "[test, then, otherwise]", "[test, otherwise, then]", "numbers"),
    "an error is told at the use of a definition": (
        VALUES,
        "if isinstance(expr, Const | Bound) or is_partial(expr) else",
        "if isinstance(expr, Const | Bound) else",
        "numbers",
    ),
    "exactly one pair": (VALUES, 'nest("some", rest, body, span), BOOL', 'nest("all", rest, body, span), BOOL', "quantifiers"),
    "at most one in each": (VALUES, 'inner = Quantified("all", first', 'inner = Quantified("some", first', "quantifiers"),
    # operators
    "at most is below": (EXPRESSIONS, '"<" if op in ("<", ">") else "<="', '"<" if op != ">=" else "<="', "numbers"),
    "at least is at most": (EXPRESSIONS, 'if op in (">", ">="):', 'if op == ">":', "numbers"),
    "in all of them": (EXPRESSIONS, 'else apply("or", cases, BOOL, span)', 'else apply("and", cases, BOOL, span)', "numbers"),
    "an interval without its end": (EXPRESSIONS, 'below = apply("<="', 'below = apply("<"', "numbers"),
    "not in is in": (
        EXPRESSIONS,
        'return apply("not", [_in(args[0], args[1], span, scope)], BOOL, span)',
        "return _in(args[0], args[1], span, scope)",
        "numbers",
    ),
    "unequal is equal": (
        EXPRESSIONS,
        'return apply("not", [_equality(args[0], args[1], span, scope)], BOOL, span)',
        "return _equality(args[0], args[1], span, scope)",
        "numbers",
    ),
    "a negative constant": (EXPRESSIONS, "return Const(-value.value, INT)", "return Const(value.value, INT)", "numbers"),
    "a negative term": (EXPRESSIONS, "[Const(0, INT), value]", "[value, Const(0, INT)]", "numbers"),
    "the next value is this one": (EXPRESSIONS, 'return apply("next", [value], value.type, span)', "return value", "quantifiers"),
    # quantifiers, match
    "all with what is not asked": (EXPRESSIONS, 'Apply("=>", (where, whole)', 'Apply("and", (where, whole)', "quantifiers"),
    "what is asked first": (EXPRESSIONS, "for part in (where, body) if", "for part in (body, where) if", "quantifiers"),
    "arms the other way round": (
        EXPRESSIONS,
        "reversed(tests[:-1]), reversed(bodies[:-1])",
        "reversed(tests[:-1]), bodies[:-1]",
        "records",
    ),
    "all patterns of an arm": (EXPRESSIONS, 'apply("or", equals', 'apply("and", equals', "quantifiers"),
    "a name is caught": (
        DEFINITIONS,
        'own = Bound(context.fresh(binder.name.partition("!")[0]), binder.type)',
        'own = Bound(binder.name.partition("!")[0], binder.type)',
        "quantifiers",
    ),
    # messages and actions
    "between all of them": (EXPRESSIONS, 'return nest("some", between', 'return nest("all", between', "messages"),
    "from the receiver": (
        EXPRESSIONS,
        "Pending(channel.name, message, args, ends[0], ends[1]",
        "Pending(channel.name, message, args, ends[1], ends[0]",
        "messages",
    ),
    "did it with everything": (
        EXPRESSIONS,
        'return nest("some", list(binders), Read(name',
        'return nest("all", list(binders), Read(name',
        "the_past",
    ),
    "did it with other arguments": (
        EXPRESSIONS,
        "Read(name, tuple(leaf for arg in args for leaf in leaves(arg))",
        "Read(name, tuple(leaf for arg in args for leaf in leaves(args[0]))",
        "the_past",
    ),
    "an input is not possible": (EXPRESSIONS, 'if node.steps else ("step", "input")', 'if node.steps else ("step",)', "possible"),
    "possible with everything": (
        EXPRESSIONS,
        'return nest("some", list(binders), Possible(action',
        'return nest("all", list(binders), Possible(action',
        "possible",
    ),
    "what is possible now": (
        PROPERTIES,
        "case Possible(args=args):\n                return replace(expr, args=self._all(args, primed), primed=primed)",
        "case Possible(args=args):\n                return replace(expr, args=self._all(args, primed))",
        "possible",
    ),
    "a link that is down delivers": (
        ACTIONS,
        "return up if guard == TRUE else conjunction([up, guard])",
        "return guard",
        "messages",
    ),
    "a cut empties what waits": (
        ACTIONS,
        'and not channel.has("waits when cut")',
        'and channel.has("waits when cut")',
        "messages",
    ),
    "what is up is mended": (ACTIONS, '"input", (), negation(up), mend', '"input", (), up, mend', "starts"),
    "a cut is no fault": (ACTIONS, 'yield Action(f"cut {link}", "fault"', 'yield Action(f"cut {link}", "input"', "messages"),
    "duplicated instead of lost": (ACTIONS, 'verb == "duplicate", channel', 'verb == "lose", channel', "channels"),
    "what is reliable is lost": (ACTIONS, '("lose", "lossy")', '("lose", "reliable")', "channels"),
    "a guard is left out": (ACTIONS, "guard = condition(action.guard, scope)", "guard = TRUE", "numbers"),
    "a loop over all": (ACTIONS, "system.For(names[-1], condition(where, inner)", "system.For(names[-1], TRUE", "quantifiers"),
    "if and else change places": (
        ACTIONS,
        "block(then, scope), block(otherwise, scope)",
        "block(otherwise, scope), block(then, scope)",
        "quantifiers",
    ),
    "the last way is left out": (ACTIONS, "for branch in branches)", "for branch in branches[:-1])", "quantifiers"),
    "nothing is required": (ACTIONS, "system.Require(condition(test, scope), span)", "system.Require(TRUE, span)", "quantifiers"),
    "sent the other way": (
        ACTIONS,
        "send.message.text, args, *ends, send.span",
        "send.message.text, args, *ends[::-1], send.span",
        "messages",
    ),
    "dropped the other way": (ACTIONS, "Flush(channel.name, *ends, span)", "Flush(channel.name, *ends[::-1], span)", "messages"),
    "a way of its own for each name": (
        ACTIONS,
        "[TRUE] * (len(names) - 1) + [condition(where, inner)]",
        "[TRUE] * len(names)",
        "quantifiers",
    ),
    # the past
    "always so far, from a false start": (
        PROPERTIES,
        'initial = TRUE if op == "historically" else FALSE',
        "initial = FALSE",
        "the_past",
    ),
    "once is now": (
        PROPERTIES,
        'return Apply("or", (args[0], past), BOOL, span)',
        'return Apply("and", (args[0], past), BOOL, span)',
        "the_past",
    ),
    "since the other way round": (
        PROPERTIES,
        'Apply("or", (args[1], Apply("and", (args[0], past)',
        'Apply("or", (args[0], Apply("and", (args[1], past)',
        "the_past",
    ),
    "one past for all": (PROPERTIES, "key = op, args\n", "key = op, args[:1]\n", "the_past"),
    "the past of this state": (PROPERTIES, "replace(past, primed=primed), span)", "past, span)", "the_past"),
    "indices of this state": (
        PROPERTIES,
        "indices=self._all(expr.indices, primed), primed",
        "indices=self._all(expr.indices, False), primed",
        "the_past",
    ),
    # declarations
    "an unordered channel holds two": (NAMES, "is None:\n        return 1", "is None:\n        return 2", "channels"),
    "a queue is no queue": (ELABORATE, 'fifo=channel.order == "fifo"', 'fifo=channel.order != "fifo"', "channels"),
    "what is full loses": (ELABORATE, 'lossy=found.has("lossy")', 'lossy=found.has("reliable")', "channels"),
    "a channel that waits": (ELABORATE, 'waits=found.has("waits when cut")', "waits=False", "messages"),
    "links begin down": (ELABORATE, "Variable(link, (), BOOL, TRUE, span)", "Variable(link, (), BOOL, FALSE, span)", "starts"),
    "what holds initially": (ELABORATE, "initially=conjunction(initially)", "initially=TRUE", "starts"),
    "one fault more": (ELABORATE, "return numbers[0] if bounds", "return (numbers[0] or 0) + 1 if bounds", "starts"),
    "fields the other way round": (
        NAMES,
        "record = RecordType(name, tuple(fields.items()))",
        "record = RecordType(name, tuple(fields.items())[::-1])",
        "records",
    ),
    "a constant is one more": (
        EXPRESSIONS,
        "Const(names.constants.values[text], INT)",
        "Const(names.constants.values[text] + 1, INT)",
        "constants",
    ),
    "the option of another member": (
        OPTIONS,
        "read if whole is None",
        "Read(option_name(name, (members(types) or [])[0]), (), type, span=span) if whole is None",
        "members",
    ),
    "an index is not looked at": (OPTIONS, "if not looks:", "if True:", "members"),
    "a range begins at its end": (NAMES, "return RangeType(low, high)", "return RangeType(-high, high)", "constants"),
    "a limit is one": (NAMES, "return found or 1", "return 1", "constants"),
    # properties about whole runs
    "some is all": (
        PROPERTIES,
        "return replace(formula, body=_temporal(body, memory))",
        'return replace(formula, op="all", body=_temporal(body, memory))',
        "whole_runs",
    ),
    "sides of until": (
        PROPERTIES,
        "return replace(formula, args=tuple(_temporal(arg, memory) for arg in args))",
        "return replace(formula, args=tuple(_temporal(arg, memory) for arg in args)[::-1])",
        "whole_runs",
    ),
    "an always in an always is nothing": (
        PROPERTIES,
        "args=tuple(_temporal(arg, memory) for arg in args))",
        'args=tuple(_temporal(arg.args[0] if _looks(arg, "always") else arg, memory) for arg in args))',
        "whole_runs",
    ),
    "nothing is remembered of a run": (
        PROPERTIES,
        "    if not future:\n        return memory.settle(formula)",
        "    if not future:\n        return formula if memory.monitors else memory.settle(formula)",
        "whole_runs",
    ),
}
