"""Runs a program under gdb and records, compares or replaces values where a plan says so.

PROTOCOL.md says what the plan and the events are. Run as: gdb -nx -batch -x probe_gdb.py
"""

import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import gdb  # noqa: E402

from probe_gdb_events import Events, Reference  # noqa: E402
from probe_gdb_hits import Scout, Watch  # noqa: E402
from probe_gdb_loops import Loop  # noqa: E402
from probe_gdb_program import load_program, set_up_debugger  # noqa: E402
from probe_gdb_taps import Recorder, Tap  # noqa: E402
from probe_places import advance_addresses, find_lines, source_line  # noqa: E402
from probe_types import Refused  # noqa: E402
from probe_values import find_symbol  # noqa: E402


class Run:
    """One run of the program under a plan."""

    def __init__(self, plan):
        self.plan, self.events = plan, Events(plan["out"])
        self.loops = [Loop(one, plan["select"]) for one in plan["loops"]]
        self.select = [loop for loop in self.loops if loop.selected is not None]
        for stage, loop in enumerate(self.select, 1):
            loop.stage = stage
        by_name = {loop.name: loop for loop in self.loops}
        self.taps = [Tap(one, by_name) for one in plan["taps"]]
        self.recorder = Recorder(plan, self.events, Reference(plan["reference"])
                                 if plan["mode"] == "graft" else None)
        self.todo, self.end, self.over = [], None, False
        self.inherited_done = False
        self.exec_catch, self.replaced = None, False

    # --- the program ---

    def start(self):
        """Up to the first line of its own. @return whether it runs"""
        set_up_debugger(self.plan)
        gdb.events.exited.connect(self.exited)
        gdb.events.stop.connect(self.stopped)
        try:
            load_program(self.plan, lambda: self.end is not None)
        except (gdb.error, OSError, subprocess.CalledProcessError) as error:
            self.events.problem("cannot_start", "", str(error).strip().rstrip("."))
            return False
        # the program has its streams: what the debugger says from here on goes elsewhere
        log = os.open(self.plan["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        return True

    def stopped(self, event):
        """Looks whether the program has just replaced itself."""
        if isinstance(event, gdb.BreakpointEvent) and self.exec_catch in event.breakpoints:
            self.replaced = True

    def left(self):
        """The program has replaced itself by another: what is probed is over."""
        self.events.problem("not_supported", "", "the program replaced itself by another, by exec: "
                            "what that computes is not seen")
        self.recorder.flush(self.taps)
        for one in [watch for tap in self.taps for watch in tap.breakpoints] + [
                watch for loop in self.loops for watch in loop.breakpoints]:
            if one.is_valid():
                one.delete()
        self.exec_catch.delete()
        self.replaced = False

    def exited(self, event):
        code = getattr(event, "exit_code", None)
        if code is not None:
            self.end = {"code": int(code)}
            return
        number = gdb.convenience_variable("_exitsignal")
        name = signal.Signals(int(number)).name if number is not None else "unknown"
        self.end = {"signal": name}

    def give_up(self, kind, tap, text):
        """The run can no longer give what was asked for."""
        self.events.problem(kind, tap, text)
        self.over = True

    def kill(self):
        if self.end is None and gdb.selected_inferior().pid:
            try:
                gdb.execute("kill", to_string=True)
            except gdb.error:
                pass

    # --- places ---

    def resolve(self):
        """Finds every place. @return whether all are there"""
        good = True
        for tap in self.taps:
            try:
                where = tap.where
                for place in where if isinstance(where, list) else [where]:
                    tap.lines += find_lines(place)
                for line in tap.lines:
                    self.check_names(tap, line)
                    self.events.add(type="place", tap=tap.key, file=line.file, line=line.first,
                                    function=line.groups[0].function,
                                    text=source_line(line.file, line.first))
            except Refused as refused:
                good = self.recorder.is_left_out(tap, refused) and good
        self.taps = [tap for tap in self.taps if tap.lines]
        for loop in self.loops:
            if not (loop.selected is not None or loop.counted or
                    any(inner.counted for inner in self.loops[self.loops.index(loop):])):
                continue
            try:
                self.watch_loop(loop)
            except Refused as refused:
                self.events.problem(refused.kind, "", refused.text)
                good = False
        return good

    @staticmethod
    def check_names(tap, line):
        for group in line.groups[:1]:
            inner = gdb.block_for_pc(group.ranges[-1][0])
            for name in tap.names():
                find_symbol(name, inner)

    def watch_loop(self, loop):
        inside = [tap for tap in self.taps if loop in tap.loops and tap.lines]
        lines = [(line.file, line.first) for tap in inside for line in tap.lines]
        function = next((tap.lines[0].groups[0].function for tap in inside), "")
        for address in sorted(set(advance_addresses(loop.plan, function, lines))):
            def advanced(here, loop=loop):
                return self.advanced(loop, here)
            watch = Watch(self, address, advanced)
            watch.enabled = loop.counted or loop.stage <= 1 or not loop.stage
            loop.breakpoints.append(watch)

    def arm(self, stage):
        """Looks at what belongs to so many selected loops, and at no more."""
        for tap in self.taps:
            if tap.stage > stage:
                for watch in tap.breakpoints:
                    watch.enabled = False
            elif tap.breakpoints:
                for watch in tap.breakpoints:
                    watch.enabled = True
            else:
                self.scout(tap)
        for loop in self.select:
            for watch in loop.breakpoints:
                watch.enabled = loop.counted or loop.stage <= stage + 1

    def scout(self, tap):
        for line in tap.lines:
            for group in line.groups:
                scout = Scout(self, tap, line, group)
                scout.watch = Watch(self, group.start, scout)
                tap.breakpoints.append(scout.watch)
                if gdb.newest_frame().pc() == group.start:
                    scout.settle()  # a breakpoint where the program stands would not be met

    # --- loops ---

    def advanced(self, loop, here):
        thread = here.thread
        changes, found = loop.advanced(here)
        for inner in self.loops[self.loops.index(loop) + 1:]:
            if thread in inner.threads:
                inner.threads[thread].passes, inner.threads[thread].hits = -1, 0
        if not changes:
            return False
        before = self.depth(thread)
        loop.own(thread).matched = found
        for inner in self.select[loop.stage:]:
            inner.own(thread).matched = False
        if self.depth(thread) == before:
            return False  # a thread that is at another index of a loop around it
        self.todo.append(lambda: self.match(thread))
        return True

    def depth(self, thread):
        """How many selected loops, from the outermost on, a thread has at their index."""
        depth = 0
        while depth < len(self.select) and self.select[depth].of(thread).matched:
            depth += 1
        return depth

    def match(self, thread):
        """A thread has come to the selected index of a loop, or has left it."""
        self.recorder.flush(self.taps, thread)
        if self.depth(thread) == len(self.select) and not self.inherited_done:
            self.inherited_done = True
            # which pass of a loop that threads share a thread did before is chance
            if any(loop.of(thread).hits > 1 for loop in self.select
                   if loop.stage > 1 or len(loop.threads) == 1):
                self.recorder.inherited(self.taps, self.select)
        threads = {one for loop in self.select for one in loop.threads}
        self.arm(max(self.depth(one) for one in threads))

    # --- all of it ---

    def go(self):
        if not self.start():
            return
        if self.end is None and self.resolve() and self.plan["mode"] != "check":
            gdb.execute("catch exec", to_string=True)
            self.exec_catch = gdb.breakpoints()[-1]
            self.exec_catch.silent = True
            self.arm(0)
            while self.end is None and not self.over:
                self.todo = []
                gdb.execute("continue", to_string=True)
                if self.replaced and self.end is None:
                    self.left()
                for action in self.todo if self.end is None else []:
                    try:
                        action()
                    except Refused as refused:
                        self.give_up(refused.kind, getattr(getattr(action, "__self__", None), "tap",
                                                           ""), refused.text)
            self.recorder.flush(self.taps)
            self.never_reached()
        self.kill()

    def never_reached(self):
        if self.over:
            return
        for loop in self.select:
            if not loop.was_matched() and not self.inherited_done and not any(
                    tap.seen for tap in self.taps if loop in tap.loops):
                self.events.problem("never_reached", "", "loop '%s' was never at index %d" %
                                    (loop.name, loop.selected))
                return
        for tap in self.taps:
            if tap.seen:
                continue
            if all(isinstance(watch.on_hit, Scout) for watch in tap.breakpoints):
                self.events.problem("never_reached", tap.key, "its statement was never run")
            else:
                self.events.problem("not_assigned", tap.key, "its statement was run, and never "
                                    "assigned it: a condition was false each time")


def main():
    with open(os.environ["TAPIR_PROBE_PLAN"], encoding="utf-8") as file:
        plan = json.load(file)
    run = Run(plan)
    try:
        run.go()
    except (gdb.error, RuntimeError) as error:
        run.events.problem("cannot_start", "", "gdb says: %s" % str(error).strip().rstrip("."))
        run.kill()
    run.events.end(run.end or {"stopped": True})


main()
