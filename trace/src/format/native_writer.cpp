#include "tapir/trace/format/native_writer.hpp"

#include "format/trace_head.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::trace {

namespace {

class NativeWriter final : public TraceWriter {
  public:
    NativeWriter(const std::filesystem::path& path, const NativeHeader& header)
        : file_(path), head_(file_, "TAPIR_TRACE", header) {}

    void record(const TapSpec& spec, const Site& site, std::span<const double> values) override {
        append_record_line(lines_, spec.key, spec.unit, site, head_.header().loops, values);
        ++records_;
        constexpr std::size_t enough = std::size_t{1} << 18U;
        if (lines_.view().size() >= enough) {
            flush();
        }
    }

    void finish() override {
        flush();
        file_.append(footer_line(records_, digest_.hex()));
        head_.state(file_, records_);
        file_.commit();
    }

    [[nodiscard]] std::uint64_t records() const override { return records_; }

  private:
    void flush() {
        digest_.update(lines_.view());
        file_.append(lines_.view());
        lines_.clear();
    }

    AtomicFile file_;
    TraceHead head_;
    TextBuffer lines_;
    Sha256 digest_;
    std::uint64_t records_ = 0;
};

} // namespace

std::unique_ptr<TraceWriter> write_native(const std::filesystem::path& path,
                                          const NativeHeader& header) {
    return std::make_unique<NativeWriter>(path, header);
}

} // namespace tapir::trace
