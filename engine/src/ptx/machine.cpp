#include "ptx/machine.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

#include "ptx/launch.hpp"
#include "ptx/memory_map.hpp"
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

std::uint64_t address_of(const void* memory) {
    return reinterpret_cast<std::uint64_t>(memory);
}

/// Bytes of a block that a caller names.
Region& region_of(MemoryMap& map, const void* memory, std::size_t bytes, const char* what) {
    const std::uint64_t address = address_of(memory);
    Region* const region = map.find(address);
    if (region == nullptr || region->end() - address < bytes) {
        throw InternalError(std::string("PTX memory: ") + what + " of " + std::to_string(bytes) +
                            " bytes, " + map.place_of(address, bytes));
    }
    return *region;
}

/// Marks of bytes in a block, or null where none are kept.
std::uint8_t* marks_of(Region& region, const void* memory) {
    return region.unwritten.empty() ? nullptr
                                    : region.unwritten.data() + (address_of(memory) - region.begin);
}

} // namespace

struct Machine::Parts {
    Parts(std::vector<Module> the_modules, const Checks& the_checks, int the_host_threads)
        : modules(std::move(the_modules)), checks(the_checks), map(the_checks.initialised) {
        const unsigned all = std::max(1U, std::thread::hardware_concurrency());
        host_threads = the_host_threads > 0 ? static_cast<unsigned>(the_host_threads) : all;
        for (const Module& module : modules) {
            const Addresses addresses = place_variables(module.parts(), map);
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
        return region_of(map, reinterpret_cast<const void*>(found->second.front()), bytes,
                         "a variable");
    }

    std::vector<Module> modules;
    Checks checks;
    unsigned host_threads = 1;
    MemoryMap map;
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
    if (bytes == 0) {
        return nullptr;
    }
    const std::unique_lock lock(parts_->memory);
    return parts_->map.add(bytes, Space::global, "", false).data();
}

void Machine::release(void* memory) {
    if (memory == nullptr) {
        return;
    }
    const std::unique_lock lock(parts_->memory);
    const Region* const region = parts_->map.find(address_of(memory));
    if (region == nullptr || !region->name.empty() || !parts_->map.remove(address_of(memory))) {
        throw InternalError("PTX memory: released, but not allocated, or released before");
    }
}

void Machine::copy_to_device(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    const std::unique_lock lock(parts_->memory);
    Region& region = region_of(parts_->map, to, bytes, "a copy to the device");
    std::memcpy(to, from, bytes);
    if (std::uint8_t* const marks = marks_of(region, to); marks != nullptr) {
        std::memset(marks, 0, bytes);
    }
}

void Machine::copy_to_host(void* to, const void* from, std::size_t bytes) const {
    if (bytes == 0) {
        return;
    }
    const std::unique_lock lock(parts_->memory);
    Region& region = region_of(parts_->map, from, bytes, "a copy from the device");
    if (const std::uint8_t* const marks = marks_of(region, from); marks != nullptr) {
        const std::uint8_t* const unwritten =
            std::find_if(marks, marks + bytes, [](std::uint8_t mark) { return mark != 0; });
        if (unwritten != marks + bytes) {
            throw InternalError("PTX memory: a copy from the device of byte " +
                                std::to_string(unwritten - region.unwritten.data()) + " of " +
                                region.description() + ", which nobody wrote");
        }
    }
    std::memcpy(to, from, bytes);
}

void Machine::copy_on_device(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    const std::unique_lock lock(parts_->memory);
    Region& source = region_of(parts_->map, from, bytes, "a copy on the device");
    Region& target = region_of(parts_->map, to, bytes, "a copy on the device");
    std::memmove(to, from, bytes);
    if (std::uint8_t* const marks = marks_of(target, to); marks != nullptr) {
        std::memmove(marks, marks_of(source, from), bytes);
    }
}

void Machine::clear(void* memory, int value, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    const std::unique_lock lock(parts_->memory);
    Region& region = region_of(parts_->map, memory, bytes, "a clearing");
    std::memset(memory, value, bytes);
    if (std::uint8_t* const marks = marks_of(region, memory); marks != nullptr) {
        std::memset(marks, 0, bytes);
    }
}

void Machine::set_constant(std::string_view name, const void* bytes, std::size_t count) {
    void* place = nullptr;
    {
        const std::shared_lock lock(parts_->memory);
        place = parts_->variable(name, count).data();
    }
    copy_to_device(place, bytes, count);
}

void Machine::set_constant_from_device(std::string_view name, const void* from, std::size_t count) {
    void* place = nullptr;
    {
        const std::shared_lock lock(parts_->memory);
        place = parts_->variable(name, count).data();
    }
    copy_on_device(place, from, count);
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
        parts_->map.begin_launch();
    } else {
        shared.lock();
    }
    const std::vector<std::uint64_t> passes =
        run_launch(launch, parts_->map, parts_->checks, parts_->host_threads);
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
