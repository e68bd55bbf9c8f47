/* Many threads tap; the loops tell their records apart. threads */
#define TAPIR_TAP_HERE
#include "tapir_tap.h"

#include <stdio.h>

int main(void) {
    double sum[40] = {0};
    for (int step = 0; step < 3; ++step) {
        TAPIR_LOOP("step", step) {
#pragma omp parallel for schedule(dynamic) num_threads(4)
            for (int cell = 0; cell < 40; ++cell) {
                TAPIR_LOOP("step", step) { /* a thread begins without loops */
                    TAPIR_LOOP("cell", cell) {
                        sum[cell] = tapir_tap("sum", sum[cell] + 0.1 * cell + step);
                    }
                }
            }
        }
    }
    double all = 0;
    for (int cell = 0; cell < 40; ++cell) {
        all += sum[cell];
    }
    printf("%a\n", all);
    return 0;
}
