// `lauter models`: what is embedded, its cards and checksums.
#include "base/embedded.h"
#include "base/sha256_hex.h"
#include "cli/commands/commands.h"
#include "cli/terminal.h"
#include "curate/detector/detector.h"
#include "curate/detector/language_model.h"
#include "run/steps/models.h"
#include "tag/embedded_models.h"

namespace lauter {
namespace {

constexpr std::string_view kNone =
    "this build has no models; it finds by rules alone (models/small.safetensors was missing)\n";

/// One of the linear models, which have a format of their own.
struct LinearModel {
  std::string_view name;
  std::string_view metric;
  std::string_view bytes;  ///< empty: not in this build
  std::string_view card;
  Result<void> (*read)(std::string_view);
};

std::vector<LinearModel> linear_models() {
  std::vector<LinearModel> models = {
      {"ai-detector", "ai_likeness", built_in_detector(), embedded_file("ai-detector.md"),
       [](std::string_view bytes) -> Result<void> {
         LAUTER_TRY(Detector::parse(bytes));
         return {};
       }},
      {"language", "language", built_in_language_model(), embedded_file("language.md"),
       [](std::string_view bytes) -> Result<void> {
         LAUTER_TRY(LanguageModel::parse(bytes));
         return {};
       }}};
  std::erase_if(models, [](const LinearModel& model) { return model.bytes.empty(); });
  return models;
}

/// What `verify` says of a model that can be read.
std::string verdict_of(std::string_view card, const std::string& checksum) {
  return card.find(checksum) == card.npos ? "its card names another checksum" : "ok";
}

int list_models() {
  const std::vector<EmbeddedModel> models = embedded_models();
  if (models.empty() && linear_models().empty()) return print(kNone);
  std::string text;
  for (const EmbeddedModel& embedded : models) {
    const auto model = load_model(std::string(embedded.name));
    if (!model.ok()) return fail(model.error());
    const ModelConfig& config = (*model)->config();
    text += std::string(embedded.name) + "  version " + config.version + ", " +
            human_bytes(embedded.weights().size()) + ", sha256 " + sha256_hex(embedded.weights()) +
            "\n ";
    for (const HeadConfig& head : config.heads) text += " " + head.name;
    text += "\n";
  }
  for (const LinearModel& model : linear_models()) {
    text += std::string(model.name) + "  " + human_bytes(model.bytes.size()) + ", sha256 " +
            sha256_hex(model.bytes) + "\n  " + std::string(model.metric) + "\n";
  }
  return print(text);
}

int show_model(const std::string& name) {
  for (const LinearModel& linear : linear_models()) {
    if (name == linear.name) return print(linear.card);
  }
  const auto model = find_embedded_model(name);
  if (!model) {
    return fail(not_found("models: this build has no model \"" + name +
                          "\"; `lauter models list` says which it has"));
  }
  return print(model->card());
}

/// The card holds the checksum of its weights; reading them looks at every number.
int verify_models() {
  const std::vector<EmbeddedModel> models = embedded_models();
  if (models.empty() && linear_models().empty()) return print(kNone);
  std::string text;
  int exit_code = kExitOk;
  for (const EmbeddedModel& embedded : models) {
    const auto model = load_model(std::string(embedded.name));
    const std::string checksum = sha256_hex(embedded.weights());
    const std::string verdict =
        model.ok() ? verdict_of(embedded.card(), checksum) : model.error().message;
    if (verdict != "ok") exit_code = kExitRejected;
    text += std::string(embedded.name) + "  sha256 " + checksum + "  " + verdict + "\n";
  }
  for (const LinearModel& model : linear_models()) {
    const auto read = model.read(model.bytes);
    const std::string checksum = sha256_hex(model.bytes);
    const std::string verdict =
        read.ok() ? verdict_of(model.card, checksum) : read.error().message;
    if (verdict != "ok") exit_code = kExitRejected;
    text += std::string(model.name) + "  sha256 " + checksum + "  " + verdict + "\n";
  }
  const int printed = print(text);
  return printed == kExitOk ? exit_code : printed;
}

}  // namespace

int run_models(const Config& config) {
  const auto& words = config.positional;
  if (words.empty() || (words.size() == 1 && words[0] == "list")) return list_models();
  if (words.size() == 1 && words[0] == "verify") return verify_models();
  if (words.size() == 2 && words[0] == "show") return show_model(words[1]);
  return fail(
      invalid_argument("models: write `models list`, `models show NAME` or `models verify`"));
}

}  // namespace lauter
