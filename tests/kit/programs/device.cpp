// What device code would do, run by the host: records wait in a buffer. device [CAPACITY]
#define TAPIR_TAP_HERE
#include "tapir_tap.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
    const unsigned capacity = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 100;
    std::vector<tapir_device_record> room(capacity);
    tapir_device_buffer buffer = {room.data(), capacity, 0};
    tapir_device_buffer* const used = tapir_recording() != 0 ? &buffer : nullptr;
    double T[8] = {400, 300, 300, 300, 300, 300, 300, 250};
    for (int step = 0; step < 2; ++step) {
        TAPIR_LOOP("step", step) {
            double next[8] = {};
            for (int i = 6; i >= 1; --i) { // threads come in any order
                const tapir_device_site site = tapir_device_site(used).in("cell", i);
                const double bend = site.tap("bend", T[i - 1] - 2 * T[i] + T[i + 1]);
                next[i] = site.tap("T", T[i] + 0.25 * bend);
                site.tap("narrow", static_cast<float>(next[i]));
                site.tap_n("around", T + i - 1, 3);
            }
            for (int i = 1; i < 7; ++i) {
                T[i] = next[i];
            }
            tapir_device_flush(used);
        }
    }
    std::printf("%a\n", T[1]);
    return 0;
}
