#include "surrogate/guard.h"

#include <algorithm>

#include "base/hash.h"
#include "catalog/by_category.h"
#include "surrogate/names/unicode.h"

namespace lauter::surrogate {

bool is_person_like(Category category) {
  using enum Category;
  static constexpr SomeCategories kNames{kPerson, kFirstName, kLastName, kMaidenName, kNickname};
  return kNames.has(category);
}

Guard::Guard(std::string_view text, std::span<const Mention> mentions) {
  values_.reserve(mentions.size());
  std::string word;
  for (const Mention& mention : mentions) {
    if (mention.span.end > text.size() || mention.span.begin >= mention.span.end) continue;
    const std::string_view value = mention.span.of(text);
    word.clear();
    append_folded(word, value);
    values_.push_back(hash64(word));
    if (!is_person_like(mention.category) || value.size() > 256) continue;
    for (size_t i = 0; i < value.size();) {
      size_t end = i;
      while (end < value.size()) {
        const CodePoint c = decode(value, end);
        if (!is_letter(c.value) && c.value != '\'') break;
        end += c.size;
      }
      if (end == i) {
        i += decode(value, i).size;
        continue;
      }
      word.clear();
      append_folded(word, value.substr(i, end - i));
      if (word.size() > 1) parts_.push_back(hash64(word));
      i = end;
    }
  }
  std::sort(values_.begin(), values_.end());
  std::sort(parts_.begin(), parts_.end());
}

bool Guard::is_mentioned(std::string_view candidate) const {
  return is_mentioned_folded(folded(candidate));
}

bool Guard::is_mentioned_folded(std::string_view folded) const {
  return std::binary_search(values_.begin(), values_.end(), hash64(folded));
}

bool Guard::has_part(uint64_t folded_hash) const {
  return std::binary_search(parts_.begin(), parts_.end(), folded_hash);
}

}  // namespace lauter::surrogate
