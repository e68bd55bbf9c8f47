/* Heat conduction along an insulated rod, step by step, with its steps printed as a program of its
 * age would: lengths in mm, temperatures in degrees Celsius.
 *
 * heat [--fault neighbour | --fault dx2]   the trace goes to standard output
 *   neighbour  the flux into a cell is taken from the neighbour on the other side
 *   dx2        the flux is divided by the square of the cell's length
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#define CELLS 8
#define STEPS 6

static const double dx = 0.0025;           /* m */
static const double dt = 0.4;              /* s */
static const double conductivity = 16.2;   /* W/(m K) */
static const double heat_capacity = 4.0e6; /* J/(m^3 K) */

static void print_set_up(void) {
    printf("TRACE_C: dx_mm %.17g\n", 1000.0 * dx);
    printf("TRACE_C: dt_s %.17g\n", dt);
    printf("TRACE_C: k %.17g\n", conductivity);
    printf("TRACE_C: rho_c %.17g\n", heat_capacity);
}

/* The flux through the left face of each cell; none at the ends of the rod. */
static void find_flux(const double* temperature, double* flux, const char* fault) {
    for (int cell = 0; cell <= CELLS; ++cell) {
        if (cell == 0 || cell == CELLS) {
            flux[cell] = 0.0;
            continue;
        }
        int neighbour = cell - 1;
        if (strcmp(fault, "neighbour") == 0 && cell + 1 < CELLS) {
            neighbour = cell + 1;
        }
        const double length = strcmp(fault, "dx2") == 0 ? dx * dx : dx;
        flux[cell] = -conductivity * (temperature[cell] - temperature[neighbour]) / length;
    }
}

static double energy_of(const double* temperature) {
    double energy = 0.0;
    for (int cell = 0; cell < CELLS; ++cell) {
        energy += heat_capacity * dx * temperature[cell];
    }
    return energy;
}

int main(int argc, char** argv) {
    const char* fault = argc == 3 && strcmp(argv[1], "--fault") == 0 ? argv[2] : "";
    double temperature[CELLS];
    double flux[CELLS + 1];
    for (int cell = 0; cell < CELLS; ++cell) {
        temperature[cell] = 293.15 + 41.5 * exp(-0.37 * cell * cell) + 1.75 * cell; /* K */
    }
    print_set_up();
    for (int step = 0; step < STEPS; ++step) {
        find_flux(temperature, flux, fault);
        for (int cell = 0; cell < CELLS; ++cell) {
            printf("TRACE_C_CELL step=%d cell=%d temp_C=%.17g flux=%.17g\n", step, cell,
                   temperature[cell] - 273.15, flux[cell]);
        }
        printf("TRACE_C_ROD step=%d energy=%.17g\n", step, energy_of(temperature));
        for (int cell = 0; cell < CELLS; ++cell) {
            temperature[cell] += dt / (heat_capacity * dx) * (flux[cell] - flux[cell + 1]);
        }
    }
    return 0;
}
