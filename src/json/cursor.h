/// A strict RFC 8259 reader over one text that remembers where and why it failed. Internal to json:
/// record.cc walks rows with it, value.cc builds trees.
///
/// Why not simdjson's parsers: its DOM builds a tape of every field and tells no byte positions of
/// tokens or errors, its On-Demand front end does not check what it skips; rows need both (a row
/// that is carried through must be sound, an error must name its byte). Rows are a few long
/// strings, which one vector scan passes at memory speed. json_bench.cc compares the three;
/// cursor_test.cc holds this one to simdjson's verdict on millions of mutated texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lauter::internal {

class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text)
      : begin_(text.data()), p_(text.data()), end_(text.data() + text.size()) {}

  /// All reading functions return false on failure; then these tell the first one.
  uint64_t error_byte() const { return error_byte_; }
  const std::string& error_reason() const { return error_reason_; }
  bool fail(const char* at, std::string reason);
  bool fail_here(std::string reason) { return fail(p_, std::move(reason)); }

  uint64_t offset() const { return static_cast<uint64_t>(p_ - begin_); }
  const char* position() const { return p_; }
  bool at_end() const { return p_ == end_; }
  /// The byte here, or NUL at the end (a NUL byte never begins a token either).
  char peek() const { return p_ == end_ ? '\0' : *p_; }
  void advance() { ++p_; }

  void skip_space() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\t' || *p_ == '\n' || *p_ == '\r')) ++p_;
  }
  /// Takes the byte `c` after white space.
  bool expect(char c, const char* what);

  /// Each begins at the token's first byte and ends behind it.
  bool skip_string();
  /// `out` is replaced by the decoded string. Lone surrogates fail. Linear in the string.
  bool decode_string(std::string& out);
  /// The same in one pass instead of two, but it touches memory for the whole rest of the text: for
  /// the one long string of a row, not for something that may occur a million times.
  bool decode_long_string(std::string& out);
  /// As decode_string, but when the string holds no escape `view` names its bytes in place and
  /// `buffer` is not touched.
  bool read_string(std::string& buffer, std::string_view& view);
  bool skip_number();
  bool skip_literal(std::string_view literal);
  /// Any value, to `max_depth` levels of nesting, in constant stack space.
  bool skip_value(int max_depth);

 private:
  bool skip_escape();
  bool decode_escape(char*& to);
  bool decode_body(const char* open, const char* limit, std::string& out);
  bool hex4(const char* at, uint32_t& code) const;

  const char* begin_;
  const char* p_;
  const char* end_;
  uint64_t error_byte_ = 0;
  std::string error_reason_;
};

/// "an array", "a number", ...: what begins with the byte `c`, for messages.
const char* describe_value(char c);

}  // namespace lauter::internal
