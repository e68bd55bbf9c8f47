"""What a source of C or C++ says of assignments and loops, for probe_draft.py.

It is read by its words and brackets; the preprocessor's lines are passed over.
"""

import re

from probe_draft import Assignment, Loop

_TOKEN = re.compile(
    r"""(?P<none>\s+|//[^\n]*|/\*(?:.*?\*/|.*\Z)|\\\n)|(?P<text>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)
    |(?P<name>[A-Za-z_]\w*(?:\s*::\s*~?[A-Za-z_]\w*)*)|(?P<number>\.?\d(?:[\w.']|[eEpP][+-])*)
    |(?P<sign><<=|>>=|->|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|<<|>>|.)""", re.S | re.X)
_DIRECTIVE = re.compile(r"^[ \t]*\#(?:[^\n\\]|\\.)*", re.M | re.S)
_ASSIGNING = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
_OPENING = {"(": ")", "[": "]", "{": "}"}
_LONGEST = 300  # words of a right side that are looked at
_MOST = 100  # assignments of one statement
_NOT_READ = {"sizeof", "return", "if", "else", "for", "while", "do", "switch", "case", "const", "double", "float", "int",
             "long", "short", "unsigned", "signed", "char", "bool", "auto", "struct", "static", "true", "false", "NULL", "nullptr", "new"}
_MAKING = {"malloc", "calloc", "realloc", "new"}


class _Token:
    __slots__ = ("kind", "text", "line", "partner")

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line
        self.partner = None  # number of the bracket that closes this one


def _tokens(text):
    text = _DIRECTIVE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    tokens, line, place = [], 1, 0
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "none":
            line += text.count("\n", place, found.start())
            place = found.start()
            tokens.append(_Token(found.lastgroup, re.sub(r"\s+", "", found.group()) if found.lastgroup == "name"
                                 else found.group(), line))
    open_ones = []
    for number, token in enumerate(tokens):
        if token.text in _OPENING:
            open_ones.append(number)
        elif token.text in (")", "]", "}"):
            while open_ones and _OPENING[tokens[open_ones[-1]].text] != token.text and token.text == "}":
                open_ones.pop()  # a bracket that nothing closes ends with its block
            if open_ones and _OPENING[tokens[open_ones[-1]].text] == token.text:
                tokens[open_ones[-1]].partner = number
                token.partner = open_ones.pop()
    return tokens


