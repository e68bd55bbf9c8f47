#include "cuda/runtime.hpp"

#include "cuda/cudart_runtime.hpp"
#include "cuda/ptx_runtime.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::cuda {

Runtime& runtime_of(Device device) {
    require_device(device);
    switch (device) {
    case Device::cpu:
        break;
    case Device::cuda: {
        static const std::unique_ptr<Runtime> cudart = make_cudart_runtime();
        return *cudart;
    }
    case Device::ptx: {
        static const std::unique_ptr<Runtime> ptx = make_ptx_runtime();
        return *ptx;
    }
    }
    throw InternalError("the CPU computes without a runtime");
}

} // namespace tapir::engine::cuda
