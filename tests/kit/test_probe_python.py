"""The Python backend of the probe command: what it tells of a program that knows nothing of taps (PROTOCOL.md)."""

import ast
import json
import sys
import unittest

from support import PROGRAMS, ROOT, KitTest
from test_arrays import NUMPY, TORCH

BACKEND = ROOT / "harness" / "src" / "probe" / "probe_python.py"
ORBITS = PROGRAMS / "orbits.py"


def name(text):
    return ["name", text]


def at(base, *indices):
    """base[i][j]"""
    for index in indices:
        base = ["index", base, [["number", index] if isinstance(index, int) else index]]
    return base


def tap(key, function, *values, loops=(), **where):
    return {"key": key, "components": len(values) or 1, "loops": list(loops),
            "where": {"function": function, **(where or {"assigns": key})}, "values": list(values) or [name(key)]}


STEP = {"name": "step", "variable": name("step"), "offset": 0, "function": "main", "advances": None}
BODY = {"name": "body", "variable": name("body"), "offset": 0, "function": "", "advances": None}
OTHER = {"name": "other", "variable": name("other"), "offset": 0, "function": "accelerate", "advances": None}
MOVER = {"name": "mover", "variable": name("mover"), "offset": 0, "function": "main", "advances": None}
INNER = ("step", "body", "other")


def orbit_taps():
    """Every assignment of orbits.py that computes something."""
    system = name("system")
    taps = [tap(key, "accelerate", loops=INNER) for key in ("dx", "dy", "r2", "r3", "pull", "ax", "ay")]
    for number, letter in enumerate("ab"):
        taps.append(tap(letter, "main", loops=("step", "body")))
        taps.append(tap(f"v{number}", "main", at(["member", system, "v"], name("body"), number),
                        loops=("step", "body"), assigns=f"system.v[body][{number}]"))
        taps.append(tap(f"x{number}", "main", at(["member", system, "x"], name("mover"), number),
                        loops=("step", "mover"), assigns=f"system.x[mover][{number}]"))
    return taps + [tap("speed", "main", loops=("step",)), tap("energy", "main", loops=("step",))]


class Probes(KitTest):
    def probe(self, program, taps, loops=(STEP, BODY, OTHER, MOVER), words=(), code=3, python=sys.executable, **more):
        """Runs a program under a plan; code: its exit code, None for any. @return its standard output, and the events"""
        plan = {"format": "tapir-probe-plan", "version": 1, "mode": "record", "module": "", "select": {},
                "program": [str(program), *words], "out": str(self.folder / "events.jsonl"), "loops": list(loops),
                "taps": taps, **more}
        (self.folder / "plan.json").write_text(json.dumps(plan))
        (self.folder / "events.jsonl").unlink(missing_ok=True)
        done = self.started([python, "-B", BACKEND, "plan.json"])
        out, self.said = done.stdout, done.stderr
        self.assertIn(code, (None, done.returncode), self.said)
        events = [json.loads(line) for line in (self.folder / "events.jsonl").read_text().splitlines()]
        self.assertEqual(events[-1], {"type": "end", "code": done.returncode})
        return out, events

    @staticmethod
    def of(events, kind):
        return [event for event in events if event["type"] == kind]

    def records_of(self, events, key=None):
        return [event for event in self.of(events, "record") if key in (None, event["tap"])]

    def reference(self, events, rtol=0, ulp=0):
        """What a run recorded, as a plan states it."""
        records = {}
        for event in self.of(events, "record"):
            key = ("inherited." if event["inherited"] else "") + event["tap"]
            key += "".join(f" {loop}={index}" for loop, index in event["site"].items())
            key += f" pass={event['pass']}" if event["pass"] else ""
            records[key] = event["values"]
        return {"rtol": rtol, "ulp": ulp, "records": records}

    def mutant(self, old, new, line=None):
        """orbits.py with one statement changed. @return its path and the line"""
        lines = ORBITS.read_text().splitlines(keepends=True)
        line = line or next(i for i, text in enumerate(lines, 1) if old in text)
        self.assertIn(old, lines[line - 1])
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
        path = self.folder / "mutant.py"
        path.write_text("".join(lines))
        return path, line


