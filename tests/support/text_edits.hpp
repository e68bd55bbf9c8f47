#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Texts of tests, taken apart and changed.
namespace tapir::test {

[[nodiscard]] inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The text with the first place of some words replaced.
/// @throws std::runtime_error  it has none, so that a test cannot pass without its edit
[[nodiscard]] inline std::string replaced(std::string text, const std::string& what,
                                          const std::string& by) {
    const std::size_t at = text.find(what);
    if (at == std::string::npos) {
        throw std::runtime_error("the test's own text lacks " + what);
    }
    return text.replace(at, what.size(), by);
}

} // namespace tapir::test
