#include "curate/metrics/chrf.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "text/utf8.h"
#include "text/white_space.h"

namespace lauter {
namespace {

/// The code points that are no white space.
std::u32string without_blanks(std::string_view text) {
  std::u32string out;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = decode_utf8(text, i);
    if (!is_white_space(c)) out.push_back(c);
  }
  return out;
}

}  // namespace

void Chrf::add(std::string_view text, std::string_view reference) {
  const std::u32string a = without_blanks(text);
  const std::u32string b = without_blanks(reference);
  for (size_t n = 1; n <= kChrfOrders; ++n) {
    Counts& counts = orders_[n - 1];
    std::unordered_map<std::u32string_view, uint64_t> of_reference;
    const std::u32string_view whole_b = b;
    for (size_t i = 0; i + n <= b.size(); ++i) ++of_reference[whole_b.substr(i, n)];
    const std::u32string_view whole_a = a;
    for (size_t i = 0; i + n <= a.size(); ++i) {
      const auto at = of_reference.find(whole_a.substr(i, n));
      if (at == of_reference.end() || at->second == 0) continue;
      --at->second;
      ++counts.shared;
    }
    counts.text += a.size() < n ? 0 : a.size() - n + 1;
    counts.reference += b.size() < n ? 0 : b.size() - n + 1;
  }
}

double Chrf::score(double beta) const {
  double precision = 0;
  double recall = 0;
  size_t orders = 0;
  for (const Counts& counts : orders_) {
    if (counts.text == 0 || counts.reference == 0) continue;
    precision += static_cast<double>(counts.shared) / static_cast<double>(counts.text);
    recall += static_cast<double>(counts.shared) / static_cast<double>(counts.reference);
    ++orders;
  }
  if (orders == 0 || precision + recall == 0) return 0;
  precision /= static_cast<double>(orders);
  recall /= static_cast<double>(orders);
  const double weight = beta * beta;
  return 100 * (1 + weight) * precision * recall / (weight * precision + recall);
}

}  // namespace lauter
