#include "edit/named_texts.h"

#include <algorithm>
#include <unordered_map>

#include "edit/joined_texts.h"

namespace lauter {
namespace {

using ByField = std::unordered_map<std::string_view, size_t>;

ByField by_field(std::span<const NamedText> texts) {
  ByField found;
  for (size_t i = 0; i < texts.size(); ++i) found.emplace(texts[i].field, i);
  return found;
}

Result<size_t> index_of(const ByField& texts, const std::string& field) {
  const auto it = texts.find(field);
  if (it != texts.end()) return it->second;
  return invalid_argument(field.empty() ? std::string("an op names no field, and the row has several texts")
                                        : "the row has no text \"" + field + "\"; give the --fields or the --recipe of the run");
}

}  // namespace

const NamedText* text_at(std::span<const NamedText> texts, ByteSpan span) {
  const auto it = std::ranges::partition_point(
      texts, [&](const NamedText& text) { return text.span.end < span.end; });
  return it != texts.end() && it->span.contains(span) ? &*it : nullptr;
}

Result<EditProgram> keep_apart(const EditProgram& program, std::span<const NamedText> texts) {
  EditProgram apart = program;
  apart.edits.clear();
  size_t at = 0;  // the first text that does not end before the edit
  for (const Edit& edit : program.edits) {
    while (at < texts.size() && texts[at].span.end < edit.span.begin) ++at;
    const bool fits = at < texts.size() && texts[at].span.contains(edit.span);
    if (fits) {
      apart.edits.push_back(edit);
      continue;
    }
    if (!edit.with.empty()) return invalid_argument("an edit goes beyond its field");
    for (size_t i = at; i < texts.size() && texts[i].span.begin < edit.span.end; ++i) {
      const ByteSpan part{std::max(edit.span.begin, texts[i].span.begin),
                          std::min(edit.span.end, texts[i].span.end)};
      if (part.begin < part.end) apart.edits.push_back({part, {}, edit.cause});
    }
  }
  return apart;
}

std::vector<ByteSpan> spans_after(const EditProgram& program, std::span<const NamedText> texts) {
  std::vector<ByteSpan> spans;
  spans.reserve(texts.size());
  size_t next = 0;
  uint64_t added = 0;
  uint64_t removed = 0;
  for (const NamedText& text : texts) {
    const uint64_t begin = text.span.begin + added - removed;
    // An insertion at the end of a text belongs to it, and not to the one behind it.
    for (; next < program.edits.size() && program.edits[next].span.end <= text.span.end; ++next) {
      added += program.edits[next].with.size();
      removed += program.edits[next].span.size();
    }
    spans.push_back({begin, text.span.end + added - removed});
  }
  return spans;
}

Result<EditProgram> join_programs(EditProgram program, std::span<const std::string> fields,
                                  std::span<const NamedText> texts) {
  const ByField known = by_field(texts);
  for (size_t i = 0; i < program.edits.size(); ++i) {
    LAUTER_ASSIGN(const size_t text, index_of(known, fields[i]));
    ByteSpan& span = program.edits[i].span;
    if (span.end < span.begin || span.end > texts[text].span.size()) {
      return invalid_argument("op " + std::to_string(i) + ": leaves the text of its field");
    }
    span = {span.begin + texts[text].span.begin, span.end + texts[text].span.begin};
  }
  return program;
}

Result<std::vector<NamedText>> texts_before(const EditProgram& program,
                                            std::span<const std::string> fields,
                                            std::span<const NamedText> texts) {
  const ByField known = by_field(texts);
  std::vector<int64_t> grown(texts.size());
  for (size_t i = 0; i < program.edits.size(); ++i) {
    LAUTER_ASSIGN(const size_t text, index_of(known, fields[i]));
    const Edit& edit = program.edits[i];
    if (edit.span.end < edit.span.begin) {
      return invalid_argument("op " + std::to_string(i) + ": ends before it begins");
    }
    grown[text] += static_cast<int64_t>(edit.with.size()) - static_cast<int64_t>(edit.span.size());
  }
  std::vector<NamedText> before;
  uint64_t begin = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    const int64_t size = static_cast<int64_t>(texts[i].span.size()) - grown[i];
    if (size < 0) return invalid_argument("the program was made for longer texts");
    before.push_back({texts[i].field, {begin, begin + static_cast<uint64_t>(size)}});
    begin += static_cast<uint64_t>(size) + JoinedTexts::kBetween.size();
  }
  return before;
}

}  // namespace lauter
