"""A few bodies that attract each other. bodies.py [FAULT ...]

softening  the force is not softened in step 1
mass       body 2 is heavier in step 2
"""

import sys

from tapir_tap import loop, tap, unit

unit("x", "m")
FAULTS = sys.argv[1:]
MASS = [5.0, 3.0, 4.0]


def pull(mine, other, mass, softening):
    d = [b - a for a, b in zip(mine, other)]
    r2 = d[0] * d[0] + d[1] * d[1] + softening * softening
    return [mass * c / (r2 * r2 ** 0.5) for c in d]


def main():
    x = [[0.0, 0.5], [1.0, -0.25], [-1.5, 2.0]]
    v = [[0.0, 0.0], [0.1, 0.2], [-0.3, 0.05]]
    for step in range(4):
        with loop("step", step):
            softening = tap("softening", 0.0 if "softening" in FAULTS and step == 1 else 0.1)
            a = []
            for body in range(3):
                with loop("body", body):
                    total = [0.0, 0.0]
                    for other in range(3):
                        if other != body:
                            with loop("other", other):
                                mass = MASS[other] + (1.0 if "mass" in FAULTS and step == 2 and other == 2 else 0.0)
                                part = tap("pull", pull(x[body], x[other], mass, softening))
                                total = [t + p for t, p in zip(total, part)]
                    a.append(tap("a", total))
            for body in range(3):
                with loop("body", body):
                    v[body] = tap("v", tuple(p + 0.01 * q for p, q in zip(v[body], a[body])))
                    x[body] = tap("x", [p + 0.01 * q for p, q in zip(x[body], v[body])])
    print(" ".join(c.hex() for body in x for c in body))


main()
