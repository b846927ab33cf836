#include "tag/word_pieces.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/ascii.h"
#include "text/utf8.h"
#include "web/unicode_facts.h"

namespace lauter {

void TextPieces::clear() {
  ids.clear();
  shapes.clear();
  spans.clear();
}

uint8_t shape_of(std::string_view text, size_t begin, size_t end) {
  size_t characters = 0;
  uint8_t first = 0;
  uint8_t any = 0;   // of all characters
  uint8_t rest = 0;  // of all but the first
  uint8_t every = 0xFF;
  for (size_t at = begin; at < end; ++characters) {
    const uint8_t traits = unicode_traits(decode_utf8(text, at));
    if (characters == 0) first = traits;
    if (characters != 0) rest |= traits;
    any |= traits;
    every &= traits;
  }
  // As str.islower() and str.isupper(): some letter has the case, and none another.
  const auto is_cased = [](uint8_t of, uint8_t as) {
    return (of & (kTraitLower | kTraitUpper | kTraitTitle)) == as;
  };
  const bool is_capitalised = is_cased(first, kTraitUpper) && is_cased(rest, kTraitLower);
  const int kind = is_cased(any, kTraitLower)    ? 0
                   : is_cased(any, kTraitUpper)  ? (characters > 1 ? 2 : 3)
                   : is_capitalised              ? 1
                   : (every & kTraitDigit) != 0  ? 4
                   : (any & kTraitDigit) != 0    ? 5
                   : (every & kTraitLetter) != 0 ? 6
                                                 : 7;
  size_t at = begin == 0 ? 0 : previous_utf8(text, begin);
  const char32_t before = begin == 0 ? U'\n' : decode_utf8(text, at);
  const bool joins = (unicode_traits(before) & (kTraitLetter | kTraitNumeric)) != 0;
  return static_cast<uint8_t>(kind * 8 + (before == ' ' ? 0 : before == '\n' ? 1 : joins ? 3 : 2));
}

/// A word as the vocabulary has it, and where its bytes are from. Of a long one no more than says that it is unknown.
class WordPieces::Word {
 public:
  Word(const WordPieces& reader, std::string_view text, TextPieces& pieces)
      : reader_(reader), text_(text), pieces_(pieces) {}

  void add(char32_t c, TextPieces::Span from) {
    if (span_.begin == span_.end) span_.begin = from.begin;
    span_.end = from.end;
    if (bytes_.size() > size_t{4} * kMaxCharacters) return;
    append_lower(bytes_, c);
    origins_.resize(bytes_.size(), from);
  }

  void end() {
    if (bytes_.empty()) return;
    const size_t before = pieces_.size();
    const bool is_known = reader_.cutter_.cut(bytes_, [&](uint32_t id, size_t begin, size_t end) {
      pieces_.ids.push_back(id);
      pieces_.spans.push_back({origins_[begin].begin, origins_[end - 1].end});
    });
    if (!is_known) {
      pieces_.ids.resize(before);
      pieces_.spans.resize(before);
      pieces_.ids.push_back(reader_.unknown_);
      pieces_.spans.push_back(span_);
    }
    for (size_t i = before; i < pieces_.size(); ++i) {
      pieces_.shapes.push_back(shape_of(text_, pieces_.spans[i].begin, pieces_.spans[i].end));
    }
    bytes_.clear();
    origins_.clear();
    span_ = {};
  }

 private:
  const WordPieces& reader_;
  std::string_view text_;
  TextPieces& pieces_;
  std::string bytes_;
  std::vector<TextPieces::Span> origins_;  ///< of each byte
  TextPieces::Span span_;
};

Result<WordPieces> WordPieces::make(std::string_view vocabulary) {
  WordPieces reader;
  uint32_t id = 0;
  for (size_t begin = 0; begin <= vocabulary.size(); ++id) {
    const size_t end = std::min(vocabulary.size(), vocabulary.find('\n', begin));
    const std::string_view piece = vocabulary.substr(begin, end - begin);
    if (piece.empty() || reader.cutter_.find(piece) != Vocabulary::kNone) {
      return data_loss("piece " + std::to_string(id) + " of the vocabulary is empty or there twice");
    }
    reader.cutter_.add(std::string(piece), id);
    begin = end + 1;
  }
  reader.unknown_ = reader.cutter_.find("[UNK]");
  if (reader.unknown_ == Vocabulary::kNone) return data_loss("the vocabulary has no piece [UNK]");
  return reader;
}

void WordPieces::cut(std::string_view text, TextPieces& pieces) const {
  LAUTER_CHECK(text.size() < UINT32_MAX, "a text of 4 GiB");
  pieces.clear();
  const std::vector<uint8_t>& classes = unicode_classes();
  Word word(*this, text, pieces);
  std::array<char32_t, 4> room{};
  for (size_t at = 0; at < text.size();) {
    const auto begin = static_cast<uint32_t>(at);
    const char32_t c = decode_utf8(text, at);
    const TextPieces::Span span{begin, static_cast<uint32_t>(at)};
    if (is_noise_to_bert(c)) continue;
    if ((classes[c] & kUnicodeSpace) != 0) {
      word.end();
      continue;
    }
    const bool is_chinese = is_chinese_to_bert(c);
    if (is_chinese) word.end();
    for (const char32_t part : canonical_parts(c, room)) {
      if ((classes[part] & kUnicodeNonspacing) != 0) continue;
      const bool is_sign = (classes[part] & kUnicodePunct) != 0 ||
                           (part < 0x80 && is_ascii_punct(static_cast<char>(part)));
      if (is_sign) word.end();
      word.add(part, span);
      if (is_sign) word.end();
    }
    if (is_chinese) word.end();
  }
  word.end();
}

}  // namespace lauter
