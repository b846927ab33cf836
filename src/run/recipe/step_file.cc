#include "run/recipe/step_file.h"

#include "base/sha256_hex.h"
#include "io/files/files.h"

namespace lauter::internal {
namespace {

constexpr uint64_t kMostStepFileBytes = uint64_t{256} << 20;

}  // namespace

void read_step_file(Decoder& decoder, Section& section, const YamlNode& step, const std::string& key,
                    const std::string& folder, StepFile& file) {
  std::string path;
  std::string sha256;
  const YamlNode* node = section.take(key);
  if (node != nullptr) decoder.read(*node, key, path);
  section.read(key + "_sha256", sha256);
  if (path.empty()) return decoder.fail(node == nullptr ? step : *node, key + ": name a file");
  const auto real = real_path(path.starts_with('/') || folder.empty() ? path : join_path(folder, path));
  if (!real.ok()) return decoder.fail(*node, key + ": " + real.error().message);
  auto bytes = read_file(*real, kMostStepFileBytes);
  if (!bytes.ok()) return decoder.fail(*node, key + ": " + bytes.error().message);
  file.path = *real;
  file.sha256 = sha256_hex(*bytes);
  if (!sha256.empty() && sha256 != file.sha256) {
    return decoder.fail(*node, key + ": " + *real + ": its bytes are not those of " + key + "_sha256; it was changed");
  }
  file.bytes = std::make_shared<const std::string>(std::move(*bytes));
}

void add_step_file(const StepFile& file, const std::string& key, bool with_paths, JsonValue& value) {
  if (with_paths) value.set(key, file.path);
  value.set(key + "_sha256", file.sha256);
}

}  // namespace lauter::internal
