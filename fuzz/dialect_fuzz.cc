// Any bytes as a text program on any bytes as a document. The input's first byte chooses the
// dialect, the second one how many of the rest are the program (in 256ths).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dialect_laws.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using lauter::Dialect;
  if (size < 2) return 0;
  constexpr Dialect kDialects[] = {Dialect::kRefinex, Dialect::kProx, Dialect::kUltrax};
  const Dialect dialect = kDialects[data[0] % 3];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const size_t cut = bytes.size() * data[1] / 256;
  lauter::ProgramReader reader(dialect);
  lauter::fuzzing::DialectCounts counts;
  lauter::fuzzing::check_dialect({bytes.substr(0, cut), bytes.substr(cut), dialect}, reader,
                                 counts);
  return 0;
}
