/// The trained models that this program carries in itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lauter {

struct EmbeddedModel {
  std::string name;  ///< `small`, `judge`, `base`

  std::string_view weights() const;  ///< a safetensors file (docs/design/0009-encoder.md), unpacked when first asked for
  std::string_view card() const;     ///< Markdown
};

/// In order of size; empty in programs that were built without weights.
std::vector<EmbeddedModel> embedded_models();

std::optional<EmbeddedModel> find_embedded_model(std::string_view name);

/// What recipes use unless told otherwise: `small`, or `none` where there is none.
std::string_view default_model_name();

}  // namespace lauter
