/* Rows of an image, shared out between threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
enum { rows = 16, columns = 6, layers = 3 };
static double layer_gain(int layer, double depth) {
    const double gain = exp(-depth * layer);
    return gain;
}
int main(int argc, char **argv) {
    const double scale = argc > 1 ? atof(argv[1]) : 1.0;
    static double image[rows][columns];
    double total = 0;
#pragma omp parallel for schedule(dynamic, 1) reduction(+ : total)
    for (int row = 0; row < rows; ++row) {
        double left = 0.0;
        for (int column = 0; column < columns; ++column) {
            double sum = 0.0;
            for (int layer = 0; layer < layers; ++layer) {
                const double depth = 0.1 * row + 0.05 * column;
                const double gain = layer_gain(layer, depth);
                sum += scale * gain;
            }
            left = 0.5 * left + sum;
            image[row][column] = left;
            total += left;
        }
    }
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            printf("%.17g%c", image[row][column], column + 1 < columns ? ' ' : '\n');
    return 0;
}
