"""Taps in a Python program: the value goes through the tap, and the program goes on with what comes back.

    from tapir_tap import loop, tap, unit

    unit("F_latt", "1")               # once; a key without it has no unit
    for i in range(n):
        with loop("step", i):
            F = tap("F_latt", lattice_factor(i))

A value is a number, a list or tuple of numbers (of any depth), or an array with `tolist`: NumPy, PyTorch, JAX. None of
these is imported. `tap` returns the very object that it was given, so that gradients pass through untouched, unless it
replaces or moves a value; then it returns another of the same type, and PyTorch's and JAX's gradients still go through
it as through an identity. README.md tells what the environment asks for:

    TAPIR_TRACE=FILE      record: a native trace (version 2 of trace/FORMAT.md); %p is the number of the process
    TAPIR_AGAINST=FILE    graft: each value is compared with that trace's and replaced by it where they differ
    TAPIR_DIFFERENCES=F   what differed, a JSON object a line
    TAPIR_RTOL=X          values within this relative tolerance are replaced as well, and not counted as different
    TAPIR_MOVE=KEY:N      learn: this tap's values are moved by N ulps, or by a share of them where N has a point or an e
    TAPIR_AT=LOOP=N,...   only there; taps outside these loops are taken as well

Nothing that goes wrong here stops the program or changes a value: it is said once on standard error, and the trace is
left without its last line, so that no reader takes it for a whole one. Every thread has its own open loops, and taps in
any thread are safe; a forked process leaves the files to the one that opened them.
"""

import atexit
import hashlib
import json
import os
import struct
import sys
import threading

__all__ = ["finish", "loop", "tap", "unit"]

_MOST_LOOPS = 10  # besides slow and fast, the rows and columns of an image
_FLUSH_BYTES = 1 << 20
_HEADER_BYTES = 1024  # room for a header that is written before the loops are all known
_TOLD = 10  # differences that the summary lists

_lock = threading.RLock()
_thread = threading.local()
_said = set()


def _say(where, problem, remedy, once=True):
    """Says a problem on standard error, each one once."""
    if once and (where, problem) in _said:
        return
    _said.add((where, problem))
    sys.stderr.write(f"tapir_tap: {where}: {problem}. {remedy}\n")


def _word(text, of_loop=False):
    """A word of a trace: what would part it or end it becomes '_'."""
    parts = "[]=\x7f" + (",:%" if of_loop else "")
    return "".join("_" if c <= " " or c in parts else c for c in str(text))


def _open_loops():
    if not hasattr(_thread, "loops"):
        _thread.loops = []
    return _thread.loops


# ---- numbers ----


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _number_text(value):
    """A number as a trace has it: the shortest decimals that read back as the same double."""
    if isinstance(value, bool):
        return str(int(value))
    if _is_whole(value):
        return str(value)
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def _json_number(value):
    """A number of TAPIR_DIFFERENCES: whole as it is, real as hexadecimal text."""
    if isinstance(value, int):
        return int(value)
    if value != value:
        return "nan"
    return {float("inf"): "inf", float("-inf"): "-inf"}.get(value) or float(value).hex()


def _read_number(text):
    try:
        return int(text) if text != "-0" else -0.0
    except ValueError:
        return float.fromhex(text) if "0x" in text.lower() else float(text)


_LAYOUTS = {2: ("<e", "<h"), 4: ("<f", "<i"), 8: ("<d", "<q")}


