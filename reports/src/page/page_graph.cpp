#include "page/page_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "page/graph_layout.hpp"
#include "page/page_text.hpp"
#include "text/escape.hpp"

namespace tapir::reports {

namespace {

using trace::Standing;
using trace::TapTally;

constexpr double node_width = 168;
constexpr double node_height = 44;
constexpr double column = 226;
constexpr double row = 58;
constexpr double margin = 16;

/// How a stage is drawn: never by colour alone, its shape and its words say the same.
enum class Look : std::uint8_t { root, propagated, absent, agree, outside };

std::uint64_t departing(const TapTally& tally) {
    return tally.of(Standing::root) + tally.of(Standing::propagated);
}

std::uint64_t agreeing(const TapTally& tally) {
    return tally.of(Standing::identical) + tally.of(Standing::within);
}

std::uint64_t absent(const TapTally& tally) {
    return tally.of(Standing::missing) + tally.of(Standing::extra);
}

Look look_of(const TapTally& tally) {
    return tally.of(Standing::root) > 0         ? Look::root
           : tally.of(Standing::propagated) > 0 ? Look::propagated
           : absent(tally) > 0                  ? Look::absent
           : agreeing(tally) > 0                ? Look::agree
                                                : Look::outside;
}

const char* name_of(Look look) {
    switch (look) {
    case Look::root:
        return "root";
    case Look::propagated:
        return "propagated";
    case Look::absent:
        return "absent";
    case Look::agree:
        return "agree";
    case Look::outside:
        break;
    }
    return "outside";
}

std::string tally_words(const TapTally& tally) {
    const std::uint64_t compared = departing(tally) + agreeing(tally);
    switch (look_of(tally)) {
    case Look::root:
        return fmt::format("root: {} of {} depart", departing(tally), compared);
    case Look::propagated:
        return fmt::format("propagated: {} of {}", departing(tally), compared);
    case Look::absent:
        return fmt::format("{} missing, {} extra", tally.of(Standing::missing),
                           tally.of(Standing::extra));
    case Look::agree:
        return fmt::format("{} agree", agreeing(tally));
    case Look::outside:
        break;
    }
    return "not compared";
}

struct Box {
    double x, y, width, height;
};

/// A box, an octagon, a hexagon or a slanted box.
std::string outline(Look look, const Box& box) {
    const double right = box.x + box.width;
    const double bottom = box.y + box.height;
    const double middle = box.y + box.height / 2;
    const double cut = box.height * 0.23;
    const std::string style = fmt::format("class=\"node n-{}\"", name_of(look));
    switch (look) {
    case Look::root:
        return fmt::format("<polygon {8} points=\"{0:g},{2:g} {1:g},{2:g} {3:g},{4:g} {3:g},{5:g} "
                           "{1:g},{6:g} {0:g},{6:g} {7:g},{5:g} {7:g},{4:g}\"/>",
                           box.x + cut, right - cut, box.y, right, box.y + cut, bottom - cut,
                           bottom, box.x, style);
    case Look::propagated:
        return fmt::format("<polygon {7} points=\"{0:g},{2:g} {1:g},{2:g} {3:g},{4:g} {1:g},{5:g} "
                           "{0:g},{5:g} {6:g},{4:g}\"/>",
                           box.x + cut, right - cut, box.y, right, middle, bottom, box.x, style);
    case Look::absent:
        return fmt::format("<polygon {6} points=\"{0:g},{1:g} {2:g},{1:g} {3:g},{4:g} "
                           "{5:g},{4:g}\"/>",
                           box.x + cut, box.y, right, right - cut, bottom, box.x, style);
    case Look::agree:
    case Look::outside:
        break;
    }
    return fmt::format("<rect {} x=\"{:g}\" y=\"{:g}\" width=\"{:g}\" height=\"{:g}\" "
                       "rx=\"{:g}\"/>",
                       style, box.x, box.y, box.width, box.height, look == Look::agree ? cut : 0);
}

/// What the shapes mean.
std::string key_list() {
    std::string text = "<ul class=\"key\">\n";
    for (const auto& [look, words] :
         {std::pair{Look::root, "root"}, std::pair{Look::propagated, "propagated from a root"},
          std::pair{Look::absent, "records missing or extra"}, std::pair{Look::agree, "agrees"},
          std::pair{Look::outside, "not compared"}}) {
        text += fmt::format("<li><svg width=\"44\" height=\"24\" aria-hidden=\"true\">{}</svg> "
                            "{}</li>\n",
                            outline(look, {3, 3, 38, 18}), words);
    }
    return text + "</ul>\n";
}

/// The drawing: its nodes, and where they are.
class Drawing {
  public:
    Drawing(const trace::StageGraph& graph, const trace::Details& details)
        : graph_(&graph), placed_(layered(graph)) {
        std::map<std::string_view, std::size_t> index;
        for (std::size_t i = 0; i < details.taps.size(); ++i) {
            index.emplace(details.taps[i].tap, i);
        }
        for (std::size_t node = 0; node < graph.taps.size(); ++node) {
            const std::size_t tap = index.at(graph.taps[node]);
            tap_.push_back(tap);
            tallies_.push_back(&details.taps[tap]);
            lowest_ = std::min(lowest_, placed_[node].slot);
            highest_ = std::max(highest_, placed_[node].slot);
            last_layer_ = std::max(last_layer_, placed_[node].layer);
        }
    }

