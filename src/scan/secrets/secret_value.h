/// Reads what a setting is set to: `password = "x"`, `"password": "x"`, `--password x`,
/// `<password>x</password>`, `PASSWORD 'x'`, `setPassword("x")`, `the password is x`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/byte_span.h"
#include "scan/views/page.h"

namespace lauter::scan {

/// How name and value are joined; later ones are plainer.
enum class Link : uint8_t {
  kNone,
  kBlank,    ///< "password hunter2", `--password x`
  kCall,     ///< `setPassword("x")`, `("password", "x")`
  kCompare,  ///< == or !=
  kWord,     ///< is, was, to
  kCell,     ///< a table cell, '|'
  kMarkup,   ///< `<password>x</password>`, `name="password" value="x"`
  kColon,
  kEquals,
};

/// A setting's name, its link and its value.
struct Setting {
  ByteSpan name;  ///< the whole identifier: `config.db_password`
  Link link = Link::kNone;
  ByteSpan value;   ///< without quotes; empty if there is none
  size_t from = 0;  ///< where the value's text starts, also if it does not end on its line
  bool quoted = false;
  bool tight = false;   ///< no blank between name and value: `KEY=value`
  bool at_end = false;  ///< the value ends its line, sentence or cell
  /// Further literal pieces of a concatenated string ("ab" + "cd").
  std::array<ByteSpan, 7> pieces{};
  size_t piece_count = 0;
};

/// The name around text[begin, end) (a key word), extended over [A-Za-z0-9_.-].
ByteSpan setting_name(std::string_view text, size_t begin, size_t end);

/// Whether anything that may link a value follows `name`; if not, read_setting() gives Link::kNone.
bool may_be_set(std::string_view text, ByteSpan name);

/// Reads on from `name`. Looks at most 4.3 KiB ahead (a quoted value) and stops at the end of the
/// line, a line break right after ':' or '=' excepted. No value: an empty span.
Setting read_setting(std::string_view text, ByteSpan name);

/// The quoted or bare value that starts at `at` (blanks skipped); fills value, quoted, pieces,
/// at_end of `out`. Bare values end at white space; closing punctuation is trimmed.
void read_value(std::string_view text, size_t at, Setting& out);

}  // namespace lauter::scan
