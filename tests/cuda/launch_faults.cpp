#include "launch_faults.hpp"

#include <cstring>

#include "cuda/frame_job.hpp"

namespace tapir::test {

namespace {

using engine::cuda::FrameJob;
using engine::cuda::Runtime;

/// The nth copy to the device is changed on its way: 0 is the first table of a frame.
class WrongTable : public PassOn {
  public:
    using Change = std::function<void(std::vector<std::byte>&)>;
    WrongTable(Runtime& to, int nth, Change change)
        : PassOn(to), nth_(nth), change_(std::move(change)) {}

    void copy_to_device(void* to, const void* from, std::size_t bytes,
                        const std::string& what) override {
        std::vector<std::byte> changed(bytes);
        std::memcpy(changed.data(), from, bytes);
        if (copies_++ == nth_) {
            change_(changed);
        }
        PassOn::copy_to_device(to, changed.data(), bytes, what);
    }

  private:
    int nth_;
    Change change_;
    int copies_ = 0;
};

/// Every table loses its last bytes.
class ShortTables : public PassOn {
  public:
    using PassOn::PassOn;
    void copy_to_device(void* to, const void* from, std::size_t bytes,
                        const std::string& what) override {
        constexpr std::size_t lost = 8;
        PassOn::clear(to, bytes, what);
        if (bytes > lost) {
            PassOn::copy_to_device(to, from, bytes - lost, what);
        }
    }
};

/// What is not cleared holds what was there before.
class NoClear : public PassOn {
  public:
    NoClear(Runtime& to, std::string what) : PassOn(to), what_(std::move(what)) {}
    void clear(void* memory, std::size_t bytes, const std::string& what) override {
        if (what != what_) {
            PassOn::clear(memory, bytes, what);
            return;
        }
        const std::vector<unsigned char> left_over(bytes, 1);
        PassOn::copy_to_device(memory, left_over.data(), bytes, what);
    }

  private:
    std::string what_;
};

/// Constants are set with so many bytes of those that were asked for, from a place further on.
class WrongConstants : public PassOn {
  public:
    WrongConstants(Runtime& to, std::size_t divisor, std::size_t further)
        : PassOn(to), divisor_(divisor), further_(further) {}
    void set_constant(const Symbol& to, const void* from, std::size_t bytes,
                      const std::string& what) override {
        if (divisor_ > 0) {
            const auto* const start = static_cast<const std::byte*>(from) + further_;
            PassOn::set_constant(to, start, (bytes - further_) / divisor_, what);
        }
    }

  private:
    std::size_t divisor_, further_;
};

class WrongLaunch : public PassOn {
  public:
    using Change =
        std::function<void(Symbol& kernel, unsigned& blocks, unsigned& threads, FrameJob& job)>;
    WrongLaunch(Runtime& to, Change change) : PassOn(to), change_(std::move(change)) {}

    void launch(const Symbol& kernel, unsigned blocks, unsigned threads_per_block, void** arguments,
                const std::string& what) override {
        if (std::string(kernel.name).rfind("tapir_frame_", 0) != 0) {
            PassOn::launch(kernel, blocks, threads_per_block, arguments, what);
            return;
        }
        Symbol other = kernel;
        FrameJob job = *static_cast<const FrameJob*>(arguments[1]);
        change_(other, blocks, threads_per_block, job);
        void* changed[] = {arguments[0], &job};
        PassOn::launch(other, blocks, threads_per_block, changed, what);
    }

  private:
    Change change_;
};

/// The image that comes back is what was there before the copy.
class StaleImage : public PassOn {
  public:
    using PassOn::PassOn;
    void copy_to_host(void* to, const void* from, std::size_t bytes,
                      const std::string& what) override {
        if (what == "the image from the device") {
            std::memset(to, 0, bytes);
            return;
        }
        PassOn::copy_to_host(to, from, bytes, what);
    }
};

/// The last bit of a number in the middle; a number is 8 bytes, its last bit in the first.
void flip_bit(std::vector<std::byte>& bytes) {
    bytes.at(bytes.size() / 2 & ~std::size_t{7}) ^= std::byte{1};
}

void shift_by_one(std::vector<std::byte>& bytes) {
    constexpr std::size_t element = 8;
    std::memmove(bytes.data(), bytes.data() + element, bytes.size() - element);
}

LaunchFault wrong_table(const std::string& name, int nth, WrongTable::Change change) {
    return {name, [nth, change = std::move(change)](Runtime& sound) {
                return std::make_unique<WrongTable>(sound, nth, change);
            }};
}

LaunchFault wrong_constants(const std::string& name, std::size_t divisor, std::size_t further) {
    return {name, [=](Runtime& sound) {
                return std::make_unique<WrongConstants>(sound, divisor, further);
            }};
}

LaunchFault wrong_launch(const std::string& name, WrongLaunch::Change change) {
    return {name, [change = std::move(change)](Runtime& sound) {
                return std::make_unique<WrongLaunch>(sound, change);
            }};
}

} // namespace

std::vector<LaunchFault> launch_faults() {
    using Symbol = PassOn::Symbol;
    return {{"every table loses its last number",
             [](Runtime& sound) { return std::make_unique<ShortTables>(sound); }},
            wrong_table("a bit of the source directions is flipped", 0, flip_bit),
            wrong_table("a bit of the wavelengths is flipped", 1, flip_bit),
            wrong_table("the inverse wavelengths are shifted by one", 2, shift_by_one),
            wrong_table("the cells are shifted by one number", 6, shift_by_one),
            wrong_table("the amplitudes are shifted by one", 7, shift_by_one),
            {"the image is not cleared",
             [](Runtime& sound) { return std::make_unique<NoClear>(sound, "clearing the image"); }},
            {"the image does not come back",
             [](Runtime& sound) { return std::make_unique<StaleImage>(sound); }},
            wrong_constants("the constants are not set", 0, 0),
            wrong_constants("half of the constants are set", 2, 0),
            wrong_constants("the constants are set from the second number on", 1, 8),
            wrong_launch("one block too few",
                         [](Symbol&, unsigned& blocks, unsigned&, FrameJob&) { --blocks; }),
            wrong_launch("half a block's threads",
                         [](Symbol&, unsigned&, unsigned& threads, FrameJob&) { threads /= 2; }),
            wrong_launch("the width of the detector is wrong",
                         [](Symbol&, unsigned&, unsigned&, FrameJob& job) { ++job.columns; }),
            wrong_launch("every pixel comes with nothing carried over",
                         [](Symbol&, unsigned&, unsigned&, FrameJob& job) { job.state = {}; }),
            wrong_launch("the last pixel of the list is forgotten",
                         [](Symbol&, unsigned&, unsigned&, FrameJob& job) { --job.count; }),
            wrong_launch("the kernel for plain scenes is launched",
                         [](Symbol& kernel, unsigned&, unsigned&, FrameJob&) {
                             kernel.name = "tapir_frame_float64_plain_constant";
                         })};
}

} // namespace tapir::test
