"""Which instructions the places of a plan are, from the program's debug information (under gdb)."""

import json
import os
import re

import gdb

from probe_machine import Code, jump_targets
from probe_source import (assignments, assigns, has_pattern, is_fortran, lines_with, loop_lines,
                          statement_end)
from probe_types import Refused

_texts = {}
_jumps = {}  # of each function
_tables = {}  # (address, line) of each source in each unit that was compiled


def source_text(path):
    """The text of a source file; "" when it is not there."""
    if path not in _texts:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                _texts[path] = file.read()
        except OSError:
            _texts[path] = ""
    return _texts[path]


def source_line(path, line):
    lines = source_text(path).split("\n")
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def function_block(pc):
    block = gdb.block_for_pc(pc)
    while block is not None and block.function is None:
        block = block.superblock
    return block


def has_frame_base(block):
    """Whether a function keeps the frame it was called with in rbp, as it does without
    optimisation."""
    architecture = gdb.selected_frame().architecture()
    if not architecture.name().startswith("i386:x86-64"):
        return False
    first = architecture.disassemble(block.start, block.start + 16, 4)
    return any(re.match(r"mov\s+%rsp,%rbp", one["asm"].strip()) for one in first)


class Group:
    """The code of some source lines within one function."""

    def __init__(self, block, ranges):
        self.block, self.ranges = block, ranges
        self.start = min(begin for begin, _ in ranges)
        self.function = block.function.name
        self.code = None

    def instructions(self):
        if self.code is None:
            self.code = Code(gdb.selected_frame().architecture(), self.ranges)
        return self.code

    def jumps(self):
        if self.block.start not in _jumps:
            _jumps[self.block.start] = jump_targets(gdb.selected_frame().architecture(),
                                                    self.block.start, self.block.end)
        return _jumps[self.block.start]

    def reached_otherwise(self, address):
        """Whether a jump may lead to an address that also follows an instruction."""
        targets, unknown = self.jumps()
        return address in targets or unknown

    def reached_between(self, first, last):
        """Whether a jump may lead to an address behind the first and up to the last."""
        targets, unknown = self.jumps()
        return unknown or any(first < target <= last for target in targets)


class Lines:
    """Source lines first to last of a file, and what was compiled from them."""

    def __init__(self, symtab, first, last, assigned):
        self.file, self.first, self.assigned = symtab.fullname(), first, assigned
        self.name, self.read = json.dumps(self.file), ""  # as an event has it; when it is looked at
        text = source_text(self.file)
        targets = assignments(self.file, text, first, last) if text else []
        self.targets = {name.lower() for one in targets
                        for name in re.findall(r"[A-Za-z_]\w*", one.target)[:1]}
        self.groups = groups_of(symtab, first, last)

    def assigns_any(self, names):
        """Whether a statement on these lines assigns one of some variables."""
        return self.assigned or any(name.split("::")[-1].lower() in self.targets for name in names)


def _entries(symtab):
    key = symtab.fullname(), symtab.static_block().start
    if key not in _tables:
        _tables[key] = sorted((entry.pc, entry.line) for entry in symtab.linetable())
    return _tables[key]


def groups_of(symtab, first, last):
    entries, by_function = _entries(symtab), {}
    for i, (begin, line) in enumerate(entries):
        if not first <= line <= last:
            continue
        block = function_block(begin)
        if block is None:
            continue
        end = min(entries[i + 1][0] if i + 1 < len(entries) else block.end, block.end)
        if end > begin:
            by_function.setdefault(block.start, (block, []))[1].append((begin, end))
    return [Group(block, ranges) for block, ranges in by_function.values()]


class Function:
    """A function's name, file and lines."""

    def __init__(self, symtab, first, last):
        self.symtab, self.file, self.first, self.last = symtab, symtab.fullname(), first, last


def find_functions(name):
    """All functions of a name. Refused: there is none, or nothing is known of it."""
    if not re.fullmatch(r"[A-Za-z_~][\w:~<>, .$]*", name) or \
            re.search(r" (?:if|thread|task|inferior)\b", name):  # words that end a place for gdb
        raise Refused("no_such_function", "'%s' is no name of a function" % name)
    try:
        places = gdb.decode_line("'%s'" % name)[1] or ()
    except gdb.error:
        places = ()
    found = []
    for place in places:
        block = function_block(place.pc) if place.pc else None
        if block is None or place.symtab is None or not place.symtab.is_valid():
            continue
        lines = [line for pc, line in _entries(place.symtab) if block.start <= pc < block.end]
        # the line that the debug information states, or a little above the first with code
        first = min(lines + [block.function.line or min(lines)])
        found.append(Function(place.symtab, first, max(lines)))
    if not found and places:
        raise Refused("no_debug_information", "function '%s' has no debug information" % name)
    if not found:
        raise Refused("no_such_function", "the program has no function '%s'" % name)
    return found


