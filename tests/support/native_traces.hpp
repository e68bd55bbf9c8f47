#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "program.hpp"
#include "tapir/trace/base/digest.hpp"

/// Native traces, made by the program, changed, or written record by record.
namespace tapir::test {

/// A small scene: 16 pixels of six passes each.
inline const std::string small_scene =
    " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 -detpixels 4 "
    "-pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 3 -mosaic 0.2 -mosaic_domains 2";

/// A trace that the program makes.
inline std::string traced(const ScratchFolder& scratch, const std::string& name,
                          const std::string& options, const std::string& scene = small_scene) {
    REQUIRE(run_program("trace --out " + scratch.file(name) + " " + options + scene).exit_code ==
            0);
    return scratch.file(name);
}

/// A native trace with its record lines changed and its footer made to fit.
inline std::string changed(const ScratchFolder& scratch, const std::string& file,
                           const std::string& name,
                           const std::function<void(std::vector<std::string>&)>& change) {
    std::ifstream in(file);
    std::string header;
    std::getline(in, header);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    lines.pop_back(); // the footer
    change(lines);
    std::string body;
    for (const std::string& line : lines) {
        body += line + "\n";
    }
    const std::size_t count = header.rfind('=') + 1;
    header.replace(count, std::string::npos, std::to_string(lines.size()));
    std::ofstream(scratch.file(name))
        << header << "\n"
        << body << "TAPIR_END records=" << lines.size() << " sha256=" << sha256_hex(body) << "\n";
    return scratch.file(name);
}

/// Where the first line is that starts so and has that in it.
inline std::size_t find_line(const std::vector<std::string>& lines, const std::string& start,
                             const std::string& part) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].find(start) == 0 && lines[i].find(part) != std::string::npos) {
            return i;
        }
    }
    FAIL("no such line");
    return 0;
}

/// Another last number on a line.
inline void replace_number(std::string& line, const std::string& number) {
    line.replace(line.rfind(' ') + 1, std::string::npos, number);
}

/// A native trace of these record lines, whole by its header and its footer.
/// @param header_fields  more of the header, " name=value"
inline std::string native_of(const ScratchFolder& scratch, const std::string& name,
                             const std::vector<std::string>& records, const std::string& pixels,
                             const std::string& header_fields = "") {
    std::string body;
    for (const std::string& record : records) {
        body += record + "\n";
    }
    const std::string count = std::to_string(records.size());
    std::ofstream(scratch.file(name))
        << "TAPIR_TRACE format=1 program=x version=1 profile=p phi_mode=m arithmetic=a device=d "
           "dtype=float64 c_threads=1"
        << header_fields << " pixels=" << pixels << " records=" << count << "\n"
        << body << "TAPIR_END records=" << count << " sha256=" << sha256_hex(body) << "\n";
    return scratch.file(name);
}

} // namespace tapir::test
