#include "json/writer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/check.h"
#include "json/string_scan.h"

namespace lauter {
namespace {

/// The letter after the backslash for bytes that have a short escape, 0 for others.
constexpr std::array<char, 128> kShortEscapes = [] {
  std::array<char, 128> table{};
  table['"'] = '"';
  table['\\'] = '\\';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  return table;
}();

constexpr size_t kLongestEscape = 6;  // \u001f

char* put_escape(char* to, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  *to++ = '\\';
  if (kShortEscapes[byte] != 0) {
    *to++ = kShortEscapes[byte];
    return to;
  }
  for (const char digit : {'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]}) *to++ = digit;
  return to;
}

template <typename T>
void append_number(std::string& out, T value) {
  std::array<char, 32> buffer;
  const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), done.ptr);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  const char* p = text.data();
  const char* end = p + text.size();
  size_t used = out.size();
  while (true) {
    // Room for the rest as it is and for the one escape that may follow the next plain run; some
    // more, so that this seldom grows.
    const auto rest = static_cast<size_t>(end - p);
    if (out.size() - used < rest + kLongestEscape) {
      out.resize(used + rest + rest / 8 + 64);
    }
    char* to = out.data() + used;
    const char* limit = out.data() + out.size();
    bool is_done = false;
    while (limit - to >= end - p + static_cast<ptrdiff_t>(kLongestEscape)) {
      const char* stop = internal::copy_to_special(p, end, to);
      to += stop - p;
      p = stop;
      is_done = p == end;
      if (is_done) break;
      to = put_escape(to, *p++);
    }
    used = static_cast<size_t>(to - out.data());
    if (is_done) break;
  }
  out.resize(used);
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  // Names are short and have nothing to escape.
  constexpr size_t kShort = 64;
  const char* const end = text.data() + text.size();
  if (text.size() <= kShort && internal::find_special(text.data(), end) == end) {
    out += text;
  } else {
    append_escaped(out, text);
  }
  out += '"';
}

void append_json_double(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  append_number(out, value);
}

void append_json_int(std::string& out, int64_t value) { append_number(out, value); }

void append_json_uint(std::string& out, uint64_t value) { append_number(out, value); }

/// Before a key or an element: a comma unless it is the first; nothing between a key and its value.
void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  const uint64_t bit = uint64_t{1} << depth_;
  if ((used_ & bit) != 0 && depth_ > 0) out_ += ',';
  used_ |= bit;
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  LAUTER_DCHECK(depth_ < 63, "at most 63 levels");
  ++depth_;
  used_ &= ~(uint64_t{1} << depth_);
  out_ += '{';
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  LAUTER_DCHECK(depth_ > 0 && !after_key_, "end_object() without begin_object()");
  --depth_;
  out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  begin_object();
  out_.back() = '[';
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  end_object();
  out_.back() = ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  separate();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::integer(int64_t value) {
  separate();
  append_json_int(out_, value);
  return *this;
}

JsonWriter& JsonWriter::unsigned_integer(uint64_t value) {
  separate();
  append_json_uint(out_, value);
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  separate();
  append_json_double(out_, value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) { return raw(value ? "true" : "false"); }

JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace lauter
