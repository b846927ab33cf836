#include "run/verify/held_rows.h"

#include "io/files/files.h"

namespace lauter {

std::string HeldRow::outside() const {
  // The length of a record's text stands in its header.
  if (row.format == Format::kWet || row.format == Format::kWarc) return row.doc.id;
  std::string out;
  uint64_t at = row.lead;
  const auto skip = [&](ByteSpan token) {
    out += row.raw.substr(at, token.begin - at);
    at = token.end;
  };
  if (row.texts.empty() && !row.text_token.empty()) skip(row.text_token);
  for (const ByteSpan& token : row.text_tokens) skip(token);
  out += row.raw.substr(at);
  return out;
}

Result<std::optional<HeldRow>> HeldRows::next() {
  while (true) {
    if (rows_) {
      HeldRow held{.chunk = chunk_};
      if (rows_->next(held.row)) {
        if (!held.row.pass_through) return std::optional(std::move(held));
        continue;
      }
      rows_.reset();
      if (chunk_->last) return std::optional<HeldRow>();
    }
    if (stop_.requested()) return unavailable("interrupted");
    if (!chunks_) {
      if (chunk_ != nullptr || (!file_.is_object() && !path_exists(file_.path))) return std::optional<HeldRow>();
      LAUTER_ASSIGN(chunks_, ChunkReader::open(file_, 0, {.max_record_bytes = options_.max_record_bytes,
                                                          .limit_rows = limit_rows_,
                                                          .stop = stop_}));
    }
    auto chunk = std::make_shared<Chunk>();
    LAUTER_TRY(chunks_->next(*chunk));
    chunk_ = std::move(chunk);
    if (chunk_->last) chunks_.reset();
    rows_.emplace(file_, *chunk_, options_);
  }
}

}  // namespace lauter
