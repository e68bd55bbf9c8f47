"""A few bodies that attract each other, with NumPy; a program that knows nothing of taps. swarm.py [STEPS]"""

import sys

import numpy as np


def accelerations(x, mass):
    a = np.zeros_like(x)
    for body in range(len(mass)):
        d = x - x[body]
        r2 = (d * d).sum(axis=1) + 0.01
        pull = mass / (r2 * np.sqrt(r2))
        a[body] = pull @ d
    return a


def main(steps):
    x = np.array([[0.0, 0.5], [1.0, -0.25], [-1.5, 2.0]])
    v = np.array([[0.0, 0.0], [0.1, 0.2], [-0.3, 0.05]])
    mass = np.array([5.0, 3.0, 4.0])
    dt = 0.01
    for step in range(steps):
        a = accelerations(x, mass)
        v += dt * a
        x = x + dt * v
        speed2 = (v * v).sum(axis=1)
        kinetic = 0.5 * mass @ speed2
        centre = mass @ x / mass.sum()
        narrow = np.float32(kinetic) * np.float32(0.25)
        fast = kinetic > 0.5 * narrow
    print(x.tolist(), v.tolist(), centre.tolist(), float(narrow), bool(fast))


main(int((sys.argv + ["3"])[1]))
