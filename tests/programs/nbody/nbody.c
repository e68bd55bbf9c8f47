/* A few bodies that attract each other, with a softened force, in SI units.
 *
 * nbody [--fault softening | --fault unit]   the trace goes to standard output
 *   softening  the force is not softened
 *   unit       the acceleration goes into the velocity in km/s^2
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#define BODIES 4
#define STEPS 4

static const double G = 6.6743e-11;                                         /* m^3/(kg s^2) */
static const double softening = 2.0e9;                                      /* m */
static const double dt = 3600.0;                                            /* s */
static const double mass[BODIES] = {1.989e30, 5.972e24, 6.39e23, 1.898e27}; /* kg */

struct body {
    double x[3], v[3], a[3];
};

static void accelerate(struct body* bodies, double eps) {
    for (int i = 0; i < BODIES; ++i) {
        bodies[i].a[0] = bodies[i].a[1] = bodies[i].a[2] = 0.0;
        for (int j = 0; j < BODIES; ++j) {
            if (j == i) {
                continue;
            }
            double d[3];
            double r2 = 0.0;
            for (int k = 0; k < 3; ++k) {
                d[k] = bodies[j].x[k] - bodies[i].x[k];
                r2 += d[k] * d[k];
            }
            const double pull = G * mass[j] / pow(r2 + eps * eps, 1.5);
            for (int k = 0; k < 3; ++k) {
                bodies[i].a[k] += pull * d[k];
            }
        }
    }
}

static void print_step(const struct body* bodies, int step) {
    double kinetic = 0.0;
    for (int i = 0; i < BODIES; ++i) {
        const struct body* b = &bodies[i];
        printf("TRACE_C_BODY step=%d body=%d x=%.17g y=%.17g z=%.17g\n", step, i, b->x[0], b->x[1],
               b->x[2]);
        printf("TRACE_C_BODY step=%d body=%d vx=%.17g vy=%.17g vz=%.17g\n", step, i, b->v[0],
               b->v[1], b->v[2]);
        printf("TRACE_C_BODY step=%d body=%d ax=%.17g ay=%.17g az=%.17g\n", step, i, b->a[0],
               b->a[1], b->a[2]);
        kinetic += 0.5 * mass[i] * (b->v[0] * b->v[0] + b->v[1] * b->v[1] + b->v[2] * b->v[2]);
    }
    printf("TRACE_C_ALL step=%d kinetic=%.17g\n", step, kinetic);
}

int main(int argc, char** argv) {
    const char* fault = argc == 3 && strcmp(argv[1], "--fault") == 0 ? argv[2] : "";
    const double eps = strcmp(fault, "softening") == 0 ? 0.0 : softening;
    const double scale = strcmp(fault, "unit") == 0 ? 1.0e-3 : 1.0;
    struct body bodies[BODIES] = {
        {{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}},
        {{1.496e11, 1.0e9, -3.0e8}, {-210.0, 29780.0, 12.5}, {0.0, 0.0, 0.0}},
        {{-3.1e10, 2.25e11, 4.4e9}, {-23900.0, -1700.0, 310.0}, {0.0, 0.0, 0.0}},
        {{5.5e11, -5.2e11, -1.0e10}, {8700.0, 9600.0, -230.0}, {0.0, 0.0, 0.0}},
    };
    printf("TRACE_C: dt %.17g\nTRACE_C: softening %.17g\n", dt, softening);
    for (int i = 0; i < BODIES; ++i) {
        printf("TRACE_C_MASS body=%d m=%.17g\n", i, mass[i]);
    }
    for (int step = 0; step < STEPS; ++step) {
        accelerate(bodies, eps);
        print_step(bodies, step);
        for (int i = 0; i < BODIES; ++i) {
            for (int k = 0; k < 3; ++k) {
                bodies[i].v[k] += dt * scale * bodies[i].a[k];
                bodies[i].x[k] += dt * bodies[i].v[k];
            }
        }
    }
    return 0;
}
