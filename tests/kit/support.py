"""What the tests of the kit share: programs are compiled and run in a folder of their own, as a user would."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KIT = ROOT / "trace" / "kit"
PROGRAMS = HERE / "programs"
TAPIR = os.environ.get("TAPIR_PROGRAM", "tapir")
STRICT = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Werror"]


def needs(*programs):
    """Skips a test, and says so, where a compiler is not there."""
    missing = [name for name in programs if shutil.which(name) is None]
    return unittest.skipIf(missing, f"not run: {', '.join(missing)} is not installed")


class KitTest(unittest.TestCase):
    """A folder for each test, without the kit's variables in the environment."""

    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tapir-kit-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def started(self, command, **variables):
        """Runs a command in the test's folder, whatever its exit code."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TAPIR_")}
        environment.update({name: str(value) for name, value in variables.items()})
        environment.setdefault("PYTHONPATH", str(KIT))
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return subprocess.run([str(word) for word in command], cwd=self.folder, env=environment, text=True,
                              capture_output=True, timeout=240, check=False)

    def run_in(self, command, code=0, **variables):
        """Runs a command in the test's folder. @return (standard output, standard error)"""
        done = self.started(command, **variables)
        self.assertEqual(done.returncode, code, f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout, done.stderr

    def compile(self, name, *options, source=None):
        """Compiles a program of tests/kit/programs, without a warning. @return its path"""
        source = pathlib.Path(source) if source else next(PROGRAMS.glob(name + ".*"))
        program = self.folder / (name + "_" + hashlib.sha256(repr(options).encode()).hexdigest()[:6])
        if source.suffix == ".f90":
            command = ["gfortran", "-O1", "-std=f2008", "-Wall", "-Werror", *options, KIT / "tapir_tap.f90", source]
        else:
            compiler = "c++" if source.suffix == ".cpp" or "-xc++" in options else "cc"
            command = [compiler, "-O2", *STRICT, "-I", KIT, *options, source]
        self.run_in([*command, "-o", program, "-xnone", "-lm"])
        return program

    def tapir(self, *words, code=0):
        return self.run_in([TAPIR, *words], code=code)[0]

    def assert_parity(self, one, two):
        self.assertIn("PARITY", self.tapir("diff", one, two))

    def records(self, name):
        """The record lines of a trace that is whole."""
        text = (self.folder / name).read_text()
        head, *lines = text.splitlines(keepends=True)
        self.assertTrue(head.startswith("TAPIR_TRACE format=2 "), head)
        body = "".join(lines[:-1])
        self.assertEqual(lines[-1], f"TAPIR_END records={len(lines) - 1} "
                                    f"sha256={hashlib.sha256(body.encode()).hexdigest()}\n")
        return [line.rstrip("\n") for line in lines[:-1]]

    def differences(self, name):
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]

    def roots(self, name):
        """Where values differed, as (key, site) without doubles, in their order."""
        return list(dict.fromkeys((one["tap"], tuple(one["site"].items())) for one in self.differences(name)))


def main(module):
    """Runs the tests of a module. Exit code 77 where nothing could be run."""
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if not result.wasSuccessful() or result.testsRun == 0:
        return 1
    return 77 if len(result.skipped) == result.testsRun else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(HERE))
    sys.exit(main(sys.argv[1]))
