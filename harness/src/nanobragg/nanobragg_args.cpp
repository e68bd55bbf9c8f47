#include "nanobragg/nanobragg_args.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <set>

#include "nanobragg/nanobragg_options.hpp"
#include "nanobragg/smv_header.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

using engine::Quirk;

namespace {

/// A token with the words that follow it, for messages.
std::string with_values(const ArgumentReader& reader, int values) {
    std::string text = reader.token();
    for (int n = 1; n <= values && reader.has_word(static_cast<std::size_t>(n)); ++n) {
        text += " " + reader.word(static_cast<std::size_t>(n));
    }
    return text;
}

/// Remembers which token set a topic, and says when it replaces another.
class TopicRecord {
  public:
    void set(const Option& option, ArgumentReader& reader) {
        const std::string text = with_values(reader, option.values);
        for (const std::string_view topic : option.topics) {
            const auto [entry, fresh] =
                tokens_.try_emplace(std::string(topic), Setting{reader.index(), text});
            if (!fresh && entry->second.index != reader.index()) {
                replace(entry->first, entry->second, {reader.index(), text}, reader);
            }
            reader.scene.causes[std::string(topic)] = text;
        }
    }

  private:
    struct Setting {
        std::size_t index;
        std::string text;
    };

    static void replace(const std::string& topic, Setting& before, Setting now,
                        ArgumentReader& reader) {
        const bool same = before.text == now.text;
        if (!same && !reader.has_quirk(Quirk::last_value_wins)) {
            reader.fail("sets the " + topic + " that " + before.text + " has set",
                        "Give it once (quirk last_value_wins).");
        }
        if (!same) {
            reader.notice(Quirk::last_value_wins,
                          now.text + " replaces " + before.text + " (" + topic + ")");
        }
        before = std::move(now);
    }

