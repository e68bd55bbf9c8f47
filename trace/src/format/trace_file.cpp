#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

Dialect TraceFile::original_dialect() const {
    if (!header || header->source.empty()) {
        return dialect;
    }
    return header->source == "py" ? Dialect::py : Dialect::c;
}

} // namespace tapir::trace
