#include "bundle/run_metadata.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <omp.h>
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "build_facts.hpp"
#include "tapir/engine/device.hpp"
#include "tapir/engine/instruction_set.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

using Json = nlohmann::ordered_json;

Json libraries_json() {
    Json libraries = Json::object();
    std::istringstream list(build_facts::libraries);
    for (std::string one; std::getline(list, one, ',');) {
        const std::size_t equals = one.find('=');
        libraries[one.substr(0, equals)] = one.substr(equals + 1);
    }
    libraries["glibc"] = ::gnu_get_libc_version();
    return libraries;
}

std::string processor() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        const std::size_t colon = line.find(": ");
        if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

Json machine_json() {
    struct utsname system {};
    (void)::uname(&system);
    return {{"processor", processor()},
            {"architecture", system.machine},
            {"system", system.sysname},
            {"instruction_set", engine::name_of(engine::chosen_instruction_set())},
            {"fused_multiply_add", engine::has_fused_multiply_add()},
            {"processors", std::thread::hardware_concurrency()},
            {"threads", ::omp_get_max_threads()}};
}

bool holds_side_on(engine::Device device, const std::vector<ParitySide>& sides) {
    return std::any_of(sides.begin(), sides.end(),
                       [device](const ParitySide& side) { return side.run.device == device; });
}

Json device_json(const std::vector<ParitySide>& sides) {
    const bool only_ptx =
        holds_side_on(engine::Device::ptx, sides) && !holds_side_on(engine::Device::cuda, sides);
    if (!engine::has_cuda_backend() || only_ptx) {
        return nullptr;
    }
    try {
        const engine::CudaDevice device = engine::cuda_device();
        return {{"name", device.name},
                {"compute_capability",
                 fmt::format("{}.{}", device.capability_major, device.capability_minor)},
                {"driver", device.driver_version},
                {"runtime", device.runtime_version},
                {"memory_bytes", device.memory_bytes}};
    } catch (const DeviceUnavailable&) {
        return nullptr;
    }
}

} // namespace

std::time_t evidence_time() {
    const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
    if (fixed == nullptr || *fixed == '\0') {
        return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    }
    const std::string_view text = fixed;
    const std::optional<double> seconds = trace::parse_number(text);
    constexpr double year_10000 = 253402300800.0;
    if (!seconds || text.find_first_not_of("0123456789") != std::string_view::npos ||
        *seconds >= year_10000) {
        throw InputError({.where = "SOURCE_DATE_EPOCH",
                          .problem = "is no number of seconds since 1970",
                          .reason = "evidence bears its time",
                          .remedy = "Unset it, or give whole seconds, for example 1700000000."});
    }
    return static_cast<std::time_t>(*seconds);
}

std::string utc_text(std::time_t time, const char* format) {
    return fmt::format(fmt::runtime(format), fmt::gmtime(time));
}

std::string run_metadata_json(const std::string& command_line,
                              const std::vector<ParitySide>& sides) {
    Json document{{"timestamp", utc_text(evidence_time(), "{:%Y-%m-%dT%H:%M:%SZ}")},
                  {"command", command_line},
                  {"program", program_name},
                  {"version", program_version},
                  {"git_sha", build_facts::git_sha},
                  {"compiler", build_facts::compiler},
                  {"flags", build_facts::flags},
                  {"libraries", libraries_json()},
                  {"machine", machine_json()},
                  {"cuda_backend", engine::has_cuda_backend()},
                  {"cuda_device", device_json(sides)}};
    for (const ParitySide& side : sides) {
        document["sides"][side.name] = described(side.run);
    }
    if (const std::vector<std::string> limits = limits_of(sides); !limits.empty()) {
        document["limits"] = limits;
    }
    constexpr int indent = 2;
    return document.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace tapir::harness