    std::map<std::string, Setting> tokens_;
};

bool matches(const Option& option, const ArgumentReader& reader) {
    return reader.has_quirk(Quirk::substring_options) ? option.matches(reader.token())
                                                      : option.is_named(reader.token());
}

/// A token that is not an option's name was recognised by a part of it.
void notice_substring(const std::vector<const Option*>& matched, ArgumentReader& reader) {
    const bool named = std::any_of(matched.begin(), matched.end(), [&](const Option* option) {
        return option->is_named(reader.token());
    });
    if (!named) {
        std::string patterns;
        for (const Option* option : matched) {
            patterns += (patterns.empty() ? "" : " and ") + std::string(option->pattern);
        }
        reader.notice(Quirk::substring_options, reader.token() + " is read as " + patterns);
    }
}

void reject_unknown(ArgumentReader& reader) {
    std::vector<std::string> names;
    for (const Option& option : nanobragg_options()) {
        names.emplace_back(option.pattern);
        names.insert(names.end(), option.names.begin(), option.names.end());
    }
    const std::string near = nearest_word(reader.token(), names);
    const std::string hint = near.empty() ? "" : " (did you mean " + near + "?)";
    if (!reader.has_quirk(Quirk::unknown_options_ignored)) {
        reader.fail("is no option of the C program" + hint,
                    "Correct or remove it (quirk unknown_options_ignored).");
    }
    reader.notice(Quirk::unknown_options_ignored,
                  reader.token() + " is no option of the C program, which ignores it" + hint);
}

void read_token(ArgumentReader& reader, TopicRecord& topics) {
    std::vector<const Option*> matched;
    for (const Option& option : nanobragg_options()) {
        if (!matches(option, reader)) {
            continue;
        }
        matched.push_back(&option);
        if (option.without_effect && !reader.has_quirk(Quirk::options_without_effect)) {
            reader.fail("has no effect in the C program",
                        "Remove it (quirk options_without_effect).");
        }
        if (option.without_effect) {
            reader.notice(Quirk::options_without_effect,
                          reader.token() + " is read by the C program and never used");
        }
        topics.set(option, reader);
        option.apply(reader);
        if (option.last) {
            break;
        }
    }
    if (matched.empty()) {
        reject_unknown(reader);
    } else {
        notice_substring(matched, reader);
    }
}

/// Headers of images set the geometry before any option is read.
void read_headers(const std::vector<std::string>& args, ArgumentReader& reader) {
    std::filesystem::path image;
    const auto holds = [&](const std::string& token, const char* name) {
        return reader.has_quirk(Quirk::substring_options) ? token.find(name) != std::string::npos
                                                          : token == name;
    };
    for (std::size_t i = 0; i + 1 < args.size(); ++i) {
        if (!args[i].empty() && args[i].front() == '-') {
            image = holds(args[i], "-img") ? args[i + 1] : image.string();
            reader.scene.mask_file =
                holds(args[i], "-mask") ? args[i + 1] : reader.scene.mask_file.string();
        }
    }
    if (!reader.scene.mask_file.empty()) {
        apply_smv_header(reader.scene.mask_file, true, reader);
    }
    if (!image.empty()) {
        apply_smv_header(image, false, reader);
    }
}

/// Without a list, the C program reads the cache an earlier run left in the current folder.
void find_dump_file(ArgumentReader& reader) {
    SceneRequest& scene = reader.scene;
    const std::filesystem::path file =
        scene.dump_file.empty() ? std::filesystem::path("Fdump.bin") : scene.dump_file;
    const bool named = !scene.dump_file.empty();
    scene.dump_file.clear();
    if (!scene.reflection_file.empty() || !std::filesystem::exists(file)) {
        return;
    }
    if (named || reader.has_quirk(Quirk::dump_file_reused)) {
        scene.dump_file = file;
        scene.causes["structure factors"] = file.string() + " in the current folder";
    }
    reader.notice(Quirk::dump_file_reused,
                  scene.dump_file.empty() ? file.string() + " in the current folder is not read"
                                          : "structure factors come from " + file.string() +
                                                " in the current folder, because no -hkl is given");
}

void settle_seeds_and_fluence(ArgumentReader& reader) {
    engine::ExperimentRequest& e = reader.scene.experiment;
    if (e.misset_random && !reader.misset_seed_given) {
        if (!reader.has_quirk(Quirk::clock_seeds)) {
            throw InputError({.where = "nanoBragg option -misset random",
                              .problem = "has no seed",
                              .reason = "another orientation would be drawn each time",
                              .remedy = "Give -misset_seed N (quirk clock_seeds)."});
        }
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        e.misset_seed = std::chrono::duration_cast<std::chrono::seconds>(now).count();
        reader.notice(Quirk::clock_seeds, "-misset random without -misset_seed: the clock gives " +
                                              std::to_string(e.misset_seed));
    }
    if (reader.fluence_given && e.flux_per_s != 0) {
        if (!reader.has_quirk(Quirk::flux_overrides_fluence)) {
            throw InputError({.where = "nanoBragg options -flux and -fluence",
                              .problem = "are both given",
                              .reason = "one follows from the other",
                              .remedy = "Give one (quirk flux_overrides_fluence)."});
        }
        reader.notice(Quirk::flux_overrides_fluence, "-flux replaces -fluence");
    }
}

void finish(ArgumentReader& reader) {
    SceneRequest& scene = reader.scene;
    engine::ExperimentRequest& e = scene.experiment;
    if (reader.absorbs_at_surface && e.sensor_thickness_m != 0) {
        if (reader.has_quirk(Quirk::absorption_depends_on_order)) {
            reader.notice(Quirk::absorption_depends_on_order,
                          "-detector_abs inf before -detector_thick: nothing is absorbed, and the "
                          "image is empty");
        } else {
            e.sensor_thickness_m = 0;
        }
    }
    find_dump_file(reader);
    settle_seeds_and_fluence(reader);
    if (scene.reflection_file.empty() && scene.dump_file.empty() &&
        e.default_structure_factor_electrons == 0) {
        throw InputError({.where = "nanoBragg options",
                          .problem = "there are no structure factors",
                          .reason = "neither -hkl nor -default_F is given, so every pixel is 0",
                          .remedy = "Give one of them."});
    }
}

} // namespace

SceneRequest scene_from_nanobragg_args(const std::vector<std::string>& args,
                                       const engine::QuirkSet& quirks) {
    ArgumentReader reader(args, quirks);
    read_headers(args, reader);
    TopicRecord topics;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const bool option = !args[i].empty() && args[i].front() == '-';
        if (option && !trace::parse_number(args[i])) { // a negative number is no option
            reader.at(i);
            read_token(reader, topics);
        }
    }
    finish(reader);
    return std::move(reader.scene);
}

std::vector<std::string> words_of_file(const std::filesystem::path& file) {
    const std::string text = read_file(file, "file of nanoBragg options");
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (!word.empty()) {
                words.push_back(std::move(word));
                word.clear();
            }
        } else {
            word += c;
        }
    }
    return words;
}

} // namespace tapir::harness
