#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cuda/runtime.hpp"
#include "cuda/traced_pixel.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine::cuda {

/// A scene on a device, and the image computed from it there: a CUDA device, or the host that
/// executes the kernels' PTX. Which of the two it is, only its runtime knows.
///
/// Every value is computed by the functions of pixel_kernel.hpp; all tables come from the host.
/// @tparam Numbers  Float64, Mixed, Float32
template <class Numbers>
class DeviceFrame {
  public:
    /// Copies the scene's tables to the device and clears the image.
    /// @param unrounded  pixels are kept as doubles, not as floats
    /// @param runtime  lives longer than the frame
    /// @throws InputError  the device has not enough memory
    DeviceFrame(Runtime& runtime, const DerivedScene<Numbers>& scene, int rows, int columns,
                bool unrounded);
    ~DeviceFrame();
    DeviceFrame(const DeviceFrame&) = delete;
    DeviceFrame& operator=(const DeviceFrame&) = delete;
    DeviceFrame(DeviceFrame&&) = delete;
    DeviceFrame& operator=(DeviceFrame&&) = delete;

    /// Computes every pixel of the detector, each from the same state.
    void compute_all(const PhiState& state);
    /// Computes some pixels.
    /// @param pixels  slow x columns + fast
    void compute(std::span<const std::int64_t> pixels, const PhiState& state);

    /// For each pixel whether it ended interpolation; empty when the scene does not interpolate.
    [[nodiscard]] std::vector<std::uint8_t> ended_interpolation();

    /// The image, copied to memory from which a device copies fast; valid until the next call.
    /// `double` when unrounded, else `float`.
    template <class Value>
    [[nodiscard]] std::span<const Value> image();

    /// Time the last computation took on the device [ms].
    [[nodiscard]] double kernel_ms();

    /// Every tap of a pixel, in order. The image stays as it is.
    /// @throws InputError  more records than memory_limit_bytes hold
    void trace(const TracedPixel& pixel, trace::Sink& sink);

    static constexpr std::uint64_t memory_limit_bytes = std::uint64_t{1} << 30U;
    /// Room for the records of a first run [8 bytes]; where they take more there is a second.
    static constexpr std::uint64_t first_record_words = std::uint64_t{1} << 17U;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace tapir::engine::cuda
