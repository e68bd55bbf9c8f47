#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "bundle/bundle_replay.hpp"
#include "bundle/snapshot_reader.hpp"
#include "compare/float_image.hpp"
#include "compare/image_picture.hpp"
#include "kind_parts.hpp"
#include "tapir/reports/archive/archive.hpp"
#include "tapir/reports/archive/manifest.hpp"

namespace tapir::test {

namespace {

namespace fs = std::filesystem;

void use_image(const std::string& broken, const std::string& sound) {
    static_cast<void>(harness::read_float_image(broken, std::nullopt));
    try_step([&] {
        harness::PictureOptions picture;
        picture.image = broken;
        picture.scene = request_of(sound, broken).scene;
        picture.output.file = broken + ".png";
        static_cast<void>(harness::paint_image(picture));
    });
    compare(harness::JobKind::why, sound, broken);
}

void use_archive(const std::string& broken, const std::string& /*sound*/) {
    const std::string target = broken + ".unpacked";
    fs::remove_all(target);
    constexpr std::uint64_t most_bytes = 16U << 20U;
    reports::unpack_archive(broken, target, {100, most_bytes});
}

void use_manifest(const std::string& broken, const std::string& /*sound*/) {
    static_cast<void>(reports::parse_manifest(text_of(broken), broken));
}

void use_snapshot(const std::string& broken, const std::string& /*sound*/) {
    static_cast<void>(harness::parse_snapshot(text_of(broken), broken));
}

/// A bundle of which one file at a time is replaced; the digests of the others' fit again.
class ChangedBundle {
  public:
    /// @param command  makes it, with what stands `after` the folder; a comparison that ends in
    ///                 divergence makes one as well
    ChangedBundle(const ScratchFolder& scratch, const std::string& name, const std::string& command,
                  const std::string& after)
        : folder_(scratch.file(name)) {
        const Outcome made = run_program(command + " --bundle " + folder_.string() + " " + after);
        for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
            if (entry.is_regular_file()) {
                files_.push_back({entry.path(), text_of(entry.path())});
            }
        }
        if (files_.empty()) {
            throw std::runtime_error(command + ": " + made.output);
        }
    }

    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> texts;
        std::transform(files_.begin(), files_.end(), std::back_inserter(texts),
                       [](const File& file) { return file.text; });
        return texts;
    }

    /// Replays it with another text in place of one of its own; does nothing where it has none
    /// such.
    void replay(const std::string& broken, const std::string& own) const {
        const fs::path manifest = folder_ / reports::manifest_name;
        bool changed = false;
        bool sealed = false; // whatever stands in the list of digests
        for (const File& file : files_) {
            const bool replaced = file.text == own;
            write(file.path, replaced ? broken : file.text);
            changed = changed || replaced;
            sealed = sealed || (replaced && file.path == manifest);
        }
        if (changed && !sealed) {
            write(manifest, reports::manifest_text(reports::digests_of(folder_)));
        }
        if (changed) {
            static_cast<void>(harness::replay_bundle(folder_, false));
        }
    }

  private:
    struct File {
        fs::path path;
        std::string text;
    };
    static void write(const fs::path& file, const std::string& text) {
        std::ofstream(file, std::ios::binary) << text;
    }

    fs::path folder_;
    std::vector<File> files_;
};

} // namespace

std::vector<FileKind> image_kinds(const ScratchFolder& scratch) {
    const auto rendered = [&scratch](const std::string& option, const std::string& name) {
        return made_by(scratch, name,
                       "render " + option + " " + scratch.file(name) +
                           " -- -default_F 100 -cell "
                           "100 110 120 80 85 95 -N 5 -detpixels 16 -oversample 1");
    };
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    header.resize(117, ' ');
    const std::string npy = std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(118) +
                            std::string(1, '\0') + header + "\n" + std::string(24, '\x01');
    return {{"SMV images", ".img", {rendered("--smv-out", "a.img")}, {}, use_image},
            {"NumPy arrays", ".npy", {npy}, {}, use_image},
            {"raw images", ".f32", {rendered("--float-out", "a.f32")}, {}, use_image}};
}

std::vector<FileKind> bundle_kinds(const ScratchFolder& scratch) {
    const fs::path traces = fs::path(TAPIR_SOURCE_DIR) / "configs/traces";
    const auto of_trace =
        std::make_shared<ChangedBundle>(scratch, "bundle", "trace --pixel 1 1", small_scene);
    const auto of_comparison = std::make_shared<ChangedBundle>(
        scratch, "comparison", "why",
        (traces / "heat_py.trace").string() + " " + (traces / "heat_py_neighbour.trace").string() +
            " --model heat_equation");
    const std::string archive = scratch.file("bundle.tar.zst");
    static_cast<void>(made_by(scratch, "bundle.tar.zst",
                              "bundle pack " + scratch.file("bundle") + " " + archive));
    std::vector<std::string> all = of_trace->texts();
    for (const std::string& text : of_comparison->texts()) {
        all.push_back(text);
    }
    std::vector<std::string> snapshots;
    std::copy_if(all.begin(), all.end(), std::back_inserter(snapshots),
                 [](const std::string& text) { return text.find('{') == 0; });
    const auto replay = [of_trace, of_comparison](const std::string& broken,
                                                  const std::string& sound) {
        of_trace->replay(text_of(broken), text_of(sound));
        of_comparison->replay(text_of(broken), text_of(sound));
    };
    return {{"archives", ".tar.zst", {text_of(archive)}, {}, use_archive},
            {"manifests",
             ".txt",
             {text_of(scratch.file("bundle") + "/" + reports::manifest_name)},
             {},
             use_manifest},
            {"snapshots", ".json", std::move(snapshots), {}, use_snapshot},
            {"bundles", ".part", std::move(all), {}, replay}};
}

} // namespace tapir::test
