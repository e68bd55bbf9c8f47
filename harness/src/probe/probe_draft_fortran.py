"""What a source of Fortran, in free or fixed form, says of assignments and loops, for probe_draft.py."""

import re

from probe_draft import Assignment, Loop

_NAME = r"[a-z]\w*"
_BEGIN = re.compile(r"(?:(?:[a-z]\w*(?:\([^()]*\))?\s+)*?)(program|function|subroutine)\s+(" + _NAME + ")", re.I)
_END = re.compile(r"end\s*(program|function|subroutine|module|submodule|interface)?\b", re.I)
_DO = re.compile(r"(?:" + _NAME + r"\s*:\s*)?do\b(.*)$", re.I)
_COUNTED = re.compile(r"\s*(?:\d+\s*,?\s*)?(" + _NAME + r")\s*=\s*([^,]+),\s*([^,]+)", re.I)
_CONCURRENT = re.compile(r"\s*concurrent\s*\(\s*(?:integer\s*::\s*)?(" + _NAME + r")\s*=\s*([^:]+):([^,:)]+)", re.I)
_READ = re.compile(_NAME + r"(?:\s*%\s*" + _NAME + r")*", re.I)


def _statements(text, fixed):
    """(first line, statement without comments) of each."""
    joined, first = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if fixed and line[:1] in ("c", "C", "*"):
            continue
        line = re.sub(r"'[^']*'|\"[^\"]*\"", lambda f: " " * len(f.group()), line).split("!")[0].rstrip()
        goes_on = fixed and len(line) > 5 and line[5] not in " 0" and not line[:5].strip()
        piece = line[6:].strip() if goes_on else line.strip()
        if not piece:
            continue
        if joined and not fixed:
            piece = piece.lstrip("&")
        if fixed and not goes_on and joined:
            yield from ((first, one.strip()) for one in joined.split(";"))
            joined, first = "", 0
        first = first or number
        if fixed or piece.endswith("&"):
            joined += piece.rstrip("&") + ("" if fixed else " ")
            continue
        yield from ((first, one.strip()) for one in (joined + piece).split(";"))
        joined, first = "", 0
    if joined:
        yield from ((first, one.strip()) for one in joined.split(";"))


def _closing(text, at):
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    return -1


def _split(text):
    """At the commas outside of parentheses."""
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += letter
    return parts + [current.strip()]


def _target(rest):
    """(target, path, indices, where it ends) of a statement that begins with a variable; None for another one."""
    at, path, indices = 0, "", []
    while True:
        found = re.compile(r"\s*(" + _NAME + ")", re.I).match(rest, at)
        if not found:
            return None
        path, at = path + found.group(1), found.end()
        while at < len(rest) and rest[at] in " (":
            if rest[at] == "(":
                close = _closing(rest, at)
                if close < 0:
                    return None
                indices += _split(rest[at + 1:close])
                at = close
            at += 1
        if at < len(rest) and rest[at] == "%":
            path, at = path + "%", at + 1
            continue
        return ("".join(rest[:at].split()), path, indices, at) if re.match(r"=(?![=>])", rest[at:]) else None


