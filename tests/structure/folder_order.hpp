#pragma once

#include <string>
#include <vector>

namespace tapir::structure {

/// A top folder, what it may include, and the order of its sub-folders.
struct Component {
    std::string name;
    std::vector<std::string> may_include; ///< other components
    /// The earliest first: a file includes its own sub-folder and earlier ones. Empty: no order.
    std::vector<std::string> sub_folders;
};

/// The one table of what may include what. The folder READMEs say the same in words.
[[nodiscard]] inline const std::vector<Component>& components() {
    static const std::vector<Component> all{
        {"trace",
         {},
         {"base", "record", "format", "model", "align", "stage", "cause", "verdict", "image",
          "stream", "parity", "kit"}},
        {"engine", {"trace"}, {}},
        {"reports", {"trace"}, {"text", "picture", "archive", "verdict", "page"}},
        {"harness",
         {"trace", "engine", "reports"},
         {"console", "nanobragg", "scene", "run", "compare", "probe", "bundle", "commands"}}};
    return all;
}

} // namespace tapir::structure
