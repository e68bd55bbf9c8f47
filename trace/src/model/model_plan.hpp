#pragma once

#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tapir/trace/model/model.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// The passes of a loop that traces show.
struct LoopPasses {
    int first = 0, count = 0; ///< count 0: nobody knows, or some of them are not there
};

/// One record of a computation by formulas.
struct PlannedRecord {
    int tap = -1;
    Site site;
    bool by_formula = false;
    /// Places in the plan: what the formula asks for, in that order; else what feeds it.
    std::vector<int> inputs;
};

/// A record by the number of its tap.
struct RecordPlace {
    int tap = -1;
    Site site;
    friend bool operator==(const RecordPlace&, const RecordPlace&) = default;
};
struct RecordPlaceHash {
    std::size_t operator()(const RecordPlace& place) const noexcept;
};

/// Which records are computed from which, inputs before what is computed from them.
///
/// A formula is asked wherever all it names is there: recorded, or computed itself from records.
/// Where something is not there, at an edge, the record is an input.
class ModelPlan {
  public:
    /// @param recorded  by tap: the sites at which a side records it
    /// @param counts    by loop: how many passes a set-up tap says it has; 0: none says it
    /// @throws InputError  a record is computed from itself, or there are more than can be held
    ModelPlan(const Model& model, std::vector<std::set<Site>> recorded,
              const std::vector<int>& counts);

    [[nodiscard]] const std::vector<PlannedRecord>& records() const { return records_; }
    [[nodiscard]] int find(const RecordPlace& place) const; ///< -1 when it is not there
    [[nodiscard]] LoopPasses passes(std::size_t loop) const { return passes_[loop]; }

  private:
    struct Visit;
    void find_passes(const std::vector<int>& counts);
    void visit(const RecordPlace& wanted);
    void open(const RecordPlace& place, std::vector<Visit>& visits);
    void close(const Visit& visit);
    [[nodiscard]] bool lies_inside(const RecordPlace& place) const;
    [[nodiscard]] std::vector<RecordPlace> feeds_of(const RecordPlace& place);
    /// The recorded sites of a tap that are `place` in the loops that its site states.
    [[nodiscard]] const std::vector<Site>& sites_at(const RecordPlace& place);
    /// @throws InputError  more operations than there is time for
    void spend(double operations);
    [[noreturn]] void fail_circle(const std::vector<Visit>& visits, const RecordPlace& again) const;

    const Model* model_;
    std::vector<std::set<Site>> recorded_;
    std::vector<std::set<int>> seen_; ///< by loop: indices of records
    std::vector<LoopPasses> passes_;
    std::vector<double> operations_; ///< by tap: of its formula
    double operations_left_ = 0;
    /// Recorded sites by what they are in some of their loops; filled where it is asked for.
    std::unordered_map<RecordPlace, std::vector<Site>, RecordPlaceHash> sites_at_;
    std::set<std::pair<int, LoopSet>>
        looked_up_; ///< tap and loops by which they are in `sites_at_`
    std::vector<PlannedRecord> records_;
    std::unordered_map<RecordPlace, int, RecordPlaceHash> places_; ///< see `not_there`
};

} // namespace tapir::trace
