#include "run/recipe/tokenizer_file.h"

#include <algorithm>
#include <unordered_map>

#include "base/seal.h"
#include "json/value.h"
#include "text/utf8.h"

namespace lauter {
namespace {

using Parts = TokenizerParts;

constexpr std::string_view kMetaspaceSign = "\xE2\x96\x81";

std::string_view text_of(const JsonValue& value, const char* key) {
  const JsonValue* found = value.is_object() ? value.find(key) : nullptr;
  return found == nullptr ? std::string_view() : found->string_or("");
}

bool flag_of(const JsonValue& value, const char* key, bool otherwise) {
  const JsonValue* found = value.is_object() ? value.find(key) : nullptr;
  return found == nullptr ? otherwise : found->bool_or(otherwise);
}

const JsonValue* member_of(const JsonValue& value, const char* key) {
  const JsonValue* found = value.is_object() ? value.find(key) : nullptr;
  return found == nullptr || found->is_null() ? nullptr : found;
}

Error cannot(const std::string& part) {
  return unimplemented(part + " cannot be counted exactly, and so is not counted at all");
}

/// `Sequence` and single ones alike.
std::vector<const JsonValue*> steps_of(const JsonValue* value, const char* list) {
  std::vector<const JsonValue*> steps;
  if (value == nullptr) return steps;
  if (text_of(*value, "type") != "Sequence") return {value};
  const JsonValue* items = member_of(*value, list);
  if (items == nullptr || !items->is_array()) return {value};
  for (const JsonValue& item : *items->if_array()) {
    const auto inner = steps_of(&item, list);
    steps.insert(steps.end(), inner.begin(), inner.end());
  }
  return steps;
}

Result<std::shared_ptr<const UnicodeRegex>> read_regex(std::string_view expression) {
  LAUTER_ASSIGN(UnicodeRegex regex, UnicodeRegex::make(expression));
  return std::make_shared<const UnicodeRegex>(std::move(regex));
}

/// What a step looks for: {"String": ...} or {"Regex": ...}.
struct Pattern {
  std::string text{};
  std::shared_ptr<const UnicodeRegex> regex{};
};
Result<Pattern> read_pattern(const JsonValue& step) {
  const JsonValue* pattern = member_of(step, "pattern");
  Pattern read;
  if (pattern == nullptr) return data_loss("a step without a pattern");
  if (const std::string_view expression = text_of(*pattern, "Regex"); !expression.empty()) {
    LAUTER_ASSIGN(read.regex, read_regex(expression));
  } else {
    read.text = text_of(*pattern, "String");
    if (read.text.empty()) return cannot("an empty pattern");
  }
  return read;
}

Result<TokenNormalizer> read_precompiled(const JsonValue& step) {
  const auto bytes = base64_decode(text_of(step, "precompiled_charsmap"));
  if (!bytes.ok()) return data_loss("precompiled_charsmap is no base64");
  LAUTER_ASSIGN(Charsmap map, Charsmap::parse(*bytes));
  TokenNormalizer read{.kind = TokenNormalizer::Kind::kPrecompiled};
  read.charsmap = std::make_shared<const Charsmap>(std::move(map));
  return read;
}

Result<void> read_normalizer(const JsonValue& step, Parts& parts) {
  using Kind = TokenNormalizer::Kind;
  static constexpr std::pair<std::string_view, Kind> kPlain[] = {
      {"NFC", Kind::kNfc},   {"NFD", Kind::kNfd},   {"NFKC", Kind::kNfkc},          {"NFKD", Kind::kNfkd},
      {"Nmt", Kind::kNmt},   {"Lowercase", Kind::kLowercase}, {"StripAccents", Kind::kStripAccents}, {"ByteLevel", Kind::kByteLevel}};
  const std::string_view type = text_of(step, "type");
  const auto add = [&](Kind kind) { parts.normalizers.push_back({.kind = kind}); };
  for (const auto& [name, kind] : kPlain) {
    if (name != type) continue;
    add(kind);
    return {};
  }
  if (type == "Prepend") {
    parts.normalizers.push_back({.kind = Kind::kPrepend, .to = std::string(text_of(step, "prepend"))});
  } else if (type == "Replace") {
    LAUTER_ASSIGN(Pattern pattern, read_pattern(step));
    parts.normalizers.push_back({.kind = Kind::kReplace, .from = std::move(pattern.text),
                                 .to = std::string(text_of(step, "content")), .regex = std::move(pattern.regex)});
  } else if (type == "Strip") {
    parts.normalizers.push_back({.kind = Kind::kStrip, .left = flag_of(step, "strip_left", true),
                                 .right = flag_of(step, "strip_right", true)});
  } else if (type == "Precompiled") {
    LAUTER_ASSIGN(TokenNormalizer read, read_precompiled(step));
    parts.normalizers.push_back(std::move(read));
  } else if (type == "BertNormalizer") {
    const bool lower = flag_of(step, "lowercase", true);
    if (flag_of(step, "clean_text", true)) add(Kind::kCleanText);
    if (flag_of(step, "handle_chinese_chars", true)) add(Kind::kChinese);
    if (flag_of(step, "strip_accents", lower)) {
      add(Kind::kNfd);
      add(Kind::kStripNonspacing);
    }
    if (lower) add(Kind::kLowercase);
  } else {
    return cannot("the normalizer " + std::string(type));
  }
  return {};
}

Result<SplitBehavior> read_behavior(const JsonValue& step) {
  static constexpr std::pair<std::string_view, SplitBehavior> kBehaviors[] = {
      {"Removed", SplitBehavior::kRemoved},
      {"Isolated", SplitBehavior::kIsolated},
      {"MergedWithPrevious", SplitBehavior::kMergedWithPrevious},
      {"MergedWithNext", SplitBehavior::kMergedWithNext},
      {"Contiguous", SplitBehavior::kContiguous}};
  const std::string_view said = text_of(step, "behavior");
  for (const auto& [name, behavior] : kBehaviors) {
    if (name == said) return behavior;
  }
  return cannot("the behavior " + std::string(said));
}

Result<WordStep> read_split(const JsonValue& step) {
  LAUTER_ASSIGN(const SplitBehavior behavior, read_behavior(step));
  const bool invert = flag_of(step, "invert", false);
  const JsonValue* written = member_of(step, "pattern");
  const std::string_view expression = written == nullptr ? std::string_view() : text_of(*written, "Regex");
  for (const WordPattern pattern : kWordPatterns) {
    if (expression != expression_of(pattern) || behavior != SplitBehavior::kIsolated) continue;
    return WordStep{.kind = WordStep::Kind::kPattern, .pattern = pattern};
  }
  LAUTER_ASSIGN(Pattern pattern, read_pattern(step));
  return WordStep{.kind = pattern.regex != nullptr ? WordStep::Kind::kRegex : WordStep::Kind::kText,
                  .behavior = behavior,
                  .invert = invert,
                  .regex = std::move(pattern.regex),
                  .text = std::move(pattern.text)};
}

WordStep read_metaspace(const JsonValue& step) {
  const std::string_view sign = text_of(step, "replacement");
  const std::string_view scheme = text_of(step, "prepend_scheme");
  const bool legacy = scheme.empty() && flag_of(step, "add_prefix_space", true);
  WordStep read{.kind = WordStep::Kind::kMetaspace,
                .text = std::string(sign.empty() ? kMetaspaceSign : sign),
                .cuts = flag_of(step, "split", true)};
  if (scheme == "always" || legacy) read.prefix = WordStep::Prefix::kAlways;
  if (scheme == "first") read.prefix = WordStep::Prefix::kFirst;
  return read;
}

Result<void> read_pre_tokenizer(const JsonValue& step, bool is_last, Parts& parts) {
  using Kind = WordStep::Kind;
  const std::string_view type = text_of(step, "type");
  const auto add = [&](WordStep read) { parts.words.push_back(std::move(read)); };
  if (type == "ByteLevel") {
    add({.kind = Kind::kByteLevel,
         .prefix = flag_of(step, "add_prefix_space", true) ? WordStep::Prefix::kAlways : WordStep::Prefix::kNever,
         .cuts = flag_of(step, "use_regex", true),
         .stays_bytes = is_last});
  } else if (type == "Split") {
    LAUTER_ASSIGN(WordStep read, read_split(step));
    add(std::move(read));
  } else if (type == "Metaspace") {
    add(read_metaspace(step));
  } else if (type == "BertPreTokenizer") {
    add({.kind = Kind::kSpace, .behavior = SplitBehavior::kRemoved});
    add({.kind = Kind::kPunctuation});
  } else if (type == "WhitespaceSplit") {
    add({.kind = Kind::kSpace, .behavior = SplitBehavior::kRemoved});
  } else if (type == "Whitespace") {
    WordStep read{.kind = Kind::kRegex, .behavior = SplitBehavior::kRemoved, .invert = true};
    LAUTER_ASSIGN(read.regex, read_regex("\\w+|[^\\w\\s]+"));
    add(std::move(read));
  } else if (type == "Punctuation") {
    LAUTER_ASSIGN(const SplitBehavior behavior, read_behavior(step));
    add({.kind = Kind::kPunctuation, .behavior = behavior});
  } else if (type == "Digits") {
    const bool alone = flag_of(step, "individual_digits", false);
    add({.kind = Kind::kNumber, .behavior = alone ? SplitBehavior::kIsolated : SplitBehavior::kContiguous});
  } else if (type == "CharDelimiterSplit") {
    const std::string_view delimiter = text_of(step, "delimiter");
    if (delimiter.empty()) return data_loss("CharDelimiterSplit without a delimiter");
    add({.kind = Kind::kText, .behavior = SplitBehavior::kRemoved, .text = std::string(delimiter)});
  } else if (type == "FixedLength") {
    const JsonValue* length = member_of(step, "length");
    add({.kind = Kind::kLength, .length = static_cast<uint32_t>(std::clamp<int64_t>(length == nullptr ? 5 : length->int_or(5), 1, INT32_MAX))});
  } else {
    return cannot("the pre_tokenizer " + std::string(type));
  }
  return {};
}

Result<void> read_merges(const JsonValue& model, const std::unordered_map<std::string_view, uint32_t>& ids,
                         BpeParts& parts) {
  const JsonValue* merges = member_of(model, "merges");
  if (merges == nullptr || !merges->is_array()) return data_loss("the model has no list `merges`");
  for (const JsonValue& merge : *merges->if_array()) {
    std::string_view a;
    std::string_view b;
    if (const auto* pair = merge.if_array(); pair != nullptr && pair->size() == 2) {
      a = (*pair)[0].string_or("");
      b = (*pair)[1].string_or("");
    } else {
      const std::string_view both = merge.string_or("");
      const size_t blank = both.find(' ');
      a = both.substr(0, blank);
      if (blank != both.npos) b = both.substr(blank + 1);
    }
    const auto first = ids.find(a);
    const auto second = ids.find(b);
    if (first == ids.end() || second == ids.end()) {
      return data_loss("merge " + std::to_string(parts.merges.size()) + " names no piece of the vocabulary");
    }
    parts.merges.emplace_back(first->second, second->second);
  }
  return {};
}

/// The pieces, by place, and their places.
Result<std::unordered_map<std::string_view, uint32_t>> read_vocab(const JsonValue& model, std::vector<std::string>& vocab) {
  const JsonValue* read = member_of(model, "vocab");
  if (read == nullptr || !read->is_object()) return data_loss("the model has no map `vocab`");
  std::unordered_map<std::string_view, uint32_t> ids;
  for (const auto& [piece, id] : *read->if_object()) {
    ids.emplace(piece, static_cast<uint32_t>(vocab.size()));
    vocab.push_back(piece);
  }
  return ids;
}

Result<std::unique_ptr<TokenModel>> read_bpe(const JsonValue& model, bool is_of_bytes) {
  if (const JsonValue* dropout = member_of(model, "dropout"); dropout != nullptr && dropout->number_or(0) != 0) {
    return cannot("a BPE with dropout");
  }
  BpeParts parts{.byte_level = is_of_bytes,
                 .byte_fallback = flag_of(model, "byte_fallback", false),
                 .has_unknown = !text_of(model, "unk_token").empty(),
                 .fuse_unknown = flag_of(model, "fuse_unk", false),
                 .ignore_merges = flag_of(model, "ignore_merges", false),
                 .continuing = std::string(text_of(model, "continuing_subword_prefix")),
                 .end_of_word = std::string(text_of(model, "end_of_word_suffix"))};
  LAUTER_ASSIGN(const auto ids, read_vocab(model, parts.vocab));
  LAUTER_TRY(read_merges(model, ids, parts));
  return make_bpe(std::move(parts));
}

Result<std::unique_ptr<TokenModel>> read_word_piece(const JsonValue& model) {
  std::vector<std::string> vocab;
  LAUTER_TRY(read_vocab(model, vocab));
  const JsonValue* most = member_of(model, "max_input_chars_per_word");
  const int64_t characters = most == nullptr ? 100 : std::clamp<int64_t>(most->int_or(100), 0, INT32_MAX);
  return make_word_piece(std::move(vocab), std::string(text_of(model, "continuing_subword_prefix")),
                         static_cast<uint32_t>(characters));
}

Result<std::unique_ptr<TokenModel>> read_word_level(const JsonValue& model) {
  std::vector<std::string> vocab;
  LAUTER_ASSIGN(const auto ids, read_vocab(model, vocab));
  if (!ids.contains(text_of(model, "unk_token"))) return cannot("a WordLevel without its unknown token");
  return make_word_level();
}

Result<std::unique_ptr<TokenModel>> read_unigram(const JsonValue& model) {
  const JsonValue* vocab = member_of(model, "vocab");
  if (vocab == nullptr || !vocab->is_array()) return data_loss("the model has no list `vocab`");
  UnigramParts parts{.byte_fallback = flag_of(model, "byte_fallback", false)};
  for (const JsonValue& item : *vocab->if_array()) {
    const auto* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2) {
      return data_loss("piece " + std::to_string(parts.vocab.size()) + " is no pair of text and score");
    }
    parts.vocab.emplace_back((*pair)[0].string_or(""), (*pair)[1].number_or(0));
  }
  const JsonValue* unknown = member_of(model, "unk_id");
  const int64_t id = unknown == nullptr ? -1 : unknown->int_or(-1);
  if (id < 0 || static_cast<uint64_t>(id) >= parts.vocab.size()) return cannot("a Unigram without its unknown piece");
  parts.unknown = static_cast<uint32_t>(id);
  for (const char* key : {"alpha", "nbest_size"}) {
    if (const JsonValue* value = member_of(model, key); value != nullptr && value->number_or(0) != 0) {
      return cannot(std::string("a Unigram that draws (") + key + ")");
    }
  }
  return make_unigram(std::move(parts));
}

Result<std::unique_ptr<TokenModel>> read_model(const JsonValue& model, bool is_of_bytes) {
  const std::string_view type = text_of(model, "type");
  if (type == "BPE" || (type.empty() && member_of(model, "merges") != nullptr)) return read_bpe(model, is_of_bytes);
  // What else knows no bytes cuts the characters that stand for them.
  if (type == "WordPiece") return read_word_piece(model);
  if (type == "WordLevel") return read_word_level(model);
  if (type == "Unigram") return read_unigram(model);
  return cannot("the model " + std::string(type));
}

/// Whether a byte-level vocabulary can be of bytes.
bool reads_bytes(const JsonValue& model) {
  const bool is_bpe = member_of(model, "merges") != nullptr;
  return is_bpe && text_of(model, "continuing_subword_prefix").empty() && text_of(model, "end_of_word_suffix").empty();
}

void read_added(const JsonValue* added, Parts& parts) {
  if (added == nullptr || !added->is_array()) return;
  for (const JsonValue& token : *added->if_array()) {
    parts.added.push_back({std::string(text_of(token, "content")), flag_of(token, "normalized", true),
                           flag_of(token, "lstrip", false), flag_of(token, "rstrip", false),
                           flag_of(token, "single_word", false)});
  }
}

}  // namespace

Result<TokenCounter> read_tokenizer(std::string_view json) {
  auto root = parse_json(json);
  const JsonValue* model = root.ok() ? member_of(*root, "model") : nullptr;
  if (model == nullptr) return data_loss("is no tokenizer.json");
  Parts parts;
  for (const JsonValue* step : steps_of(member_of(*root, "normalizer"), "normalizers")) {
    LAUTER_TRY(read_normalizer(*step, parts));
  }
  const auto steps = steps_of(member_of(*root, "pre_tokenizer"), "pretokenizers");
  const bool is_of_bytes = !steps.empty() && text_of(*steps.back(), "type") == "ByteLevel" && reads_bytes(*model);
  for (const JsonValue* step : steps) {
    LAUTER_TRY(read_pre_tokenizer(*step, is_of_bytes && step == steps.back(), parts));
  }
  LAUTER_ASSIGN(parts.model, read_model(*model, is_of_bytes));
  read_added(member_of(*root, "added_tokens"), parts);
  return TokenCounter::make(std::move(parts));
}

}  // namespace lauter
