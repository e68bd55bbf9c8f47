"""Numbers as the backends of the probe command write and compare them (PROTOCOL.md)."""

import math
import sys
import unittest

from support import ROOT

sys.path.insert(0, str(ROOT / "harness" / "src" / "probe"))
import probe_numbers as numbers  # noqa: E402

NUMBERS = [0, 7, -3, 0.0, -0.0, 1.5, -1e-310, 1e300, math.inf, -math.inf]


class ProbeNumbers(unittest.TestCase):
    def test_texts(self):
        """probe numbers: what is written is read again, bit for bit"""
        for number in NUMBERS + [math.nan]:
            self.assertTrue(numbers.same(numbers.from_text(numbers.text(number)), number), number)

    def test_same(self):
        """probe numbers: only the same bits are the same; NaN is NaN"""
        self.assertFalse(numbers.same(0.0, -0.0))
        self.assertFalse(numbers.same(1.0, math.nextafter(1.0, 2.0)))
        self.assertFalse(numbers.same(math.nan, 1.0))
        self.assertTrue(numbers.same(3, 3.0))

    def test_no_tolerance(self):
        """probe numbers: without a tolerance nothing is within, not even the other zero"""
        for one in NUMBERS:
            for other in NUMBERS:
                self.assertFalse(numbers.is_within(one, other, 8, 0, 0), (one, other))

    def test_tolerance(self):
        """probe numbers: a tolerance allows what it says; an infinity is near to nothing"""
        self.assertTrue(numbers.is_within(1.0, 1.0 + 1e-10, 8, 1e-9, 0))
        self.assertFalse(numbers.is_within(1.0, 1.0 + 1e-8, 8, 1e-9, 0))
        self.assertTrue(numbers.is_within(1.0, 1.0 + 2 ** -52, 8, 0, 1))
        self.assertFalse(numbers.is_within(1.0, 1.0 + 2 ** -51, 8, 0, 1))
        self.assertTrue(numbers.is_within(1.0, 1.0 + 2 ** -23, 4, 0, 1))
        for other in (1.0, -math.inf, math.nan):
            self.assertFalse(numbers.is_within(math.inf, other, 8, 1e-9, 1000))
        self.assertFalse(numbers.is_within(1000000, 1000001, 8, 1e-3, 1000))


if __name__ == "__main__":
    unittest.main()
