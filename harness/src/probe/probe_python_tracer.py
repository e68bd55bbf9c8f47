"""Follows a running Python program instruction by instruction where a plan has taps, and tells what it sees.

A tap is read at the instruction behind the store that assigns it, so a statement that did not store is no record. Only
functions that hold a tap or advance a loop are followed, and, with selected iterations, by lines alone until these are
reached.
"""

import os
import sys
import threading

import probe_python_places as places
from probe_python_events import Events
from probe_python_loops import Loops
from probe_python_taps import Taps

__all__ = ["Events", "Tracer"]


class _Code:
    """What is watched in a code object."""

    def __init__(self):
        self.stores = {}    # offset -> [(tap, statement, target node)]
        self.firsts = {}    # offset -> [(tap, statement)]: read before it
        self.ends = []      # (tap, statement, offsets of its instructions)
        self.advances = {}  # offset -> [loop]: behind a store
        self.begins = {}    # offset -> [loop]: before an instruction
        self.lines = set()  # at which a selected loop may have moved on

    def __bool__(self):
        return bool(self.stores or self.firsts or self.ends or self.advances or self.begins)


class _Selection(threading.local):
    """How a thread stands to the selected iterations: each thread has its own."""

    def __init__(self, armed):
        self.armed = armed  # whether it is in them
        self.loop_ran = False  # in another iteration than the selected one


class Tracer:
    """plan: as PROTOCOL.md has it; events: where to tell; main: the program's first file."""

    def __init__(self, plan, events, main):
        self.events, self.main = events, main
        self.runs = plan["mode"] != "check"
        self.loops = Loops(plan.get("loops", []), plan.get("select") or {})
        self.taps = Taps(plan, events, self.loops)
        self.codes = {}
        self.sources = {}
        self.selection = _Selection(self.loops.only_axes())
        self.lock = threading.RLock()
        self.own = os.path.dirname(os.path.abspath(__file__))
        wheres = [where for tap in self.taps.all for where in tap.places] + [loop.advances or {} for loop in self.loops.all]
        self.functions = {where.get("function", "").rpartition(".")[2] for where in wheres}
        self.functions |= {loop.function.rpartition(".")[2] for loop in self.loops.all}
        self.files = [where["file"] for where in wheres if where.get("file")]

    # ---- where things are ----

    def source(self, path):
        if path not in self.sources:
            try:
                self.sources[path] = places.Source(path)
            except (OSError, SyntaxError, ValueError):
                self.sources[path] = None
        return self.sources[path]

    def _statements(self, source, place):
        """Statements of this source that a place means; another file's are none, and that is no problem."""
        if place.get("file"):
            if not places.is_file(source.path, place["file"]):
                return [], None
        elif place.get("function") in ("<module>", "__main__") and source.path != self.main:
            return [], None
        found, problem = places.statements_at(source, place)
        wanted = place.get("occurrence", 0)
        if wanted > len(found) > 0:
            return [], ("no_such_place", f"of lines that fit there are {len(found)}, and the place is the {wanted}.")
        return found[wanted - 1:wanted] if wanted else found, problem

    def _statements_of(self, source, tap):
        """Those of all places of a tap, and the last problem where a place has none."""
        found, problem = [], None
        for place in tap.places:
            statements, missed = self._statements(source, place)
            for one in statements:
                one.read = place.get("read", "")
            found += statements
            problem = missed or problem
        return found, problem

    def resolve(self, path, program=False):
        """Looks for every tap in a source and tells its places; program: it is one of the program's own files."""
        known = path in self.sources
        source = self.source(path)
        if source is None or known:
            return
        for tap in self.taps.all:
            if tap.files and not program:
                continue
            found, problem = self._statements_of(source, tap)
            tap.problem = tap.problem or problem
            if problem and problem[0] != "no_such_function":
                tap.problem = problem  # the closest miss is the most useful one
            for one in found:
                tap.files.add(path)
                tap.first = tap.first or one
                tap.statements += 1
                self.events.add({"type": "place", "tap": tap.key, "file": path, "line": one.first,
                                 "function": one.function or "<module>", "text": one.text})

    def _watch(self, code):
        self.resolve(code.co_filename)
        source = self.sources.get(code.co_filename)
        watch = _Code()
        if source is None:
            return watch
        function = places.qualified_name(code)
        for tap in self.taps.all:
            for one in self._statements_of(source, tap)[0] if source.path in tap.files else ():
                if one.function == function:
                    self._watch_tap(code, watch, tap, one)
        for loop in self.loops.all:
            self._watch_loop(code, watch, loop, source, function)
        return watch

    @staticmethod
    def _watch_tap(code, watch, tap, statement):
        stores, inside, first = places.watched(code, statement)
        if statement.read == "before":
            watch.firsts.setdefault(first, []).append((tap, statement))
            return
        for offset, targets in stores.items() if statement.read != "after" else ():
            for target in targets:
                watch.stores.setdefault(offset, []).append((tap, statement, target))
        if inside and (statement.read == "after" or not statement.targets):
            watch.ends.append((tap, statement, inside))

    def _watch_loop(self, code, watch, loop, source, function):
        if loop.advances:
            found = self._statements(source, loop.advances)[0]
        else:
            owners = {loop.function} if loop.function else {tap.where.get("function", "") for tap in self.taps.all
                                                            if loop.name in tap.loops} - {""}
            found = [body for owner in sorted(owners) for body in places.loop_bodies(source, owner, loop.variable)]
        for one in found:
            if one.function != function:
                continue
            if not loop.advances:
                loop.lines.setdefault(code, []).append(one.loop_lines)
            stores, _, first = places.watched(code, one)
            watch.lines.add(one.first)
            if loop.advances and loop.advances.get("assigns"):
                for offset in stores:
                    watch.advances.setdefault(offset, []).append(loop)
            elif first >= 0:
                watch.begins.setdefault(first, []).append(loop)

    # ---- following ----

    def on_call(self, frame, event, _):
        """The trace function of a new frame."""
        code = frame.f_code
        watch = self.codes.get(code)
        if watch is None:
            watch = _Code()
            if self._may_hold(code):
                with self.lock:
                    watch = self._watch(code)
            self.codes[code] = watch
        if not watch:
            return None
        return _Follower(self, frame, watch).on_event

    def _may_hold(self, code):
        """Whether a code object's source is worth reading: a function that the plan names, or its file."""
        if code.co_filename.startswith("<") or os.path.dirname(code.co_filename) == self.own:
            return False
        return (code.co_name in self.functions or code.co_filename == self.main or
                any(places.is_file(code.co_filename, name) for name in self.files))

    def look_at_selection(self, frame):
        """Whether the selected iteration is reached; tells what it inherits when it begins."""
        inside, elsewhere = self.loops.is_selected(frame)
        own = self.selection
        own.loop_ran = own.loop_ran or elsewhere
        if inside and not own.armed and own.loop_ran:
            self.taps.inherit(frame)
        own.armed = inside

    # ---- the end ----

    def finish(self):
        """Tells what is left, and which taps were not met."""
        self.taps.flush()
        for tap in self.taps.all:
            if not tap.statements:
                kind, text = tap.problem or ("no_such_file", f"no source of the program is {tap.where.get('file')}")
                kind = "left_out" if kind == "no_such_place" and self.taps.is_expected(tap) else kind
                self.events.problem(kind, tap.key, text)
            elif not tap.reached and self.runs:
                self._not_reached(tap)

    def _not_reached(self, tap):
        compiled = self._compiled(tap.where.get("function", ""))
        if tap.unseen:
            self.events.problem("no_such_loop", tap.key, f"the index of the loop {tap.unseen} cannot be seen at its "
                                "statements")
        elif compiled:
            self.events.problem("compiled_frame", tap.key, f"{tap.where['function']} runs compiled, by {compiled}",
                                reason="a compiled function has no frames that Python can show",
                                remedy="Run it uncompiled: NUMBA_DISABLE_JIT=1, TORCHDYNAMO_DISABLE=1, PYTORCH_JIT=0.")
        else:
            self.events.problem("never_reached", tap.key, "its statement never stored anything where it was looked at")

    def _compiled(self, function):
        """Who compiled a function of the program, "" where nobody did."""
        name = function.rpartition(".")[2]
        for path, source in self.sources.items():
            if source is None or not source.functions_called(function):
                continue
            for module in list(sys.modules.values()):
                if getattr(module, "__file__", None) == path:
                    found = getattr(module, "__dict__", {}).get(name)
                    kind = type(found)
                    if found is not None and kind.__name__ != "function" and not isinstance(found, type):
                        return f"{kind.__module__}.{kind.__name__}"
                    if "_torchdynamo_orig_callable" in getattr(found, "__dict__", {}):
                        return "torch.compile"
        return ""