class PythonProbe(Probes):
    def test_record(self):
        """probe, Python: every assignment is recorded at its site with its exact value; output and exit code are kept"""
        alone = self.run_in([sys.executable, ORBITS], code=3)[0]
        out, events = self.probe(ORBITS, orbit_taps())
        self.assertEqual(out, alone)
        self.assertEqual(self.said, "")
        self.assertEqual(self.of(events, "problem"), [])
        counts = {key: len(self.records_of(events, key)) for key in ("dx", "ax", "a", "v0", "x1", "speed", "energy")}
        self.assertEqual(counts, {"dx": 24, "ax": 24, "a": 12, "v0": 12, "x1": 12, "speed": 4, "energy": 2})
        last = self.records_of(events, "x1")[-1]
        self.assertEqual((last["site"], float.fromhex(last["values"][0]).hex()),
                         ({"step": 3, "mover": 2}, alone.split()[5]))
        text = ORBITS.read_text().splitlines()
        self.assertIn("system.x[mover][1] +=", text[last["line"] - 1])
        self.assertEqual([one["site"]["step"] for one in self.records_of(events, "energy")], [1, 3])  # a condition

    def test_mutants(self):
        """probe, Python: of single-statement mutants, grafting names the mutated statement alone and ends soundly"""
        sound, events = self.probe(ORBITS, orbit_taps())
        reference = self.reference(events)
        swaps = {ast.Add: " - ", ast.Sub: " + ", ast.Mult: " / ", ast.Div: " * "}
        mutants = []
        for node in ast.walk(ast.parse(ORBITS.read_text())):
            if isinstance(node, ast.BinOp) and type(node.op) in swaps and 14 < node.lineno < 42:
                mutants.append((node.lineno, node.left.end_col_offset, swaps[type(node.op)]))
            if isinstance(node, ast.AugAssign):
                mutants.append((node.lineno, node.target.end_col_offset, " -="))
        self.assertGreaterEqual(len(mutants), 20)
        found = 0
        for line, column, new in mutants:
            lines = ORBITS.read_text().splitlines(keepends=True)
            lines[line - 1] = lines[line - 1][:column] + new + lines[line - 1][column + 3:]
            path = self.folder / "mutant.py"
            path.write_text("".join(lines))
            out, events = self.probe(path, orbit_taps(), mode="graft", reference=reference)
            named = {event["line"] for event in self.of(events, "difference")}
            with self.subTest(text=lines[line - 1].strip()):
                self.assertEqual(named, {line})
                self.assertEqual(out, sound)
            found += named == {line}
        self.assertEqual(found, len(mutants))

    def test_graft_of_two_faults(self):
        """probe, Python: two faults are two statements, and the run ends with the sound result"""
        sound, events = self.probe(ORBITS, orbit_taps())
        path, one = self.mutant("+ 0.01", "+ 0.02")
        text = path.read_text().replace("system.v[body][1] += 0.01", "system.v[body][1] += 0.02")
        path.write_text(text)
        two = next(i for i, line in enumerate(text.splitlines(), 1) if "+= 0.02" in line)
        self.assertNotEqual(self.run_in([sys.executable, path], code=3)[0], sound)
        out, events = self.probe(path, orbit_taps(), mode="graft", reference=self.reference(events))
        self.assertEqual({event["line"] for event in self.of(events, "difference")}, {one, two})
        self.assertTrue(all(event["grafted"] for event in self.of(events, "difference")))
        self.assertEqual(out, sound)

    def test_within_and_missing(self):
        """probe, Python: a tolerance is said; a record that the reference lacks is told once"""
        _, events = self.probe(ORBITS, orbit_taps())
        reference = self.reference(events, rtol=1e-9)
        moved = float.fromhex(reference["records"]["speed step=2"][0]) * (1 + 1e-12)
        reference["records"]["speed step=2"] = [moved.hex()]
        del reference["records"]["a step=0 body=1"]
        _, events = self.probe(ORBITS, orbit_taps(), mode="graft", reference=reference)
        told = [(event["tap"], event["grafted"], event["within"], event["reference"] is None)
                for event in self.of(events, "difference")]
        self.assertEqual(told[0], ("a", False, False, True))
        self.assertIn(("speed", True, True, False), told)

    def test_selection_and_inherited_state(self):
        """probe, Python: a selected step alone is recorded, after what the steps before left, which is grafted first"""
        taps = [*orbit_taps(), self.whole("x"), self.whole("v")]
        sound, everything = self.probe(ORBITS, taps, words=["6"])
        out, events = self.probe(ORBITS, taps, words=["6"], select={"step": 4})
        self.assertEqual(out, sound)
        plain = [event for event in self.records_of(events) if not event["inherited"]]
        self.assertTrue(plain)
        self.assertEqual({event["site"]["step"] for event in plain}, {4})
        self.assertEqual(plain, [event for event in self.records_of(everything) if event["site"]["step"] == 4])
        inherited = [event for event in self.records_of(events) if event["inherited"]]
        self.assertEqual(inherited[0], self.records_of(events)[0])
        self.assertLessEqual({"all x", "all v", "energy"}, {event["tap"] for event in inherited})
        path, _ = self.mutant("if step % 2 == 1:", "if step == 2: system.v[1][1] *= 2\n        if step % 2 == 1:")
        out, grafted = self.probe(path, taps, words=["6"], select={"step": 4}, mode="graft",
                                  reference=self.reference(events))
        differences = self.of(grafted, "difference")
        self.assertLessEqual({"all x", "all v"}, {event["tap"] for event in differences})
        self.assertEqual({event["inherited"] for event in differences}, {True})

    @staticmethod
    def whole(letter):
        """A tap of all bodies' positions or velocities."""
        trees = [at(["member", name("system"), letter], i, j) for i in range(3) for j in range(2)]
        return tap(f"all {letter}", "main", *trees, loops=("step",), assigns=f"system.{letter}")

    def test_hostile_trees(self):
        """probe, Python: no tree calls anything, whatever it names"""
        program = self.folder / "bait.py"
        program.write_text(
            "import os\nclass Trap:\n    @property\n    def value(self):\n        print('sprung')\n        return 1\n"
            "    def __getitem__(self, i):\n        print('sprung')\n        return 1\n    def __add__(self, other):\n"
            "        print('sprung')\n        return 1\n    def __index__(self):\n        print('sprung')\n        return 0\n"
            "    def __float__(self):\n        print('sprung')\n        return 1.0\n"
            "def work(trap, plain):\n    x = 1.0\n    return x\nprint(work(Trap(), [1, 2]))\n")
        one = ["number", 1]
        trees = [name("os"), name("Trap"), name("work"), name("print"), name("__builtins__"), ["member", name("trap"), "value"],
                 ["member", name("os"), "environ"], ["member", name("trap"), "__class__"], ["index", name("trap"), [one]],
                 ["+", name("trap"), one], ["negate", name("trap")], ["index", name("plain"), [name("trap")]],
                 ["call", name("work"), []], ["deref", name("x")], ["index", name("plain"), [["number", 99]]],
                 ["member", ["member", name("plain"), "__class__"], "__base__"], ["/", one, ["number", 0]],
                 name("trap"), name("plain"), name("no_such")]
        for tree in trees:
            with self.subTest(tree=tree):
                out, events = self.probe(program, [tap("x", "work", tree, assigns="x")], loops=(), code=0)
                self.assertEqual(out, "1.0\n")
                self.assertEqual(self.records_of(events), [])
                self.assertIn(self.of(events, "problem")[0]["kind"],
                              {"not_a_value", "no_such_variable", "not_supported"})

    def test_problems(self):
        """probe, Python: what cannot be found or was never reached is told, with the nearest reason"""
        cases = [(tap("x", "no_function"), "no_such_function"), (tap("nothing", "main"), "no_such_place"),
                 (tap("x", "", name("x"), file="orbits.py", line=999), "no_such_line"),
                 (tap("x", "", name("x"), file="other.py", line=9), "no_such_file"),
                 (tap("x", "main", name("x"), pattern="no such words"), "no_such_place"),
                 (tap("energy", "main", loops=("other",)), "no_such_loop")]
        for one, kind in cases:
            with self.subTest(kind=kind, tap=one):
                _, events = self.probe(ORBITS, [one])
                self.assertEqual([event["kind"] for event in self.of(events, "problem")], [kind])
        _, events = self.probe(ORBITS, [tap("energy", "main")], words=["1"])
        self.assertEqual([event["kind"] for event in self.of(events, "problem")], [])
        (self.folder / "unused.py").write_text("def unused():\n    y = 2\n    return y\nprint('ends')\n")
        out, events = self.probe(self.folder / "unused.py", [tap("y", "unused")], loops=(), code=0)
        self.assertEqual([event["kind"] for event in self.of(events, "problem")], ["never_reached"])
        _, events = self.probe(self.folder / "none.py", [tap("y", "unused")], loops=(), code=1)
        self.assertEqual(self.of(events, "problem")[0]["kind"], "cannot_start")

    def test_check_runs_nothing(self):
        """probe, Python: mode check tells places without running the program"""
        out, events = self.probe(ORBITS, orbit_taps(), mode="check", code=0)
        self.assertEqual(out, "")
        self.assertEqual(self.of(events, "problem"), [])
        self.assertEqual({event["tap"] for event in self.of(events, "place")}, {one["key"] for one in orbit_taps()})

    def test_statements(self):
        """probe, Python: conditions on one line, loops on one line, statements of several lines, patterns, counted loops"""
        program = self.folder / "lines.py"
        program.write_text(
            "def f(n):\n    x = 0\n    a = [0, 0]\n    for i in range(n): x += i; a[i % 2] = x\n"
            "    if n > 99: x = 1000\n    y = (x +\n         n)\n    while y > 5:\n        y -= 3\n        z = y\n"
            "    a[-1] = 7\n    total = sum(\n        a)\n    return (w := total) + w\n\nout = f(4)\nprint(out)\n")
        counted = {"name": "turn", "variable": None, "offset": 0, "function": "f",
                   "advances": {"function": "f", "assigns": "y -= 3", "pattern": "y -= 3"}}
        counted["advances"] = {"function": "f", "pattern": "y -= 3"}
        taps = [tap("x", "f"), tap("a", "f", at(name("a"), 0), at(name("a"), 1)), tap("y", "f"),
                tap("z", "f", loops=("turn",)), tap("w", "f"), tap("total", "f", name("total"), pattern="total = sum("),
                tap("out", "<module>")]
        out, events = self.probe(program, taps, loops=(counted,), code=0)
        self.assertEqual(self.of(events, "problem"), [])
        values = {one["key"]: [event["values"] for event in self.records_of(events, one["key"])] for one in taps}
        self.assertEqual(values["x"], [[0], [0], [1], [3], [6]])
        self.assertEqual(values["a"], [[0, 0], [0, 1], [3, 6], [3, 7]])
        self.assertEqual(values["y"], [[10], [7], [4]])
        self.assertEqual([event["site"] for event in self.records_of(events, "z")], [{"turn": 0}, {"turn": 1}])
        self.assertEqual((values["w"], values["total"], values["out"]), ([[10]], [[10]], [[20]]))
        self.assertEqual(out, "20\n")

    def test_loops_that_are_over(self):
        """probe, Python: what is assigned before or after a loop is no record of it, though its variable is still there"""
        program = self.folder / "over.py"
        program.write_text("def f():\n    x = 0\n    for i in range(3):\n        x = i * 2\n    x = 99\n"
                           "    while i < 4:\n        i += 1\n        x = -i\n    x = 77\n    return x\nprint(f())\n")
        loop = {"name": "i", "variable": name("i"), "offset": 10, "function": "", "advances": None}
        for select, sites in (({}, [10, 11, 12, 13, 14]), ({"i": 12}, [12])):
            _, events = self.probe(program, [tap("x", "f", loops=["i"])], loops=[loop], code=0, select=select)
            plain = [event for event in self.records_of(events) if not event["inherited"]]
            self.assertEqual([event["site"]["i"] for event in plain], sites)
        self.assertEqual(plain[0]["values"], [4])

    def test_compiled_functions(self):
        """probe, Python: a function that something compiled is told as such, with what to do"""
        program = self.folder / "compiled.py"
        program.write_text("class Dispatcher:\n    def __init__(self, function):\n        self.run = eval('lambda x: x + 1')\n"
                           "    def __call__(self, x):\n        return self.run(x)\n\n\n"
                           "@Dispatcher\ndef work(x):\n    y = x + 1\n    return y\n\n\nprint(work(1))\n")
        _, events = self.probe(program, [tap("y", "work")], loops=(), code=0)
        told = self.of(events, "problem")
        self.assertEqual([event["kind"] for event in told], ["compiled_frame"])
        self.assertIn("NUMBA_DISABLE_JIT", told[0]["remedy"])

    def test_programs_end_as_they_would(self):
        """probe, Python: exceptions, exit codes, os._exit, threads and imports of the program's folder are as without"""
        (self.folder / "part.py").write_text("def half(x):\n    y = x / 2\n    return y\n")
        cases = [("import sys\nsys.exit('words')\n", 1, "words\n"), ("import os\nos._exit(7)\n", 7, ""),
                 ("1 / 0\n", 1, "ZeroDivisionError"), ("import sys\nprint(sys.argv, __name__)\n", 0, ""),
                 ("import threading\nfrom part import half\nt = threading.Thread(target=half, args=(3,))\nt.start()\n", 0, "")]
        for text, code, said in cases:
            with self.subTest(text=text):
                (self.folder / "ends.py").write_text(text)
                out, events = self.probe("ends.py", [tap("y", "half")], loops=(), code=code)
                self.assertIn(said, self.said)
                self.assertNotIn("probe_python", self.said)
        self.assertEqual(self.records_of(events, "y")[0]["values"], ["0x1.8000000000000p+0"])
        (self.folder / "package").mkdir()
        (self.folder / "package" / "__init__.py").write_text("")
        (self.folder / "package" / "__main__.py").write_text("import sys\ny = len(sys.argv)\nprint(y)\n")
        out, events = self.probe("a", [tap("y", "<module>")], loops=(), words=["b"], code=0, module="package")
        self.assertEqual((out, self.records_of(events, "y")[0]["values"]), ("3\n", [3]))

    def test_move(self):
        """probe, Python: a moved tap moves what is computed from it and nothing before it"""
        _, still = self.probe(ORBITS, orbit_taps(), words=["1"])
        _, moved = self.probe(ORBITS, orbit_taps(), words=["1"], move={"key": "r3", "ulps": 0, "relative": 1e-6})
        changed = {a["tap"] for a, b in zip(self.records_of(still), self.records_of(moved)) if a["values"] != b["values"]}
        self.assertEqual(changed, {"pull", "ax", "ay", "a", "b", "v0", "v1", "x0", "x1", "speed"})

    def test_held_move(self):
        """probe, Python: with all else held, only what is computed from a moved tap directly reacts, at its site"""
        _, still = self.probe(ORBITS, orbit_taps(), words=["2"])
        reference = self.reference(still)
        move = {"key": "r3", "component": -1, "relative": 1e-6}
        _, held = self.probe(ORBITS, orbit_taps(), words=["2"], mode="graft", reference=reference, move=move)
        self.assertEqual({event["tap"] for event in self.of(held, "difference")}, {"pull"})
        move["records"] = ["r3 step=1 body=0 other=2"]
        _, held = self.probe(ORBITS, orbit_taps(), words=["2"], mode="graft", reference=reference, move=move)
        self.assertEqual([(event["tap"], event["site"]) for event in self.of(held, "difference")],
                         [("pull", {"step": 1, "body": 0, "other": 2})])


