"""Values of a running program: where they are in memory and what their bytes mean, under gdb.

An expression is a tree (PROTOCOL.md). No text of it is ever handed to the debugger.
"""

import math
import struct

import gdb


class Refused(Exception):
    """An expression that gives no plain value. `kind` is a problem of the protocol."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind, self.text = kind, text


class Unsettled(Exception):
    """An address that cannot be told from the frame alone: the debugger is asked each time."""


def _memory(address, size):
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
_POINTER = struct.Struct("<Q")


def plain(kind):
    return kind.strip_typedefs().unqualified()


def _is_dynamic(kind):
    return bool(getattr(kind, "dynamic", False))


def find_symbol(name, block):
    """The variable of a name as a block sees it."""
    found = gdb.lookup_symbol(name, block)[0] if block is not None else None
    if found is None:
        found = gdb.lookup_global_symbol(name) or gdb.lookup_static_symbol(name)
    if found is None and name != name.lower():
        return find_symbol(name.lower(), block)  # Fortran's names are small in debug information
    if found is None:
        raise Refused("no_such_variable", "there is no variable '%s' there" % name)
    if found.is_function or found.type is not None and plain(found.type).code in (
            gdb.TYPE_CODE_FUNC, gdb.TYPE_CODE_METHOD):
        raise Refused("not_a_value", "'%s' is a function, and a probe calls none" % name)
    if not (found.is_variable or found.is_argument or found.is_constant):
        raise Refused("not_a_value", "'%s' is no variable" % name)
    return found


def _field(kind, name):
    for field in kind.fields():
        if field.name == name or field.name and field.name.lower() == name.lower():
            return field
    for field in kind.fields():
        if field.is_base_class or not field.name:
            inner = plain(field.type)
            if inner.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
                try:
                    return field, _field(inner, name)
                except Refused:
                    continue
    raise Refused("no_such_variable", "'%s' has no member '%s'" % (kind, name))


def _vector_start(kind):
    """Of a std::vector, the fields that lead to its first element; else nothing."""
    if kind.code == gdb.TYPE_CODE_STRUCT and str(kind).startswith("std::vector<"):
        return ["_M_impl", "_M_start"]
    return []


class Address:
    """Where a value is: `at(frame_base)` in memory, and its type. `fixed`: nothing that changes
    while its function runs decides it."""

    def __init__(self, at, kind, fixed):
        self.at, self.kind, self.fixed = at, kind, fixed


def _through(base, kind):
    """What a pointer or a reference leads to."""
    at = base.at
    return Address(lambda frame_base: _POINTER.unpack(_memory(at(frame_base), 8))[0],
                   plain(kind), False)


def _shifted(base, offset, kind):
    at = base.at
    return Address(lambda frame_base: at(frame_base) + offset, plain(kind), base.fixed)


def _name_address(tree, frame, block):
    symbol = find_symbol(tree[1], block)
    if symbol.is_constant:
        raise Unsettled
    value = frame.read_var(symbol) if symbol.needs_frame else symbol.value()
    if value.is_optimized_out or value.address is None or _is_dynamic(symbol.type):
        raise Unsettled
    at = int(value.address)
    if symbol.needs_frame:
        offset = at - int(frame.read_register("rbp"))
        here = Address(lambda frame_base: frame_base + offset, plain(symbol.type), True)
    else:
        here = Address(lambda frame_base: at, plain(symbol.type), True)
    if here.kind.code == gdb.TYPE_CODE_REF:
        return _through(here, here.kind.target())
    return here


def _member_address(base, name):
    if base.kind.code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_REF):
        base = _through(base, base.kind.target())
    if base.kind.code not in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
        raise Refused("not_a_value", "'.%s' is asked of a '%s'" % (name, base.kind))
    found = _field(base.kind, name)
    if isinstance(found, tuple):
        raise Unsettled
    if not hasattr(found, "bitpos") or found.bitsize:
        raise Unsettled
    return _shifted(base, found.bitpos // 8, found.type)


def _first_element(base):
    """The address of the first element of an array, and its bounds."""
    for name in _vector_start(base.kind):
        base = _member_address(base, name)
    if _is_dynamic(base.kind):
        raise Unsettled
    if base.kind.code == gdb.TYPE_CODE_PTR:
        return _through(base, base.kind.target()), 0, None
    if base.kind.code == gdb.TYPE_CODE_ARRAY:
        low, high = base.kind.range()
        return Address(base.at, plain(base.kind.target()), base.fixed), low, high
    raise Refused("not_a_value", "an element is asked of a '%s'" % base.kind)


def _index_address(tree, frame, block):
    base = address_of(tree[1], frame, block)
    for index in reversed(tree[2]) if len(tree[2]) > 1 else tree[2]:
        first, low, _ = _first_element(base)
        size, fixed = first.kind.sizeof, first.fixed and index[0] == "number"
        number = integer_of(index, frame, block)
        base = Address(lambda frame_base, at=first.at, n=number: at(frame_base) +
                       (n(frame_base) - low) * size, first.kind, fixed)
    return base


def _element_address(tree, frame, block):
    base, n = address_of(tree[1], frame, block), tree[2]
    if base.kind.code == gdb.TYPE_CODE_COMPLEX:
        part = base.kind.target()
        return _shifted(base, n * part.sizeof, part)
    first, _, _ = _first_element(base)
    whole = base.kind.sizeof if base.kind.code == gdb.TYPE_CODE_ARRAY else None
    while first.kind.code == gdb.TYPE_CODE_ARRAY:
        first = Address(first.at, plain(first.kind.target()), first.fixed)
    if first.kind.code == gdb.TYPE_CODE_COMPLEX:
        first = Address(first.at, plain(first.kind.target()), first.fixed)
    if whole is not None and (n + 1) * first.kind.sizeof > whole:
        raise Refused("not_a_value", "it has %d components, not %d" %
                      (whole // first.kind.sizeof, n + 1))
    return _shifted(first, n * first.kind.sizeof, first.kind)


def address_of(tree, frame, block):
    """Where an expression's value is, as a rule for any call of the frame's function.

    Raises Refused (it is no plain value) or Unsettled (the debugger has to be asked each time).
    """
    what = tree[0]
    if what == "name":
        return _name_address(tree, frame, block)
    if what == "member":
        return _member_address(address_of(tree[1], frame, block), tree[2])
    if what == "index":
        return _index_address(tree, frame, block)
    if what == "element":
        return _element_address(tree, frame, block)
    if what == "deref":
        base = address_of(tree[1], frame, block)
        if base.kind.code == gdb.TYPE_CODE_ARRAY:
            return _first_element(base)[0]
        if base.kind.code != gdb.TYPE_CODE_PTR:
            raise Refused("not_a_value", "'*' is asked of a '%s'" % base.kind)
        return _through(base, base.kind.target())
    raise Unsettled


def integer_of(tree, frame, block):
    """A rule that gives an integer, such as an index."""
    if tree[0] == "number":
        return lambda frame_base: tree[1]
    if tree[0] in ("+", "-", "*"):
        left, right = integer_of(tree[1], frame, block), integer_of(tree[2], frame, block)
        if tree[0] == "+":
            return lambda frame_base: left(frame_base) + right(frame_base)
        if tree[0] == "-":
            return lambda frame_base: left(frame_base) - right(frame_base)
        return lambda frame_base: left(frame_base) * right(frame_base)
    address = address_of(tree, frame, block)
    number, at = Number(address.kind), address.at
    if number.real:
        raise Refused("not_a_value", "an index is no integer")
    return lambda frame_base: number.read(_memory(at(frame_base), number.size))


def evaluate(tree, frame, block):
    """The value as the debugger gives it."""
    what = tree[0]
    if what == "number":
        return gdb.Value(tree[1] if isinstance(tree[1], int) else float.fromhex(tree[1]))
    if what == "name":
        symbol = find_symbol(tree[1], block)
        value = frame.read_var(symbol) if symbol.needs_frame else symbol.value()
        return value.referenced_value() if value.type.code == gdb.TYPE_CODE_REF else value
    inner = evaluate(tree[1], frame, block)
    if what == "member":
        base = inner.dereference() if plain(inner.type).code == gdb.TYPE_CODE_PTR else inner
        return base[tree[2]]
    if what in ("index", "element"):
        for name in _vector_start(plain(inner.type)):
            inner = inner[name]
        if what == "element":
            if plain(inner.type).code == gdb.TYPE_CODE_COMPLEX:
                return inner.cast(plain(inner.type).target().array(1))[tree[2]]
            low = plain(inner.type).range()[0] if \
                plain(inner.type).code == gdb.TYPE_CODE_ARRAY else 0
            return inner[low + tree[2]]
        indices = [int(evaluate(index, frame, block)) for index in tree[2]]
        for index in reversed(indices):
            inner = inner[index]
        return inner
    if what == "deref":
        return inner.dereference()
    if what == "address":
        return gdb.Value(int(inner.address))
    if what == "negate":
        return -inner
    other = evaluate(tree[2], frame, block)
    return {"+": lambda: inner + other, "-": lambda: inner - other, "*": lambda: inner * other,
            "/": lambda: inner / other}[what]()


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
            return number.read(_memory(at, number.size))
        return float(value) if number.real else int(value)

    @staticmethod
    def read_all(found):
        """The values of several components, read at once where they lie side by side."""
        first, sizes = found[0][1], sum(number.size for _, _, number, _ in found)
        if len(found) < 2 or first is None or any(at is None or not first <= at <= first + sizes -
                                                  number.size for _, at, number, _ in found):
            return [Access.read(at, number, value) for _, at, number, value in found]
        data = _memory(first, sizes)
        return [number.read(data[at - first:at - first + number.size])
                for _, at, number, _ in found]

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
