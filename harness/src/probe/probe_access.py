"""How the components of a tap are read and replaced in the frames of a function, under gdb."""

import gdb

from probe_types import Number, Refused, memory
from probe_values import Unsettled, address_of, evaluate


class Access:
    """How one component of a tap is read and replaced in the frames of one function."""

    def __init__(self, tree, frame, block, has_frame_base):
        self.tree, self.block = tree, block
        self.address = self.number = None
        self.arithmetic = tree[0] in ("+", "-", "*", "/", "negate", "address", "number")
        if has_frame_base and not self.arithmetic:
            try:
                self.address = address_of(tree, frame, block)
                self.number = Number(self.address.kind)
            except Unsettled:
                self.address = None

    def fixed(self):
        return self.address is not None and self.address.fixed

    def where(self, frame, frame_base):
        """(address or None, how it is stored, the debugger's value or None)."""
        if self.address is not None:
            return self.address.at(frame_base), self.number, None
        value = evaluate(self.tree, frame, self.block)
        if value.is_optimized_out:
            raise Refused("optimised_out", "the compiler left no trace of its value there")
        at = None if self.arithmetic or value.address is None else int(value.address)
        return at, Number(value.type), value

    @staticmethod
    def read(at, number, value):
        if at is not None:
            return number.read(memory(at, number.size))
        return float(value) if number.real else int(value)

    @staticmethod
    def write(at, number, new):
        """Replaces the value. @return whether that could be done"""
        if at is None:
            return False
        try:
            gdb.selected_inferior().write_memory(at, number.write(new))
        except (OverflowError, gdb.MemoryError):
            return False
        return True


class Window:
    """Numbers at fixed places, read together: those of the function's frame in one piece, and those
    of the whole program in another."""

    MOST_BYTES = 1 << 16

    def __init__(self, frame_base, places):
        """places: (address, number) of each, all fixed"""
        self.count, self.pieces = len(places), []
        for of_frame in (True, False):
            own = [(i, address.offset if of_frame else address.at(frame_base), number)
                   for i, (address, number) in enumerate(places)
                   if (address.offset is not None) == of_frame]
            if own:
                low = min(at for _, at, _ in own)
                size = max(at + number.size for _, at, number in own) - low
                self.pieces.append((of_frame, low, size,
                                    [(i, at - low, number.read_at) for i, at, number in own]))

    @staticmethod
    def of(frame_base, places):
        """@return a window, or None where the numbers do not lie near each other at fixed places"""
        if not all(address is not None and address.fixed for address, _ in places):
            return None
        window = Window(frame_base, places)
        return window if all(piece[2] <= Window.MOST_BYTES for piece in window.pieces) else None

    def read(self, frame_base):
        values = [None] * self.count
        for of_frame, low, size, parts in self.pieces:
            data = memory(frame_base + low if of_frame else low, size)
            for i, at, read_at in parts:
                values[i] = read_at(data, at)
        return values


def fixed_indices(tree):
    """Whether no variable decides which element an expression names."""
    if tree[0] == "index":
        return all(index[0] == "number" for index in tree[2]) and fixed_indices(tree[1])
    if tree[0] in ("name", "number"):
        return True
    return all(fixed_indices(part) for part in tree[1:] if isinstance(part, list))


def names_of(tree):
    if tree[0] == "name":
        return [tree[1]]
    parts = [part for part in tree[1:] if isinstance(part, list)]
    parts += [index for part in parts if part and isinstance(part[0], list) for index in part]
    return [name for part in parts if part and isinstance(part[0], str) for name in names_of(part)]
