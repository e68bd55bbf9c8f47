"""A few bodies that attract each other: a port of nbody.c that prints AU and km/s.

python3 nbody.py [--fault softening | --fault unit]   the trace goes to standard output
  softening  the force is not softened
  unit       the acceleration goes into the velocity in km/s^2
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from native_trace import NativeTrace  # noqa: E402

STEPS = 4
G = 6.6743e-11  # m^3/(kg s^2)
SOFTENING = 2.0e9  # m
DT = 3600.0  # s
AU = 149597870700.0  # m
MASS = [1.989e30, 5.972e24, 6.39e23, 1.898e27]  # kg
POSITION = [[0.0, 0.0, 0.0], [1.496e11, 1.0e9, -3.0e8], [-3.1e10, 2.25e11, 4.4e9],
            [5.5e11, -5.2e11, -1.0e10]]  # m
VELOCITY = [[0.0, 0.0, 0.0], [-210.0, 29780.0, 12.5], [-23900.0, -1700.0, 310.0],
            [8700.0, 9600.0, -230.0]]  # m/s


def acceleration(body, position, eps):
    total = [0.0, 0.0, 0.0]
    for other, mass in enumerate(MASS):
        if other == body:
            continue
        d = [b - a for a, b in zip(position[body], position[other])]
        pull = G * mass / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + eps * eps) ** 1.5
        total = [t + pull * component for t, component in zip(total, d)]
    return total


def main():
    fault = sys.argv[2] if sys.argv[1:2] == ["--fault"] else ""
    eps = 0.0 if fault == "softening" else SOFTENING
    scale = 1.0e-3 if fault == "unit" else 1.0
    trace = NativeTrace("nbody.py", ["step", "body"])
    trace.record("dt", "h", [DT / 3600.0])
    trace.record("softening", "km", [SOFTENING / 1000.0])
    for body, mass in enumerate(MASS):
        trace.record("mass", "kg", [mass], body=body)
    position = [list(x) for x in POSITION]
    velocity = [list(v) for v in VELOCITY]
    for step in range(STEPS):
        pulls = [acceleration(body, position, eps) for body in range(len(MASS))]
        for body, a in enumerate(pulls):
            trace.record("position", "AU", [x / AU for x in position[body]], step=step, body=body)
            trace.record("velocity", "km/s", [v / 1000.0 for v in velocity[body]], step=step,
                         body=body)
            trace.record("acceleration", "m/s^2", a, step=step, body=body)
        trace.record("kinetic_energy", "J",
                     [sum(0.5 * m * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
                          for m, v in zip(MASS, velocity))], step=step)
        for body, a in enumerate(pulls):
            velocity[body] = [v + DT * scale * c for v, c in zip(velocity[body], a)]
            position[body] = [x + DT * v for x, v in zip(position[body], velocity[body])]
    sys.stdout.write(trace.text())


main()
