"""Runs a program under gdb and records, compares or replaces values where a plan says so.

PROTOCOL.md says what the plan and the events are. Run as: gdb -nx -batch -x probe_gdb.py
"""

import json
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import gdb  # noqa: E402

from probe_gdb_events import Events, Reference  # noqa: E402
from probe_gdb_hits import Scout, Watch  # noqa: E402
from probe_gdb_loops import Loop  # noqa: E402
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

    # --- the program ---

    def start(self):
        """Up to the first line of its own. @return whether it runs"""
        for setting in ("confirm off", "pagination off", "width 0", "startup-with-shell off",
                        "print thread-events off", "print inferior-events off",
                        "displaced-stepping on", "auto-load no", "disassembly-flavor att",
                        "debuginfod enabled off", "style enabled off", "breakpoint pending off"):
            try:
                gdb.execute("set " + setting, to_string=True)
            except gdb.error:
                pass  # a setting that this gdb has not
        gdb.execute("handle all nostop noprint pass", to_string=True)
        gdb.execute("handle SIGTRAP stop noprint nopass", to_string=True)
        for name in ("TAPIR_PROBE_PLAN",) + tuple(self.plan.get("unset", [])):
            gdb.execute("unset environment " + name, to_string=True)
        gdb.events.exited.connect(self.exited)
        try:
            self.load()
        except (gdb.error, OSError, subprocess.CalledProcessError) as error:
            self.events.problem("cannot_start", "", str(error).strip().rstrip("."))
            return False
        # the program has its streams: what the debugger says from here on goes elsewhere
        log = os.open(self.plan["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        return True

    def load(self):
        program, arguments = self.plan["program"][0], self.plan["program"][1:]
        if any(re.search(r"\s", word) or not word for word in arguments):
            # without a shell gdb cuts arguments at blanks: a helper hands them over instead
            helper = os.path.join(os.path.dirname(self.plan["out"]), "start.py")
            with open(helper, "w", encoding="utf-8") as file:
                file.write("import os, json\nos.execv(*json.loads(%r))\n" %
                           json.dumps([program, self.plan["program"]]))
            # what is found by its name may be a script that starts the interpreter
            interpreter = subprocess.run(
                [self.plan["python"], "-c", "import sys; print(sys.executable)"],
                check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout.decode().strip()
            gdb.execute("file " + interpreter, to_string=True)
            gdb.execute("set args " + helper, to_string=True)
            gdb.execute("catch exec", to_string=True)
            for one in gdb.breakpoints():
                one.silent = True
            gdb.execute("run", to_string=True)
            for one in gdb.breakpoints():
                one.delete()
            gdb.execute("delete", to_string=True)
            go = "continue"
        else:
            gdb.execute("file " + program, to_string=True)
            gdb.execute("set args " + " ".join(arguments), to_string=True)
            go = "run"
        try:
            first = gdb.Breakpoint("main", internal=True, temporary=True)
            first.silent = True
        except (gdb.error, RuntimeError):
            gdb.execute("starti" if go == "run" else "info program", to_string=True)
            return
        gdb.execute(go, to_string=True)

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
        changes, found = loop.advanced(here)
        for inner in self.loops[self.loops.index(loop) + 1:]:
            inner.passes = -1
        if changes:
            self.todo.append(lambda: self.match(loop, found))
        return changes

    def match(self, loop, found):
        self.recorder.flush(self.taps)
        loop.matched = found
        for inner in self.select[loop.stage:]:
            inner.matched = False
        stage = loop.stage if found else loop.stage - 1
        if stage == len(self.select) and not self.inherited_done:
            self.inherited_done = True
            if any(one.hits > 1 for one in self.select):
                self.recorder.inherited(self.taps, self.select)
        self.arm(stage)

    # --- all of it ---

    def go(self):
        if not self.start():
            return
        if self.end is None and self.resolve() and self.plan["mode"] != "check":
            self.arm(0)
            while self.end is None and not self.over:
                self.todo = []
                gdb.execute("continue", to_string=True)
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
            if not loop.matched and not self.inherited_done and not any(
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
    run.events.add(type="end", **(run.end or {"stopped": True}))
    run.events.file.close()


main()
