/// A file that a step of a recipe names, read with the recipe: what decides is its bytes.
#pragma once

#include <memory>
#include <string>

#include "json/value.h"
#include "run/recipe/recipe_section.h"

namespace lauter {

struct StepFile {
  std::string path;
  std::string sha256;  ///< of its bytes, in hex
  std::shared_ptr<const std::string> bytes;
};

namespace internal {

/// The keys `key` and `key`_sha256, which a printed recipe has: other bytes are an error then. A path is
/// relative to `folder`, the recipe's. A step without the file is an error at `step`.
void read_step_file(Decoder& decoder, Section& section, const YamlNode& step, const std::string& key,
                    const std::string& folder, StepFile& file);

/// Adds both keys; without `with_paths` the hash alone.
void add_step_file(const StepFile& file, const std::string& key, bool with_paths, JsonValue& value);

}  // namespace internal
}  // namespace lauter
