#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cuda/runtime.hpp"

namespace tapir::engine::cuda {

/// An array on the device; it lives no longer than its runtime.
template <class T>
class DeviceArray {
  public:
    DeviceArray(Runtime& runtime, std::size_t count) : runtime_(&runtime), count_(count) {
        if (count > 0) {
            data_ = static_cast<T*>(runtime.allocate(count * sizeof(T)));
        }
    }
    DeviceArray(Runtime& runtime, const T* from, std::size_t count) : DeviceArray(runtime, count) {
        if (count > 0) {
            runtime.copy_to_device(data_, from, count * sizeof(T), "a table to the device");
        }
    }
    DeviceArray(Runtime& runtime, const std::vector<T>& from)
        : DeviceArray(runtime, from.data(), from.size()) {}
    ~DeviceArray() {
        if (data_ != nullptr) {
            runtime_->release(data_);
        }
    }
    DeviceArray(const DeviceArray&) = delete;
    DeviceArray& operator=(const DeviceArray&) = delete;
    DeviceArray(DeviceArray&&) = delete;
    DeviceArray& operator=(DeviceArray&&) = delete;

    [[nodiscard]] T* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return count_; }

    /// Makes every byte zero.
    void clear(const std::string& what) {
        if (count_ > 0) {
            runtime_->clear(data_, count_ * sizeof(T), what);
        }
    }

  private:
    Runtime* runtime_;
    T* data_ = nullptr;
    std::size_t count_ = 0;
};

/// Memory of the host that a device copies to at full speed.
class HostBytes {
  public:
    HostBytes(Runtime& runtime, std::size_t bytes) : runtime_(&runtime) {
        if (bytes > 0) {
            data_ = runtime.allocate_on_host(bytes);
        }
    }
    ~HostBytes() {
        if (data_ != nullptr) {
            runtime_->release_on_host(data_);
        }
    }
    HostBytes(const HostBytes&) = delete;
    HostBytes& operator=(const HostBytes&) = delete;
    HostBytes(HostBytes&&) = delete;
    HostBytes& operator=(HostBytes&&) = delete;

    [[nodiscard]] void* data() const { return data_; }

  private:
    Runtime* runtime_;
    void* data_ = nullptr;
};

} // namespace tapir::engine::cuda
