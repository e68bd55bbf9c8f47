"""Starts the program that is probed under gdb, with its words as they are and without anything that lies beside it."""

import json
import re
import shutil
import subprocess

import gdb

_SETTINGS = ("confirm off", "pagination off", "width 0", "startup-with-shell off", "print thread-events off",
             "print inferior-events off", "displaced-stepping on", "auto-load no", "disassembly-flavor att",
             "debuginfod enabled off", "style enabled off", "breakpoint pending off")


def set_up_debugger(plan):
    for setting in _SETTINGS:
        try:
            gdb.execute("set " + setting, to_string=True)
        except gdb.error:
            pass  # a setting that this gdb has not
    gdb.execute("handle all nostop noprint pass", to_string=True)
    gdb.execute("handle SIGINT nostop noprint pass", to_string=True)
    gdb.execute("handle SIGTRAP stop noprint nopass", to_string=True)
    for name in ("TAPIR_PROBE_PLAN",) + tuple(plan.get("unset", [])):
        gdb.execute("unset environment " + name, to_string=True)


def load_program(plan, has_ended):
    """Runs it up to its main. OSError, gdb.error: it cannot be run, and why.

    has_ended: says whether the program has come to its end
    """
    program, arguments = plan["program"][0], plan["program"][1:]
    _require_machine_code(program)
    is_plain = re.fullmatch(r"[\w./+,:=@%][\w./+,:=@%~-]*", program) and \
        all(word and not re.search(r"\s", word) for word in arguments)
    if is_plain:
        gdb.execute("file " + program, to_string=True)
        gdb.execute("set args " + " ".join(arguments), to_string=True)
    else:
        _load_by_helper(plan, has_ended)
    try:
        first = gdb.Breakpoint("main", internal=True, temporary=True)
        first.silent = True
    except (gdb.error, RuntimeError):
        gdb.execute("starti" if is_plain else "info program", to_string=True)
        return
    gdb.execute("run" if is_plain else "continue", to_string=True)


def _require_machine_code(program):
    """A script would have its interpreter looked at instead of itself."""
    path = shutil.which(program)
    if path is None:
        raise OSError("'%s' is no file that may be run" % program)
    with open(path, "rb") as file:
        if file.read(2) == b"#!":
            raise OSError("'%s' is a script, not a program of machine code" % program)


def _load_by_helper(plan, has_ended):
    """Without a shell gdb cuts arguments at blanks, and reads quotes in a program's name: Python starts
    the program instead, in whose words there is no blank."""
    words = json.dumps(plan["program"]).encode().hex()
    code = "w=__import__('json').loads(bytes.fromhex('%s'));__import__('os').execvp(w[0],w)" % words
    # what is found by its name may be a script that starts the interpreter
    interpreter = subprocess.run(
        [plan["python"], "-I", "-S", "-c", "import sys; print(sys.executable)"],
        check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout.decode().strip()
    gdb.execute("file " + interpreter, to_string=True)
    gdb.execute("set args -I -S -c " + code, to_string=True)
    gdb.execute("catch exec", to_string=True)
    for one in gdb.breakpoints():
        one.silent = True
    gdb.execute("run", to_string=True)
    if has_ended():
        raise OSError("'%s' cannot be run" % plan["program"][0])
    gdb.execute("delete", to_string=True)
