#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Comparisons, and the choice by a predicate.
void add_comparison_forms(FormTable& table);

} // namespace tapir::engine::ptx
