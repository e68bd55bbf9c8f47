#include "tapir/trace/model/model_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/model_plan.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/model/evaluate.hpp"

namespace tapir::trace {

namespace {

using Values = std::vector<double>;

/// What the inputs of a planned record are, one after the other as its formula asks for them.
template <class Number>
class InputsInOrder {
  public:
    InputsInOrder(const PlannedRecord& record, const std::vector<std::vector<Number>>& values)
        : record_(&record), values_(&values) {}

    std::vector<Number> operator()(int /*tap*/, const Site& /*site*/) {
        return (*values_)[static_cast<std::size_t>(record_->inputs[next_++])];
    }

  private:
    const PlannedRecord* record_;
    const std::vector<std::vector<Number>>* values_;
    std::size_t next_ = 0;
};

/// The records of a side that fit their taps.
template <class Visit>
void for_each_record(const Model& model, const TraceFile& file, const Visit& visit) {
    for (const PrintedRecord& record : file.records) {
        const int tap = model.find_tap(record.key);
        const bool whole = std::all_of(record.values.begin(), record.values.end(),
                                       [](const PrintedValue& value) { return value.numeric; });
        if (tap >= 0 && whole && static_cast<int>(record.values.size()) == model.tap(tap).width) {
            visit(tap, record);
        }
    }
}

std::vector<std::set<Site>> recorded_sites(const Model& model,
                                           const std::vector<const TraceFile*>& sides) {
    std::vector<std::set<Site>> sites(static_cast<std::size_t>(model.taps()));
    for (const TraceFile* side : sides) {
        for_each_record(model, *side, [&](int tap, const PrintedRecord& record) {
            sites[static_cast<std::size_t>(tap)].insert(record.site);
        });
    }
    return sites;
}

/// How many passes of each loop a set-up tap of the first side states; 0: none does.
std::vector<int> stated_passes(const Model& model, const std::vector<const TraceFile*>& sides) {
    std::vector<int> counts(most_loops, 0);
    for (std::size_t loop = 0; loop < model.program().loops.size(); ++loop) {
        for (const TraceFile* side : sides) {
            for_each_record(model, *side, [&](int tap, const PrintedRecord& record) {
                const double number = record.values.front().number;
                constexpr double most = 1e9;
                if (tap == model.passes_tap(loop) && counts[loop] == 0 && number >= 1 &&
                    number <= most) {
                    counts[loop] = static_cast<int>(number);
                }
            });
        }
    }
    return counts;
}

} // namespace

/// The plan, and the values that are at hand.
struct ModelOracle::Computation {
    const Model* model;
    ModelPlan plan;
    std::vector<Values> first_recorded; ///< by planned record; empty where nobody records it

    template <class Number>
    [[nodiscard]] std::vector<Number>
    formula(const PlannedRecord& record, const std::vector<std::vector<Number>>& values) const {
        InputsInOrder<Number> inputs(record, values);
        const auto passes = [this](std::size_t loop, const Site& /*site*/) {
            return plan.passes(loop);
        };
        return Evaluation<Number, InputsInOrder<Number>, decltype(passes)>(
            record.site, model->program().loops, inputs, passes)(*model->formula(record.tap));
    }

    template <class Number>
    [[nodiscard]] static bool has_inputs(const PlannedRecord& record,
                                         const std::vector<std::vector<Number>>& values) {
        return std::none_of(record.inputs.begin(), record.inputs.end(), [&](int input) {
            return values[static_cast<std::size_t>(input)].empty();
        });
    }

