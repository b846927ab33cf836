#include "refine/anonymize/same_person.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "surrogate/names/person.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

constexpr size_t kMinLetters = 3;
constexpr size_t kMaxParts = 4096;  ///< of a text; later names are found by themselves alone
constexpr float kScore = 0.75F;

using Parts = std::unordered_map<std::string_view, Category>;

bool begins_upper(std::string_view word) {
  size_t at = 0;
  const char32_t c = decode_utf8(word, at);
  return to_lower(c) != c;
}

Parts parts_of_full_names(std::string_view text, const std::vector<Found>& found) {
  Parts parts;
  for (const Found& value : found) {
    if (value.category != Category::kPerson) continue;
    const std::string_view name = value.span.of(text);
    const std::vector<surrogate::NamePart> words = surrogate::parts_of_name(name);
    if (words.size() < 2) continue;
    for (const surrogate::NamePart& word : words) {
      const std::string_view part = name.substr(word.begin, word.end - word.begin);
      if (parts.size() >= kMaxParts) return parts;
      if (part.size() < kMinLetters || !begins_upper(part)) continue;
      if (word.role == surrogate::NameRole::kGiven) parts.emplace(part, Category::kFirstName);
      if (word.role == surrogate::NameRole::kFamily) parts.emplace(part, Category::kLastName);
    }
  }
  return parts;
}

/// `word` with its first letter small.
std::string small(std::string_view word) {
  size_t at = 0;
  std::string out;
  append_utf8(out, to_lower(decode_utf8(word, at)));
  return out.append(word.substr(at));
}

void rename(Found& value, Category category) {
  value.category = category;
  value.cause.label = category_name(category);
}

}  // namespace

void add_same_persons(std::string_view text, std::vector<Found>& found) {
  const Parts parts = parts_of_full_names(text, found);
  if (parts.empty()) return;
  for (Found& value : found) {
    const auto part = parts.find(value.span.of(text));
    const bool is_name = static_cast<size_t>(value.category) < kCategoryCount &&
                         privacy_class(value.category) == PrivacyClass::kName;
    if (part != parts.end() && is_name) rename(value, part->second);
  }
  std::vector<Token> tokens;
  tokenize(text, tokens);
  const auto word = [&](const Token& token) {
    return text.substr(token.begin, token.end - token.begin);
  };
  std::unordered_set<std::string_view> words;  // that stand between blanks: not those of addresses
  for (size_t t = 0; t < tokens.size(); ++t) {
    const bool stands_alone = tokens[t].gap != Gap::kNone &&
                              (t + 1 == tokens.size() || tokens[t + 1].gap != Gap::kNone);
    if (stands_alone) words.insert(word(tokens[t]));
  }
  std::vector<Found> more;
  auto next = found.begin();
  for (const Token& token : tokens) {
    while (next != found.end() && next->span.end <= token.begin) ++next;
    if (next != found.end() && next->span.begin < token.end) continue;
    const auto part = parts.find(word(token));
    if (part == parts.end() || words.contains(small(part->first))) continue;
    Found& value = more.emplace_back();
    value.span = {token.begin, token.end};
    value.cause = {"tag", "tag/same-person", {}, kScore, "private: named in full elsewhere"};
    rename(value, part->second);
  }
  const auto n_before = static_cast<std::ptrdiff_t>(found.size());
  std::move(more.begin(), more.end(), std::back_inserter(found));
  std::inplace_merge(found.begin(), found.begin() + n_before, found.end(),
                     [](const Found& a, const Found& b) { return a.span < b.span; });
}

}  // namespace lauter::internal
