#include "tag/embedded_models.h"

#include <map>
#include <mutex>

#include "base/check.h"
#include "tag/unpack.h"

// Set by models_embed.S of the programs that carry the file; null in all others.
extern "C" {
extern const char lauter_model_judge_begin[] __attribute__((weak));
extern const char lauter_model_judge_end[] __attribute__((weak));
extern const char lauter_card_judge_begin[] __attribute__((weak));
extern const char lauter_card_judge_end[] __attribute__((weak));
extern const char lauter_model_small_begin[] __attribute__((weak));
extern const char lauter_model_small_end[] __attribute__((weak));
extern const char lauter_card_small_begin[] __attribute__((weak));
extern const char lauter_card_small_end[] __attribute__((weak));
}

namespace lauter {
namespace {

std::string_view between(const char* begin, const char* end) {
  return begin == nullptr ? std::string_view() : std::string_view(begin, end);
}

}  // namespace

std::string_view EmbeddedModel::weights() const {
  static std::mutex mutex;
  static auto* const files = new std::map<std::string_view, std::string>();  // views into them outlive static destructors
  const std::lock_guard lock(mutex);
  const auto [file, is_new] = files->try_emplace(name);
  if (is_new) {
    Result<std::string> bytes = unpack(packed);
    LAUTER_CHECK(bytes.ok(), "the build packs whole files");
    file->second = std::move(*bytes);
  }
  return file->second;
}

std::vector<EmbeddedModel> embedded_models() {
  std::vector<EmbeddedModel> models = {
      {"small", between(lauter_card_small_begin, lauter_card_small_end),
       between(lauter_model_small_begin, lauter_model_small_end)},
      {"judge", between(lauter_card_judge_begin, lauter_card_judge_end),
       between(lauter_model_judge_begin, lauter_model_judge_end)}};
  std::erase_if(models, [](const EmbeddedModel& model) { return model.packed.empty(); });
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
