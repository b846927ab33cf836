/// What the bytes of source code are: code, comment, string literal; and what may be found where.
///
/// The files come without their names, so the lexer first guesses the family of the language from
/// the text itself (which comment marks and keywords occur) and then makes one pass. It is a light
/// lexer: strings end with their line unless the family has multi-line ones, and it falls back to
/// "code" when in doubt, which is the careful side (weak rules are off in code).
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "scan/views/page.h"

namespace lauter::scan {

/// Families by the marks that matter here.
enum class CodeFamily : uint8_t {
  kSlash,    ///< C, C++, Java, JavaScript, Go, Rust, PHP, CSS ...: // and /* */
  kHash,     ///< Python, Ruby, Perl, shell, R, make: #
  kDash,     ///< SQL, Lua, Haskell, Ada: --
  kLisp,     ///< Lisp, Scheme, Clojure, assembler: ;
  kPercent,  ///< TeX, Erlang, Prolog, Matlab: %
  kMarkup,   ///< HTML, XML, SVG
  kConfig,   ///< key = value, key: value, JSON: the values count as literals
  kProse,    ///< no code at all: Markdown, licence texts, change logs
};

/// Guesses from at most the first 32 KiB; `is_code`: it is no prose. Pure; O(1) in longer texts.
CodeFamily guess_family(std::string_view text, bool is_code = false);

/// Replaces `regions` by (begin, kind) pairs, sorted, that cover the text. Linear time. Prose is
/// one kText region, unless it is known to be code.
void find_regions(std::string_view text, std::vector<std::pair<uint32_t, Region>>& regions,
                  bool is_code = false);

/// The least score with which code mode lets a finding that begins in `region` stand; above 1 where
/// it never does. Code is the strictest region, the others are alike.
float least_score(Category category, Region region);

/// Whether code mode lets a finding stand: credentials by their own form anywhere; addresses,
/// numbers and names only in literals and comments; dates, places and other weak kinds only where
/// a label made them certain; an identifier, import path or version never.
bool allowed_in_code(const Page& page, const Finding& finding);

}  // namespace lauter::scan
