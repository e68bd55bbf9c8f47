#include "cuda/device_frame.hpp"

#include <algorithm>
#include <mutex>

#include "cuda/memory.hpp"
#include "cuda/pixel_kernels.cuh"
#include "tapir/engine/device.hpp"

/// Launches, copies and their errors. No physics: that is in pixel_kernel.hpp.
namespace tapir::engine::cuda {

namespace {

/// The tables of a scene on the device.
template <class Numbers>
struct DeviceTables {
    using Wide = typename Numbers::Wide;

    explicit DeviceTables(const DerivedScene<Numbers>& scene)
        : source_directions(scene.source_directions), wavelengths(scene.wavelengths),
          inverse_wavelengths(scene.inverse_wavelengths), source_weights(scene.source_weights),
          phi(scene.phi), cells_phi(scene.cells_phi), mosaic_rotations(scene.mosaic_rotations),
          cells(scene.cells), amplitudes(scene.view().structure_factors.amplitude_electrons,
                                         scene.structure_factors->amplitude_electrons.size()) {}

    /// The scene with pointers for the device.
    [[nodiscard]] SceneView<Numbers> view(const DerivedScene<Numbers>& scene) const {
        SceneView<Numbers> result = scene.fields;
        result.source_directions = source_directions.data();
        result.wavelengths = wavelengths.data();
        result.inverse_wavelengths = inverse_wavelengths.data();
        result.source_weights = source_weights.data();
        result.phi = phi.data();
        result.cells_phi = cells_phi.data();
        result.mosaic_rotations = mosaic_rotations.data();
        result.cells = cells.data();
        result.structure_factors.amplitude_electrons = amplitudes.data();
        return result;
    }

    DeviceArray<Vec3<Wide>> source_directions;
    DeviceArray<Wide> wavelengths, inverse_wavelengths, source_weights, phi;
    DeviceArray<Cell<Wide>> cells_phi;
    DeviceArray<Mat3<Wide>> mosaic_rotations;
    DeviceArray<Cell<Wide>> cells;
    DeviceArray<TableElement<Numbers>> amplitudes;
};

} // namespace

template <class Numbers>
struct DeviceFrame<Numbers>::Parts {
    using Wide = typename Numbers::Wide;

    Parts(const DerivedScene<Numbers>& scene, int rows, int the_columns, bool is_unrounded)
        : tables(scene), view(tables.view(scene)), columns(the_columns),
          pixels(static_cast<std::size_t>(rows) * static_cast<std::size_t>(the_columns)),
          unrounded(is_unrounded), pixel_bytes(is_unrounded ? sizeof(double) : sizeof(float)),
          image(pixels * pixel_bytes),
          ended(scene.fields.interpolate && scene.fields.interpolation_ends ? pixels : 0),
          host_image(pixels * pixel_bytes),
          cells_are_constant(scene.cells.size() * sizeof(Cell<Wide>) <= constant_bytes) {
        if (image.size() > 0) {
            check(cudaMemset(image.data(), 0, image.size()), "clearing the image");
        }
        if (ended.size() > 0) {
            check(cudaMemset(ended.data(), 0, ended.size()), "clearing the marks");
        }
    }

    template <class Options>
    void launch_with(const FrameJob& job) {
        const auto blocks =
            static_cast<unsigned>((job.count + threads_per_block - 1) / threads_per_block);
        if (cells_are_constant) {
            frame_kernel<Numbers, Options, true><<<blocks, threads_per_block>>>(view, job);
        } else {
            frame_kernel<Numbers, Options, false><<<blocks, threads_per_block>>>(view, job);
        }
    }

    void launch(FrameJob job) {
        if (job.count == 0) {
            return;
        }
        job.columns = columns;
        job.unrounded = unrounded ? reinterpret_cast<double*>(image.data()) : nullptr;
        job.rounded = unrounded ? nullptr : reinterpret_cast<float*>(image.data());
        job.ended = ended.data();
        // the cells in constant memory are those of one launch at a time
        static std::mutex launching;
        const std::scoped_lock lock(launching);
        if (cells_are_constant) {
            check(cudaMemcpyToSymbolAsync(constant_cells, tables.cells.data(),
                                          tables.cells.size() * sizeof(Cell<Wide>), 0,
                                          cudaMemcpyDeviceToDevice),
                  "the cells to constant memory");
        }
        begin.record();
        if (view.interpolate) {
            launch_with<AnyOptions>(job);
        } else if (view.shape != LatticeShape::square) {
            launch_with<AnyLattice>(job);
        } else if (is_plain(view)) {
            launch_with<FixedOptions<LatticeShape::square, true>>(job);
        } else {
            launch_with<FixedOptions<LatticeShape::square, false>>(job);
        }
        check(cudaGetLastError(), "starting the kernel");
        end.record();
        check(cudaStreamSynchronize(nullptr), "running the kernel");
    }