class _Reader:
    def __init__(self, path, text, facts):
        self.path, self.facts = path, facts
        self.tokens, self.lines = _tokens(text), text.split("\n")
        self.function, self.loops = "", []
        self.not_whole = set()  # variables of the function that are no integers
        self.constants = _constants(text)

    def partner(self, at):
        found = self.tokens[at].partner
        return len(self.tokens) - 1 if found is None else found

    def text(self, at):
        return self.tokens[at].text if at < len(self.tokens) else ""

    # ---- outside of functions ----

    def declarations(self, at, end, scope):
        start = at
        while at < end:
            text = self.text(at)
            if text == "{":
                close = min(self.partner(at), end)
                self._braces(start, at, close, scope)
                at, start = close + 1, close + 1
            elif text in (";", ":") and self.text(at - 1) in ("public", "private", "protected", ";") or text == ";":
                at, start = at + 1, at + 1
            elif text in ("(", "["):
                at = min(self.partner(at), end) + 1
            else:
                at += 1

    def _braces(self, start, at, close, scope):
        words = [self.text(i) for i in range(start, at)]
        if "(" not in words and any(word in words for word in ("namespace", "class", "struct", "union", "extern")):
            names = [token.text for token in self.tokens[start:at] if token.kind == "name"]
            heads = [i for i, name in enumerate(names) if name in ("namespace", "class", "struct", "union")]
            own = names[heads[-1] + 1] if heads and heads[-1] + 1 < len(names) else ""
            self.declarations(at + 1, close, f"{scope}{own}::" if own else scope)
        elif "(" in words and "=" not in words[:words.index("(")]:
            before = start + words.index("(") - 1
            if before >= start and self.tokens[before].kind == "name":
                self.function, self.loops, self.not_whole = scope + self.text(before), [], set()
                self._statements(at + 1, close)

    # ---- statements ----

    def _statements(self, at, end):
        while at < end:
            at = max(self._statement(at, end), at + 1)

    def _statement(self, at, end):
        """@return where the next one begins"""
        text = self.text(at)
        if text == "{":
            close = min(self.partner(at), end)
            self._statements(at + 1, close)
            return close + 1
        if text in ("if", "switch", "while", "for") or text == "constexpr" and self.text(at - 1) == "if":
            return self._headed(at, end, text)
        if text == "do":
            return self._in_loop(self._loop("", at + 1), at + 1, end)
        if text in ("else", "try"):
            return at + 1
        if text in ("case", "default"):
            while at < end and self.text(at) != ":":
                at += 1
            return at + 1
        stop = at
        while stop < end and self.text(stop) != ";":
            stop = min(self.partner(stop), end) + 1 if self.text(stop) in _OPENING else stop + 1
        self._expression(at, min(stop, end))
        return stop + 1

    def _headed(self, at, end, word):
        head = at + 1
        while head < end and self.text(head) != "(":
            head += 1
        close = min(self.partner(head), end) if head < end else end
        body = close + 1
        if word in ("if", "switch"):
            self._expression(head + 1, close)
            return self._statement(body, end) if body < end else end
        if word == "while" and self.text(body) == ";":
            return body + 1  # the end of a do
        loop = self._for(head + 1, close, body) if word == "for" else self._loop("", body)
        return self._in_loop(loop, body, end)

    def _in_loop(self, loop, body, end):
        self.loops.append(loop)
        after = self._statement(body, end) if body < end else end
        self.loops.pop()
        return after

    def _first_line(self, body):
        while self.text(body) == "{":
            body += 1
        return self.tokens[min(body, len(self.tokens) - 1)].line

    def _loop(self, variable, body, offset=0, bounds=None):
        return Loop(variable, self.function, self.path, self._first_line(body), offset, bounds)

    def _for(self, at, close, body):
        parts, start = [], at
        for i in range(at, close):
            if self.text(i) == ";":
                parts.append((start, i))
                start = i + 1
        parts.append((start, close))
        first = [self.text(i) for i in range(*parts[0])]
        if len(parts) != 3 or "=" not in first or first.index("=") == 0:
            return self._loop("", body)
        equal = first.index("=")
        variable = first[equal - 1]
        if not re.fullmatch(r"[A-Za-z_]\w*", variable) or variable in self.not_whole or {"double", "float", "*"} & set(first[:equal]):
            return self._loop("", body)
        begin = first[equal + 1:equal + 3]
        begin = begin[0] + begin[1] if begin[:1] == ["-"] and len(begin) > 1 else begin[0] if begin else ""
        offset = -int(begin) if re.fullmatch(r"-\d+", begin) else 0
        condition = [str(self.constants.get(self.text(i), self.text(i))) for i in range(*parts[1])]
        bounds = None
        if len(condition) == 3 and condition[0] == variable and condition[1] in ("<", "<=") and \
                condition[2].isdigit() and begin.isdigit() and variable in (self.text(close - 1), self.text(close - 2)):
            bounds = (int(begin), int(condition[2]) - (condition[1] == "<"))
        return self._loop(variable, body, offset, bounds)

    # ---- assignments ----

    def _expression(self, at, end):
        start, depth_end, left = at, [], _MOST
        self._note_types(at, end)
        for i in range(at, end):
            token = self.tokens[i]
            while depth_end and i >= depth_end[-1][0]:
                start = depth_end.pop()[1]
            if token.text in _OPENING and token.partner is not None:
                if token.text == "(" and i > at and self.tokens[i - 1].kind == "name":
                    self.facts.calls[self.text(i - 1).split("::")[-1]].append((self.function, tuple(self.loops)))
                depth_end.append((token.partner, start))
                start = i + 1
            elif token.text == ",":
                start = i + 1
            elif left and token.text in _ASSIGNING:
                left -= 1
                self._assignment(start, i, self._right_end(i + 1, end), token)
            elif left and token.text in ("++", "--"):
                left -= 1
                self._step(start, i, end)

    def _note_types(self, at, end):
        """A declaration of real numbers or pointers: they count no loop."""
        words = {self.text(i) for i in range(at, min(at + 4, end))}
        real = bool(words & {"double", "float"})
        for i in range(at + 1, end):
            if self.tokens[i].kind == "name" and (real and self.text(i + 1) in ("=", ",", ";", "") or
                                                  self.text(i - 1) == "*" and self.tokens[i - 2].kind == "name" and i - 2 == at):
                self.not_whole.add(self.text(i))

    def _right_end(self, at, end):
        end = min(end, at + _LONGEST)
        while at < end and self.text(at) not in (",", ")", "]", "}"):
            at = min(self.partner(at), end) + 1 if self.text(at) in _OPENING else at + 1
        return min(at, end)

    def _target(self, start, end):
        """Where the value that is assigned at `end` begins; `end` when it is none."""
        i = end
        while i > start:
            token = self.tokens[i - 1]
            if token.text == "]" and token.partner is not None and token.partner >= start:
                i = token.partner
            elif token.kind == "name" and token.text not in _NOT_READ:
                i -= 1
                if i > start and self.text(i - 1) in (".", "->"):
                    i -= 1
                else:
                    break
            elif token.text == ")" and i == end and token.partner is not None and token.partner >= start:
                return token.partner  # (*pointer)
            else:
                return end
        # *pointer = value; a declaration's * belongs to its type
        if i == start + 1 and self.text(start) == "*":
            return start
        return i

    def _assignment(self, start, at, end, token):
        begin = self._target(start, at)
        if begin < at and not any(self.text(i) in _MAKING for i in range(at, end)):
            own = begin, at if token.text != "=" else begin
            self._add(begin, at, [(at + 1, end), own], end)

    def _step(self, start, at, end):
        begin = self._target(start, at)
        if begin < at:
            self._add(begin, at, [(begin, at)], at + 1)
            return
        stop = at + 1
        while stop < end and (self.tokens[stop].kind == "name" or self.text(stop) in (".", "->", "[")):
            stop = min(self.partner(stop), end) + 1 if self.text(stop) == "[" else stop + 1
        if stop > at + 1:
            self._add(at + 1, stop, [(at + 1, stop)], stop, at)

    def _add(self, begin, end, right, last, first=None):
        target = "".join(self.text(i) for i in range(begin, end))
        path, indices, i = "", [], begin
        while i < end:
            if self.text(i) == "[":
                close = min(self.partner(i), end)
                indices.append("".join(self.text(k) for k in range(i + 1, close)))
                i = close + 1
                continue
            path += self.text(i)
            i += 1
        if not re.match(r"[A-Za-z_(*]", target) or len(target) > 300:
            return
        readable = not any(self.text(k) in ("++", "--") or self.text(k) == "(" and k > begin and
                           self.tokens[k - 1].kind == "name" for k in range(begin, end))
        line = self.tokens[begin].line
        words = "".join(self.text(i) for i in range(begin if first is None else first, min(last, begin + 40)) if self.tokens[i].line == line)
        reads = set()
        for start, stop in right:
            reads |= self._reads(start, stop)
        text = "".join(str(self.constants.get(self.text(i), self.text(i))) for i in range(begin, end)) if readable else ""
        self.facts.assignments.append(Assignment(target, path.strip("(*)"), indices, text, self.function, self.path, line,
                                                 self.loops, reads, words))

    def _reads(self, at, end):
        """Paths that an expression names."""
        found, path = set(), ""
        for i in range(at, end):
            token = self.tokens[i]
            if token.kind == "name" and token.text not in _NOT_READ:
                path = path + token.text if path and self.text(i - 1) in (".", "->") else token.text
                if self.text(i + 1) not in (".", "->"):
                    found.add(path)
            elif token.text in (".", "->") and path:
                path += token.text
            elif token.text != "]" and token.kind != "name":
                path = ""
        return found


def _constants(text):
    """Names of whole numbers: of enumerations and of the preprocessor."""
    found = {name: int(value) for name, value in re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+\(?(-?\d+)\)?[ \t]*$", text, re.M)}
    for body in re.findall(r"\benum\b[^{};()]{0,200}\{([^{}]*)\}", text):
        value = -1
        for part in body.split(","):
            name, _, given = (word.strip() for word in part.partition("="))
            if given and not re.fullmatch(r"-?\d+", given):
                break
            value = int(given) if given else value + 1
            if re.fullmatch(r"[A-Za-z_]\w*", name):
                found[name] = value
    return found


def read(path, text, facts):
    reader = _Reader(path, text, facts)
    reader.declarations(0, len(reader.tokens), "")
