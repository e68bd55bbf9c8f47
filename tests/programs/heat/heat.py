"""Heat conduction along an insulated rod: a port of heat.c, in metres and kelvin.

python3 heat.py [--fault neighbour | --fault dx2]   the trace goes to standard output
  neighbour  the flux into a cell is taken from the neighbour on the other side
  dx2        the flux is divided by the square of the cell's length
"""

import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from native_trace import NativeTrace  # noqa: E402

CELLS, STEPS = 8, 6
DX = 0.0025  # m
DT = 0.4  # s
CONDUCTIVITY = 16.2  # W/(m K)
HEAT_CAPACITY = 4.0e6  # J/(m^3 K)


def flux_into(temperature, cell, fault):
    """Through the left face of a cell; none at the ends of the rod."""
    if cell in (0, CELLS):
        return 0.0
    neighbour = cell - 1
    if fault == "neighbour" and cell + 1 < CELLS:
        neighbour = cell + 1
    length = DX * DX if fault == "dx2" else DX
    return -CONDUCTIVITY * (temperature[cell] - temperature[neighbour]) / length


def main():
    fault = sys.argv[2] if sys.argv[1:2] == ["--fault"] else ""
    trace = NativeTrace("heat.py", ["step", "cell"])
    trace.record("dx", "m", [DX])
    trace.record("dt", "s", [DT])
    trace.record("conductivity", "W/(m K)", [CONDUCTIVITY])
    trace.record("heat_capacity", "J/(m^3 K)", [HEAT_CAPACITY])
    temperature = [293.15 + 41.5 * math.exp(-0.37 * cell * cell) + 1.75 * cell
                   for cell in range(CELLS)]
    for step in range(STEPS):
        flux = [flux_into(temperature, cell, fault) for cell in range(CELLS + 1)]
        for cell in range(CELLS):
            trace.record("T", "K", [temperature[cell]], step=step, cell=cell)
            trace.record("flux", "W/m^2", [flux[cell]], step=step, cell=cell)
        trace.record("energy", "J/m^2", [sum(HEAT_CAPACITY * DX * t for t in temperature)],
                     step=step)
        temperature = [temperature[cell] + DT / (HEAT_CAPACITY * DX) * (flux[cell] - flux[cell + 1])
                       for cell in range(CELLS)]
    sys.stdout.write(trace.text())


main()
