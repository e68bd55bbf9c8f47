#pragma once

#include "cuda/runtime.hpp"

namespace tapir::test {

/// A runtime that passes everything on to another; what is derived from it does one thing wrong.
class PassOn : public engine::cuda::Runtime {
  public:
    using Symbol = engine::cuda::DeviceSymbol;

    explicit PassOn(engine::cuda::Runtime& to) : to_(&to) {}

    [[nodiscard]] std::string word() const override { return to_->word(); }
    [[nodiscard]] void* allocate(std::size_t bytes) override { return to_->allocate(bytes); }
    void release(void* memory) noexcept override { to_->release(memory); }
    [[nodiscard]] void* allocate_on_host(std::size_t bytes) override {
        return to_->allocate_on_host(bytes);
    }
    void release_on_host(void* memory) noexcept override { to_->release_on_host(memory); }
    void copy_to_device(void* to, const void* from, std::size_t bytes,
                        const std::string& what) override {
        to_->copy_to_device(to, from, bytes, what);
    }
    void copy_to_host(void* to, const void* from, std::size_t bytes,
                      const std::string& what) override {
        to_->copy_to_host(to, from, bytes, what);
    }
    void clear(void* memory, std::size_t bytes, const std::string& what) override {
        to_->clear(memory, bytes, what);
    }
    void set_constant(const Symbol& to, const void* from, std::size_t bytes,
                      const std::string& what) override {
        to_->set_constant(to, from, bytes, what);
    }
    void launch(const Symbol& kernel, unsigned blocks, unsigned threads_per_block, void** arguments,
                const std::string& what) override {
        to_->launch(kernel, blocks, threads_per_block, arguments, what);
    }
    void wait(const std::string& what) override { to_->wait(what); }
    [[nodiscard]] double last_launch_ms() override { return to_->last_launch_ms(); }

  private:
    engine::cuda::Runtime* to_;
};

} // namespace tapir::test
