#include "curate/metrics/token_counter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <optional>
#include <unordered_set>

#include "text/ascii.h"
#include "text/utf8.h"
#include "web/unicode_facts.h"

namespace lauter {
namespace {

constexpr uint32_t kNoToken = UINT32_MAX;
constexpr uint32_t kUnknownToken = UINT32_MAX - 1;
constexpr size_t kMostKnownWords = size_t{1} << 16U;
constexpr size_t kMostKnownBytes = 64;
constexpr std::string_view kMetaspaceBlank = "\xE2\x96\x81";

struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using Vocabulary = std::unordered_map<std::string, uint32_t, StringHash, std::equal_to<>>;

/// From two tokens to their rank and what they become: open addressing, half full.
class MergeTable {
 public:
  struct Entry {
    uint64_t pair = UINT64_MAX;
    uint32_t rank = 0;
    uint32_t token = 0;
  };
  void reserve(size_t n) { entries_.resize(std::bit_ceil(2 * n + 2)); }
  void add(uint64_t pair, uint32_t rank, uint32_t token) {
    Entry& entry = entries_[slot(pair)];
    if (entry.pair == UINT64_MAX) entry = {pair, rank, token};
  }
  const Entry* find(uint32_t a, uint32_t b) const {
    const Entry& entry = entries_[slot(uint64_t{a} << 32U | b)];
    return entry.pair == UINT64_MAX ? nullptr : &entry;
  }

 private:
  size_t slot(uint64_t pair) const {
    size_t at = (pair * 0x9E3779B97F4A7C15ULL >> 20U) & (entries_.size() - 1);
    while (entries_[at].pair != pair && entries_[at].pair != UINT64_MAX) at = (at + 1) & (entries_.size() - 1);
    return at;
  }
  std::vector<Entry> entries_;
};

/// The class of the character at `at`, 0 at the end; `size`: its bytes.
class ClassReader {
 public:
  explicit ClassReader(std::string_view text) : text_(text), classes_(unicode_classes()) {}

  uint8_t at(size_t place, size_t& size) const {
    size = 0;
    if (place >= text_.size()) return 0;
    size_t end = place;
    const char32_t c = decode_utf8(text_, end);
    size = end - place;
    return classes_[c];
  }
  /// Behind the run of characters that `holds` is true of.
  template <typename Holds>
  size_t run(size_t place, Holds holds, size_t most = SIZE_MAX) const {
    for (size_t size = 0; most > 0 && place < text_.size(); place += size, --most) {
      if (!holds(at(place, size))) break;
    }
    return place;
  }

