"""Mutants of the probed programs under graft: the statement that was changed is the one that is named."""

import concurrent.futures
import json
import os
import re
import unittest
from collections import Counter

from mutants import mutants_of
from support import ROOT, TAPIR, KitTest, needs

PROBED = ROOT / "tests" / "programs" / "probed"
EVERY = os.environ.get("EVERY_MUTANT") == "1"  # all that the operators make; else an even choice


def tap(key, function, loops, assigns=None, **more):
    where = {"function": function, "assigns": assigns or key, **more.pop("where", {})}
    return {"key": key, "unit": "1", "loops": loops, "where": where, **more}


class Mutants(KitTest):
    """A program of tests/programs/probed, its mutants and what is asked of them."""

    program = ""  # source in tests/programs/probed
    compiler = []
    at = []  # the selected iteration
    alike = ()
    nothing, stale = ";", ""
    inside = []  # taps of functions that others call: only for the mutants of these functions
    outside = []  # taps that the probe file has not, for all others
    functions = ()  # (first words, last words) of the functions of `inside`
    untapped = ()  # first and last words of parts whose loops hold no tap
    count = 20

    def setUp(self):
        super().setUp()
        self.source = (PROBED / self.program).read_text()
        probes = json.loads((PROBED / self.program).with_suffix(".json").read_text())
        own = {one["key"] for one in self.inside}
        probes["taps"] = [one for one in probes["taps"] if one["key"] not in own] + self.outside
        for name, more in (("outside", []), ("inside", self.inside)):
            (self.folder / (name + ".json")).write_text(json.dumps({**probes, "taps": probes["taps"] + more}))

    def build(self, name, text):
        """@return the program, or None where the compiler refuses"""
        folder = self.folder / name
        folder.mkdir()
        (folder / self.program).write_text(text)
        try:
            self.run_in([*self.compiler, "-O0", "-g", "-ffp-contract=off", folder / self.program, "-o", folder / "program", "-lm"])
        except AssertionError:
            return None
        return folder / "program"

    def line_of(self, words):
        return 1 + self.source[:self.source.index(words)].count("\n")

    def probe_set(self, line):
        """Which taps see a line: those of the function that it stands in."""
        within = any(self.line_of(first) <= line <= self.line_of(last) for first, last in self.functions)
        return "inside" if within else "outside"

    def sound(self):
        """Records the sound program. @return (what it prints, tapped lines of each probe set, the traces)"""
        program, lines, traces = self.build("sound", self.source), {}, {}
        for name in ("outside", "inside"):
            probes = self.folder / (name + ".json")
            told = self.tapir("probe", "check", probes, "--", program)
            lines[name] = [(int(line), key) for key, line in re.findall(r"^(\S+)  \S+:(\d+)  ", told, re.M)]
            out = self.tapir("probe", "--probes", probes, *self.at, "--out", self.folder / (name + ".trace"), "--", program)
            traces[name] = (self.folder / (name + ".trace")).read_text()
        return out, lines, traces

    def choose(self, lines):
        """An even choice of all mutants of the tapped lines and loops, each kind in its share."""
        found = [one for one in mutants_of(self.source, self.line_of(self.begins), self.line_of(self.ends), self.alike,
                                           self.nothing, self.stale)
                 if one.kind in ("loop bound", "comparison") and not self.is_untapped(one.line) or
                 one.line in dict(lines[self.probe_set(one.line)])]
        found.sort(key=lambda one: (one.kind, one.line, one.text))
        if EVERY:
            return found
        more = self.count + self.count // 5  # some change nothing that is tapped
        return [found[i * len(found) // more] for i in range(more)]

    def is_untapped(self, line):
        return any(self.line_of(first) <= line <= self.line_of(last) for first, last in self.untapped)

    def graft(self, number, mutant):
        """@return (program, exit code, what is said)"""
        program = self.build(f"mutant{number}", mutant.of(self.source))
        if program is None:
            return None
        name = self.probe_set(mutant.line)
        words = ["probe", "--probes", self.folder / (name + ".json"), *self.at, "--against",
                 self.folder / (name + ".trace"), "--json", program.parent / "verdict.json"]
        done = self.started([TAPIR, *words, "--", program])
        return program, done.returncode, done.stdout + done.stderr

    def judge(self, mutant, said, tapped):
        """What is wrong with the verdict of a mutant that changed something, "" where nothing is."""
        told = said.split("\ninherited from an earlier")[0]
        roots = [int(line) for line in re.findall(r"^ +\d+\. \S+  \S+?:(\d+)  ", told, re.M)]
        one_sided = dict(re.findall(r"^(missing|extra): .* \((\d+)\):\n    (?:\w+)", said, re.M))
        if mutant.kind == "loop bound" or mutant.kind == "comparison" and one_sided:
            within = range(mutant.line, mutant.line + 4)  # the first that sees an element which no pass has set
            return "" if one_sided or roots and roots[0] in within else f"nothing is missing or extra, roots {roots}"
        own = {key for line, key in tapped if line == mutant.line}
        absent = set(re.findall(r"^tapir: tap '(\w+)': no (?:statement|line)", said, re.M))
        if "missing" in one_sided:
            absent |= set(re.findall(r"^    (\S+)", said.split("\nmissing:")[1].split("\nextra:")[0], re.M))
        if absent:
            return "" if absent & own else f"not there {absent}"
        if set(roots) != {mutant.line}:
            return f"roots {roots}"
        return "" if "explains everything" in said else "it does not explain everything"

    def changes(self, program, mutant, traces):
        """Whether a mutant changes a tapped value at all, by a trace of its own."""
        name = self.probe_set(mutant.line)
        trace = program.parent / "own.trace"
        self.started([TAPIR, "probe", "--probes", self.folder / (name + ".json"), *self.at, "--out", trace, "--", program])
        records = [text.split("\n", 1)[1].rsplit("\nTAPIR_END", 1)[0] for text in (trace.read_text(), traces[name])]
        return records[0] != records[1]

    def run_mutants(self):
        out, lines, traces = self.sound()
        chosen = self.choose(lines)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            grafted = list(pool.map(lambda one: self.graft(*one), enumerate(chosen)))
        counted, idle, refused = Counter(), [], 0
        for mutant, found in zip(chosen, grafted):
            if found is None:
                refused += 1
                continue
            program, code, said = found
            with self.subTest(kind=mutant.kind, line=mutant.line, text=mutant.text.strip()):
                if code == 0:
                    self.assertFalse(self.changes(program, mutant, traces), "parity, and a tapped value differs")
                    idle.append(mutant)
                    continue
                self.assertEqual(code, 1, said)
                self.assertEqual(self.judge(mutant, said, lines[self.probe_set(mutant.line)]), "", said)
                self.check_end(out, said)
                counted[mutant.kind] += 1
        print(f"{self.program}: {sum(counted.values())} mutants {dict(counted)}; {len(idle)} change no tapped value, "
              f"{refused} are no program")
        self.assertGreaterEqual(sum(counted.values()), self.count)
        self.assertGreaterEqual(len(counted), 7)  # kinds

    def check_end(self, out, said):
        """Where everything is explained, what the grafted run prints is what the sound one prints."""


@needs("cc", "gdb")
class CMutants(Mutants):
    program, compiler, at = "diffraction.c", ["cc"], ["--pixel", "2", "3"]
    begins, ends = "static void rotate", "free(image)"
    alike = (("omega", "polar"), ("lambda", "stol"), ("slow", "fast"), ("step", "source"), ("intensity", "photons"),
             ("f_cell", "f_latt"), ("airpath", "lambda"), ("cosine", "sine"), ("below", "value"))
    stale = "if (wavelength[0] > 9) %s"
    pixel = ["slow", "fast"]
    functions = (("static void rotate", "/* Interference"), ("static double lattice_factor", "static double polarization"),
                 ("static double structure_factor", "int main"), ("static double polarization", "/* The structure"))
    inside = [tap("cosine", "rotate", pixel), tap("sine", "rotate", pixel),
              tap("to", "rotate", pixel, expression="to[0:2]"), tap("below", "lattice_factor", pixel),
              tap("value", "lattice_factor", pixel), tap("cosine_squared", "polarization", pixel),
              tap("factor", "polarization", pixel), tap("f", "structure_factor", pixel)]
    outside = [tap("nothing yet", "main", pixel, "intensity", where={"pattern": "= 0.0"})]
    outside[0]["key"] = "start"

    def test_mutants(self):
        """probe, C: of single-statement mutants, grafting names the mutated statement alone"""
        self.run_mutants()

    def check_end(self, out, said):
        if "explains everything" in said:
            self.assertEqual(*(text.splitlines()[2].split()[3] for text in (said, out)))


@needs("c++", "gdb")
class CppMutants(Mutants):
    program, compiler = "chain.cpp", ["c++", "-std=c++17"]
    begins, ends = "Real pull_of", "for (const springs::Vector& at"
    alike = (("length_", "rest_"), ("to", "from"), ("link", "axis"), ("speed", "along"), ("kinetic", "potential"),
             ("stiffness", "stretch"), ("damping", "speed"), ("mass", "axis"))
    stale = "if (mass_.size() > 9) %s"
    functions = (("Real pull_of", "struct Energy"), ("const auto damped", "for (std::size_t mass"))
    inside = [tap("stretch", "springs::pull_of", ["step", "link"]), tap("pull", "pull_of", ["step", "link"]),
              tap("loss", "move", ["step", "mass", "turn"])]
    outside = [tap("pulls", "accelerate", ["step", "link"], "pull", expression="pull")]
    untapped = (("explicit Chain", "void accelerate"),)
    count = 10

    def test_mutants(self):
        """probe, C++: of single-statement mutants, grafting names the mutated statement alone"""
        self.run_mutants()

    def check_end(self, out, said):
        if "explains everything" in said:
            self.assertEqual(said.splitlines()[:3], out.splitlines()[:3])


@needs("gfortran", "gdb")
class FortranMutants(Mutants):
    program, compiler = "heat.f90", ["gfortran"]
    begins, ends = "    dx = 0.01", "end function radiated"
    alike = (("dx", "dt"), ("t_new", "t"), ("cell", "step"), ("conductivity", "heat_capacity"), ("total", "dx"),
             ("flux", "t"))
    nothing, stale = "continue", "if (command_argument_count() > 9) %s"
    functions = (("    function source_power", "    end function source_power"),
                 ("    function radiated", "    end function radiated"))
    inside = [tap("power", "source_power", ["step"]), tap("radiated", "radiated", ["step"], "power", expression="power")]
    outside = [tap(key, "heat", []) for key in ("dt", "conductivity", "heat_capacity")] + [
        tap("start", "heat", ["cell"], "t(cell)", expression="t[cell]")]

    def test_mutants(self):
        """probe, Fortran: of single-statement mutants, grafting names the mutated statement alone"""
        self.run_mutants()

    def check_end(self, out, said):
        if "explains everything" in said:
            self.assertEqual(said.splitlines()[:2], out.splitlines()[:2])


if __name__ == "__main__":
    unittest.main()
