#include "cuda/cudart_runtime.hpp"

#include <cuda_runtime_api.h>

#include "tapir/trace/base/error.hpp"

/// The CUDA runtime as the engine uses it; nothing of the driver's interface is needed.
namespace tapir::engine::cuda {

namespace {

/// Every call of the CUDA runtime goes through here.
void check(cudaError_t status, const std::string& what) {
    if (status == cudaSuccess) {
        return;
    }
    (void)cudaGetLastError(); // or the next launch would be blamed for it
    if (status == cudaErrorNoKernelImageForDevice || status == cudaErrorUnsupportedPtxVersion) {
        throw DeviceUnavailable(std::string("--device cuda: the device cannot run this build (") +
                                cudaGetErrorString(status) +
                                "), so nothing was computed. Use --device cpu, or update the "
                                "driver.");
    }
    if (status == cudaErrorMemoryAllocation) {
        throw InputError({.where = "CUDA device",
                          .problem = "has not enough memory (" + what + ")",
                          .reason = "scene and image must fit there",
                          .remedy = "Use --device cpu, or a smaller detector."});
    }
    throw InternalError("CUDA: " + what + ": " + cudaGetErrorName(status) + ": " +
                        cudaGetErrorString(status));
}

/// A moment in the device's work.
class Event {
  public:
    Event() { check(cudaEventCreate(&event_), "a timer"); }
    ~Event() { cudaEventDestroy(event_); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    Event(Event&&) = delete;
    Event& operator=(Event&&) = delete;

    void record() { check(cudaEventRecord(event_), "a timer"); }
    /// @return time since an earlier moment, when both are over [ms]
    [[nodiscard]] double ms_since(const Event& earlier) const {
        check(cudaEventSynchronize(event_), "waiting for the device");
        float ms = 0;
        check(cudaEventElapsedTime(&ms, earlier.event_, event_), "a timer");
        return static_cast<double>(ms);
    }

  private:
    cudaEvent_t event_ = nullptr;
};

class CudartRuntime final : public Runtime {
  public:
    [[nodiscard]] std::string word() const override { return "cuda"; }

    [[nodiscard]] void* allocate(std::size_t bytes) override {
        void* memory = nullptr;
        check(cudaMalloc(&memory, bytes), "memory for " + std::to_string(bytes) + " bytes");
        return memory;
    }
    void release(void* memory) noexcept override { (void)cudaFree(memory); }

    [[nodiscard]] void* allocate_on_host(std::size_t bytes) override {
        void* memory = nullptr;
        const cudaError_t status = cudaMallocHost(&memory, bytes);
        if (status == cudaErrorMemoryAllocation) {
            (void)cudaGetLastError();
            throw InputError({.where = "memory",
                              .problem = "has no room for " + std::to_string(bytes) +
                                         " bytes that must not be swapped out",
                              .reason = "the image is copied there from the device",
                              .remedy = "Use --device cpu, or a smaller detector."});
        }
        check(status, "memory of the host for the image");
        return memory;
    }
    void release_on_host(void* memory) noexcept override { (void)cudaFreeHost(memory); }

    void copy_to_device(void* to, const void* from, std::size_t bytes,
                        const std::string& what) override {
        check(cudaMemcpy(to, from, bytes, cudaMemcpyHostToDevice), what);
    }
    void copy_to_host(void* to, const void* from, std::size_t bytes,
                      const std::string& what) override {
        check(cudaMemcpy(to, from, bytes, cudaMemcpyDeviceToHost), what);
    }
    void clear(void* memory, std::size_t bytes, const std::string& what) override {
        check(cudaMemset(memory, 0, bytes), what);
    }
    void set_constant(const DeviceSymbol& to, const void* from, std::size_t bytes,
                      const std::string& what) override {
        check(cudaMemcpyToSymbolAsync(to.on_host, from, bytes, 0, cudaMemcpyDeviceToDevice), what);
    }

    void launch(const DeviceSymbol& kernel, unsigned blocks, unsigned threads_per_block,
                void** arguments, const std::string& what) override {
        begin_.record();
        constexpr std::size_t no_shared_bytes = 0;
        check(cudaLaunchKernel(kernel.on_host, dim3(blocks), dim3(threads_per_block), arguments,
                               no_shared_bytes, nullptr),
              what);
        end_.record();
    }
    void wait(const std::string& what) override { check(cudaStreamSynchronize(nullptr), what); }
    [[nodiscard]] double last_launch_ms() override { return end_.ms_since(begin_); }

  private:
    Event begin_, end_;
};

} // namespace

std::unique_ptr<Runtime> make_cudart_runtime() {
    return std::make_unique<CudartRuntime>();
}

} // namespace tapir::engine::cuda
