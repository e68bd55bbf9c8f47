"""Breakpoints of the gdb backend: what happens when the program comes by the place of a tap."""

import gdb

from probe_access import Access, Window, names_of
from probe_gdb_loops import Here
from probe_places import has_frame_base
from probe_types import Refused


class Watch(gdb.Breakpoint):
    """A breakpoint that hands each hit to a function. The program goes on unless that asks for a
    stop, where breakpoints can be added."""

    def __init__(self, run, address, on_hit):
        super().__init__("*%d" % address, internal=True)
        self.silent = True
        self.run, self.on_hit = run, on_hit

    def stop(self):
        try:
            return bool(self.on_hit(Here()))
        except Refused as refused:
            self.run.give_up(refused.kind, getattr(self.on_hit, "tap", ""), refused.text)
        except gdb.MemoryError as error:
            self.run.give_up("not_a_value", getattr(self.on_hit, "tap", ""), str(error))
        return True


class Look:
    """What the hits of a tap in the code of one of its lines share."""

    def __init__(self, run, tap, line, group, frame, inner):
        self.recorder, self.tap, self.line, self.block = run.recorder, tap, line, group.block
        self.framed = has_frame_base(group.block)
        self.accesses = [Access(tree, frame, inner, self.framed) for tree in tap.trees]
        self.offsets = [loop.offset for loop in tap.loops]
        self.window = Window.of(int(frame.read_register("rbp")), [
            loop.place(frame, group.block, inner) for loop in tap.loops] + [
            (access.address, access.number) for access in self.accesses]) if self.framed else None


class Seen:
    """What one stop shows of a tap."""

    __slots__ = ("look", "here", "frame_base", "values", "places")

    def __init__(self, look, here):
        self.look, self.here, self.places = look, here, {}
        self.frame_base = here.register("rbp") if look.framed else 0
        self.values = look.window.read(self.frame_base) if look.window else None

    def site(self):
        look = self.look
        if self.values is not None:
            return tuple([value + offset for value, offset in zip(self.values, look.offsets)])
        try:
            return tuple([loop.index(self.here, look.block) for loop in look.tap.loops])
        except gdb.error as error:
            raise Refused("no_such_variable", str(error)) from error

    def where(self, component):
        """(address or None, how it is stored, the debugger's value or None)."""
        if component not in self.places:
            access = self.look.accesses[component]
            frame = None if access.address is not None else self.here.frame
            self.places[component] = access.where(frame, self.frame_base)
        return self.places[component]

    def value(self, component):
        if self.values is not None:
            return self.values[len(self.look.offsets) + component]
        return Access.read(*self.where(component))

    def all_values(self):
        return [self.value(component) for component in range(len(self.look.accesses))]

    def take(self, components):
        look = self.look
        look.recorder.taken(look.tap, look.line, self.site(),
                            [(component, self.value(component)) for component in components], self)


class Gate:
    """A store is about to happen, behind which the program comes by without it as well."""

    def __init__(self):
        self.threads = set()  # that have come to it, and not yet behind it

    def __call__(self, here):
        self.threads.add(here.thread)
        return False

    def passed(self, here):
        passed = here.thread in self.threads
        self.threads.discard(here.thread)
        return passed


class StoreHit:
    """A store of a tap's line has just happened, or several in a row."""

    def __init__(self, look, stores, gate, frame_base):
        self.look, self.stores, self.gate, self.tap = look, stores, gate, look.tap.key
        self.components = None
        if all(store.in_own_frame() for store in stores) and \
                all(access.fixed() for access in look.accesses):
            begins = [((store.displacement + (frame_base if store.base else 0)) &
                       0xFFFFFFFFFFFFFFFF, store.size) for store in stores]
            self.components = self.touched(begins, [
                (access.address.at(frame_base), access.number) for access in look.accesses])

    def __call__(self, here):
        if self.gate is not None and not self.gate.passed(here):
            return False
        seen = Seen(self.look, here)
        components = self.components
        if components is None:
            components = self.touched(
                [(store.target(here.register), store.size) for store in self.stores],
                [seen.where(component)[:2] for component in range(len(self.look.accesses))])
        if components:
            seen.take(components)
        return False

    @staticmethod
    def touched(begins, places):
        """Which components of a tap lie where the stores write."""
        return [component for component, (at, number) in enumerate(places)
                if at is not None and any(at < begin + size and begin < at + number.size
                                          for begin, size in begins)]


class LineOver:
    """A line is looked at as a whole: before it runs, or when it is over."""

    def __init__(self, look, gate=None):
        self.look, self.gate, self.tap = look, gate, look.tap.key
        self.components = range(len(look.accesses))

    def __call__(self, here):
        if self.gate is None or self.gate.passed(here):
            Seen(self.look, here).take(self.components)
        return False


class Scout:
    """A line of a tap is about to run for the first time: its function's frame can be looked at."""

    def __init__(self, run, tap, line, group):
        self.run, self.line, self.group, self.of, self.tap = run, line, group, tap, tap.key
        self.watch = None

    def __call__(self, here):
        self.run.todo.append(self.settle)
        return True

    def settle(self):
        if self.watch is None or not self.watch.is_valid():
            return
        self.watch.delete()
        self.of.breakpoints.remove(self.watch)
        frame, code = gdb.newest_frame(), self.group.instructions()
        inner = gdb.block_for_pc(code.stores[-1].address if code.stores else
                                 self.group.ranges[-1][0])
        look = Look(self.run, self.of, self.line, self.group, frame, inner)
        for address, hit in self.hits(look, code, frame):
            self.of.breakpoints.append(Watch(self.run, address, hit))
            if address == frame.pc():
                hit(Here())  # a breakpoint where the program stands would not be met

    def hits(self, look, code, frame):
        """(address, what is done there) of each place where the tap may be read."""
        group, gate = self.group, Gate()
        if self.line.read == "before":
            return [(group.start, LineOver(look))]
        if self.line.read == "after":
            return [(group.start, gate)] + [(address, LineOver(look, gate))
                                            for address in code.exits()]
        assigned = self.line.assigns_any([name for tree in self.of.trees for name in names_of(tree)])
        frame_base = int(frame.read_register("rbp")) if look.framed else 0
        stores = [store for store in code.stores if look.framed and assigned and
                  self.possible(store, frame_base, look.accesses)]
        hits = []
        for row in self.rows(stores, code, group):
            gate = Gate() if group.reached_otherwise(row[-1].after) else None
            if gate is not None:
                hits.append((row[-1].address, gate))
            hits.append((row[-1].after, StoreHit(look, row, gate, frame_base)))
        if hits:
            return hits
        # a line that changes nothing is looked at before it runs
        after = code.after_calls or assigned
        return [(address, LineOver(look)) for address in (code.over() if after else [group.start])]

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
    def possible(store, frame_base, accesses):
        """Whether a store may be one to the tap; what goes to another variable's fixed place, or to
        a temporary, is not."""
        if not store.in_own_frame() or not all(access.fixed() for access in accesses):
            return True
        begin = (store.displacement + (frame_base if store.base else 0)) & 0xFFFFFFFFFFFFFFFF
        return any(begin < access.address.at(frame_base) + access.number.size and
                   access.address.at(frame_base) < begin + store.size for access in accesses)