 private:
  std::string_view text_;
  const std::vector<uint8_t>& classes_;
};

bool is_letter_class(uint8_t c) { return (c & kUnicodeLetter) != 0; }
bool is_number_class(uint8_t c) { return (c & kUnicodeNumber) != 0; }
bool is_space_class(uint8_t c) { return (c & kUnicodeSpace) != 0; }
bool is_mark_class(uint8_t c) { return (c & (kUnicodeLetter | kUnicodeNumber | kUnicodeSpace)) == 0; }

/// Bytes of 's, 't, 're, 've, 'm, 'll, 'd at `at`; 0 if there is none.
size_t contraction(std::string_view text, size_t at, bool any_case) {
  if (text[at] != '\'') return 0;
  const auto letter = [&](size_t i) {
    if (at + i >= text.size()) return '\0';
    return any_case ? ascii_lower(text[at + i]) : text[at + i];
  };
  if (any_case && text.substr(at + 1).starts_with("\xC5\xBF")) return 3;  // the long s
  const char a = letter(1);
  const char b = letter(2);
  if (a == 's' || a == 't' || a == 'm' || a == 'd') return 2;
  if ((a == 'r' || a == 'v') && b == 'e') return 3;
  return a == 'l' && b == 'l' ? 3 : 0;
}

/// The end of a run of white space that ends before a word leaves the word its last blank.
size_t spaces_end(std::string_view text, size_t begin, size_t end) {
  if (end == text.size()) return end;
  const size_t last = previous_utf8(text, end);
  return last == begin ? end : last;
}

size_t gpt2_end(std::string_view text, const ClassReader& reader, size_t at) {
  if (const size_t size = contraction(text, at, false); size > 0) return at + size;
  const size_t body = at + (text[at] == ' ' ? 1 : 0);
  size_t size = 0;
  if (body < text.size()) {
    const uint8_t c = reader.at(body, size);
    if (is_letter_class(c)) return reader.run(body, is_letter_class);
    if (is_number_class(c)) return reader.run(body, is_number_class);
    if (is_mark_class(c)) return reader.run(body, is_mark_class);
  }
  return spaces_end(text, at, reader.run(at, is_space_class));
}

size_t cl100k_end(std::string_view text, const ClassReader& reader, size_t at, size_t digits) {
  if (const size_t size = contraction(text, at, true); size > 0) return at + size;
  size_t size = 0;
  size_t second_size = 0;
  const uint8_t c = reader.at(at, size);
  const bool is_line_end = text[at] == '\r' || text[at] == '\n';
  if (is_letter_class(c)) return reader.run(at, is_letter_class);
  if (is_number_class(c)) return reader.run(at, is_number_class, digits);
  if (!is_line_end && is_letter_class(reader.at(at + size, second_size))) {
    return reader.run(at + size, is_letter_class);
  }
  const size_t body = at + (text[at] == ' ' ? 1 : 0);
  if (body < text.size() && is_mark_class(reader.at(body, second_size))) {
    size_t end = reader.run(body, is_mark_class);
    while (end < text.size() && (text[end] == '\r' || text[end] == '\n')) ++end;
    return end;
  }
  const size_t end = reader.run(at, is_space_class);
  const size_t line_end = text.substr(at, end - at).find_last_of("\r\n");
  if (line_end != std::string_view::npos) return at + line_end + 1;
  return spaces_end(text, at, end);
}

/// Calls `use(word)` for each word.
template <typename Use>
void cut_words(WordCut cut, std::string_view text, const Use& use) {
  const ClassReader reader(text);
  switch (cut) {
    case WordCut::kNone:
      if (!text.empty()) use(text);
      return;
    case WordCut::kGpt2:
    case WordCut::kCl100k:
    case WordCut::kQwen:
      for (size_t at = 0; at < text.size();) {
        const size_t end = cut == WordCut::kGpt2 ? gpt2_end(text, reader, at)
                                                 : cl100k_end(text, reader, at, cut == WordCut::kQwen ? 1 : 3);
        use(text.substr(at, end - at));
        at = end;
      }
      return;
    case WordCut::kMetaspace:
      for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find(kMetaspaceBlank, at + 1), text.size());
        use(text.substr(at, end - at));
        at = end;
      }
      return;
    case WordCut::kWhitespace:
    case WordCut::kBert: {
      const auto is_inner = [cut](uint8_t c) {
        return !is_space_class(c) && (cut == WordCut::kWhitespace || (c & kUnicodePunct) == 0);
      };
      for (size_t at = 0; at < text.size();) {
        size_t size = 0;
        const auto is_ascii_mark = [&](size_t place) {  // $ + < = > ^ ` | ~ are no punctuation to Unicode
          const char c = text[place];
          return cut == WordCut::kBert && c > ' ' && c < 0x7F && !is_ascii_alnum(c);
        };
        const uint8_t c = reader.at(at, size);
        if (is_space_class(c)) {
          at += size;
          continue;
        }
        size_t end = at;
        while (end < text.size() && is_inner(reader.at(end, size)) && !is_ascii_mark(end)) end += size;
        if (end == at) {
          reader.at(at, size);
          end += size;
        }
        use(text.substr(at, end - at));
        at = end;
      }
      return;
    }
  }
}

