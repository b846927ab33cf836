#include "run/sampler.h"

#include <algorithm>

#include "base/hash.h"
#include "text/printable.h"

namespace lauter {
namespace {

constexpr size_t kMaxEdits = 8;           // of one sample
constexpr uint64_t kContextBytes = 70;    // on either side of an edit
constexpr uint64_t kMaxValueBytes = 200;  // of a replacement or a shown value

/// The nearest character boundary at or before `offset`.
uint64_t floor_boundary(std::string_view text, uint64_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) --offset;
  return offset;
}

std::string shortened(std::string_view text) {
  if (text.size() <= kMaxValueBytes) return std::string(text);
  return std::string(text.substr(0, floor_boundary(text, kMaxValueBytes))) + "...";
}

}  // namespace

uint64_t sample_rank(uint64_t seed, std::string_view file, uint64_t row, std::string_view id) {
  return hash64(id, hash64(file, row ^ seed));
}

Sample make_sample(uint64_t rank, std::string_view file, uint64_t row, std::string_view id,
                   std::string_view original, const EditProgram& program, bool show_values) {
  Sample sample{.rank = rank, .id = std::string(id), .file = escape_name(file), .row = row};
  const auto add_text = [&](uint64_t begin, uint64_t end) {
    if (begin == end) return;
    sample.pieces.push_back({.text = std::string(original.substr(begin, end - begin))});
  };
  const auto add_gap = [&] { sample.pieces.push_back({.kind = SamplePiece::Kind::kGap}); };

  uint64_t at = 0;
  const size_t n = std::min(kMaxEdits, program.edits.size());
  for (size_t i = 0; i < n; ++i) {
    const Edit& edit = program.edits[i];
    uint64_t from = edit.span.begin > kContextBytes ? edit.span.begin - kContextBytes : 0;
    from = floor_boundary(original, from);
    if (from > at) {
      if (i > 0) {
        const uint64_t tail = floor_boundary(original, std::min(at + kContextBytes, from));
        add_text(at, tail);
        if (tail < from) add_gap();
      } else {
        add_gap();
      }
      at = from;
    }
    add_text(at, edit.span.begin);
    sample.pieces.push_back({.kind = SamplePiece::Kind::kEdit,
                             .text = shortened(edit.with),
                             .was = show_values ? shortened(edit.span.of(original)) : "",
                             .was_bytes = edit.span.size(),
                             .label = edit.cause.label,
                             .rule = edit.cause.rule,
                             .score = edit.cause.score});
    at = edit.span.end;
  }
  uint64_t end = std::min<uint64_t>(at + kContextBytes, original.size());
  if (n < program.edits.size()) end = std::min(end, program.edits[n].span.begin);
  end = floor_boundary(original, end);
  add_text(at, end);
  if (end < original.size()) add_gap();
  return sample;
}

void SampleSet::add(Sample sample) {
  if (!wants(sample.rank)) return;
  const auto at =
      std::upper_bound(samples_.begin(), samples_.end(), sample.rank,
                       [](uint64_t rank, const Sample& other) { return rank < other.rank; });
  samples_.insert(at, std::move(sample));
  if (samples_.size() > kReportSamples) samples_.pop_back();
}

}  // namespace lauter
