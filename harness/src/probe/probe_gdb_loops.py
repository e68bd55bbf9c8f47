"""Loops of a program under gdb: which index of each is at work."""

import functools
import re

import gdb

from probe_places import function_block, has_frame_base
from probe_types import Number, Refused
from probe_values import Unsettled, address_of, evaluate, integer_of


class Here:
    """Where the program has just stopped: its frame and registers, asked for when they are needed."""

    __slots__ = ("_frame", "_registers", "_thread")

    def __init__(self):
        self._frame, self._registers, self._thread = None, {}, 0

    @property
    def thread(self):
        """The number of the thread that has stopped."""
        if not self._thread:
            self._thread = gdb.selected_thread().global_num
        return self._thread

    @property
    def frame(self):
        if self._frame is None:
            self._frame = gdb.newest_frame()
        return self._frame

    def register(self, name):
        if name not in self._registers:
            # far quicker than a frame's read_register: no frame is made for it
            self._registers[name] = int(gdb.parse_and_eval("$" + name))
        return self._registers[name]


FIRST_THREAD = 1


class Progress:
    """How far one thread is in a loop."""

    __slots__ = ("passes", "hits", "matched")

    def __init__(self):
        self.passes, self.hits, self.matched = -1, 0, False


class Loop:
    def __init__(self, plan, select):
        self.plan, self.name, self.offset = plan, plan["name"], plan["offset"]
        self.variable, self.function = plan["variable"], plan["function"]
        self.selected, self.stage = select.get(self.name), 0
        self.counted, self.threads = self.variable is None, {}
        self.breakpoints, self.rules = [], {}

    def of(self, thread):
        """The progress of a thread; one that never came by is where the program's first thread is."""
        return self.threads.get(thread) or self.threads.get(FIRST_THREAD) or Progress()

    def own(self, thread):
        if thread not in self.threads:
            self.threads[thread] = Progress()
        return self.threads[thread]

    def was_matched(self):
        return any(progress.matched for progress in self.threads.values())

    def place(self, frame, block, inner):
        """(address, number) of its variable in a function; (None, None) where it has none there that
        stays in its place.

        inner: the innermost block of the place that asks
        """
        if self.counted or self.function and not of_function(block, self.function):
            return None, None
        try:
            address = address_of(self.variable, frame, inner)
            number = Number(address.kind)
        except (Unsettled, Refused):
            return None, None
        return (None, None) if number.real else (address, number)

    def index(self, here, block):
        if self.counted:
            return self.of(here.thread).passes
        frame = here.frame
        if self.function and not of_function(block, self.function):
            while frame is not None and not (frame.function() and
                                             same_function(frame.function().name, self.function)):
                frame = frame.older()
            if frame is None:
                raise Refused("no_such_variable", "function '%s' of loop '%s' is not running" %
                              (self.function, self.name))
            inner = gdb.block_for_pc(frame.pc() - 1)
            return int(evaluate(self.variable, frame, inner)) + self.offset
        return self.index_at(frame.pc() - 1, here, block)

    def index_at(self, pc, here, block, key=None):
        """By the variable as it is known at an instruction of the frame's function."""
        key = key or block.start
        if key not in self.rules:
            try:
                self.rules[key] = integer_of(self.variable, here.frame, gdb.block_for_pc(pc)) \
                    if has_frame_base(block) else None
            except Unsettled:
                self.rules[key] = None
        rule = self.rules[key]
        if rule is not None:
            return rule(here.register("rbp")) + self.offset
        value = evaluate(self.variable, here.frame, gdb.block_for_pc(pc))
        if value.is_optimized_out:
            raise Refused("optimised_out", "the compiler left no trace of the variable of loop '%s'"
                          % self.name)
        return int(value) + self.offset

    def advanced(self, here):
        """A thread comes by. @return whether its selected index begins or ends here, and which of these"""
        progress = self.own(here.thread)
        progress.hits += 1
        if self.counted:
            progress.passes += 1
        if self.selected is None:
            return False, False
        # its own pass begins here: the variable lives where this instruction is
        pc = here.register("pc")
        block = function_block(pc)
        index = progress.passes if self.counted else self.index_at(pc, here, block,
                                                                   (block.start, "advance"))
        found = index == self.selected
        return found != progress.matched, found


def bare_name(name):
    """A function's name without the arguments of the function and of its template, and without what
    the compiler adds to the parts of a function that threads run."""
    name = re.sub(r"\._omp_fn\.\d+$", "", name)
    name = re.sub(r"operator *(?:\(\)|[<>=-]+)", "operator", name)
    kept, depth = "", 0
    for letter in name:
        depth += (letter in "(<") - (letter in ")>")
        if depth == 0 and letter not in ")>":
            kept += letter
    return re.sub(r"\[abi:\w+\]| const$", "", kept)


@functools.lru_cache(maxsize=None)
def same_function(name, wanted):
    """Whether a function of the program is the one that a probe file names, by its last parts."""
    name, wanted = bare_name(name), bare_name(wanted)
    return name == wanted or name.endswith("::" + wanted) or name.lower() == wanted.lower()


def of_function(block, wanted):
    return same_function(block.function.name, wanted)
