#include "tapir/engine/input_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <cmath>
#include <limits>

#include "tapir/engine/files/reflection_file.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

/// Blanks, the end of a line, and all else.
enum class CharKind : std::uint8_t { other, blank, newline };

constexpr std::array<CharKind, 256> char_kinds = [] {
    std::array<CharKind, 256> kinds{};
    for (const char c : {' ', '\t', '\r', '\v', '\f'}) {
        kinds[static_cast<unsigned char>(c)] = CharKind::blank;
    }
    kinds[static_cast<unsigned char>('\n')] = CharKind::newline;
    return kinds;
}();

CharKind kind_of(char c) {
    return char_kinds[static_cast<unsigned char>(c)];
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads digits on to a whole number, `most` of them.
const char* add_digits(const char* at, const char* end, std::ptrdiff_t most, std::int64_t& number) {
    constexpr std::int64_t ten = 10;
    for (const char* first = at; at != end && is_digit(*at) && at - first < most; ++at) {
        number = number * ten + (*at - '0');
    }
    return at;
}

/// A short number without exponent, the usual case: read exactly, and divided once by a power of
/// ten that is exact too, so it is the number nearest to the text.
/// @return the end of the number, or `first` when it is none, or not so simple
template <class Number>
const char* read_short(const char* first, const char* end, Number& value) {
    constexpr bool whole = std::is_integral_v<Number>;
    constexpr std::ptrdiff_t most_digits = whole ? 9 : 15;
    const bool negative = first != end && *first == '-';
    const char* const begin = negative ? first + 1 : first;
    std::int64_t number = 0;
    constexpr std::ptrdiff_t that_fit = 18; // into 64 bits
    const char* at = add_digits(begin, end, that_fit, number);
    std::ptrdiff_t digits = at - begin;
    static constexpr std::array<double, 16> powers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    std::size_t decimals = 0;
    if (!whole && at != end && *at == '.' && digits <= most_digits) {
        const char* const point = at + 1;
        at = add_digits(point, end, that_fit - digits, number);
        decimals = static_cast<std::size_t>(at - point);
        digits += at - point;
    }
    const bool ends = at == end || kind_of(*at) != CharKind::other;
    if (digits == 0 || digits > most_digits || !ends || (negative && number == 0)) {
        return first;
    }
    const std::int64_t signed_number = negative ? -number : number;
    if constexpr (whole) {
        value = static_cast<Number>(signed_number);
    } else {
        value = static_cast<Number>(signed_number) / powers[decimals];
    }
    return at;
}

/// Reads numbers off a text one by one, keeping track of the line.
class NumberScanner {
  public:
    NumberScanner(std::string_view text, std::string file)
        : at_(text.data()), end_(text.data() + text.size()), file_(std::move(file)) {}

    /// @return false at the end of the text
    bool skip_blank() {
        for (; at_ != end_; ++at_) {
            const CharKind kind = kind_of(*at_);
            if (kind == CharKind::other) {
                return true;
            }
            line_ += kind == CharKind::newline ? 1 : 0;
        }
        return false;
    }

    template <class Number>
    Number next(const char* what, const char* remedy) {
        skip_blank();
        const bool plus = end_ - at_ > 1 && at_[0] == '+' && at_[1] != '-';
        const char* first = plus ? at_ + 1 : at_;
        Number value{};
        if (const char* stop = read_short(first, end_, value); stop != first) {
            at_ = stop;
            return value;
        }
        const auto [stop, error] = std::from_chars(first, end_, value);
        const bool whole_token = stop == end_ || kind_of(*stop) != CharKind::other;
        if (error != std::errc{} || !whole_token) {
            const char* token_end =
                std::find_if(at_, end_, [](char c) { return kind_of(c) != CharKind::other; });
            fail("'" + std::string(at_, token_end) + "' is not " + what, remedy);
        }
        at_ = stop;
        return value;
    }

    [[noreturn]] void fail(const std::string& problem, const std::string& remedy) const {
        throw InputError({.where = file_ + ":" + std::to_string(line_),
                          .problem = problem,
                          .reason = "every number of this file enters the computation",
                          .remedy = remedy});
    }

    [[nodiscard]] int line() const { return line_; }

  private:
    const char* at_;
    const char* end_;
    std::string file_;
    int line_ = 1;
};

std::vector<Reflection> scan_reflections(std::string_view text, const std::string& file) {
    constexpr const char* remedy = "Each line is 'h k l F': three whole Miller indices and an "
                                   "amplitude in electrons.";
    constexpr const char* an_index = "a whole Miller index";
    NumberScanner scanner(text, file);
    std::vector<Reflection> reflections;
    constexpr std::size_t usual_line = 16;
    reflections.reserve(text.size() / usual_line + 1);
    while (scanner.skip_blank()) {
        Reflection r{};
        r.h = scanner.next<int>(an_index, remedy);
        const int line = scanner.line();
        r.k = scanner.next<int>(an_index, remedy);
        r.l = scanner.next<int>(an_index, remedy);
        r.amplitude_electrons = scanner.next<double>("a structure factor amplitude", remedy);
        if (scanner.line() != line) {
            scanner.fail("a reflection must stand on one line", remedy);
        }
        if (!std::isfinite(r.amplitude_electrons)) {
            scanner.fail("the amplitude is not a finite number", remedy);
        }
        reflections.push_back(r);
    }
    if (reflections.empty()) {
        scanner.fail("there is no reflection in this file", remedy);
    }
    return reflections;
}

IndexBox box_of(const std::vector<Reflection>& reflections, const std::string& file) {
    IndexBox box{INT_MAX, INT_MIN, INT_MAX, INT_MIN, INT_MAX, INT_MIN};
    for (const Reflection& r : reflections) {
        box.h_min = std::min(box.h_min, r.h);
        box.h_max = std::max(box.h_max, r.h);
        box.k_min = std::min(box.k_min, r.k);
        box.k_max = std::max(box.k_max, r.k);
        box.l_min = std::min(box.l_min, r.l);
        box.l_max = std::max(box.l_max, r.l);
    }
    const auto range = [](int first, int last, int more) {
        return static_cast<double>(last) - static_cast<double>(first) + 1 + more;
    };
    const auto size_with = [&box, &range](int more) {
        return range(box.h_min, box.h_max, more) * range(box.k_min, box.k_max, more) *
               range(box.l_min, box.l_max, more);
    };
    constexpr int layer = 2;              // around the box, for the neighbours of its edge
    constexpr double most = 1 << 28;      // 2 GiB
    constexpr double few = 1 << 24;       // 128 MiB
    constexpr double most_empty = 10'000; // indices without an amplitude to one with
    const double table = size_with(layer);
    const bool is_stray =
        table > few && table > most_empty * static_cast<double>(reflections.size());
    if (table > most || is_stray) {
        throw InputError(
            {.where = file,
             .problem = "spans a box of " + trace::general15(size_with(0)) + " indices",
             .reason = table > most ? "the table would not fit into 2 GiB"
                                    : "the table would be empty but for " +
                                          std::to_string(reflections.size()) + " of them",
             .remedy = "Look for a stray index far from the others."});
    }
    return box;
}

/// A table that holds the reflections; the last one of an index wins.
StructureFactors table_of(const std::vector<Reflection>& reflections,
                          const std::filesystem::path& path, double default_electrons) {
    StructureFactors result =
        uniform_structure_factors(default_electrons, box_of(reflections, path.string()));
    for (const Reflection& r : reflections) {
        result.amplitude(r.h, r.k, r.l) = r.amplitude_electrons;
    }
    result.reflections = reflections.size();
    result.source = path.string();
    return result;
}

} // namespace

