"""Mutants of a source: each is one statement changed by one simple operator, made from the text alone.

Every line of the chosen part of a source gives at most one mutant of each kind, so none is picked by hand.
"""

import re
from typing import NamedTuple

_VALUE = r"[A-Za-z_]\w*(?:(?:\.|->|%)[A-Za-z_]\w*|\[[^\][]*\]|\((?:cell|cells|\d)(?: [-+] \d)?\))*"
_NUMBER = re.compile(r"(?<![\w.\[(])(\d+\.\d+(?:e-?\d+)?|\d+)(?![\w.]|\]|_real32)(?:_real64)?(?!\w)")
_SWAPS = {" + ": " - ", " - ": " + ", " * ": " / ", " / ": " * "}
_TURNS = {" > ": " < ", " < ": " > ", " != ": " == ", " == ": " != "}


class Mutant(NamedTuple):
    kind: str
    line: int  # from 1
    text: str  # the line as it becomes

    def of(self, source):
        lines = source.split("\n")
        lines[self.line - 1] = self.text
        return "\n".join(lines)


def _right_side(line):
    """Where the right side of an assignment begins, or -1."""
    found = re.search(r"(?<![=<>!/])(?:[-+*/])?=(?!=) ", line)
    return found.end() if found else -1


def _replaced(line, begin, old, new):
    at = line.find(old, begin)
    return line[:at] + new + line[at + len(old):] if at >= 0 else None


def _first_of(line, begin, table):
    found = [(line.find(old, begin), old) for old in table if line.find(old, begin) >= 0]
    if not found:
        return None
    at, old = min(found)
    return line[:at] + table[old] + line[at + len(old):]


def _sub(pattern, new, line, begin):
    changed = re.sub(pattern, new, line[begin:], count=1)
    return line[:begin] + changed if changed != line[begin:] else None


def _constant(line, begin):
    def other(found):
        number, kind = found.group(1), "_real64" if found.group().endswith("_real64") else ""
        return (str(int(number) + 1) if number.isdigit() else repr(float(number) * 1.5)) + kind
    changed = _NUMBER.sub(other, line[begin:], count=1)
    return line[:begin] + changed if changed != line[begin:] else None


def _sign(line, begin):
    end = line.find(";", begin) if line.rstrip().endswith(";") else len(line.rstrip())
    if end < 0 or "{" in line[begin:] or line[begin:].count("(") != line[begin:].count(")"):
        return None
    return f"{line[:begin]}-({line[begin:end]}){line[end:]}"


def _other_variable(line, begin, alike):
    for names in alike:
        found = re.search(r"(?<![\w.>%])(" + "|".join(map(re.escape, names)) + r")(?!\w|\()", line[begin:])
        if found:
            other = names[(names.index(found.group(1)) + 1) % len(names)]
            return line[:begin + found.start()] + other + line[begin + found.end():]
    return None


def _left_out(line, nothing):
    """The statement is not there; a declaration stays."""
    found = re.match(r"^(\s*)(" + _VALUE + r" (?:[-+*/])?= .*)$", line)
    return found.group(1) + nothing if found and _is_whole(line, nothing) else None


def _is_whole(line, nothing):
    return nothing != ";" or line.rstrip().endswith(";")


def _stale(line, form):
    """The statement is run in the first pass of a loop only, and its value stays."""
    found = re.match(r"^(\s*)(" + _VALUE + r" (?:[-+*/])?= .*)$", line)
    return found.group(1) + form % found.group(2) if found and form and _is_whole(line, ";" if ";" in form else "") \
        else None


def _bounds(line):
    """A loop that makes one pass less, at either end."""
    fortran = re.match(r"^(\s*do \w+ = )(\w+)(, )(.*)$", line)
    if fortran:
        before, first, comma, last = fortran.groups()
        yield f"{before}{first}{comma}{last} - 1"
        yield f"{before}{first} + 1{comma}{last}"
        return
    c = re.match(r"^(.*for \([\w:]+ (\w+) = )0(; \2(?: \+ 1)? < )([^;]*)(; .*)$", line)
    if c:
        before, _, middle, bound, after = c.groups()
        yield f"{before}0{middle}{bound} - 1{after}"
        yield f"{before}1{middle}{bound}{after}"


def mutants_of(source, first, last, alike=(), nothing="", stale=""):
    """Mutants of the lines from `first` to `last`.

    alike:    tuples of names that may stand for each other
    nothing:  what stands for a statement that is left out: ";" in C
    stale:    a condition around a statement, with %s for it
    """
    for number, line in enumerate(source.split("\n"), 1):
        if not first <= number <= last or re.match(r"\s*(?://|/\*|!|\*|static|using|#)", line):
            continue
        for text in _bounds(line):
            yield Mutant("loop bound", number, text)
        condition = re.match(r"\s*(?:\} else )?if \(", line)
        if re.match(r"\s*(?:for|do|while)\b", line):
            continue
        if condition:
            yield from _named("comparison", number, _first_of(line, 0, _TURNS))
        begin = _right_side(line)
        if begin < 0:
            continue
        yield from _named("operator", number, _first_of(line, begin, _SWAPS))
        yield from _named("sign", number, _sign(line, begin))
        yield from _named("constant", number, _constant(line, begin))
        yield from _named("index", number, _sub(r"\[([01])\]", lambda f: f"[{int(f.group(1)) + 1}]", line, begin))
        yield from _named("dropped factor", number, _sub(r" [*/] " + _VALUE + r"(?![\w(])", "", line, begin))
        yield from _named("swapped operands", number, _sub(
            r"(" + _VALUE + r")( [-/] )(" + _VALUE + r")(?![\w(\[])", r"\3\2\1", line, begin))
        yield from _named("wrong variable", number, _other_variable(line, begin, alike))
        if not condition:
            yield from _named("comparison", number, _first_of(line, begin, _TURNS))
            yield from _named("left out", number, _left_out(line, nothing))
            yield from _named("stale value", number, _stale(line, stale))


def _named(kind, number, text):
    if text is not None:
        yield Mutant(kind, number, text)
