#include "nanobragg/argument_reader.hpp"

#include <cmath>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

const std::string& ArgumentReader::word(std::size_t n) const {
    if (!has_word(n)) {
        fail("needs " + std::to_string(n) + " value(s)", "Give them after the option.");
    }
    return (*args_)[index_ + n];
}

double ArgumentReader::number(std::size_t n) const {
    const auto value = trace::parse_number(word(n));
    if (!value || !std::isfinite(*value)) {
        fail("'" + word(n) + "' is not a finite number", "Give a decimal number.");
    }
    return *value;
}

int ArgumentReader::integer(std::size_t n) {
    const double value = number(n);
    constexpr double most = 2147483647;
    if (std::fabs(value) > most) {
        fail("'" + word(n) + "' is too large", "Give a whole number.");
    }
    if (value != std::trunc(value)) {
        scene.notices.push_back({token() + " " + word(n) + ": only the whole part counts", ""});
    }
    return static_cast<int>(value);
}

engine::Vec3<double> ArgumentReader::vector() const {
    return {number(1), number(2), number(3)};
}

void ArgumentReader::notice(engine::Quirk quirk, const std::string& text) {
    scene.notices.push_back({text, std::string(engine::id_of(quirk))});
}

void ArgumentReader::fail(const std::string& problem, const std::string& remedy) const {
    throw InputError({.where = "nanoBragg option " + token(),
                      .problem = problem,
                      .reason = "the C program would go on with another experiment",
                      .remedy = remedy});
}

} // namespace tapir::harness
