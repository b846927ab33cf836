/// Lines that pages put around their text in the same words everywhere.
#pragma once

#include <string_view>

namespace lauter::internal {

/// Whether the whole line is such a phrase, whatever its case and the marks around it: "Read more
/// »", "[Weiterlesen]". In any of a dozen languages. One lookup.
bool is_stock_line(std::string_view line);

}  // namespace lauter::internal
