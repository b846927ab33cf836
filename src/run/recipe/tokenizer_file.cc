#include "run/recipe/tokenizer_file.h"

#include <algorithm>
#include <unordered_map>

#include "json/value.h"
#include "text/utf8.h"

namespace lauter {
namespace {

using Parts = TokenizerParts;

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

Result<void> read_normalizer(const JsonValue& step, Parts& parts) {
  using Kind = TokenNormalizer::Kind;
  const std::string_view type = text_of(step, "type");
  const auto add = [&](Kind kind) { parts.normalizers.push_back({kind, {}, {}}); };
  if (type == "NFC") {
    add(Kind::kNfc);
  } else if (type == "NFD") {
    add(Kind::kNfd);
  } else if (type == "Lowercase") {
    add(Kind::kLowercase);
  } else if (type == "Prepend") {
    parts.normalizers.push_back({Kind::kPrepend, {}, std::string(text_of(step, "prepend"))});
  } else if (type == "Replace") {
    const JsonValue* pattern = member_of(step, "pattern");
    const std::string_view from = pattern == nullptr ? std::string_view() : text_of(*pattern, "String");
    if (from.empty()) return cannot("the normalizer Replace with a regular expression");
    parts.normalizers.push_back({Kind::kReplace, std::string(from), std::string(text_of(step, "content"))});
  } else if (type == "BertNormalizer") {
    const bool lower = flag_of(step, "lowercase", true);
    if (flag_of(step, "clean_text", true)) add(Kind::kCleanText);
    if (flag_of(step, "handle_chinese_chars", true)) add(Kind::kChinese);
    if (flag_of(step, "strip_accents", lower)) {
      add(Kind::kNfd);
      add(Kind::kStripAccents);
    }
    if (lower) add(Kind::kLowercase);
  } else {
    return cannot("the normalizer " + std::string(type));
  }
  return {};
}

Result<void> read_split(const JsonValue& step, Parts& parts) {
  const JsonValue* pattern = member_of(step, "pattern");
  const std::string_view regex = pattern == nullptr ? std::string_view() : text_of(*pattern, "Regex");
  if (text_of(step, "behavior") == "Isolated" && !flag_of(step, "invert", false)) {
    for (const WordCut cut : {WordCut::kGpt2, WordCut::kCl100k, WordCut::kQwen}) {
      if (regex == word_pattern(cut)) {
        parts.words = cut;
        return {};
      }
    }
  }
  return cannot("the pre_tokenizer Split with a pattern other than those of GPT-2, cl100k (Llama 3) and Qwen");
}

Result<void> read_metaspace(const JsonValue& step, Parts& parts) {
  if (text_of(step, "replacement") != "\xE2\x96\x81") return cannot("a Metaspace whose sign is not U+2581");
  const std::string_view scheme = text_of(step, "prepend_scheme");
  const bool legacy = scheme.empty() && flag_of(step, "add_prefix_space", true);
  parts.words = WordCut::kMetaspace;
  parts.metaspace_split = flag_of(step, "split", true);
  if (scheme == "always" || legacy) {
    parts.metaspace = Parts::Metaspace::kAlways;
  } else if (scheme == "first") {
    parts.metaspace = Parts::Metaspace::kFirst;
  }
  return {};
}

Result<void> read_pre_tokenizers(const JsonValue* value, Parts& parts) {
  const auto steps = steps_of(value, "pretokenizers");
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::string_view type = text_of(*steps[i], "type");
    if (type == "ByteLevel" && i + 1 == steps.size()) {
      parts.byte_level = true;
      parts.prefix_space = flag_of(*steps[i], "add_prefix_space", true);
      const bool cuts = flag_of(*steps[i], "use_regex", true);
      if (cuts && i > 0) return cannot("a ByteLevel with use_regex behind another pre_tokenizer");
      // The prefix goes before each word then, not before the stretch.
      if (parts.prefix_space && i > 0) return cannot("a ByteLevel with add_prefix_space behind another pre_tokenizer");
      if (cuts) parts.words = WordCut::kGpt2;
    } else if (i > 0) {
      return cannot("the pre_tokenizer " + std::string(type) + " behind another one");
    } else if (type == "Split") {
      LAUTER_TRY(read_split(*steps[i], parts));
    } else if (type == "Metaspace") {
      LAUTER_TRY(read_metaspace(*steps[i], parts));
    } else if (type == "BertPreTokenizer") {
      parts.words = WordCut::kBert;
    } else if (type == "WhitespaceSplit") {
      parts.words = WordCut::kWhitespace;
    } else {
      return cannot("the pre_tokenizer " + std::string(type));
    }
  }
  if (parts.byte_level && parts.words != WordCut::kNone && word_pattern(parts.words).empty()) {
    return cannot("a ByteLevel behind a pre_tokenizer that is no Split");
  }
  return {};
}

Result<void> read_merges(const JsonValue& model, const std::unordered_map<std::string_view, uint32_t>& ids,
                         Parts& parts) {
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

Result<void> read_model(const JsonValue& model, Parts& parts) {
  const std::string_view type = text_of(model, "type");
  const JsonValue* vocab = member_of(model, "vocab");
  const bool is_bpe = type == "BPE" || (type.empty() && member_of(model, "merges") != nullptr);
  if (!is_bpe && type != "WordPiece") return cannot("the model " + std::string(type));
  if (vocab == nullptr || !vocab->is_object()) return data_loss("the model has no map `vocab`");
  std::unordered_map<std::string_view, uint32_t> ids;
  for (const auto& [piece, id] : *vocab->if_object()) {
    ids.emplace(piece, static_cast<uint32_t>(parts.vocab.size()));
    parts.vocab.push_back(piece);
  }
  parts.has_unknown = !text_of(model, "unk_token").empty();
  if (!is_bpe) {
    parts.model = Parts::Model::kWordPiece;
    parts.continuing = text_of(model, "continuing_subword_prefix");
    if (const JsonValue* most = member_of(model, "max_input_chars_per_word")) {
      parts.max_word_characters = static_cast<uint32_t>(std::clamp<int64_t>(most->int_or(100), 0, INT32_MAX));
    }
    return {};
  }
  for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (!text_of(model, key).empty()) return cannot(std::string("a BPE with ") + key);
  }
  if (const JsonValue* dropout = member_of(model, "dropout"); dropout != nullptr && dropout->number_or(0) != 0) {
    return cannot("a BPE with dropout");
  }
  parts.byte_fallback = flag_of(model, "byte_fallback", false);
  parts.fuse_unknown = flag_of(model, "fuse_unk", false);
  parts.ignore_merges = flag_of(model, "ignore_merges", false);
  return read_merges(model, ids, parts);
}

Result<void> read_added(const JsonValue* added, Parts& parts) {
  if (added == nullptr || !added->is_array()) return {};
  for (const JsonValue& token : *added->if_array()) {
    if (flag_of(token, "single_word", false)) return cannot("an added token with single_word");
    parts.added.push_back({std::string(text_of(token, "content")), flag_of(token, "normalized", true),
                           flag_of(token, "lstrip", false), flag_of(token, "rstrip", false)});
  }
  return {};
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
  LAUTER_TRY(read_pre_tokenizers(member_of(*root, "pre_tokenizer"), parts));
  LAUTER_TRY(read_model(*model, parts));
  LAUTER_TRY(read_added(member_of(*root, "added_tokens"), parts));
  return TokenCounter::make(std::move(parts));
}

}  // namespace lauter
