#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include "cpu/row_kernels.hpp"
#include "run/run_types.hpp"
#include "run/scene_of_run.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/tap_policies.hpp"

namespace tapir::engine::cpu {

/// A scene and the kernels that render it. The experiment must outlive it.
template <class Numbers>
class CpuScene {
  public:
    using Wide = typename Numbers::Wide;

    CpuScene(const Experiment& experiment, const RunSpec& options)
        : CpuScene(derived(experiment, options), options) {}
    /// A scene that has been set up already.
    CpuScene(DerivedScene<Numbers> scene, const RunSpec& options)
        : scene_(std::move(scene)), view_(scene_.view()) {
        // mixed precision: see check_run; slopes: see require_gradient_run
        if constexpr (!std::is_same_v<Numbers, Mixed> && !is_gradient<typename Numbers::Real>) {
            if (options.arithmetic == ArithmeticPolicy::reference) {
                one_by_one_ = reference_kernel<Numbers>();
                side_by_side_ = one_by_one_;
                return;
            }
        }
        one_by_one_ = scalar_kernel<Numbers>(has_fused_multiply_add());
        side_by_side_ = portable_kernel<Numbers>(
            options.instruction_set ? *options.instruction_set : chosen_instruction_set(), view_);
    }
    CpuScene(const CpuScene&) = delete;
    CpuScene& operator=(const CpuScene&) = delete;
    CpuScene(CpuScene&&) = delete;
    CpuScene& operator=(CpuScene&&) = delete;
    ~CpuScene() = default;

    [[nodiscard]] const SceneView<Numbers>& view() const { return view_; }

    /// One pixel; the state goes on.
    Wide photons(trace::Pixel pixel, PhiState& state) const {
        Wide result{};
        one_by_one_(view_, pixel.slow, &pixel.fast, 1, state, &result);
        return result;
    }

    /// Pixels of a row, in order.
    /// @param carries  some step of the scan leaves vectors for the steps at phi = 0
    void row(int slow, const std::vector<int>& fast, bool carries, PhiState& state,
             std::vector<Wide>& photons_out) const {
        const int count = static_cast<int>(fast.size());
        int first = 0;
        // pixels side by side must find the same vectors: the first pixels of a thread find none
        while (carries && first < count && !state.holds(view_.key)) {
            one_by_one_(view_, slow, fast.data() + first, 1, state, photons_out.data() + first);
            ++first;
        }
        if (first < count) {
            side_by_side_(view_, slow, fast.data() + first, count - first, state,
                          photons_out.data() + first);
        }
    }

  private:
    static DerivedScene<Numbers> derived(const Experiment& experiment, const RunSpec& options) {
        NullTap tap;
        return scene_of_run<Numbers>(experiment, options, tap);
    }

    DerivedScene<Numbers> scene_;
    SceneView<Numbers> view_;
    RowKernel<Numbers> one_by_one_ = nullptr, side_by_side_ = nullptr;
};

} // namespace tapir::engine::cpu
