#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace tapir::harness {

/// What runs a program under probes.
enum class ProbeBackend : std::uint8_t { gdb, python };

/// Where in a program's source something happens: a function and what a statement of it assigns, a
/// function and a part of a line, or a file and a line. What is not said is empty or 0.
struct ProbePlace {
    std::string function, assigns, pattern, file;
    int line = 0;       ///< from 1
    int occurrence = 0; ///< of the lines that fit only that one, from 1; 0: all of them
    std::string read;   ///< "before" the line runs, "after" it has run; "": as PROTOCOL.md says

    [[nodiscard]] bool empty() const { return function.empty() && file.empty(); }
};

/// A loop of the program, and how its index is known.
struct ProbeLoop {
    std::string name;        ///< as traces print it
    std::string role;        ///< "row", "column" or "": whether it is one of a pixel
    nlohmann::json variable; ///< an expression (PROTOCOL.md); null: its passes are counted
    int offset = 0;          ///< index = variable + offset
    std::string function;    ///< where the variable lives; "": the function of the tap
    bool axis = false;       ///< no loop of the program but an axis of its arrays
    ProbePlace advances;     ///< what each pass comes by first; empty: found by the loop statement
};

/// A value of the program that is recorded or replaced.
struct ProbeTap {
    std::string key, unit, meaning;
    std::vector<std::string> loops;     ///< names of loops
    std::vector<ProbePlace> where;      ///< one, or several that assign it or parts of it
    std::vector<nlohmann::json> values; ///< an expression (PROTOCOL.md) for each component
    std::vector<std::string> feeds;     ///< keys that it is computed from, where a draft knows
    bool inherits = true;  ///< whether an iteration may go on with what the one before left in it
    bool once = false;     ///< only the first record at each site
    bool optional = false; ///< some runs never come by: then it is not watched, and no error
};

/// A program's taps as data.
struct ProbeFile {
    std::string name;    ///< of the file, for messages
    std::string program; ///< what traces call it
    std::string purpose;
    ProbeBackend backend = ProbeBackend::gdb;
    std::string module; ///< Python: run as a module; or ""
    std::vector<ProbeLoop> loops;
    std::vector<ProbeTap> taps;
};

/// Reads a probe file, by its path or by the name of one that is shipped in configs/probes.
/// configs/probe.schema.json lists its keys.
/// @throws InputError  it cannot be read; a key that is unknown, missing, doubled or of another
///                     type, a loop that is not declared, an expression that is no plain value:
///                     each with its JSON pointer
[[nodiscard]] ProbeFile read_probe_file(const std::string& name_or_path);

/// The same of a text that is at hand.
[[nodiscard]] ProbeFile probe_file_from_text(const std::string& text, const std::string& file);

} // namespace tapir::harness
