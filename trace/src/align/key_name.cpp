#include "align/key_name.hpp"

namespace tapir::trace {

std::string key_name(const PrintedRecord& record) {
    const bool placed = record.key.empty() || record.key.front() == '[';
    if (record.kind.empty() || record.kind == "native") {
        return record.key;
    }
    return placed ? record.kind : record.kind + "/" + record.key;
}

} // namespace tapir::trace