@unittest.skipUnless(NUMPY, "not run: no python3 here has numpy")
class NumPyProbe(Probes):
    def test_numpy(self):
        """probe, Python: elements of NumPy arrays are recorded and replaced in place"""
        program = self.folder / "rod.py"
        program.write_text(
            "import sys\nimport numpy as np\n\n\ndef conduct(T, r):\n    for step in range(3):\n        bend = np.diff(T, 2)\n"
            "        T[1:-1] += r * bend\n        narrow = np.float32(T[2]) * np.float32(1 + (r != 0.25) * step)\n"
            "        grid = np.outer(T, T)[:2, :2]\n    return T, narrow, grid\n\n\n"
            "print(conduct(np.array([400.0, 300.0, 300.0, 250.0]), 0.26 if len(sys.argv) > 1 else 0.25))\n")
        step = {**STEP, "function": "conduct"}
        taps = [tap("bend", "conduct", at(name("bend"), 0), at(name("bend"), 1), loops=["step"]),
                tap("T", "conduct", *[at(name("T"), i) for i in range(4)], loops=["step"]),
                tap("narrow", "conduct", loops=["step"]),
                tap("grid", "conduct", ["index", name("grid"), [["number", 0], ["number", 1]]], loops=["step"])]
        sound, events = self.probe(program, taps, loops=[step], code=0, python=NUMPY)
        self.assertEqual(len(self.records_of(events)), 12)
        out, events = self.probe(program, taps, loops=[step], code=0, python=NUMPY, words=["fault"], mode="graft",
                                 reference=self.reference(events))
        self.assertEqual(out, sound)
        self.assertEqual({event["tap"] for event in self.of(events, "difference")}, {"T", "narrow"})


