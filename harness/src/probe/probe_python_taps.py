"""The taps of a plan: what a store assigned, records, grafts, moves, and what a selected iteration inherits."""

import ast
import itertools
import operator
import threading

import probe_numbers as numbers
import probe_python_places as places
import probe_python_values as values
from probe_python_loops import frame_of
from probe_python_values import Unreadable

# Arithmetic of integers in an index.
_WHOLE = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Mod: operator.mod,
          ast.FloorDiv: operator.floordiv}


class Tap:
    def __init__(self, number, plan):
        self.number = number
        self.key = plan["key"]
        self.loops = plan.get("loops", [])
        self.places = plan["where"] if isinstance(plan["where"], list) else [plan["where"]]
        self.where = self.places[0]
        self.values = plan["values"]
        self.inherits, self.once = plan.get("inherits", True), plan.get("once", False)
        self.names = [values.text_of(tree) for tree in self.values]
        self.statements = 0  # that its place means
        self.problem = None  # why it has none
        self.first = None  # the first of its statements
        self.files = set()  # those that hold them; others are not looked at once there is one
        self.reached = False
        self.incomplete = False  # whether a record was told of which a component was not assigned
        self.unseen = ""  # a loop whose index could not be seen at a statement


class _Record:
    """A record, and which of its components are assigned yet."""

    def __init__(self, site, number, numbers, statement, file):
        self.site, self.pass_, self.numbers = site, number, numbers
        self.statement, self.file = statement, file
        self.assigned = set()


