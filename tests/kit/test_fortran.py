"""The tap kit in Fortran."""

from support import KitTest, needs


@needs("gfortran")
class FortranKit(KitTest):
    def test_taps_change_no_bit(self):
        """kit, Fortran: off and recording give the same bits, and tapir diff reads the trace"""
        program = self.compile("heat")
        expected = self.run_in([program])[0]
        self.assertEqual(self.run_in([program], TAPIR_TRACE="sound.trace")[0], expected)
        self.run_in([program], TAPIR_TRACE="again.trace")
        self.assert_parity("sound.trace", "again.trace")
        # gfortran takes strings of any length for uninitialised where it inlines
        fast = self.compile("heat", "-O3", "-fopenmp", "-Wno-maybe-uninitialized")
        self.assertEqual(self.run_in([fast], TAPIR_TRACE="fast.trace")[0], expected)
        self.assertEqual(self.records("fast.trace"), self.records("sound.trace"))

    def test_records(self):
        """kit, Fortran: every type and vectors are recorded with their units, at their sites"""
        self.run_in([self.compile("heat")], TAPIR_TRACE="sound.trace")
        records = self.records("sound.trace")
        self.assertEqual(len(records), 4 * (3 + 3 * 6))
        self.assertTrue(records[0].startswith("flux [K] step=0 : -100.10000000000002 0 0 0 0 0 -49.30000000000001"),
                        records[0])
        self.assertEqual(records[1], "last [] step=0 : 6")
        self.assertEqual(records[2], "r [] step=0 cell=1 : 0.2")
        self.assertEqual(records[3], "T [K] step=0 cell=1 : 320.02")
        self.assertTrue(records[-1].startswith("narrow [] step=3 : "))

    def test_graft(self):
        """kit, Fortran: one and two planted faults are exactly the roots, and the end is the sound result"""
        program = self.compile("heat")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        cases = {("edge",): [("last", (("step", 1),))],
                 ("rate",): [("r", (("step", 2), ("cell", 3)))],
                 ("edge", "rate"): [("last", (("step", 1),)), ("r", (("step", 2), ("cell", 3)))]}
        for faults, roots in cases.items():
            self.assertNotEqual(self.run_in([program, *faults])[0], sound)
            out, said = self.run_in([program, *faults], TAPIR_AGAINST="sound.trace", TAPIR_DIFFERENCES="d.jsonl")
            self.assertEqual(out, sound)
            self.assertEqual(self.roots("d.jsonl"), roots)
            self.assertIn("0 of its records were not reached, 0 taps are not in it", said)

    def test_move_and_selection(self):
        """kit, Fortran: a moved tap moves what follows; TAPIR_AT takes one step"""
        program = self.compile("heat")
        self.run_in([program], TAPIR_TRACE="still.trace")
        self.run_in([program], TAPIR_TRACE="moved.trace", TAPIR_MOVE="T:4", TAPIR_AT="step=1,cell=2")
        self.run_in([program], TAPIR_TRACE="all.trace", TAPIR_MOVE="r:1e-6")
        moved = {a.split()[0] for a, b in zip(self.records("still.trace"), self.records("all.trace")) if a != b}
        self.assertEqual(moved, {"r", "T", "flux", "narrow"})
        at = [line for line in self.records("still.trace") if "step=1" in line and ("cell" not in line or "cell=2" in line)]
        pairs = list(zip(at, self.records("moved.trace")))
        self.assertEqual(len(pairs), len(self.records("moved.trace")))
        self.assertEqual([a.split()[0] for a, b in pairs if a != b], ["T"])

    def test_exact_numbers(self):
        """kit, Fortran: numbers of every size are written so that they read back, infinities and NaN too"""
        source = self.folder / "numbers.f90"
        source.write_text(
            "program numbers\n  use, intrinsic :: iso_fortran_env\n  use tapir_tap\n  implicit none\n"
            "  real(real64) :: x(6), y(6), zero\n  integer :: i\n  zero = 0\n"
            "  x = [1.0e300_real64 / 3, -4.9e-324_real64, 1 / (zero + 1.0e-308_real64), -zero, 123456789.0_real64, "
            "-0.001_real64 / 3]\n  do i = 1, 6\n    x(i) = tap('x', x(i))\n  end do\n"
            "  y = tap('all', x)\n  print '(6(z16.16,1x))', transfer(y, [0_int64])\n"
            "  y(1:2) = tap('odd', [1 / zero, zero / zero])\nend program numbers\n")
        program = self.compile("numbers", "-Wno-error", source=source)
        out = self.run_in([program], TAPIR_TRACE="n.trace")[0]
        self.assertEqual(out, self.run_in([program], TAPIR_AGAINST="n.trace", TAPIR_DIFFERENCES="d.jsonl")[0])
        self.assertEqual(self.differences("d.jsonl"), [])
        import struct
        numbers = self.records("n.trace")[6].split(" : ")[1].split()
        self.assertEqual([struct.pack(">d", float(one)).hex().upper() for one in numbers], out.split())
        self.assertEqual(self.records("n.trace")[7].split(" : ")[1].split()[0], "inf")
        self.assertEqual(self.records("n.trace")[7].split(" : ")[1].split()[1].lstrip("-"), "nan")

    def test_tolerance(self):
        """kit, Fortran: an infinity is within no tolerance, and without one the other zero is another value"""
        source = self.folder / "edge.f90"
        source.write_text(
            "program edge\n  use, intrinsic :: iso_fortran_env\n  use tapir_tap\n  implicit none\n"
            "  real(real64) :: x, y, zero\n  zero = 0\n  x = 1\n  y = zero\n"
            "  if (command_argument_count() > 0) then\n    x = 1 / zero\n    y = -zero\n  end if\n"
            "  x = tap('x', x)\n  y = tap('y', y)\nend program edge\n")
        program = self.compile("edge", "-Wno-error", source=source)
        self.run_in([program], TAPIR_TRACE="sound.trace")
        for rtol, within in (("1e-9", [False, True]), ("0", [False, False])):
            self.run_in([program, "fault"], TAPIR_AGAINST="sound.trace", TAPIR_RTOL=rtol, TAPIR_DIFFERENCES="d.jsonl")
            self.assertEqual([one["within"] for one in self.differences("d.jsonl")], within, rtol)

    def test_what_goes_wrong_is_said(self):
        """kit, Fortran: a file that cannot be written, a reference that is not whole: said, and the program goes on"""
        program = self.compile("heat")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        out, said = self.run_in([program], TAPIR_TRACE="none/a.trace")
        self.assertEqual(out, sound)
        self.assertIn("the file cannot be written", said)
        text = (self.folder / "sound.trace").read_text()
        for name, content, problem in (("short", text[:-200], "not whole"), ("words", "nothing\n", "no native trace"),
                                       ("changed", text.replace("step=0", "step=9", 1), "changed"), ("empty", "", "no"),
                                       ("line", text.replace(" : ", " ; ", 1), "no record")):
            (self.folder / name).write_text(content)
            out, said = self.run_in([program, "rate"], TAPIR_AGAINST=name)
            self.assertNotEqual(out, sound)
            self.assertIn(problem, said)
