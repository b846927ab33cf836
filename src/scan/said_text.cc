#include "scan/said_text.h"

#include <algorithm>

#include "scan/page.h"
#include "scan/word_set.h"

namespace lauter::scan {

std::string word_after(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 2 && (text[i] == ' ' || text[i] == '-')) ++i;
  return fold_words(word_at(text, i));
}

std::string last_words(std::string_view text, size_t pos, size_t reach, std::string_view drop) {
  std::string said = folded_before(text, pos, reach);
  while (!said.empty() && drop.find(said.back()) != std::string_view::npos) said.pop_back();
  return said;
}

bool ends_with_any(std::string_view said, std::string_view list) {
  while (!list.empty()) {
    const size_t bar = std::min(list.find('|'), list.size());
    if (said.ends_with(list.substr(0, bar))) return true;
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return false;
}

bool ends_in_words(std::string_view said, std::string_view list) {
  while (!list.empty()) {
    const size_t bar = std::min(list.find('|'), list.size());
    const std::string_view end = list.substr(0, bar);
    if (said.ends_with(end) &&
        (said.size() == end.size() || !is_wordish(said[said.size() - end.size() - 1])))
      return true;
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return false;
}

}  // namespace lauter::scan
