"""Where in a Python source the taps and loops of a plan are, and which instructions store what.

A place of the plan (PROTOCOL.md) becomes watched instructions of a code object: the stores of an assignment, or all
instructions of a statement, whose end is then waited for.
"""

import ast
import dis
import os

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)


class Statement:
    """A statement, or the head of a compound one, that a place of the plan is at.

    function: qualified name of the function that it stands in, "" for the module
    targets:  what it assigns and the place asks for, as nodes; empty: its end is waited for
    """

    def __init__(self, node, function, targets, text):
        body = getattr(node, "body", None)
        self.first = node.lineno
        self.last = max(node.lineno, body[0].lineno - 1) if body and isinstance(node, _COMPOUND) else node.end_lineno
        self.function, self.targets, self.text = function, targets, text
        self.node, self.read = node, ""  # read: "before" or "after" where a place says so

    def holds(self, where):
        """Whether an instruction, by its position in the source, belongs to it."""
        if where.end_lineno is None or where.end_col_offset is None:
            return False
        first = (where.lineno, where.col_offset) >= (self.node.lineno, self.node.col_offset)
        last = (where.end_lineno, where.end_col_offset) <= (self.node.end_lineno, self.node.end_col_offset)
        return first and last and where.end_lineno <= self.last


def _without_blanks(text):
    return "".join(text.split())


class Source:
    """A source file, read once."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        self.tree = ast.parse(data)
        self.lines = data.decode("utf-8", "replace").splitlines()
        self._texts = {}
        self.functions = {}  # qualified name -> the statements in it, without those of inner functions
        self._collect(self.tree, "")

    def _collect(self, node, function):
        own = self.functions.setdefault(function, [])
        todo = list(ast.iter_child_nodes(node))
        while todo:
            child = todo.pop(0)
            if isinstance(child, _FUNCTIONS):
                self._collect(child, f"{function}.{child.name}" if function else child.name)
                continue
            if isinstance(child, ast.stmt):
                own.append(child)
            todo = list(ast.iter_child_nodes(child)) + todo
        own.sort(key=lambda one: (one.lineno, one.col_offset))

    def text_of(self, statement):
        """A statement, or the lines of the head of a compound one, without blanks."""
        if statement not in self._texts:
            head = Statement(statement, "", [], "")
            lines = [line.encode() for line in self.lines[head.first - 1:head.last]]
            if not isinstance(statement, _COMPOUND):
                lines[-1] = lines[-1][:statement.end_col_offset]
                lines[0] = lines[0][statement.col_offset:]
            self._texts[statement] = _without_blanks(b"".join(lines).decode("utf-8", "replace"))
        return self._texts[statement]

    def line(self, number):
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""

    def functions_called(self, name):
        """Qualified names that a plan's function may mean: all of it or its last parts; "<module>" is the module."""
        if name in ("<module>", "__main__"):
            return [""]
        return [one for one in self.functions if one == name or one.endswith("." + name)]


def is_file(path, name):
    """Whether a file is the one that a plan names, by its path or the end of it."""
    path, name = os.path.abspath(path).replace(os.sep, "/"), name.replace(os.sep, "/")
    return path == name or path.endswith("/" + name.lstrip("./"))


def _targets(statement):
    """The nodes that a statement assigns to; not those in statements inside it."""
    found = []
    todo = [statement]
    while todo:
        node = todo.pop()
        if isinstance(getattr(node, "ctx", None), ast.Store) and isinstance(
                node, (ast.Name, ast.Attribute, ast.Subscript)):
            found.append(node)
        todo += [child for child in ast.iter_child_nodes(node)
                 if not isinstance(child, (ast.stmt, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
                                           ast.GeneratorExp))]
    return found


