/// Writes JSON by appending to a std::string: no tree, no stream, no exceptions.
///
///   std::string out;
///   JsonWriter json(out);
///   json.begin_object().key("id").string("a").key("n").integer(3).end_object();   //
///   {"id":"a","n":3}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lauter {

/// Appends `text` with `"`, `\` and U+0000..U+001F escaped and everything else, UTF-8 included, as
/// it is; no surrounding quotes. `text` is valid UTF-8 (not checked). Memory speed on clean text.
void append_escaped(std::string& out, std::string_view text);

/// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

/// Appends the shortest decimal form that reads back as the same double; `null` for NaN and
/// infinity, which JSON cannot say.
void append_json_double(std::string& out, double value);
void append_json_int(std::string& out, int64_t value);
void append_json_uint(std::string& out, uint64_t value);

/// Puts the commas and colons. The caller keeps begin and end balanced (checked in debug builds).
/// Holds a reference to `out`, which must outlive it; at most 63 levels deep.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& integer(int64_t value);
  JsonWriter& unsigned_integer(uint64_t value);
  JsonWriter& number(double value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// Bytes that already are one JSON value.
  JsonWriter& raw(std::string_view json);

  /// Shorthands for key(name) followed by a value.
  JsonWriter& member(std::string_view name, std::string_view text) {
    return key(name).string(text);
  }
  JsonWriter& member_uint(std::string_view name, uint64_t value) {
    return key(name).unsigned_integer(value);
  }
  JsonWriter& member_number(std::string_view name, double value) { return key(name).number(value); }
  JsonWriter& member_bool(std::string_view name, bool value) { return key(name).boolean(value); }

 private:
  void separate();

  std::string& out_;
  uint64_t used_ = 0;  ///< bit d: the container at depth d already has an element
  int depth_ = 0;
  bool after_key_ = false;
};

}  // namespace lauter
