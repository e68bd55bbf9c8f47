#pragma once

#include <spdlog/formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <memory>
#include <mutex>
#include <string>

namespace tapir::harness {

/// Writes what is said to standard error. That nobody listens there is no error.
class ScreenSink final : public spdlog::sinks::base_sink<std::mutex> {
  protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}
};

/// A pattern of spdlog's in which `%*` is the message, made safe for a terminal: files, names and
/// options that it quotes may hold anything.
[[nodiscard]] std::unique_ptr<spdlog::formatter> safe_formatter(const std::string& pattern);

} // namespace tapir::harness
