#include "align/alike.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "base/letter_case.hpp"
#include "format/line_tools.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Letters changed, left out, put in or exchanged with the next that turn one word into the other.
std::size_t edits_between(const std::string& one, const std::string& other) {
    std::vector<std::vector<std::size_t>> least(one.size() + 1,
                                                std::vector<std::size_t>(other.size() + 1));
    std::iota(least.front().begin(), least.front().end(), std::size_t{0});
    for (std::size_t i = 1; i <= one.size(); ++i) {
        least[i][0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t changed = one[i - 1] == other[j - 1] ? 0 : 1;
            least[i][j] =
                std::min({least[i - 1][j] + 1, least[i][j - 1] + 1, least[i - 1][j - 1] + changed});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
                least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
            }
        }
    }
    return least[one.size()][other.size()];
}

/// Words of a name that say more than a unit or a form does.
std::set<std::string> telling_words(const std::string& name) {
    static const std::set<std::string> units{"meters", "angstrom", "angstroms",
                                             "vector", "photons",  "pixel",
                                             "after",  "before",   "detector"};
    constexpr std::size_t shortest_telling = 4;
    const std::string lower = lower_case(name);
    std::set<std::string> words;
    for (const std::string_view word : split(lower, "_/ .")) {
        if (word.size() >= shortest_telling && units.count(std::string(word)) == 0) {
            words.insert(std::string(word));
        }
    }
    return words;
}

bool share_a_word(const std::string& one, const std::string& other) {
    const std::set<std::string> words = telling_words(one);
    const std::set<std::string> others = telling_words(other);
    return std::any_of(words.begin(), words.end(),
                       [&others](const std::string& word) { return others.count(word) > 0; });
}

/// Zeros, ones and other small whole numbers are alike by accident.
bool tells_nothing(double value) {
    constexpr double small = 100;
    return value == std::floor(value) && std::fabs(value) < small;
}

bool alike_in_value(const PrintedKey& one, const PrintedKey& other) {
    constexpr double close = 1e-3;
    constexpr double near = 0.05;
    constexpr std::size_t several = 3;
    const std::size_t count = std::min(one.values.size(), other.values.size());
    const double allowed = one.width >= several ? near : close;
    bool telling = false;
    for (std::size_t i = 0; i < count; ++i) {
        const double a = one.values[i];
        const double b = other.values[i];
        if (std::fabs(a - b) > allowed * std::max(std::fabs(a), std::fabs(b))) {
            return false;
        }
        telling = telling || !tells_nothing(a);
    }
    return telling;
}

} // namespace

bool alike_in_name(std::string_view one, std::string_view other) {
    constexpr std::size_t one_in = 4;
    const std::size_t length = std::min(one.size(), other.size());
    const std::size_t longer = std::max(one.size(), other.size());
    constexpr std::size_t longest = 120;
    if (length < one_in - 1 || longer > longest || longer - length > length / one_in + 1) {
        return false;
    }
    return edits_between(lower_case(one), lower_case(other)) <=
           std::max<std::size_t>(1, length / one_in);
}

bool are_alike(const PrintedKey& one, const PrintedKey& other) {
    if (alike_in_name(one.name, other.name)) {
        return true;
    }
    return one.width == other.width && one.records == other.records &&
           ((one.width > 1 && share_a_word(one.name, other.name)) || alike_in_value(one, other));
}

} // namespace tapir::trace
