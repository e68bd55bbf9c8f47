#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tapir/trace/base/text_buffer.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::trace {

/// The loops that version 1 knows by name; also those of the binary form and of the text dialects.
[[nodiscard]] const Loops& version_1_loops();

/// Where in a source a key is taken.
struct KeyPlace {
    std::string key, file;
    int line = 0;
};

/// What was run: the first line of a native trace. FORMAT.md gives its grammar.
struct NativeHeader {
    static constexpr int full_digits = 17; ///< what every double needs
    int format = 1; ///< of the file that was read; a writer takes the one its loops need
    int digits =
        full_digits; ///< significant digits its numbers are good for; below 17 in imported traces
    std::string program, version;
    std::string profile, phi_mode, arithmetic, device, dtype;
    int c_threads = 1;
    std::string scene; ///< "sha256:..." of the effective experiment; else it is not known
    /// Of an imported trace: the dialect it was in, and the lines it had, "kind/key;kind/key".
    std::string source, printed;
    /// A writer of version 2 states them; a reader only looks whether they are well formed.
    std::vector<KeyPlace> places;
    /// Of a trace that was recorded by probes: the keys of its taps. What is none of them is
    /// outside its scope. Empty: it does not say, and all is expected of it.
    std::vector<std::string> watched;
    Loops loops = version_1_loops();
    std::vector<Pixel> pixels; ///< in version 2 there may be none
    /// A whole rectangle instead of a list: its first and its last pixel, row by row.
    std::optional<std::pair<Pixel, Pixel>> rectangle;
    std::uint64_t records = 0; ///< expected number of record lines

    [[nodiscard]] bool watches(std::string_view key) const;
    [[nodiscard]] bool states_scene() const { return scene.compare(0, 7, "sha256:") == 0; }
};

/// The header as one line, with its line end.
/// @param count_width  the number of records is written with at least so many digits
[[nodiscard]] std::string header_line(std::string_view mark, const NativeHeader& header,
                                      std::size_t count_width = 1);

/// A record as one line, with its line end.
void append_record_line(TextBuffer& lines, std::string_view key, std::string_view unit,
                        const Site& site, const Loops& loops, std::span<const double> values);

/// What a file ends with, with its line end. @param sha256  of all record lines
[[nodiscard]] std::string footer_line(std::uint64_t records, const std::string& sha256);

/// Collects native record lines; `finish` frames them with header and footer.
class NativeSink final : public Sink {
  public:
    /// @param loops  of the program; `finish` states them
    explicit NativeSink(const Loops& loops = version_1_loops()) : loops_(loops) {}

    void record(const TapSpec& spec, const Site& site, std::span<const double> values) override;
    /// The whole file. `header.records` and `header.loops` are filled in here.
    [[nodiscard]] std::string finish(NativeHeader header) const;

  private:
    Loops loops_;
    TextBuffer lines_;
    std::uint64_t records_ = 0;
};

/// "685,1039" or "685,1039;686,0"; a rectangle "0,0-685,1039".
[[nodiscard]] std::string to_text(const std::vector<Pixel>& pixels);
[[nodiscard]] std::string pixels_text(const NativeHeader& header);

} // namespace tapir::trace
