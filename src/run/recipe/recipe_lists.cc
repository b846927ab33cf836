#include "run/recipe/recipe_lists.h"

#include <algorithm>

#include "base/sha256_hex.h"
#include "catalog/alias.h"
#include "io/files/files.h"
#include "run/passes/nearest.h"
#include "json/two_way.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr uint64_t kMaxFileBytes = uint64_t{256} << 20;
constexpr size_t kMaxLabelBytes = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return is_ascii_alnum(c) || c == '_' || c == '-' || c == '.';
         });
}

/// One value a line; every line keeps its place, for messages.
std::vector<std::string> lines_of(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(trim_ascii(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void read_file_key(Decoder& decoder, Section& section, const std::string& folder,
                   ValueListEntry& entry) {
  std::string path, sha256;
  const YamlNode* node = section.take("file");
  if (node != nullptr) decoder.read(*node, "file", path);
  section.read("sha256", sha256);
  if (node == nullptr || path.empty()) return;
  const bool is_absolute = path.starts_with('/');
  const auto real = real_path(is_absolute || folder.empty() ? path : join_path(folder, path));
  if (!real.ok()) return decoder.fail(*node, "file: " + real.error().message);
  auto bytes = read_file(*real, kMaxFileBytes);
  if (!bytes.ok()) return decoder.fail(*node, "file: " + bytes.error().message);
  auto file = std::make_shared<ValueFile>();
  file->path = *real;
  file->sha256 = sha256_hex(*bytes);
  if (!sha256.empty() && sha256 != file->sha256) {
    return decoder.fail(*node, "file: " + *real + ": its bytes are not those of this sha256; it was changed");
  }
  file->values = lines_of(*bytes);
  entry.file = std::move(file);
}

/// `labels` of `allow`, `label` of `deny`.
void read_labels(Decoder& decoder, Section& section, bool allow, OwnLabels& labels,
                 ValueListEntry& entry) {
  const YamlNode* node = section.take(allow ? "labels" : "label");
  if (node == nullptr) return;
  if (!allow) {
    std::string name;
    decoder.read(*node, "label", name);
    if (!is_label(name)) {
      return decoder.fail(*node, "label: a label is up to 64 letters, digits, _, - and .");
    }
    entry.labels = {std::string(label_from_name(name))};
    return labels.define(entry.labels.front());
  }
  std::vector<const YamlNode*> names;
  if (node->kind == YamlNode::Kind::kScalar) names.push_back(node);
  for (const YamlNode& item : node->items) names.push_back(&item);
  if (names.empty()) decoder.expected(*node, "labels", "a list of categories");
  for (const YamlNode* name : names) {
    for (std::string& label : labels.of(*name, "labels", name->scalar)) {
      if (std::find(entry.labels.begin(), entry.labels.end(), label) == entry.labels.end()) {
        entry.labels.push_back(std::move(label));
      }
    }
  }
}

ValueListEntry read_entry(Decoder& decoder, const YamlNode& node, bool allow,
                          const std::string& folder, OwnLabels& labels) {
  const std::string key = allow ? "allow" : "deny";
  ValueListEntry entry;
  entry.place = node.place;
  Section section(decoder, &node, key);
  section.read("words", entry.words);
  section.read("pattern", entry.patterns);
  read_file_key(decoder, section, folder, entry);
  read_labels(decoder, section, allow, labels, entry);
  const bool is_of_words = !entry.words.empty() || entry.file != nullptr;
  for (const auto& [name, option] :
       {std::pair("fold", &entry.fold), std::pair("whole_words", &entry.whole_words)}) {
    const YamlNode* value = section.take(name);
    if (value == nullptr) continue;
    decoder.read(*value, name, *option);
    if (!is_of_words) {
      decoder.fail(*value, std::string(name) + ": is about words; a pattern says it itself: (?i), \\b");
    }
  }
  section.finish();
  if (!is_of_words && entry.patterns.empty()) {
    decoder.fail(node, key + ": an entry needs words, file or pattern");
  }
  return entry;
}

void read_list(Decoder& decoder, Section& section, bool allow, const std::string& folder,
               OwnLabels& labels, std::vector<ValueListEntry>& entries) {
  const std::string key = allow ? "allow" : "deny";
  const YamlNode* node = section.take(key);
  if (node == nullptr || node->kind == YamlNode::Kind::kNull) return;
  std::vector<const YamlNode*> items;
  if (node->kind != YamlNode::Kind::kSequence) items.push_back(node);
  for (const YamlNode& item : node->items) items.push_back(&item);
  ValueListEntry plain;  // words that are written without a map
  for (const YamlNode* item : items) {
    if (item->kind == YamlNode::Kind::kMap) {
      entries.push_back(read_entry(decoder, *item, allow, folder, labels));
      continue;
    }
    if (plain.words.empty()) plain.place = item->place;
    decoder.read(*item, key, plain.words.emplace_back());
  }
  if (!plain.words.empty()) entries.insert(entries.begin(), std::move(plain));
}

bool is_plain(const ValueListEntry& entry) {
  return entry.file == nullptr && entry.patterns.empty() && entry.labels.empty() && entry.fold &&
         entry.whole_words;
}

JsonValue entry_value(const ValueListEntry& entry, bool allow, bool with_paths) {
  JsonValue value;
  if (!allow && !entry.labels.empty()) value.set("label", entry.labels.front());
  if (!entry.words.empty()) value.set("words", to_json(entry.words));
  if (entry.file != nullptr) {
    if (with_paths) value.set("file", entry.file->path);
    value.set("sha256", entry.file->sha256);
  }
  if (!entry.patterns.empty()) value.set("pattern", to_json(entry.patterns));
  if (allow && !entry.labels.empty()) value.set("labels", to_json(entry.labels));
  if (!entry.words.empty() || entry.file != nullptr) {
    value.set("fold", entry.fold).set("whole_words", entry.whole_words);
  }
  return value;
}

JsonValue list_value(const std::vector<ValueListEntry>& entries, bool allow, bool with_paths) {
  JsonValue list{JsonValue::Array{}};
  for (const ValueListEntry& entry : entries) {
    if (!is_plain(entry)) {
      list.push(entry_value(entry, allow, with_paths));
      continue;
    }
    for (const std::string& word : entry.words) list.push(word);
  }
  return list;
}

}  // namespace

std::vector<std::string> OwnLabels::of(const YamlNode& node, std::string_view key,
                                       const std::string& name) {
  const auto categories = categories_from_name(name);
  if (!categories) {
    uses_.push_back({&node, std::string(key), name});
    return {name};
  }
  std::vector<std::string> labels;
  for (size_t i = 0; i < kCategoryCount; ++i) {
    if (categories->test(i)) labels.emplace_back(category_name(static_cast<Category>(i)));
  }
  return labels;
}

void OwnLabels::fail(Decoder& decoder, const YamlNode& node, std::string_view key,
                     const std::string& name) const {
  std::vector<std::string> names(defined_.begin(), defined_.end());
  const std::vector<std::string>& more = category_group_and_alias_names();
  names.insert(names.end(), more.begin(), more.end());
  decoder.fail(node, std::string(key) + ": unknown category \"" + name + "\"" + suggestion(name, names));
}

void OwnLabels::check(Decoder& decoder) const {
  for (const Use& use : uses_) {
    if (!has(use.name)) fail(decoder, *use.node, use.key, use.name);
  }
}

void read_value_lists(Decoder& decoder, Section& section, const std::string& folder,
                      OwnLabels& labels, ValueListOptions& options) {
  read_list(decoder, section, /*allow=*/true, folder, labels, options.allow);
  read_list(decoder, section, /*allow=*/false, folder, labels, options.deny);
}

void add_value_lists(const ValueListOptions& options, bool with_paths, JsonValue& value) {
  value.set("allow", list_value(options.allow, true, with_paths))
      .set("deny", list_value(options.deny, false, with_paths));
}

}  // namespace lauter::internal
