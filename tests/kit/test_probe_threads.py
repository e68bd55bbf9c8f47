"""Probed programs with several threads: the loops tell their records apart, or they are refused."""

import json
import sys
import unittest

from support import ROOT, TAPIR, KitTest, needs
from test_probe_python import Probes, name, tap

PROBED = ROOT / "tests" / "programs" / "probed"


def plain(records):
    """The records of the taps themselves, in no order."""
    return sorted(one for one in records if not one.startswith("inherited."))


@needs("cc", "gdb")
class ThreadProbe(KitTest):
    probes = PROBED / "rows.json"

    def build(self, old="", new=""):
        text = (PROBED / "rows.c").read_text()
        self.assertIn(old, text)
        source = self.folder / "rows.c"
        source.write_text(text.replace(old, new, 1))
        self.run_in(["cc", "-O0", "-g", "-fopenmp", source, "-o", self.folder / "rows", "-lm"])
        return self.folder / "rows"

    def probe(self, program, threads, *words, probes=None, code=0):
        done = self.started([TAPIR, "probe", "--probes", probes or self.probes, *words, "--", program], OMP_NUM_THREADS=threads)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout, done.stderr

    def test_record(self):
        """probe, threads: 1, 2 and 4 threads give the same records, of all rows and of a chosen pixel"""
        program = self.build()
        for at in ([], ["--at", "row=7", "--at", "column=3"], ["--at", "row=15"]):
            seen = set()
            for threads in (1, 2, 4, 4, 4):
                out, said = self.probe(program, threads, *at, "--out", "rows.trace")
                self.assertEqual(said, "")
                seen.add((out, tuple(plain(self.records("rows.trace")))))
            self.assertEqual(len(seen), 1, at)
            self.assertEqual(len(seen.pop()[1]), 14 if len(at) == 4 else 6 * 14 if at else 16 * 6 * 14)

    def test_graft(self):
        """probe, threads: a fault has its root at its statement, whatever thread comes there"""
        sound = self.build()
        at = ["--at", "row=7", "--at", "column=3"]
        self.probe(sound, 1, *at, "--out", "one.trace")
        whole = self.probe(sound, 1, "--out", "all.trace")[0]
        faulty = self.build("sum += scale * gain", "sum += scale / gain")
        for threads in (2, 4, 4):
            said = self.probe(faulty, threads, *at, "--against", "one.trace", code=1)[0]
            self.assertIn("1 statement(s) computed another value", said)
            self.assertRegex(said, r"1\. sum  rows\.c:\d+  sum \+= scale / gain;")
            self.assertIn("this statement explains everything", said)
        out = self.probe(faulty, 4, "--against", "all.trace", code=1)[0]
        self.assertTrue(out.startswith(whole))
        self.assertIn("190 time(s)", out)  # two layers of each pixel but the first, whose depth is 0

    def test_what_cannot_be_told_apart(self):
        """probe, threads: what two threads assign at one site is refused, and so is a loop that a thread cannot see"""
        probes = json.loads(self.probes.read_text())
        for one in probes["taps"]:
            one["loops"] = ["layer"] if one["key"] == "gain" else one["loops"]
        (self.folder / "mixed.json").write_text(json.dumps(probes))
        said = self.probe(self.build(), 4, "--out", "mixed.trace", probes=self.folder / "mixed.json", code=2)[1]
        self.assertIn("two threads assign it at one site", said)
        self.assertFalse((self.folder / "mixed.trace").exists())


class PythonThreadProbe(Probes):
    text = ("import threading\n\n\ndef render(row, image):\n    for column in range(4):\n        left = 0.1 * column\n"
            "        left = left + row\n        image[row][column] = left\n\n\ndef main():\n    image = [[0.0] * 4 for _ in range(6)]\n"
            "    def work(first):\n        for row in range(first, 6, 3):\n            render(row, image)\n"
            "    threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]\n    for one in threads:\n        one.start()\n"
            "    for one in threads:\n        one.join()\n    print(image)\n\n\nmain()\n")
    row = {"name": "row", "variable": name("row"), "offset": 0, "function": "render", "advances": None}
    column = {"name": "column", "variable": name("column"), "offset": 0, "function": "render", "advances": None}

    def test_threads(self):
        """probe, Python threads: each thread has its own place in the loops, also where one iteration is selected"""
        program = self.folder / "rows.py"
        program.write_text(self.text)
        taps = [tap("left", "render", loops=["row", "column"])]
        for select, count in (({}, 48), ({"row": 4}, 8), ({"row": 4, "column": 2}, 2)):
            for _ in range(3):
                _, events = self.probe(program, taps, loops=[self.row, self.column], select=select, code=0)
                self.assertEqual(self.of(events, "problem"), [])
                plain_records = [one for one in self.records_of(events) if not one["inherited"]]
                self.assertEqual(len(plain_records), count)
                for one in plain_records:
                    expected = 0.1 * one["site"]["column"] + (one["site"]["row"] if one["pass"] else 0)
                    self.assertEqual(float.fromhex(one["values"][0]), expected)

    def test_one_site(self):
        """probe, Python threads: what two threads assign at one site is told"""
        program = self.folder / "rows.py"
        program.write_text(self.text)
        _, events = self.probe(program, [tap("left", "render", loops=["column"])], loops=[self.column], code=0)
        self.assertEqual({one["kind"] for one in self.of(events, "problem")}, {"not_supported"})
        self.assertIn("two threads", self.of(events, "problem")[0]["text"])


if __name__ == "__main__":
    sys.exit(unittest.main())
