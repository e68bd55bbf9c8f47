#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace tapir::reports {

inline constexpr std::string_view top_folder = "tapir-bundle/"; ///< of every archive

/// The names of an archive's files, each looked at before it is written.
class ArchiveNames {
  public:
    /// @param path  of an entry, whatever stands there
    /// @return what is wrong with it, as words that may be printed; empty: nothing, it is taken
    [[nodiscard]] std::string add(const std::string& path);

    /// The last one that was taken, below the top folder.
    [[nodiscard]] const std::string& last() const { return last_; }
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    [[nodiscard]] bool has(std::string_view name) const {
        return files_.count(std::string(name)) > 0;
    }
    /// Two that differ in case only, in words; or "".
    [[nodiscard]] std::string clash() const;

  private:
    std::string last_;
    std::set<std::string> files_, folders_;
};

} // namespace tapir::reports
