#include "refine/same_person.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "refine/eponyms.h"
#include "refine/found_list.h"
#include "refine/world_names.h"
#include "scan/word_set.h"
#include "surrogate/name_pool.h"
#include "surrogate/person.h"
#include "surrogate/unicode.h"
#include "text/ascii.h"
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

/// A part of full names.
struct Part {
  Category category;
  bool is_sure = false;  ///< that one of the full names is one: by a pattern, its given name, score
};
using Parts = std::unordered_map<std::string_view, Part>;

constexpr float kSureName = 0.9F;

bool is_sure_name(const Found& value, std::string_view first_word) {
  return value.cause.stage != "tag" || value.cause.score >= kSureName ||
         surrogate::NamePool::get().find(surrogate::folded(first_word)).given() != 0;
}

/// Words of the keys that stand in the text between blanks, as "the new collection" does; in
/// "jane-marsh@x.org" it is the name again. One pass.
void mark_said(std::string_view text, std::unordered_map<std::string, bool>& said_of) {
  const auto is_blank = [&](size_t i) { return i >= text.size() || is_ascii_space(text[i]); };
  std::string key;
  for (size_t at = 0; at < text.size();) {
    const std::string_view word = scan::word_at(text, at);
    const size_t end = at + std::max<size_t>(word.size(), 1);
    if (!word.empty() && is_ascii_lower(word[0]) && (at == 0 || is_blank(at - 1))) {
      const bool has_mark =
          end < text.size() && std::string_view(".,;)").find(text[end]) != std::string_view::npos;
      key.assign(word);
      const auto found = said_of.find(key);
      if (found != said_of.end() && is_blank(end + (has_mark ? 1 : 0))) found->second = true;
    }
    at = end;
  }
}

std::string in_lower_case(std::string_view word) {
  std::string lower(word);
  lower[0] = ascii_lower(lower[0]);
  return lower;
}

Parts parts_of_full_names(std::string_view text, const std::vector<Found>& found) {
  Parts parts;
  for (const Found& value : found) {
    if (value.category != Category::kPerson) continue;
    const std::string_view name = value.span.of(text);
    const std::vector<surrogate::NamePart> words = surrogate::parts_of_name(name);
    if (words.size() < 2) continue;
    const bool is_sure =
        is_sure_name(value, name.substr(words[0].begin, words[0].end - words[0].begin));
    const auto add = [&](std::string_view part, Category category) {
      Part& known = parts.try_emplace(part, Part{category}).first->second;
      known.is_sure = known.is_sure || is_sure;
    };
    for (const surrogate::NamePart& word : words) {
      if (parts.size() >= kMaxParts) return parts;
      const std::string_view part = name.substr(word.begin, word.end - word.begin);
      if (part.size() < kMinLetters || !scan::upper_at(part, 0)) continue;
      if (word.role == surrogate::NameRole::kGiven) add(part, Category::kFirstName);
      if (word.role == surrogate::NameRole::kFamily) add(part, Category::kLastName);
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
    if (is_name(value.category) || is_unsure) rename(value, part->second.category);
  }
  // Listed names do, others where the full name is sure and the word none of the language's.
  const auto is_listed = [](std::string_view word) {
    return surrogate::NamePool::get().find(surrogate::folded(word)).known();
  };
  std::unordered_map<std::string, bool> said_of;
  for (const auto& [word, part] : parts) {
    if (part.is_sure && !is_listed(word)) said_of.emplace(in_lower_case(word), false);
  }
  if (!said_of.empty()) mark_said(text, said_of);
  const auto stands_for_person = [&](std::string_view word, const Part& part) {
    if (is_common_word(word)) return false;
    return is_listed(word) || (part.is_sure && !said_of.at(in_lower_case(word)));
  };
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
    if (part != parts.end() && is_free && !is_eponym(text, at + word.size()) &&
        stands_for_person(part->first, part->second)) {
      Found& value = more.emplace_back();
      value.span = {at, at + word.size()};
      value.cause = {"tag", "tag/same-person", {}, 0.75F};
      rename(value, part->second.category);
    }
    at = end;
  }
  if (more.empty()) return;
  merge_found(std::move(more), found);
}

}  // namespace lauter::internal
