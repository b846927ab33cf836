#include "curate/selection/sentences.h"

#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::string_view kSpace = " \t\r\n\v\f";
constexpr std::string_view kStops = ".!?";

/// The bytes behind the stop at `at` that close what it ends: quotes, brackets, further stops.
size_t behind_stop(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (kStops.find(text[at]) != std::string_view::npos || text[at] == '"' || text[at] == '\'' ||
        text[at] == ')' || text[at] == ']') {
      ++at;
    } else if (text.substr(at).starts_with("\xE2\x80\x9D") ||
               text.substr(at).starts_with("\xE2\x80\x99")) {
      at += 3;  // curly closing quotes
    } else {
      break;
    }
  }
  return at;
}

}  // namespace

void split_sentences(std::string_view text, std::vector<std::string_view>& sentences) {
  size_t begin = 0;
  const auto cut = [&](size_t end) {
    const std::string_view piece = trim_ascii(text.substr(begin, end - begin));
    begin = end;
    if (!piece.empty()) sentences.push_back(piece);
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      cut(i + 1);
      continue;
    }
    if (kStops.find(text[i]) == std::string_view::npos) continue;
    const size_t end = behind_stop(text, i + 1);
    if (end < text.size() && !is_ascii_space(text[end])) {
      i = end - 1;
      continue;
    }
    const size_t next = text.find_first_not_of(kSpace, end);
    const bool lower = next != std::string_view::npos && text[next] >= 'a' && text[next] <= 'z';
    const bool initial = text[i] == '.' && i >= 1 && is_ascii_upper(text[i - 1]) &&
                         (i == 1 || is_ascii_space(text[i - 2]));
    if (!lower && !initial) cut(end);
    i = end - 1;
  }
  cut(text.size());
}

std::string sentences_on_lines(std::string_view text) {
  std::vector<std::string_view> sentences;
  split_sentences(text, sentences);
  std::string lines;
  for (const std::string_view sentence : sentences) {
    lines += sentence;
    lines += '\n';
  }
  return lines;
}

}  // namespace lauter
