#include "page/page_plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "page/page_text.hpp"
#include "text/escape.hpp"
#include "text/ticks.hpp"

namespace tapir::reports {

namespace {

using trace::ComparedValue;

/// One quantity of both sides at one site, step by step.
struct Series {
    std::string label, unit, where;
    std::size_t loop = 0;
    std::string loop_name;
    std::size_t other_sites = 0;              ///< sites of which nothing is drawn
    std::size_t no_numbers = 0;               ///< values that cannot be drawn
    std::vector<const ComparedValue*> points; ///< in order of the loop's passes
};

trace::Site without_step(trace::Site site, std::size_t loop) {
    site[loop] = -1;
    return site;
}

/// The values of the site that departs first.
Series series_of(const StepPlot& plot, const trace::Details& details, const trace::Loops& loops) {
    Series series;
    if (plot.loop >= loops.size()) { // of another program
        return series;
    }
    series.loop = plot.loop;
    series.loop_name = loops[plot.loop].name;
    std::set<trace::Site> sites;
    trace::Site chosen;
    for (const ComparedValue& value : details.values) {
        if (value.tap != plot.tap || value.component != plot.component ||
            value.site[plot.loop] < 0 || value.standing == trace::Standing::not_compared) {
            continue;
        }
        const trace::Site site = without_step(value.site, plot.loop);
        chosen = sites.empty() ? site : chosen;
        sites.insert(site);
        if (site != chosen) {
            continue;
        }
        if (std::isfinite(value.reference_value) && std::isfinite(value.candidate_value)) {
            series.points.push_back(&value);
        } else {
            ++series.no_numbers;
        }
        series.unit = value.unit;
    }
    series.label = plot.label;
    series.where = to_text(chosen, loops);
    series.other_sites = sites.empty() ? 0 : sites.size() - 1;
    const auto earlier = [&plot](const ComparedValue* a, const ComparedValue* b) {
        return a->site[plot.loop] < b->site[plot.loop];
    };
    std::stable_sort(series.points.begin(), series.points.end(), earlier);
    return series;
}

/// From numbers to a strip of a drawing.
struct Axis {
    double low, high; ///< numbers
    double from, to;  ///< pixels
    [[nodiscard]] double at(double value) const {
        return from + (value - low) / (high - low) * (to - from);
    }
};

Axis padded(double low, double high, double from, double to) {
    constexpr double room = 0.06;
    constexpr double least = 1e-12; // of the size: below it neighbouring labels read alike
    const double size = std::max({std::fabs(low), std::fabs(high), 1e-300});
    const double span = std::max(high - low, least * size);
    return {low - room * span, high + room * span, from, to};
}

constexpr double width = 580;
constexpr double height = 330;
constexpr double left = 92;
constexpr double right = 566;
constexpr double top = 44;
constexpr double bottom = 208;
constexpr double strip_top = 222;
constexpr double strip_bottom = 286;

class Plot {
  public:
    explicit Plot(const Series& series) : series_(&series), x_(steps()), y_(values()) {
        for (const ComparedValue* point : series.points) {
            most_ = std::max(most_, std::fabs(difference(*point)));
        }
    }

    [[nodiscard]] std::string svg() const {
        return fmt::format("<svg class=\"plot\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
                           "{1}\" role=\"img\" aria-label=\"{2} of reference and candidate against "
                           "{4}; largest difference {3:.3g}\">\n",
                           width, height, escaped_excerpt(series_->label, name_limit), most_,
                           escaped_excerpt(series_->loop_name, name_limit)) +
               legend() + axes() + sides() + strip() + "</svg>\n";
    }

