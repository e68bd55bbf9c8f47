#pragma once

#include <string>
#include <vector>

namespace tapir::speed {

/// A folder that is removed at the end; programs run in it.
class WorkFolder {
  public:
    WorkFolder();
    ~WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    WorkFolder(WorkFolder&&) = delete;
    WorkFolder& operator=(WorkFolder&&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    void empty() const;

  private:
    std::string path_;
};

/// What a run of a program took.
struct Measured {
    double seconds = 0, peak_mib = 0;
    double processor_seconds = 0; ///< of all threads; another load does not add to it
    int exit_code = -1;           ///< -1: it did not come to its end
};

/// Runs a program, of a path or to be found, in a folder, with its output thrown away.
/// @param set  value of TAPIR_ISA, or ""
[[nodiscard]] Measured measure(const WorkFolder& folder, const std::string& program,
                               const std::vector<std::string>& args, int threads,
                               const std::string& set = "");

/// Runs a program in an empty folder, on one thread unless its own options say otherwise.
/// @param set  value of TAPIR_ISA, or ""
/// @return wall time [s]
/// @throws InputError  it cannot be run, or fails
[[nodiscard]] double seconds_of(const WorkFolder& folder, const std::string& program,
                                const std::vector<std::string>& args, int threads,
                                const std::string& set = "");

} // namespace tapir::speed
