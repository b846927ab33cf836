/// The lists `allow` and `deny` of a recipe or step, and the labels that a recipe makes its own.
/// Internal to `run`.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "find/value_lists.h"
#include "json/value.h"
#include "run/recipe/recipe_section.h"

namespace lauter::internal {

/// Names of categories that may be labels of the recipe's own: those of custom rules and of `deny`.
/// Which there are is known when all of the recipe is read.
class OwnLabels {
 public:
  void define(std::string label) { defined_.insert(std::move(label)); }
  bool has(const std::string& label) const { return defined_.contains(label); }

  /// The labels that a name at `node` means: of categories, a group, an alias, else its own.
  std::vector<std::string> of(const YamlNode& node, std::string_view key, const std::string& name);

  /// Fails for names that are neither.
  void check(Decoder& decoder) const;
  void fail(Decoder& decoder, const YamlNode& node, std::string_view key,
            const std::string& name) const;

 private:
  struct Use {
    const YamlNode* node;
    std::string key;
    std::string name;
  };
  std::set<std::string> defined_{std::string(kDeniedLabel)};
  std::vector<Use> uses_;
};

/// The keys `allow` and `deny`. Files are read: their paths are relative to `folder`.
void read_value_lists(Decoder& decoder, Section& section, const std::string& folder,
                      OwnLabels& labels, ValueListOptions& options);

/// Adds both keys. Of a file its path and the hash of its bytes; without `with_paths` the hash
/// alone, which is what decides.
void add_value_lists(const ValueListOptions& options, bool with_paths, JsonValue& value);

}  // namespace lauter::internal
