#include "tapir/trace/base/text_buffer.hpp"

#include <algorithm>
#include <charconv>
#include <new>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

void TextBuffer::append_integer(int value) {
    char* place = room(number_room);
    ends_at(std::to_chars(place, place + number_room, value).ptr);
}

void TextBuffer::append_shortest(double value) {
    ends_at(write_shortest(room(number_room), value));
}

void TextBuffer::append_general15(double value) {
    ends_at(write_general15(room(number_room), value));
}

void TextBuffer::grow(std::size_t characters) {
    constexpr std::size_t least = std::size_t{1} << 12U;
    const std::size_t capacity = std::max({least, 2 * capacity_, size_ + characters});
    void* larger = std::realloc(text_.get(), capacity);
    if (larger == nullptr) {
        throw std::bad_alloc();
    }
    (void)text_.release();
    text_.reset(static_cast<char*>(larger));
    capacity_ = capacity;
}

} // namespace tapir::trace
