#include "json/cursor.h"

#include <array>
#include <utility>

#include "json/string_scan.h"
#include "text/ascii.h"
#include "text/utf8_write.h"

namespace lauter::internal {
namespace {

bool is_high_surrogate(uint32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(uint32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }

/// The byte that a one-letter escape stands for, or 0.
char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

constexpr int kMaxDepth = 1024;

}  // namespace

bool JsonCursor::fail(const char* at, std::string reason) {
  if (error_reason_.empty()) {
    error_byte_ = static_cast<uint64_t>(at - begin_);
    error_reason_ = std::move(reason);
  }
  return false;
}

bool JsonCursor::expect(char c, const char* what) {
  skip_space();
  if (peek() != c || at_end()) {
    return fail_here(std::string("broken JSON: expected ") + what +
                     (at_end() ? ", found the end" : ""));
  }
  advance();
  return true;
}

bool JsonCursor::hex4(const char* at, uint32_t& code) const {
  if (end_ - at < 4) return false;
  code = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_value(at[i]);
    if (digit < 0) return false;
    code = code << 4 | static_cast<uint32_t>(digit);
  }
  return true;
}

bool JsonCursor::skip_escape() {
  const char* backslash = p_++;
  if (at_end()) return fail(backslash, "broken JSON: the string has no end");
  uint32_t code = 0;
  if (*p_ == 'u') {
    if (!hex4(p_ + 1, code)) return fail(backslash, "broken JSON: \\u without four hex digits");
    p_ += 5;
    return true;
  }
  if (simple_escape(*p_) == 0) return fail(backslash, "broken JSON: unknown escape");
  ++p_;
  return true;
}

bool JsonCursor::skip_string() {
  const char* open = p_++;
  while (true) {
    p_ = find_special(p_, end_);
    if (at_end()) return fail(open, "broken JSON: the string has no end");
    if (*p_ == '"') {
      ++p_;
      return true;
    }
    if (*p_ != '\\') return fail_here("broken JSON: raw control character in a string");
    if (end_ - p_ > 1 && simple_escape(p_[1]) != 0) {
      p_ += 2;
    } else if (!skip_escape()) {
      return false;
    }
  }
}

bool JsonCursor::decode_escape(char*& to) {
  const char* backslash = p_;
  if (!skip_escape()) return false;
  if (backslash[1] != 'u') {
    *to++ = simple_escape(backslash[1]);
    return true;
  }
  uint32_t code = 0;
  hex4(backslash + 2, code);
  if (is_low_surrogate(code)) return fail(backslash, "lone surrogate in a string");
  if (is_high_surrogate(code)) {
    uint32_t low = 0;
    const bool paired = end_ - p_ >= 6 && p_[0] == '\\' && p_[1] == 'u' && hex4(p_ + 2, low) &&
                        is_low_surrogate(low);
    if (!paired) return fail(backslash, "lone surrogate in a string");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    p_ += 6;
  }
  to += write_utf8(code, to);  // always fewer bytes than its escape took
  return true;
}

bool JsonCursor::decode_string(std::string& out) {
  const char* open = p_;
  if (!skip_string()) return false;
  const char* limit = std::exchange(p_, open + 1);
  return decode_body(open, limit, out);
}

bool JsonCursor::decode_long_string(std::string& out) {
  const char* open = p_++;
  return decode_body(open, end_, out);
}

/// Decodes from p_ to the closing quote, which lies before `limit` if it is there at all.
bool JsonCursor::decode_body(const char* open, const char* limit, std::string& out) {
  // What decodes is never longer than its JSON form, so limit - p_ bytes are enough, also for a
  // copy in whole blocks. Cut back to the true size at the end.
  out.resize(static_cast<size_t>(limit - p_));
  char* to = out.data();
  while (true) {
    const char* stop = copy_to_special(p_, limit, to);
    to += stop - p_;
    p_ = stop;
    if (p_ == limit) return fail(open, "broken JSON: the string has no end");
    if (*p_ == '"') {
      ++p_;
      out.resize(static_cast<size_t>(to - out.data()));
      return true;
    }
    if (*p_ != '\\') return fail_here("broken JSON: raw control character in a string");
    if (const char plain = end_ - p_ > 1 ? simple_escape(p_[1]) : '\0'; plain != '\0') {
      *to++ = plain;
      p_ += 2;
    } else if (!decode_escape(to)) {
      return false;
    }
  }
}

bool JsonCursor::read_string(std::string& buffer, std::string_view& view) {
  const char* stop = find_special(p_ + 1, end_);
  if (stop != end_ && *stop == '"') {
    view = std::string_view(p_ + 1, static_cast<size_t>(stop - p_ - 1));
    p_ = stop + 1;
    return true;
  }
  if (!decode_string(buffer)) return false;
  view = buffer;
  return true;
}

bool JsonCursor::skip_number() {
  const char* start = p_;
  if (peek() == '-') ++p_;
  if (peek() == '0') {
    ++p_;
  } else {
    if (!is_ascii_digit(peek())) return fail(start, "broken JSON: not a number");
    while (is_ascii_digit(peek())) ++p_;
  }
  if (peek() == '.') {
    ++p_;
    if (!is_ascii_digit(peek())) return fail(start, "broken JSON: no digit after the decimal point");
    while (is_ascii_digit(peek())) ++p_;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++p_;
    if (peek() == '+' || peek() == '-') ++p_;
    if (!is_ascii_digit(peek())) return fail(start, "broken JSON: no digit in the exponent");
    while (is_ascii_digit(peek())) ++p_;
  }
  return true;
}

bool JsonCursor::skip_literal(std::string_view literal) {
  if (std::string_view(p_, static_cast<size_t>(end_ - p_)).substr(0, literal.size()) != literal) {
    return fail_here("broken JSON: expected a value");
  }
  p_ += literal.size();
  return true;
}

bool JsonCursor::skip_value(int max_depth) {
  // One bit a level tells objects (1) from arrays (0).
  std::array<uint64_t, kMaxDepth / 64> is_object{};
  const int limit = max_depth < kMaxDepth ? max_depth : kMaxDepth;
  int depth = 0;
  const auto inside_object = [&] {
    const auto level = static_cast<size_t>(depth - 1);
    return (is_object[level / 64] >> (level % 64) & 1) != 0;
  };
  const auto key_and_colon = [&] {
    skip_space();
    if (peek() != '"') return fail_here("broken JSON: expected a key in quotes");
    return skip_string() && expect(':', "':'");
  };
  while (true) {
    skip_space();
    bool opened = false;
    switch (peek()) {
      case '"':
        if (!skip_string()) return false;
        break;
      case '{':
      case '[': {
        if (depth == limit) return fail_here("nested too deeply");
        const auto level = static_cast<size_t>(depth++);
        const uint64_t bit = uint64_t{1} << (level % 64);
        is_object[level / 64] =
            *p_ == '{' ? is_object[level / 64] | bit : is_object[level / 64] & ~bit;
        ++p_;
        skip_space();
        opened = peek() != (inside_object() ? '}' : ']');
        if (opened && inside_object() && !key_and_colon()) return false;
        break;
      }
      case 't':
        if (!skip_literal("true")) return false;
        break;
      case 'f':
        if (!skip_literal("false")) return false;
        break;
      case 'n':
        if (!skip_literal("null")) return false;
        break;
      default:
        if (peek() != '-' && !is_ascii_digit(peek())) {
          return fail_here(at_end() ? "broken JSON: expected a value, found the end" : "broken JSON: expected a value");
        }
        if (!skip_number()) return false;
    }
    if (opened) continue;
    // A value is complete: close containers until one goes on with a comma.
    while (true) {
      if (depth == 0) return true;
      skip_space();
      const char close = inside_object() ? '}' : ']';
      if (peek() == close) {
        ++p_;
        --depth;
        continue;
      }
      if (peek() != ',') {
        return fail_here(std::string("broken JSON: expected ',' or '") + close + "'" +
                         (at_end() ? ", found the end" : ""));
      }
      ++p_;
      if (inside_object() && !key_and_colon()) return false;
      break;
    }
  }
}

const char* describe_value(char c) {
  switch (c) {
    case '{':
      return "an object";
    case '[':
      return "an array";
    case '"':
      return "a string";
    case 't':
    case 'f':
      return "a boolean";
    case 'n':
      return "null";
    default:
      return c == '-' || is_ascii_digit(c) ? "a number" : "no value";
  }
}

}  // namespace lauter::internal
