#include "tapir/trace/format/plain_text.hpp"

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

std::string plain_text_of(std::string bytes, const std::string& name, std::size_t largest) {
    if (bytes.size() > largest) {
        throw InputError(
            {.where = name,
             .problem =
                 "is too large to be read as text: " + std::to_string(bytes.size() >> 20U) + " MiB",
             .reason = "a text is held in memory up to " + std::to_string(largest >> 20U) + " MiB",
             .remedy = "Compare a part of it."});
    }
    return bytes;
}

} // namespace tapir::trace
