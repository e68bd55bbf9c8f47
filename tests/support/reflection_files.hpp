#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

/// MTZ and mmCIF files for tests.
namespace tapir::test {

/// A structure factor CIF with one amplitude column.
inline std::string cif(const std::string& group, const std::string& rows,
                       const std::string& columns = "_refln.F_meas_au\n") {
    return "data_r\n_cell.length_a 40\n_cell.length_b 50\n_cell.length_c 60\n"
           "_cell.angle_alpha 90\n_cell.angle_beta 90\n_cell.angle_gamma 90\n"
           "_symmetry.space_group_name_H-M '" +
           group + "'\nloop_\n_refln.index_h\n_refln.index_k\n_refln.index_l\n" + columns + rows;
}

/// An MTZ file byte by byte: header records of 80 characters after the numbers.
inline std::string mtz(const std::vector<float>& data, const std::vector<std::string>& columns,
                       const std::string& group, int number,
                       const std::vector<std::string>& operations) {
    std::string bytes(80, '\0');
    std::memcpy(bytes.data(), "MTZ ", 4);
    const auto header = static_cast<std::int32_t>(21 + data.size());
    std::memcpy(bytes.data() + 4, &header, 4);
    const std::array<unsigned char, 4> stamp{0x44, 0x41, 0, 0}; // little-endian
    std::memcpy(bytes.data() + 8, stamp.data(), stamp.size());
    bytes.append(reinterpret_cast<const char*>(data.data()), data.size() * sizeof(float));
    const auto record = [&bytes](std::string text) {
        text.resize(80, ' ');
        bytes += text;
    };
    const std::size_t rows = data.size() / columns.size();
    record("VERS MTZ:V1.1");
    record("TITLE test");
    record("NCOL " + std::to_string(columns.size()) + " " + std::to_string(rows) + " 0");
    record("CELL 40 50 60 90 90 90");
    record("SORT 0 0 0 0 0");
    record("SYMINF " + std::to_string(operations.size()) + " " + std::to_string(operations.size()) +
           " P " + std::to_string(number) + " '" + group + "' PG1");
    for (const std::string& operation : operations) {
        record("SYMM " + operation);
    }
    for (const std::string& column : columns) {
        record("COLUMN " + column + " 0 1 0");
    }
    record("END");
    record("MTZENDOFHEADERS");
    return bytes;
}

inline const std::vector<std::string> orthorhombic{"X, Y, Z", "1/2-X, -Y, 1/2+Z",
                                                   "-X, 1/2+Y, 1/2-Z", "1/2+X, 1/2-Y, -Z"};

} // namespace tapir::test
