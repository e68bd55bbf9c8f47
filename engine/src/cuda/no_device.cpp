#include "cuda/device_run.hpp"
#include "tapir/trace/base/error.hpp"

/// A build without a CUDA toolkit: whatever asks for a device is told so.
namespace tapir::engine {

namespace {

[[noreturn]] void no_backend() {
    throw DeviceUnavailable("--device cuda: this build has no CUDA backend, so nothing was "
                            "computed. Use --device cpu, or build where a CUDA toolkit is "
                            "installed.");
}

[[noreturn]] void no_ptx() {
    throw DeviceUnavailable("--device ptx: this build holds no PTX of the kernels, because no CUDA "
                            "toolkit was there when it was built, so nothing was computed. Use "
                            "--device cpu, or build where a CUDA toolkit is installed; a driver "
                            "or a device is not needed.");
}

} // namespace

bool has_cuda_backend() {
    return false;
}

bool has_ptx() {
    return false;
}

CudaDevice cuda_device() {
    no_backend();
}

void require_device(Device device) {
    if (device == Device::cuda) {
        no_backend();
    }
    if (device == Device::ptx) {
        no_ptx();
    }
}

namespace cuda {

template <class Value>
Image<Value> render(const Experiment& /*experiment*/, const RunSpec& options) {
    require_device(options.device);
    return {};
}
template Image<float> render<float>(const Experiment&, const RunSpec&);
template Image<double> render<double>(const Experiment&, const RunSpec&);

template <class Numbers>
void trace(Device device, const DerivedScene<Numbers>& /*scene*/,
           const std::vector<TracedPixel>& /*pixels*/, trace::Sink& /*sink*/,
           const std::function<void(trace::Pixel)>& /*begin_pixel*/) {
    require_device(device);
}
template void trace(Device, const DerivedScene<Float64>&, const std::vector<TracedPixel>&,
                    trace::Sink&, const std::function<void(trace::Pixel)>&);
template void trace(Device, const DerivedScene<Mixed>&, const std::vector<TracedPixel>&,
                    trace::Sink&, const std::function<void(trace::Pixel)>&);
template void trace(Device, const DerivedScene<Float32>&, const std::vector<TracedPixel>&,
                    trace::Sink&, const std::function<void(trace::Pixel)>&);

} // namespace cuda

} // namespace tapir::engine