bool is_chinese(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
         (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

template <typename Use>
std::string map_characters(std::string_view text, const Use& use) {
  std::string out;
  out.reserve(text.size());
  const std::vector<uint8_t>& classes = unicode_classes();
  for (size_t i = 0; i < text.size();) {
    const char32_t c = decode_utf8(text, i);
    use(c, classes[c], out);
  }
  return out;
}

std::string normalised(const TokenNormalizer& step, std::string text) {
  using Kind = TokenNormalizer::Kind;
  switch (step.kind) {
    case Kind::kNfc:
    case Kind::kNfd: {
      auto form = step.kind == Kind::kNfc ? nfc(text) : nfd(text);
      return form.ok() ? std::move(*form) : std::move(text);
    }
    case Kind::kLowercase:
      return lower_characters(text);
    case Kind::kStripAccents:
      return map_characters(text, [](char32_t c, uint8_t kind, std::string& out) {
        if ((kind & kUnicodeMark) == 0) append_utf8(out, c);
      });
    case Kind::kCleanText:
      return map_characters(text, [](char32_t c, uint8_t kind, std::string& out) {
        const bool is_blank = c == '\t' || c == '\n' || c == '\r' || (kind & kUnicodeSpace) != 0;
        const bool is_control = (kind & kUnicodeOther) != 0 && c != '\t' && c != '\n' && c != '\r';
        if (c != 0 && c != 0xFFFD && !is_control) append_utf8(out, is_blank ? U' ' : c);
      });
    case Kind::kChinese:
      return map_characters(text, [](char32_t c, uint8_t, std::string& out) {
        if (is_chinese(c)) out += ' ';
        append_utf8(out, c);
        if (is_chinese(c)) out += ' ';
      });
    case Kind::kPrepend:
      return text.empty() ? text : step.to + text;
    case Kind::kReplace: {
      std::string out;
      for (size_t at = 0;;) {
        const size_t found = text.find(step.from, at);
        out.append(text, at, std::min(found, text.size()) - at);
        if (found == std::string::npos) return out;
        out += step.to;
        at = found + step.from.size();
      }
    }
  }
  return text;
}

}  // namespace

std::string_view word_pattern(WordCut cut) {
  switch (cut) {
    case WordCut::kGpt2:
      return R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
    case WordCut::kCl100k:
      return R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
    case WordCut::kQwen:
      return R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
    default:
      return {};
  }
}

int byte_of_level_character(char32_t character) {
  static const auto bytes = [] {
    std::array<int16_t, 512> table;
    table.fill(-1);
    char32_t next = 256;
    for (int byte = 0; byte < 256; ++byte) {
      const bool is_itself = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
      table[is_itself ? static_cast<size_t>(byte) : next++] = static_cast<int16_t>(byte);
    }
    return table;
  }();
  return character < bytes.size() ? bytes[character] : -1;
}

struct TokenCounter::State {
  TokenizerParts parts;
  Vocabulary vocab{};
  MergeTable merges{};
  std::array<uint32_t, 256> byte_tokens{};
  bool all_bytes = true;  ///< of the fallback
  std::vector<std::pair<std::string, const AddedToken*>> raw_added{};
  std::vector<std::pair<std::string, const AddedToken*>> normal_added{};

  std::string normalise(std::string_view text) const {
    std::string out(text);
    for (const TokenNormalizer& step : parts.normalizers) out = normalised(step, std::move(out));
    return out;
  }
  uint64_t count_word(std::string_view word, TokenScratch& scratch) const;
  uint64_t count_bpe(std::string_view word, TokenScratch& scratch) const;
  uint64_t count_word_piece(std::string_view word) const;
  uint64_t count_stretch(std::string_view text, bool is_first, TokenScratch& scratch) const;
};

namespace {

/// Calls `plain(stretch, begin)` for what lies between the added tokens, and returns how many of these there are. Of
/// several at one place the longest counts.
template <typename Plain>
uint64_t cut_added(std::string_view text, const std::vector<std::pair<std::string, const AddedToken*>>& added,
                   const Plain& plain) {
  uint64_t count = 0;
  size_t begin = 0;
  const ClassReader reader(text);
  std::array<bool, 256> firsts{};
  for (const auto& [content, token] : added) firsts[static_cast<uint8_t>(content[0])] = true;
  for (size_t at = 0; at < text.size() && !added.empty();) {
    if (!firsts[static_cast<uint8_t>(text[at])]) {
      ++at;
      continue;
    }
    const std::pair<std::string, const AddedToken*>* best = nullptr;
    for (const auto& entry : added) {
      if (text.substr(at).starts_with(entry.first) && (best == nullptr || entry.first.size() > best->first.size())) {
        best = &entry;
      }
    }
    if (best == nullptr) {
      ++at;
      continue;
    }
    size_t stop = at;
    size_t size = 0;
    while (best->second->lstrip && stop > begin && is_space_class(reader.at(previous_utf8(text, stop), size))) {
      stop = previous_utf8(text, stop);
    }
    if (stop > begin) plain(text.substr(begin, stop - begin), begin);
    at += best->first.size();
    if (best->second->rstrip) at = reader.run(at, is_space_class);
    begin = at;
    ++count;
  }
  if (begin < text.size()) plain(text.substr(begin), begin);
  return count;
}

}  // namespace

Result<TokenCounter> TokenCounter::make(TokenizerParts parts) {
  auto state = std::make_shared<State>();
  state->parts = std::move(parts);
  const TokenizerParts& p = state->parts;
  for (uint32_t id = 0; id < p.vocab.size(); ++id) {
    if (!p.byte_level) {
      state->vocab.emplace(p.vocab[id], id);
      continue;
    }
    std::string bytes;
    bool is_of_bytes = true;
    for (size_t i = 0; i < p.vocab[id].size();) {
      const int byte = byte_of_level_character(decode_utf8(p.vocab[id], i));
      is_of_bytes = is_of_bytes && byte >= 0;
      bytes += static_cast<char>(byte);
    }
    if (is_of_bytes) state->vocab.emplace(std::move(bytes), id);
  }
  const auto token_of = [&](std::string_view piece) {
    const auto found = state->vocab.find(piece);
    return found == state->vocab.end() ? kNoToken : found->second;
  };
  for (uint32_t byte = 0; byte < 256; ++byte) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    const std::string name = {'<', '0', 'x', kHex[byte / 16], kHex[byte % 16], '>'};
    state->byte_tokens[byte] = token_of(p.byte_level ? std::string(1, static_cast<char>(byte)) : name);
    state->all_bytes = state->all_bytes && state->byte_tokens[byte] != kNoToken;
  }
  state->merges.reserve(p.merges.size());
  std::string joined;
  for (uint32_t rank = 0; rank < p.merges.size(); ++rank) {
    const auto [a, b] = p.merges[rank];
    if (a >= p.vocab.size() || b >= p.vocab.size()) return invalid_argument("a merge names no piece of the vocabulary");
    joined.clear();
    for (const uint32_t id : {a, b}) {
      for (size_t i = 0; p.byte_level && i < p.vocab[id].size();) {
        joined += static_cast<char>(byte_of_level_character(decode_utf8(p.vocab[id], i)));
      }
      if (!p.byte_level) joined += p.vocab[id];
    }
    const uint32_t token = token_of(joined);
    if (token == kNoToken) return invalid_argument("merge " + std::to_string(rank) + " makes no piece of the vocabulary");
    state->merges.add(uint64_t{a} << 32U | b, rank, token);
  }
  for (const AddedToken& token : p.added) {
    if (token.content.empty()) continue;
    if (!token.normalized) state->raw_added.emplace_back(token.content, &token);
    if (token.normalized) state->normal_added.emplace_back(state->normalise(token.content), &token);
  }
  std::erase_if(state->normal_added, [](const auto& entry) { return entry.first.empty(); });
  TokenCounter counter;
  counter.state_ = std::move(state);
  return counter;
}

