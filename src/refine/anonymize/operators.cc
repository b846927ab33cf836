#include "refine/anonymize/operators.h"

namespace lauter {
namespace {
constexpr std::array<std::string_view, 6> kNames = {"surrogate", "placeholder", "mask",
                                                    "hash",      "remove",      "keep"};
}  // namespace

std::string_view operator_name(Operator op) { return kNames[static_cast<size_t>(op)]; }

std::optional<Operator> operator_from_name(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Operator>(i);
  }
  return std::nullopt;
}

}  // namespace lauter
