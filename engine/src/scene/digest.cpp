#include "scene/digest.hpp"

#include <map>
#include <utility>

#include "tapir/engine/scene_fields.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

/// What the text holds besides the fields of the request, each at its place.
enum Place : int {
    dispersion_step = 8,
    beam_fast = 24,
    beam_slow,
    near_fast,
    near_slow,
    layers_in_thickness = 41,
    matrix_numbers = 52,
    interpolates = 73,
    quirk_bits,
    structure_factors
};

std::string number_text(double value) {
    return trace::shortest(value) + " ";
}

std::string vector_text(const Vec3<double>& v) {
    return number_text(v.x) + number_text(v.y) + number_text(v.z);
}

std::string sources_text(const std::vector<SourceEntry>& sources) {
    std::string text;
    for (const SourceEntry& source : sources) {
        text += vector_text(source.position) + number_text(source.weight) +
                number_text(source.wavelength_m);
    }
    return text;
}

/// The parts of the text that the fields of a request are.
class FieldTexts final : public SceneVisitor {
  public:
    explicit FieldTexts(const ExperimentRequest& request) : request_(request) {
        visit_scene(*this, request_);
    }

    void number(const SceneField& field, double& value) override { put(field, number_text(value)); }
    void integer(const SceneField& field, long& value) override {
        const auto given = given_.find(field.key);
        const bool holds = given == given_.end() || given->second;
        put(field, number_text(holds ? static_cast<double>(value) : 0.0));
    }
    void flag(const SceneField& field, bool& value) override { put(field, number_text(value)); }
    void triple(const SceneField& field, std::array<double, 3>& values) override {
        put(field, vector_text({values[0], values[1], values[2]}));
    }
    void choice(const SceneField& field, int& value, const FieldWords& /*words*/) override {
        put(field, number_text(value));
    }
    void given(const SceneField& field, bool& value) override {
        put(field, number_text(value)); // a value of the same place comes over it
        given_[field.key] = value;
    }
    void file(const SceneField& field, SceneFile which) override {
        if (which == SceneFile::sources) {
            put(field, sources_text(request_.sources));
        } else if (which == SceneFile::matrix) {
            put(field, number_text(request_.matrix_given));
        } else if (which == SceneFile::mask && request_.mask != nullptr) {
            const std::vector<std::uint16_t>& mask = *request_.mask;
            put(field, sha256_hex({reinterpret_cast<const char*>(mask.data()),
                                   mask.size() * sizeof(std::uint16_t)}));
        }
    }

    std::map<int, std::string> placed;          ///< by place
    std::map<std::string, std::string> by_name; ///< of fields that were added later

  private:
    void put(const SceneField& field, const std::string& text) {
        if (field.digested == Digested::where_chosen) {
            by_name[pointer(field)] = text;
        } else if (field.digested == Digested::at_its_place) {
            placed[field.place] = text;
        }
    }

    ExperimentRequest request_;
    std::map<std::string, bool> given_;
};

/// What `resolve` made of the request, and what was read.
void add_resolved(const Experiment& experiment, std::map<int, std::string>& placed) {
    const ExperimentRequest& e = experiment.input;
    placed[dispersion_step] = number_text(e.dispersion.step);
    placed[beam_fast] = number_text(experiment.beam_fast_m);
    placed[beam_slow] = number_text(experiment.beam_slow_m);
    placed[near_fast] = number_text(experiment.near_fast_m);
    placed[near_slow] = number_text(experiment.near_slow_m);
    placed[layers_in_thickness] = number_text(experiment.layers_in_thickness);
    const Mat3<double>& m = e.a_matrix;
    placed[matrix_numbers] = vector_text({m.xx, m.xy, m.xz}) + vector_text({m.yx, m.yy, m.yz}) +
                             vector_text({m.zx, m.zy, m.zz});
    placed[interpolates] = number_text(experiment.interpolate);
    QuirkSet of_the_kernel = e.quirks;
    for (const QuirkInfo& info : quirks()) {
        // what the options meant is in the fields; the phi mode belongs to the run
        if (info.part == QuirkPart::options || info.quirk == Quirk::phi0_carryover) {
            of_the_kernel.set(info.quirk, false);
        }
    }
    placed[quirk_bits] = number_text(of_the_kernel.bits());
    placed[structure_factors] = experiment.structure_factors->digest;
}

} // namespace

std::string digest_of(const Experiment& experiment) {
    FieldTexts fields(experiment.input);
    add_resolved(experiment, fields.placed);
    std::string text;
    for (const auto& [place, part] : fields.placed) {
        text += part;
    }
    static const FieldTexts usual{ExperimentRequest{}};
    for (const auto& [name, part] : fields.by_name) {
        text += usual.by_name.at(name) == part ? "" : name + " " + part;
    }
    return "sha256:" + sha256_hex(text);
}

} // namespace tapir::engine
