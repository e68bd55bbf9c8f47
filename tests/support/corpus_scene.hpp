#pragma once

#include "corpus.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "scene/scene_source.hpp"

namespace tapir::test {

/// The experiment of a case's command line.
inline engine::Experiment experiment_of(const CorpusCase& corpus_case) {
    const InFolder here(corpus_case.folder);
    return harness::load_experiment(
        harness::scene_from_nanobragg_args(harness::words_of_file("args.txt")));
}

} // namespace tapir::test
