#include "tag/embedded_models.h"

#include "base/embedded.h"

namespace lauter {

std::string_view EmbeddedModel::weights() const { return embedded_file(name + ".safetensors"); }
std::string_view EmbeddedModel::card() const { return embedded_file(name + ".md"); }

std::vector<EmbeddedModel> embedded_models() {
  std::vector<EmbeddedModel> models = {{"small"}, {"judge"}};
  std::erase_if(models, [](const EmbeddedModel& model) { return !has_embedded_file(model.name + ".safetensors"); });
  return models;
}

std::optional<EmbeddedModel> find_embedded_model(std::string_view name) {
  for (const EmbeddedModel& model : embedded_models()) {
    if (model.name == name) return model;
  }
  return std::nullopt;
}

std::string_view default_model_name() { return find_embedded_model("small") ? "small" : "none"; }

}  // namespace lauter
