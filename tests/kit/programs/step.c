/* A diffraction step: the light that a small crystal sends into a few pixels, summed over
 * wavelengths and rotations.
 *
 * step [FAULT ...]
 *   wavelength  the second wavelength is not squared in the solid angle's place
 *   lattice     in the second rotation the row along b is a cell short
 */
#define TAPIR_TAP_HERE
#include "tapir_tap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int has(int argc, char** argv, const char* fault) {
    for (int i = 1; i < argc; ++i) {
        if (strcmp(argv[i], fault) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The amplitude of `cells` unit cells in a row. */
static double row(double h, int cells) {
    const double x = 3.14159265358979324 * h;
    const double below = sin(x);
    return fabs(below) < 1e-12 ? cells : sin(cells * x) / below;
}

int main(int argc, char** argv) {
    const int short_row = has(argc, argv, "lattice"),
              wrong_wavelength = has(argc, argv, "wavelength");
    const double cell[3] = {31.5, 42.25, 57.125}; /* angstrom */
    tapir_unit("q", "1/Angstrom");
    tapir_unit("wavelength", "Angstrom");
    for (int pixel = 0; pixel < 3; ++pixel) {
        TAPIR_IN_LOOP("pixel", pixel);
        double intensity = 0;
        for (int source = 0; source < 2; ++source) {
            TAPIR_IN_LOOP("source", source);
            const double wavelength =
                tapir_tap("wavelength", wrong_wavelength && source == 1 ? 1.03 : 1 + 0.02 * source);
            for (int turn = 0; turn < 2; ++turn) {
                TAPIR_LOOP("turn", turn) {
                    const double angle = 0.01 * turn + 0.003 * pixel;
                    double q[3] = {sin(angle) / wavelength, 0.02 * (pixel + 1) / wavelength,
                                   (cos(angle) - 1) / wavelength};
                    tapir_tap_n("q", q, 3);
                    double lattice = 1;
                    for (int axis = 0; axis < 3; ++axis) {
                        TAPIR_LOOP("axis", axis) {
                            const int cells =
                                tapir_tap("cells", axis == 1 && turn == 1 && short_row ? 4 : 5);
                            lattice =
                                tapir_tap("lattice", lattice * row(q[axis] * cell[axis], cells));
                        }
                    }
                    intensity = tapir_tap("intensity", intensity + lattice * lattice);
                }
            }
        }
        const float photons = tapir_tap("photons", (float)(intensity * 1e-3));
        printf("%a %a\n", intensity, (double)photons);
    }
    return 0;
}
