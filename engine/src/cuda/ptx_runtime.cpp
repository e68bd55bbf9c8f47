#include "cuda/ptx_runtime.hpp"

#include <chrono>
#include <cstdlib>
#include <new>

#include "cuda/kernel_texts.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::cuda {

namespace {

[[noreturn]] void no_memory(std::size_t bytes) {
    throw InputError(
        {.where = "memory",
         .problem = "has no room for " + std::to_string(bytes) + " bytes that stand for a device's",
         .reason = "scene and image must fit there, on the host as on a device",
         .remedy = "Use --device cpu, or a smaller detector."});
}

} // namespace

PtxRuntime::PtxRuntime(const std::vector<std::string>& texts, const ptx::Checks& checks,
                       int host_threads)
    : machine_(
          [&texts] {
              std::vector<ptx::Module> modules;
              modules.reserve(texts.size());
              for (const std::string& text : texts) {
                  modules.push_back(ptx::read_module(text));
              }
              return modules;
          }(),
          checks, host_threads) {}

void* PtxRuntime::allocate(std::size_t bytes) {
    try {
        return machine_.allocate(bytes);
    } catch (const std::bad_alloc&) {
        no_memory(bytes);
    }
}

void PtxRuntime::release(void* memory) noexcept {
    machine_.release(memory);
}

void* PtxRuntime::allocate_on_host(std::size_t bytes) {
    void* memory = std::malloc(bytes); // NOLINT(*-no-malloc): released by the pointer alone
    if (memory == nullptr) {
        no_memory(bytes);
    }
    return memory;
}

void PtxRuntime::release_on_host(void* memory) noexcept {
    std::free(memory); // NOLINT(*-no-malloc)
}

void PtxRuntime::copy_to_device(void* to, const void* from, std::size_t bytes,
                                const std::string& /*what*/) {
    machine_.copy_to_device(to, from, bytes);
}

void PtxRuntime::copy_to_host(void* to, const void* from, std::size_t bytes,
                              const std::string& /*what*/) {
    machine_.copy_to_host(to, from, bytes);
}

void PtxRuntime::clear(void* memory, std::size_t bytes, const std::string& /*what*/) {
    machine_.clear(memory, 0, bytes);
}

void PtxRuntime::set_constant(const DeviceSymbol& to, const void* from, std::size_t bytes,
                              const std::string& /*what*/) {
    machine_.set_constant_from_device(to.name, from, bytes);
}

void PtxRuntime::launch(const DeviceSymbol& kernel, unsigned blocks, unsigned threads_per_block,
                        void** arguments, const std::string& /*what*/) {
    const auto begin = std::chrono::steady_clock::now();
    machine_.launch(kernel.name, blocks, threads_per_block, arguments);
    const auto end = std::chrono::steady_clock::now();
    last_launch_ms_ = std::chrono::duration<double, std::milli>(end - begin).count();
}

std::unique_ptr<Runtime> make_ptx_runtime() {
    return std::make_unique<PtxRuntime>(kernels_ptx());
}

} // namespace tapir::engine::cuda
