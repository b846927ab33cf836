// Keys and tokens of known vendors: a literal and an exact form, so that the value decides alone.
// The forms are data: knowledge/secrets.toml, which knowledge/compile makes into the rows included
// here.
//
// Where a format has no prefix of its own (h32-us12, A14.atlasv1....) the rule starts at the
// literal in its middle and looks left.

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "catalog/checks_device.h"
#include "scan/engine.h"
#include "scan/registry.h"
#include "scan/rule.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/shape.h"
#include "scan/views/joined_value.h"
#include "scan/views/page.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

using enum Category;

/// The values of a form that are still no key: EXAMPLE, xxxx, your-key-here, few characters.
bool live(const Page& page, size_t begin, size_t end) {
  return !is_dummy_token(page.text.substr(begin, end - begin));
}

/// The last six characters are the CRC-32 of the body. A token that fails is made up, unless a
/// label says that it is one.
bool crc_or_label(const Page& page, size_t begin, size_t end) {
  const std::string_view token = page.text.substr(begin, end - begin);
  return !is_dummy_token(token) && (crc_token_ok(token) || has_secret_label(page, begin));
}

/// AWS key ids are base32: 0, 1, 8 and 9 do not occur.
bool aws_id(const Page& page, size_t begin, size_t end) {
  const std::string_view id = page.text.substr(begin, end - begin);
  if (is_dummy_token(id)) return false;
  const bool base32 = id.find_first_of("0189", 4) == std::string_view::npos;
  return (base32 && char_classes(id).digits > 0) || has_secret_label(page, begin);
}

bool random_tail(const Page& page, size_t begin, size_t end) {
  return looks_random(page.text.substr(begin, end - begin)) && live(page, begin, end);
}

bool nkey_ok(const Page& page, size_t begin, size_t end) {
  return nkey_seed_ok(page.text.substr(begin, end - begin));
}

constexpr ValueRule token(const char* name, Category category, const char* anchor,
                          const char* shape, bool (*accept)(const Page&, size_t, size_t),
                          float least_entropy) {
  return {.info = {name, category},
          .shape = shape,
          .need = Need::kNone,
          .anchor = anchor,
          .score = 0.98F,
          .flags = kNoRelax | kAnyWord | kGlueRight,
          .accept = accept,
          .least_entropy = least_entropy};
}

/// A form whose literal is in its middle: match_inner() tries it, the engine does not.
constexpr ValueRule inner_token(const char* name, Category category, const char* anchor,
                                const char* shape, bool (*accept)(const Page&, size_t, size_t),
                                float least_entropy) {
  ValueRule row = token(name, category, anchor, shape, accept, least_entropy);
  row.flags |= kLabelledOnly;
  return row;
}

constexpr ValueRule kValues[] = {
#include "secret_tokens.inc"
// and those of kInner, in its order
#include "secret_inner_tokens.inc"
};

/// The literal in the middle of a form, and how many bytes of the value stand before it.
struct Inner {
  const char* literal;
  uint8_t least_before, most_before;
  bool glue_left;  ///< may stand right behind a word, as in URLs of the bot API
};
constexpr Inner kInner[] = {
#include "secret_inner.inc"
};
#include "secret_lists.inc"

/// The rows with their compiled shapes, for values that the engine does not see in one piece.
std::span<const CompiledValue> forms(const Page& page) { return page.registry->values_of(kValues); }

/// By row: the first byte of its anchor, or NUL where it has none. A few hundred bytes that turn
/// nearly all rows away without a look at them.
constexpr auto kFirstBytes = [] {
  std::array<char, std::size(kValues)> bytes{};
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = kValues[i].anchor == nullptr ? '\0' : kValues[i].anchor[0];
  return bytes;
}();

/// Whether `value`, which is not empty, may have the form of kValues[row].
bool may_start(size_t row, std::string_view value) {
  const char first = kFirstBytes[row];
  return first == '\0' || (first == value[0] && value.starts_with(kValues[row].anchor));
}

