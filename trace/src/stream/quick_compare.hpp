#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "format/piece_source.hpp"
#include "stream/quick_result.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Takes records of two traces of one layout in step.
class QuickCompare {
  public:
    /// @param terminal_keys  see parse_trace; one of them must occur in lines of the C program
    QuickCompare(Layout layout, const Tolerance& tolerance, std::string_view terminal_keys);

    /// Two lines without their line ends.
    void lines(std::string_view reference, std::string_view candidate);
    /// Whole pieces.
    void pieces(std::string_view reference, std::string_view candidate);
    /// A record without counterpart; the other side's is empty.
    void one_sided(std::string_view reference, std::string_view candidate);

    /// One that has seen nothing yet.
    [[nodiscard]] QuickCompare fresh() const { return {layout_, tolerance_, terminal_key_}; }
    [[nodiscard]] Layout layout() const { return layout_; }

    /// All that was seen; to be asked at the end of a pixel.
    [[nodiscard]] QuickResult result() const;

  private:
    void note_departure(std::string_view reference, std::string_view candidate);
    void count(std::string_view line);
    bool has_good_loops(std::string_view loops);
    void count_native(std::string_view line);
    void count_text(std::string_view line);
    bool hold_numbers(std::string_view one, std::string_view other);
    /// Counts values that agree within what the user allows.
    bool agree(double a, double b);
    [[nodiscard]] bool same_place(std::string_view reference, std::string_view candidate) const;
    void hold_against(std::string_view reference, std::string_view candidate);
    bool digits_tell_all(std::string_view reference, std::string_view candidate);

    Layout layout_;
    Tolerance tolerance_;
    std::string terminal_key_;
    std::string good_loops_; ///< the last that were
    bool ended_ = false;
    QuickResult seen_;
};

} // namespace tapir::trace
