#include "cuda/device_frame.hpp"

#include "cuda/frame_job.hpp"
#include "cuda/kernels.hpp"
#include "cuda/memory.hpp"
#include "tapir/engine/kernel_options.hpp"
#include "tapir/engine/record_buffer.hpp"
#include "tapir/trace/base/error.hpp"

/// Launches and copies. No physics: that is in pixel_kernel.hpp.
namespace tapir::engine::cuda {

namespace {

/// The tables of a scene on the device.
template <class Numbers>
struct DeviceTables {
    using Wide = typename Numbers::Wide;

    DeviceTables(Runtime& runtime, const DerivedScene<Numbers>& scene)
        : source_directions(runtime, scene.source_directions),
          wavelengths(runtime, scene.wavelengths),
          inverse_wavelengths(runtime, scene.inverse_wavelengths),
          source_weights(runtime, scene.source_weights), phi(runtime, scene.phi),
          cells_phi(runtime, scene.cells_phi), mosaic_rotations(runtime, scene.mosaic_rotations),
          cells(runtime, scene.cells),
          amplitudes(runtime, scene.amplitude_table().data(), scene.amplitude_table().size()) {}

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

template <class Numbers>
constexpr Dtype dtype_of() {
    if constexpr (std::is_same_v<Numbers, Float64>) {
        return Dtype::float64;
    } else if constexpr (std::is_same_v<Numbers, Mixed>) {
        return Dtype::mixed;
    } else {
        static_assert(std::is_same_v<Numbers, Float32>);
        return Dtype::float32;
    }
}

/// The kernel with the fewest options that a scene can do with.
template <class Numbers>
KernelUse use_for(const SceneView<Numbers>& scene) {
    if (scene.interpolate) {
        return KernelUse::any;
    }
    if (scene.shape != LatticeShape::square) {
        return KernelUse::lattice;
    }
    return is_plain(scene) ? KernelUse::plain : KernelUse::weighted;
}

} // namespace

template <class Numbers>
struct DeviceFrame<Numbers>::Parts {
    using Wide = typename Numbers::Wide;

    Parts(Runtime& the_runtime, const DerivedScene<Numbers>& scene, int rows, int the_columns,
          bool is_unrounded)
        : runtime(&the_runtime), tables(the_runtime, scene), view(tables.view(scene)),
          columns(the_columns),
          pixels(static_cast<std::size_t>(rows) * static_cast<std::size_t>(the_columns)),
          unrounded(is_unrounded), pixel_bytes(is_unrounded ? sizeof(double) : sizeof(float)),
          image(the_runtime, pixels * pixel_bytes),
          ended(the_runtime,
                scene.fields.interpolate && scene.fields.interpolation_ends ? pixels : 0),
          host_image(the_runtime, pixels * pixel_bytes),
          cells_are_constant(scene.cells.size() * sizeof(Cell<Wide>) <= constant_bytes) {
        image.clear("clearing the image");
        ended.clear("clearing the marks");
    }

    void launch(FrameJob job) {
        if (job.count == 0) {
            return;
        }
        job.columns = columns;
        job.unrounded = unrounded ? reinterpret_cast<double*>(image.data()) : nullptr;
        job.rounded = unrounded ? nullptr : reinterpret_cast<float*>(image.data());
        job.ended = ended.data();
        const auto blocks =
            static_cast<unsigned>((job.count + threads_per_block - 1) / threads_per_block);
        const auto alone = runtime->launching();
        if (cells_are_constant) {
            runtime->set_constant(kernels_of(dtype_of<Numbers>()).constant_cells,
                                  tables.cells.data(), tables.cells.size() * sizeof(Cell<Wide>),
                                  "the cells to constant memory");
        }
        const Kernel& kernel = kernel_for(dtype_of<Numbers>(), use_for(view), cells_are_constant);
        void* arguments[] = {&view, &job};
        runtime->launch(kernel.symbol, blocks, threads_per_block, arguments, "starting the kernel");
        runtime->wait("running the kernel");
        kernel_ms = runtime->last_launch_ms();
    }

