#include "tapir/trace/format/binary_writer.hpp"

#include <bit>
#include <cstring>
#include <map>

#include "format/binary_format.hpp"
#include "format/trace_head.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::trace {

static_assert(std::endian::native == std::endian::little,
              "the binary form is written as it lies in memory");

namespace {

/// The bytes of a plain object.
template <class Plain>
std::string_view bytes_of(const Plain& object) {
    return {reinterpret_cast<const char*>(&object), sizeof object};
}

class BinaryWriter final : public TraceWriter {
  public:
    BinaryWriter(const std::filesystem::path& path, const NativeHeader& header)
        : file_(path), head_(file_, "TAPIR_BINARY", header) {}

    void record(const TapSpec& spec, const Site& site, std::span<const double> values) override {
        constexpr std::size_t enough = std::size_t{1} << 17U;
        if (site.pixel() != pixel_ || payload_.size() >= enough) {
            flush();
            pixel_ = site.pixel();
        }
        binary::RecordHead head;
        head.tap = tap_index(spec);
        head.values = static_cast<std::uint32_t>(values.size());
        std::array<std::int32_t, binary::loop_count> indices{};
        std::size_t count = 0;
        for (std::size_t i = 0; i < binary::loop_count; ++i) {
            if (const int index = site[binary::first_loop + i]; index >= 0) {
                head.loops = static_cast<std::uint8_t>(head.loops | (1U << i));
                indices[count++] = index;
            }
        }
        payload_ += bytes_of(head);
        payload_ += std::string_view(reinterpret_cast<const char*>(indices.data()),
                                     (count + count % 2) * sizeof(std::int32_t));
        payload_ += std::string_view(reinterpret_cast<const char*>(values.data()),
                                     values.size() * sizeof(double));
        ++in_block_;
    }

    void finish() override {
        flush();
        binary::BlockHead head;
        head.kind = binary::Kind::end;
        head.records = records_;
        const binary::End end{chain_, binary::check_of(head_.state(file_, records_))};
        write_block(head, bytes_of(end));
        file_.commit();
    }

    [[nodiscard]] std::uint64_t records() const override { return records_ + in_block_; }

  private:
    std::uint16_t tap_index(const TapSpec& spec) {
        const auto [found, fresh] =
            taps_.try_emplace(&spec, static_cast<std::uint16_t>(taps_.size()));
        if (fresh) {
            new_taps_ += std::string(spec.key) + "\t" + spec.unit + "\n";
        }
        return found->second;
    }

    void write_block(binary::BlockHead head, std::string_view payload) {
        head.bytes = payload.size();
        head.check = binary::check_of(head, payload);
        chain_ = binary::chained(chain_, head);
        file_.append(bytes_of(head));
        file_.append(payload);
    }

    void flush() {
        if (!new_taps_.empty()) {
            binary::BlockHead head;
            head.kind = binary::Kind::taps;
            write_block(head, new_taps_);
            new_taps_.clear();
        }
        if (in_block_ > 0) {
            binary::BlockHead head;
            head.slow = pixel_.slow;
            head.fast = pixel_.fast;
            head.records = in_block_;
            write_block(head, payload_);
            records_ += in_block_;
            in_block_ = 0;
            payload_.clear();
        }
    }

    AtomicFile file_;
    TraceHead head_;
    std::map<const TapSpec*, std::uint16_t> taps_;
    std::string new_taps_, payload_;
    Pixel pixel_{-1, -1};
    std::uint64_t records_ = 0, in_block_ = 0, chain_ = 0;
};

} // namespace

std::unique_ptr<TraceWriter> write_binary(const std::filesystem::path& path,
                                          const NativeHeader& header) {
    if (!header.loops.same_names(version_1_loops())) {
        throw InternalError("the binary form has a place for the loops of version 1 alone");
    }
    return std::make_unique<BinaryWriter>(path, header);
}

} // namespace tapir::trace
