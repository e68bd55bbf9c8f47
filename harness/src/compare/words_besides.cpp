#include "compare/words_besides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

namespace tapir::harness {

namespace {

using Counts = std::map<std::string, std::size_t, std::less<>>;

Counts words_of(const trace::TraceFile& file) {
    Counts words;
    const std::string& text = file.other_lines;
    const auto is_letter = [&text](std::size_t at) {
        return std::isalpha(static_cast<unsigned char>(text[at])) != 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter(end)) {
            ++end;
        }
        if (end > at) {
            ++words[text.substr(at, end - at)];
        }
        at = end + 1;
    }
    return words;
}

Counts keys_of_records(const trace::TraceFile& file) {
    Counts keys;
    for (const trace::PrintedRecord& record : file.records) {
        keys[record.key] = 1;
    }
    return keys;
}

std::size_t total(const Counts& counts) {
    std::size_t sum = 0;
    for (const auto& [word, count] : counts) {
        sum += count;
    }
    return sum;
}

/// Whether at least half of what either side counts is on the other side too.
bool half_in_common(const Counts& one, const Counts& other) {
    std::size_t common = 0;
    for (const auto& [word, count] : one) {
        const auto found = other.find(word);
        common += found == other.end() ? 0 : std::min(count, found->second);
    }
    return 2 * common >= std::max(total(one), total(other));
}

} // namespace

bool may_be_of_one_program(const trace::TraceFile& reference, const trace::TraceFile& candidate) {
    return reference.dialect == candidate.dialect &&
           half_in_common(keys_of_records(reference), keys_of_records(candidate)) &&
           half_in_common(words_of(reference), words_of(candidate));
}

void count_words_besides(const trace::TraceFile& reference, const trace::TraceFile& candidate,
                         trace::Comparison& result) {
    const std::size_t here = total(words_of(reference));
    const std::size_t there = total(words_of(candidate));
    const std::size_t end = result.sentence.find('.');
    if (result.verdict != trace::Verdict::parity || here + there == 0 || end == std::string::npos) {
        return;
    }
    result.sentence.insert(end, fmt::format("; besides numbers, {} word(s) of the reference and {} "
                                            "of the candidate were not compared, because two "
                                            "programs wrote them",
                                            here, there));
}

} // namespace tapir::harness
