"""A few bodies that attract each other; a program that knows nothing of taps. orbits.py [STEPS]"""

import sys


class System:
    def __init__(self):
        self.x = [[0.0, 0.5], [1.0, -0.25], [-1.5, 2.0]]
        self.v = [[0.0, 0.0], [0.1, 0.2], [-0.3, 0.05]]
        self.mass = [5.0, 3.0, 4.0]


def accelerate(system, body):
    ax = 0.0
    ay = 0.0
    for other in range(3):
        if other == body:
            continue
        dx = system.x[other][0] - system.x[body][0]
        dy = system.x[other][1] - system.x[body][1]
        r2 = dx * dx + dy * dy + 0.01
        r3 = r2 * r2 ** 0.5
        pull = system.mass[other] / r3
        ax = ax + pull * dx
        ay = ay + pull * dy
    return ax, ay


def main(steps):
    system = System()
    energy = 0.0
    for step in range(steps):
        for body in range(3):
            a, b = accelerate(system, body)
            system.v[body][0] += 0.01 * a
            system.v[body][1] += 0.01 * b
        for mover in range(3):
            system.x[mover][0] += 0.01 * system.v[mover][0]
            system.x[mover][1] += 0.01 * system.v[mover][1]
        speed = system.v[0][0] * system.v[0][0] + system.v[0][1] * system.v[0][1]
        if step % 2 == 1: energy = energy + 0.5 * speed
    print(" ".join(c.hex() for one in system.x for c in one), energy.hex())
    return 3


sys.exit(main(int((sys.argv + ["4"])[1])))
