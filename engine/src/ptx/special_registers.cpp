#include "ptx/special_registers.hpp"

#include <array>
#include <utility>

namespace tapir::engine::ptx {

std::optional<Special> special_named(std::string_view name) {
    using Row = std::pair<std::string_view, Special>;
    static constexpr std::array<Row, 12> names{{
        {"%tid.x", Special::thread},
        {"%ntid.x", Special::threads},
        {"%ctaid.x", Special::block},
        {"%nctaid.x", Special::blocks},
        {"%tid.y", Special::zero},
        {"%tid.z", Special::zero},
        {"%ntid.y", Special::one},
        {"%ntid.z", Special::one},
        {"%ctaid.y", Special::zero},
        {"%ctaid.z", Special::zero},
        {"%nctaid.y", Special::one},
        {"%nctaid.z", Special::one},
    }};
    for (const auto& [known, what] : names) {
        if (known == name) {
            return what;
        }
    }
    return std::nullopt;
}

} // namespace tapir::engine::ptx
