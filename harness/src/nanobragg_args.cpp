#include <cmath>
#include <filesystem>

#include "nanobragg_options.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"
#include "tapir/trace/number_text.hpp"

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

int ArgumentReader::integer() {
    const double value = number();
    constexpr double most = 2147483647;
    if (std::fabs(value) > most) {
        fail("'" + word() + "' is too large", "Give a whole number.");
    }
    if (value != std::trunc(value)) {
        scene.notices.push_back(token() + " " + word() + ": only the whole part counts");
    }
    return static_cast<int>(value);
}

engine::Vec3<double> ArgumentReader::vector() const {
    return {number(1), number(2), number(3)};
}

void ArgumentReader::fail(const std::string& problem, const std::string& remedy) const {
    throw InputError({.where = "nanoBragg option " + token(),
                      .problem = problem,
                      .reason = "the C program would go on with another experiment",
                      .remedy = remedy});
}

void ArgumentReader::not_in_this_version(const char* what) const {
    throw InputError({.where = "nanoBragg option " + token(),
                      .problem = std::string(what) + " is not in this version",
                      .reason = "the scene would be rendered differently from the C program",
                      .remedy = "Leave the option out, or use a later version."});
}

namespace {

bool matches(const Option& option, std::string_view token) {
    return option.match == Match::exact ? token == option.pattern
                                        : token.find(option.pattern) != std::string_view::npos;
}

void finish(ArgumentReader& reader) {
    SceneRequest& scene = reader.scene;
    const auto& counts = scene.experiment.cell_counts;
    const bool few = counts[0] <= 2 || counts[1] <= 2 || counts[2] <= 2;
    const bool interpolate = reader.interpolation == Interpolation::on ||
                             (reader.interpolation == Interpolation::automatic && few);
    if (interpolate && !scene.reflection_file.empty()) {
        throw InputError({.where = "nanoBragg options",
                          .problem = "the C program would interpolate structure factors here",
                          .reason = "it does so with -interpolate, or when any of Na, Nb, Nc is 2 "
                                    "or less; this version does not",
                          .remedy = "Give -nointerpolate."});
    }
    if (scene.reflection_file.empty() && std::filesystem::exists("Fdump.bin")) {
        scene.notices.emplace_back("Fdump.bin in the current folder: the C program would read it, "
                                   "because no -hkl is given; this program does not");
    }
    if (scene.reflection_file.empty() && scene.experiment.default_structure_factor_electrons == 0) {
        throw InputError({.where = "nanoBragg options",
                          .problem = "there are no structure factors",
                          .reason = "neither -hkl nor -default_F is given, so every pixel is 0",
                          .remedy = "Give one of them."});
    }
}

} // namespace

SceneRequest scene_from_nanobragg_args(const std::vector<std::string>& args) {
    ArgumentReader reader(args);
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (args[i].empty() || args[i].front() != '-') {
            continue;
        }
        reader.at(i);
        bool known = trace::parse_number(args[i]).has_value(); // a negative number
        for (const Option& option : nanobragg_options()) {
            if (matches(option, args[i])) {
                known = true;
                option.apply(reader);
                if (option.last) {
                    break;
                }
            }
        }
        if (!known) {
            reader.scene.notices.push_back(args[i] + " is no option of the C program, which "
                                                     "ignores it without a word");
        }
    }
    finish(reader);
    return std::move(reader.scene);
}

SceneRequest scene_from_args_file(const std::filesystem::path& file) {
    const std::string text = read_file(file, "file of nanoBragg options");
    std::vector<std::string> args;
    std::string token;
    for (const char c : text + " ") {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (!token.empty()) {
                args.push_back(std::move(token));
                token.clear();
            }
        } else {
            token += c;
        }
    }
    return scene_from_nanobragg_args(args);
}

} // namespace tapir::harness
