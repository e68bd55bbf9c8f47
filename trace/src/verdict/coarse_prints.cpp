#include "verdict/coarse_prints.hpp"

#include <map>
#include <string_view>
#include <unordered_map>

#include "align/token_alignment.hpp"

namespace tapir::trace {

namespace {

class FormatsOfSlots {
  public:
    FormatsOfSlots(const TextSides& sides, const TextPairing& pairing,
                   const std::vector<CoarsePair>& coarse)
        : sides_(sides), pairing_(pairing), wanted_(sides.forms.size(), 0) {
        for (const CoarsePair& one : coarse) {
            wanted_[pairing_.form_of_reference[one.lines.reference]] = 1;
        }
        each_line([this](std::uint32_t form, const LinePair&) { ++lines_[form]; });
        for (const auto& [form, lines] : lines_) {
            find_runs(form, lines);
        }
        each_line([this](std::uint32_t form, const LinePair& pair) { add(form, pair); });
    }

    [[nodiscard]] bool explain(const CoarsePair& one, const SlotFormats& of_file) const {
        const std::uint32_t form = pairing_.form_of_reference[one.lines.reference];
        return formats_.at(sides_.forms.slot(form, runs_.at(form)[one.which]))
            .explain(slots(sides_.reference, one.lines.reference)[one.which],
                     slots(sides_.candidate, one.lines.candidate)[one.which], of_file);
    }

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    std::vector<char> wanted_; ///< by form
    std::map<std::uint32_t, std::uint64_t> lines_;
    std::map<std::uint32_t, std::vector<std::uint32_t>> runs_; ///< first slot of each slot's run
    std::unordered_map<std::size_t, SlotFormats> formats_;     ///< by first slot

    static const TextToken* slots(const TextDocument& document, std::uint32_t line) {
        return document.slots().data() + document.lines()[line].first_slot;
    }
    template <class Use>
    void each_line(const Use& use) const {
        for (const auto* pairs : {&pairing_.pairs, &pairing_.moved, &pairing_.out_of_order}) {
            for (const LinePair& pair : *pairs) {
                const std::uint32_t form = pairing_.form_of_reference[pair.reference];
                if (wanted_[form] != 0 && form == pairing_.form_of_candidate[pair.candidate]) {
                    use(form, pair);
                }
            }
        }
    }
    /// Each slot of a form of several lines is a run of its own; else numbers in a row are one.
    void find_runs(std::uint32_t form, std::uint64_t lines) {
        constexpr std::uint64_t several = 3;
        std::vector<std::uint32_t>& run = runs_[form];
        bool goes_on = false;
        for (const std::string_view piece : pieces_of(sides_.forms.text(form))) {
            const bool slot = piece.front() == FormMark::slot;
            if (slot) {
                const auto own = static_cast<std::uint32_t>(run.size());
                run.push_back(goes_on && lines < several ? run.back() : own);
            }
            goes_on = slot;
        }
    }
    void add(std::uint32_t form, const LinePair& pair) {
        const std::vector<std::uint32_t>& run = runs_[form];
        for (std::uint32_t k = 0; k < run.size(); ++k) {
            formats_[sides_.forms.slot(form, run[k])].add(
                slots(sides_.reference, pair.reference)[k],
                slots(sides_.candidate, pair.candidate)[k]);
        }
    }
};

} // namespace

std::vector<char> explained_by_format(const TextSides& sides, const TextPairing& pairing,
                                      const std::vector<CoarsePair>& coarse,
                                      const SlotFormats& of_file) {
    std::vector<char> explained;
    if (coarse.empty()) {
        return explained;
    }
    const FormatsOfSlots formats(sides, pairing, coarse);
    explained.reserve(coarse.size());
    for (const CoarsePair& one : coarse) {
        explained.push_back(static_cast<char>(formats.explain(one, of_file)));
    }
    return explained;
}

} // namespace tapir::trace
