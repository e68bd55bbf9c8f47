"""What a source text says of places: which lines assign a variable, where a loop begins.

Reads C, C++ and Fortran as far as that needs. Lines count from 1.
"""

import bisect
import functools
import re

FORTRAN_ENDINGS = (".f90", ".f95", ".f03", ".f08", ".f", ".for", ".F90", ".F")
_OPERATOR = re.compile(r"(?:<<|>>|[-+*/%&|^])?=(?![=>])|\+\+|--")


class Statement:
    """An assignment: what it assigns, and the lines it stands on."""

    def __init__(self, target, first, last, text, right="", sign=(0, 0)):
        self.target, self.first, self.last = target, first, last
        self.sign = sign  # the lines of its sign "="; in Fortran all of its lines
        self.text = text
        self.right = right


def without_blanks(text):
    return re.sub(r"\s+", "", text)


def is_fortran(name):
    return name.endswith(FORTRAN_ENDINGS)


@functools.lru_cache(maxsize=None)
def without_comments(text):
    """C or C++ with comments and texts blanked out; every character keeps its place."""
    pattern = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def _partner(text, at):
    """The place of the bracket that belongs to the one at `at`, before or behind it; -1 when there is none."""
    depth = 0
    for i in range(at, len(text)) if text[at] in "([" else range(at, -1, -1):
        depth += (text[i] in "([") - (text[i] in ")]")
        if depth == 0:
            return i
    return -1


def _target_before(text, end):
    """Where the value that is assigned at `end` begins."""
    i = end
    while True:
        while i > 0 and text[i - 1].isspace():
            i -= 1
        if i > 0 and text[i - 1] in ")]":
            i = _partner(text, i - 1)
            if i < 0:
                return end
            if text[i] == "(" and not (i > 0 and (text[i - 1].isalnum() or text[i - 1] == "_")):
                return i
            continue
        begin = i
        while begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] in "_:"):
            begin -= 1
        if begin == i:
            return i
        before = text[:begin].rstrip()
        if before.endswith("."):
            i = len(before) - 1
        elif before.endswith("->"):
            i = len(before) - 2
        else:
            return begin


def line_starts(text):
    """Where each line begins."""
    return [0] + [found.end() for found in re.finditer("\n", text)]


def _c_assignments(text):
    clean = without_comments(text)
    starts = line_starts(clean)
    for found in _OPERATOR.finditer(clean):
        before = clean[found.start() - 1] if found.start() > 0 else ""
        if found.group() == "=" and before in "=!<>":
            continue
        stop = clean.find(";", found.end())
        if found.group() in ("++", "--"):
            after = re.compile(r"[A-Za-z_]\w*").match(clean, found.end())
            at = _target_before(clean, found.start())
            target = clean[at:found.start()].strip()
            if not target:
                at, target = found.start(), after.group() if after else ""
            right = target
        else:
            at = _target_before(clean, found.start())
            target = clean[at:found.start()]
            right = clean[found.end():stop if stop >= 0 else len(clean)]
            if found.group() != "=":
                right = target + " " + right
        target = without_blanks(target)
        if not re.match(r"[A-Za-z_(*]", target):
            continue
        line = bisect.bisect_right(starts, min(at, found.start()))
        until = bisect.bisect_right(starts, stop if stop >= 0 else found.end())
        yield Statement(target, line, until,
                        text[starts[line - 1]:starts[until] if until < len(starts) else len(text)],
                        right, (bisect.bisect_right(starts, found.start()),) * 2)


def _fortran_statements(text):
    """(first line, last line, text without comments) of each statement."""
    joined, first = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        line = re.sub(r"'[^']*'|\"[^\"]*\"", lambda f: " " * len(f.group()), line)
        line = line.split("!")[0].rstrip()
        if not first:
            first = number
        piece = line.strip()
        if joined:
            piece = piece.lstrip("&")
        if piece.endswith("&"):
            joined += piece[:-1]
            continue
        for one in (joined + piece).split(";"):
            yield first, number, one.strip()
        joined, first = "", 0


def _fortran_assignments(text):
    for begin, end, statement in _fortran_statements(text):
        rest = re.sub(r"^\d+\s+", "", statement)
        condition = re.match(r"if\s*\(", rest, re.I)
        if condition:
            closing = _partner(rest, condition.end() - 1)
            rest = rest[closing + 1:].strip()
        if "::" in rest or re.match(r"do\b", rest, re.I):
            continue
        found = re.match(r"([A-Za-z]\w*(?:\s*\([^=]*\)|\s*%\s*[A-Za-z]\w*)*)\s*=(?![=>])", rest)
        if found:
            yield Statement(without_blanks(found.group(1)), begin, end, statement,
                            rest[found.end():], (begin, end))


def assignments(name, text, first, last):
    """All assignments on lines first to last of a source file."""
    return [one for one in _all_assignments(is_fortran(name), text)
            if one.sign[1] >= first and one.sign[0] <= last]


@functools.lru_cache(maxsize=None)
def _all_assignments(fortran, text):
    return list((_fortran_assignments if fortran else _c_assignments)(text))


def assigns(statement, wanted, fortran):
    """Whether a statement assigns what a probe file names, or a part of it."""
    target, wanted = statement.target.lstrip("(*"), without_blanks(wanted).lstrip("(*")
    if fortran:
        target, wanted = target.lower(), wanted.lower()
    if not target.startswith(wanted):
        return False
    return len(target) == len(wanted) or not (target[len(wanted)].isalnum() or
                                              target[len(wanted)] == "_")


def has_pattern(text, pattern, fortran):
    text, pattern = without_blanks(text), without_blanks(pattern)
    return pattern.lower() in text.lower() if fortran else pattern in text


@functools.lru_cache(maxsize=None)
def _lines_without_blanks(text):
    return [without_blanks(line) for line in text.split("\n")]


def lines_with(text, pattern, first, last, fortran):
    """Numbers of the lines from first to last that hold a pattern."""
    pattern = without_blanks(pattern)
    pattern = pattern.lower() if fortran else pattern
    lines = _lines_without_blanks(text)
    return [number for number in range(first, min(last, len(lines)) + 1)
            if pattern in (lines[number - 1].lower() if fortran else lines[number - 1])]


@functools.lru_cache(maxsize=None)
def _clean_lines(text):
    return without_comments(text).split("\n")


def statement_end(name, text, line):
    """The last line of the statement that begins on a line."""
    if is_fortran(name):
        for begin, end, _ in _fortran_statements(text):
            if begin <= line <= end:
                return end
        return line
    lines = _clean_lines(text)
    for number in range(line, len(lines) + 1):
        if any(mark in lines[number - 1] for mark in ";{}"):
            return number
    return line


def loop_lines(name, text, variable, first, last):
    """(line of the loop statement, its last line) of each loop over a variable."""
    found = []
    if is_fortran(name):
        for begin, end, statement in _fortran_statements(text):
            if first <= begin <= last and re.match(
                    r"(?:\w+\s*:\s*)?do\s+(?:\d+\s+)?" + re.escape(variable) + r"\s*=", statement,
                    re.I):
                found.append((begin, end))
        return found
    clean = without_comments(text)
    head = re.compile(r"\bfor\s*\(([^;)]*\b" + re.escape(variable) + r"\s*=)")
    for match in head.finditer(clean):
        line = clean.count("\n", 0, match.start()) + 1
        if first <= line <= last:
            closing = _partner(clean, clean.index("(", match.start()))
            found.append((line, clean.count("\n", 0, closing) + 1))
    return found
