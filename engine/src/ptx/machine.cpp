#include "ptx/machine.hpp"

#include <omp.h>

#include <cstring>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "ptx/device_memory.hpp"
#include "ptx/launch.hpp"
#include "ptx/module_parts.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

/// A module's variables in the memory of a machine: where each stands.
using Addresses = std::unordered_map<std::string, std::uint64_t>;

Addresses place_variables(const ModuleParts& module, MemoryMap& map) {
    Addresses addresses;
    for (const ModuleVariable& variable : module.variables) {
        Region& region = map.add(variable.bytes.size(), variable.space, variable.name, true);
        std::memcpy(region.data(), variable.bytes.data(), variable.bytes.size());
        addresses[variable.name] = region.begin;
    }
    for (const ModuleVariable& variable : module.variables) {
        for (const Relocation& address : variable.relocations) {
            const std::uint64_t value =
                addresses.at(address.symbol) + static_cast<std::uint64_t>(address.offset);
            std::memcpy(map.find(addresses.at(variable.name))->data() + address.place, &value,
                        sizeof value);
        }
    }
    return addresses;
}

/// A kernel with what this machine knows of it.
struct PlacedKernel {
    const Kernel* kernel = nullptr;
    std::vector<Constant> constants; ///< addresses in their place
    std::uint64_t launches = 0;
    std::vector<std::uint64_t> passes; ///< of threads through each block of instructions
};

PlacedKernel placed(const Kernel& kernel, const Addresses& addresses) {
    PlacedKernel result{.kernel = &kernel,
                        .constants = kernel.constants,
                        .launches = 0,
                        .passes = std::vector<std::uint64_t>(kernel.blocks.size())};
    for (Constant& constant : result.constants) {
        if (!constant.symbol.empty()) {
            constant.bits += addresses.at(constant.symbol);
        }
    }
    return result;
}

KernelCoverage coverage_of(const PlacedKernel& placed) {
    const Kernel& kernel = *placed.kernel;
    KernelCoverage coverage{.kernel = kernel.name,
                            .launches = placed.launches,
                            .instructions = kernel.instructions.size(),
                            .never_ran = {}};
    for (std::size_t i = 0; i < kernel.instructions.size(); ++i) {
        if (placed.passes[kernel.block_of_instruction[i]] == 0) {
            coverage.never_ran.push_back(kernel.instructions[i]);
        }
    }
    return coverage;
}

} // namespace

struct Machine::Parts {
    Parts(std::vector<Module> the_modules, const Checks& the_checks, int the_host_threads)
        : modules(std::move(the_modules)), checks(the_checks), host_threads(the_host_threads),
          device(the_checks.initialised) {
        for (const Module& module : modules) {
            const Addresses addresses = place_variables(module.parts(), device.map());
            for (const auto& [name, address] : addresses) {
                variables[name].push_back(address);
            }
            for (const Kernel& kernel : module.parts().kernels) {
                if (!number_of.try_emplace(kernel.name, kernels.size()).second) {
                    throw InputError({.where = "PTX",
                                      .problem = "two modules have the kernel " + kernel.name,
                                      .reason = "a launch names one",
                                      .remedy = "Give the kernels different names."});
                }
                kernels.push_back(placed(kernel, addresses));
            }
        }
    }

    PlacedKernel& kernel(std::string_view name) {
        const auto found = number_of.find(std::string(name));
        if (found == number_of.end()) {
            throw InternalError("PTX: no kernel is called " + std::string(name));
        }
        return kernels[found->second];
    }

    Region& variable(std::string_view name, std::size_t bytes) {
        const auto found = variables.find(std::string(name));
        if (found == variables.end() || found->second.size() != 1) {
            throw InternalError(
                "PTX: " + std::string(found == variables.end() ? "no" : "more than one") +
                " variable is called " + std::string(name));
        }
        return device.region_of(reinterpret_cast<const void*>(found->second.front()), bytes,
                                "a variable");
    }

    std::vector<Module> modules;
    Checks checks;
    int host_threads = 0; ///< 0: as many as OpenMP would take
    DeviceMemory device;
    std::unordered_map<std::string, std::vector<std::uint64_t>> variables; ///< addresses by name
    std::vector<PlacedKernel> kernels;
    std::unordered_map<std::string, std::size_t> number_of;
    mutable std::shared_mutex memory; ///< held by launches, and alone by what changes memory
    mutable std::mutex counts;        ///< of the kernels' launches and passes
};

