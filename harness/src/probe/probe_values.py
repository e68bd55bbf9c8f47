"""Values of a running program: where they are in memory, under gdb.

An expression is a tree (PROTOCOL.md). No text of it is ever handed to the debugger.
"""

import re

import gdb

from probe_types import POINTER, Number, Refused, memory, plain


class Unsettled(Exception):
    """An address that cannot be told from the frame alone: the debugger is asked each time."""


def _is_dynamic(kind):
    return bool(getattr(kind, "dynamic", False))


def find_symbol(name, block):
    """The variable of a name as a block sees it; of a member's bare name in a method of C++, `this`."""
    found, of_this = gdb.lookup_symbol(name, block) if block is not None else (None, False)
    if found is None and of_this:
        return find_symbol("this", block)
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


def is_member_of_this(name, block):
    """Whether a bare name is a member of the object whose method runs."""
    return block is not None and gdb.lookup_symbol(name, block) == (None, True)


def _fields(kind, name):
    """The fields that lead to a member: itself, behind the bases and nameless parts that hold it."""
    for field in kind.fields():
        if field.name == name or field.name and field.name.lower() == name.lower():
            return [field]
    for field in kind.fields():
        if field.is_base_class or not field.name:
            inner = plain(field.type)
            if inner.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
                try:
                    return [field] + _fields(inner, name)
                except Refused:
                    continue
    raise Refused("no_such_variable", "'%s' has no member '%s'" % (kind, name))


_REFERENCES = (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF)

# Of types of the C++ library, the members that lead to their first element.
_FIRST_ELEMENTS = (("std::vector<bool", None), ("std::vector<", ("_M_impl", "_M_start")),
                   ("std::array<", ("_M_elems",)), ("std::valarray<", ("_M_data",)),
                   ("std::complex<", ("_M_value",)))


def _first_members(kind):
    """The members that lead to the first element of an object of the C++ library; else none."""
    name = re.sub(r"^std::__\w+::", "std::", str(kind)) if kind.code == gdb.TYPE_CODE_STRUCT else ""
    path = next((path for begin, path in _FIRST_ELEMENTS if name.startswith(begin)), ())
    if path is None:
        raise Refused("not_a_value", "a '%s' keeps bits, not numbers" % kind)
    return path


class Address:
    """Where a value is: `at(frame_base)` in memory, and its type. `fixed`: nothing that changes
    while its function runs decides it; then `offset` is how far it is from the frame's base, or
    None where it is a place of the whole program."""

    def __init__(self, at, kind, fixed, offset=None):
        self.at, self.kind, self.fixed, self.offset = at, kind, fixed, offset


def _through(base, kind):
    """What a pointer or a reference leads to."""
    at = base.at
    return Address(lambda frame_base: POINTER.unpack(memory(at(frame_base), 8))[0],
                   plain(kind), False)


def _shifted(base, offset, kind):
    at = base.at
    return Address(lambda frame_base: at(frame_base) + offset, plain(kind), base.fixed,
                   None if base.offset is None else base.offset + offset)


def _name_address(tree, frame, block):
    if is_member_of_this(tree[1], block):
        return _member_address(_name_address(["name", "this"], frame, block), tree[1])
    symbol = find_symbol(tree[1], block)
    if symbol.is_constant:
        raise Unsettled
    value = frame.read_var(symbol) if symbol.needs_frame else symbol.value()
    if value.is_optimized_out or value.address is None or _is_dynamic(symbol.type) or \
            plain(symbol.type).code in _REFERENCES:
        raise Unsettled  # of a reference the debugger gives the place that it refers to
    at = int(value.address)
    if symbol.needs_frame:
        offset = at - int(frame.read_register("rbp"))
        return Address(lambda frame_base: frame_base + offset, plain(symbol.type), True, offset)
    return Address(lambda frame_base: at, plain(symbol.type), True)


def _member_address(base, name):
    if base.kind.code == gdb.TYPE_CODE_PTR or base.kind.code in _REFERENCES:
        base = _through(base, base.kind.target())
    if base.kind.code not in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
        raise Refused("not_a_value", "'.%s' is asked of a '%s'" % (name, base.kind))
    path = _fields(base.kind, name)
    if not all(hasattr(field, "bitpos") and not field.bitsize for field in path):
        raise Unsettled  # a bit field, or a base whose place the object itself decides
    return _shifted(base, sum(field.bitpos for field in path) // 8, path[-1].type)


def _first_element(base):
    """The address of the first element of an array, and its bounds."""
    for name in _first_members(base.kind):
        base = _member_address(base, name)
    if _is_dynamic(base.kind):
        raise Unsettled
    if base.kind.code == gdb.TYPE_CODE_PTR:
        return _through(base, base.kind.target()), 0, None
    if base.kind.code == gdb.TYPE_CODE_ARRAY:
        low, high = base.kind.range()
        return Address(base.at, plain(base.kind.target()), base.fixed, base.offset), low, high
    raise Refused("not_a_value", "an element is asked of a '%s'" % base.kind)


def _index_address(tree, frame, block):
    base = address_of(tree[1], frame, block)
    for index in reversed(tree[2]) if len(tree[2]) > 1 else tree[2]:
        first, low, _ = _first_element(base)
        size, fixed = first.kind.sizeof, first.fixed and index[0] == "number"
        number = integer_of(index, frame, block)
        if fixed:
            base = _shifted(first, (index[1] - low) * size, first.kind)
            continue
        base = Address(lambda frame_base, at=first.at, n=number: at(frame_base) +
                       (n(frame_base) - low) * size, first.kind, False)
    return base


def _element_address(tree, frame, block):
    base, n = address_of(tree[1], frame, block), tree[2]
    for name in _first_members(base.kind) if str(base.kind).startswith("std::complex<") else ():
        base = _member_address(base, name)
    if base.kind.code == gdb.TYPE_CODE_COMPLEX:
        part = base.kind.target()
        return _shifted(base, n * part.sizeof, part)
    first, _, _ = _first_element(base)
    whole = base.kind.sizeof if base.kind.code == gdb.TYPE_CODE_ARRAY else None
    while first.kind.code == gdb.TYPE_CODE_ARRAY:
        first = _shifted(first, 0, first.kind.target())
    if first.kind.code == gdb.TYPE_CODE_COMPLEX:
        first = _shifted(first, 0, first.kind.target())
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
    return lambda frame_base: number.read(memory(at(frame_base), number.size))


def evaluate(tree, frame, block):
    """The value as the debugger gives it."""
    what = tree[0]
    if what == "number":
        return gdb.Value(tree[1] if isinstance(tree[1], int) else float.fromhex(tree[1]))
    if what == "name":
        if is_member_of_this(tree[1], block):
            return evaluate(["member", ["name", "this"], tree[1]], frame, block)
        symbol = find_symbol(tree[1], block)
        value = frame.read_var(symbol) if symbol.needs_frame else symbol.value()
        return value.referenced_value() if plain(value.type).code in _REFERENCES else value
    inner = evaluate(tree[1], frame, block)
    if what == "member":
        base = inner.dereference() if plain(inner.type).code == gdb.TYPE_CODE_PTR else inner
        return base[tree[2]]
    if what in ("index", "element"):
        for name in _first_members(plain(inner.type)):
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
