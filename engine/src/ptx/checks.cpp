#include "ptx/checks.hpp"

namespace tapir::engine::ptx {

Fault::Fault(Place where, std::string_view what)
    : InternalError("PTX kernel " + where.kernel + ", line " + std::to_string(where.line) + " '" +
                    where.text + "', block " + std::to_string(where.block) + ", thread " +
                    std::to_string(where.thread) + ": " + std::string(what)),
      place_(std::move(where)) {}

} // namespace tapir::engine::ptx
