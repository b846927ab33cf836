#include "refine/explained_rewrite.h"

namespace lauter {

std::string_view unexplained_name(Unexplained reason) {
  static constexpr std::array<std::string_view, kUnexplainedReasons> kNames = {
      "no-reason", "beyond", "other-kind", "added", "not-deleted"};
  return kNames[static_cast<size_t>(reason)];
}

ExplainedRewrite explain_rewrite(std::string_view, std::string_view, std::span<const Explanation>,
                                 const ExplainOptions&, Differ&) {
  return {};
}

}  // namespace lauter
