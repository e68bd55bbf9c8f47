#pragma once

#include <string>

#include "bundle/bundle_snapshot.hpp"

namespace tapir::harness {

/// Reads a snapshot strictly, whoever wrote it: nothing is accepted that the command line refuses.
/// @throws InputError  no snapshot of this version, or one with a name that leaves the bundle
[[nodiscard]] BundleSnapshot parse_snapshot(const std::string& text, const std::string& where);

} // namespace tapir::harness
