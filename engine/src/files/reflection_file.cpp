#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>

#include <gemmi/cif.hpp>
#include <gemmi/mtz.hpp>
#include <gemmi/numb.hpp>
#include <gemmi/refln.hpp>
#include <gemmi/symmetry.hpp>

#include "tapir/engine/files/reflection_file.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

using Index = std::array<int, 3>;

[[noreturn]] void refuse_reflections(const std::filesystem::path& path, const std::string& problem,
                                     const std::string& remedy) {
    throw InputError({.where = path.string(),
                      .problem = problem,
                      .reason = "structure factors are read from it",
                      .remedy = remedy});
}

/// The column to read: the one asked for, or the only one.
std::string chosen_column(const std::filesystem::path& path, const std::string& asked,
                          const std::vector<std::string>& amplitudes) {
    std::string labels;
    for (const std::string& label : amplitudes) {
        labels += (labels.empty() ? "" : ", ") + label;
    }
    if (asked.empty()) {
        if (amplitudes.size() != 1) {
            refuse_reflections(path,
                               amplitudes.empty() ? "has no column of amplitudes"
                                                  : "has several columns of amplitudes: " + labels,
                               "Say which with structure_factors/column in a preset.");
        }
        return amplitudes.front();
    }
    if (std::find(amplitudes.begin(), amplitudes.end(), asked) == amplitudes.end()) {
        const std::string near = nearest_word(asked, amplitudes);
        refuse_reflections(path, "has no column of amplitudes named " + asked,
                           near.empty() ? "It has " + (labels.empty() ? "none" : labels) + "."
                                        : "Did you mean '" + near + "'?");
    }
    return asked;
}

/// A Miller index as a file has it. @param number  NaN: it is no whole number
int miller_index(const std::filesystem::path& path, double number) {
    constexpr double most = 1e6; // symmetry operations multiply it
    if (!(std::fabs(number) <= most) || number != std::trunc(number)) {
        refuse_reflections(path, "has a Miller index that is no whole number up to a million",
                           "Give an undamaged MTZ or structure factor CIF file.");
    }
    return static_cast<int>(number);
}

/// Collects amplitudes in P1 and sees that mates agree.
class Expansion {
  public:
    Expansion(const std::filesystem::path& path, const gemmi::SpaceGroup* group)
        : path_(&path), group_(group) {
        if (group == nullptr) {
            refuse_reflections(path, "names no space group", "Add it; in P1 it is 'P 1'.");
        }
        operations_ = group->operations();
    }

    void add(const Index& hkl, double amplitude) {
        if (!std::isfinite(amplitude)) {
            ++result_.skipped;
            return;
        }
        for (const gemmi::Op& operation : operations_.sym_ops) {
            const Index mate = operation.apply_to_hkl(hkl);
            put(mate, amplitude);
            put({-mate[0], -mate[1], -mate[2]}, amplitude); // Friedel's law
        }
    }

    CrystallographicReflections finish(const std::string& column, const gemmi::UnitCell& cell) {
        if (amplitudes_.empty()) {
            refuse_reflections(*path_, "holds no amplitude in column " + column,
                               "Choose another column.");
        }
        result_.column = column;
        result_.space_group = group_->hm;
        result_.cell = {cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma};
        for (const auto& [hkl, amplitude] : amplitudes_) {
            result_.reflections.push_back({hkl[0], hkl[1], hkl[2], amplitude});
        }
        return result_;
    }

  private:
    void put(const Index& hkl, double amplitude) {
        const auto [entry, fresh] = amplitudes_.try_emplace(hkl, amplitude);
        constexpr double agreement = 1e-6; // single precision in the file
        if (!fresh && std::fabs(entry->second - amplitude) > agreement * std::fabs(amplitude)) {
            refuse_reflections(
                *path_,
                "has two amplitudes for " + std::to_string(hkl[0]) + " " + std::to_string(hkl[1]) +
                    " " + std::to_string(hkl[2]) + ": " + trace::general15(entry->second) +
                    " and " + trace::general15(amplitude),
                "Merge symmetry and Friedel mates, or write the list in P1 as text.");
        }
    }

    const std::filesystem::path* path_;
    const gemmi::SpaceGroup* group_;
    gemmi::GroupOps operations_;
    std::map<Index, double> amplitudes_;
    CrystallographicReflections result_;
};

/// Whether a record of a header has a whole number of more digits than an int: gemmi lets it
/// overflow.
bool has_long_number(const std::string& record) {
    constexpr std::size_t most_digits = 9;
    std::istringstream words(record);
    for (std::string word; words >> word;) {
        const std::size_t sign = word.find_first_not_of("+-");
        if (sign != std::string::npos && word.size() - sign > most_digits &&
            word.find_first_not_of("0123456789", sign) == std::string::npos) {
            return true;
        }
    }
    return false;
}

