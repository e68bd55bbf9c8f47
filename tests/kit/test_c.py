"""The tap kit in C, C++ and device code."""

import os

from support import KIT, PROGRAMS, KitTest, needs


@needs("cc", "c++")
class CKit(KitTest):
    def test_taps_change_no_bit(self):
        """kit, C: taps taken out, off and recording give the same bits, in C99, C11 and C++"""
        expected = None
        for options in (["-DTAPIR_TAP_OFF"], [], ["-std=c99", "-Wpedantic"], ["-std=c11"], ["-O0"],
                        ["-xc++", "-std=c++11"], ["-xc++", "-std=c++20", "-DTAPIR_TAP_OFF"]):
            program = self.compile("step", *options)
            expected = expected or self.run_in([program])[0]
            self.assertEqual(self.run_in([program])[0], expected, options)
            self.assertEqual(self.run_in([program], TAPIR_TRACE="any.trace")[0], expected, options)
        self.assertEqual(len(expected.splitlines()), 3)

    def test_recorded_trace_is_read(self):
        """kit, C: tapir diff reads what is recorded, finds parity with itself and the root of a planted fault"""
        program = self.compile("step")
        self.run_in([program], TAPIR_TRACE="sound.trace")
        self.run_in([program], TAPIR_TRACE="again.trace")
        self.assert_parity("sound.trace", "again.trace")
        records = self.records("sound.trace")
        self.assertEqual(len(records), 3 * (1 + 2 * (1 + 2 * (2 + 3 * 2))))
        self.assertEqual(records[0], "wavelength [Angstrom] pixel=0 source=0 : 1")
        self.assertIn("loops=pixel,source,turn,axis", (self.folder / "sound.trace").read_text().splitlines()[0])
        self.run_in([program, "lattice"], TAPIR_TRACE="fault.trace")
        verdict = self.tapir("diff", "sound.trace", "fault.trace", code=1)
        self.assertRegex(verdict, r"1\. cells +class \S+ +at pixel=0 source=0 turn=1 axis=1")

    def test_graft_finds_one_fault(self):
        """kit, C: grafting names each place of one planted fault and nothing else, and ends with the sound result"""
        program = self.compile("step")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        self.assertNotEqual(self.run_in([program, "lattice"])[0], sound)
        out, said = self.run_in([program, "lattice"], TAPIR_AGAINST="sound.trace", TAPIR_DIFFERENCES="d.jsonl")
        self.assertEqual(out, sound)
        expected = [("cells", (("pixel", p), ("source", s), ("turn", 1), ("axis", 1)))
                    for p in range(3) for s in range(2)]
        self.assertEqual(self.roots("d.jsonl"), expected)
        self.assertIn("6 of ", said)
        first = self.differences("d.jsonl")[0]
        self.assertEqual((first["program"], first["reference"], first["grafted"]), (4, 5, True))
        line = (PROGRAMS / "step.c").read_text().splitlines()[first["line"] - 1]
        self.assertIn('tapir_tap("cells"', line)

    def test_graft_finds_two_faults(self):
        """kit, C: two planted faults are two groups of roots"""
        program = self.compile("step")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        out, _ = self.run_in([program, "lattice", "wavelength"], TAPIR_AGAINST="sound.trace",
                             TAPIR_DIFFERENCES="d.jsonl", TAPIR_TRACE="grafted.trace")
        self.assertEqual(out, sound)
        self.assertEqual({key for key, _ in self.roots("d.jsonl")}, {"cells", "wavelength"})
        self.assert_parity("sound.trace", "grafted.trace")  # what is recorded is what the program went on with

    def test_graft_of_itself_replaces_nothing(self):
        """kit, C: a program differs from its own trace nowhere"""
        program = self.compile("step")
        self.run_in([program], TAPIR_TRACE="sound.trace")
        said = self.run_in([program], TAPIR_AGAINST="sound.trace")[1]
        self.assertIn("0 of 129 compared values differ", said)
        self.assertIn("0 of its records were not reached, 0 taps are not in it", said)

    def test_tolerance(self):
        """kit, C: within TAPIR_RTOL a value is replaced and not counted"""
        program = self.compile("step")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        moved = {"TAPIR_MOVE": "wavelength:3", "TAPIR_TRACE": "moved.trace"}
        self.assertNotEqual(self.run_in([program], **moved)[0], sound)
        out, said = self.run_in([program], TAPIR_AGAINST="moved.trace", TAPIR_RTOL="1e-12")
        self.assertNotEqual(out, sound)
        self.assertIn("0 of 129 compared values differ", said)
        self.assertIn("6 within the tolerance", said)

    def test_move(self):
        """kit, C: a moved tap moves what is computed from it and nothing before it"""
        program = self.compile("step")
        self.run_in([program], TAPIR_TRACE="still.trace")
        self.run_in([program], TAPIR_TRACE="moved.trace", TAPIR_MOVE="q:1")
        pairs = list(zip(self.records("still.trace"), self.records("moved.trace")))
        keys = {a.split()[0] for a, b in pairs if a != b}
        self.assertEqual(keys - {"photons"}, {"q", "lattice", "intensity"})
        self.run_in([program], TAPIR_TRACE="share.trace", TAPIR_MOVE="q:1e-6")
        self.assertNotEqual(self.records("share.trace"), self.records("moved.trace"))
        said = self.run_in([program], TAPIR_MOVE="nothing:1")[1]
        self.assertIn("TAPIR_MOVE moved nothing", said)

    def test_selection(self):
        """kit, C: TAPIR_AT takes one pass of the loops it names, in records, grafts and moves"""
        program = self.compile("step")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        self.run_in([program], TAPIR_TRACE="at.trace", TAPIR_AT="pixel=1,turn=1")
        expected = [line for line in self.records("sound.trace")
                    if "pixel=1" in line and "turn=0" not in line]
        self.assertEqual(self.records("at.trace"), expected)
        out, said = self.run_in([program, "lattice"], TAPIR_AGAINST="sound.trace", TAPIR_AT="pixel=1")
        self.assertIn("2 of 43 compared values differ", said)
        self.assertIn("0 of its records were not reached", said)
        self.assertEqual(out.splitlines()[1], sound.splitlines()[1])
        self.assertNotEqual(out.splitlines()[0], sound.splitlines()[0])

    def test_threads(self):
        """kit, C: records of several threads are whole and told apart by their loops"""
        program = self.compile("threads", "-fopenmp")
        alone = self.compile("threads", "-Wno-unknown-pragmas")
        self.assertEqual(self.run_in([program], TAPIR_TRACE="many.trace")[0],
                         self.run_in([alone], TAPIR_TRACE="one.trace")[0])
        self.assertEqual(sorted(self.records("many.trace")), sorted(self.records("one.trace")))
        said = self.run_in([program], TAPIR_AGAINST="one.trace")[1]
        self.assertIn("0 of 120 compared values differ", said)

    def test_device_buffer(self):
        """kit, C++: records of device code come out of their buffer in the order of the loops; a full one is told"""
        program = self.compile("device")
        self.assertEqual(self.run_in([program])[0], self.run_in([program], TAPIR_TRACE="d.trace")[0])
        records = self.records("d.trace")
        self.assertEqual(len(records), 2 * 6 * 4)
        self.assertEqual(records[0], "bend [] step=0 cell=1 : 100")
        self.assertEqual(records[2:4], ["narrow [] step=0 cell=1 : 325", "around [] step=0 cell=1 : 400 300 300"])
        said = self.run_in([program, "5"], TAPIR_TRACE="small.trace")[1]
        self.assertIn("did not fit into their buffer", said)
        self.assertNotIn("TAPIR_END", (self.folder / "small.trace").read_text())

    def test_large_trace(self):
        """kit, C: a trace that is written before all loops are known has a header that fits in the end"""
        source = self.folder / "large.c"
        source.write_text('#define TAPIR_TAP_HERE\n#include "tapir_tap.h"\nint main(void) {\n'
                          '    for (int i = 0; i < 60000; ++i) {\n        TAPIR_IN_LOOP("i", i);\n'
                          '        (void)tapir_tap("x", i / 3.0);\n    }\n    TAPIR_LOOP("late", 7) {\n'
                          '        (void)tapir_tap("y", 1);\n    }\n    return 0;\n}\n')
        program = self.compile("large", source=source)
        self.run_in([program], TAPIR_TRACE="large.trace")
        records = self.records("large.trace")
        self.assertEqual((len(records), records[-1]), (60001, "y [] late=7 : 1"))
        head = (self.folder / "large.trace").read_text().splitlines()[0]
        self.assertRegex(head, r" loops=(late,i|i,late) records=0*60001$")

    def test_what_goes_wrong_is_said(self):
        """kit, C: a file that cannot be written, a reference that is not whole: said, and the program goes on"""
        program = self.compile("step")
        sound = self.run_in([program], TAPIR_TRACE="sound.trace")[0]
        cases = {"none/a.trace": "the file cannot be written"}
        for name, problem in cases.items():
            out, said = self.run_in([program], TAPIR_TRACE=name)
            self.assertEqual(out, sound)
            self.assertIn(problem, said)
        text = (self.folder / "sound.trace").read_text()
        broken = {"short": (text[:-200], "not whole"), "changed": (text.replace("pixel=0", "pixel=9", 1), "changed"),
                  "words": ("nothing of a trace\n", "no native trace"),
                  "line": (text.replace(" : ", " ; ", 1), "no record"), "empty": ("", "no native trace")}
        for name, (content, problem) in broken.items():
            (self.folder / name).write_text(content)
            out, said = self.run_in([program, "lattice"], TAPIR_AGAINST=name)
            self.assertNotEqual(out, sound)
            self.assertIn(problem, said)
            self.assertEqual(said.count("\n"), 1)
        for variable, value in (("TAPIR_AT", "pixel"), ("TAPIR_MOVE", "q"), ("TAPIR_MOVE", "q:x")):
            self.assertIn(variable, self.run_in([program], **{variable: value})[1])

    def test_files_of_processes(self):
        """kit, C: %p keeps the traces of processes apart, and a fork writes nothing into its parent's"""
        program = self.compile("step")
        self.run_in([program], TAPIR_TRACE="t.%p.trace")
        self.run_in([program], TAPIR_TRACE="t.%p.trace")
        self.assertEqual(len([name for name in os.listdir(self.folder) if name.startswith("t.")]), 2)
        source = self.folder / "forks.c"
        source.write_text('#define TAPIR_TAP_HERE\n#include "tapir_tap.h"\n#include <sys/wait.h>\n'
                          'int main(void) {\n    (void)tapir_tap("x", 1.5);\n    if (fork() == 0) {\n'
                          '        return 0;\n    }\n    wait(NULL);\n    (void)tapir_tap("y", 2);\n    return 0;\n}\n')
        self.run_in([self.compile("forks", source=source)], TAPIR_TRACE="forks.trace")
        self.assertEqual(self.records("forks.trace"), ["x [] : 1.5", "y [] : 2"])

    def test_locale(self):
        """kit, C: a locale with a decimal comma changes no trace"""
        source = self.folder / "comma.c"
        source.write_text('#define TAPIR_TAP_HERE\n#include "tapir_tap.h"\nint main(void) {\n'
                          '    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL) {\n        return 3;\n    }\n'
                          '    return tapir_tap("x", 0.3) < 0;\n}\n')
        program = self.compile("comma", source=source)
        try:
            self.run_in([program], TAPIR_TRACE="comma.trace")
        except AssertionError:
            self.skipTest("not run: the locale de_DE.UTF-8 is not installed")
        self.assertEqual(self.records("comma.trace"), ["x [] : 0.3"])
        self.assertIn("0 of 1 compared", self.run_in([program], TAPIR_AGAINST="comma.trace")[1])


@needs("nvcc")
class CudaKit(KitTest):
    def test_device_code_compiles(self):
        """kit, CUDA: the taps of device code compile with nvcc"""
        source = self.folder / "kernel.cu"
        source.write_text('#define TAPIR_TAP_HERE\n#include "tapir_tap.h"\n'
                          '__global__ void step(tapir_device_buffer* buffer, double* T) {\n'
                          '    const int i = threadIdx.x;\n'
                          '    T[i] = tapir_device_site(buffer).in("cell", i).tap("T", T[i] * 0.5);\n}\n'
                          'int main() {\n    tapir_device_buffer* buffer = tapir_device_buffer_new(64);\n'
                          '    step<<<1, 8>>>(buffer, nullptr);\n    cudaDeviceSynchronize();\n'
                          '    tapir_device_flush(buffer);\n    tapir_device_buffer_free(buffer);\n}\n')
        self.run_in(["nvcc", "-c", "-I", KIT, source, "-o", self.folder / "kernel.o"])
