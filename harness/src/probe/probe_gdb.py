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

import probe_numbers as numbers  # noqa: E402
from probe_places import (Refused, advance_addresses, find_lines, function_block,  # noqa: E402
                          has_frame_base, source_line)
from probe_values import Access, find_symbol, fixed_indices, integer_of, names_of  # noqa: E402
from probe_values import Unsettled, evaluate  # noqa: E402


def number_text(value):
    """A number as it stands in an event's line."""
    return str(value) if isinstance(value, int) else '"%s"' % numbers.text(value)


class Events:
    """What is told to the command."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.problems = set()

    def add(self, **event):
        self.file.write(json.dumps(event) + "\n")

    def problem(self, kind, tap, text):
        if (kind, tap) not in self.problems:
            self.problems.add((kind, tap))
            self.add(type="problem", kind=kind, tap=tap, text=text)

    def line(self, text):
        self.file.write(text)


class Reference:
    """The values that a graft goes on with."""

    def __init__(self, plan):
        self.records = {key: [numbers.from_text(word) for word in words]
                        for key, words in plan["records"].items()}
        self.rtol, self.ulp = plan["rtol"], plan["ulp"]

    def near(self, one, other):
        """Units in the last place are those of a double."""
        return numbers.is_within(one, other, 8, self.rtol, self.ulp)


class Pending:
    """A record whose components are not all assigned yet."""

    def __init__(self, site, passed, values, line):
        self.site, self.passed, self.values, self.line = site, passed, values, line
        self.assigned = set()


class Tap:
    def __init__(self, plan, loops):
        self.key, self.trees = plan["key"], plan["values"]
        self.loops = [loops[name] for name in plan["loops"]]
        self.name = json.dumps(self.key)
        # how many selected loops have to be at their index before it is looked at
        self.stage = max([loop.stage for loop in self.loops], default=0)
        self.lines, self.count, self.pending, self.seen = [], {}, None, False
        self.breakpoints = []
        self.selected = [(i, loop.selected) for i, loop in enumerate(self.loops)
                         if loop.selected is not None]


class Loop:
    def __init__(self, plan, select):
        self.plan, self.name, self.offset = plan, plan["name"], plan["offset"]
        self.variable, self.function = plan["variable"], plan["function"]
        self.selected, self.stage = select.get(self.name), 0
        self.counted, self.passes = self.variable is None, -1
        self.matched, self.hits, self.breakpoints = False, 0, []
        self.rules = {}

    def index(self, frame, frame_base, block):
        if self.counted:
            return self.passes
        if self.function and not of_function(block, self.function):
            while frame is not None and not (frame.function() and
                                             same_function(frame.function().name, self.function)):
                frame = frame.older()
            if frame is None:
                raise Refused("no_such_variable", "function '%s' of loop '%s' is not running" %
                              (self.function, self.name))
            block = function_block(frame.pc() - 1)
            inner = gdb.block_for_pc(frame.pc() - 1)
            return int(evaluate(self.variable, frame, inner)) + self.offset
        return self.index_at(frame.pc() - 1, frame, frame_base, block)

    def index_at(self, pc, frame, frame_base, block, key=None):
        """By the variable as it is known at an instruction of the frame's function."""
        key = key or block.start
        if key not in self.rules:
            try:
                self.rules[key] = integer_of(self.variable, frame, gdb.block_for_pc(pc)) \
                    if has_frame_base(block) else None
            except Unsettled:
                self.rules[key] = None
        rule = self.rules[key]
        if rule is not None:
            return rule(frame_base) + self.offset
        value = evaluate(self.variable, frame, gdb.block_for_pc(pc))
        if value.is_optimized_out:
            raise Refused("optimised_out", "the compiler left no trace of the variable of loop '%s'"
                          % self.name)
        return int(value) + self.offset


def same_function(name, wanted):
    return name == wanted or name.startswith((wanted + "(", wanted + "._omp_fn")) or \
        name.lower() == wanted.lower()


def of_function(block, wanted):
    return same_function(block.function.name, wanted)


