#include "tapir/trace/base/word_list.hpp"

namespace tapir::trace {

std::string word_list(const std::set<std::string>& words, std::size_t most, OtherWords others) {
    std::string text;
    std::size_t named = 0;
    for (const std::string& word : words) {
        if (named++ == most) {
            return text + (others == OtherWords::dots
                               ? ", ..."
                               : " and " + std::to_string(words.size() - most) + " more");
        }
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

} // namespace tapir::trace
