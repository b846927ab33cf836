#include "run/passes/duplicate_rows.h"

#include <algorithm>
#include <span>
#include <utility>

namespace lauter {
namespace {

using internal::DuplicateEntry;

constexpr std::string_view kStage = "dedup";
constexpr std::string_view kExact = "exact";
constexpr std::string_view kNear = "near";

std::span<const DuplicateEntry> entries(std::string_view bytes) {
  const auto* first = reinterpret_cast<const DuplicateEntry*>(bytes.data());
  return {first + 1, static_cast<size_t>(first->id_begin)};
}

}  // namespace

Result<DuplicateRows> DuplicateRows::open(const std::string& path) {
  LAUTER_ASSIGN(MappedFile file, MappedFile::open(path));
  const size_t size = file.bytes().size();
  if (size < sizeof(DuplicateEntry)) return data_loss(path + ": is cut off");
  const auto* first = reinterpret_cast<const DuplicateEntry*>(file.bytes().data());
  if (first->id_begin >= size / sizeof(DuplicateEntry)) return data_loss(path + ": is cut off");
  return DuplicateRows(std::move(file));
}

uint64_t DuplicateRows::size() const { return entries(file_.bytes()).size(); }

std::optional<DuplicateRows::Duplicate> DuplicateRows::find(size_t file_index, uint64_t row) const {
  const auto all = entries(file_.bytes());
  const auto key = std::pair<uint64_t, uint64_t>(file_index, row);
  const auto key_of = [](const DuplicateEntry& entry) {
    return std::pair<uint64_t, uint64_t>(entry.file_index, entry.row);
  };
  const auto at = std::ranges::lower_bound(all, key, {}, key_of);
  if (at == all.end() || key_of(*at) != key) return std::nullopt;
  const std::string_view ids = file_.bytes().substr((all.size() + 1) * sizeof(DuplicateEntry));
  return Duplicate{ids.substr(at->id_begin, at->id_bytes), at->is_near != 0};
}

Outcome dropped_duplicate(const DuplicateRows::Duplicate& duplicate, std::string_view first_id) {
  Outcome outcome;
  outcome.program.drop_document = true;
  outcome.program.drop_cause = {std::string(kStage),
                                std::string(duplicate.is_near ? kNear : kExact), "DROPPED"};
  return rejected(std::move(outcome), "duplicate of " + std::string(first_id));
}

std::string_view counted_reason(const Outcome& outcome) {
  const Cause& cause = outcome.program.drop_cause;
  if (!outcome.program.drop_document || cause.stage != kStage) return outcome.reason;
  return cause.rule == kExact ? "duplicate of an earlier row" : "near duplicate of an earlier row";
}

}  // namespace lauter
