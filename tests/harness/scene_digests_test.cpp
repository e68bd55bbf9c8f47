#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "corpus.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "scene/scene_source.hpp"

/// Archived bundles and traces name their scenes by digest, so that a scene keeps its digest.
TEST_CASE("scene digests: every scene of the corpus has the digest it always had") {
    using namespace tapir::test;
    using namespace tapir::harness;
    std::ifstream table(test_data() / "scene_digests.txt");
    std::string name;
    std::string digest;
    int scenes = 0;
    while (table >> name >> digest) {
        CAPTURE(name);
        const std::size_t slash = name.find('/');
        const InFolder here(test_data() / name.substr(0, slash) / "cases" / name.substr(slash + 1));
        const auto scene = scene_from_nanobragg_args(words_of_file("args.txt"));
        CHECK(load_experiment(scene).digest.rfind(digest, 0) == 0);
        ++scenes;
    }
    CHECK(scenes == 123);
}
