#include "tapir/trace/base/error.hpp"

#include <algorithm>
#include <numeric>

namespace tapir {

namespace {

/// A message is read as a C string: a NUL that it quotes would hide what stands behind it.
std::string without_nul(std::string text) {
    std::replace(text.begin(), text.end(), '\0', '?');
    return text;
}

constexpr std::size_t longest_word = 256; // that anybody mistypes

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1,
                               diagonal + static_cast<std::size_t>(a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row[b.size()];
}

} // namespace

InputError::InputError(const InputProblem& problem)
    : std::runtime_error(without_nul(problem.where + ": " + problem.problem + " (" +
                                     problem.reason + "). " + problem.remedy)) {}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.size() > longest_word) {
        return "";
    }
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace tapir