Machine::Machine(std::vector<Module> modules, const Checks& checks, int host_threads)
    : parts_(std::make_unique<Parts>(std::move(modules), checks, host_threads)) {}

Machine::~Machine() = default;

void* Machine::allocate(std::size_t bytes) {
    const std::unique_lock lock(parts_->memory);
    return parts_->device.allocate(bytes);
}

void Machine::release(void* memory) {
    const std::unique_lock lock(parts_->memory);
    parts_->device.release(memory);
}

void Machine::copy_to_device(void* to, const void* from, std::size_t bytes) {
    const std::unique_lock lock(parts_->memory);
    parts_->device.copy_to_device(to, from, bytes);
}

void Machine::copy_to_host(void* to, const void* from, std::size_t bytes) const {
    const std::unique_lock lock(parts_->memory);
    parts_->device.copy_to_host(to, from, bytes);
}

void Machine::copy_on_device(void* to, const void* from, std::size_t bytes) {
    const std::unique_lock lock(parts_->memory);
    parts_->device.copy_on_device(to, from, bytes);
}

void Machine::clear(void* memory, int value, std::size_t bytes) {
    const std::unique_lock lock(parts_->memory);
    parts_->device.clear(memory, value, bytes);
}

void Machine::set_constant(std::string_view name, const void* bytes, std::size_t count) {
    const std::unique_lock lock(parts_->memory);
    parts_->device.copy_to_device(parts_->variable(name, count).data(), bytes, count);
}

void Machine::set_constant_from_device(std::string_view name, const void* from, std::size_t count) {
    const std::unique_lock lock(parts_->memory);
    parts_->device.copy_on_device(parts_->variable(name, count).data(), from, count);
}

void Machine::launch(std::string_view kernel, std::uint32_t blocks, std::uint32_t threads_per_block,
                     void* const* arguments) {
    PlacedKernel& chosen = parts_->kernel(kernel);
    if (threads_per_block == 0 || threads_per_block > chosen.kernel->most_threads || blocks == 0) {
        throw InternalError("PTX kernel " + std::string(kernel) + ": " + std::to_string(blocks) +
                            " blocks of " + std::to_string(threads_per_block) +
                            " threads, where a block has 1 to " +
                            std::to_string(chosen.kernel->most_threads));
    }
    Launch launch{.kernel = chosen.kernel,
                  .constants = &chosen.constants,
                  .parameters = {},
                  .blocks = blocks,
                  .threads_per_block = threads_per_block};
    const Kernel& text = *chosen.kernel;
    for (std::size_t i = 0; i < text.parameter_bytes.size(); ++i) {
        launch.parameters.resize(text.parameter_places[i] + text.parameter_bytes[i]);
        std::memcpy(launch.parameters.data() + text.parameter_places[i], arguments[i],
                    text.parameter_bytes[i]);
    }
    std::shared_lock shared(parts_->memory, std::defer_lock);
    std::unique_lock alone(parts_->memory, std::defer_lock);
    if (parts_->checks.initialised || parts_->checks.races) {
        alone.lock();
        parts_->device.map().begin_launch();
    } else {
        shared.lock();
    }
    const int host_threads =
        parts_->host_threads > 0 ? parts_->host_threads : omp_get_max_threads();
    const std::vector<std::uint64_t> passes = run_launch(
        launch, parts_->device.map(), parts_->checks, static_cast<unsigned>(host_threads));
    const std::scoped_lock lock(parts_->counts);
    ++chosen.launches;
    for (std::size_t i = 0; i < passes.size(); ++i) {
        chosen.passes[i] += passes[i];
    }
}

std::uint64_t Machine::instructions_run() const {
    const std::scoped_lock lock(parts_->counts);
    std::uint64_t sum = 0;
    for (const PlacedKernel& one : parts_->kernels) {
        for (std::size_t i = 0; i < one.passes.size(); ++i) {
            sum += one.passes[i] * one.kernel->blocks[i].instructions;
        }
    }
    return sum;
}

Coverage Machine::coverage() const {
    const std::scoped_lock lock(parts_->counts);
    Coverage coverage;
    for (const PlacedKernel& one : parts_->kernels) {
        coverage.push_back(coverage_of(one));
    }
    return coverage;
}

} // namespace tapir::engine::ptx
