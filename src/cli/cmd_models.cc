// `lauter models`: what is embedded, its cards and checksums.
#include "base/sha256_hex.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "curate/detector.h"
#include "run/models.h"
#include "tag/embedded_models.h"

namespace lauter {
namespace {

constexpr std::string_view kNone =
    "this build has no models; it finds by rules alone (models/small.safetensors was missing)\n";

constexpr std::string_view kDetector = "ai-detector";

/// What `verify` says of a model that can be read.
std::string verdict_of(std::string_view card, const std::string& checksum) {
  return card.find(checksum) == card.npos ? "its card names another checksum" : "ok";
}

int list_models() {
  const std::vector<EmbeddedModel> models = embedded_models();
  if (models.empty() && built_in_detector().empty()) return print(kNone);
  std::string text;
  for (const EmbeddedModel& embedded : models) {
    const auto model = load_model(std::string(embedded.name));
    if (!model.ok()) return fail(model.error());
    const ModelConfig& config = (*model)->config();
    text += std::string(embedded.name) + "  version " + config.version + ", " +
            human_bytes(embedded.weights.size()) + ", sha256 " + sha256_hex(embedded.weights) +
            "\n ";
    for (const HeadConfig& head : config.heads) text += " " + head.name;
    text += "\n";
  }
  if (const std::string_view detector = built_in_detector(); !detector.empty()) {
    text += std::string(kDetector) + "  " + human_bytes(detector.size()) + ", sha256 " +
            sha256_hex(detector) + "\n  ai_likeness\n";
  }
  return print(text);
}

int show_model(const std::string& name) {
  if (name == kDetector && !built_in_detector().empty()) return print(built_in_detector_card());
  const auto model = find_embedded_model(name);
  if (!model) {
    return fail(not_found("models: this build has no model \"" + name +
                          "\"; `lauter models list` says which it has"));
  }
  return print(model->card);
}

/// The card holds the checksum of its weights; reading them looks at every number.
int verify_models() {
  const std::vector<EmbeddedModel> models = embedded_models();
  if (models.empty() && built_in_detector().empty()) return print(kNone);
  std::string text;
  int exit_code = kExitOk;
  for (const EmbeddedModel& embedded : models) {
    const auto model = load_model(std::string(embedded.name));
    const std::string checksum = sha256_hex(embedded.weights);
    const std::string verdict =
        model.ok() ? verdict_of(embedded.card, checksum) : model.error().message;
    if (verdict != "ok") exit_code = kExitRejected;
    text += std::string(embedded.name) + "  sha256 " + checksum + "  " + verdict + "\n";
  }
  if (const std::string_view bytes = built_in_detector(); !bytes.empty()) {
    const auto detector = Detector::parse(bytes);
    const std::string checksum = sha256_hex(bytes);
    const std::string verdict = detector.ok() ? verdict_of(built_in_detector_card(), checksum)
                                              : detector.error().message;
    if (verdict != "ok") exit_code = kExitRejected;
    text += std::string(kDetector) + "  sha256 " + checksum + "  " + verdict + "\n";
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
