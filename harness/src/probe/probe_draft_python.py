"""What a Python source says of assignments and loops, for probe_draft.py."""

import ast

from probe_draft import Assignment, Loop, Problem

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def path_of(node):
    """A variable or an attribute of one, without indices; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = path_of(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return path_of(node.value) if isinstance(node, ast.Subscript) else ""


def indices_of(node):
    found = []
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            found = [ast.unparse(part) for part in parts] + found
        node = node.value
    return found


def _is_plain(node):
    """Whether a probe file can read it: no calls, no slices."""
    return not any(isinstance(part, (ast.Call, ast.Slice, ast.Await, ast.Lambda, ast.Starred)) for part in ast.walk(node))


def _reads(node):
    """Paths that an expression names; the longest of each."""
    found, todo = set(), [node]
    while todo:
        one = todo.pop()
        path = path_of(one) if isinstance(one, (ast.Name, ast.Attribute, ast.Subscript)) else ""
        if path:
            found.add(path)
            while isinstance(one, (ast.Subscript, ast.Attribute)):
                if isinstance(one, ast.Subscript):
                    todo.append(one.slice)
                one = one.value
            continue
        todo += list(ast.iter_child_nodes(one))
    return found


class _Reader:
    def __init__(self, path, text, facts):
        self.path, self.facts = path, facts
        self.lines = text.split("\n")
        self.encoded = 0, b""  # the number of a line, and its bytes

    def read(self, tree):
        todo = [(tree.body, "", ())]
        while todo:
            body, function, loops = todo.pop()
            for node in body:
                if isinstance(node, _SCOPES):
                    todo.append((node.body, f"{function}.{node.name}" if function else node.name, ()))
                    continue
                self._statement(node, function, loops)
                inner = loops
                if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
                    inner = (*loops, self._loop(node, function))
                for name in ("body", "orelse", "finalbody"):
                    todo.append((getattr(node, name, []), function, inner if name == "body" else loops))
                for part in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
                    todo.append((part.body, function, loops))

    def _loop(self, node, function):
        function = function or "<module>"
        target, bounds = getattr(node, "target", None), None
        call = node.iter.func.id if isinstance(getattr(node, "iter", None), ast.Call) and isinstance(
            node.iter.func, ast.Name) else ""
        if call == "enumerate" and isinstance(target, ast.Tuple):
            target = target.elts[0]
        elif call != "range":
            target = None
        if not isinstance(target, ast.Name):
            return Loop("", function, self.path, node.body[0].lineno)
        ends = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, int) else None for arg in node.iter.args]
        if call == "range" and len(ends) < 3 and None not in ends:
            bounds = (0, ends[0] - 1) if len(ends) == 1 else (ends[0], ends[1] - 1)
        return Loop(target.id, function, self.path, node.body[0].lineno, bounds=bounds)

    def _statement(self, node, function, loops):
        shallow = [node]
        while shallow:  # the node itself, without the statements inside it
            one = shallow.pop()
            shallow += [child for child in ast.iter_child_nodes(one)
                        if not isinstance(child, (ast.stmt, ast.Lambda, ast.ExceptHandler)) and
                        not type(child).__name__ == "match_case"]
            if isinstance(one, ast.Call):
                called = path_of(one.func).split(".")[-1]
                self.facts.calls[called].append((function or "<module>", loops))
            value = getattr(one, "value", None)
            if isinstance(one, ast.Assign):
                for target in one.targets:
                    self._targets(target, value, one, function, loops)
            elif isinstance(one, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr)) and value is not None:
                self._targets(one.target, value, one, function, loops)

    def _words(self, node):
        """The first line of a statement."""
        if self.encoded[0] != node.lineno:
            self.encoded = node.lineno, self.lines[node.lineno - 1].encode()
        return self.encoded[1][node.col_offset:node.end_col_offset if node.end_lineno == node.lineno else None].decode("utf-8", "replace")

    def _targets(self, target, value, node, function, loops):
        if isinstance(target, (ast.Tuple, ast.List)):
            same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
            for i, part in enumerate(target.elts):
                self._targets(part, value.elts[i] if same else value, node, function, loops)
            return
        path = path_of(target)
        if not path:
            return
        reads = _reads(value) | (_reads(target) if isinstance(node, ast.AugAssign) else set())
        text = ast.unparse(target)
        self.facts.assignments.append(Assignment(
            "".join(text.split()), path, indices_of(target), text if _is_plain(target) else "", function or "<module>",
            self.path, node.lineno, loops, reads, self._words(node)))


def read(path, text, facts):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError) as error:
        where = f"{path}:{getattr(error, 'lineno', None) or 1}"
        raise Problem(where, "is no Python that can be read", getattr(error, "msg", str(error)),
                      "Give a source that Python runs.") from None
    _Reader(path, text, facts).read(tree)