/// Whether the token that the engine has not seen in one piece is no dummy, and has its check digits.
bool is_live(const Page& page, const ValueRule& row, std::string_view token, size_t begin) {
  if (is_dummy_token(token) || shannon_entropy(token) < row.least_entropy) return false;
  if (row.accept == nkey_ok) return nkey_seed_ok(token);
  return row.accept != crc_or_label || crc_token_ok(token) || has_secret_label(page, begin);
}

/// A form from the literal in its middle on.
void match_inner(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string_view literal = text.substr(begin, end - begin);
  const std::span<const CompiledValue> all = forms(page).last(std::size(kInner));
  for (size_t i = 0; i < all.size(); ++i) {
    const Inner& inner = kInner[i];
    if (literal != inner.literal) continue;
    for (size_t n = std::min<size_t>(inner.most_before, begin); n >= inner.least_before; --n) {
      const size_t from = begin - n;
      const size_t length = all[i].shape.match(text, from);
      if (length != Shape::npos && from + length >= end) {
        const bool apart = from == 0 || !is_wordish(text[from - 1]) ||
                           (inner.glue_left && is_alpha(text[from - 1]) && is_digit(text[from]));
        const ValueRule& row = *all[i].row;
        if (apart && ends_alone(page, from, from + length, row.flags) &&
            is_live(page, row, text.substr(from, length), from))
          found.add(row.info, from, from + length, row.score);
        break;
      }
      if (n == 0) break;
    }
  }
}

/// A token whose plain text is cut off by a line end or the end of a literal.
void match_broken_token(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_wordish(text[begin - 1])) return;
  const Joined joined = join_value(text, begin);
  if (joined.breaks.empty()) return;
  const std::string_view plain = std::string_view(joined.text).substr(0, joined.breaks[0]);
  const CompiledValue* best = nullptr;
  size_t length = 0;
  const std::span<const CompiledValue> all = forms(page);
  for (size_t i = 0; i < all.size(); ++i) {
    if (kFirstBytes[i] == '\0' || !may_start(i, joined.text)) continue;
    const CompiledValue& form = all[i];
    // The first piece is a token already: what follows is other text.
    if (form.shape.match(plain, 0) == plain.size()) return;
    const size_t n = form.shape.match(joined.text, 0);
    if (n == Shape::npos || n <= joined.breaks[0] || n <= length) continue;
    if (n < joined.text.size() && is_alnum(joined.text[n])) continue;
    best = &form;
    length = n;
  }
  if (best == nullptr) return;
  const std::string_view token = std::string_view(joined.text).substr(0, length);
  if (!is_live(page, *best->row, token, begin)) return;
  for (const ByteSpan& span : joined.spans(length))
    found.add(best->row->info, span.begin, span.end, 0.97F);
}

constexpr AnchorRule kAnchors[] = {
    {kInnerAnchors, match_inner, AnchorKind::kLiteral},
    {kTokenPrefixes, match_broken_token, AnchorKind::kLiteral},
    {kCryptSchemes, match_password_hash, AnchorKind::kLiteral},
    {kWebhookHosts, match_webhook, AnchorKind::kLiteral},
};

}  // namespace

const RuleInfo* token_form(const Page& page, std::string_view value) {
  if (value.size() < 14) return nullptr;
  const std::span<const CompiledValue> all = forms(page);
  for (size_t i = 0; i < all.size(); ++i) {
    if (!may_start(i, value)) continue;
    const CompiledValue& form = all[i];
    if (form.shape.match(value, 0) != value.size()) continue;
    // A generic form only if the value is random.
    if (form.row->accept == random_tail && !looks_random(value)) continue;
    return is_dummy_token(value) ? nullptr : &form.row->info;
  }
  return nullptr;
}

RuleTable token_rules() { return {.values = kValues, .anchors = kAnchors}; }

}  // namespace lauter::scan
