#include "tapir/trace/base/verdict_reason.hpp"

#include <array>

namespace tapir::trace {

namespace {

/// In the order of the enumeration.
constexpr std::array<const char*, verdict_reasons> words{"",
                                                         "constant_image",
                                                         "empty",
                                                         "extra_records",
                                                         "header",
                                                         "images_depart",
                                                         "lines_differ",
                                                         "missing_records",
                                                         "model_names_nothing",
                                                         "names_resemble",
                                                         "no_repetition",
                                                         "nothing_in_common",
                                                         "nothing_planted",
                                                         "nothing_to_audit",
                                                         "one_sided",
                                                         "other_loops",
                                                         "other_pixel",
                                                         "other_scene",
                                                         "other_scope",
                                                         "other_set_up",
                                                         "other_shape",
                                                         "other_size",
                                                         "other_unit",
                                                         "records_contradict",
                                                         "same_file",
                                                         "too_large",
                                                         "too_many_loops",
                                                         "tracer",
                                                         "truncated",
                                                         "unreadable_records",
                                                         "values_depart"};

} // namespace

const char* to_text(VerdictReason reason) {
    return words.at(static_cast<std::size_t>(reason));
}

} // namespace tapir::trace
