#include "io/parquet/plain_rows.h"

namespace lauter::internal {

Result<std::unique_ptr<PlainRows>> PlainRows::open(const std::string& place,
                                                   const std::vector<FieldPath>& columns,
                                                   uint64_t from) {
  auto rows = std::make_unique<PlainRows>();
  LAUTER_ASSIGN(rows->groups_, ParquetGroups::open(place));
  if (!rows->groups_) return std::unique_ptr<PlainRows>();
  const ParquetGroups& groups = *rows->groups_;
  for (const FieldPath& path : columns) {
    const auto column = groups.flat_column(path.names);
    if (!column) return std::unique_ptr<PlainRows>();
    for (size_t i = 0; i < groups.n_groups(); ++i) {
      if (!ColumnValues::can_read(*column, groups.columns(i)[column->index])) {
        return std::unique_ptr<PlainRows>();
      }
    }
    rows->columns_.push_back(*column);
  }
  rows->values_.resize(columns.size());
  LAUTER_ASSIGN(rows->fd_, open_for_reading(place));
  while (rows->next_group_ < groups.n_groups() && from >= groups.n_rows(rows->next_group_)) {
    from -= groups.n_rows(rows->next_group_++);
  }
  for (; from > 0; --from) LAUTER_TRY(rows->next());
  return rows;
}

void PlainRows::begin_group() {
  left_ = groups_->n_rows(next_group_);
  for (size_t i = 0; i < columns_.size(); ++i) {
    const ColumnBytes& bytes = groups_->columns(next_group_)[columns_[i].index];
    if (i < readers_.size()) {
      readers_[i].begin(bytes);
    } else {
      readers_.emplace_back(fd_.get(), columns_[i], bytes);
    }
  }
  ++next_group_;
}

Result<uint64_t> PlainRows::next() {
  while (left_ == 0) {
    if (next_group_ == groups_->n_groups()) return uint64_t{0};
    begin_group();
  }
  --left_;
  for (size_t i = 0; i < readers_.size(); ++i) {
    LAUTER_ASSIGN(values_[i], readers_[i].next());
  }
  return uint64_t{1};
}

}  // namespace lauter::internal
