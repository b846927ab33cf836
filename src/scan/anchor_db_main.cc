/// Build tool: compiles the anchor database of the built-in rules and writes it as an assembler
/// source.
///   lauter_anchor_db OUT.hsdb
#include <cstdio>

#include "scan/anchor_db.h"

int main(int argc, char** argv) {
  using namespace lauter::scan;
  if (argc != 2) return 2;
  const auto db = AnchorDb::compile(Registry::builtin());
  const auto bytes = db.ok() ? db->serialize() : lauter::Result<std::string>(db.error());
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s\n", bytes.error().message.c_str());
    return 1;
  }
  std::FILE* file = std::fopen(argv[1], "wb");
  if (file == nullptr) return 1;
  const bool written = std::fwrite(bytes->data(), 1, bytes->size(), file) == bytes->size();
  return std::fclose(file) == 0 && written ? 0 : 1;
}