class Watch(gdb.Breakpoint):
    """A breakpoint that hands each hit to a function. The program goes on unless that asks for a
    stop, where breakpoints can be added."""

    def __init__(self, run, address, on_hit):
        super().__init__("*%d" % address, internal=True)
        self.silent = True
        self.run, self.on_hit = run, on_hit

    def stop(self):
        try:
            return bool(self.on_hit(gdb.newest_frame()))
        except Refused as refused:
            self.run.give_up(refused.kind, getattr(self.on_hit, "tap", ""), refused.text)
        except gdb.MemoryError as error:
            self.run.give_up("not_a_value", getattr(self.on_hit, "tap", ""), str(error))
        return True


class Gate:
    """A store is about to happen, behind which the program comes by without it as well."""

    def __init__(self):
        self.passed = False

    def __call__(self, frame):
        self.passed = True
        return False


class StoreHit:
    """A store of a tap's line has just happened, or several in a row."""

    def __init__(self, run, tap, line, group, stores, accesses, gate):
        self.run, self.line, self.group, self.stores, self.gate = run, line, group, stores, gate
        self.accesses, self.of, self.tap = accesses, tap, tap.key

    def __call__(self, frame):
        if self.gate is not None:
            if not self.gate.passed:
                return False
            self.gate.passed = False
        frame_base = int(frame.read_register("rbp"))
        begins = [(store.target(frame), store.size) for store in self.stores]
        found = []
        for component, access in enumerate(self.accesses):
            at, number, value = access.where(frame, frame_base)
            if at is not None and any(at < begin + size and begin < at + number.size
                                      for begin, size in begins):
                found.append((component, at, number, value))
        if found:
            self.run.taken(self.of, self.line, self.group, frame, frame_base, found, self.accesses)
        return False


class LineOver:
    """A line that stores nothing itself, such as a call, is over."""

    def __init__(self, run, tap, line, group, accesses):
        self.run, self.line, self.group, self.accesses = run, line, group, accesses
        self.of, self.tap = tap, tap.key

    def __call__(self, frame):
        frame_base = int(frame.read_register("rbp")) if "x86-64" in frame.architecture().name() \
            else 0
        found = [(component,) + access.where(frame, frame_base)
                 for component, access in enumerate(self.accesses)]
        self.run.taken(self.of, self.line, self.group, frame, frame_base, found, self.accesses)
        return False


