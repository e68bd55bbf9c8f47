#include "compare/declared_model.hpp"

#include <algorithm>

#include "compare/model_draft.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

bool declares_its_loops(const trace::TraceFile& file) {
    constexpr int second_version = 2;
    return file.header && file.header->format == second_version;
}

/// Adds what only the other side has.
void add_missing(const DraftKeys& other, DraftKeys& own) {
    for (const DraftKey& key : other.keys) {
        const auto same = [&key](const DraftKey& one) { return one.key == key.key; };
        if (std::none_of(own.keys.begin(), own.keys.end(), same)) {
            own.keys.push_back(key);
        }
    }
    for (const std::string& loop : other.loops) {
        if (std::find(own.loops.begin(), own.loops.end(), loop) == own.loops.end()) {
            own.loops.push_back(loop);
        }
    }
}

} // namespace

std::shared_ptr<const trace::Model> declared_model(const trace::TraceFile& reference,
                                                   const trace::TraceFile& candidate) {
    if (!declares_its_loops(reference) || !declares_its_loops(candidate)) {
        return nullptr;
    }
    try {
        DraftKeys keys = keys_of(reference);
        add_missing(keys_of(candidate), keys);
        trace::ModelText text = first_model(keys);
        text.declared = true;
        return std::make_shared<const trace::Model>(std::move(text), reference.name);
    } catch (const InputError&) {
        return nullptr; // the comparison says what is wrong with them
    }
}

} // namespace tapir::harness
