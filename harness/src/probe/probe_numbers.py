"""Numbers as PROTOCOL.md writes and compares them; every backend has them from here."""

import math
import struct

# By bytes of the type: a real number, and the whole number of the same bits.
LAYOUTS = {2: ("<e", "<h"), 4: ("<f", "<i"), 8: ("<d", "<q")}


def text(value):
    """A number as an event has it: whole as it is, real as hexadecimal text."""
    if isinstance(value, int):
        return value
    if value != value:
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value.hex()


def from_text(word):
    return word if isinstance(word, int) else float.fromhex(word)


def place(value, size):
    """Where a number stands in the row of all real numbers of `size` bytes. Both zeros have a place of their own."""
    real, whole = LAYOUTS[size]
    bits = struct.unpack(whole, struct.pack(real, value))[0]
    return -(1 << (8 * size - 1)) - bits if bits < 0 else bits


def same(a, b):
    """The same number, bit for bit; NaN equals NaN."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    return struct.pack("<d", a) == struct.pack("<d", b) or (a != a and b != b)


def is_within(a, b, size, rtol, ulp):
    """Whether two numbers that are not the same lie within a tolerance; whole ones, infinities and NaN never do."""
    if isinstance(a, int) and isinstance(b, int) or not (math.isfinite(a) and math.isfinite(b)):
        return False
    near = rtol > 0 and abs(a - b) <= rtol * max(abs(a), abs(b))
    return near or ulp > 0 and abs(place(a, size) - place(b, size)) <= ulp


def rounded(value, size):
    """The number of `size` bytes that is nearest to a double."""
    if size == 8 or not math.isfinite(value):
        return value
    try:
        return struct.unpack(LAYOUTS[size][0], struct.pack(LAYOUTS[size][0], value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


class Move:
    """What a plan moves: components of one tap, in all of its records or in some.

    plan: `move` of PROTOCOL.md, or None where nothing is moved
    """

    def __init__(self, plan):
        plan = plan or {}
        self.key, self.component = plan.get("key"), plan.get("component", 0)
        self.ulps, self.relative = plan.get("ulps", 0), plan.get("relative", 0)
        self.at_zero = plan.get("at_zero", 0)
        self.records = None if plan.get("records") is None else set(plan["records"])

    def holds(self, key, component, record):
        """Whether a component of a tap is moved in a record, by the name that a reference gives it."""
        return key == self.key and self.component in (component, -1) and \
            (self.records is None or record in self.records)

    def of(self, value, size):
        """A number of `size` bytes, moved. A whole one is moved by one unit at least; NaN and infinities stay."""
        if isinstance(value, int):
            return value + (self.ulps or 1)
        if not math.isfinite(value):
            return value
        if self.relative:
            far = rounded(value * (1.0 + self.relative) if value else self.at_zero, size)
            if far != value:
                return far
        real, whole = LAYOUTS[size]
        bits = place(value, size) + (self.ulps or 1)
        return struct.unpack(real, struct.pack(whole, -(1 << (8 * size - 1)) - bits if bits < 0 else bits))[0]