def _is_asked_for(target, assigns):
    """Whether an assignment is the one that a plan names: as the source has it, or all parts of a variable."""
    wanted = _without_blanks(assigns)
    node = target
    while True:
        if _without_blanks(ast.unparse(node)) == wanted:
            return True
        if not isinstance(node, (ast.Attribute, ast.Subscript)):
            return False
        node = node.value


def _fits(source, statement, place):
    return not place.get("pattern") or _without_blanks(place["pattern"]) in source.text_of(statement)


def statements_at(source, place):
    """@return the statements of a source that a place means, and what is wrong where there are none: (kind, text)"""
    if place.get("line"):
        for function, statements in source.functions.items():
            for one in reversed(statements):  # the innermost that begins there
                if one.lineno <= place["line"] <= Statement(one, "", [], "").last:
                    return [Statement(one, function, _targets(one), source.line(one.lineno))], None
        return [], ("no_such_line", f"{os.path.basename(source.path)} has no statement in line {place['line']}")
    functions = source.functions_called(place["function"])
    if not functions:
        return [], ("no_such_function", f"{os.path.basename(source.path)} has no function {place['function']}")
    found = []
    for function in functions:
        for one in source.functions[function]:
            if not _fits(source, one, place):
                continue
            targets = _targets(one)
            if place.get("assigns"):
                targets = [target for target in targets if _is_asked_for(target, place["assigns"])]
                if not targets:
                    continue
            found.append(Statement(one, function, targets, source.line(one.lineno)))
    what = f"assigns {place['assigns']}" if place.get("assigns") else f"holds '{place.get('pattern', '')}'"
    return found, None if found else ("no_such_place", f"no line of {place['function']} {what}")


def loop_bodies(source, function, variable):
    """The first statement inside each loop that sets a variable; its `loop_lines` are those of the whole loop."""
    name = variable[1] if variable and variable[0] == "name" else None
    found = []
    for qualified in source.functions_called(function) if name else ():
        for one in source.functions[qualified]:
            sets = isinstance(one, ast.For) and any(
                isinstance(node, ast.Name) and node.id == name for node in ast.walk(one.target))
            changes = isinstance(one, ast.While) and any(
                isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
                for inner in one.body for node in ast.walk(inner))
            if sets or changes:
                body = Statement(one.body[0], qualified, [], source.line(one.body[0].lineno))
                body.loop_lines = range(one.lineno, one.body[-1].end_lineno + 1)
                found.append(body)
    return found


def qualified_name(code):
    """The name of a code object's function as Source has it."""
    name = code.co_qualname.replace(".<locals>", "")
    return "" if name == "<module>" else name


def watched(code, statement):
    """Instructions of a statement.

    @return ({offset of a store: [target node]}, {offsets of all instructions}, offset of the first)
    """
    stores, inside = {}, set()
    for instruction in dis.get_instructions(code):
        where = instruction.positions
        if where is None or where.lineno is None:
            continue
        if statement.holds(where):
            inside.add(instruction.offset)
        if instruction.opname.startswith("STORE"):
            for target in statement.targets:
                if (where.lineno, where.end_lineno, where.col_offset, where.end_col_offset) == (
                        target.lineno, target.end_lineno, target.col_offset, target.end_col_offset) or (
                        statement.holds(where) and _stores_also(instruction, target)):
                    stores.setdefault(instruction.offset, []).append(target)
    return stores, inside, min(inside, default=-1)


def _stores_also(instruction, target):
    """Whether an instruction that does the work of two (Python 3.13) stores a variable, whose position it may not have."""
    return (instruction.opname == "STORE_FAST_STORE_FAST" and isinstance(target, ast.Name) and
            target.id in instruction.argval)


def element_of(target):
    """The part of an array that an assignment names: (text of the array, index nodes); None for a whole variable."""
    indices = []
    while isinstance(target, ast.Subscript):
        inner = target.slice
        indices = (inner.elts if isinstance(inner, ast.Tuple) else [inner]) + indices
        target = target.value
    return ("".join(ast.unparse(target).split()), indices) if indices else None