class _Reader:
    def __init__(self, path, facts):
        self.path, self.facts = path, facts
        self.functions, self.loops, self.waiting = [""], [], None
        self.constants, self.sizes = {}, {}

    def statement(self, line, text):
        text = re.sub(r"^\d+\s+", "", text)
        if self.waiting is not None and text:
            self.waiting.line, self.waiting = line, None
        begin, end = _BEGIN.match(text), _END.match(text)
        if end and not re.match(r"end\s*(do|if|select|where|forall|associate|block|type|enum|critical|team)\b", text, re.I) \
                and not re.match(r"\w+\s*[=(%]", text):
            if len(self.functions) > 1 and (end.group(1) or "").lower() not in ("interface", "module", "submodule"):
                self.functions.pop()
            self.loops = []
        elif re.match(r"end\s*do\b", text, re.I):
            del self.loops[-1:]
        elif begin and "=" not in text.split("(")[0]:
            self.functions.append(begin.group(2).lower())
            self.loops = []
        elif not self._loop(line, text):
            self._assignment(line, text)

    def _loop(self, line, text):
        found = _DO.match(text)
        if not found or re.match(r"\w*\s*[=(%]", found.group(1)) and not re.match(r"\s+\w", found.group(1)):
            return False
        head = _COUNTED.match(found.group(1)) or _CONCURRENT.match(found.group(1))
        offset, bounds = 0, None
        if head:
            first, last = head.group(2).strip(), head.group(3).strip()
            if re.fullmatch(r"-?\d+", first):
                offset = -int(first)
                bounds = (int(first), int(last)) if re.fullmatch(r"-?\d+", last) else None
        loop = Loop(head.group(1).lower() if head else "", self.functions[-1], self.path, line, offset, bounds)
        self.loops.append(loop)
        self.waiting = loop
        return True

    def _declaration(self, text):
        """Arrays of one dimension with bounds that are known."""
        for part in _split(text):
            found = re.match(r"(" + _NAME + r")\s*\(([^():,]+)(?::([^():,]+))?\)", part, re.I)
            bounds = [self._number(one) for one in (found.group(2), found.group(3))] if found else []
            if bounds and bounds[0] is not None and (bounds[1] is not None or not found.group(3)):
                first, last = (1, bounds[0]) if bounds[1] is None else bounds
                if 0 < last - first < 1000:
                    self.sizes[self.functions[-1], found.group(1).lower()] = (first, last)

    def _number(self, text):
        text = self.constants.get((text or "").strip(), (text or "").strip())
        return int(text) if re.fullmatch(r"-?\d+", text) else None

    def _assignment(self, line, text):
        rest = text
        condition = re.match(r"if\s*\(", text, re.I)
        if condition:
            rest = text[_closing(text, condition.end() - 1) + 1:].strip()
        if "::" in rest:
            if re.match(r"integer\b.*\bparameter\b", rest, re.I):
                self.constants.update(re.findall(r"(\w+)\s*=\s*(-?\d+)\s*(?:,|$)", rest.split("::", 1)[1]))
            self._declaration(rest.split("::", 1)[1])
            return
        for called in re.findall(r"\b(" + _NAME + r")\s*\(", text, re.I):
            self.facts.calls[called.lower()].append((self.functions[-1], tuple(self.loops)))
        bare = re.match(r"call\s+(" + _NAME + r")\s*$", rest, re.I)
        if bare:
            self.facts.calls[bare.group(1).lower()].append((self.functions[-1], tuple(self.loops)))
        found = _target(rest)
        if not found or not self.functions[-1] or len(found[0]) > 300:
            return
        target, path, indices, at = found
        plain = all(re.fullmatch(r"[\w\s+*/-]+", index) for index in indices)
        expression = target.replace("(", "[").replace(")", "]") if plain else ""
        for name, value in self.constants.items():  # no debugger knows them
            expression = re.sub(rf"\b{name}\b", value, expression, flags=re.I)
        right = re.sub(r"\b\d[\w.]*|\.\w+\.", " ", rest[at:])
        reads = {"".join(name.split()) for name in _READ.findall(right)}
        self.facts.assignments.append(Assignment(target, path, indices, expression, self.functions[-1], self.path, line,
                                                 self.loops, reads, "".join(rest.split())))
        size = self.sizes.get((self.functions[-1], path.lower()))
        if not indices and size:
            self.facts.assignments[-1].whole = f"{path}[{size[0]}:{size[1]}]"


def read(path, text, facts):
    reader = _Reader(path, facts)
    fixed = path.lower().endswith((".f", ".for"))
    for line, statement in _statements(text, fixed):
        reader.statement(line, statement)
