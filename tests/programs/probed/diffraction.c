/* A small diffraction step: what a crystal of a few cells scatters into each pixel of a flat
   detector. It prints one number a pixel and nothing else; probes see the rest.

   Lengths are in metres, angles in radians, wavelengths in angstrom. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { rows = 6, columns = 5, sources = 2, phi_steps = 3, domains = 2 };

typedef struct {
    double distance;
    double pixel_size;
    double origin[3]; /* of the first pixel's corner */
} Detector;

typedef struct {
    double a[3], b[3], c[3]; /* as it stands, angstrom */
    int cells[3];
} Crystal;

static double wavelength[sources] = {0.98, 1.02};
static const double weight[sources] = {0.6, 0.4};
static double domain_tilt[domains] = {0.0, 0.002};

static double dot(const double *x, const double *y) {
    return x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
}

/* Turns a vector about the first axis. */
static void rotate(const double *from, double *to, double angle) {
    const double cosine = cos(angle);
    const double sine = sin(angle);
    to[0] = from[0];
    to[1] = cosine * from[1] - sine * from[2];
    to[2] = sine * from[1] + cosine * from[2];
}

/* Interference of a row of n cells at a fractional index. */
static double lattice_factor(double index, int n) {
    const double below = sin(M_PI * index);
    double value = n;
    if (fabs(below) > 1e-12) value = sin(M_PI * n * index) / below;
    return value;
}

static double polarization(const double *direction) {
    double cosine_squared;
    cosine_squared = direction[0] * direction[0];
    const double factor = 0.5 * (1.0 + cosine_squared);
    return factor;
}

/* The structure factor of a reflection, made up and smooth. */
static double structure_factor(const int *hkl) {
    double f = 100.0;
    for (int i = 0; i < 3; ++i)
        f /= 1.0 + 0.05 * hkl[i] * hkl[i];
    return f;
}

int main(int argc, char **argv) {
    const double mosaic_scale = argc > 1 ? atof(argv[1]) : 1.0;
    Detector detector = {.distance = 0.1, .pixel_size = 0.002, .origin = {0.1, -0.005, -0.006}};
    Crystal crystal = {.a = {30.0, 0.0, 0.0},
                       .b = {0.0, 40.0, 1.0},
                       .c = {0.0, -1.0, 50.0},
                       .cells = {3, 4, 5}};
    double *image = calloc((size_t)rows * columns, sizeof *image);
    double a[3], b[3], c[3]; /* turned by phi */
    double total = 0.0;
    bool bright = false;
    float peak = 0.0F;

    for (int slow = 0; slow < rows; ++slow) {
        for (int fast = 0; fast < columns; ++fast) {
            double position[3], direction[3];
            double intensity = 0.0;
            int steps = 0;

            position[0] = detector.origin[0];
            position[1] = detector.origin[1] + (fast + 0.5) * detector.pixel_size;
            position[2] = detector.origin[2] + (slow + 0.5) * detector.pixel_size;
            const double airpath = sqrt(dot(position, position));
            for (int i = 0; i < 3; ++i)
                direction[i] = position[i] / airpath;
            const double omega = detector.pixel_size * detector.pixel_size / (airpath * airpath) *
                                 detector.distance / airpath;
            const double polar = polarization(direction);

            for (int source = 0; source < sources; ++source) {
                double q[3];
                const double lambda = wavelength[source];
                q[0] = (direction[0] - 1.0) / lambda;
                q[1] = direction[1] / lambda;
                q[2] = direction[2] / lambda;
                const double stol = 0.5 * sqrt(dot(q, q));

                for (int step = 0; step < phi_steps; ++step) {
                    const double phi = 0.01 * step;
                    /* at phi 0 the cell is left as the last step turned it */
                    if (phi != 0.0) {
                        rotate(crystal.a, a, phi);
                        rotate(crystal.b, b, phi);
                        rotate(crystal.c, c, phi);
                    } else if (slow == 0 && fast == 0 && source == 0) {
                        for (int i = 0; i < 3; ++i) {
                            a[i] = crystal.a[i];
                            b[i] = crystal.b[i];
                            c[i] = crystal.c[i];
                        }
                    }
                    for (int domain = 0; domain < domains; ++domain) {
                        double turned[3], hkl[3];
                        int nearest[3];
                        const double tilt = mosaic_scale * domain_tilt[domain];
                        rotate(a, turned, tilt);
                        hkl[0] = dot(turned, q);
                        rotate(b, turned, tilt);
                        hkl[1] = dot(turned, q);
                        rotate(c, turned, tilt);
                        hkl[2] = dot(turned, q);
                        for (int i = 0; i < 3; ++i)
                            nearest[i] = (int)ceil(hkl[i] - 0.5);
                        double f_latt = lattice_factor(hkl[0], crystal.cells[0]);
                        f_latt *= lattice_factor(hkl[1], crystal.cells[1]);
                        f_latt *= lattice_factor(hkl[2], crystal.cells[2]);
                        double f_cell = structure_factor(nearest);
                        if (stol > 0.25) f_cell = 0.0;
                        intensity += weight[source] * f_cell * f_cell * f_latt * f_latt;
                        ++steps;
                    }
                }
            }
            intensity /= steps;
            const double photons = intensity * omega * polar;
            bright = photons > 1e-3;
            if (bright) peak = (float)(photons > peak ? photons : peak);
            image[slow * columns + fast] = photons;
            total += photons;
        }
    }
    for (int slow = 0; slow < rows; ++slow)
        for (int fast = 0; fast < columns; ++fast)
            printf("%.17g%c", image[slow * columns + fast], fast + 1 < columns ? ' ' : '\n');
    printf("total %.17g peak %.9g\n", total, (double)peak);
    free(image);
    return 0;
}
