#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "compare/trace_diff.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/stream/stream_comparison.hpp"

/// Traces compared as whole files, which are held in memory, and piece by piece.
namespace tapir::test {

inline trace::Comparison closely(trace::TraceFile one, trace::TraceFile other,
                                 const trace::Tolerance& tolerance) {
    return harness::diff_traces(std::move(one), std::move(other), nullptr, {}, tolerance);
}

inline trace::Comparison whole(const std::string& one, const std::string& other,
                               const trace::Tolerance& tolerance = {}) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    return closely(trace::read_trace(one, program), trace::read_trace(other, program), tolerance);
}

inline trace::Comparison streamed(const std::string& one, const std::string& other,
                                  const trace::Tolerance& tolerance = {},
                                  const std::function<void(trace::StreamOptions&)>& change = {}) {
    trace::StreamOptions options;
    options.tolerance = tolerance;
    options.look_closer = [&](trace::TraceFile a, trace::TraceFile b) {
        return closely(std::move(a), std::move(b), tolerance);
    };
    if (change) {
        change(options);
    }
    const auto result = trace::compare_streams(one, other, engine::nanobragg_model(), options);
    REQUIRE(result.has_value());
    return *result;
}

inline void check_same(const trace::Comparison& pieces, const trace::Comparison& all) {
    CHECK(pieces.verdict == all.verdict);
    CHECK(pieces.reason == all.reason);
    if (all.reason == trace::VerdictReason::truncated) {
        return; // of a file that is held, what is there is shown
    }
    CHECK(pieces.compared == all.compared);
    CHECK(pieces.identical == all.identical);
    CHECK(pieces.within_tolerance == all.within_tolerance);
    CHECK(pieces.departing == all.departing);
    CHECK(pieces.not_compared == all.not_compared);
    CHECK(pieces.missing.size() == all.missing.size());
    CHECK(pieces.extra.size() == all.extra.size());
    REQUIRE(pieces.roots.empty() == all.roots.empty());
    if (!all.roots.empty()) {
        CHECK(pieces.roots.front().key == all.roots.front().key);
        CHECK(pieces.roots.front().site == all.roots.front().site);
        CHECK(pieces.roots.front().candidate == all.roots.front().candidate);
    }
}

} // namespace tapir::test