/// Makes sure that what the header of an MTZ file counts is in the file: gemmi makes room for it
/// before it looks.
void require_counted(const std::filesystem::path& path) {
    constexpr std::size_t record_size = 80;
    const auto size = static_cast<long long>(std::filesystem::file_size(path));
    const gemmi::fileptr_t file = gemmi::file_open(path.string().c_str(), "rb");
    gemmi::FileStream stream{file.get()};
    std::array<char, record_size + 1> record{};
    gemmi::Mtz mtz;
    mtz.read_first_bytes(stream);
    mtz.seek_headers(stream);
    while (stream.read(record.data(), record_size) &&
           gemmi::ialpha3_id(record.data()) != gemmi::ialpha3_id("END")) {
        const std::string text = gemmi::skip_word(record.data());
        const auto kind = gemmi::ialpha4_id(record.data());
        if (kind != gemmi::ialpha4_id("TITL") && has_long_number(text)) {
            refuse_reflections(path, "has a number in its header that is too long for a count",
                               "Give an undamaged MTZ file.");
        }
        long long columns = 0, rows = 0, batches = 0;
        std::istringstream counts(text);
        if (kind == gemmi::ialpha4_id("NCOL")) {
            counts >> columns >> rows >> batches;
        } else if (kind == gemmi::ialpha4_id("NDIF")) {
            counts >> batches; // data sets
        }
        const bool counted = !counts.fail() && columns >= 0 && rows >= 0 && batches >= 0;
        const long long words = size / static_cast<long long>(sizeof(float));
        if (!counted || columns > words || (columns > 0 && rows > words / columns) ||
            batches > size / static_cast<long long>(record_size)) {
            refuse_reflections(path, "counts more columns, rows or batches than it holds",
                               "Give an undamaged MTZ file.");
        }
    }
}

CrystallographicReflections read_mtz(const std::filesystem::path& path, const std::string& column) {
    require_counted(path);
    gemmi::Mtz mtz;
    mtz.read_file(path.string());
    std::vector<std::string> labels;
    for (const gemmi::Mtz::Column& candidate : mtz.columns) {
        if (candidate.type == 'F') {
            labels.push_back(candidate.label);
        }
    }
    const std::string label = chosen_column(path, column, labels);
    std::size_t place = 0;
    while (place + 1 < mtz.columns.size() && mtz.columns[place].label != label) {
        ++place;
    }
    Expansion expansion(path, mtz.spacegroup);
    for (std::size_t row = 0; row + mtz.columns.size() <= mtz.data.size();
         row += mtz.columns.size()) {
        const auto index = [&](std::size_t i) {
            return miller_index(path, static_cast<double>(mtz.data[row + i]));
        };
        expansion.add({index(0), index(1), index(2)}, static_cast<double>(mtz.data[row + place]));
    }
    return expansion.finish(label, mtz.get_cell());
}

CrystallographicReflections read_mmcif(const std::filesystem::path& path,
                                       const std::string& column) {
    gemmi::cif::Document document = gemmi::cif::read_file(path.string());
    std::vector<gemmi::ReflnBlock> blocks = gemmi::as_refln_blocks(std::move(document.blocks));
    const auto block = std::find_if(blocks.begin(), blocks.end(), [](gemmi::ReflnBlock& b) {
        return b.ok() && b.default_loop != nullptr;
    });
    if (block == blocks.end()) {
        refuse_reflections(path, "has no table of reflections",
                           "Give a structure factor CIF with _refln.");
    }
    std::vector<std::string> labels;
    for (const std::string& label : block->column_labels()) {
        for (const char* known : {"F_meas_au", "F_meas", "F_calc_au", "F_calc"}) {
            if (label == known) {
                labels.push_back(label);
            }
        }
    }
    const std::string label = chosen_column(path, column, labels);
    Expansion expansion(path, block->spacegroup);
    const std::vector<double> amplitudes =
        block->make_vector<double>(label, std::numeric_limits<double>::quiet_NaN());
    // read here: gemmi lets a number of many digits overflow
    const std::array<std::size_t, 3> columns = block->get_hkl_column_indices();
    const gemmi::cif::Loop& table = *block->default_loop;
    for (std::size_t i = 0; i < amplitudes.size(); ++i) {
        const auto index = [&](std::size_t axis) {
            const auto number =
                trace::parse_integer(table.values[i * table.width() + columns[axis]]);
            return miller_index(path, number ? *number : std::numeric_limits<double>::quiet_NaN());
        };
        expansion.add({index(0), index(1), index(2)}, amplitudes[i]);
    }
    return expansion.finish(label, block->cell);
}

} // namespace

CrystallographicReflections read_crystallographic_reflections(const std::filesystem::path& path,
                                                              const std::string& column) {
    try {
        return path.extension() == ".mtz" ? read_mtz(path, column) : read_mmcif(path, column);
    } catch (const InputError&) {
        throw;
    } catch (const std::exception& error) {
        refuse_reflections(path, std::string("cannot be read: ") + error.what(),
                           "Give an undamaged MTZ or structure factor CIF file.");
    }
}

} // namespace tapir::engine
