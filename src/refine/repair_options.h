/// Options of the step `repair`, by the names that ftfy gives them.
#pragma once

#include <concepts>
#include <type_traits>

namespace lauter {

struct RepairOptions {
  bool fix_encoding = true;
  bool fix_latin_ligatures = false;     ///< ﬁ -> fi
  bool uncurl_quotes = false;           ///< “” ‘’ -> "" ''
  bool fix_line_breaks = false;         ///< CRLF, CR, U+2028, U+2029, U+0085 -> LF
  bool remove_terminal_escapes = false;  ///< ESC [ ... letter
  bool remove_control_chars = false;    ///< of no meaning in text, U+FEFF among them
};

/// Calls `visit(name, value)` for every option in turn: the one list of their names.
template <typename Options, typename Visit>
requires std::same_as<std::remove_const_t<Options>, RepairOptions>
void for_each_option(Options& o, Visit visit) {
  visit("fix_encoding", o.fix_encoding);
  visit("fix_latin_ligatures", o.fix_latin_ligatures);
  visit("uncurl_quotes", o.uncurl_quotes);
  visit("fix_line_breaks", o.fix_line_breaks);
  visit("remove_terminal_escapes", o.remove_terminal_escapes);
  visit("remove_control_chars", o.remove_control_chars);
}

}  // namespace lauter
