#include "tapir/reports/text/per_phi_json.hpp"

#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include <nlohmann/json.hpp>

#include "tapir/trace/align/canonical.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;
using trace::TapPrint;

/// Lines of the dialect whose keys the scripts took over.
std::vector<const TapPrint*> columns_of(const trace::ProgramModel& program) {
    std::vector<const TapPrint*> columns;
    for (const TapPrint& entry : program.entries) {
        if (entry.dialect == trace::Dialect::py && std::string_view(entry.kind) == "PHI") {
            columns.push_back(&entry);
        }
    }
    return columns;
}

/// Whether a site lies in the first pass of every loop inside the pixel but one.
bool is_first_pass(const trace::Site& site, std::size_t but) {
    for (std::size_t loop = trace::Loops::column + 1; loop < trace::most_loops; ++loop) {
        if (loop != but && site[loop] > 0) {
            return false;
        }
    }
    return true;
}

/// The values of a trace's steps: of a tap and component, at a pixel (or at none) and a step.
class StepValues {
  public:
    StepValues(const trace::TraceFile& file, const trace::ProgramModel& program) {
        const int found = program.loops.find("phi_tic");
        if (found < 0) {
            return;
        }
        const auto loop = static_cast<std::size_t>(found);
        for (const trace::CanonicalValue& value : trace::canonicalise(file, program)) {
            const trace::Site& site = value.node.site;
            if (value.known && site[loop] >= 0 && is_first_pass(site, loop)) {
                values_.emplace(key(value.node.tap, value.node.component, site.pixel(), site[loop]),
                                value.value);
                steps_[site.pixel()].insert(site[loop]);
            }
        }
    }

    /// The steps that have values of a pixel's own.
    [[nodiscard]] std::set<int> steps(const trace::Pixel& pixel) const {
        const auto found = steps_.find(pixel);
        return found == steps_.end() ? std::set<int>() : found->second;
    }
    [[nodiscard]] const double* find(const TapPrint& column, const trace::Pixel& pixel,
                                     int step) const {
        constexpr trace::Pixel none{-1, -1}; // of the set-up
        for (const trace::Pixel& where : {pixel, none}) {
            const auto found = values_.find(key(column.tap, column.component, where, step));
            if (found != values_.end()) {
                return &found->second;
            }
        }
        return nullptr;
    }

  private:
    using Key = std::tuple<std::string, int, trace::Pixel, int>;
    static Key key(const std::string& tap, int component, const trace::Pixel& pixel, int step) {
        return {tap, component, pixel, step};
    }

    std::map<Key, double> values_;
    std::map<trace::Pixel, std::set<int>> steps_;
};

} // namespace

std::vector<PerPhi> per_phi_json(const trace::TraceFile& file, const trace::ProgramModel& program) {
    const StepValues values(file, program);
    const std::vector<const TapPrint*> columns = columns_of(program);
    std::vector<PerPhi> result;
    for (const trace::Pixel& pixel : file.pixels) {
        ordered_json entries = ordered_json::array();
        for (const int step : values.steps(pixel)) {
            ordered_json entry{{"phi_tic", step}};
            for (const TapPrint* column : columns) {
                const double* value = values.find(*column, pixel, step);
                if (value != nullptr && std::isfinite(*value)) { // JSON has no infinity
                    entry[column->key] = *value * column->multiply / column->divide;
                }
            }
            if (entry.size() > 1) {
                entries.push_back(entry);
            }
        }
        if (!entries.empty()) {
            const ordered_json document{
                {"pixel", {{"slow", pixel.slow}, {"fast", pixel.fast}}},
                {"of", "the first sensor layer, subpixel, source and mosaic domain"},
                {"per_phi_entries", entries}};
            constexpr int indent = 2;
            result.push_back({pixel, document.dump(indent) + "\n"});
        }
    }
    return result;
}

} // namespace tapir::reports
