#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <map>

#include "program.hpp"
#include "reflection_files.hpp"
#include "tapir/engine/files/reflection_file.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/trace/base/error.hpp"

/// MTZ and mmCIF files, expanded to P1.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

std::map<std::array<int, 3>, double> amplitudes(const CrystallographicReflections& file) {
    std::map<std::array<int, 3>, double> result;
    for (const Reflection& r : file.reflections) {
        CHECK(result.try_emplace({r.h, r.k, r.l}, r.amplitude_electrons).second);
    }
    return result;
}

} // namespace

TEST_CASE("mmCIF: P 21 21 21 expands a reflection to all eight signs, Friedel mates included") {
    const ScratchFolder scratch;
    const auto file = read_crystallographic_reflections(
        scratch.write("a.cif", cif("P 21 21 21", "1 2 3 100.5\n2 0 0 7\n")), "");
    const auto found = amplitudes(file);
    CHECK(found.size() == 8 + 2);
    for (const int h : {1, -1}) {
        for (const int k : {2, -2}) {
            for (const int l : {3, -3}) {
                CHECK(found.at({h, k, l}) == 100.5);
            }
        }
    }
    CHECK(found.at({-2, 0, 0}) == 7);
    CHECK(file.column == "F_meas_au");
    CHECK(file.space_group == "P 21 21 21");
    CHECK(file.cell[1] == 50);
}

TEST_CASE("mmCIF: the orbit of P 61 has twelve members and is closed under its rotation") {
    const ScratchFolder scratch;
    const auto found = amplitudes(
        read_crystallographic_reflections(scratch.write("a.cif", cif("P 61", "1 2 3 9\n")), ""));
    CHECK(found.size() == 12);
    for (const auto& [hkl, amplitude] : found) {
        CHECK(found.count({-hkl[0], -hkl[1], -hkl[2]}) == 1);
        // sixfold rotation of indices: (h, k) -> (h + k, -h) or its inverse
        CHECK(found.count({hkl[0] + hkl[1], -hkl[0], hkl[2]}) == 1);
    }
}

TEST_CASE("mmCIF: missing amplitudes are counted, contradictions and doubts are refused") {
    const ScratchFolder scratch;
    const auto read = [&scratch](const std::string& text, const std::string& column = "") {
        return read_crystallographic_reflections(scratch.write("a.cif", text), column);
    };
    const auto file = read(cif("P 1", "1 0 0 5\n0 1 0 ?\n"));
    CHECK(file.skipped == 1);
    CHECK(file.reflections.size() == 2);
    CHECK_THROWS_WITH_AS((void)read(cif("P 1", "1 0 0 5\n-1 0 0 6\n")),
                         doctest::Contains("two amplitudes"), InputError);
    const std::string two = cif("P 1", "1 0 0 5 6\n", "_refln.F_meas_au\n_refln.F_calc_au\n");
    CHECK_THROWS_WITH_AS((void)read(two), doctest::Contains("F_meas_au, F_calc_au"), InputError);
    CHECK(read(two, "F_calc_au").reflections.front().amplitude_electrons == 6);
    CHECK_THROWS_WITH_AS((void)read(two, "F_calc_a"), doctest::Contains("F_calc_au"), InputError);
    CHECK_THROWS_AS((void)read("nonsense"), InputError);
    CHECK_THROWS_AS((void)read(cif("P nonsense", "1 0 0 5\n")), InputError);
    CHECK_THROWS_WITH_AS((void)read(cif("P 1", "2222222222222 0 0 5\n")),
                         doctest::Contains("Miller index"), InputError);
    CHECK_THROWS_AS((void)read_crystallographic_reflections(scratch.file("none.cif"), ""),
                    InputError);
}

TEST_CASE("MTZ: gives the reflections its mmCIF twin gives; a damaged one is refused") {
    const ScratchFolder scratch;
    const std::vector<float> data{1, 2, 3, 100.5F, 2, 0, 0, 7};
    const std::string bytes =
        mtz(data, {"H H", "K H", "L H", "FP F"}, "P 21 21 21", 19, orthorhombic);
    const auto file = read_crystallographic_reflections(scratch.write("a.mtz", bytes), "");
    const auto twin = read_crystallographic_reflections(
        scratch.write("a.cif", cif("P 21 21 21", "1 2 3 100.5\n2 0 0 7\n")), "");
    CHECK(amplitudes(file) == amplitudes(twin));
    CHECK(file.column == "FP");
    for (const std::size_t size : {0U, 10U, 79U, 100U, 300U}) {
        CHECK_THROWS_AS((void)read_crystallographic_reflections(
                            scratch.write("b.mtz", bytes.substr(0, size)), ""),
                        InputError);
    }
    for (const std::string counts :
         {"NCOL 4 -1 0", "NDIF 999999999", "NCOL 4 999999999 0", "NCOL 4 2 9999999",
          "NCOL 4 99999999999999999999 0", "NCOL 4"}) {
        CAPTURE(counts);
        std::string promised = bytes;
        promised.replace(promised.find("NCOL"), 80, counts + std::string(80 - counts.size(), ' '));
        CHECK_THROWS_WITH_AS(
            (void)read_crystallographic_reflections(scratch.write("c.mtz", promised), ""),
            doctest::Contains(counts.size() > 25 ? "too long for a count"
                                                 : "counts more columns, rows or batches"),
            InputError);
    }
    for (const float index : {std::numeric_limits<float>::quiet_NaN(), 1e30F, 0.5F}) {
        CAPTURE(index);
        const std::string odd = mtz({index, 2, 3, 100.5F}, {"H H", "K H", "L H", "FP F"},
                                    "P 21 21 21", 19, orthorhombic);
        CHECK_THROWS_WITH_AS(
            (void)read_crystallographic_reflections(scratch.write("d.mtz", odd), ""),
            doctest::Contains("Miller index"), InputError);
    }
    const StructureFactors factors = read_reflections(scratch.file("a.mtz"), "FP", 1);
    CHECK(factors.table().at(Vec3<double>{-1, 2, -3}) == 100.5);
    CHECK(factors.table().at(Vec3<double>{0, 0, 0}) == 1);
    CHECK_THROWS_AS((void)read_reflections(scratch.write("l.hkl", "1 0 0 3\n"), "FP", 1),
                    InputError);
}
