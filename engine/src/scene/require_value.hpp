#pragma once

#include <string>

/// Checks of numbers, in the user's terms.
namespace tapir::engine {

/// @param field  as errors call it; where the list of fields has it (or has it but for a last
///               letter, "cell edge a"), the value is shown in the unit that people write it in
/// @param value  in the engine's unit
/// @throws InputError  unless `good`; names the field and its value; a FieldError where the list
///                     of fields has it
void require_value(bool good, const std::string& field, double value, const char* reason,
                   const char* remedy);

} // namespace tapir::engine