  private:
    static double difference(const ComparedValue& point) {
        return point.candidate_value - point.reference_value;
    }
    [[nodiscard]] Axis steps() const {
        return padded(series_->points.front()->site[series_->loop],
                      series_->points.back()->site[series_->loop], left, right);
    }
    [[nodiscard]] Axis values() const {
        double low = series_->points.front()->reference_value;
        double high = low;
        for (const ComparedValue* point : series_->points) {
            low = std::min({low, point->reference_value, point->candidate_value});
            high = std::max({high, point->reference_value, point->candidate_value});
        }
        return padded(low, high, bottom, top);
    }
    [[nodiscard]] std::string legend() const {
        const std::string unit = series_->unit == "1"    ? " (no unit)"
                                 : series_->unit.empty() ? ""
                                                         : " [" + series_->unit + "]";
        return fmt::format(
            "<text class=\"title\" x=\"8\" y=\"18\">{}{}</text>\n<path class=\"ref\" d=\"M300 "
            "14h30\"/><circle class=\"refdot\" cx=\"315\" cy=\"14\" r=\"3.5\"/><text x=\"336\" "
            "y=\"18\">reference</text>\n<path class=\"cand\" d=\"M430 14h30\"/><path "
            "class=\"canddot\" d=\"M441 10l8 8m0-8l-8 8\"/><text x=\"466\" "
            "y=\"18\">candidate</text>\n",
            escaped_excerpt(series_->label, name_limit), escaped_excerpt(unit, name_limit));
    }
    [[nodiscard]] std::string axes() const {
        std::string text = fmt::format("<path class=\"axis\" d=\"M{0} {1}V{2}H{3}\"/>\n", left, top,
                                       bottom, right);
        constexpr int about = 5;
        const Ticks up = ticks_between(y_.low, y_.high, about);
        for (std::size_t i = 0; i < up.at.size(); ++i) {
            const double y = y_.at(up.at[i]);
            text +=
                fmt::format("<path class=\"grid\" d=\"M{0} {1:.1f}H{2}\"/><text class=\"small\" "
                            "text-anchor=\"end\" x=\"{3}\" y=\"{4:.1f}\">{5}</text>\n",
                            left, y, right, left - 6, y + 4, up.label[i]);
        }
        constexpr int about_steps = 10;
        const Ticks along = ticks_between(x_.low, x_.high, about_steps, true);
        for (std::size_t i = 0; i < along.at.size(); ++i) {
            text += fmt::format("<text class=\"small\" text-anchor=\"middle\" x=\"{:.1f}\" "
                                "y=\"{}\">{}</text>\n",
                                x_.at(along.at[i]), strip_bottom + 17, along.label[i]);
        }
        return text + fmt::format("<text text-anchor=\"middle\" x=\"{}\" y=\"{}\">{}</text>\n",
                                  (left + right) / 2, strip_bottom + 36,
                                  escaped_excerpt(series_->loop_name, name_limit));
    }
    [[nodiscard]] std::string sides() const {
        std::string reference;
        std::string candidate;
        std::string marks;
        constexpr std::size_t most_marks = 100;
        for (const ComparedValue* point : series_->points) {
            const double x = x_.at(point->site[series_->loop]);
            const double yr = y_.at(point->reference_value);
            const double yc = y_.at(point->candidate_value);
            reference += fmt::format("{:.1f},{:.1f} ", x, yr);
            candidate += fmt::format("{:.1f},{:.1f} ", x, yc);
            if (series_->points.size() <= most_marks) {
                marks += fmt::format(
                    "<circle class=\"refdot\" cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"3.5\"/><path "
                    "class=\"canddot\" d=\"M{2:.1f} {3:.1f}l8 8m0-8l-8 8\"/>\n",
                    x, yr, x - 4, yc - 4);
            }
        }
        return fmt::format("<polyline class=\"ref\" points=\"{}\"/>\n<polyline class=\"cand\" "
                           "points=\"{}\"/>\n{}",
                           reference, candidate, marks);
    }
    /// Candidate minus reference, on a scale of its own.
    [[nodiscard]] std::string strip() const {
        const double middle = (strip_top + strip_bottom) / 2;
        std::string text = fmt::format(
            "<path class=\"axis\" d=\"M{0} {1}V{2}H{3}\"/><path class=\"zero\" d=\"M{0} "
            "{4}H{3}\"/>\n<text class=\"small\" text-anchor=\"end\" x=\"{5}\" "
            "y=\"{6}\">{7:.3g}</text><text class=\"small\" text-anchor=\"end\" x=\"{5}\" "
            "y=\"{8}\">difference</text><text class=\"small\" text-anchor=\"end\" x=\"{5}\" "
            "y=\"{9}\">{10:.3g}</text>\n",
            left, strip_top, strip_bottom, right, middle, left - 6, strip_top + 9, most_,
            middle + 4, strip_bottom, most_ > 0 ? -most_ : 0.0);
        for (const ComparedValue* point : series_->points) {
            const double size = most_ > 0 ? difference(*point) / most_ : 0;
            if (size != 0) {
                text += fmt::format("<path class=\"delta\" d=\"M{0:.1f} {1}V{2:.1f}\"/>\n",
                                    x_.at(point->site[series_->loop]), middle,
                                    middle - size * (strip_bottom - strip_top) / 2);
            }
        }
        return text;
    }

    const Series* series_;
    Axis x_, y_;
    double most_ = 0; ///< largest difference
};

std::string figure(const Series& series) {
    std::string caption = series.where;
    if (series.other_sites > 0) {
        caption += fmt::format("; {} other site(s) are in the table only", series.other_sites);
    }
    if (series.no_numbers > 0) {
        caption += fmt::format("; {} value(s) are no numbers or on one side only and not drawn",
                               series.no_numbers);
    }
    return "<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Plot of " +
           escaped_excerpt(series.label, name_limit) + "\">\n" + Plot(series).svg() +
           "</div>\n<figcaption>" + caption + "</figcaption>\n</figure>\n";
}

} // namespace

std::string plot_section(const trace::Comparison& comparison, const std::vector<StepPlot>& plots) {
    constexpr std::size_t most_plots = 8;
    constexpr std::size_t most_points = 500;
    std::string text;
    for (std::size_t i = 0; i < std::min(most_plots, plots.size()); ++i) {
        Series series = series_of(plots[i], comparison.details, comparison.loops);
        const std::size_t steps = series.points.size();
        if (steps < 2) {
            continue; // one step is in the table
        }
        if (steps > most_points) {
            series.points.resize(most_points);
            series.where += fmt::format("; the first {} of {} steps", most_points, steps);
        }
        text += figure(series);
    }
    return text.empty() ? ""
                        : "<section>\n<h2>Step by step</h2>\n<div class=\"plots\">\n" + text +
                              "</div>\n</section>\n";
}

} // namespace tapir::reports