class _Follower:
    """One frame that is followed."""

    __slots__ = ("tracer", "watch", "last", "inside")

    def __init__(self, tracer, frame, watch):
        self.tracer, self.watch = tracer, watch
        self.last = -1  # the instruction that runs
        self.inside = ()  # statements whose end is waited for
        frame.f_trace_opcodes = tracer.selection.armed or self._counts()

    def _counts(self):
        """A loop that is counted is followed from the first pass on."""
        return any(loop.variable is None for loops in (*self.watch.advances.values(), *self.watch.begins.values())
                   for loop in loops)

    def on_event(self, frame, event, _):
        if event == "opcode":
            last, self.last = self.last, frame.f_lasti
            self._passed(frame, last, self.last)
        elif event == "line":
            if self.tracer.loops.select and frame.f_lineno in self.watch.lines:
                self.tracer.look_at_selection(frame)
            frame.f_trace_opcodes = self.tracer.selection.armed or self._counts()
        elif event == "return":
            last, self.last = self.last, -1
            self._passed(frame, last, -1)
        elif event == "exception":
            self.last, self.inside = -1, ()  # the instruction stored nothing
        return self.on_event

    def _passed(self, frame, last, now):
        """The instruction at `last` is done and the one at `now` comes next."""
        watch, tracer = self.watch, self.tracer
        if last in watch.advances:
            self._advance(frame, watch.advances[last])
        for tap, statement, target in watch.stores.get(last, ()):
            tracer.taps.read(tap, frame, statement, target)
        if now in watch.begins:
            self._advance(frame, watch.begins[now])
        for tap, statement in watch.firsts.get(now, ()):
            tracer.taps.read(tap, frame, statement, None)
        if watch.ends:
            for tap, statement, offsets in self.inside:
                if now not in offsets:
                    tracer.taps.read(tap, frame, statement, None)
            self.inside = tuple(end for end in watch.ends if now in end[2])

    def _advance(self, frame, loops):
        for loop in loops:
            if loop.variable is None:
                self.tracer.loops.count(loop, frame)
        if self.tracer.loops.select:
            self.tracer.look_at_selection(frame)