    void launch_trace(TracedPixel pixel, RecordBuffer* buffer) {
        const auto alone = runtime->launching();
        const Kernel& kernel = kernel_for(dtype_of<Numbers>(), KernelUse::trace, false);
        void* arguments[] = {&view, &pixel, &buffer};
        runtime->launch(kernel.symbol, 1, 1, arguments, "starting the tracing kernel");
        runtime->wait("running the tracing kernel");
    }

    Runtime* runtime;
    DeviceTables<Numbers> tables;
    SceneView<Numbers> view;
    int columns;
    std::size_t pixels;
    bool unrounded;
    std::size_t pixel_bytes;
    DeviceArray<unsigned char> image;
    DeviceArray<std::uint8_t> ended;
    HostBytes host_image;
    bool cells_are_constant;
    double kernel_ms = 0;
};

template <class Numbers>
DeviceFrame<Numbers>::DeviceFrame(Runtime& runtime, const DerivedScene<Numbers>& scene, int rows,
                                  int columns, bool unrounded)
    : parts_(std::make_unique<Parts>(runtime, scene, rows, columns, unrounded)) {}

template <class Numbers>
DeviceFrame<Numbers>::~DeviceFrame() = default;

template <class Numbers>
void DeviceFrame<Numbers>::compute_all(const PhiState& state) {
    parts_->launch({.count = static_cast<std::int64_t>(parts_->pixels), .state = state});
}

template <class Numbers>
void DeviceFrame<Numbers>::compute(std::span<const std::int64_t> pixels, const PhiState& state) {
    const DeviceArray<std::int64_t> chosen(*parts_->runtime, pixels.data(), pixels.size());
    parts_->launch({.pixels = chosen.data(),
                    .count = static_cast<std::int64_t>(pixels.size()),
                    .state = state});
}

template <class Numbers>
std::vector<std::uint8_t> DeviceFrame<Numbers>::ended_interpolation() {
    std::vector<std::uint8_t> marks(parts_->ended.size());
    if (!marks.empty()) {
        parts_->runtime->copy_to_host(marks.data(), parts_->ended.data(), marks.size(),
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
    if (parts_->pixels > 0) {
        parts_->runtime->copy_to_host(parts_->host_image.data(), parts_->image.data(),
                                      parts_->image.size(), "the image from the device");
    }
    return {static_cast<const Value*>(parts_->host_image.data()), parts_->pixels};
}

template <class Numbers>
double DeviceFrame<Numbers>::kernel_ms() {
    return parts_->kernel_ms;
}

namespace {

/// What there is to say when a pixel has more records than there may be memory for.
[[noreturn]] void refuse_records(const Runtime& runtime, trace::Pixel pixel, std::uint64_t bytes,
                                 std::uint64_t limit_bytes) {
    throw InputError({.where = "--device " + runtime.word(),
                      .problem = "the records of pixel " + std::to_string(pixel.slow) + " " +
                                 std::to_string(pixel.fast) + " take " + std::to_string(bytes) +
                                 " bytes",
                      .reason = "a device records into at most " + std::to_string(limit_bytes),
                      .remedy = "Trace it on the CPU, or a scene of fewer steps."});
}

} // namespace

template <class Numbers>
void DeviceFrame<Numbers>::trace(const TracedPixel& pixel, trace::Sink& sink) {
    Runtime& runtime = *parts_->runtime;
    std::uint64_t capacity = first_record_words; // a second run when it is too small
    while (true) {
        const DeviceArray<std::uint64_t> words(runtime, capacity);
        RecordBuffer buffer{.words = words.data(), .capacity = capacity};
        const DeviceArray<RecordBuffer> on_device(runtime, &buffer, 1);
        parts_->launch_trace(pixel, on_device.data());
        runtime.copy_to_host(&buffer, on_device.data(), sizeof buffer,
                             "running the tracing kernel");
        if (buffer.complete()) {
            std::vector<std::uint64_t> found(buffer.wanted);
            if (!found.empty()) {
                runtime.copy_to_host(found.data(), words.data(),
                                     found.size() * sizeof found.front(),
                                     "the records from the device");
            }
            replay(found, sink);
            return;
        }
        const std::uint64_t wanted_bytes = buffer.wanted * sizeof(std::uint64_t);
        if (wanted_bytes > memory_limit_bytes) {
            refuse_records(runtime, pixel.pixel, wanted_bytes, memory_limit_bytes);
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