def _rounded(value, size):
    """The number of `size` bytes nearest to a double."""
    if size == 8 or value != value or value in (float("inf"), float("-inf")):
        return value
    try:
        return struct.unpack(_LAYOUTS[size][0], struct.pack(_LAYOUTS[size][0], value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _same_bits(a, b):
    return struct.pack("<d", a) == struct.pack("<d", b) or (a != a and b != b)


def _stepped(value, ulps, size):
    """The number of `size` bytes that is so many steps of the last place further; infinities and NaN stay."""
    if value - value != 0:
        return value
    real, whole = _LAYOUTS[size]
    bits = struct.unpack(whole, struct.pack(real, value))[0]
    least = -(1 << (8 * size - 1))
    bits = (least - bits if bits < 0 else bits) + ulps
    return struct.unpack(real, struct.pack(whole, least - bits if bits < 0 else bits))[0]


# ---- values of any type ----


def _flat(value, into):
    """Appends the numbers of a value in their order. Raises TypeError for what is no number."""
    if isinstance(value, (list, tuple)):
        for item in value:
            _flat(item, into)
    elif isinstance(value, complex):
        into += [float(value.real), float(value.imag)]
    elif isinstance(value, bool):
        into.append(value)
    elif isinstance(value, (int, float)):  # of a subclass, numpy.float64, the plain number
        into.append(int(value) if isinstance(value, int) else float(value))
    elif hasattr(value, "tolist") or hasattr(value, "detach"):
        _flat(_plain(value), into)
    elif hasattr(value, "__float__"):
        into.append(float(value))
    else:
        raise TypeError(f"a {type(value).__name__} is no number")


def _plain(value):
    """The numbers of an array as lists, or of a scalar as a number."""
    if hasattr(value, "detach"):
        value = value.detach()
    return value.tolist() if hasattr(value, "tolist") else value.item()


def _real_size(value):
    """Bytes of the type that a real number of this value has; those of a double where it has none of its own."""
    while isinstance(value, (list, tuple)) and value:
        value = value[0]
    name = str(getattr(value, "dtype", ""))
    for size, names in ((2, ("float16",)), (4, ("float32", "complex64"))):
        if any(name.endswith(one) for one in names):
            return size
    return 8


def _with_numbers(value, numbers):
    """A value of the same type and shape that holds other numbers, taken in their order from an iterator."""
    if isinstance(value, (list, tuple)):
        items = [_with_numbers(item, numbers) for item in value]
        if isinstance(value, list):
            return items
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    if isinstance(value, complex):
        made = complex(next(numbers), next(numbers))
        return made if type(value) is complex else type(value)(made)
    if isinstance(value, (bool, int, float)) or not (hasattr(value, "tolist") or hasattr(value, "detach")):
        return type(value)(next(numbers))
    return _array_with(value, _with_numbers(_plain(value), numbers))


def _array_with(value, plain):
    """An array, or an array library's scalar, that holds other numbers; its gradient is that of the identity."""
    if hasattr(value, "detach"):  # PyTorch: the copy is a node of the graph, only its data are others
        copy = value.clone()
        copy.data.copy_(copy.detach().new_tensor(plain))
        return copy
    if hasattr(value, "at"):  # JAX
        made = value.at[...].set(plain)
        jax = sys.modules["jax"]
        if not isinstance(value, getattr(getattr(jax, "core", None), "Tracer", ())):
            return made
        return jax.lax.stop_gradient(made) + (value - jax.lax.stop_gradient(value))
    if not hasattr(value, "__setitem__"):
        return type(value)(plain)
    copy = value.copy()
    copy[...] = plain
    return copy


# ---- selection ----


class _Selection:
    """The loops at whose indices alone something is taken."""

    def __init__(self, text):
        self.at = {}
        try:
            for part in filter(None, text.split(",")):
                name, index = part.split("=")
                self.at[_word(name, of_loop=True)] = int(index)
        except ValueError:
            self.at = {}
            _say("TAPIR_AT", "it is not LOOP=N,LOOP=N",
                 "Everything is taken. Give for example TAPIR_AT=slow=685,fast=1039.")

    def takes(self, site):
        """site: (loop, index) pairs."""
        return all(self.at.get(name, index) == index for name, index in site)


# ---- record ----


class _Recorder:
    """Writes a native trace of version 2."""

    def __init__(self, name):
        self.name = name
        self.file = open(name, "wb")
        self.lines = []
        self.size = 0
        self.records = 0
        self.loops = []
        self.sizes = set()
        self.digest = hashlib.sha256()
        self.early_header = False
        self.incomplete = False

    def record(self, key, unit_text, site, numbers, size):
        """size: bytes of the value's own type."""
        self._declare([name for name, _ in site])
        if any(not _is_whole(number) for number in numbers):
            self.sizes.add(size)
        loops = "".join(f" {name}={index}" for name, index in site)
        line = f"{key} [{unit_text}]{loops} : {' '.join(map(_number_text, numbers))}\n".encode()
        self.lines.append(line)
        self.size += len(line)
        self.records += 1
        if self.size >= _FLUSH_BYTES:
            self._flush(_HEADER_BYTES)

    def _declare(self, names):
        """Adds the loops of a record to those of the trace, each behind the loop around it."""
        place = 0
        for name in names:
            if name not in self.loops:
                inner = [one for one in self.loops + [name] if one not in ("slow", "fast")]
                if len(inner) > _MOST_LOOPS:
                    self.incomplete = True
                    _say(name, "it is one loop too many, a trace has at most 10 besides slow and fast",
                         "Leave out loops that tell no records apart.")
                    return
                self.loops.insert(place, name)
            place = self.loops.index(name) + 1

    def _header(self, width):
        """The header, with as many zeros in front of the count as fill `width` bytes."""
        program = _word(os.path.basename(sys.argv[0] if sys.argv else "") or "python")
        precision = {2: " dtype=float16", 4: " dtype=float32", 8: " dtype=float64"}
        dtype = precision[next(iter(self.sizes))] if len(self.sizes) == 1 else ""
        roles = {"slow": ":row", "fast": ":column"}
        loops = ",".join(name + roles.get(name, "") for name in self.loops) or "none"
        head = f"TAPIR_TRACE format=2 program={program}{dtype} loops={loops} records="
        return f"{head}{str(self.records).zfill(width - len(head.encode()) - 1)}\n".encode()

    def _flush(self, header_width):
        if not self.early_header:
            self.file.write(self._header(header_width))
            self.early_header = header_width > 0
        body = b"".join(self.lines)
        self.digest.update(body)
        self.file.write(body)
        self.lines, self.size = [], 0

    def finish(self):
        late = self.early_header
        self._flush(0)
        if late:
            header = self._header(_HEADER_BYTES)
            self.incomplete = self.incomplete or len(header) != _HEADER_BYTES
            self.file.seek(0)
            self.file.write(header)
            self.file.seek(0, os.SEEK_END)
        if not self.incomplete:  # without a footer no reader takes a trace for whole
            self.file.write(f"TAPIR_END records={self.records} sha256={self.digest.hexdigest()}\n".encode())
        self.file.close()


# ---- graft ----


class _Reference:
    """The records of a native trace, by key and site; each is compared once."""

    def __init__(self, name, selection):
        self.name = name
        self.rtol = 0.0
        self.records = {}
        self.count = 0
        with open(name, "rb") as file:
            data = file.read()
        head, _, rest = data.partition(b"\n")
        end = rest.rfind(b"\nTAPIR_END ") + 1 if not rest.startswith(b"TAPIR_END ") else 0
        body, footer = rest[:end], rest[end:].decode("utf-8", "replace")
        if not head.startswith(b"TAPIR_TRACE format="):
            raise ValueError("it is no native trace as text")
        if not footer.startswith("TAPIR_END "):
            raise ValueError("it is not whole, its last line is missing")
        lines = body.decode("utf-8", "replace").splitlines()
        if footer != f"TAPIR_END records={len(lines)} sha256={hashlib.sha256(body).hexdigest()}\n":
            raise ValueError("it was changed after it was written")
        for field in head.decode("utf-8", "replace").split(" "):
            if field.startswith("digits="):  # its numbers are good for no more
                self.rtol = 5 * 10.0 ** -int(field[7:])
        for line in lines:
            self._read(line, selection)

    def _read(self, line, selection):
        words, _, numbers = line.partition(" :")
        key, _, rest = words.partition(" [")
        unit_text, _, loops = rest.partition("]")
        try:
            site = [(name, int(index)) for name, index in (part.split("=") for part in loops.split())]
            values = [_read_number(text) for text in numbers.split()]
        except ValueError:
            raise ValueError(f"a line of it is no record: {line[:80]}") from None
        if selection.takes(site):
            self.records.setdefault((key, frozenset(site)), []).append((unit_text, values))
            self.count += 1


class _Graft:
    """Compares what the program computes with a reference, and replaces it where it differs."""

    def __init__(self, reference, rtol, differences):
        self.reference = reference
        self.rtol = max(rtol, reference.rtol)
        self.differences = differences
        self.passes = {}
        self.told = []
        self.reached = self.compared = self.differing = self.within = self.extra = 0

    def numbers(self, key, unit_text, site, numbers, size, place):
        """@return the numbers to go on with"""
        where = (key, frozenset(site))
        found = self.reference.records.get(where, [])
        at = self.passes.get(where, 0)
        self.passes[where] = at + 1
        name = key + "".join(f" {loop_name}={index}" for loop_name, index in site)
        if at >= len(found):
            self.extra += 1
            self._tell(key, site, at, 0, numbers[0], None, False, place)
            self._remember(f"  {name}: {_number_text(numbers[0])}, the reference has no such record", place)
            return numbers
        their_unit, theirs = found[at]
        if their_unit and unit_text and their_unit != unit_text:
            _say(key, "its unit here is not that of the reference, so it is not compared",
                 "Tap it in one unit on both sides.")
            return numbers
        if len(theirs) != len(numbers):
            _say(key, "it has another number of components in the reference, so it is not compared",
                 "Tap the same components on both sides.")
            return numbers
        self.reached += 1
        return [self._number(key, site, at, i, mine, other, size, place, name, len(numbers))
                for i, (mine, other) in enumerate(zip(numbers, theirs))]

    def _number(self, key, site, at, component, mine, other, size, place, name, count):
        self.compared += 1
        whole = isinstance(mine, int)
        if whole and not isinstance(other, int):
            _say(key, "an integer here and a real number in the reference is not replaced",
                 "Tap the same value on both sides.")
            self.differing += 1
            self._tell(key, site, at, component, mine, None, False, place)
            return mine
        target = other if whole else _rounded(float(other), size)
        if mine == target if whole else _same_bits(float(mine), target):
            return mine
        larger = max(abs(mine), abs(target))
        within = not whole and self.rtol > 0 and abs(mine - target) <= self.rtol * larger < float("inf")
        self._tell(key, site, at, component, mine, target, within, place)
        if within:
            self.within += 1
        else:
            self.differing += 1
            part = f", component {component}" if count > 1 else ""
            self._remember(f"  {name}{part}: {_number_text(mine)}, reference {_number_text(target)}", place)
        return target

    def _tell(self, key, site, at, component, mine, other, within, place):
        if self.differences is None:
            return
        event = {"type": "difference", "tap": key, "component": component, "site": dict(site), "pass": at,
                 "program": _json_number(mine), "reference": None if other is None else _json_number(other),
                 "grafted": other is not None, "within": within, "inherited": False, "file": place[0],
                 "line": place[1]}
        self.differences.write(json.dumps(event) + "\n")
        self.differences.flush()  # the program may crash

    def _remember(self, text, place):
        if len(self.told) < _TOLD:
            self.told.append(f"{text}  ({place[0]}:{place[1]})\n")

    def finish(self):
        within = f"; {self.within} within the tolerance" if self.within else ""
        more = self.differing + self.extra > _TOLD
        sys.stderr.write(
            f"tapir_tap: {self.differing} of {self.compared} compared values differ from {self.reference.name} and "
            f"were replaced by its values{within}; {self.reference.count - self.reached} of its records were not "
            f"reached, {self.extra} taps are not in it.\n" + "".join(self.told) +
            ("  and more; TAPIR_DIFFERENCES=FILE holds all.\n" if more else ""))
        if self.differences is not None:
            self.differences.close()


# ---- learn ----


class _Move:
    """Moves the values of one tap."""

    def __init__(self, text):
        self.key, _, amount = text.rpartition(":")
        self.key = _word(self.key)
        self.moved = 0
        self.ulps, self.share = 0, 0.0
        if any(c in amount for c in ".eE"):
            self.share = float(amount)
        else:
            self.ulps = int(amount)
        if not self.key:
            raise ValueError

    def numbers(self, numbers, size):
        self.moved += len(numbers)
        if self.share:
            return [number if isinstance(number, int) else _rounded(number * (1 + self.share), size)
                    for number in numbers]
        return [number + self.ulps if _is_whole(number) else
                number if isinstance(number, bool) else _stepped(number, self.ulps, size) for number in numbers]

    def finish(self):
        if not self.moved:
            _say(self.key, "TAPIR_MOVE moved nothing, no such tap was reached",
                 "Give the key of a tap, and look at TAPIR_AT.")


# ---- the run ----


class _Run:
    """What the environment asks for."""

    def __init__(self, environment):
        self.process = os.getpid()
        self.units = {}
        self.selection = _Selection(environment.get("TAPIR_AT", ""))
        self.graft = self._graft(environment)
        self.move = self._move(environment.get("TAPIR_MOVE", ""))
        self.recorder = self._output(environment, "TAPIR_TRACE", _Recorder)
        self.on = bool(self.graft or self.move or self.recorder)

    def _output(self, environment, variable, make):
        name = environment.get(variable, "").replace("%p", str(self.process))
        try:
            return make(name) if name else None
        except OSError as error:
            _say(f"{variable}={name}", f"the file cannot be written ({error.strerror})",
                 "Give one in a folder that is there and may be written to.")
            return None

    def _graft(self, environment):
        name = environment.get("TAPIR_AGAINST", "")
        if not name:
            return None
        try:
            rtol = float(environment.get("TAPIR_RTOL") or 0)
        except ValueError:
            rtol = -1.0
        if not rtol >= 0:
            _say("TAPIR_RTOL", "it is no tolerance", "Values are compared bit for bit. Give for example 1e-12.")
            rtol = 0.0
        try:
            reference = _Reference(name, self.selection)
        except (OSError, ValueError) as error:
            _say(name, getattr(error, "strerror", None) or str(error),
                 "Nothing is compared or replaced. Give TAPIR_AGAINST a whole native trace; `tapir trace import` makes "
                 "one of any other.")
            return None
        differences = self._output(environment, "TAPIR_DIFFERENCES", lambda path: open(path, "w", encoding="utf-8"))
        return _Graft(reference, rtol, differences)

    def _move(self, text):
        try:
            return _Move(text) if text else None
        except ValueError:
            _say("TAPIR_MOVE", "it is not KEY:N", "Give for example TAPIR_MOVE=F_latt:1, or :1e-6 for a share.")
            return None

    def value(self, key, value, place):
        """@return the value to go on with: the same object, unless a number of it is replaced or moved"""
        site = list(dict(_open_loops()).items())  # of a loop that is open twice the inner pass
        if not self.selection.takes(site):
            return value
        numbers = []
        try:
            _flat(value, numbers)
        except Exception as error:  # whatever an array library raises, the program goes on
            _say(key, f"it holds no numbers that can be seen ({type(error).__name__}: {str(error)[:120]})",
                 "Tap numbers or arrays, outside of what is compiled (jax.jit, torch.compile).")
            if self.recorder:
                self.recorder.incomplete = True
            return value
        if not numbers:
            return value
        size = _real_size(value)
        before = numbers
        unit_text = self.units.get(key, "")
        if self.graft:
            numbers = self.graft.numbers(key, unit_text, site, numbers, size, place)
        if self.move and self.move.key == key:
            numbers = self.move.numbers(numbers, size)
        changed = any(a is not b for a, b in zip(before, numbers))
        if changed:
            value = self._changed(key, value, numbers)
        if self.recorder and not self.recorder.incomplete:
            self.recorder.record(key, unit_text, site, numbers, size)
        return value

    def _changed(self, key, value, numbers):
        try:
            return _with_numbers(value, iter(numbers))
        except Exception as error:  # as above
            _say(key, f"its values cannot be replaced ({type(error).__name__}: {str(error)[:120]})",
                 "Tap plain numbers or arrays of NumPy, PyTorch or JAX.")
            if self.recorder:
                self.recorder.incomplete = True
            return value

    def finish(self):
        for part in (self.recorder, self.graft, self.move):
            try:
                if part:
                    part.finish()
            except OSError as error:
                _say("TAPIR_TRACE", f"the trace cannot be written ({error.strerror})", "Give a file on a disk with room.")


_run = _Run(os.environ)


def tap(key, value):
    """Lets a value through, records it, compares it, replaces or moves it.

    @return the value to go on with
    """
    if not _run.on:
        return value
    frame = sys._getframe(1)
    with _lock:
        if not _run.on or os.getpid() != _run.process:
            return value
        try:
            return _run.value(_word(key), value, (frame.f_code.co_filename, frame.f_lineno))
        except OSError as error:
            problem = f"a file cannot be written ({error.strerror})"
        except Exception as error:  # nothing of the kit may stop the program
            problem = f"this tap failed ({type(error).__name__}: {str(error)[:120]})"
        if _run.recorder:
            _run.recorder.incomplete = True
        _say(str(key), problem, "The program goes on with its own value; give files on a disk with room.")
        return value


def unit(key, text):
    """Says the unit of a key; units that differ from the reference's are not compared."""
    with _lock:
        _run.units[_word(key)] = _word(text)


class loop:
    """One pass of a loop, for as long as the `with` block runs."""

    __slots__ = ("_pass",)

    def __init__(self, name, index):
        self._pass = (name, index)

    def __enter__(self):
        if _run.on:
            name, index = self._pass
            _open_loops().append((_word(name, of_loop=True), int(index)))
        return self

    def __exit__(self, *_):
        if _run.on and _open_loops():
            _open_loops().pop()
        return False


def finish():
    """Ends the trace and says what differed. Called by itself when the program exits."""
    with _lock:
        if _run.on and os.getpid() == _run.process:
            _run.on = False
            _run.finish()


atexit.register(finish)
