#include "tag/line_frequency.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "base/check.h"
#include "tag/line_features.h"

namespace lauter {

void line_hashes(std::string_view text, std::vector<uint64_t>& hashes) {
  hashes.clear();
  std::string scratch;
  while (!text.empty()) {
    const uint64_t hash = folded_line_hash(take_line(text), scratch);
    if (hash != 0) hashes.push_back(hash);
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

LineCounter::LineCounter(size_t most_lines) : slots_(1024), most_(most_lines) {
  LAUTER_CHECK(most_lines >= 16, "a table needs room");
}

size_t LineCounter::slot_of(uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = (hash ^ (hash >> 32U)) & mask;
  while (slots_[slot].hash != 0 && slots_[slot].hash != hash) slot = (slot + 1) & mask;
  return slot;
}

void LineCounter::add(uint64_t hash, uint32_t documents) {
  Slot& slot = slots_[slot_of(hash)];
  if (slot.hash != 0) {
    const uint32_t room = std::numeric_limits<uint32_t>::max() - slot.documents;
    slot.documents += std::min(documents, room);
    return;
  }
  if (full_) return;
  slot = {hash, documents};
  ++size_;
  if (size_ >= most_) {
    forget_rare();
  } else if (4 * size_ >= 3 * slots_.size()) {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& kept : old) {
      if (kept.hash != 0) slots_[slot_of(kept.hash)] = kept;
    }
  }
}

void LineCounter::forget_rare() {
  std::vector<Slot> old(slots_.size());
  old.swap(slots_);
  size_ = 0;
  for (const Slot& kept : old) {
    if (kept.documents < 2) continue;
    slots_[slot_of(kept.hash)] = kept;
    ++size_;
  }
  full_ = 2 * size_ >= most_;  // else forgetting would soon cost more than counting
}

uint32_t LineCounter::documents(uint64_t hash) const { return slots_[slot_of(hash)].documents; }

Result<LineFrequency> LineFrequency::parse(std::string_view table, std::string_view origin) {
  LineCounter counter(size_t{1} << 26U);
  std::string scratch;
  for (uint64_t number = 1; !table.empty(); ++number) {
    const std::string_view line = take_line(table);
    if (line.empty()) continue;
    const size_t tab = line.find('\t');
    uint32_t documents = 0;
    const char* const end = line.data() + std::min(tab, line.size());
    const auto [stop, error] = std::from_chars(line.data(), end, documents);
    if (tab == std::string_view::npos || error != std::errc() || stop != end) {
      return invalid_argument(std::string(origin) + ":" + std::to_string(number) +
                              ": expected COUNT<tab>LINE");
    }
    const uint64_t hash = folded_line_hash(line.substr(tab + 1), scratch);
    if (hash != 0) counter.add(hash, documents);
  }
  return LineFrequency(std::move(counter), false);
}

void LineFrequency::look_up(std::string_view text, const LineIndex& lines,
                            std::vector<uint32_t>& documents) const {
  documents.clear();
  std::string scratch;
  for (uint64_t line = 1; line <= lines.line_count(); ++line) {
    const uint64_t hash = folded_line_hash(lines.line(line).of(text), scratch);
    const uint32_t count = hash == 0 ? 0 : counter_.documents(hash);
    documents.push_back(counts_own_ && count > 0 ? count - 1 : count);
  }
}

}  // namespace lauter
