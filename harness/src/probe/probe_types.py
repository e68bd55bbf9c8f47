"""How numbers are stored in a running program, under gdb."""

import math
import struct

import gdb


class Refused(Exception):
    """An expression that gives no plain value. `kind` is a problem of the protocol."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind, self.text = kind, text


def memory(address, size):
    """Bytes of the program."""
    return gdb.selected_inferior().read_memory(address, size)


def _extended_to_float(data):
    """The number that the ten bytes of an x87 extended real stand for, as the nearest double."""
    mantissa, head = struct.unpack("<QH", data[:10])
    sign, exponent = -1.0 if head & 0x8000 else 1.0, head & 0x7FFF
    if exponent == 0x7FFF:
        return sign * math.inf if mantissa << 1 & 0xFFFFFFFFFFFFFFFF == 0 else math.nan
    try:
        return sign * (mantissa * 2.0 ** (exponent - 16383 - 63) if exponent > 15400 and
                       exponent < 17000 else math.ldexp(mantissa, exponent - 16383 - 63))
    except OverflowError:
        return sign * math.inf


def _float_to_extended(value):
    sign = 0x8000 if math.copysign(1.0, value) < 0 else 0
    if math.isnan(value) or math.isinf(value):
        return struct.pack("<QH", 0xC000000000000000 if math.isnan(value) else 1 << 63,
                           sign | 0x7FFF)
    if value == 0:
        return struct.pack("<QH", 0, sign)
    fraction, exponent = math.frexp(abs(value))
    return struct.pack("<QH", int(fraction * 2.0 ** 64), sign | (exponent - 1 + 16383))


class Number:
    """How a type of number is stored."""

    def __init__(self, kind):
        kind = plain(kind)
        self.size, self.code = kind.sizeof, kind.code
        self.real = kind.code == gdb.TYPE_CODE_FLT
        self.extended = self.real and self.size > 8
        if self.real and self.size in (4, 8):
            self.layout = struct.Struct("<f" if self.size == 4 else "<d")
        elif self.extended and self.size in (12, 16) and "128" not in str(kind) and \
                "16" not in str(kind):
            self.layout = None
        elif kind.code in _INTEGERS and self.size in _LETTERS:
            letter = _LETTERS[self.size]
            signed = kind.code not in (gdb.TYPE_CODE_BOOL, gdb.TYPE_CODE_PTR) and kind.is_signed
            self.layout = struct.Struct("<" + (letter.lower() if signed else letter))
        else:
            raise Refused("not_a_value", "its type is '%s', which is no number" % kind)

    def read(self, data):
        return _extended_to_float(bytes(data)) if self.layout is None else \
            self.layout.unpack(data)[0]

    def read_at(self, data, offset):
        """The same of bytes that begin somewhere in a longer piece."""
        return self.layout.unpack_from(data, offset)[0] if self.layout is not None else \
            _extended_to_float(bytes(data[offset:offset + 10]))

    def write(self, value):
        """The bytes of a value. OverflowError: the type cannot hold it."""
        if self.layout is None:
            return _float_to_extended(float(value))
        try:
            return self.layout.pack(float(value) if self.real else int(value))
        except (struct.error, ValueError) as error:
            raise OverflowError from error

    def moved(self, value, move):
        """A value moved as a plan asks for; a truth value is the other one, a pointer stays."""
        if self.code == gdb.TYPE_CODE_PTR:
            return value
        if self.code == gdb.TYPE_CODE_BOOL:
            return 0 if value else 1
        size = self.size if self.real and self.size in (4, 8) else 8
        return move.of(float(value) if self.real else int(value), size)


_INTEGERS = (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR, gdb.TYPE_CODE_ENUM, gdb.TYPE_CODE_BOOL,
             gdb.TYPE_CODE_PTR)
_LETTERS = {1: "B", 2: "H", 4: "I", 8: "Q"}
POINTER = struct.Struct("<Q")


def plain(kind):
    return kind.strip_typedefs().unqualified()
