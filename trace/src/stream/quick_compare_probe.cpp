#include "stream/quick_compare_probe.hpp"

#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "format/binary_format.hpp"
#include "format/line_tools.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

/// Where the numbers of a piece lie.
struct ProbedPiece {
    std::size_t begin, bytes;
};

std::vector<ProbedPiece> numbers_of_lines(std::string_view piece) {
    std::vector<ProbedPiece> places;
    LineReader lines(piece);
    std::string_view line;
    while (lines.next(line)) {
        const std::size_t begin = line.find_last_of(" =:") + 1;
        const bool record = line.find_first_of("=:") != std::string_view::npos &&
                            line.find("CONFIG") == std::string_view::npos;
        if (record && begin < line.size() && line.back() >= '0' && line.back() <= '9') {
            places.push_back({static_cast<std::size_t>(line.data() - piece.data()) + begin,
                              line.size() - begin});
        }
    }
    return places;
}

std::vector<ProbedPiece> numbers_of_blocks(std::string_view piece) {
    std::vector<ProbedPiece> places;
    binary::for_each_record(piece, [&](const binary::Record& record, const binary::RecordWalk&) {
        places.push_back(
            {static_cast<std::size_t>(record.values.data() - piece.data()), sizeof(double)});
    });
    return places;
}

/// A copy with another number there: none, or one beyond any tolerance.
std::string with_fault(std::string_view piece, const ProbedPiece& place, bool binary,
                       bool no_number) {
    std::string changed(piece);
    const double wrong = no_number ? std::numeric_limits<double>::quiet_NaN()
                                   : std::numeric_limits<double>::infinity();
    if (binary) {
        std::memcpy(changed.data() + place.begin, &wrong, sizeof wrong);
    } else {
        changed.replace(place.begin, place.bytes, no_number ? "nan" : "inf");
    }
    return changed;
}

} // namespace

int test_quick_compare(const QuickCompare& like, std::string_view piece) {
    const bool binary = like.layout() == Layout::binary;
    const std::vector<ProbedPiece> places =
        binary ? numbers_of_blocks(piece) : numbers_of_lines(piece);
    constexpr std::size_t plantings = 6;
    const std::size_t stride = std::max<std::size_t>(1, places.size() / plantings);
    int planted = 0;
    const auto must_see = [&](std::string_view changed) {
        QuickCompare quick = like.fresh();
        quick.pieces(piece, changed);
        if (quick.result().clear) {
            throw InternalError(
                "the quick look at whole pixels missed a corruption planted in one; "
                "its green verdict is withdrawn");
        }
        ++planted;
    };
    for (std::size_t i = 0; i < places.size(); i += stride) {
        must_see(with_fault(piece, places[i], binary, (i / stride) % 2 == 1));
    }
    if (!binary && !places.empty()) {
        const std::size_t cut = piece.rfind('\n', piece.size() - 2);
        must_see(piece.substr(0, cut == std::string_view::npos ? 0 : cut + 1));
    }
    return planted;
}

} // namespace tapir::trace