def _line_place(place):
    name = place["file"]
    if re.search(r"['\"\n\\]", name):
        raise Refused("no_such_file", "'%s' is no name of a source file" % name)
    try:
        places = gdb.decode_line("'%s':%d" % (name, place["line"]))[1] or ()
    except gdb.error as error:
        kind = "no_such_line" if "Line" in str(error) else "no_such_file"
        raise Refused(kind, str(error).rstrip(".")) from error
    tables = {one.symtab.fullname(): one.symtab for one in places if one.symtab is not None}
    line, found = place["line"], []
    for symtab in tables.values():
        text = source_text(symtab.fullname())
        last = statement_end(symtab.filename, text, line) if text else line
        here = Lines(symtab, line, last, False)
        if here.groups:
            found.append(here)
    if not found:
        raise Refused("no_such_line", "line %d of %s holds no code" % (line, name))
    return found


def _lines_in(function, place):
    text = source_text(function.file)
    if not text:
        raise Refused("no_such_file", "the source %s of the function is not there" % function.file)
    fortran, pattern = is_fortran(function.file), place.get("pattern", "")
    if place.get("assigns"):
        for one in assignments(function.file, text, function.first, function.last):
            if assigns(one, place["assigns"], fortran) and \
                    (not pattern or has_pattern(one.text, pattern, fortran)):
                yield one.first, one.last, True
        return
    for number in lines_with(text, pattern, function.first, function.last, fortran):
        yield number, max(number, statement_end(function.file, text, number)), False


def find_lines(place):
    """The source lines of a place. Refused: there are none, and why."""
    found = _line_place(place) if place.get("line") else _word_places(place)
    if place.get("occurrence"):
        found.sort(key=lambda one: (one.file, one.first))
        if place["occurrence"] > len(found):
            raise Refused("no_such_place", "of lines that fit there are %d, and the place is the %d." %
                          (len(found), place["occurrence"]))
        found = [found[place["occurrence"] - 1]]
    for one in found:
        one.read = place.get("read", "")
    return found


def _word_places(place):
    found, without_code = [], []
    wanted_file = place.get("file", "")
    for function in find_functions(place["function"]):
        if wanted_file and os.path.basename(function.file) != os.path.basename(wanted_file):
            continue
        for first, last, assigned in _lines_in(function, place):
            here = Lines(function.symtab, first, last, assigned)
            if not here.groups:
                without_code.append(first)
            elif (here.file, first) not in [(one.file, one.first) for one in found]:
                found.append(here)
    if not found and without_code and place.get("assigns"):
        raise Refused("optimised_out", "line %d assigns '%s', and the compiler made no code of it" %
                      (without_code[0], place["assigns"]))
    if not found:
        what = " and ".join(
            ["assigns '%s'" % place.get("assigns")] * bool(place.get("assigns")) +
            ["has the words '%s'" % place.get("pattern")] * bool(place.get("pattern")))
        raise Refused("no_such_place", "no line with code in function '%s' %s" %
                      (place["function"], what))
    return found


def advance_addresses(loop, function_name, tap_lines):
    """Where a loop comes by in each of its passes.

    @param tap_lines  (file, line) of the taps inside it: of several loops over one variable, those
                      that begin nearest above them are meant
    """
    if loop["advances"]:
        return [group.start for lines in find_lines(loop["advances"]) for group in lines.groups]
    variable = loop["variable"]
    if not variable or variable[0] != "name":
        raise Refused("no_such_loop", "nothing says where the loop '%s' advances" % loop["name"])
    found = []
    for function in find_functions(loop["function"] or function_name):
        text = source_text(function.file)
        heads = loop_lines(function.file, text, variable[1], function.first, function.last)
        inside = [line for file, line in tap_lines if file == function.file]
        meant = {max((head for head in heads if head[0] <= line), default=None) for line in inside}
        for head in heads if not inside else [head for head in meant if head]:
            later = sorted({line for _, line in _entries(function.symtab) if line > head[1]})
            if later:
                found += [group.start for group in groups_of(function.symtab, later[0], later[0])]
    if not found:
        raise Refused("no_such_loop", "no loop over '%s' is in the function" % variable[1])
    return found
