"""The tap kit in Python, without any array library."""

import sys

from support import PROGRAMS, KitTest

BODIES = [sys.executable, PROGRAMS / "bodies.py"]


class PythonKit(KitTest):
    def script(self, text, **variables):
        """Runs a small program. @return (standard output, standard error)"""
        (self.folder / "small.py").write_text("from tapir_tap import loop, tap, unit\n" + text)
        return self.run_in([sys.executable, "small.py"], **variables)

    def test_taps_change_no_bit(self):
        """kit, Python: off and recording give the same bits, and tapir diff reads the trace and finds a fault's root"""
        expected = self.run_in(BODIES)[0]
        self.assertEqual(self.run_in(BODIES, TAPIR_TRACE="sound.trace")[0], expected)
        self.run_in(BODIES, TAPIR_TRACE="again.trace")
        self.assert_parity("sound.trace", "again.trace")
        self.assertEqual(len(self.records("sound.trace")), 4 * (1 + 6 + 3 + 6))
        self.run_in([*BODIES, "softening"], TAPIR_TRACE="fault.trace")
        self.assertRegex(self.tapir("diff", "sound.trace", "fault.trace", code=1),
                         r"1\. softening +class \S+ +at step=1")

    def test_graft(self):
        """kit, Python: one and two planted faults are exactly the roots, and the end is the sound result"""
        sound = self.run_in(BODIES, TAPIR_TRACE="sound.trace")[0]
        soft = [("softening", (("step", 1),))]
        mass = [("pull", (("step", 2), ("body", body), ("other", 2))) for body in (0, 1)]
        for faults, roots in ((["softening"], soft), (["mass"], mass), (["softening", "mass"], soft + mass)):
            self.assertNotEqual(self.run_in([*BODIES, *faults])[0], sound)
            out, said = self.run_in([*BODIES, *faults], TAPIR_AGAINST="sound.trace", TAPIR_DIFFERENCES="d.jsonl")
            self.assertEqual(out, sound)
            self.assertEqual(self.roots("d.jsonl"), roots)
            self.assertIn("0 of its records were not reached, 0 taps are not in it", said)
            text = PROGRAMS.joinpath("bodies.py").read_text().splitlines()
            self.assertIn(f'tap("{roots[0][0]}"', text[self.differences("d.jsonl")[0]["line"] - 1])

    def test_move_and_selection(self):
        """kit, Python: a moved tap moves what follows; TAPIR_AT takes one pass"""
        self.run_in(BODIES, TAPIR_TRACE="still.trace")
        self.run_in(BODIES, TAPIR_TRACE="moved.trace", TAPIR_MOVE="a:1", TAPIR_AT="step=1")
        still = [line for line in self.records("still.trace") if "step=1" in line]
        pairs = list(zip(still, self.records("moved.trace")))
        self.assertEqual(len(pairs), len(self.records("moved.trace")))
        self.assertEqual({a.split()[0] for a, b in pairs if a != b} - {"x", "v"}, {"a"})

    def test_identity(self):
        """kit, Python: what goes in comes out, the very object, of any type"""
        text = ("from fractions import Fraction\nfrom collections import namedtuple\nP = namedtuple('P', 'x y')\n"
                "for v in (1, 1.5, True, 2j, [1, [2.0, (3,)]], P(1, 2), Fraction(1, 3), 'word', None, object(), []):\n"
                "    assert tap('v', v) is v\nprint('same')\n")
        self.assertEqual(self.script(text)[0], "same\n")
        out, said = self.script(text, TAPIR_TRACE="a.trace")
        self.assertEqual(out, "same\n")
        self.assertIn("it holds no numbers that can be seen", said)
        self.assertNotIn("TAPIR_END", (self.folder / "a.trace").read_text())  # a value that was not recorded

    def test_replaced_values_keep_their_type(self):
        """kit, Python: a replaced value has the type and shape of the one that it replaces"""
        text = ("import sys\nfrom collections import namedtuple\nP = namedtuple('P', 'x y')\nk = int(sys.argv[1])\n"
                "print(tap('a', 1 + k), tap('b', 1.5 + k), tap('c', k == 0), tap('d', 2j + k), tap('e', [1 + k, (2.0,)]),"
                " tap('f', P(1 + k, 2)))\n")
        (self.folder / "types.py").write_text("from tapir_tap import loop, tap, unit\n" + text)
        sound = self.run_in([sys.executable, "types.py", "0"], TAPIR_TRACE="sound.trace")[0]
        self.assertEqual(sound, "1 1.5 True 2j [1, (2.0,)] P(x=1, y=2)\n")
        out, said = self.run_in([sys.executable, "types.py", "3"], TAPIR_AGAINST="sound.trace")
        self.assertEqual(out, sound)
        self.assertIn("6 of 9 compared values differ", said)

    def test_pixels(self):
        """kit, Python: loops called slow and fast are the rows and columns of an image to tapir diff"""
        text = ("import sys\nfor s in range(3):\n    for f in range(2):\n        with loop('slow', s), loop('fast', f):\n"
                "            tap('photons', s * 0.5 + f + (s == 2) * len(sys.argv[1:]))\n")
        self.script(text, TAPIR_TRACE="sound.trace")
        self.run_in([sys.executable, "small.py", "fault"], TAPIR_TRACE="fault.trace")
        self.assertIn(" loops=slow:row,fast:column records=6", (self.folder / "sound.trace").read_text())
        self.assertRegex(self.tapir("diff", "sound.trace", "fault.trace", code=1), r"1\. photons .* at slow=2 fast=0")
        self.script(text, TAPIR_TRACE="again.trace")
        self.assert_parity("sound.trace", "again.trace")

    def test_threads(self):
        """kit, Python: every thread has its own loops"""
        text = ("import threading\ndef work(n):\n    for i in range(200):\n        with loop('thread', n), loop('i', i):\n"
                "            tap('x', n + i / 7)\nthreads = [threading.Thread(target=work, args=(n,)) for n in range(5)]\n"
                "[one.start() for one in threads]\n[one.join() for one in threads]\n")
        self.script(text, TAPIR_TRACE="threads.trace")
        expected = sorted(f"x [] thread={n} i={i} : {n + i / 7!r}".removesuffix(".0") for n in range(5) for i in range(200))
        self.assertEqual(sorted(self.records("threads.trace")), expected)

    def test_early_exit_closes_loops(self):
        """kit, Python: break, exceptions and sys.exit leave loops closed and the trace whole"""
        text = ("import sys\nfor i in range(3):\n    with loop('i', i):\n        if i == 1:\n            break\n"
                "tap('x', 1)\ntry:\n    with loop('j', 0):\n        raise ValueError\nexcept ValueError:\n    tap('y', 2)\n"
                "sys.exit(0)\n")
        self.script(text, TAPIR_TRACE="exit.trace")
        self.assertEqual(self.records("exit.trace"), ["x [] : 1", "y [] : 2"])

    def test_large_trace(self):
        """kit, Python: a trace that is written before all loops are known has a header that fits in the end"""
        self.script("for i in range(60000):\n    with loop('i', i):\n        tap('x', i / 3)\nwith loop('late', 7):\n"
                    "    tap('y', 1)\n", TAPIR_TRACE="large.trace")
        records = self.records("large.trace")
        self.assertEqual((len(records), records[-1]), (60001, "y [] late=7 : 1"))

    def test_what_goes_wrong_is_said(self):
        """kit, Python: a file that cannot be written, a reference that is not whole: said, and the program goes on"""
        sound = self.run_in(BODIES, TAPIR_TRACE="sound.trace")[0]
        out, said = self.run_in(BODIES, TAPIR_TRACE="none/a.trace")
        self.assertEqual(out, sound)
        self.assertIn("the file cannot be written", said)
        text = (self.folder / "sound.trace").read_text()
        for name, content, problem in (("short", text[:-200], "not whole"), ("words", "nothing\n", "no native trace"),
                                       ("changed", text.replace("step=0", "step=9", 1), "changed"), ("empty", "", "no"),
                                       ("bytes", "\ufffe\x00", "no")):
            (self.folder / name).write_text(content)
            out, said = self.run_in([*BODIES, "mass"], TAPIR_AGAINST=name)
            self.assertNotEqual(out, sound)
            self.assertIn(problem, said)
        nested = "".join("    " * n + f"with loop('l{n}', 0):\n" for n in range(11)) + "    " * 11 + "tap('x', 1)\n"
        self.assertIn("one loop too many", self.script(nested, TAPIR_TRACE="loops.trace")[1])
        self.assertNotIn("TAPIR_END", (self.folder / "loops.trace").read_text())
        for variable, value in (("TAPIR_AT", "step"), ("TAPIR_MOVE", "q"), ("TAPIR_MOVE", "q:x")):
            self.assertIn(variable, self.run_in(BODIES, **{variable: value})[1])
