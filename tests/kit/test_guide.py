"""The examples of trace/kit/README.md: each is extracted and run as it stands there."""

import os
import re
import shutil
import subprocess
import unittest

from support import KIT, TAPIR, KitTest, needs

# The commands of an example that do not end with 0: the last of them finds what the example is about.
ENDS_WITH = {"kit_learn": {-1: 1}, "probe_c": {-1: 1}, "probe_fortran": {-1: 1}, "probe_python": {-1: 1},
             "probe_learn": {-1: 1}}


def examples():
    """@return (files by name, shell examples by name)"""
    blocks = re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", (KIT / "README.md").read_text(), re.M | re.S)
    files = {name: text for kind, name, text in blocks if kind != "sh"}
    return files, {name: text.splitlines() for kind, name, text in blocks if kind == "sh"}


def has_probe():
    """Whether the built program has the probe command."""
    listed = subprocess.run([TAPIR, "--help"], capture_output=True, text=True, check=False).stdout
    return re.search(r"^ +probe\b", listed, re.M) is not None


class Examples(KitTest):
    def setUp(self):
        super().setUp()
        self.files, self.shell = examples()
        for name, text in self.files.items():
            (self.folder / name).write_text(text)
        (self.folder / "tapir").symlink_to(shutil.which(TAPIR))

    def follow(self, name):
        """Runs the lines of an example. @return what each said: [(standard output, standard error)]"""
        said = []
        lines = self.shell[name]
        path = f"{self.folder}:{os.environ['PATH']}"
        for number, line in enumerate(lines):
            code = ENDS_WITH.get(name, {}).get(number - len(lines), 0)
            script = "\n".join([one for one in lines[:number] if one.startswith("export ")] + [line])
            said.append(self.run_in(["sh", "-c", script.replace("KIT", str(KIT))], code=code, PATH=path))
        return said


class Guide(Examples):
    def test_every_example_is_followed(self):
        """guide: every example of the guide is one of those below"""
        self.assertEqual(set(self.shell), {"probe_c", "probe_fortran", "probe_python", "probe_learn", "kit_c", "kit_fortran", "kit_python",
                                           "kit_pair", "kit_learn", "print"})
        self.assertEqual(len(self.files), 9)

    @needs("cc")
    def test_kit_c(self):
        """guide: the kit way in C finds the fault, with the words that the guide shows"""
        _, recorded, grafted = self.follow("kit_c")
        self.assertEqual(recorded[0], grafted[0])
        shown = re.findall(r"^    (tapir_tap: .*\n(?:      .*\n)+)", (KIT / "README.md").read_text(), re.M)
        self.assertEqual(grafted[1], shown[0].replace("\n    ", "\n"))

    @needs("gfortran")
    def test_kit_fortran(self):
        """guide: the kit way in Fortran finds the fault"""
        _, recorded, grafted = self.follow("kit_fortran")
        self.assertEqual(recorded[0], grafted[0])
        self.assertIn("4 of 48 compared values differ", grafted[1])
        self.assertIn("T step=1 cell=6: 281, reference 281.25", grafted[1])

    def test_kit_python(self):
        """guide: the kit way in Python finds the fault"""
        _, recorded, grafted = self.follow("kit_python")
        self.assertEqual(recorded[0], grafted[0])
        self.assertIn("4 of 48 compared values differ", grafted[1])

    @needs("cc", "gfortran")
    def test_pair_and_learn(self):
        """guide: traces of three languages agree, one program runs on another's values, a moved tap moves the rest"""
        for name in ("kit_c", "kit_fortran", "kit_python"):
            self.follow(name)
        c_and_python, c_and_fortran, grafted = self.follow("kit_pair")
        self.assertIn("PARITY", c_and_python[0])
        self.assertIn("PARITY", c_and_fortran[0])
        self.assertIn("0 of 48 compared values differ", grafted[1])
        self.follow("kit_c")
        self.assertRegex(self.follow("kit_learn")[-1][0], r"1\. bend +class \S+ +at step=0 cell=1")

    @needs("cc", "gfortran")
    def test_print(self):
        """guide: what the three languages print is the same text to tapir diff"""
        said = self.follow("print")
        self.assertIn("PARITY", said[-1][0])
        self.assertIn("PARITY", said[-2][0])


@unittest.skipUnless(has_probe(), "not run: this tapir has no probe command")
class ProbeGuide(Examples):
    def test_probe(self):
        """guide: the probe way finds the fault's statement in C, Fortran and Python"""
        compilers = {"probe_c": ("cc", "gdb"), "probe_fortran": ("gfortran", "gdb"), "probe_python": ("python3",)}
        for name, needed in compilers.items():
            with self.subTest(name=name):
                if all(shutil.which(one) for one in needed):
                    said = self.follow(name)[-1][0]
                    self.assertIn("this statement explains everything", said)
                    self.assertRegex(said, r"1\. T +rod\.\w+:\d+ .*\n.*step=1")

    def test_learn(self):
        """guide: a drafted probe file is learnt, and the model folds what follows from the fault"""
        said = self.follow("probe_learn")
        self.assertRegex(said[1][0], r"bend +following\[step-1\], |bend +following\[step-1, i")
        self.assertIn("first divergence and root cause:", said[-1][0])
        self.assertRegex(said[-1][0], r"1\. following .*step=1")
