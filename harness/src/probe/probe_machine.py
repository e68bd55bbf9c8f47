"""What the instructions of a source line do: which of them store, call or jump (x86-64)."""

import re

_OPERAND = re.compile(
    r"(?:%(fs|gs):)?(-?0x[0-9a-f]+|-?\d+)?(?:\((?:%(\w+))?(?:,%(\w+)(?:,(\d))?)?\))?$")
_READ_ONLY = re.compile(
    r"cmp|test|v?u?comi|lea|call|j|nop|prefetch|push|mul|imul|div|idiv|bt[^csr]?$|"
    r"fld|fild|fadd|fsub|fmul|fdiv|fcom|fucom|ret|endbr|ldmxcsr")
_SIZES = {"b": 1, "w": 2, "l": 4, "q": 8}
_WIDE = {"movaps": 16, "movups": 16, "movapd": 16, "movupd": 16, "movdqa": 16, "movdqu": 16,
         "vmovups": 32, "vmovaps": 32, "vmovupd": 32, "vmovapd": 32, "vmovdqu": 32, "vmovdqa": 32,
         "movsd": 8, "movss": 4, "vmovsd": 8, "vmovss": 4, "movlps": 8, "movhps": 8, "movlpd": 8,
         "movhpd": 8, "fstpt": 10, "fstpl": 8, "fstl": 8, "fstps": 4, "fsts": 4, "movq": 8,
         "movd": 4}


class Store:
    """An instruction that writes to memory."""

    def __init__(self, address, after, segment, displacement, base, index, scale, size):
        self.address, self.after = address, after
        self.segment, self.displacement = segment, displacement
        self.base, self.index, self.scale, self.size = base, index, scale, size

    def target(self, register):
        """The address that it writes to, right after it has done so.

        register: gives what the register of a name holds
        """
        at = self.displacement
        if self.base:
            at += register(self.base)
        if self.index:
            at += register(self.index) * self.scale
        if self.segment:
            at += register(self.segment + "_base")
        return at & 0xFFFFFFFFFFFFFFFF

    def in_own_frame(self):
        """Whether it always writes to one place of the function's own frame, or of the program."""
        return not self.index and not self.segment and self.base in ("rbp", "")


def _operands(text):
    """The operands of an instruction, split at the commas outside of parentheses."""
    parts, depth, current = [], 0, ""
    for letter in text:
        if letter == "," and depth == 0:
            parts.append(current.strip())
            current = ""
            continue
        depth += {"(": 1, ")": -1}.get(letter, 0)
        current += letter
    return parts + [current.strip()]


def _size(mnemonic, operands):
    if mnemonic in _WIDE:
        if operands and operands[0].startswith("%ymm"):
            return 32
        return 16 if mnemonic.startswith("vmov") and mnemonic not in (
            "vmovsd", "vmovss") else _WIDE[mnemonic]
    register = operands[0] if len(operands) > 1 else ""
    if re.match(r"%r(?:[a-d]x|[sd]i|[sb]p|\d+)$", register):
        return 8
    if re.match(r"%(?:e..|r\d+d)$", register):
        return 4
    if re.match(r"%(?:[a-d]x|[sd]i|[sb]p|r\d+w)$", register):
        return 2
    if register.startswith("%") and not register.startswith("%xmm"):
        return 1
    if mnemonic.startswith("set"):
        return 1
    return _SIZES.get(mnemonic[-1], 8)


def _store(one):
    text = one["asm"].strip()
    target = re.search(r"#\s*(0x[0-9a-f]+)", text)
    text = text.split("#")[0].split("<")[0].strip()
    words = text.split(None, 1)
    while words and words[0] in ("lock", "data16", "notrack", "bnd", "cs", "ds"):
        words = words[1].split(None, 1) if len(words) > 1 else []
    if len(words) < 2 or _READ_ONLY.match(words[0]):
        return None
    operands = _operands(words[1])
    last = operands[-1]
    if last.startswith(("%r", "%e", "%x", "%y", "%a", "%b", "%c", "%d", "%s", "*", "$")):
        return None
    size = _size(words[0], operands)
    after = one["addr"] + one["length"]
    if "(%rip)" in last:
        return Store(one["addr"], after, "", int(target.group(1), 16), "", "", 1,
                     size) if target else None
    found = _OPERAND.match(last)
    if not found or ("(" not in last and not found.group(2)):
        return None
    return Store(one["addr"], after, found.group(1) or "", int(found.group(2) or "0", 0),
                 found.group(3) or "", found.group(4) or "", int(found.group(5) or 1), size)


def jump_targets(architecture, begin, end):
    """Where the jumps of a function lead, and whether some lead where no one can tell."""
    targets, unknown = set(), False
    for one in architecture.disassemble(begin, end - 1):
        found = re.match(r"(?:notrack |bnd )*j\w+\s+(?:(0x[0-9a-f]+)|\*)", one["asm"].strip())
        if found and found.group(1):
            targets.add(int(found.group(1), 16))
        unknown = unknown or bool(found and not found.group(1))
    return targets, unknown


class Code:
    """The instructions of some ranges of addresses [begin, end)."""

    def __init__(self, architecture, ranges):
        self.stores, self.after_calls, self.ends = [], [], []
        self.ranges, self.onward = ranges, set()
        self.barriers = []  # where calls and jumps are
        known = architecture.name().startswith("i386:x86-64")
        for begin, end in ranges:
            instructions = architecture.disassemble(begin, end - 1)
            for one in instructions if known else []:
                store = _store(one)
                if store:
                    self.stores.append(store)
            self.barriers += [one["addr"] for one in instructions
                              if re.match(r"call|bl|(?:notrack |bnd )*j|rep", one["asm"].strip())]
            calls = [one for one in instructions if re.match(r"(?:call|bl)", one["asm"].strip())]
            if calls:
                self.after_calls.append(calls[-1]["addr"] + calls[-1]["length"])
            jump = instructions and re.match(r"(?:jmp|ret|leave|b )", instructions[-1]["asm"].strip())
            self.ends.append(instructions[-1]["addr"] if jump else end)
            self.onward |= jump_targets(architecture, begin, end)[0]
            if not (instructions and re.match(r"(?:jmp|ret|b )", instructions[-1]["asm"].strip())):
                self.onward.add(end)

    def straight(self, first, last):
        """Whether what lies between two stores runs as it stands, without calls and jumps."""
        return not any(first.after <= barrier < last.address for barrier in self.barriers)

    def exits(self):
        """Where the line leads on, by a jump or by its end."""
        return sorted(at for at in self.onward
                      if not any(begin <= at < end for begin, end in self.ranges))

    def over(self):
        """Where the line is over when it stores nothing itself: behind its last call, or at its
        end."""
        if self.after_calls:
            return [max(self.after_calls)]
        return [max(self.ends)] if self.ends else []
