"""The Python backend of `tapir probe`: runs a Python program under a plan (PROTOCOL.md) and tells what its taps hold.

python3 probe_python.py PLAN

Needs Python 3.11 or later, which say which instruction stores what. It does not see functions that something compiled
(numba, torch.jit, torch.compile, Cython); these are told. What a statement has computed and not stored yet is not
replaced: in `y = (x := f()) + 1` a tap of x replaces x, and y is computed from what f returned.
"""

import ast
import json
import os
import sys
import threading


def _load():
    """The parts of this backend; their folder is none of the program's."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import probe_python_tracer
    del sys.path[0]
    for name in [name for name in sys.modules if name.startswith(("probe_python", "probe_numbers"))]:
        del sys.modules[name]
    return probe_python_tracer


def _argv(plan):
    """What the program sees as sys.argv: its own words, without an interpreter in front."""
    words = list(plan["program"])
    if not plan.get("module") and words and os.path.basename(words[0]).startswith("python"):
        words = words[1:]
    return words


class _Program:
    """The script or module that is run, as the interpreter would run it."""

    def __init__(self, plan):
        words = _argv(plan)
        self.module = plan.get("module", "")
        if not self.module and words[:1] == ["-m"]:
            self.module, words = (words[1:2] or [""])[0], words[2:]
        if self.module:
            self.path = _module_file(self.module)
            self.argv = [self.path, *words]
            sys.path.insert(0, os.getcwd())
        else:
            self.path = os.path.abspath(words[0]) if words else ""
            self.argv = words
            sys.path.insert(0, os.path.dirname(self.path))

    def run(self):
        """Runs it in a fresh __main__. @return its exit code"""
        import types
        main = types.ModuleType("__main__")
        main.__file__ = self.path
        main.__builtins__ = __builtins__
        main.__package__ = self.module.rpartition(".")[0] if self.module else None
        if self.module and os.path.basename(self.path) == "__main__.py":
            main.__package__ = self.module
        sys.modules["__main__"] = main
        sys.argv = self.argv
        with open(self.path, "rb") as file:
            code = compile(file.read(), self.path, "exec")
        exec(code, main.__dict__)


def _module_file(name):
    import importlib.util
    sys.path.insert(0, os.getcwd())
    try:
        found = importlib.util.find_spec(name)
        if found is not None and found.submodule_search_locations:
            found = importlib.util.find_spec(name + ".__main__")
    except (ImportError, ValueError):
        found = None
    del sys.path[0]
    return found.origin if found is not None and found.origin else ""


def _imports_of(path, seen):
    """The source files that a script imports from its own folder, itself first."""
    if path in seen or not os.path.isfile(path):
        return
    seen.append(path)
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return
    folder = os.path.dirname(path)
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] + [f"{node.module}.{a.name}" if node.module else a.name for a in node.names]
        for name in filter(None, names):
            base = os.path.join(folder, *name.split("."))
            _imports_of(base + ".py", seen)
            _imports_of(os.path.join(base, "__init__.py"), seen)


def _exit_code(error):
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 0xFF
    sys.stderr.write(f"{error.code}\n")
    return 1


def _show(error):
    """The traceback as the interpreter shows it, without the frames of this backend."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    sys.excepthook(type(error), error.with_traceback(trace), trace)


def _run(program, tracer):
    sys._getframe().f_trace_opcodes = True  # Python 3.12 has instructions traced only if a frame asked for it before
    sys.settrace(tracer.on_call)
    threading.settrace(tracer.on_call)
    try:
        program.run()
        return 0
    except SystemExit as error:
        return _exit_code(error)
    except BaseException as error:  # whatever the program raises ends it as it would alone
        sys.settrace(None)
        _show(error)
        return 130 if isinstance(error, KeyboardInterrupt) else 1


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    os.environ.pop("TAPIR_PROBE_PLAN", None)
    backend = _load()
    events = backend.Events(plan["out"])
    if sys.version_info < (3, 11):
        events.problem("not_supported", "", f"Python {sys.version_info[0]}.{sys.version_info[1]} runs the program",
                       reason="earlier ones do not say which instruction belongs to which part of a line",
                       remedy="Use Python 3.11 or later.")
        events.end(1)
        return 1
    program = _Program(plan)
    if not os.path.isfile(program.path):
        events.problem("cannot_start", "", f"there is no Python source {program.path or program.module}")
        events.end(1)
        return 1
    tracer = backend.Tracer(plan, events, program.path)
    sources = []
    _imports_of(program.path, sources)
    for path in sources:
        tracer.resolve(path, program=True)
    if plan["mode"] == "check":
        tracer.finish()
        events.end(0)
        return 0
    return _run_to_the_end(program, tracer, events)


def _run_to_the_end(program, tracer, events):
    """Runs the program and tells its end last, also where it leaves by os._exit."""
    ended = []

    def end(code):
        if not ended:
            ended.append(code)
            sys.settrace(None)
            threading.settrace(None)
            tracer.finish()
            events.end(code)

    leave = os._exit

    def leave_at_once(code):
        end(code & 0xFF)
        leave(code)

    os._exit = leave_at_once
    os.register_at_fork(after_in_child=lambda: sys.settrace(None))  # what it computes is not looked at
    code = _run(program, tracer)
    for thread in threading.enumerate():  # as the interpreter waits for them
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    end(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
