#include "tapir/trace/base/temporary_name.hpp"

#include <climits>
#include <string>

namespace tapir {

std::filesystem::path temporary_neighbour(const std::filesystem::path& path,
                                          std::string_view ending) {
    std::string name = path.filename().string();
    if (name.size() + ending.size() > NAME_MAX && name.size() <= NAME_MAX) {
        name.resize(NAME_MAX - ending.size());
    }
    name += ending;
    return path.parent_path() / name;
}

} // namespace tapir
