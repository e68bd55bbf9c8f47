#pragma once

#include <optional>
#include <string>

#include "tapir/trace/format/plain_text.hpp"

namespace tapir::harness {

/// Two files that are compared as texts: neither holds a record that a program is known by.
struct TextPair {
    std::string reference_name, candidate_name;
    trace::PlainText reference, candidate;
    std::string no_text; ///< why one of them is no text at all, as a sentence; or ""
};

/// Looks at two files: traces of this program's dialects, native and binary ones, the C program's
/// blocks of a pixel and per-phi JSON are records. So is a pair of which one file is such a trace.
/// Any other text is a text, also lines of TRACE_ with keys of another program. Of a large trace
/// only the front is read.
/// @param has_scene  a scene is at hand: then a text with keys of the scene's program is a trace
/// @return nothing where the files are to be compared as records
/// @throws InputError  a file cannot be read, is damaged, or is a text too large to be held
[[nodiscard]] std::optional<TextPair> text_pair(const std::string& reference,
                                                const std::string& candidate, bool has_scene);

} // namespace tapir::harness