uint64_t TokenCounter::State::count_bpe(std::string_view word, TokenScratch& scratch) const {
  std::vector<TokenScratch::Symbol>& symbols = scratch.symbols;
  symbols.clear();
  const auto push = [&](uint32_t id) {
    const auto n = static_cast<int32_t>(symbols.size());
    symbols.push_back({id, n - 1, n + 1, 1});
  };
  for (size_t i = 0; i < word.size();) {
    if (parts.byte_level) {
      const uint32_t id = byte_tokens[static_cast<uint8_t>(word[i++])];
      if (id != kNoToken) push(id);
      if (id == kNoToken && parts.has_unknown) push(kUnknownToken);
      continue;
    }
    const size_t size = utf8_length(word[i]);
    const auto found = vocab.find(word.substr(i, size));
    if (found != vocab.end()) {
      push(found->second);
    } else if (parts.byte_fallback &&
               std::ranges::all_of(word.substr(i, size), [this](char c) {
                 return byte_tokens[static_cast<uint8_t>(c)] != kNoToken;
               })) {
      for (const char c : word.substr(i, size)) push(byte_tokens[static_cast<uint8_t>(c)]);
    } else if (parts.has_unknown &&
               (!parts.fuse_unknown || symbols.empty() || symbols.back().id != kUnknownToken)) {
      push(kUnknownToken);
    }
    i += size;
  }
  if (symbols.empty()) return 0;
  symbols.back().next = -1;

  // Of rank and place; a token that has changed since is told by what its pair becomes.
  std::vector<uint64_t>& heap = scratch.heap;
  heap.clear();
  const auto offer = [&](int32_t at) {
    if (at < 0 || symbols[static_cast<size_t>(at)].next < 0) return;
    const TokenScratch::Symbol& symbol = symbols[static_cast<size_t>(at)];
    const MergeTable::Entry* entry = merges.find(symbol.id, symbols[static_cast<size_t>(symbol.next)].id);
    if (entry == nullptr) return;
    heap.push_back(uint64_t{entry->rank} << 32U | static_cast<uint32_t>(at));
    std::ranges::push_heap(heap, std::greater<>());
  };
  for (size_t i = 0; i + 1 < symbols.size(); ++i) offer(static_cast<int32_t>(i));
  uint64_t count = symbols.size();
  while (!heap.empty()) {
    std::ranges::pop_heap(heap, std::greater<>());
    const uint64_t top = heap.back();
    heap.pop_back();
    const auto at = static_cast<int32_t>(top & UINT32_MAX);
    TokenScratch::Symbol& symbol = symbols[static_cast<size_t>(at)];
    if (symbol.size == 0 || symbol.next < 0) continue;
    TokenScratch::Symbol& behind = symbols[static_cast<size_t>(symbol.next)];
    const MergeTable::Entry* entry = merges.find(symbol.id, behind.id);
    if (entry == nullptr || entry->rank != top >> 32U) continue;
    symbol.id = entry->token;
    behind.size = 0;
    symbol.next = behind.next;
    if (symbol.next >= 0) symbols[static_cast<size_t>(symbol.next)].previous = at;
    --count;
    offer(symbol.previous);
    offer(at);
  }
  return count;
}

