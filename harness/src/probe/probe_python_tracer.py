"""Follows a running Python program instruction by instruction where a plan has taps, and tells what it sees.

A tap is read at the instruction behind the store that assigns it, so a statement that did not store is no record. Only
functions that hold a tap or advance a loop are followed, and, with selected iterations, by lines alone until these are
reached.
"""

import ast
import json
import operator
import os
import sys
import threading

import probe_python_places as places
import probe_python_values as values
from probe_python_values import Unreadable

# Arithmetic of integers in an index.
_WHOLE = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Mod: operator.mod,
          ast.FloorDiv: operator.floordiv}


class Events:
    """The file that the plan names: one JSON object a line."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1 << 16)
        self._told = set()
        self._lock = threading.Lock()

    def add(self, event, now=False):
        with self._lock:
            self._file.write(json.dumps(event) + "\n")
            if now:  # the program may crash
                self._file.flush()

    def problem(self, kind, tap, text, **more):
        """Each problem of a tap is told once."""
        if (kind, tap, text) not in self._told and len(self._told) < 1000:
            self._told.add((kind, tap, text))
            self.add({"type": "problem", "kind": kind, "tap": tap, "text": text, **more}, now=True)

    def end(self, code):
        self.add({"type": "end", "code": code}, now=True)


class _Tap:
    def __init__(self, number, plan):
        self.number = number
        self.key = plan["key"]
        self.loops = plan.get("loops", [])
        self.where = plan["where"]
        self.values = plan["values"]
        self.names = [values.text_of(tree) for tree in self.values]
        self.statements = 0  # that its place means
        self.problem = None  # why it has none
        self.first = None  # the first of its statements
        self.files = set()  # those that hold them; others are not looked at once there is one
        self.reached = False
        self.unseen = ""  # a loop whose index could not be seen at a statement


class _Pending:
    """A record of which not all components are assigned yet."""

    def __init__(self, site, number, numbers, statement, file):
        self.site, self.pass_, self.numbers = site, number, numbers
        self.statement, self.file = statement, file
        self.assigned = set()


class _Code:
    """What is watched in a code object."""

    def __init__(self):
        self.stores = {}    # offset -> [(tap, statement, target node)]
        self.ends = []      # (tap, statement, offsets of its instructions)
        self.advances = {}  # offset -> [loop]: behind a store
        self.begins = {}    # offset -> [loop]: before an instruction
        self.lines = set()  # at which a selected loop may have moved on

    def __bool__(self):
        return bool(self.stores or self.ends or self.advances or self.begins)


class _Loop:
    def __init__(self, plan):
        self.name = plan["name"]
        self.variable = plan.get("variable")
        self.offset = plan.get("offset", 0)
        self.function = plan.get("function", "")
        self.advances = plan.get("advances")
        self.count = None   # of a loop without a variable
        self.outer = None   # the outer indices at which it was counted last


class Tracer:
    """plan: as PROTOCOL.md has it; events: where to tell."""

    def __init__(self, plan, events):
        self.plan, self.events = plan, events
        self.mode = plan["mode"]
        self.taps = [_Tap(number, tap) for number, tap in enumerate(plan["taps"])]
        self.loops = [_Loop(loop) for loop in plan.get("loops", [])]
        self.select = plan.get("select") or {}
        reference = plan.get("reference") or {}
        self.reference = reference.get("records", {})
        self.rtol, self.ulp = reference.get("rtol", 0), reference.get("ulp", 0)
        self.move = plan.get("move")
        self.codes = {}
        self.sources = {}
        self.passes = {}
        self.pending = {}
        self.armed = not self.select
        self.loop_ran = False
        self.lock = threading.RLock()
        self.main = ""  # the program's first file, whose module level "<module>" is
        self.own = os.path.dirname(os.path.abspath(__file__))
        wheres = [tap.where for tap in self.taps] + [loop.advances or {} for loop in self.loops]
        self.functions = {where.get("function", "").rpartition(".")[2] for where in wheres}
        self.functions |= {loop.function.rpartition(".")[2] for loop in self.loops}
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
        return places.statements_at(source, place)

    def resolve(self, path, program=False):
        """Looks for every tap in a source and tells its places; program: it is one of the program's own files."""
        known = path in self.sources
        source = self.source(path)
        if source is None or known:
            return
        for tap in self.taps:
            if tap.files and not program:
                continue
            found, problem = self._statements(source, tap.where)
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
        for tap in self.taps:
            for one in self._statements(source, tap.where)[0] if source.path in tap.files else ():
                if one.function == function:
                    self._watch_tap(code, watch, tap, one)
        for loop in self.loops:
            self._watch_loop(code, watch, loop, source, function)
        return watch

    @staticmethod
    def _watch_tap(code, watch, tap, statement):
        stores, inside, _ = places.watched(code, statement)
        for offset, targets in stores.items():
            for target in targets:
                watch.stores.setdefault(offset, []).append((tap, statement, target))
        if not statement.targets and inside:
            watch.ends.append((tap, statement, inside))

    def _watch_loop(self, code, watch, loop, source, function):
        if loop.advances:
            found = self._statements(source, loop.advances)[0]
        else:
            owners = {loop.function} if loop.function else {tap.where.get("function", "") for tap in self.taps
                                                            if loop.name in tap.loops} - {""}
            bodies = [places.loop_body(source, owner, loop.variable) for owner in sorted(owners)]
            found = [body for body in bodies if body]
        for one in found:
            if one.function != function:
                continue
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
        inside = True
        for loop in self.loops:
            if loop.name in self.select:
                index = self._index(loop, frame)
                if index is None or index != self.select[loop.name]:
                    self.loop_ran = self.loop_ran or index is not None
                    inside = False
                    break
        if inside and not self.armed and self.loop_ran:
            self._inherit(frame)
        self.armed = inside

    def _frame_of(self, function, frame):
        """The nearest frame of a function, outwards from this one."""
        while frame is not None and function:
            name = frame.f_code.co_qualname.replace(".<locals>", "")
            if name == function or name.endswith("." + function) or (
                    name == "<module>" and function == "__main__"):
                return frame
            frame = frame.f_back
        return frame

    def _index(self, loop, frame):
        """The index of a loop as seen from a frame; None where it cannot be seen."""
        if loop.variable is None:
            return loop.count
        where = self._frame_of(loop.function, frame)
        if where is None:
            return None
        try:
            return int(values.number(values.value_of(loop.variable, where))) + loop.offset
        except Unreadable:
            return None

    def count(self, loop, frame):
        """A loop without a variable goes on by one pass."""
        outer = []
        for one in self.loops:
            if one is loop:
                break
            outer.append(self._index(one, frame))
        loop.count = loop.count + 1 if loop.count is not None and outer == loop.outer else 0
        loop.outer = outer

    # ---- taps ----

    def _site(self, tap, frame):
        """The indices of a tap's loops, or None where it is outside of the selected iterations."""
        site = {}
        for loop in self.loops:
            if loop.name in tap.loops or loop.name in self.select:
                index = self._index(loop, frame)
                if loop.name in self.select and index != self.select[loop.name]:
                    return None
                if loop.name in tap.loops:
                    if index is None:  # a statement outside of the tap's loops is no record of it
                        tap.unseen = loop.name
                        return None
                    site[loop.name] = index
        return site

    def _assigned(self, tap, frame, target):
        """The components that a store assigned."""
        every = range(len(tap.values))
        part = places.element_of(target) if target is not None else None
        if part is None:
            name = ast.unparse(target) if target is not None else None
            own = [i for i in every if tap.names[i] == name]
            return own or list(every)
        indices = [self._constant(node, frame) for node in part[1]]
        if None in indices:
            return list(every)
        return [i for i in every if self._is_part(tap.values[i], part[0], indices, frame)]

    @staticmethod
    def _is_part(tree, array, indices, frame):
        """Whether a component is the element that a store assigned, or a part of it; yes where that is not known."""
        own, trees = [], []
        while tree[0] == "index":
            own = tree[2] + own
            trees = [tree[1]] * len(tree[2]) + trees
            tree = tree[1]
        if "".join(values.text_of(tree).split()) != array or len(own) < len(indices):
            return True
        for index, holder, wanted in zip(own, trees, indices):
            found = int(values.number(values.value_of(index, frame)))
            if found != wanted:
                length = len(values.value_of(holder, frame))  # a[-1] is the last element
                if found % length != wanted % length:
                    return False
        return True

    def _constant(self, node, frame):
        """An index of the source as an integer, where that can be told without running anything; else None."""
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            return int(node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self._constant(node.operand, frame)
            return None if inner is None else -inner
        if isinstance(node, ast.BinOp) and type(node.op) in _WHOLE:
            left, right = self._constant(node.left, frame), self._constant(node.right, frame)
            if left is None or right is None:
                return None
            return _WHOLE[type(node.op)](left, right) if right or type(node.op) not in (ast.Mod, ast.FloorDiv) else None
        if isinstance(node, ast.Name):
            try:
                found = values.number(values.value_of(["name", node.id], frame))
            except Unreadable:
                return None
            return found if isinstance(found, int) else None
        return None

    def read(self, tap, frame, statement, target):
        """A tap's statement has stored: records it, and replaces or moves what it stored."""
        with self.lock:
            try:
                self._read(tap, frame, statement, target)
            except Unreadable as problem:
                self.events.problem(problem.kind, tap.key, problem.text)

    def _read(self, tap, frame, statement, target):
        site = self._site(tap, frame)
        if site is None:
            return
        tap.reached = True
        components = self._assigned(tap, frame, target)
        if not components:
            return
        pending = self._pending(tap, frame, site, components, statement)
        for i in components:
            tree = tap.values[i]
            old = values.value_of(tree, frame)
            mine = values.number(old)
            pending.numbers[i] = mine
            pending.assigned.add(i)
            self._graft(tap, frame, tree, i, old, mine, pending)
            if self.move and self.move["key"] == tap.key and i == 0:
                values.write(tree, frame, values.like(old, values.moved(
                    mine, values.size_of(old), self.move.get("ulps", 0), self.move.get("relative", 0))))
        if len(pending.assigned) == len(tap.values):
            self._tell(tap, pending)

    def _pending(self, tap, frame, site, components, statement):
        """The record that a store belongs to; one of another site, or that has this component, is told first."""
        place = (tap.number, threading.get_ident())
        pending = self.pending.get(place)
        if pending is not None and (pending.site != site or pending.assigned & set(components)):
            self._tell(tap, pending)
            pending = None
        if pending is None:
            numbers = [values.number(values.value_of(tree, frame)) for tree in tap.values]
            where = (tap.number, tuple(site.values()))
            number = self.passes.get(where, -1) + 1
            self.passes[where] = number
            pending = _Pending(site, number, numbers, statement, frame.f_code.co_filename)
            self.pending[place] = pending
        return pending

    def _tell(self, tap, pending):
        self.pending = {place: one for place, one in self.pending.items() if one is not pending}
        self._record(tap, pending, False)

    def _record(self, tap, record, inherited):
        self.events.add({"type": "record", "tap": tap.key, "site": record.site, "pass": record.pass_,
                         "values": [values.text(number) for number in record.numbers], "file": record.file,
                         "line": record.statement.first if record.statement else 0, "inherited": inherited})

    def _graft(self, tap, frame, tree, component, old, mine, record, inherited=False):
        if self.mode != "graft":
            return
        key = ("inherited." if inherited else "") + tap.key + "".join(
            f" {loop}={index}" for loop, index in record.site.items())
        key += f" pass={record.pass_}" if record.pass_ > 0 else ""
        theirs = self.reference.get(key)
        event = {"type": "difference", "tap": tap.key, "component": component, "site": record.site,
                 "pass": record.pass_, "program": values.text(mine), "reference": None, "grafted": False,
                 "within": False, "inherited": inherited, "file": record.file,
                 "line": record.statement.first if record.statement else 0}
        if theirs is None or component >= len(theirs):
            if component == 0 or not record.assigned - {component}:
                self.events.add({**event, "component": 0}, now=True)
            return
        size = values.size_of(old)
        other = values.from_text(theirs[component])
        if isinstance(mine, float):
            other = values.rounded(float(other), size)
        if values.same(mine, other):
            return
        try:
            values.write(tree, frame, values.like(old, other))
            event["grafted"] = True
        except Unreadable as problem:
            self.events.problem(problem.kind, tap.key, problem.text)
        event["reference"] = values.text(other)
        event["within"] = values.is_within(mine, other, size, self.rtol, self.ulp)
        self.events.add(event, now=True)

    def _inherit(self, frame):
        """What earlier iterations left where the selected one begins, of every tap that can be read there."""
        site = {name: self.select[name] for name in (loop.name for loop in self.loops) if name in self.select}
        for tap in self.taps:
            where = self._frame_of(tap.where.get("function", ""), frame)
            try:
                olds = [values.value_of(tree, where) for tree in tap.values]
                record = _Pending(site, 0, [values.number(old) for old in olds], tap.first,
                                  where.f_code.co_filename)
            except (Unreadable, AttributeError):
                continue
            for i, old in enumerate(olds):
                record.assigned.add(i)
                self._graft(tap, where, tap.values[i], i, old, record.numbers[i], record, inherited=True)
            self._record(tap, record, True)

    # ---- the end ----

    def finish(self):
        """Tells what is left, and which taps were not met."""
        with self.lock:
            for (number, _), pending in list(self.pending.items()):
                self._tell(self.taps[number], pending)
            for tap in self.taps:
                if not tap.statements:
                    kind, text = tap.problem or ("no_such_file", f"no source of the program is {tap.where.get('file')}")
                    self.events.problem(kind, tap.key, text)
                elif not tap.reached and self.mode != "check":
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
        frame.f_trace_opcodes = tracer.armed or self._counts()

    def _counts(self):
        """A loop that is counted is followed from the first pass on."""
        return any(loop.variable is None for loops in (*self.watch.advances.values(), *self.watch.begins.values())
                   for loop in loops)

    def on_event(self, frame, event, _):
        if event == "opcode":
            last, self.last = self.last, frame.f_lasti
            self._passed(frame, last, self.last)
        elif event == "line":
            if self.tracer.select and frame.f_lineno in self.watch.lines:
                self.tracer.look_at_selection(frame)
            frame.f_trace_opcodes = self.tracer.armed or self._counts()
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
            tracer.read(tap, frame, statement, target)
        if now in watch.begins:
            self._advance(frame, watch.begins[now])
        if watch.ends:
            for tap, statement, offsets in self.inside:
                if now not in offsets:
                    tracer.read(tap, frame, statement, None)
            self.inside = tuple(end for end in watch.ends if now in end[2])

    def _advance(self, frame, loops):
        for loop in loops:
            if loop.variable is None:
                self.tracer.count(loop, frame)
        if self.tracer.select:
            self.tracer.look_at_selection(frame)
