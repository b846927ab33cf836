#include "edit/joined_texts.h"

#include <algorithm>

namespace lauter {

JoinedTexts::JoinedTexts(std::span<const std::string_view> texts) {
  size_t size = texts.empty() ? 0 : kBetween.size() * (texts.size() - 1);
  for (const std::string_view text : texts) size += text.size();
  text_.reserve(size);
  spans_.reserve(texts.size());
  for (const std::string_view text : texts) {
    if (!spans_.empty()) text_ += kBetween;
    const uint64_t begin = text_.size();
    text_ += text;
    spans_.push_back({begin, text_.size()});
  }
}

Result<std::vector<EditProgram>> JoinedTexts::split(const EditProgram& program) const {
  std::vector<EditProgram> programs(spans_.size());
  size_t at = 0;  // the first text that does not end before the edit
  for (const Edit& edit : program.edits) {
    while (at < spans_.size() && spans_[at].end < edit.span.begin) ++at;
    const bool fits = at < spans_.size() && spans_[at].begin <= edit.span.begin && edit.span.end <= spans_[at].end;
    if (!fits && !edit.with.empty()) return invalid_argument("an edit goes beyond its field");
    for (size_t i = at; i < spans_.size() && spans_[i].begin <= edit.span.end; ++i) {
      const ByteSpan part{std::max(edit.span.begin, spans_[i].begin), std::min(edit.span.end, spans_[i].end)};
      if (part.begin >= part.end && edit.with.empty()) continue;
      programs[i].edits.push_back({{part.begin - spans_[i].begin, part.end - spans_[i].begin}, edit.with, edit.cause});
      if (!edit.with.empty()) break;
    }
  }
  return programs;
}

}  // namespace lauter
