#include "texts.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string_view>

#include "tapir/trace/base/file_io.hpp"

namespace tapir::speed {

namespace {

struct Name {
    std::string_view text;
    int values;
};

constexpr std::array<Name, 17> names{{{"alpha", 1},
                                      {"beta_x", 1},
                                      {"gamma_total", 1},
                                      {"omega_pixel", 1},
                                      {"F_cell", 1},
                                      {"energy", 1},
                                      {"temperature", 1},
                                      {"pressure", 1},
                                      {"rho", 1},
                                      {"mean_kick", 1},
                                      {"k_vec", 3},
                                      {"hkl_frac", 3},
                                      {"lattice", 1},
                                      {"polar", 1},
                                      {"steps_done", 1},
                                      {"airpath_m", 1},
                                      {"residual", 1}}};

/// The numbers of a text, from -10 to 10, the same on every machine.
class Numbers {
  public:
    double next() {
        constexpr double largest = 10, parts = 9007199254740992.0; // 2 to the 53
        constexpr unsigned surplus = 11;
        return largest * (2 * static_cast<double>(engine_() >> surplus) / parts - 1);
    }
    bool one_in_fifty() {
        constexpr std::uint64_t fifty = 50;
        return engine_() % fifty == 0;
    }

  private:
    std::mt19937_64 engine_{1};
};

} // namespace

void write_texts(const std::string& reference, const std::string& candidate, double megabytes) {
    constexpr double million = 1e6;
    const auto size = static_cast<std::size_t>(megabytes * million);
    Numbers numbers;
    std::string a, b;
    for (int step = 1; a.size() < size; ++step) {
        const std::string head = fmt::format("step = {}\n", step);
        a += head;
        b += head;
        for (const Name& name : names) {
            a += fmt::format("{} =", name.text);
            b += fmt::format("{} =", name.text);
            for (int i = 0; i < name.values; ++i) {
                const double value = numbers.next();
                const double other = numbers.one_in_fifty()
                                         ? std::nextafter(value, std::numeric_limits<double>::max())
                                         : value;
                a += fmt::format(" {}", value);
                b += fmt::format(" {}", other);
            }
            a += '\n';
            b += '\n';
        }
    }
    write_file_atomically(reference, a);
    write_file_atomically(candidate, b);
}

} // namespace tapir::speed
