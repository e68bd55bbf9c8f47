#include "console/screen_sink.hpp"

#include <spdlog/pattern_formatter.h>

#include <ctime>
#include <string_view>

#include "console/standard_streams.hpp"
#include "tapir/reports/text/printable.hpp"

namespace tapir::harness {

namespace {

class SafeMessage final : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
                spdlog::memory_buf_t& line) override {
        const std::string text =
            reports::safe_lines({message.payload.data(), message.payload.size()});
        line.append(text.data(), text.data() + text.size());
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<SafeMessage>();
    }
};

} // namespace

void ScreenSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    to_standard_error({line.data(), line.size()});
}

std::unique_ptr<spdlog::formatter> safe_formatter(const std::string& pattern) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<SafeMessage>('*').set_pattern(pattern);
    return formatter;
}

} // namespace tapir::harness