class Scout:
    """A line of a tap is about to run for the first time: its function's frame can be looked at."""

    def __init__(self, run, tap, line, group):
        self.run, self.line, self.group, self.of, self.tap = run, line, group, tap, tap.key
        self.watch = None

    def __call__(self, frame):
        self.run.todo.append(self.settle)
        return True

    def settle(self):
        if self.watch is None or not self.watch.is_valid():
            return
        self.watch.delete()
        self.of.breakpoints.remove(self.watch)
        frame, group = gdb.newest_frame(), self.group
        framed, code = has_frame_base(group.block), group.instructions()
        inner = gdb.block_for_pc(code.stores[-1].address if code.stores else group.ranges[-1][0])
        accesses = [Access(tree, frame, inner, framed) for tree in self.of.trees]
        assigned = self.line.assigns_any([name for tree in self.of.trees for name in names_of(tree)])
        stores = [store for store in code.stores
                  if framed and assigned and self.possible(store, frame, accesses)]
        hits = []
        for row in self.rows(stores, code, group):
            gate = Gate() if group.reached_otherwise(row[-1].after) else None
            if gate is not None:
                hits.append((row[-1].address, gate))
            hits.append((row[-1].after, StoreHit(self.run, self.of, self.line, group, row, accesses,
                                                 gate)))
        if not hits:
            # a line that changes nothing is looked at before it runs
            after = code.after_calls or assigned
            hits = [(address, LineOver(self.run, self.of, self.line, group, accesses))
                    for address in (code.over() if after else [group.start])]
        for address, hit in hits:
            self.of.breakpoints.append(Watch(self.run, address, hit))
            if address == frame.pc():
                hit(frame)  # a breakpoint where the program stands would not be met

    @staticmethod
    def rows(stores, code, group):
        """Stores to fixed places that always happen one after the other, as in the copy of a
        struct, are looked at together behind the last."""
        rows = []
        for store in stores:
            last = rows[-1][-1] if rows else None
            if last is not None and last.in_own_frame() and store.in_own_frame() and \
                    last.after <= store.address and code.straight(last, store) and \
                    not group.reached_between(last.address, store.address):
                rows[-1].append(store)
            else:
                rows.append([store])
        return rows

    @staticmethod
    def possible(store, frame, accesses):
        """Whether a store may be one to the tap; what goes to another variable's fixed place, or to
        a temporary, is not."""
        if not store.in_own_frame() or not all(access.fixed() for access in accesses):
            return True
        frame_base = int(frame.read_register("rbp"))
        begin = (store.displacement + (frame_base if store.base else 0)) & 0xFFFFFFFFFFFFFFFF
        return any(begin < access.address.at(frame_base) + access.number.size and
                   access.address.at(frame_base) < begin + store.size for access in accesses)


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
        self.reference = Reference(plan["reference"]) if plan["mode"] == "graft" else None
        self.move = numbers.Move(plan.get("move"))
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
                where = self.plan["taps"][self.taps.index(tap)]["where"]
                for place in where if isinstance(where, list) else [where]:
                    tap.lines += find_lines(place)
                for line in tap.lines:
                    self.check_names(tap, line)
                    self.events.add(type="place", tap=tap.key, file=line.file, line=line.first,
                                    function=line.groups[0].function,
                                    text=source_line(line.file, line.first))
            except Refused as refused:
                self.events.problem(refused.kind, tap.key, refused.text)
                good = False
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
            for name in [name for tree in tap.trees for name in names_of(tree)]:
                find_symbol(name, inner)

    def watch_loop(self, loop):
        inside = [tap for tap in self.taps if loop in tap.loops and tap.lines]
        lines = [(line.file, line.first) for tap in inside for line in tap.lines]
        function = next((tap.lines[0].groups[0].function for tap in inside), "")
        for address in sorted(set(advance_addresses(loop.plan, function, lines))):
            def advanced(frame, loop=loop):
                return self.advanced(loop, frame)
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

    def advanced(self, loop, frame):
        loop.hits += 1
        if loop.counted:
            loop.passes += 1
        for inner in self.loops[self.loops.index(loop) + 1:]:
            inner.passes = -1
        if loop.selected is None:
            return False
        # its own pass begins here: the variable lives where this instruction is
        block = function_block(frame.pc())
        frame_base = int(frame.read_register("rbp"))
        index = loop.passes if loop.counted else loop.index_at(
            frame.pc(), frame, frame_base, block, (block.start, "advance"))
        found = index == loop.selected
        if found == loop.matched:
            return False
        self.todo.append(lambda: self.match(loop, found))
        return True

    def match(self, loop, found):
        self.flush()
        loop.matched = found
        for inner in self.select[loop.stage:]:
            inner.matched = False
        stage = loop.stage if found else loop.stage - 1
        if stage == len(self.select) and not self.inherited_done:
            self.inherited_done = True
            if any(one.hits > 1 for one in self.select):
                self.inherited()
        self.arm(stage)

    # --- values ---

    def inherited(self):
        """What the iterations before have left in the variables of the taps."""
        frame = gdb.newest_frame()
        block = function_block(frame.pc())
        frame_base, framed = int(frame.read_register("rbp")), has_frame_base(block)
        site = ", ".join('%s: %d' % (json.dumps(loop.name), loop.selected) for loop in self.select)
        name = "".join(" %s=%d" % (loop.name, loop.selected) for loop in self.select)
        for tap in self.taps:
            group = tap.lines[0].groups[0]
            if not tap.stage or not all(fixed_indices(tree) for tree in tap.trees):
                continue
            inner = gdb.block_for_pc(group.ranges[-1][0])
            own = group.block.start == block.start
            try:
                if not own and any(find_symbol(one, inner).needs_frame
                                   for tree in tap.trees for one in names_of(tree)):
                    continue
                accesses = [Access(tree, frame, inner, framed) for tree in tap.trees]
                places = [access.where(frame, frame_base) for access in accesses]
                values = [Access.read(*place) for place in places]
            except (Refused, gdb.error):
                continue  # nothing of it is there yet
            line = tap.lines[0]
            if self.reference is not None:
                self.graft("inherited." + tap.key + name, tap, site, 0, line, True,
                           list(enumerate(places)), values)
            self.write_record(tap, site, 0, values, line, True)

    def taken(self, tap, line, group, frame, frame_base, found, accesses):
        """A statement has assigned some components of a tap."""
        try:
            site = tuple(loop.index(frame, frame_base, group.block) for loop in tap.loops)
        except gdb.error as error:
            raise Refused("no_such_variable", str(error)) from error
        for position, index in tap.selected:
            if site[position] != index:
                return
        pending = tap.pending
        if pending is None or pending.site != site or \
                any(component in pending.assigned for component, _, _, _ in found):
            self.write_pending(tap)
            passed = tap.count.get(site, 0)
            tap.count[site] = passed + 1
            if len(found) == len(accesses):
                values = [None] * len(accesses)
            else:
                values = [Access.read(*access.where(frame, frame_base)) for access in accesses]
            pending = tap.pending = Pending(site, passed, values, line)
        for (component, _, _, _), value in zip(found, Access.read_all(found)):
            pending.values[component] = value
            pending.assigned.add(component)
        if self.reference is not None:
            self.graft_record(tap, pending, line, found)
        elif self.move.key == tap.key:
            self.move_own(tap, pending, found)
        if len(pending.assigned) == len(pending.values):
            self.write_pending(tap)

    def move_own(self, tap, pending, found):
        """Moves the program's own values."""
        name = self.record_name(tap, pending)
        for component, at, number, _ in found:
            if self.move.holds(tap.key, component, name):
                moved = number.moved(pending.values[component], self.move)
                if Access.write(at, number, moved):
                    pending.values[component] = moved

    @staticmethod
    def record_name(tap, pending):
        name = tap.key + "".join(" %s=%d" % (loop.name, index)
                                 for loop, index in zip(tap.loops, pending.site))
        return name + (" pass=%d" % pending.passed if pending.passed else "")

    def graft_record(self, tap, pending, line, found):
        name = self.record_name(tap, pending)
        places = [(component, (at, number, value)) for component, at, number, value in found]
        self.graft(name, tap, self.site_text(tap, pending.site), pending.passed, line, False, places,
                   pending.values)

    def graft(self, name, tap, site, passed, line, inherited, places, values):
        """Compares components with the reference's and puts those in their place."""
        wanted = self.reference.records.get(name)
        if wanted is None:
            if not inherited and not (tap.pending and len(tap.pending.assigned) > len(places)):
                self.write_difference(tap, 0, site, passed, line, inherited, values[0] if
                                      values[0] is not None else 0, None, False, False)
            return
        for component, (at, number, _) in places:
            own, other = values[component], wanted[component]
            moves = not inherited and self.move.holds(tap.key, component, name)
            if moves and not Access.write(at, number, number.moved(other, self.move)):
                self.events.problem("not_moved", tap.key, "it cannot be given another value")
            if own is not None and numbers.same(own, other):
                continue
            within = self.reference.near(own, other)
            grafted = moves or Access.write(at, number, other)
            if grafted and numbers.same(number.read(number.write(other)), own):
                continue  # the type holds no nearer value
            self.write_difference(tap, component, site, passed, line, inherited, own, other,
                                  grafted, within)

    @staticmethod
    def site_text(tap, site):
        return ", ".join('%s: %d' % (json.dumps(loop.name), index)
                         for loop, index in zip(tap.loops, site))

    def write_difference(self, tap, component, site, passed, line, inherited, own, other, grafted,
                         within):
        self.events.line(
            '{"type": "difference", "tap": %s, "component": %d, "site": {%s}, "pass": %d, '
            '"program": %s, "reference": %s, "grafted": %s, "within": %s, "inherited": %s, '
            '"file": %s, "line": %d}\n' %
            (tap.name, component, site, passed, number_text(own),
             "null" if other is None else number_text(other), json.dumps(grafted),
             json.dumps(within), json.dumps(inherited), json.dumps(line.file), line.first))

    def write_record(self, tap, site, passed, values, line, inherited):
        tap.seen = tap.seen or not inherited
        self.events.line(
            '{"type": "record", "tap": %s, "site": {%s}, "pass": %d, "values": [%s], "file": %s, '
            '"line": %d, "inherited": %s}\n' %
            (tap.name, site, passed, ", ".join(map(number_text, values)), json.dumps(line.file),
             line.first, "true" if inherited else "false"))

    def write_pending(self, tap):
        pending, tap.pending = tap.pending, None
        if pending is not None:
            self.write_record(tap, self.site_text(tap, pending.site), pending.passed,
                              pending.values, pending.line, False)

    def flush(self):
        for tap in self.taps:
            self.write_pending(tap)

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
            self.flush()
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
