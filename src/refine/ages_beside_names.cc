#include "refine/ages_beside_names.h"

#include <algorithm>

#include "refine/found_list.h"
#include "scan/name_shape.h"
#include "scan/word_set.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

/// Behind a number and a comma or bracket: "Smith, 12, pp. 3".
constexpr char kNoSentences[] = "p|pp|no|nos|vol|ch|fig|ed|eds|cm|kg|min|pts|et|m|km|ff|sec|art";

bool is_name(const Found& value) {
  return value.category == Category::kPerson || value.category == Category::kFirstName ||
         value.category == Category::kLastName;
}

/// The number of one to three digits at `begin`, if it may be somebody's age.
ByteSpan age_at(std::string_view text, size_t begin) {
  size_t end = begin;
  unsigned age = 0;
  while (end < text.size() && end - begin < 4 && is_ascii_digit(text[end])) {
    age = age * 10 + static_cast<unsigned>(text[end++] - '0');
  }
  const bool is_age = end > begin && text[begin] != '0' && age <= 110;
  return is_age ? ByteSpan{begin, end} : ByteSpan{};
}

/// Whether a sentence goes on at `at` in lower case: " of Dayton", ", who".
bool goes_on(std::string_view text, size_t at) {
  if (at < text.size() && text[at] == ',') ++at;
  if (at + 1 >= text.size() || text[at] != ' ' || !is_ascii_lower(text[at + 1])) return false;
  return !scan::set_of<kNoSentences>().has(scan::word_at(text, at + 1));
}

/// Behind a name: "(née Tighe)", " here".
uint64_t behind_additions(std::string_view text, uint64_t end) {
  constexpr size_t kLongest = 40;
  const std::string_view behind = text.substr(end, kLongest);
  if (behind.starts_with(" here,")) return end + 5;
  const size_t close = behind.find(')');
  const bool is_bracket = behind.starts_with(" (") && close != behind.npos &&
                          behind.substr(0, close).find_first_of("0123456789\n") == behind.npos;
  return is_bracket ? end + close + 1 : end;
}

/// "NAME, 58, of Dayton", of full names also before a capital ("NAME, 58, Dayton"); "(Ada, 6)".
ByteSpan age_behind_comma(std::string_view text, ByteSpan name, bool is_full) {
  const uint64_t end = behind_additions(text, name.end);
  if (!text.substr(end).starts_with(", ")) return {};
  const ByteSpan age = age_at(text, end + 2);
  if (age.empty()) return {};
  const std::string_view behind = text.substr(age.end);
  if (behind.starts_with(" of ") || behind.starts_with(" from ")) return age;
  const bool is_of_list = behind.starts_with(")") && name.begin > 0 && text[name.begin - 1] == '(';
  if (is_of_list) return scan::is_given_name(scan::word_at(text, name.begin)) ? age : ByteSpan{};
  if (!behind.starts_with(", ")) return {};
  const bool is_said = end != name.end || is_full;
  return goes_on(text, age.end) || (is_said && scan::upper_at(text, age.end + 2)) ? age
                                                                                  : ByteSpan{};
}

/// "NAME (44) said".
ByteSpan age_in_brackets(std::string_view text, ByteSpan name) {
  if (!text.substr(name.end).starts_with(" (")) return {};
  const ByteSpan age = age_at(text, name.end + 2);
  const bool is_closed = !age.empty() && age.end < text.size() && text[age.end] == ')';
  return is_closed && goes_on(text, age.end + 1) ? age : ByteSpan{};
}

/// "At 67, NAME", "At age 67, NAME".
ByteSpan age_before(std::string_view text, ByteSpan name) {
  if (name.begin < 6 || text.substr(name.begin - 2, 2) != ", ") return {};
  const uint64_t end = name.begin - 2;
  uint64_t begin = end;
  while (begin > 0 && end - begin < 3 && is_ascii_digit(text[begin - 1])) --begin;
  const std::string_view before = text.substr(0, begin);
  const bool is_said = before.ends_with("At ") || before.ends_with(" at ") ||
                       before.ends_with("At age ") || before.ends_with(" at age ");
  return begin < end && is_said ? age_at(text, begin) : ByteSpan{};
}

}  // namespace

void add_ages_beside_names(std::string_view text, std::vector<Found>& found) {
  std::vector<Found> ages;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!is_name(found[i])) continue;
    const ByteSpan name = found[i].span;
    const bool is_full = name.of(text).find(' ') != std::string_view::npos;
    ByteSpan age = age_behind_comma(text, name, is_full);
    if (age.empty() && (is_full || scan::is_given_name(name.of(text))))
      age = age_in_brackets(text, name);
    if (age.empty()) age = age_before(text, name);
    const ByteSpan before = i > 0 ? found[i - 1].span : ByteSpan{0, 0};
    const uint64_t next = i + 1 < found.size() ? found[i + 1].span.begin : text.size();
    const bool is_free = !age.empty() && age.begin >= before.end && age.end <= next &&
                         (ages.empty() || ages.back().span.end <= age.begin);
    if (!is_free) continue;
    ages.push_back({age,
                    Category::kAge,
                    {"scan", "age.beside_name", std::string(category_name(Category::kAge)), 0.8F},
                    false});
  }
  merge_found(std::move(ages), found);
}

}  // namespace lauter::internal
