#include "tapir/trace/digest.hpp"
#include "tapir/trace/native_format.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

std::string to_text(const std::vector<Pixel>& pixels) {
    std::string text;
    for (const Pixel& pixel : pixels) {
        text += (text.empty() ? "" : ";") + std::to_string(pixel.slow) + "," +
                std::to_string(pixel.fast);
    }
    return text.empty() ? "none" : text;
}

void NativeSink::record(const TapSpec& spec, const Site& site, std::span<const double> values) {
    lines_.append(spec.key);
    lines_.append(" [");
    lines_.append(spec.unit);
    lines_.append("]");
    append(lines_, site);
    lines_.append(" :");
    for (const double value : values) {
        lines_.append(' ');
        lines_.append_shortest(value);
    }
    lines_.append('\n');
    ++records_;
}

std::string NativeSink::finish(NativeHeader header) const {
    header.records = records_;
    std::string text = "TAPIR_TRACE format=" + std::to_string(header.format);
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
    add("pixels", to_text(header.pixels));
    add("records", std::to_string(header.records));
    text += "\n";
    text += lines_.view();
    text += "TAPIR_END records=" + std::to_string(records_) +
            " sha256=" + sha256_hex(lines_.view()) + "\n";
    return text;
}

} // namespace tapir::trace
