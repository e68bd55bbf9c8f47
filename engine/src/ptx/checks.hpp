#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

/// Which of a launch's threads comes first. A sound kernel computes the same in any order.
enum class ThreadOrder {
    forward,  ///< blocks and the threads of each by their number
    reversed, ///< the last ones first
    shuffled, ///< blocks, and the threads of each, by the seed
};

/// What is watched while kernels run. A fault ends the launch.
struct Checks {
    /// Every access lies in one allocation, variable or parameter of the space that is named.
    bool bounds = true;
    /// Every address is a multiple of the bytes accessed there.
    bool alignment = true;
    /// No byte and no register is used before it was written. Copying is not using.
    bool initialised = false;
    /// No two threads of a launch access one byte when one of them writes it. Marks of 8 bytes are
    /// kept for each byte of the blocks that a launch comes to.
    bool races = false;
    ThreadOrder order = ThreadOrder::forward;
    std::uint64_t seed = 0; ///< of the shuffled order
};

/// An access that a check forbids. The message says everything that the members say.
class Fault : public InternalError {
  public:
    /// Where a fault happened.
    struct Place {
        std::string kernel;
        int line = 0;     ///< of the PTX text, from 1
        std::string text; ///< of the instruction
        std::uint32_t block = 0, thread = 0;
    };

    /// @param what  what is wrong, with address and by how much it misses
    Fault(Place where, std::string_view what);

    [[nodiscard]] const Place& place() const { return place_; }

  private:
    Place place_;
};

} // namespace tapir::engine::ptx