    [[nodiscard]] int find(const RecordKey& key) const {
        const int tap = model->find_tap(key.tap);
        return tap < 0 ? -1 : plan.find({tap, key.site});
    }
};

ModelOracle::ModelOracle(const Model& model, const std::vector<const TraceFile*>& sides)
    : computation_(new Computation{
          &model,
          ModelPlan(model, recorded_sites(model, sides), stated_passes(model, sides)),
          {}}) {
    computation_->first_recorded.resize(computation_->plan.records().size());
    for (const TraceFile* side : sides) {
        for_each_record(model, *side, [&](int tap, const PrintedRecord& record) {
            const int place = computation_->plan.find({tap, record.site});
            if (place < 0 ||
                !computation_->first_recorded[static_cast<std::size_t>(place)].empty()) {
                return;
            }
            for (const PrintedValue& value : record.values) {
                computation_->first_recorded[static_cast<std::size_t>(place)].push_back(
                    value.number);
            }
        });
    }
}

ModelOracle::~ModelOracle() = default;

std::vector<double> ModelOracle::record(const RecordKey& wanted,
                                        const std::vector<Replacement>& replaced) const {
    const Computation& here = *computation_;
    const int target = here.find(wanted);
    if (target < 0) {
        return {};
    }
    std::map<int, const Values*> given;
    for (const Replacement& one : replaced) {
        const int place = here.find(one.record);
        const auto width = [&] {
            return here.model->tap(here.model->find_tap(one.record.tap)).width;
        };
        if (place >= 0 && static_cast<int>(one.values.size()) == width()) {
            given[place] = &one.values;
        }
    }
    // what is needed, back to what is given or an input
    std::set<int> needed;
    std::vector<int> open{target};
    while (!open.empty()) {
        const int place = open.back();
        open.pop_back();
        const PlannedRecord& record = here.plan.records()[static_cast<std::size_t>(place)];
        if (needed.insert(place).second && given.count(place) == 0 && record.by_formula) {
            open.insert(open.end(), record.inputs.begin(), record.inputs.end());
        }
    }
    std::vector<Values> values(static_cast<std::size_t>(target) + 1);
    for (const int place : needed) { // inputs have smaller places
        const PlannedRecord& record = here.plan.records()[static_cast<std::size_t>(place)];
        Values& value = values[static_cast<std::size_t>(place)];
        const auto own = given.find(place);
        if (own != given.end()) {
            value = *own->second;
        } else if (!record.by_formula) {
            value = here.first_recorded[static_cast<std::size_t>(place)];
        } else if (Computation::has_inputs(record, values)) {
            value = here.formula(record, values);
        }
    }
    return values.back();
}

Replay ModelOracle::follow(const std::vector<Pixel>& /*pixels*/, const RecordedValues& recorded,
                           Arrangement /*arrangement*/) const {
    const Computation& here = *computation_;
    Replay replay;
    std::vector<std::vector<Dual>> values(here.plan.records().size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const PlannedRecord& record = here.plan.records()[i];
        const TapSpec& spec = here.model->tap(record.tap);
        const bool computes = record.by_formula && Computation::has_inputs(record, values);
        const std::vector<Dual> computed =
            computes ? here.formula(record, values) : std::vector<Dual>{};
        for (int component = 0; component < spec.width; ++component) {
            ReplayedValue node;
            node.node = {spec.key, component, record.site};
            const auto found = recorded.find(node.node);
            if (found == recorded.end() && !computes) {
                values[i].clear(); // this side has not all of it
                break;
            }
            if (computes) {
                const Dual& value = computed[static_cast<std::size_t>(component)];
                node.computed = value.value();
                node.rounding = value.rounding();
                node.scatter = value.scatter();
                node.blur = value.blur();
                node.margin = value.margin();
                node.parents = value.derivatives();
            } else {
                node.computed = found->second.front().value;
                node.has_stage = false;
            }
            node.used = node.computed;
            if (found != recorded.end()) {
                const RecordedValue& value = nearest(found->second, node.computed);
                node.used = value.value;
                node.used_error = value.error;
                node.recorded = true;
            }
            const double used = node.used;
            values[i].push_back(Dual::variable(used, replay.add(std::move(node))));
        }
    }
    return replay;
}

std::vector<Alternative>
ModelOracle::alternatives(const RecordKey& /*wanted*/,
                          const std::vector<Replacement>& /*inputs*/) const {
    return {};
}

std::unique_ptr<Oracle> ModelOracle::switched(const Switch& which) const {
    throw InternalError("a model has no behaviour that could be switched, and '" + which.id +
                        "' was asked for");
}

LineageGraph ModelOracle::lineage() const {
    const Computation& here = *computation_;
    LineageGraph graph;
    std::vector<std::vector<Lineage>> values(here.plan.records().size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const PlannedRecord& record = here.plan.records()[i];
        const TapSpec& spec = here.model->tap(record.tap);
        std::vector<Lineage> computed;
        if (record.by_formula) {
            computed = here.formula(record, values);
        }
        std::vector<int> fed; // by every component of what feeds it
        for (const int input : record.by_formula ? std::vector<int>{} : record.inputs) {
            for (const Lineage& value : values[static_cast<std::size_t>(input)]) {
                fed.insert(fed.end(), value.parents().begin(), value.parents().end());
            }
        }
        for (int component = 0; component < spec.width; ++component) {
            const auto c = static_cast<std::size_t>(component);
            const Values& own = here.first_recorded[i];
            const double value =
                c < own.size() ? own[c] : (c < computed.size() ? computed[c].value() : 0);
            const int node = graph.add({spec.key, component, record.site},
                                       record.by_formula ? computed[c].parents() : fed);
            values[i].emplace_back(value, std::vector<int>{node});
        }
    }
    return graph;
}

std::vector<AskedFormula> ModelOracle::asked() const {
    const Computation& here = *computation_;
    std::vector<AskedFormula> all;
    for (int tap = 0; tap < here.model->taps(); ++tap) {
        if (here.model->formula(tap) == nullptr) {
            continue;
        }
        AskedFormula one{here.model->tap(tap).key};
        for (std::size_t i = 0; i < here.first_recorded.size(); ++i) {
            const PlannedRecord& record = here.plan.records()[i];
            if (record.tap == tap && !here.first_recorded[i].empty()) {
                ++one.records;
                one.asked += record.by_formula ? 1U : 0U;
            }
        }
        if (one.records > 0) {
            all.push_back(std::move(one));
        }
    }
    return all;
}

} // namespace tapir::trace
