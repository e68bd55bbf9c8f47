#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::engine::ptx {

struct ModuleParts; // module_parts.hpp

/// One PTX text, parsed, checked and decoded; ready to run and never changed again.
/// Copies share their content. Safe to use from any number of threads.
class Module {
  public:
    /// The names after .entry, in the text's order.
    [[nodiscard]] const std::vector<std::string>& kernels() const;
    /// Bytes of each parameter of a kernel, in order.
    /// @throws InternalError  the module has no such kernel
    [[nodiscard]] std::vector<std::size_t> parameter_bytes(std::string_view kernel) const;
    [[nodiscard]] const ModuleParts& parts() const { return *parts_; }

  private:
    explicit Module(std::shared_ptr<const ModuleParts> parts);
    friend Module read_module(std::string_view ptx);

    std::shared_ptr<const ModuleParts> parts_;
};

/// Reads a PTX text as nvcc writes it.
/// @throws InputError  with the line and its text: no PTX, or any directive, instruction, modifier,
///                     type or state space that is not known here. Approximate instructions,
///                     calls, barriers, shuffles and atomics are none of those that are known.
[[nodiscard]] Module read_module(std::string_view ptx);

} // namespace tapir::engine::ptx
