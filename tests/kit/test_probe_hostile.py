"""Probe files, names and programs that mean harm, or are merely odd: nothing runs but the program that was named."""

import json
import os
import re
import signal
import subprocess
import time
import unittest

from support import ROOT, TAPIR, KitTest, needs
from test_probe_python import Probes, tap

SOURCE = ROOT / "tests" / "programs" / "probed" / "hostile.c"
PROBES = {"format": "tapir-probe", "version": 1, "program": "hostile",
          "loops": [{"name": "i", "variable": "i", "function": "main"}],
          "taps": [{"key": "x", "unit": "1", "loops": ["i"],
                    "where": {"function": "main", "assigns": "x", "pattern": "0.5"}}]}
WHOLE = ["x [1] i=0 : 0.5", "x [1] i=1 : 1.5", "x [1] i=2 : 2.5"]


def processes(folder):
    """Command lines of the processes that have to do with a folder."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line]


class Hostile(KitTest):
    def setUp(self):
        super().setUp()
        self.program = self.folder / "hostile"
        self.run_in(["cc", "-O0", "-g", SOURCE, "-o", self.program])
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()

    def probe(self, *words, program=None, probes=None, code=0, **variables):
        """@return (standard output, standard error, records of the trace that was written)"""
        (self.folder / "probes.json").write_text(json.dumps(probes or PROBES))
        (self.folder / "x.trace").unlink(missing_ok=True)
        done = self.started([TAPIR, "probe", "--probes", "probes.json", "--out", "x.trace", "--", program or self.program, *words],
                            TMPDIR=self.temporary, **variables)
        self.assertEqual(done.returncode, code, done.stdout[:2000] + done.stderr)
        self.assertEqual(list(self.temporary.iterdir()), [])
        records = self.records("x.trace") if (self.folder / "x.trace").exists() else None
        return done.stdout, done.stderr, records


@needs("cc", "gdb")
class HostilePrograms(Hostile):
    def test_programs(self):
        """probe, hostile: forks, closed descriptors, other folders, handlers, stops, false events change no record"""
        for word, printed in (("", "2.5 0\n"), ("int", "2.5 2\n"), ("stop", "2.5 0\n"), ("fork", "2.5 0\n"),
                              ("close", "2.5 0\n"), ("chdir", "2.5 0\n"),
                              ("events", '{"type": "end", "code": 0}\nunseen\n2.5 0\n')):
            with self.subTest(word=word):
                self.assertEqual(self.probe(word), (printed, "", WHOLE))

    def test_flood(self):
        """probe, hostile: 100 MB of output pass through"""
        out, _, records = self.probe("flood")
        self.assertEqual((len(out), records), (100_000_006, WHOLE))

    def test_replaced(self):
        """probe, hostile: a program that replaces itself is told, and what replaces it runs whole"""
        out, said, records = self.probe("exec", code=2)
        self.assertEqual((out, records), ("replaced\n", None))
        self.assertIn("replaced itself", said)

    def test_ends(self):
        """probe, hostile: a program that never ends is ended by a signal, without a child, a folder or half a trace left"""
        for word, signals in (("endless", [signal.SIGINT]), ("endless", [signal.SIGTERM]),
                              ("deaf", [signal.SIGINT, signal.SIGINT]), ("deaf", [signal.SIGTERM])):
            with self.subTest(word=word, signals=signals):
                (self.folder / "probes.json").write_text(json.dumps(PROBES))
                environment = {**os.environ, "TMPDIR": str(self.temporary)}
                running = subprocess.Popen([TAPIR, "probe", "--probes", "probes.json", "--out", "x.trace", "--", self.program, word],
                                           cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                           text=True, start_new_session=True)
                self.assertEqual(running.stdout.readline(), "waits\n")
                for one in signals:
                    time.sleep(0.3)
                    running.send_signal(one)
                try:
                    _, said = running.communicate(timeout=60)
                except subprocess.TimeoutExpired:
                    running.kill()
                    self.fail("it did not end")
                self.assertNotEqual(running.returncode, 0, said)
                self.assertEqual(processes(self.folder), [])
                self.assertEqual(list(self.temporary.iterdir()), [])
                if (self.folder / "x.trace").exists():
                    self.records("x.trace")  # whole

    def test_names(self):
        """probe, hostile: names and words with blanks, quotes, line breaks and commands are names and words"""
        bait = "$(touch pwned) `touch pwned` ; touch pwned"
        odd = self.folder / "a b'c\"d;$(touch pwned)\n\\e -x"
        odd.mkdir()
        for name in ("two words", "~", "a\"b'c$0", bait[:40], "line\nbreak\\e\u00e9"):
            with self.subTest(name=name):
                program = odd / name
                self.program.rename(program)
                out, _, records = self.probe("", bait, program=program)
                self.assertEqual((out, records), (f"2.5 0|{bait}\n", WHOLE))
                program.rename(self.program)
        words = ["two\nlines", "'", '"', "\\", "", " ", "a\tb", bait]
        plain = ["-x", "--args", "*", "~", "$HOME", "'", '"', "\\", "\u00e9", ";", "`id`", ">pwned", "--"]
        for some in (plain, words + plain):  # with and without blanks they come by different ways
            self.assertEqual(self.probe("", *some)[0], f"2.5 0|{'|'.join(some)}\n")
        self.assertEqual(list(self.folder.rglob("pwned")), [])

    def test_files_beside_the_program(self):
        """probe, hostile: no script of a debugger that lies about is run"""
        bait = "import os\nopen(os.path.join(%r, 'pwned'), 'w')\n" % str(self.folder)
        (self.folder / ".gdbinit").write_text("shell touch pwned\n")
        (self.folder / ".gdbearlyinit").write_text("shell touch pwned\n")
        for name in ("hostile-gdb.py", "probe_gdb_events.py", "probe_numbers.py", "json.py", "gdb.py", "sitecustomize.py"):
            (self.folder / name).write_text(bait)
        (self.folder / "hostile-gdb.gdb").write_text("shell touch pwned\n")
        self.assertEqual(self.probe("", HOME=self.folder)[2], WHOLE)
        self.assertEqual(self.probe("", "two words", HOME=self.folder)[2], WHOLE)
        self.assertFalse((self.folder / "pwned").exists())

    def test_no_program(self):
        """probe, hostile: a script, an empty file, a folder, a file that may not run are refused"""
        (self.folder / "script").write_text("#!/bin/sh\ntouch pwned\n")
        (self.folder / "empty").write_text("")
        (self.folder / "script").chmod(0o755)
        (self.folder / "empty").chmod(0o755)
        for name, every in (("script", ((), ("two words",))), ("empty", ((), ("two words",))), ("temporary", ((),)), ("none", ((),))):
            for words in every:
                with self.subTest(name=name, words=words):
                    _, said, records = self.probe(*words, program=self.folder / name, code=2)
                    self.assertIsNone(records)
                    self.assertIn("tapir: ", said)
        self.assertFalse((self.folder / "pwned").exists())

    def test_probe_files(self):
        """probe, hostile: functions, files, patterns and variables are names, whatever they say"""
        base = PROBES["taps"][0]
        command = "main' ; shell touch pwned"
        cases = [({"function": command, "assigns": "x"}, "is no name of a function"),
                 ({"function": "shell", "assigns": "x"}, "no function 'shell'"),
                 ({"function": "$_exit", "assigns": "x"}, "is no name of a function"),
                 ({"function": "main if 1", "assigns": "x"}, "is no name of a function"),
                 ({"function": "-function main", "assigns": "x"}, "is no name of a function"),
                 ({"function": "main", "assigns": "quit"}, "assigns 'quit'"),
                 ({"function": "main", "pattern": ".*"}, "has the words '.*'"),
                 ({"function": "main", "pattern": "i + 0.5;|["}, "0.5;|["),
                 ({"file": "hostile.c'", "line": 3}, "is no name of a source file"),
                 ({"file": "$(touch pwned).c", "line": 3}, "touch pwned"), ({"file": "*", "line": 3}, "*"),
                 ({"function": "main", "pattern": "i + 0.5;"}, "  x = i + 0.5;")]
        taps = [{**base, "key": f"t{i}", "where": where, "expression": "x"} for i, (where, _) in enumerate(cases)]
        (self.folder / "probes.json").write_text(json.dumps({**PROBES, "taps": taps}))
        told = self.tapir("probe", "check", "probes.json", "--", self.program, code=2)
        for i, (_, problem) in enumerate(cases):
            self.assertRegex(told, rf"(?m)^t{i}\b.*" + re.escape(problem))
        for variable in ("shell", "_exitcode", "rip"):
            with self.subTest(variable=variable):
                _, said, _ = self.probe("", probes={**PROBES, "taps": [{**base, "expression": variable}]}, code=2)
                self.assertIn(f"no variable '{variable}'", said)
                loops = [{**PROBES["loops"][0], "variable": variable}]
                self.assertIn("tapir: ", self.probe("", probes={**PROBES, "loops": loops}, code=2)[1])
        self.assertFalse((self.folder / "pwned").exists())


class HostilePython(Probes):
    def test_programs(self):
        """probe, Python, hostile: forks, closed descriptors, other folders and threads left change no record"""
        body = "def work():\n    for i in range(2):\n        x = i + 0.5\n    return x\n"
        loop = {"name": "i", "variable": ["name", "i"], "offset": 0, "function": "work", "advances": None}
        for start in ("", "import os\nos.closerange(3, 1024)\nkept = open('other', 'w+')\n", "import os\nos.chdir('/')\n",
                      "import os\nif os.fork() == 0:\n    work()\n    os._exit(0)\nos.wait()\n",
                      "import os\nif os.fork() == 0:\n    work()\n    raise SystemExit\nos.wait()\n",
                      "import os\nassert 'TAPIR_PROBE_PLAN' not in os.environ\n",
                      "import sys\nassert 'probe_numbers' not in sys.modules and len(sys.argv) == 1\n"):
            with self.subTest(start=start):
                program = self.folder / "odd.py"
                program.write_text(body + start + "print(work())\n")
                out, events = self.probe(program, [tap("x", "work", loops=["i"])], loops=[loop], code=0)
                self.assertEqual(out, "1.5\n")
                self.assertEqual([one["values"] for one in self.records_of(events)],
                                 [["0x1.0000000000000p-1"], ["0x1.8000000000000p+0"]])
                if "other" in start:
                    self.assertEqual((self.folder / "other").read_text(), "")


if __name__ == "__main__":
    unittest.main()