class Taps:
    """plan: as PROTOCOL.md has it; events: where to tell; loops: where a record is."""

    def __init__(self, plan, events, loops):
        self.events, self.loops = events, loops
        self.all = [Tap(number, tap) for number, tap in enumerate(plan["taps"])]
        self.grafts = plan["mode"] == "graft"
        reference = plan.get("reference") or {}
        self.reference = reference.get("records", {})
        self.rtol, self.ulp = reference.get("rtol", 0), reference.get("ulp", 0)
        self.move = numbers.Move(plan.get("move"))
        self.passes = {}
        self.pending = {}
        self.lock = threading.RLock()

    def _assigned(self, tap, trees, frame, target):
        """The components that a store assigned."""
        every = range(len(trees))
        part = places.element_of(target) if target is not None else None
        if part is None:
            name = ast.unparse(target) if target is not None else None
            own = [i for i in every if tap.names[i] == name]
            return own or list(every)
        indices = [self._constant(node, frame) for node in part[1]]
        if None in indices:
            return list(every)
        return [i for i in every if self._is_part(trees[i], part[0], indices, frame)]

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
        site, unseen = self.loops.site(tap.loops, frame, statement.first)
        if site is None:  # a statement outside of the tap's loops is no record of it
            tap.unseen = unseen or tap.unseen
            return
        tap.reached = True
        for indices in self._axes(tap, frame):
            self._read_at(tap, frame, statement, target, self.loops.in_order({**site, **indices}), [
                values.at_indices(tree, indices) for tree in tap.values] if indices else tap.values)

    def _axes(self, tap, frame):
        """The indices of the axes that a tap has: the selected ones, or all that its arrays have."""
        names = self.loops.axes(tap.loops)
        ranges = []
        for name in names:
            if name in self.loops.select:
                ranges.append([self.loops.select[name]])
            else:
                ranges.append(range(max(values.extent(tree, name, frame) for tree in tap.values)))
        return [dict(zip(names, indices)) for indices in itertools.product(*ranges)]

    def _read_at(self, tap, frame, statement, target, site, trees):
        components = self._assigned(tap, trees, frame, target)
        if not components:
            return
        pending = self._pending(tap, trees, frame, site, components, statement)
        if pending is None:
            return
        for i in components:
            tree = trees[i]
            old = values.value_of(tree, frame)
            mine = values.number(old)
            pending.numbers[i] = mine
            pending.assigned.add(i)
            self._graft(tap, frame, tree, i, old, mine, pending)
            if not self.grafts and self.move.holds(tap.key, i, self._name(tap, pending)):
                values.write(tree, frame, values.like(old, values.moved(old, mine, self.move)))
        if len(pending.assigned) == len(tap.values):
            self._tell(tap, pending)

    def _pending(self, tap, trees, frame, site, components, statement):
        """The record that a store belongs to; one of another site, or that has this component, is told first.

        None: the tap is looked at once, and has been.
        """
        place = (tap.number, threading.get_ident())
        pending = self.pending.get(place)
        if pending is not None and (pending.site != site or pending.assigned & set(components)):
            self._tell(tap, pending)
            pending = None
        if pending is None:
            numbers = [values.number(values.value_of(tree, frame)) for tree in trees]
            where = (tap.number, tuple(site.values()))
            if tap.once and where in self.passes:
                return None
            thread = threading.current_thread()
            number, owner = self.passes.get(where, (-1, thread))
            if owner is not thread:
                raise Unreadable("not_supported", "two threads assign it at one site "
                                 f"({', '.join(f'{loop}={i}' for loop, i in site.items()) or 'outside of its loops'})")
            number += 1
            self.passes[where] = number, owner
            pending = _Record(site, number, numbers, statement, frame.f_code.co_filename)
            self.pending[place] = pending
        return pending

    def is_expected(self, tap):
        """Whether the reference of a graft has records of a tap."""
        return any(name.split(" ")[0] == tap.key for name in self.reference)

    def _tell(self, tap, pending):
        self.pending = {place: one for place, one in self.pending.items() if one is not pending}
        if self.grafts:
            self._compare_rest(tap, pending)
        self._record(tap, pending, False)

    def _compare_rest(self, tap, pending):
        """What no statement assigned in this record, and cannot be replaced any more."""
        theirs = self.reference.get(self._name(tap, pending, False))
        for i, mine in enumerate(pending.numbers):
            if theirs is None or i in pending.assigned or i >= len(theirs):
                continue
            if not tap.incomplete:
                tap.incomplete = True
                self.events.problem("not_assigned", tap.key, f"no statement assigned its component {i} at "
                                    f"{self._name(tap, pending, False)}")
            other = numbers.from_text(theirs[i])
            if not numbers.same(mine, other):
                self.events.add({**self._difference(tap, i, pending, mine, False),
                                 "reference": numbers.text(other)}, now=True)

    @staticmethod
    def _name(tap, record, inherited):
        key = ("inherited." if inherited else "") + tap.key + "".join(
            f" {loop}={index}" for loop, index in record.site.items())
        return key + (f" pass={record.pass_}" if record.pass_ > 0 else "")

    @staticmethod
    def _difference(tap, component, record, mine, inherited):
        return {"type": "difference", "tap": tap.key, "component": component, "site": record.site,
                "pass": record.pass_, "program": numbers.text(mine), "reference": None, "grafted": False,
                "within": False, "inherited": inherited, "file": record.file,
                "line": record.statement.first if record.statement else 0}

    def _record(self, tap, record, inherited):
        self.events.add({"type": "record", "tap": tap.key, "site": record.site, "pass": record.pass_,
                         "values": [numbers.text(number) for number in record.numbers], "file": record.file,
                         "line": record.statement.first if record.statement else 0, "inherited": inherited})

    @staticmethod
    def _name(tap, record, inherited=False):
        """The name that a reference gives a record."""
        name = ("inherited." if inherited else "") + tap.key + "".join(
            f" {loop}={index}" for loop, index in record.site.items())
        return name + (f" pass={record.pass_}" if record.pass_ > 0 else "")

    def _graft(self, tap, frame, tree, component, old, mine, record, inherited=False):
        if not self.grafts:
            return
        name = self._name(tap, record, inherited)
        theirs = self.reference.get(name)
        event = self._difference(tap, component, record, mine, inherited)
        if theirs is None or component >= len(theirs):
            if component == 0 or not record.assigned - {component}:
                self.events.add({**event, "component": 0}, now=True)
            return
        size = values.size_of(old)
        other = numbers.from_text(theirs[component])
        if isinstance(mine, float):
            other = numbers.rounded(float(other), size)
        moves = not inherited and self.move.holds(tap.key, component, name)
        if numbers.same(mine, other) and not moves:
            return
        try:
            values.write(tree, frame, values.like(old, values.moved(old, other, self.move) if moves else other))
            event["grafted"] = True
        except Unreadable as problem:
            self.events.problem("not_moved" if moves else problem.kind, tap.key, problem.text)
        if numbers.same(mine, other):
            return
        event["reference"] = numbers.text(other)
        event["within"] = numbers.is_within(mine, other, size, self.rtol, self.ulp)
        self.events.add(event, now=True)

    def inherit(self, frame):
        """What earlier iterations left where the selected one begins, of every tap that can be read there."""
        site = self.loops.selected_site()
        for tap in self.all:
            if not tap.inherits or self.loops.axes(tap.loops):
                continue
            where = frame_of(tap.where.get("function", ""), frame)
            try:
                olds = [values.value_of(tree, where) for tree in tap.values]
                record = _Record(site, 0, [values.number(old) for old in olds], tap.first,
                                  where.f_code.co_filename)
            except (Unreadable, AttributeError):
                continue
            for i, old in enumerate(olds):
                record.assigned.add(i)
                self._graft(tap, where, tap.values[i], i, old, record.numbers[i], record, inherited=True)
            self._record(tap, record, True)

    def flush(self):
        """Tells the records that are not complete."""
        with self.lock:
            for (number, _), pending in list(self.pending.items()):
                self._tell(self.all[number], pending)