    [[nodiscard]] double height() const {
        return 2 * margin + (highest_ - lowest_) * row + node_height;
    }

    [[nodiscard]] std::string svg() const {
        const double width = 2 * margin + static_cast<double>(last_layer_) * column + node_width;
        std::string text = fmt::format(
            "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"group\" "
            "aria-label=\"Stages from left to right in order of computation\">\n<defs><marker "
            "id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" "
            "markerHeight=\"7\" orient=\"auto\"><path class=\"arrow\" d=\"M0 0 8 4 0 "
            "8z\"/></marker></defs>\n<g id=\"stages\">\n",
            width, height());
        // those that carry a departure lie on top
        for (const bool hot : {false, true}) {
            for (const trace::StageGraph::Edge& edge : graph_->edges) {
                text += is_hot(edge) == hot ? edge_line(edge) : "";
            }
        }
        for (std::size_t node = 0; node < graph_->taps.size(); ++node) {
            text += node_group(node);
        }
        return text + "</g>\n</svg>\n";
    }

    /// The same for paper, which cannot be scrolled: a few columns at a time, as large as they fit.
    [[nodiscard]] std::string printed_parts() const {
        constexpr std::size_t columns = 4;
        const std::size_t parts = last_layer_ / columns + 1;
        std::string text = "<div class=\"printed\" aria-hidden=\"true\">\n";
        for (std::size_t part = 0; part < parts; ++part) {
            const double left =
                margin - (column - node_width) / 2 + static_cast<double>(part * columns) * column;
            text += fmt::format("<figure><svg viewBox=\"{:g} 0 {:g} {:g}\"><use "
                                "href=\"#stages\"/></svg><figcaption>Stages, part {} of {}, from "
                                "left to right</figcaption></figure>\n",
                                left, columns * column, height(), part + 1, parts);
        }
        return text + "</div>\n";
    }

