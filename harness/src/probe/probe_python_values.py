"""Values of a Python program: read, compared and written by the trees of PROTOCOL.md, without running any code of it.

A tree names variables, elements of lists, tuples and arrays, and plain attributes. A property, a method, an operator of
a class of the program is never called: attributes are taken from where an object keeps them.
"""

import array
import ctypes
import sys
import types

# Attributes of numbers and arrays that are computed, but by their library and not by the program.
_PARTS = ("real", "imag")
_ARRAY_LIBRARIES = ("numpy", "torch")
_NO_VALUES = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType)


class Unreadable(Exception):
    """A value that is not there or is none: the kind of the problem, and what is wrong."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind, self.text = kind, text


def is_array(value):
    """Whether a value is an array, or an array library's scalar, by the module of its type."""
    return type(value).__module__.partition(".")[0] in _ARRAY_LIBRARIES and hasattr(type(value), "dtype")


def text_of(tree):
    """A tree as the source might have it, for messages."""
    kind = tree[0]
    if kind in ("name", "number"):
        return str(tree[1])
    if kind == "loop":
        return tree[1]
    if kind == "member":
        return f"{text_of(tree[1])}.{tree[2]}"
    if kind == "index":
        return f"{text_of(tree[1])}[{', '.join(text_of(i) for i in tree[2])}]"
    if kind == "negate":
        return f"-{text_of(tree[1])}"
    if kind in "+-*/":
        return f"({text_of(tree[1])} {kind} {text_of(tree[2])})"
    return str(tree)


# ---- axes ----


def at_indices(tree, indices):
    """A tree with numbers for the indices of axes; 0 for one that is not given."""
    if isinstance(tree, list):
        if tree and tree[0] == "loop":
            return ["number", indices.get(tree[1], 0)]
        return [at_indices(part, indices) for part in tree]
    return tree


def extent(tree, name, frame):
    """How many elements the array has that a tree indexes by an axis; 1 where it indexes none by it."""
    if tree[0] == "index":
        for place, index in enumerate(tree[2]):
            if index == ["loop", name]:
                holder = value_of(at_indices(tree[1], {}), frame)
                return holder.shape[place] if is_array(holder) else len(holder)
    return max([1] + [extent(part, name, frame) for part in tree[1:] if isinstance(part, list) and part
                      and isinstance(part[0], str)])


# ---- reading ----


def _variable(name, frame):
    for names in (frame.f_locals, frame.f_globals):
        if name in names:
            value = names[name]
            if isinstance(value, _NO_VALUES):
                raise Unreadable("not_a_value", f"{name} is a {type(value).__name__}, not a value")
            return value
    raise Unreadable("no_such_variable", f"there is no variable {name} in {frame.f_code.co_name}")


def _slot(holder, name):
    """The descriptor of a plain attribute that an object keeps in a slot, or None."""
    for base in type(holder).__mro__:
        found = base.__dict__.get(name)
        if found is not None:
            return found if type(found).__name__ == "member_descriptor" else None
    return None


def _attributes(holder):
    try:
        return object.__getattribute__(holder, "__dict__")
    except AttributeError:
        return {}


def _member(holder, name):
    if name in _PARTS and (isinstance(holder, (int, float, complex)) or is_array(holder)):
        return getattr(holder, name)
    attributes = _attributes(holder)
    if isinstance(attributes, dict) and name in attributes:
        return attributes[name]
    slot = _slot(holder, name)
    if slot is None:
        raise Unreadable("no_such_variable", f"a {type(holder).__name__} has no plain attribute {name}")
    return slot.__get__(holder)


def _whole(value):
    if is_array(value) and not getattr(value, "shape", ()):
        value = value.item()
    if not isinstance(value, int):
        raise Unreadable("not_a_value", f"an index is a {type(value).__name__}, not an integer")
    return int(value)


def _is_plain_sequence(holder):
    return any(isinstance(holder, kind) and type(holder).__getitem__ is kind.__getitem__
               for kind in (list, tuple, array.array))


def element(holder, indices):
    """An element of a list, a tuple or an array; other classes might run code of their own."""
    if is_array(holder):
        return holder[tuple(indices)]
    if not _is_plain_sequence(holder) or len(indices) != 1:
        raise Unreadable("not_a_value", f"a {type(holder).__name__} has no such element that can be read")
    return holder[indices[0]]


def _operand(tree, frame):
    value = value_of(tree, frame)
    value = value.item() if is_array(value) and hasattr(value, "item") else value
    if not isinstance(value, (int, float, complex)):
        raise Unreadable("not_a_value", f"{text_of(tree)} is a {type(value).__name__}, not a number")
    return value


