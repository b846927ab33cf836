/// What every evaluation returns: the same figures twice, for machines and for people.
#pragma once

#include <string>

namespace lauter {

struct MeasureReport {
  std::string json;   ///< one JSON object, ends in a newline: for stdout
  std::string table;  ///< aligned text, 100 columns, ends in a newline: for stderr
};

}  // namespace lauter
