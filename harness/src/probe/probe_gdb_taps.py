"""The taps of a plan under gdb: records, and what a graft compares and replaces."""

import json

import gdb

import probe_numbers as numbers
from probe_access import Access, fixed_indices, names_of
from probe_places import function_block, has_frame_base
from probe_types import Refused
from probe_values import find_symbol


class Pending:
    """A record whose components are not all assigned yet."""

    def __init__(self, site, passed, values, line, position):
        self.site, self.passed, self.values, self.line = site, passed, values, line
        self.assigned, self.position = set(), position  # how many differences were told before


class Tap:
    def __init__(self, plan, loops):
        self.key, self.trees, self.where = plan["key"], plan["values"], plan["where"]
        self.loops = [loops[name] for name in plan["loops"]]
        self.name = json.dumps(self.key)
        # how many selected loops have to be at their index before it is looked at
        self.stage = max([loop.stage for loop in self.loops], default=0)
        self.inherits, self.once = plan.get("inherits", True), plan.get("once", False)
        self.lines, self.seen = [], False
        self.count, self.thread_of = {}, {}  # at each site
        self.pending = {}  # of each thread
        self.breakpoints = []
        self.selected = [(i, loop.selected) for i, loop in enumerate(self.loops)
                         if loop.selected is not None]
        self.site_form = ", ".join(json.dumps(loop.name) + ": %d" for loop in self.loops)

    def names(self):
        return [name for tree in self.trees for name in names_of(tree)]


class Recorder:
    """Writes down what the taps hold, and grafts."""

    def __init__(self, plan, events, reference):
        self.events, self.reference = events, reference
        self.move = numbers.Move(plan.get("move"))

    def is_left_out(self, tap, refused):
        """Tells that a tap has no place. @return whether the run goes on without it: the reference's
        program has its statement, and this one was left without"""
        known = self.reference is not None and refused.kind in ("no_such_place", "optimised_out") and \
            any(name.split(" ")[0] == tap.key for name in self.reference.records)
        self.events.problem("left_out" if known else refused.kind, tap.key, refused.text)
        tap.lines = []
        return known

    def taken(self, tap, line, site, found, looks):
        """A statement has assigned some components of a tap.

        found: (component, value) of each; looks: what else can be asked of this stop
        """
        for position, index in tap.selected:
            if site[position] != index:
                return
        thread = looks.here.thread
        pending = tap.pending.get(thread)
        if tap.once and site in tap.count and (pending is None or pending.site != site):
            return
        if pending is None or pending.site != site or \
                any(component in pending.assigned for component, _ in found):
            self.write_pending(tap, thread)
            passed = tap.count.get(site, 0)
            if tap.thread_of.setdefault(site, thread) != thread:
                raise Refused("not_supported", "two threads assign it at one site (%s)" %
                              (tap.site_form % site or "outside of its loops"))
            tap.count[site] = passed + 1
            whole = len(found) == len(tap.trees)
            pending = tap.pending[thread] = Pending(site, passed, [None] * len(tap.trees) if whole else
                                                    looks.all_values(), line,
                                                    len(self.events.differences))
        for component, value in found:
            pending.values[component] = value
            pending.assigned.add(component)
        if self.reference is not None:
            self.graft_record(tap, pending, line, [(component, looks.where(component))
                                                   for component, _ in found])
        elif self.move.key == tap.key:
            self.move_own(tap, pending, found, looks)
        if len(pending.assigned) == len(pending.values):
            self.write_pending(tap, thread)

    def move_own(self, tap, pending, found, looks):
        """Moves the program's own values."""
        name = self.record_name(tap, pending)
        for component, _ in found:
            if self.move.holds(tap.key, component, name):
                at, number, _ = looks.where(component)
                moved = number.moved(pending.values[component], self.move)
                if Access.write(at, number, moved):
                    pending.values[component] = moved

    def compare_rest(self, tap, pending):
        """What no statement assigned in this record, and cannot be replaced any more."""
        wanted = self.reference.records.get(self.record_name(tap, pending))
        for component, own in enumerate(pending.values):
            if wanted is None or component in pending.assigned:
                continue
            self.events.problem("not_assigned", tap.key, "no statement assigned its component %d at %s"
                                % (component, self.record_name(tap, pending)))
            if not numbers.same(own, wanted[component]):
                self.events.difference(tap, component, tap.site_form % pending.site, pending.passed,
                                       pending.line, False, own, wanted[component], False, False,
                                       pending.position)

    @staticmethod
    def record_name(tap, pending):
        name = tap.key + "".join(" %s=%d" % (loop.name, index)
                                 for loop, index in zip(tap.loops, pending.site))
        return name + (" pass=%d" % pending.passed if pending.passed else "")

    def graft_record(self, tap, pending, line, places):
        name = self.record_name(tap, pending)
        if name not in self.reference.records and len(pending.assigned) > len(places):
            return  # told with the components before
        self.graft(name, tap, tap.site_form % pending.site, pending.passed, line, False, places,
                   pending.values)

    def graft(self, name, tap, site, passed, line, inherited, places, values):
        """Compares components with the reference's and puts those in their place."""
        wanted = self.reference.records.get(name)
        if wanted is None:
            if not inherited:
                self.events.difference(tap, 0, site, passed, line, inherited, values[0] if
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
            self.events.difference(tap, component, site, passed, line, inherited, own, other,
                                   grafted, within)

    def inherited(self, taps, selected):
        """What the iterations before have left in the variables of the taps."""
        frame = gdb.newest_frame()
        block = function_block(frame.pc())
        framed = has_frame_base(block)
        frame_base = int(frame.read_register("rbp")) if framed else 0
        site = ", ".join('%s: %d' % (json.dumps(loop.name), loop.selected) for loop in selected)
        name = "".join(" %s=%d" % (loop.name, loop.selected) for loop in selected)
        for tap in taps:
            group = tap.lines[0].groups[0]
            if not (tap.stage and tap.inherits) or not all(fixed_indices(tree) for tree in tap.trees):
                continue
            inner = gdb.block_for_pc(group.ranges[-1][0])
            own = group.block.start == block.start
            try:
                if not own and any(find_symbol(one, inner).needs_frame for one in tap.names()):
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
            self.events.record(tap, site, 0, values, line, True)

    def write_pending(self, tap, thread):
        pending = tap.pending.pop(thread, None)
        if pending is not None:
            tap.seen = True
            if self.reference is not None and len(pending.assigned) < len(pending.values):
                self.compare_rest(tap, pending)
            self.events.record(tap, tap.site_form % pending.site, pending.passed, pending.values,
                               pending.line, False)

    def flush(self, taps, thread=None):
        """Writes the records that are not complete, of one thread or of all."""
        for tap in taps:
            for one in list(tap.pending) if thread is None else [thread]:
                self.write_pending(tap, one)
