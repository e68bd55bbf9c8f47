"""Arrays of NumPy and PyTorch in the kit, where they are installed."""

import shutil
import subprocess
import sys
import unittest

from support import KitTest


def python_with(module):
    """A Python that has a module, or None."""
    for one in dict.fromkeys((sys.executable, shutil.which("python3"), "/usr/bin/python3")):
        if one and subprocess.run([one, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            return one
    return None


NUMPY = python_with("numpy")
TORCH = python_with("torch")


class Arrays(KitTest):
    def both(self, python, text):
        """Runs a program soundly and with a fault grafted. @return its two outputs and what the second said"""
        (self.folder / "arrays.py").write_text("import sys\nfrom tapir_tap import loop, tap, unit\n"
                                               "fault = len(sys.argv) > 1\n" + text)
        sound = self.run_in([python, "arrays.py"])[0]
        self.assertEqual(self.run_in([python, "arrays.py"], TAPIR_TRACE="sound.trace")[0], sound)
        self.assertNotEqual(self.run_in([python, "arrays.py", "fault"])[0], sound)
        grafted, said = self.run_in([python, "arrays.py", "fault"], TAPIR_AGAINST="sound.trace",
                                    TAPIR_DIFFERENCES="d.jsonl")
        self.assertEqual(grafted, sound)
        return sound, said


# Arrays as JAX has them: they cannot be written to, and `x.at[...].set(y)` is another array.
JAX_ALIKE = """
import types
class Array:
    def __init__(self, data, dtype='float64'):
        self._data, self.dtype = tuple(data), dtype
        self.at = {Ellipsis: types.SimpleNamespace(set=lambda other: Array(other, dtype))}
    shape = property(lambda self: (len(self._data),))
    def tolist(self):
        return list(self._data)
    def __mul__(self, factor):
        return Array([x * factor for x in self._data], self.dtype)
sys.modules['jax'] = types.SimpleNamespace(core=types.SimpleNamespace(Tracer=type('Tracer', (), {})))
"""


class JaxAlike(Arrays):
    def test_arrays_that_cannot_be_written(self):
        """kit, arrays as JAX has them: they pass as they are, are recorded, and replaced bit for bit by others of their type"""
        sound, said = self.both(sys.executable, JAX_ALIKE + (
            "x = Array([1.5, -0.0, float('inf')])\nassert fault or tap('x', x) is x\n"
            "y = tap('y', Array([-0.0, 2.0, 5.0]) if not fault else Array([1.0, float('inf'), 5.0]))\n"
            "z = tap('z', Array([0.25], 'float32') * (2 if fault else 3))\n"
            "print(y.tolist(), y.dtype, z.tolist(), z.dtype, type(z).__name__)\n"))
        self.assertEqual(sound, "[-0.0, 2.0, 5.0] float64 [0.75] float32 Array\n")
        self.assertNotIn("cannot be replaced", said)
        self.assertEqual({key for key, _ in self.roots("d.jsonl")}, {"y", "z"})
        self.assertEqual(self.records("sound.trace"), ["x [] : 1.5 -0 inf", "y [] : -0 2 5", "z [] : 0.75"])


@unittest.skipUnless(NUMPY, "not run: no python3 here has numpy")
class NumPyKit(Arrays):
    def test_numpy(self):
        """kit, NumPy: arrays of every type pass as they are, are recorded, and replaced by arrays of their type"""
        _, said = self.both(NUMPY, (
            "import numpy as np\nT = np.linspace(1, 2, 6).reshape(2, 3)\nassert tap('id', T) is T or True\n"
            "a = tap('a', T * (3 if fault else 2))\nb = tap('b', a.astype(np.float32).T[1:] + np.float32(fault))\n"
            "c = tap('c', a.sum() + fault)\nd = tap('d', np.float32(1.1) + np.float32(fault))\n"
            "e = tap('e', np.array(5 + fault))\nf = tap('f', np.array([1 + 2j, 3j * (2 if fault else 1)]))\n"
            "g = tap('g', np.int32(7 + fault))\nh = tap('h', [a[0, 0], np.float64(2) + fault])\n"
            "for v in (a, b, c, d, e, f, g, h[1]):\n    print(type(v).__name__, v.dtype, v.shape, v.tolist())\n"))
        self.assertNotIn("cannot be replaced", said)
        self.assertEqual({key for key, _ in self.roots("d.jsonl")}, set("abcdefgh"))
        self.assertEqual([line.split()[0] for line in self.records("sound.trace")], ["id", *"abcdefgh"])
        self.assertIn("a [] : 2 2.4 2.8 3.2 3.6 4", self.records("sound.trace"))

    def test_numpy_moves_by_its_own_ulp(self):
        """kit, NumPy: a number of 32 bits is moved by an ulp of its own"""
        (self.folder / "move.py").write_text("import numpy as np\nfrom tapir_tap import tap\nx = np.float32(1)\n"
                                             "y = tap('x', x)\nprint((y == np.nextafter(x, np.float32(2))), y.dtype)\n")
        self.assertEqual(self.run_in([NUMPY, "move.py"], TAPIR_MOVE="x:1")[0], "True float32\n")


@unittest.skipUnless(TORCH, "not run: no python3 here has torch")
class TorchKit(Arrays):
    def test_torch(self):
        """kit, PyTorch: a tensor passes as it is, with its gradient; replaced, the gradient goes through as before"""
        sound, _ = self.both(TORCH, (
            "import torch\nx = torch.tensor([0.5, -2.0, 3.0], dtype=torch.float64, requires_grad=True)\n"
            "y = x * x\nassert (tap('same', y) is y) or fault\ny = tap('y', y + (0.25 if fault else 0.0))\n"
            "z = tap('z', (y * 3).sum())\nz.backward()\nprint(y.tolist(), z.item(), x.grad.tolist(), y.requires_grad)\n"
            "n = tap('n', torch.tensor([[1, 2], [3, 4 + fault]], dtype=torch.int32))\n"
            "h = tap('h', torch.ones(2) * (1.5 + fault))\nprint(n.tolist(), n.dtype, h.tolist(), h.dtype)\n"))
        self.assertIn("[3.0, -12.0, 18.0] True", sound)
        self.assertIn("torch.int32 [1.5, 1.5] torch.float32", sound)
        self.assertEqual({key for key, _ in self.roots("d.jsonl")}, {"y", "n", "h"})
