#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <string>
#include <vector>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine::cuda {

/// Every call of the CUDA runtime goes through here.
/// @param what  what was tried, in words
/// @throws InputError         not enough memory on the device
/// @throws DeviceUnavailable  the device cannot run this build's code
/// @throws InternalError      anything else, with the runtime's name for it
inline void check(cudaError_t status, const std::string& what) {
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

/// An array on the device.
template <class T>
class DeviceArray {
  public:
    DeviceArray() = default;
    explicit DeviceArray(std::size_t count) : count_(count) {
        if (count > 0) {
            check(cudaMalloc(reinterpret_cast<void**>(&data_), count * sizeof(T)),
                  "memory for " + std::to_string(count * sizeof(T)) + " bytes");
        }
    }
    DeviceArray(const T* from, std::size_t count) : DeviceArray(count) {
        if (count > 0) {
            check(cudaMemcpy(data_, from, count * sizeof(T), cudaMemcpyHostToDevice),
                  "a table to the device");
        }
    }
    explicit DeviceArray(const std::vector<T>& from) : DeviceArray(from.data(), from.size()) {}
    ~DeviceArray() { cudaFree(data_); }
    DeviceArray(const DeviceArray&) = delete;
    DeviceArray& operator=(const DeviceArray&) = delete;
    DeviceArray(DeviceArray&& other) noexcept { swap(other); }
    DeviceArray& operator=(DeviceArray&& other) noexcept {
        swap(other);
        return *this;
    }

    [[nodiscard]] T* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return count_; }

  private:
    void swap(DeviceArray& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(count_, other.count_);
    }

    T* data_ = nullptr;
    std::size_t count_ = 0;
};

/// Host memory that a device copies to at full speed.
class PinnedBytes {
  public:
    explicit PinnedBytes(std::size_t bytes) {
        if (bytes > 0) {
            const cudaError_t status = cudaMallocHost(&data_, bytes);
            if (status == cudaErrorMemoryAllocation) {
                (void)cudaGetLastError();
                throw InputError({.where = "memory",
                                  .problem = "has no room for " + std::to_string(bytes) +
                                             " bytes that must not be swapped out",
                                  .reason = "the image is copied there from the device",
                                  .remedy = "Use --device cpu, or a smaller detector."});
            }
            check(status, "memory of the host for the image");
        }
    }
    ~PinnedBytes() { cudaFreeHost(data_); }
    PinnedBytes(const PinnedBytes&) = delete;
    PinnedBytes& operator=(const PinnedBytes&) = delete;
    PinnedBytes(PinnedBytes&&) = delete;
    PinnedBytes& operator=(PinnedBytes&&) = delete;

    [[nodiscard]] void* data() const { return data_; }

  private:
    void* data_ = nullptr;
};

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

} // namespace tapir::engine::cuda
