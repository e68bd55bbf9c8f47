#pragma once

#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <string>

namespace tapir::harness {

/// Appends what is said to a file, each message at once.
class LogFileSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    /// @throws InputError  the file is there and is no log of this program, or cannot be written
    explicit LogFileSink(std::string path);
    ~LogFileSink() override;
    LogFileSink(const LogFileSink&) = delete;
    LogFileSink& operator=(const LogFileSink&) = delete;
    LogFileSink(LogFileSink&&) = delete;
    LogFileSink& operator=(LogFileSink&&) = delete;

  protected:
    /// @throws InputError  the disk refuses
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}

  private:
    void write(const char* bytes, std::size_t count);

    std::string path_;
    int descriptor_ = -1;
};

} // namespace tapir::harness
