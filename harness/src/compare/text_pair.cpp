#include "compare/text_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <set>
#include <string_view>
#include <utility>

#include "compare/float_image.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

using trace::FileForm;

/// Whether the program has the key of a record; keys among words are many a program's.
bool holds_known(const trace::TraceFile& file, bool among_words) {
    if (file.header) {
        return true;
    }
    trace::TraceFile first; // one record of each key says it
    first.dialect = file.dialect;
    first.loops = file.loops;
    first.pixels = file.pixels;
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const trace::PrintedRecord& record : file.records) {
        if ((among_words || record.kind != "TEXT") &&
            seen.emplace(record.kind, record.key).second) {
            first.records.push_back(record);
        }
    }
    const auto values = trace::canonicalise(first, engine::nanobragg_model());
    return std::any_of(values.begin(), values.end(), [](const auto& one) { return one.known; });
}

/// Whether words stand in a text; as fast for words that begin with a blank as for others.
bool says(const std::string& text, std::string_view words) {
    return std::search(text.begin(), text.end(),
                       std::boyer_moore_horspool_searcher(words.begin(), words.end())) !=
           text.end();
}

bool is_trace(const std::string& text, bool has_scene) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    // what a text of a dialect has at least; most texts have none of it
    const bool may_be = text.find("TRACE") != std::string::npos || says(text, " : stol = ") ||
                        text.find("\"phi_tic\"") != std::string::npos ||
                        trace::form_of(text) != FileForm::text;
    if (!may_be && !has_scene) {
        return false;
    }
    const auto file = trace::parse_dialect(text, "", program.terminal_keys, program.loops);
    if (file) {
        return holds_known(*file, false);
    }
    return has_scene &&
           holds_known(trace::parse_trace(text, "", program.terminal_keys, program.loops), true);
}

/// The size of a file; 0 of what is none, such as a device.
std::uintmax_t size_of(const std::string& path) {
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::is_regular_file(path, unknown)
                                    ? std::filesystem::file_size(path, unknown)
                                    : 0;
    return unknown ? 0 : size;
}

/// The first whole lines of a large file. "": it is not large
std::string front_of_large(const std::string& path) {
    constexpr std::size_t enough = std::size_t{1} << 20U;
    if (size_of(path) <= enough) {
        return "";
    }
    std::string front(enough, '\0');
    std::ifstream stream(path, std::ios::binary);
    stream.read(front.data(), static_cast<std::streamsize>(front.size()));
    front.resize(static_cast<std::size_t>(stream.gcount()));
    front.resize(front.find_last_of('\n') + 1);
    return front;
}

void refuse_large(const std::string& path) {
    const std::uintmax_t size = size_of(path);
    if (size > trace::largest_text_held) {
        throw InputError(
            {.where = path,
             .problem = fmt::format("is too large to be read as a text: {} MiB", size >> 20U),
             .reason = fmt::format("texts are held in memory up to {} MiB; only traces "
                                   "are read piece by piece",
                                   trace::largest_text_held >> 20U),
             .remedy = "Compare a part of it (`split`, `head`), or print less."});
    }
}

/// One file: a text, or a trace of which no more is to be known here.
struct Side {
    bool is_trace = false;
    trace::PlainText plain;
    std::string no_text;
};

/// Why bytes are no text, as a sentence; or "".
std::string why_no_text(const std::string& path, std::string_view bytes) {
    const std::size_t zero = bytes.find('\0');
    if (zero == std::string_view::npos) {
        return "";
    }
    return looks_like_image(path)
               ? fmt::format("{} is an image; two images are compared by `tapir why REFERENCE "
                             "CANDIDATE`.",
                             path)
               : fmt::format("{} is no text: byte {} of it is 0, as in files of bare numbers; "
                             "images and arrays (.npy, SMV, raw float32) are compared by `tapir "
                             "why REFERENCE CANDIDATE`.",
                             path, zero);
}

/// What the first lines of a large file say; nothing of a small one, which is read whole.
/// @return the side, if they say all that is to be known; or nothing
std::optional<Side> side_by_front(const std::string& path, const std::string& front,
                                  bool has_scene) {
    Side side;
    const FileForm form = trace::form_of(front);
    side.is_trace = form == FileForm::native || form == FileForm::binary ||
                    (form == FileForm::text && !front.empty() && is_trace(front, has_scene));
    if (form == FileForm::text && front.find("TRACE_") != std::string::npos &&
        size_of(path) > trace::largest_text_held) {
        side.is_trace = true; // of another program, pixel by pixel
    }
    return side.is_trace ? std::optional(std::move(side)) : std::nullopt;
}

Side whole_side(const std::string& path, bool has_scene) {
    Side side;
    refuse_large(path);
    std::string bytes = read_file(path, "trace or text");
    if (trace::form_of(bytes) == FileForm::binary || trace::form_of(bytes) == FileForm::native) {
        side.is_trace = true;
        return side;
    }
    side.plain = trace::plain_text(std::move(bytes), path, trace::largest_text_held);
    // a stray zero byte makes no other thing of lines of a trace
    if (side.plain.text.find("TRACE_") == std::string::npos) {
        side.no_text = why_no_text(path, side.plain.text);
    }
    side.is_trace = side.no_text.empty() && is_trace(side.plain.text, has_scene);
    return side;
}

} // namespace

std::optional<TextPair> text_pair(const std::string& reference, const std::string& candidate,
                                  bool has_scene) {
    const std::string front_a = front_of_large(reference);
    if (side_by_front(reference, front_a, has_scene)) {
        return std::nullopt;
    }
    const std::string front_b = front_of_large(candidate);
    const auto read_candidate = [&] {
        std::optional<Side> side = side_by_front(candidate, front_b, has_scene);
        return side ? std::move(*side) : whole_side(candidate, has_scene);
    };
    // large files are read at the same time; what gives its bytes only once is none of them
    const bool both_large = !front_a.empty() && !front_b.empty();
    std::future<Side> reading =
        std::async(both_large ? std::launch::async : std::launch::deferred, read_candidate);
    Side one = whole_side(reference, has_scene);
    if (one.is_trace) {
        return std::nullopt;
    }
    Side other = reading.get();
    if (other.is_trace) {
        return std::nullopt;
    }
    return TextPair{reference, candidate, std::move(one.plain), std::move(other.plain),
                    one.no_text.empty() ? other.no_text : one.no_text};
}

} // namespace tapir::harness
