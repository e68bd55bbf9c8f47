#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <set>

#include "field_flips.hpp"
#include "stages.hpp"
#include "tapir/engine/field_error.hpp"
#include "tapir/engine/setup/rounded_scene.hpp"
#include "tapir/trace/base/error.hpp"

/// The one list of a scene's fields: none can be left out of the digest, of the check for sense or
/// of the scene in other number types.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

/// Another value of a field, and other tables.
class FlippedWithTables final : public FlippedField {
  public:
    FlippedWithTables(int wanted, ExperimentRequest& request)
        : FlippedField(wanted), request_(&request) {
        visit_scene(*this, request);
    }

  protected:
    void change_file(SceneFile which) override {
        if (which == SceneFile::sources) {
            request_->sources.push_back({});
        } else if (which == SceneFile::mask) {
            request_->mask = std::make_shared<const std::vector<std::uint16_t>>(30, 1);
        } else if (which == SceneFile::matrix) {
            request_->matrix_given = true;
            request_->a_matrix = {.xx = 0.04, .yy = 0.03, .zz = 0.02};
        }
    }

  private:
    ExperimentRequest* request_;
};

Experiment resolved_with_table(const ExperimentRequest& request) {
    static const auto table = std::make_shared<StructureFactors>(
        factors_of({-1, 1, -1, 1, -1, 1}, 1.0, [](int h, int k, int l) { return 9 + h + k + l; }));
    return resolve(request, table);
}

/// Whether the changed scene differs from the scene, or is refused, in one of those that use the
/// field.
bool in_some_scene(const std::function<bool(const ExperimentRequest&)>& holds) {
    const auto scenes = scenes_of_all_fields();
    return std::any_of(scenes.begin(), scenes.end(), holds);
}

} // namespace

TEST_CASE("scene fields: another value of any field is another digest") {
    const std::vector<NamedField> fields = fields_of_a_scene();
    REQUIRE(fields.size() > 80);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        CAPTURE(fields[i].pointer);
        const bool differs = in_some_scene([&](const ExperimentRequest& scene) {
            ExperimentRequest flipped = scene;
            const FlippedWithTables flip(static_cast<int>(i), flipped);
            return resolved_with_table(flipped).digest != resolved_with_table(scene).digest;
        });
        const std::string pointer = fields[i].pointer;
        const bool read_elsewhere = pointer.rfind("/structure_factors/", 0) == 0 &&
                                    fields[i].is_file; // the digest of what was read enters
        CHECK(differs == (fields[i].field.digested != Digested::not_at_all && !read_elsewhere));
    }
}

TEST_CASE("scene fields: a number that is none is refused, whichever field it is") {
    const std::vector<NamedField> fields = fields_of_a_scene();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!fields[i].is_number || fields[i].may_be_unset) {
            continue;
        }
        CAPTURE(fields[i].pointer);
        CHECK(in_some_scene([&](const ExperimentRequest& scene) {
            ExperimentRequest broken = scene;
            NanField nan(static_cast<int>(i), i % 3);
            visit_scene(nan, broken);
            try {
                (void)resolved_with_table(broken);
            } catch (const InputError&) {
                return true;
            }
            return false;
        }));
    }
}

TEST_CASE("scene fields: no two share a place in the digest, and each has a unit in its key") {
    std::set<int> places;
    for (const NamedField& named : fields_of_a_scene()) {
        CAPTURE(named.pointer);
        if (named.field.digested == Digested::at_its_place) {
            CHECK(named.field.place > 0);
            CHECK(places.insert(named.field.place).second);
        }
        CHECK(std::strlen(named.field.name) > 0);
    }
}

TEST_CASE("scene fields: an error shows the number as it was given, with its unit") {
    const auto refused = [](const std::function<void(ExperimentRequest&)>& change) {
        ExperimentRequest request = small_request();
        change(request);
        try {
            (void)resolved(request);
        } catch (const FieldError& error) {
            return error.pointer() + "|" + error.what();
        }
        return std::string("not refused");
    };
    using R = ExperimentRequest;
    CHECK(refused([](R& r) {
              r.pixel_size_m = units::millimetre(-0.1);
          }).rfind("/detector/pixel_size_mm|pixel size: cannot be -0.1 mm (", 0) == 0);
    CHECK(refused([](R& r) {
              r.wavelength_m = units::angstrom(-1.3);
          }).rfind("/beam/wavelength_angstrom|wavelength: cannot be -1.3 angstrom (", 0) == 0);
    CHECK(refused([](R& r) {
              r.close_distance_m = units::millimetre(-231.1);
          }).rfind("/detector/close_distance_mm|close distance: cannot be -231.1 mm (", 0) == 0);
    CHECK(refused([](R& r) {
              r.b_factor_angstrom2 = -20;
          }).rfind("/crystal/b_factor_angstrom2|B factor: cannot be -20 angstrom^2 (", 0) == 0);
}

TEST_CASE("rounded scene: every number of the kernel is there, rounded once") {
    using Exact = SceneNumbers<double>;
    using Rounded = SceneNumbers<float>;
    constexpr std::size_t count = sizeof(Exact) / sizeof(double);
    static_assert(std::is_trivially_copyable_v<Exact> && sizeof(Rounded) / sizeof(float) == count);
    std::array<double, count> numbers{};
    for (std::size_t i = 0; i < count; ++i) {
        numbers[i] = 1.0 / static_cast<double>(i + 3);
    }
    SceneView<Float64> exact{};
    std::memcpy(static_cast<void*>(static_cast<Exact*>(&exact)), numbers.data(), sizeof(Exact));
    const SceneView<Float32> rounded = setup::rounded_fields<Float32>(exact);
    std::array<float, count> found{};
    std::memcpy(found.data(), static_cast<const void*>(static_cast<const Rounded*>(&rounded)),
                sizeof(Rounded));
    for (std::size_t i = 0; i < count; ++i) {
        CAPTURE(i); // place in SceneNumbers: is it missing in visit_all?
        CHECK(found[i] == static_cast<float>(numbers[i]));
    }
}