def value_of(tree, frame):
    """What a tree comes to in a frame. Raises Unreadable."""
    try:
        return _value_of(tree, frame)
    except (IndexError, KeyError, AttributeError, TypeError, ValueError, ZeroDivisionError, RuntimeError) as error:
        raise Unreadable("not_a_value", f"{text_of(tree)}: {error}") from None


def _value_of(tree, frame):
    kind = tree[0]
    if kind == "name":
        return _variable(tree[1], frame)
    if kind == "number":
        return tree[1] if isinstance(tree[1], int) else float.fromhex(tree[1])
    if kind == "member":
        return _member(_value_of(tree[1], frame), tree[2])
    if kind == "index":
        return element(_value_of(tree[1], frame), [_whole(_value_of(i, frame)) for i in tree[2]])
    if kind == "negate":
        return -_operand(tree[1], frame)
    if kind in ("+", "-", "*", "/"):
        left, right = _operand(tree[1], frame), _operand(tree[2], frame)
        return left + right if kind == "+" else left - right if kind == "-" else (
            left * right if kind == "*" else left / right)
    raise Unreadable("not_supported", f"'{kind}' is nothing that Python has")


def number(value):
    """A plain int or float. Raises Unreadable for what is no single number."""
    if is_array(value):
        if getattr(value, "shape", ()) and getattr(value, "size", None) != 1:
            raise Unreadable("not_a_value", f"it is an array of shape {tuple(value.shape)}, not a number")
        value = value.item()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    raise Unreadable("not_a_value", f"it is a {type(value).__name__}, not a number")


# ---- sizes ----


def size_of(value):
    """Bytes of the type of a real number."""
    name = str(getattr(value, "dtype", ""))
    return 4 if name.endswith("float32") else 2 if name.endswith("float16") else 8


def moved(old, value, move):
    """What a plan moves a value to: old as the program holds it, value what is moved; a truth value is the other one."""
    if isinstance(old, bool) or str(getattr(old, "dtype", "")).endswith("bool"):
        return not value
    return move.of(int(value) if isinstance(number(old), int) else float(value), size_of(old))


# ---- writing ----


def _write_variable(name, frame, value):
    if name in frame.f_locals or frame.f_locals is frame.f_globals:
        frame.f_locals[name] = value
        if sys.version_info < (3, 13):  # later ones write through
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    else:
        frame.f_globals[name] = value


def _with_its_gradient(old, value):
    """A value in place of a tensor, through which gradients pass as through what it replaces."""
    if not (is_array(old) and getattr(old, "requires_grad", False)):
        return value
    new = old if old.is_leaf else old.clone()
    new.data.copy_(value)
    return new


def _write_member(tree, frame, value):
    holder = value_of(tree[1], frame)
    if isinstance(holder, complex) and tree[2] in _PARTS:
        write(tree[1], frame, complex(value, holder.imag) if tree[2] == "real" else complex(holder.real, value))
    elif is_array(holder):
        getattr(holder, tree[2])[...] = value
    elif tree[2] in _attributes(holder):
        _attributes(holder)[tree[2]] = value
    else:
        _slot(holder, tree[2]).__set__(holder, value)


def _write_element(tree, frame, value):
    holder = value_of(tree[1], frame)
    indices = [_whole(value_of(i, frame)) for i in tree[2]]
    if is_array(holder):
        target = holder.data if hasattr(holder, "detach") else holder
        target[tuple(indices)] = value
    elif isinstance(holder, tuple):
        items = list(holder)
        items[indices[0]] = value
        made = type(holder)(*items) if hasattr(holder, "_fields") else type(holder)(items)
        write(tree[1], frame, made)
    else:
        holder[indices[0]] = value


def write(tree, frame, value):
    """Puts a value where a tree reads it from. Raises Unreadable (not_grafted)."""
    try:
        if tree[0] == "name":
            _write_variable(tree[1], frame, _with_its_gradient(_variable(tree[1], frame), value))
        elif tree[0] == "member":
            _write_member(tree, frame, value)
        elif tree[0] == "index":
            _write_element(tree, frame, value)
        else:
            raise Unreadable("not_grafted", f"{text_of(tree)} is computed, nothing can be put there")
    except Unreadable as problem:
        raise Unreadable("not_grafted", problem.text) from None
    except Exception as error:  # whatever an array library raises
        raise Unreadable("not_grafted", f"{text_of(tree)}: {error}") from None


def like(old, value):
    """A number of the type of the one that it replaces."""
    if is_array(old):
        if hasattr(old, "detach"):
            return old.detach().new_tensor(value).reshape(old.shape)
        return old.dtype.type(value) if not getattr(old, "shape", ()) else value
    if isinstance(old, bool):
        return bool(value)
    return type(old)(value) if isinstance(old, (int, float)) else value
