#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/sink.hpp"
#include "tapir/trace/text_buffer.hpp"

namespace tapir::trace {

struct Pixel {
    int slow = 0;
    int fast = 0;
    friend auto operator<=>(const Pixel&, const Pixel&) =
        default; // NOLINT(modernize-use-nullptr): clang-tidy 14 trips over <=>
};

/// What was run: the first line of a native trace. FORMAT.md gives its grammar.
struct NativeHeader {
    int format = 1;
    std::string program, version;
    std::string profile, phi_mode, arithmetic, device, dtype;
    int c_threads = 1;
    std::string scene; ///< "sha256:..." of the effective experiment
    std::vector<Pixel> pixels;
    std::uint64_t records = 0; ///< expected number of record lines
};

/// Collects native record lines; `finish` frames them with header and footer.
class NativeSink final : public Sink {
  public:
    void record(const TapSpec& spec, const Site& site, std::span<const double> values) override;
    /// The whole file. `header.records` is filled in here.
    [[nodiscard]] std::string finish(NativeHeader header) const;

  private:
    TextBuffer lines_;
    std::uint64_t records_ = 0;
};

/// "685,1039" or "685,1039;686,0".
[[nodiscard]] std::string to_text(const std::vector<Pixel>& pixels);

} // namespace tapir::trace
