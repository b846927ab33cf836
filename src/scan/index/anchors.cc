#include "scan/index/anchors.h"

#include "base/check.h"

namespace lauter::scan {

Anchors::Anchors(const Registry& registry) {
  for (size_t i = 0; i < registry.literals().size(); ++i) {
    const Literal& literal = registry.literals()[i];
    const auto id = static_cast<uint16_t>(i);
    if (literal.word) {
      const LiteralRow& row = registry.literal_rows()[i];
      words_.add(literal.bytes, id, row.special ? Neighbours() : row.present);
    } else {
      literals_.add(literal.bytes, literal.caseless, id);
    }
  }
  words_.build();
  literals_.build();
}

void Anchors::scan(std::string_view text, std::vector<AnchorEvent>& events) const {
  LAUTER_CHECK(text.size() < UINT32_MAX, "a text under scan is smaller than 4 GiB");
  words_.scan(text, events);
  literals_.scan(text, events);
}

}  // namespace lauter::scan