    DeviceTables<Numbers> tables;
    SceneView<Numbers> view;
    int columns;
    std::size_t pixels;
    bool unrounded;
    std::size_t pixel_bytes;
    DeviceArray<unsigned char> image;
    DeviceArray<std::uint8_t> ended;
    PinnedBytes host_image;
    bool cells_are_constant;
    Event begin, end;
};

template <class Numbers>
DeviceFrame<Numbers>::DeviceFrame(const DerivedScene<Numbers>& scene, int rows, int columns,
                                  bool unrounded) {
    (void)cuda_device();
    parts_ = std::make_unique<Parts>(scene, rows, columns, unrounded);
}

template <class Numbers>
DeviceFrame<Numbers>::~DeviceFrame() = default;

template <class Numbers>
void DeviceFrame<Numbers>::compute_all(const PhiState& state) {
    parts_->launch({.count = static_cast<std::int64_t>(parts_->pixels), .state = state});
}

template <class Numbers>
void DeviceFrame<Numbers>::compute(std::span<const std::int64_t> pixels, const PhiState& state) {
    const DeviceArray<std::int64_t> chosen(pixels.data(), pixels.size());
    parts_->launch({.pixels = chosen.data(),
                    .count = static_cast<std::int64_t>(pixels.size()),
                    .state = state});
}

template <class Numbers>
std::vector<std::uint8_t> DeviceFrame<Numbers>::ended_interpolation() {
    std::vector<std::uint8_t> marks(parts_->ended.size());
    if (!marks.empty()) {
        check(cudaMemcpy(marks.data(), parts_->ended.data(), marks.size(), cudaMemcpyDeviceToHost),
              "the marks from the device");
    }
    return marks;
}

template <class Numbers>
template <class Value>
std::span<const Value> DeviceFrame<Numbers>::image() {
    if (sizeof(Value) != parts_->pixel_bytes) {
        throw InternalError("an image of another type was computed");
    }
    check(cudaMemcpy(parts_->host_image.data(), parts_->image.data(), parts_->image.size(),
                     cudaMemcpyDeviceToHost),
          "the image from the device");
    return {static_cast<const Value*>(parts_->host_image.data()), parts_->pixels};
}

template <class Numbers>
double DeviceFrame<Numbers>::kernel_ms() {
    return parts_->end.ms_since(parts_->begin);
}

template <class Numbers>
void DeviceFrame<Numbers>::trace(const TracedPixel& pixel, trace::Sink& sink) {
    std::uint64_t capacity = std::uint64_t{1} << 17U; // 1 MiB; a second run when it is too small
    while (true) {
        const DeviceArray<std::uint64_t> words(capacity);
        RecordBuffer buffer{.words = words.data(), .capacity = capacity};
        const DeviceArray<RecordBuffer> on_device(&buffer, 1);
        trace_kernel<Numbers><<<1, 1>>>(parts_->view, pixel, on_device.data());
        check(cudaGetLastError(), "starting the tracing kernel");
        check(cudaMemcpy(&buffer, on_device.data(), sizeof buffer, cudaMemcpyDeviceToHost),
              "running the tracing kernel");
        if (buffer.complete()) {
            std::vector<std::uint64_t> found(buffer.wanted);
            check(cudaMemcpy(found.data(), words.data(), found.size() * sizeof found.front(),
                             cudaMemcpyDeviceToHost),
                  "the records from the device");
            replay(found, sink);
            return;
        }
        if (buffer.wanted * sizeof(std::uint64_t) > memory_limit_bytes) {
            throw InputError(
                {.where = "--device cuda",
                 .problem = "the records of pixel " + std::to_string(pixel.pixel.slow) + " " +
                            std::to_string(pixel.pixel.fast) + " take " +
                            std::to_string(buffer.wanted * sizeof(std::uint64_t)) + " bytes",
                 .reason = "a device records into at most " + std::to_string(memory_limit_bytes),
                 .remedy = "Trace it on the CPU, or a scene of fewer steps."});
        }
        capacity = buffer.wanted;
    }
}

template class DeviceFrame<Float64>;
template class DeviceFrame<Mixed>;
template class DeviceFrame<Float32>;
template std::span<const float> DeviceFrame<Float64>::image<float>();
template std::span<const double> DeviceFrame<Float64>::image<double>();
template std::span<const float> DeviceFrame<Mixed>::image<float>();
template std::span<const double> DeviceFrame<Mixed>::image<double>();
template std::span<const float> DeviceFrame<Float32>::image<float>();
template std::span<const double> DeviceFrame<Float32>::image<double>();

} // namespace tapir::engine::cuda
