#include <fmt/format.h>

#include <algorithm>

#include "results.hpp"

namespace tapir::speed {

namespace {

constexpr int left = 150;      ///< where the bars begin
constexpr int bar_height = 15; ///< and a gap of 3
constexpr int bar_step = 18;
constexpr int group_gap = 26;
constexpr int top = 56;
constexpr int width = 720;
constexpr int label_room = 60;

/// Colours that can be told apart in grey and by the colour-blind, on white and on black.
const char* colour_of(const std::string& set) {
    return set == "avx512" ? "#0072b2" : (set == "avx2" ? "#56b4e9" : "#999999");
}

} // namespace

std::string chart_of(const Results& results) {
    double most = 1;
    for (const CaseResult& result : results.cases) {
        for (const std::string& set : results.sets) {
            most = std::max(most, result.ratio(set));
        }
    }
    const double scale = (width - left - label_room) / most;
    std::string bars;
    int y = top;
    for (const CaseResult& result : results.cases) {
        bars += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-weight=\"bold\">{}"
                            "</text>\n",
                            left - 10, y + 12, result.name);
        for (const std::string& set : results.sets) {
            const double ratio = result.ratio(set);
            bars += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" "
                                "fill=\"{}\"/>\n<text x=\"{:.1f}\" y=\"{}\">{:.1f} x  {}</text>\n",
                                left, y, ratio * scale, bar_height, colour_of(set),
                                left + ratio * scale + 6, y + 12, ratio, set);
            y += bar_step;
        }
        y += group_gap - bar_step;
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
        "height=\"{1}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\" "
        "fill=\"#777777\">\n"
        "<title>Speed of the pixel loop against the C program, per thread</title>\n"
        "<text x=\"{2}\" y=\"20\" font-size=\"14\">Pixel loop on one thread, times the speed of "
        "nanoBragg.c (gcc -O2)</text>\n"
        "<text x=\"{2}\" y=\"38\">{4}</text>\n{3}</svg>\n",
        width + label_room, y + 4, left, bars, processor());
}

} // namespace tapir::speed
