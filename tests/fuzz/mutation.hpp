#pragma once

#include <random>
#include <string>
#include <vector>

/// Breaks files for the fuzzers.
namespace tapir::test {

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

/// Changes, cuts, inserts, erases, repeats: one to six times.
inline std::string mutated(Random& random, std::string text,
                           const std::vector<std::string>& fragments) {
    const std::size_t changes = 1 + below(random, 6);
    for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
        const std::size_t at = below(random, text.size());
        switch (below(random, 6)) {
        case 0:
            text[at] = static_cast<char>(below(random, 256));
            break;
        case 1:
            text.resize(at);
            break;
        case 2:
            text.insert(at, fragments[below(random, fragments.size())]);
            break;
        case 3:
            text.erase(at, below(random, 200));
            break;
        case 4:
            text.insert(at, text.substr(below(random, text.size()), below(random, 400)));
            break;
        default:
            text.insert(at, std::string(below(random, 3000), text[at]));
        }
    }
    return text;
}

} // namespace tapir::test
