#pragma once

#include <set>
#include <string>

#include "tapir/trace/model/formula.hpp"
#include "tapir/trace/model/model_text.hpp"
#include "tapir/trace/record/loop.hpp"

/// What a model has to be to make sense. Each function throws InputError with the JSON pointer
/// `where`.
namespace tapir::trace {

[[noreturn]] void fail_model(const std::string& where, const std::string& problem,
                             const std::string& reason, const std::string& remedy);

/// The loops of a model by number: row and column first, the others as they stand.
[[nodiscard]] Loops loops_of(const ModelText& text, const std::string& file);

/// The loops of a tap; a row without a column is refused.
[[nodiscard]] LoopSet loops_of_tap(const ModelTap& tap, const Loops& loops,
                                   const std::string& where);

/// A key must be one word that no other tap or constant has.
void check_key(const std::string& key, std::set<std::string>& seen, const std::string& where);

/// The place of a tap by its key.
[[nodiscard]] std::size_t tap_named(const ModelText& text, const std::string& key,
                                    const std::string& where);

/// A printed name must speak of a tap and loops that there are, in a unit that converts.
void check_printed(const PrintedName& name, const ModelText& text, const Loops& loops,
                   const std::string& where);

} // namespace tapir::trace
