#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

#include "kind_parts.hpp"
#include "tapir/trace/format/plain_text.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"

namespace tapir::test {

namespace {

const std::vector<std::string> outputs{
    "Step Temp E_pair E_mol TotEng Press\n0 1.44 -6.7733 0 -4.6134 -5.0196\n"
    "50 0.75 -5.7431 0 -4.6104 0.4618\n100 0.74 -5.7365 0 -4.6201 0.51\n"
    "Loop time of 0.5 on 4 procs for 100 steps with 4000 atoms\n",
    "iter=1 energy = -1.5D+02 Ry\niter=2 energy = -1.75D+02 Ry\nconverged: .true.\n"
    "force [eV/A]: (0.5, -0.25) 1.5+2.5j np.float64(0.125)\n",
    "{\"step\": 1, \"loss\": 0.25, \"grad\": [0.5, -0.125, NaN]}\n"
    "{\"step\": 2, \"loss\": 0.125, \"grad\": [0.25, 1e-300, null]}\n",
    "tensor([[1.0000, 2.5000],\n        [3.2500, 4.1250]], dtype=torch.float64)\n"
    "rho =\n  1.0 2.0 3.0\n  4.0 5.0 6.0\n\xce\x94 = 0.5 \xc3\x85\n",
    "# x,y,z\n0,1.5,2.5\n1,1.25,2.25\n2,1.125,2.125\n[INFO] 2026-01-05 10:20:30 done in 5 s\n"
    "| a | b |\n|---|---|\n| 1 | 2.5 |\n",
    "run:\n  seed: 42\n  levels:\n    - {n: 8, err: 1.5e-3}\n    - {n: 16, err: 3.75e-4}\n"
    "  path: /tmp/run_17/out.log\n  started: Mon Jan  5 10:20:30 2026\n",
    "netcdf heat {\ndimensions:\n\tx = 3 ;\nvariables:\n\tdouble T(x) ;\n\t\tT:units = \"K\" ;\n"
    "data:\n\n T = 334.65, 323.5, 306.125 ;\n}\n",
    "rank 0: residual 1.0E+00  max|div| = 3.2e-9\nrank 1: residual 9.5E-01  max|div| = 2.9e-9\n"
    "WARNING: time step halved (dt=0.5)\r50%\r100%\n[1] 1.5 2.5\n[2] ****** NaN\n"
    "3*0.5 2*T 1.e0 .5 +7 0x1f 1_000 12:30:15.25 -0.0 1,234.5\n"};

void compare_text(const std::string& reference, const std::string& candidate,
                  const trace::TextRequest& request,
                  const harness::ComparisonRequest& description) {
    const trace::Comparison result =
        trace::compare_texts({"reference", reference}, {"candidate", candidate}, request);
    if (result.verdict == trace::Verdict::parity && reference != candidate && result.planted == 0) {
        throw std::logic_error("a green verdict with nothing planted");
    }
    report(result, description, {});
}

/// A broken text against the sound one, as either side, against itself, and with what a user may
/// say of what is compared.
void use_text(const std::string& broken, const std::string& sound) {
    constexpr std::size_t largest = std::size_t{64} << 20U;
    const std::string one = trace::plain_text_of(text_of(sound), sound, largest);
    const std::string other = trace::plain_text_of(text_of(broken), broken, largest);
    const harness::ComparisonRequest description = request_of(sound, broken);
    compare_text(one, other, {}, description);
    compare_text(other, one, {}, description);
    compare_text(other, other, {}, description);
    trace::TextRequest request;
    request.tolerance.scope.ignored = {{"*time*", "a clock"}, {"?????", "words of five letters"}};
    request.tolerance.scope.same_names = {{"energy", "Temp"}, {"x", "y"}};
    request.tolerance.scope.printed_digits = true;
    request.repetitions = {{"again", other}};
    constexpr std::size_t some_details = 100;
    request.most_details = some_details;
    compare_text(one, other, request, description);
}

/// The same through the command's way in, which tells what a file is.
void use_any_text(const std::string& broken, const std::string& sound) {
    compare(harness::JobKind::diff, sound, broken);
}

struct FreeArchive {
    void operator()(::archive* writer) const { ::archive_write_free(writer); }
};

/// A text as `gzip` or `zstd` writes it.
std::string packed(const std::string& text, int filter) {
    const std::unique_ptr<::archive, FreeArchive> writer(::archive_write_new());
    std::string bytes(text.size() + (std::size_t{1} << 16U), '\0');
    std::size_t used = 0;
    const std::unique_ptr<::archive_entry, decltype(&::archive_entry_free)> entry(
        ::archive_entry_new(), &::archive_entry_free);
    ::archive_entry_set_pathname(entry.get(), "text");
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_write_set_format_raw(writer.get());
    ::archive_write_add_filter(writer.get(), filter);
    const bool written = ::archive_write_open_memory(writer.get(), bytes.data(), bytes.size(),
                                                     &used) == ARCHIVE_OK &&
                         ::archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK &&
                         ::archive_write_data(writer.get(), text.data(), text.size()) >= 0 &&
                         ::archive_write_close(writer.get()) == ARCHIVE_OK;
    if (!written) {
        throw std::runtime_error("a text cannot be packed");
    }
    bytes.resize(used);
    return bytes;
}

std::string gzipped(const std::string& text) {
    return packed(text, ARCHIVE_FILTER_GZIP);
}
std::string in_zstd(const std::string& text) {
    return packed(text, ARCHIVE_FILTER_ZSTD);
}

/// Each byte as a unit of UTF-16, little-endian, after a byte order mark.
std::string in_utf16(const std::string& text) {
    std::string bytes = "\xff\xfe";
    for (const char c : text) {
        bytes += c;
        bytes += '\0';
    }
    return bytes;
}

template <class Form>
std::vector<std::string> each_in(Form form) {
    std::vector<std::string> all;
    for (const std::string& text : outputs) {
        all.push_back(form(text));
    }
    return all;
}

} // namespace

std::vector<FileKind> text_kinds() {
    return {{"texts", ".out", outputs, {}, use_text},
            {"texts as files", ".out", outputs, {}, use_any_text},
            {"gzip of broken texts", ".gz", outputs, gzipped, use_any_text},
            {"zstd of broken texts", ".zst", outputs, in_zstd, use_any_text},
            {"UTF-16 of broken texts", ".out", outputs, in_utf16, use_any_text},
            {"broken gzip", ".gz", each_in(gzipped), {}, use_any_text},
            {"broken zstd", ".zst", each_in(in_zstd), {}, use_any_text},
            {"broken UTF-16", ".out", each_in(in_utf16), {}, use_any_text}};
}

} // namespace tapir::test