@unittest.skipUnless(TORCH, "not run: no python3 here has torch")
class TorchProbe(Probes):
    def test_torch(self):
        """probe, Python: elements of tensors are recorded and replaced in place, gradients stay"""
        program = self.folder / "net.py"
        program.write_text(
            "import sys\nimport torch\n\n\ndef forward(x, k):\n    h = x * k\n    s = (h * h).sum()\n    return s\n\n\n"
            "x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)\n"
            "s = forward(x, 3.5 if len(sys.argv) > 1 else 3.0)\ns.backward()\nprint(s.item(), x.grad.tolist())\n")
        taps = [tap("h", "forward", at(name("h"), 0), at(name("h"), 1)), tap("s", "forward")]
        sound, events = self.probe(program, taps, loops=(), code=0, python=TORCH)
        self.assertEqual([event["values"] for event in self.records_of(events)][1], ["0x1.6800000000000p+5"])
        out, events = self.probe(program, taps, loops=(), code=0, python=TORCH, words=["fault"], mode="graft",
                                 reference=self.reference(events))
        self.assertEqual(out.split()[0], sound.split()[0])
        self.assertEqual({event["tap"] for event in self.of(events, "difference")}, {"h"})
        _, still = self.probe(program, taps, loops=(), code=0, python=TORCH)
        _, held = self.probe(program, taps, loops=(), code=0, python=TORCH, mode="graft",
                             reference=self.reference(still), move={"key": "h", "component": 1, "relative": 1e-6})
        self.assertEqual([event["tap"] for event in self.of(held, "difference")], ["s"])  # s = h0^2 + h1^2
        moved = float.fromhex(self.of(held, "difference")[0]["program"])
        self.assertAlmostEqual((moved - 45.0) / 45.0 / 1e-6, 2 * 36 / 45, places=4)

    def test_torch_script(self):
        """probe, Python: a function under torch.jit.script is told as compiled"""
        program = self.folder / "script.py"
        program.write_text("import torch\n\n\n@torch.jit.script\ndef work(x):\n    y = x + 1\n    return y\n\n\n"
                           "print(work(torch.ones(1)).item())\n")
        _, events = self.probe(program, [tap("y", "work")], loops=(), code=0, python=TORCH)
        self.assertEqual([event["kind"] for event in self.of(events, "problem")], ["compiled_frame"])