uint64_t TokenCounter::State::count_word_piece(std::string_view word) const {
  if (count_code_points(word) > parts.max_word_characters) return 1;
  uint64_t count = 0;
  std::string piece;
  for (size_t begin = 0; begin < word.size(); ++count) {
    size_t end = word.size();
    for (; end > begin; end = previous_utf8(word, end)) {
      piece.assign(begin > 0 ? parts.continuing : "");
      piece += word.substr(begin, end - begin);
      if (vocab.contains(piece)) break;
    }
    if (end == begin) return 1;  // all of it is unknown
    begin = end;
  }
  return count;
}

uint64_t TokenCounter::State::count_word(std::string_view word, TokenScratch& scratch) const {
  const bool is_kept = word.size() <= kMostKnownBytes;
  if (is_kept) {
    const auto known = scratch.known_words.find(std::string(word));
    if (known != scratch.known_words.end()) return known->second;
  }
  uint64_t count = 0;
  if (parts.model == TokenizerParts::Model::kWordPiece) {
    count = count_word_piece(word);
  } else if (parts.ignore_merges && vocab.contains(word)) {
    count = 1;
  } else {
    count = count_bpe(word, scratch);
  }
  if (is_kept && scratch.known_words.size() < kMostKnownWords) {
    scratch.known_words.emplace(std::string(word), static_cast<uint32_t>(count));
  }
  return count;
}

uint64_t TokenCounter::State::count_stretch(std::string_view text, bool is_first, TokenScratch& scratch) const {
  std::string made;
  if (parts.prefix_space && !text.starts_with(' ')) {
    made = " " + std::string(text);
    text = made;
  }
  if (parts.words == WordCut::kMetaspace) {
    const bool is_wanted = parts.metaspace == TokenizerParts::Metaspace::kAlways ||
                           (parts.metaspace == TokenizerParts::Metaspace::kFirst && is_first);
    std::string blanks =
        normalised({TokenNormalizer::Kind::kReplace, " ", std::string(kMetaspaceBlank)}, std::string(text));
    if (is_wanted && !blanks.starts_with(kMetaspaceBlank)) blanks.insert(0, kMetaspaceBlank);
    made = std::move(blanks);
    text = made;
  }
  uint64_t count = 0;
  const bool whole = parts.words == WordCut::kMetaspace && !parts.metaspace_split;
  cut_words(whole ? WordCut::kNone : parts.words, text,
            [&](std::string_view word) { count += count_word(word, scratch); });
  return count;
}

uint64_t TokenCounter::count(std::string_view text, TokenScratch& scratch) const {
  const State& s = *state_;
  uint64_t plain_tokens = 0;
  uint64_t added_tokens = 0;
  const uint64_t raw = cut_added(text, s.raw_added, [&](std::string_view stretch, size_t begin) {
    std::string made;
    if (!s.parts.normalizers.empty()) {
      made = s.normalise(stretch);
      stretch = made;
    }
    const uint64_t normal = cut_added(stretch, s.normal_added, [&](std::string_view plain, size_t inner) {
      plain_tokens += s.count_stretch(plain, begin + inner == 0, scratch);
    });
    added_tokens += normal;
  });
  return plain_tokens + added_tokens + raw;
}

}  // namespace lauter
