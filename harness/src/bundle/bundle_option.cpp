#include "bundle/bundle_option.hpp"

#include "bundle/run_metadata.hpp"
#include "tapir/reports/archive/folder_draft.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace fs = std::filesystem;

namespace {

/// A name in the folder that nothing has yet: the time, with a number where it is taken.
fs::path new_in(const fs::path& folder) {
    const std::string stamp = utc_text(evidence_time(), "{:%Y%m%dT%H%M%SZ}");
    fs::path path = folder / stamp;
    std::error_code ignored;
    for (int number = 2; fs::exists(fs::symlink_status(path, ignored)); ++number) {
        path = folder / (stamp + "-" + std::to_string(number));
    }
    return path;
}

} // namespace

std::uint64_t BundleOption::limit_bytes() const {
    return static_cast<std::uint64_t>(limit_mib) << 20U;
}

void BundleOption::require_outside(const std::vector<std::string>& files) const {
    if (folder.empty()) {
        return;
    }
    const auto resolved = [](const std::string& path) {
        return fs::weakly_canonical(fs::absolute(path)) / ""; // with a slash at its end
    };
    const fs::path inside = resolved(folder);
    for (const std::string& file : files) {
        if (file.empty()) {
            continue;
        }
        const std::string path = resolved(file).string();
        if (path.rfind(inside.string(), 0) == 0) {
            throw InputError(
                {.where = file,
                 .problem = "lies inside the bundle " + folder,
                 .reason = "a file more, and the bundle is not whole any longer",
                 .remedy = "Give a name beside the bundle; the verdict is in it anyway."});
        }
    }
}

fs::path BundleOption::target() const {
    if (!folder.empty()) {
        reports::require_absent(folder);
        return folder;
    }
    if (!reports::is_portable_name(topic)) {
        throw InputError({.where = "topic '" + topic + "'",
                          .problem = "is no plain name",
                          .reason = "it becomes a folder below reports/archive",
                          .remedy = "Use letters, digits, '.', '_' and '-'."});
    }
    const fs::path parent = fs::path("reports/archive") / topic;
    std::error_code failed;
    fs::create_directories(parent, failed);
    fs::path path = new_in(parent);
    reports::require_absent(path); // says it if the folders could not be made
    return path;
}

} // namespace tapir::harness
