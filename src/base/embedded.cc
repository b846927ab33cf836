#include "base/embedded.h"

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/unpack.h"

extern "C" {
struct LauterEmbedded {
  const char* name;
  const char* begin;
  const char* end;
};
// What base/pack_main.cc writes, ended by an entry without a name; part of the programs only.
extern const LauterEmbedded lauter_embedded_files[] __attribute__((weak));
}

namespace lauter {
namespace {

const LauterEmbedded* find_embedded(std::string_view name) {
  if (lauter_embedded_files == nullptr) return nullptr;
  for (const LauterEmbedded* file = lauter_embedded_files; file->name != nullptr; ++file) {
    if (file->name == name) return file;
  }
  return nullptr;
}

}  // namespace

bool has_embedded_file(std::string_view name) { return find_embedded(name) != nullptr; }

std::string_view embedded_file(std::string_view name) {
  const LauterEmbedded* file = find_embedded(name);
  if (file == nullptr) return {};
  static std::mutex mutex;
  static auto& unpacked = *new std::map<const LauterEmbedded*, std::string>;  // threads may outlive what main() leaves
  const std::lock_guard lock(mutex);
  const auto [entry, is_new] = unpacked.try_emplace(file);
  if (is_new) {
    Result<std::string> bytes = unpack({file->begin, file->end});
    LAUTER_CHECK(bytes.ok(), "the build packs whole files");
    entry->second = std::move(*bytes);
  }
  return entry->second;
}

}  // namespace lauter
