#include "cuda/kernel_texts.hpp"

#include <charconv>
#include <map>
#include <string_view>

#include "ptx/program_ptx.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::cuda {

namespace {

/// The first of our kernels in a text; empty: it has none. A program may contain those of
/// libraries.
std::string_view first_kernel(std::string_view text) {
    constexpr std::string_view entry = ".entry tapir_";
    const std::size_t at = text.find(entry);
    return at == std::string_view::npos ? std::string_view{}
                                        : text.substr(at, text.find('(', at) - at);
}

/// The NN of ".target sm_NN"; 0: it is not said.
int target_of(std::string_view text) {
    constexpr std::string_view target = ".target sm_";
    const std::size_t at = text.find(target);
    int number = 0;
    if (at != std::string_view::npos) {
        std::from_chars(text.data() + at + target.size(), text.data() + text.size(), number);
    }
    return number;
}

[[noreturn]] void no_kernels(const std::string& why) {
    throw DeviceUnavailable("--device ptx: " + why +
                            ", so nothing was computed. Use --device cpu, or a program that was "
                            "built for an architecture with PTX (CMAKE_CUDA_ARCHITECTURES, one "
                            "without -real) and not stripped of it.");
}

std::vector<std::string> texts_of_program() {
    try {
        return ptx::ptx_in_program("/proc/self/exe");
    } catch (const InputError& error) {
        no_kernels(std::string("the PTX in this program is not to be read (") + error.what() + ")");
    }
}

} // namespace

std::vector<std::string> newest_kernels(const std::vector<std::string>& texts) {
    std::map<std::string_view, const std::string*> newest;
    for (const std::string& text : texts) {
        if (const std::string_view kernel = first_kernel(text); !kernel.empty()) {
            const std::string*& chosen = newest[kernel];
            if (chosen == nullptr || target_of(*chosen) < target_of(text)) {
                chosen = &text;
            }
        }
    }
    std::vector<std::string> kernels;
    for (const auto& [kernel, text] : newest) {
        kernels.push_back(*text);
    }
    return kernels;
}

const std::vector<std::string>& kernels_ptx() {
    static const std::vector<std::string> texts = newest_kernels(texts_of_program());
    if (texts.empty()) {
        no_kernels("there is no PTX of the kernels in this program (section .nv_fatbin)");
    }
    return texts;
}

} // namespace tapir::engine::cuda
