"""Mutants of Python programs with NumPy and PyTorch under the Python backend: the changed statement is the one that is named."""

import os
import unittest
from collections import Counter

from mutants import mutants_of
from support import PROGRAMS
from test_arrays import NUMPY, TORCH
from test_probe_python import BODY, STEP, Probes, at, name, tap

EVERY = os.environ.get("EVERY_MUTANT") == "1"  # all that the operators make; else an even choice


class PythonMutants(Probes):
    """Mutants of a Python program, under the Python backend."""

    def run_mutants(self, program, probed, loops, python, count, alike):
        source = (PROGRAMS / program).read_text()
        sound, events = self.probe(PROGRAMS / program, probed, loops=loops, code=0, python=python)
        places = {one["line"]: one["tap"] for one in self.of(events, "place")}
        reference = self.reference(events)
        found = [one for one in mutants_of(source, min(places), max(places), alike, "pass", "if len(sys.argv) > 9: %s")
                 if one.line in places]
        found.sort(key=lambda one: (one.kind, one.line, one.text))
        more = count + count // 5
        chosen = found if EVERY or len(found) < more else [found[i * len(found) // more] for i in range(more)]
        counted, idle = Counter(), []
        for mutant in chosen:
            (self.folder / program).write_text(mutant.of(source))
            with self.subTest(kind=mutant.kind, line=mutant.line, text=mutant.text.strip()):
                out, events = self.probe(self.folder / program, probed, loops=loops, code=None, python=python, mode="graft",
                                         reference=reference)
                named = {one["line"] for one in self.of(events, "difference") if one["reference"] is not None}
                absent = {one["tap"] for one in self.of(events, "problem")}
                if not named and not absent:
                    self.assertEqual(self.reference(events)["records"], reference["records"])
                    self.assertEqual(out, sound)
                    idle.append(mutant)
                    continue
                if absent:
                    self.assertIn(places[mutant.line], absent)
                else:
                    self.assertEqual(named, {mutant.line})
                    self.assertEqual(out, sound)
                counted[mutant.kind] += 1
        print(f"{program}: {sum(counted.values())} mutants {dict(counted)}; {len(idle)} change no tapped value")
        self.assertGreaterEqual(sum(counted.values()), count)

    @unittest.skipUnless(NUMPY, "not run: no python3 here has numpy")
    def test_numpy(self):
        """probe, NumPy: of single-statement mutants, grafting names the mutated statement alone and ends soundly"""
        step = {**STEP, "function": "main"}
        body = {**BODY, "function": "accelerations"}

        def cells(key):
            return [at(name(key), i, j) for i in range(3) for j in range(2)]

        def row(key, count):
            return [at(name(key), i) for i in range(count)]
        inner = ["step", "body"]
        probed = [tap("d", "accelerations", *cells("d"), loops=inner),
                  tap("r2", "accelerations", *row("r2", 3), loops=inner),
                  tap("pull", "accelerations", *row("pull", 3), loops=inner),
                  tap("row", "accelerations", *[at(name("a"), name("body"), j) for j in range(2)], loops=inner,
                           assigns="a[body]"),
                  tap("dt", "main"), tap("v", "main", *cells("v"), loops=["step"], assigns="v", pattern="+="),
                  *[tap(key + "0", "main", *trees, assigns=key, pattern="np.array")
                    for key, trees in (("x", cells("x")), ("v", cells("v")), ("mass", row("mass", 3)))],
                  tap("x", "main", *cells("x"), loops=["step"], assigns="x", pattern="x + dt"),
                  tap("speed2", "main", *row("speed2", 3), loops=["step"]), tap("kinetic", "main", loops=["step"]),
                  tap("centre", "main", *row("centre", 2), loops=["step"]), tap("narrow", "main", loops=["step"]),
                  tap("fast", "main", loops=["step"])]
        self.run_mutants("swarm.py", probed, [step, body], NUMPY, 20,
                         (("x", "d"), ("dt", "mass"), ("v", "a"), ("kinetic", "narrow"), ("r2", "mass")))

    @unittest.skipUnless(TORCH, "not run: no python3 here has torch")
    def test_torch(self):
        """probe, PyTorch: of single-statement mutants, grafting names the mutated statement alone and ends soundly"""
        step = {**STEP, "function": "main"}

        def cells(key, columns):
            return [at(name(key), i, j) for i in range(3) for j in range(columns)]
        probed = [tap("d", "accelerations", *[at(name("d"), i, j, k) for i in range(3) for j in range(3) for k in range(2)],
                           loops=["step"]),
                  tap("r2", "accelerations", *cells("r2", 3), loops=["step"]),
                  tap("pull", "accelerations", *cells("pull", 3), loops=["step"]),
                  tap("a", "main", *cells("a", 2), loops=["step"]),
                  tap("v", "main", *cells("v", 2), loops=["step"], assigns="v", pattern="v +"),
                  tap("x", "main", *cells("x", 2), loops=["step"], assigns="x", pattern="x +"),
                  tap("kinetic", "main", loops=["step"])]
        self.run_mutants("swarm_torch.py", probed, [step], TORCH, 3, (("x", "v"),))  # torch takes seconds to start
