#include "refine/same_person.h"

#include <algorithm>
#include <unordered_map>

#include "refine/world_names.h"
#include "scan/word_set.h"
#include "surrogate/person.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

constexpr size_t kMinLetters = 3;
constexpr float kSureOfNoName = 0.9F;  ///< of a learned value that is no name
constexpr size_t kMaxParts = 4096;     ///< of a text; later names are found by themselves alone

bool is_name(Category category) {
  return category == Category::kPerson || category == Category::kFirstName ||
         category == Category::kLastName || category == Category::kMaidenName ||
         category == Category::kNickname;
}

/// The parts of full names, and which kind of name each is.
using Parts = std::unordered_map<std::string_view, Category>;

Parts parts_of_full_names(std::string_view text, const std::vector<Found>& found) {
  Parts parts;
  for (const Found& value : found) {
    if (value.category != Category::kPerson) continue;
    const std::string_view name = value.span.of(text);
    const std::vector<surrogate::NamePart> words = surrogate::parts_of_name(name);
    if (words.size() < 2) continue;
    for (const surrogate::NamePart& word : words) {
      if (parts.size() >= kMaxParts) return parts;
      const std::string_view part = name.substr(word.begin, word.end - word.begin);
      if (part.size() < kMinLetters || !scan::upper_at(part, 0)) continue;
      if (word.role == surrogate::NameRole::kGiven) parts.emplace(part, Category::kFirstName);
      if (word.role == surrogate::NameRole::kFamily) parts.emplace(part, Category::kLastName);
    }
  }
  return parts;
}

/// `value` as a name of this kind.
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
    if (part == parts.end()) continue;
    // "Weber fell asleep": that it is a town the tagger is not sure of, and the text has a Weber.
    const bool is_unsure = value.cause.stage == "tag" && value.cause.score < kSureOfNoName &&
                           !is_common_word(part->first);
    if (is_name(value.category) || is_unsure) rename(value, part->second);
  }
  std::vector<Found> more;
  auto next = found.begin();
  for (size_t at = 0; at < text.size();) {
    if (next != found.end() && at >= next->span.begin) {
      at = std::max(at, static_cast<size_t>(next->span.end));
      ++next;
      continue;
    }
    std::string_view word = scan::word_at(text, at);
    const size_t end = at + std::max<size_t>(word.size(), utf8_length(text[at]));
    if (word.empty() || !scan::upper_at(word, 0)) {
      at = end;
      continue;
    }
    if (word.ends_with("'s")) word.remove_suffix(2);
    const auto part = parts.find(word);
    const bool is_free = next == found.end() || at + word.size() <= next->span.begin;
    if (part != parts.end() && is_free && !is_common_word(word)) {
      Found& value = more.emplace_back();
      value.span = {at, at + word.size()};
      value.cause = {"tag", "tag/same-person", {}, 0.75F};
      rename(value, part->second);
    }
    at = end;
  }
  if (more.empty()) return;
  const auto n_before = static_cast<std::ptrdiff_t>(found.size());
  std::move(more.begin(), more.end(), std::back_inserter(found));
  std::inplace_merge(found.begin(), found.begin() + n_before, found.end(),
                     [](const Found& a, const Found& b) { return a.span < b.span; });
}

}  // namespace lauter::internal
