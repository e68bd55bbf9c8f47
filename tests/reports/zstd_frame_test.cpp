#include <doctest/doctest.h>

#include "archive/zstd_frame.hpp"
#include "archives.hpp"

namespace {

using namespace tapir::reports;
using namespace tapir::test;

} // namespace

TEST_CASE("ZstdFrame: ends where the frame of whatever content ends, fed in whatever pieces") {
    const ScratchFolder scratch;
    std::string repeated;
    repeated.resize(300'000, 'r');
    for (const std::string& content :
         {std::string(), std::string("a"), repeated, noise(300'000), noise(70'000) + repeated}) {
        for (const char* options : {"", "--no-check", "--no-content-size", "-19 --long=27"}) {
            CAPTURE(content.size());
            CAPTURE(options);
            (void)scratch.write("x", content);
            const std::string x = scratch.file("x");
            // a pipe does not tell its size, a file does
            const bool piped = std::string(options) == "--no-content-size";
            REQUIRE(std::system((piped ? "cat " + x + " | zstd -q -f -o " + x + ".zst"
                                       : "zstd -q -f " + std::string(options) + " " + x)
                                    .c_str()) == 0);
            const std::string frame = text_of(x + ".zst");
            for (const std::size_t step : {std::size_t{1}, std::size_t{7}, frame.size()}) {
                ZstdFrame found;
                bool early = false;
                for (std::size_t i = 0; i < frame.size(); i += step) {
                    early = early || found.ended();
                    found.take(std::string_view(frame).substr(i, step));
                }
                CHECK_FALSE(early);
                CHECK(found.ended());
                CHECK_FALSE(found.goes_on());
                found.take("x");
                CHECK(found.goes_on());
            }
        }
    }
    ZstdFrame text;
    text.take("this is no frame at all, whatever follows");
    CHECK_FALSE(text.ended());
    CHECK_FALSE(text.goes_on());
}
