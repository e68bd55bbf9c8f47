#include "tapir/trace/format/native_format.hpp"

#include <algorithm>
#include <functional>

#include "format/line_tools.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

std::string to_text(const std::vector<Pixel>& pixels) {
    std::string text;
    for (const Pixel& pixel : pixels) {
        text += (text.empty() ? "" : ";") + std::to_string(pixel.slow) + "," +
                std::to_string(pixel.fast);
    }
    return text.empty() ? "none" : text;
}

std::string pixels_text(const NativeHeader& header) {
    return header.rectangle ? to_text(std::vector{header.rectangle->first}) + "-" +
                                  to_text(std::vector{header.rectangle->second})
                            : to_text(header.pixels);
}

const Loops& version_1_loops() {
    static const Loops loops({"slow", "row's pixel"}, {"fast", "pixel"},
                             {{"thick"}, {"sub_s"}, {"sub_f"}, {"source"}, {"phi_tic"}, {"mos"}});
    return loops;
}

namespace {

/// "slow:row,fast:column,step,cell": the loops of a program and which are those of its pixels.
std::string loops_text(const Loops& loops, bool has_pixels) {
    std::string text;
    for (std::size_t loop = has_pixels ? 0 : Loops::column + 1; loop < loops.size(); ++loop) {
        text += (text.empty() ? "" : ",") + as_word(loops[loop].name) +
                (loop == Loops::row      ? ":row"
                 : loop == Loops::column ? ":column"
                                         : "");
    }
    return text.empty() ? "none" : text;
}

/// "T@heat.c:31;q@heat.c:35".
std::string places_text(const std::vector<KeyPlace>& places) {
    std::string text;
    for (const KeyPlace& place : places) {
        text += (text.empty() ? "" : ";") + place.key + "@" + as_word(place.file) + ":" +
                std::to_string(place.line);
    }
    return text;
}

/// "T;q".
std::string words_text(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ";") + word;
    }
    return text;
}

using Add = std::function<void(const char*, const std::string&)>;

/// What version 1 always states, and version 2 where there is something to state.
void add_run(const NativeHeader& header, bool always, const Add& add) {
    const auto add_text = [&](const char* name, const std::string& value) {
        if (always || !value.empty()) {
            add(name, value);
        }
    };
    add_text("version", header.version);
    add_text("profile", header.profile);
    add_text("phi_mode", header.phi_mode);
    if (always) {
        add("c_threads", std::to_string(header.c_threads));
    }
    add_text("arithmetic", header.arithmetic);
    add_text("device", header.device);
    add_text("dtype", header.dtype);
    add_text("scene", header.scene);
}

} // namespace

bool NativeHeader::watches(std::string_view key) const {
    return watched.empty() || std::find(watched.begin(), watched.end(), key) != watched.end();
}

std::string header_line(std::string_view mark, const NativeHeader& header,
                        std::size_t count_width) {
    const bool first_version = header.loops.same_names(version_1_loops()) &&
                               header.places.empty() && header.watched.empty();
    const bool has_pixels = header.rectangle.has_value() || !header.pixels.empty();
    std::string text = std::string(mark) + (first_version ? " format=1" : " format=2");
    const auto add = [&text](const char* name, const std::string& value) {
        text += " " + std::string(name) + "=" + value;
    };
    add("program", header.program);
    add_run(header, first_version, add);
    if (!header.source.empty()) {
        add("source", header.source);
        add("printed", header.printed);
    }
    if (header.digits != NativeHeader::full_digits) {
        add("digits", std::to_string(header.digits));
    }
    if (!first_version) {
        add("loops", loops_text(header.loops, has_pixels));
    }
    if (first_version || has_pixels) {
        add("pixels", pixels_text(header));
    }
    if (!header.watched.empty()) {
        add("watched", words_text(header.watched));
    }
    if (!header.places.empty()) {
        add("places", places_text(header.places));
    }
    const std::string count = std::to_string(header.records);
    add("records", std::string(count_width - std::min(count_width, count.size()), '0') + count);
    return text + "\n";
}

std::string footer_line(std::uint64_t records, const std::string& sha256) {
    return "TAPIR_END records=" + std::to_string(records) + " sha256=" + sha256 + "\n";
}

void append_record_line(TextBuffer& lines, std::string_view key, std::string_view unit,
                        const Site& site, const Loops& loops, std::span<const double> values) {
    lines.append(key);
    lines.append(" [");
    lines.append(unit);
    lines.append("]");
    append(lines, site, loops);
    lines.append(" :");
    for (const double value : values) {
        lines.append(' ');
        lines.append_shortest(value);
    }
    lines.append('\n');
}

void NativeSink::record(const TapSpec& spec, const Site& site, std::span<const double> values) {
    append_record_line(lines_, spec.key, spec.unit, site, loops_, values);
    ++records_;
}

std::string NativeSink::finish(NativeHeader header) const {
    header.records = records_;
    header.loops = loops_;
    std::string text = header_line("TAPIR_TRACE", header);
    text += lines_.view();
    return text + footer_line(records_, sha256_hex(lines_.view()));
}

} // namespace tapir::trace
