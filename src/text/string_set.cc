#include "text/string_set.h"

#include <algorithm>
#include <bit>

namespace lauter {

StringSet::StringSet(std::vector<std::string_view> strings) : strings_(std::move(strings)) {
  std::erase_if(strings_, [](std::string_view string) { return string.empty(); });
  std::sort(strings_.begin(), strings_.end());
  strings_.erase(std::unique(strings_.begin(), strings_.end()), strings_.end());

  // 64 bits a string: 1 or 2 % of other places pass. Of a million strings more do, within 128 KiB.
  const size_t bits = std::clamp<size_t>(std::bit_ceil(64 * strings_.size()), 64, size_t{1} << 20);
  present_.assign(bits / 64, 0);
  shift_ = 32 - std::countr_zero(bits);
  prefix_.reserve(strings_.size());
  for (size_t i = 0; i < strings_.size(); ++i) {
    size_t prefix = i == 0 ? kNone : i - 1;
    while (prefix != kNone && !strings_[i].starts_with(strings_[prefix])) prefix = prefix_[prefix];
    prefix_.push_back(prefix);

    const size_t width = std::min(strings_[i].size(), kWidth);
    const size_t bit = slot(first_bytes(strings_[i].data(), width));
    present_[bit / 64] |= uint64_t{1} << (bit % 64);
    has_width_[width] = true;
    has_short_ |= width < kWidth;
    longest_ = std::max(longest_, strings_[i].size());
  }
}

size_t StringSet::index_of(std::string_view string) const {
  const auto at = std::lower_bound(strings_.begin(), strings_.end(), string);
  const bool found = at != strings_.end() && *at == string;
  return found ? static_cast<size_t>(at - strings_.begin()) : size();
}

size_t StringSet::greatest_up_to(std::string_view rest, size_t& compared) const {
  const auto after = std::partition_point(strings_.begin(), strings_.end(), [&](auto string) {
    ++compared;
    return string <= rest;
  });
  return after == strings_.begin() ? kNone : static_cast<size_t>(after - strings_.begin()) - 1;
}

}  // namespace lauter
