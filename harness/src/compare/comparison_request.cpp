#include "compare/comparison_request.hpp"

#include "console/spooled_input.hpp"

namespace tapir::harness {

void ComparisonRequest::spool() {
    std::vector<std::string*> files{&reference, &candidate};
    for (std::string& image : images) {
        files.push_back(&image);
    }
    std::vector<std::string> paths;
    paths.reserve(files.size());
    for (const std::string* file : files) {
        paths.push_back(*file);
    }
    require_pipes_once(paths);
    for (std::string* file : files) {
        *file = readable_again(*file);
    }
}

} // namespace tapir::harness
