#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tapir::reports {

/// A section, and what stands in its place when there is no room for it.
struct Section {
    std::string text;
    std::string name{}; ///< "": never left out
};

/// From the doctype to `<main>`. @param title  escaped
[[nodiscard]] std::string page_begin(const std::string& title);
/// What closes a page.
[[nodiscard]] std::string page_end();
/// Leaves sections out, the last first, until they fit.
/// @param spare  bytes to keep free as long as something can be left out
/// @return bytes left
std::size_t make_fit(std::vector<Section>& sections, std::size_t room, std::size_t spare);

} // namespace tapir::reports