StructureFactors read_reflection_list(const std::filesystem::path& path, double default_electrons) {
    const std::string text = read_file(path, "reflection list");
    StructureFactors result =
        table_of(scan_reflections(text, path.string()), path, default_electrons);
    result.digest = sha256_hex(text);
    return result;
}

StructureFactors read_reflections(const std::filesystem::path& path, const std::string& column,
                                  double default_electrons) {
    const std::string end = path.extension().string();
    if (end == ".mtz" || end == ".cif" || end == ".ent" || end == ".mmcif") {
        const std::string bytes = read_file(path, "structure factor file");
        StructureFactors result = table_of(
            read_crystallographic_reflections(path, column).reflections, path, default_electrons);
        result.digest = sha256_hex(bytes + column);
        return result;
    }
    if (!column.empty()) {
        throw InputError({.where = path.string(),
                          .problem = "has no column " + column,
                          .reason = "a text list has one amplitude a line",
                          .remedy = "Leave the column out, or give an MTZ or mmCIF file."});
    }
    return read_reflection_list(path, default_electrons);
}

Mat3<double> read_a_matrix(const std::filesystem::path& path) {
    constexpr const char* remedy = "An A matrix has nine numbers: three rows x, y, z of a*, b*, "
                                   "c* in units of wavelength / angstrom.";
    const std::string text = read_file(path, "A matrix");
    NumberScanner scanner(text, path.string());
    std::array<double, 9> numbers{};
    std::size_t count = 0;
    while (scanner.skip_blank()) {
        const auto number = scanner.next<double>("a number", remedy);
        if (count == numbers.size()) {
            scanner.fail("there are more than 9 numbers", remedy);
        }
        if (!std::isfinite(number)) {
            scanner.fail("a matrix element is not a finite number", remedy);
        }
        numbers[count++] = number;
    }
    if (count != numbers.size()) {
        scanner.fail("there are " + std::to_string(count) + " numbers, not 9", remedy);
    }
    const auto& n = numbers;
    return {n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]};
}

} // namespace tapir::engine