  private:
    [[nodiscard]] double x_of(std::size_t node) const {
        return margin + static_cast<double>(placed_[node].layer) * column;
    }
    [[nodiscard]] double y_of(std::size_t node) const {
        return margin + (placed_[node].slot - lowest_) * row;
    }
    [[nodiscard]] bool is_hot(const trace::StageGraph::Edge& edge) const {
        return departing(*tallies_[edge.from]) > 0 && departing(*tallies_[edge.to]) > 0;
    }
    [[nodiscard]] std::string edge_line(const trace::StageGraph::Edge& edge) const {
        const double x1 = x_of(edge.from) + node_width;
        const double y1 = y_of(edge.from) + node_height / 2;
        const double x2 = x_of(edge.to);
        const double y2 = y_of(edge.to) + node_height / 2;
        const double bend = std::max((column - node_width) / 2, (x2 - x1) / 2);
        return fmt::format("<path class=\"edge{}{}\" marker-end=\"url(#tip)\" d=\"M{} {:.4g}C{} "
                           "{:.4g} {} {:.4g} {} {:.4g}\"/>\n",
                           is_hot(edge) ? " hot" : "", edge.from > edge.to ? " back" : "", x1, y1,
                           x1 + bend, y1, x2 - bend, y2, x2, y2);
    }
    [[nodiscard]] std::string node_group(std::size_t node) const {
        const TapTally& tally = *tallies_[node];
        const Look look = look_of(tally);
        const double x = x_of(node);
        const double y = y_of(node);
        constexpr std::size_t letters = 21;
        const std::string name =
            tally.tap.size() > letters ? tally.tap.substr(0, letters - 3) + "..." : tally.tap;
        return fmt::format("<a href=\"#t{0}\" data-tap=\"{0}\"><title>{1}: {2}; shows its "
                           "records</title>{3}<text class=\"title\" text-anchor=\"middle\" "
                           "x=\"{4}\" y=\"{5:.4g}\">{6}</text><text class=\"small\" "
                           "text-anchor=\"middle\" x=\"{4}\" y=\"{7:.4g}\">{2}</text></a>\n",
                           tap_[node], escaped_excerpt(tally.tap, name_limit), tally_words(tally),
                           outline(look, {x, y, node_width, node_height}), x + node_width / 2,
                           y + node_height * 0.42, escaped_markup(name), y + node_height * 0.79);
    }

    const trace::StageGraph* graph_;
    std::vector<Placed> placed_;
    std::vector<std::size_t> tap_; ///< index in the details
    std::vector<const TapTally*> tallies_;
    double lowest_ = 0, highest_ = 0;
    std::size_t last_layer_ = 0;
};

/// The graph with every tap of the details, also those whose lineage is not known.
trace::StageGraph with_all_taps(const trace::StageGraph& stages, const trace::Details& details) {
    trace::StageGraph graph;
    std::map<std::string_view, bool> known;
    for (const TapTally& tally : details.taps) {
        known.emplace(tally.tap, false);
    }
    std::vector<std::size_t> place(stages.taps.size());
    constexpr std::size_t nowhere = ~std::size_t{0};
    for (std::size_t i = 0; i < stages.taps.size(); ++i) {
        const auto found = known.find(stages.taps[i]);
        place[i] = found == known.end() ? nowhere : graph.taps.size();
        if (found != known.end()) {
            found->second = true;
            graph.taps.push_back(stages.taps[i]);
        }
    }
    for (const trace::StageGraph::Edge& edge : stages.edges) {
        if (place[edge.from] != nowhere && place[edge.to] != nowhere) {
            graph.edges.push_back({place[edge.from], place[edge.to]});
        }
    }
    for (const TapTally& tally : details.taps) {
        if (!known.at(tally.tap)) {
            graph.taps.push_back(tally.tap);
        }
    }
    return graph;
}

} // namespace

std::string graph_section(const trace::Comparison& comparison, const trace::StageGraph& stages) {
    if (stages.taps.empty() || comparison.details.taps.empty()) {
        return "";
    }
    const trace::StageGraph graph = with_all_taps(stages, comparison.details);
    constexpr std::size_t most_taps = 400;
    constexpr std::size_t most_edges = 3000;
    const std::string begin = "<section>\n<h2>Stages</h2>\n";
    if (graph.taps.size() > most_taps || graph.edges.size() > most_edges) {
        return begin + fmt::format("<p class=\"note\">{} taps with {} edges are too many to "
                                   "draw; the records below say how each tap stands.</p>\n"
                                   "</section>\n",
                                   graph.taps.size(), graph.edges.size());
    }
    const Drawing drawing(graph, comparison.details);
    return begin +
           "<p>From left to right in order of computation. Thick edges carry the departure; dashed "
           "edges feed the next pass of a loop. A stage leads to its records.</p>\n" +
           key_list() +
           "<div class=\"scroll\" id=\"graph\" tabindex=\"0\" role=\"region\" "
           "aria-label=\"Stage graph\">\n" +
           drawing.svg() + "</div>\n" + drawing.printed_parts() + "</section>\n";
}

} // namespace tapir::reports
