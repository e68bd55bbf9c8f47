#pragma once

#include <string>

/// What tests of program models share.
namespace tapir::test {

/// A file of `configs/`.
inline std::string configs(const std::string& name) {
    return std::string(TAPIR_SOURCE_DIR) + "/configs/" + name;
}

} // namespace tapir::test
