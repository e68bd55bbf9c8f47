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
