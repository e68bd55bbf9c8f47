#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

namespace tapir::trace {

/// A text that grows at its end; numbers are written into it where they will stand.
class TextBuffer {
  public:
    void append(std::string_view text) {
        std::memcpy(room(text.size()), text.data(), text.size());
        size_ += text.size();
    }
    void append(char c) {
        *room(1) = c;
        ++size_;
    }
    void append_integer(int value);
    void append_shortest(double value);
    void append_general15(double value);

    void clear() { size_ = 0; } ///< its room is kept

    [[nodiscard]] std::string_view view() const { return {text_.get(), size_}; }

  private:
    /// The end of the text, with room for so many characters.
    char* room(std::size_t characters) {
        if (capacity_ - size_ < characters) {
            grow(characters);
        }
        return text_.get() + size_;
    }
    void grow(std::size_t characters);
    void ends_at(const char* end) { size_ = static_cast<std::size_t>(end - text_.get()); }

    struct Free {
        void operator()(char* memory) const { std::free(memory); }
    };
    std::unique_ptr<char, Free> text_; ///< of malloc: a large one grows without being copied
    std::size_t size_ = 0, capacity_ = 0;
};

} // namespace tapir::trace
