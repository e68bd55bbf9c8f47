#include "tapir/trace/format/native_format.hpp"

#include <algorithm>

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

std::string header_line(std::string_view mark, const NativeHeader& header,
                        std::size_t count_width) {
    std::string text = std::string(mark) + " format=" + std::to_string(header.format);
    const auto add = [&text](const char* name, const std::string& value) {
        text += " " + std::string(name) + "=" + value;
    };
    add("program", header.program);
    add("version", header.version);
    add("profile", header.profile);
    add("phi_mode", header.phi_mode);
    add("c_threads", std::to_string(header.c_threads));
    add("arithmetic", header.arithmetic);
    add("device", header.device);
    add("dtype", header.dtype);
    add("scene", header.scene);
    if (!header.source.empty()) {
        add("source", header.source);
        add("printed", header.printed);
    }
    if (header.digits != NativeHeader::full_digits) {
        add("digits", std::to_string(header.digits));
    }
    add("pixels", pixels_text(header));
    const std::string count = std::to_string(header.records);
    add("records", std::string(count_width - std::min(count_width, count.size()), '0') + count);
    return text + "\n";
}

std::string footer_line(std::uint64_t records, const std::string& sha256) {
    return "TAPIR_END records=" + std::to_string(records) + " sha256=" + sha256 + "\n";
}

void append_record_line(TextBuffer& lines, std::string_view key, std::string_view unit,
                        const Site& site, std::span<const double> values) {
    lines.append(key);
    lines.append(" [");
    lines.append(unit);
    lines.append("]");
    append(lines, site);
    lines.append(" :");
    for (const double value : values) {
        lines.append(' ');
        lines.append_shortest(value);
    }
    lines.append('\n');
}

void NativeSink::record(const TapSpec& spec, const Site& site, std::span<const double> values) {
    append_record_line(lines_, spec.key, spec.unit, site, values);
    ++records_;
}

std::string NativeSink::finish(NativeHeader header) const {
    header.records = records_;
    std::string text = header_line("TAPIR_TRACE", header);
    text += lines_.view();
    return text + footer_line(records_, sha256_hex(lines_.view()));
}

} // namespace tapir::trace
