#include "scan/shape.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/check.h"
#include "base/work.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxSteps = 20000;
constexpr size_t kMaxStack = 256;

ByteSets::Members members_of(const ByteSet& set) {
  struct Kinds {
    ByteSet digits, letters;
    std::array<ByteSet, kFollowEnd> others;
  };
  static const Kinds kKinds = [] {
    Kinds kinds;
    for (int c = 0; c < 256; ++c) {
      const auto byte = static_cast<char>(static_cast<uint8_t>(c));
      ByteSet& kind = is_ascii_digit(byte)   ? kinds.digits
                      : is_ascii_alpha(byte) ? kinds.letters
                                             : kinds.others[static_cast<size_t>(follow_class(byte))];
      kind.set(static_cast<size_t>(c));
    }
    return kinds;
  }();
  ByteSets::Members members{(set & kKinds.digits).any(), (set & kKinds.letters).any()};
  for (size_t i = 0; i < kKinds.others.size(); ++i) {
    if ((set & kKinds.others[i]).any()) members.others |= static_cast<uint16_t>(1U << i);
  }
  return members;
}

}  // namespace

uint16_t ByteSets::add(const ByteSet& set) {
  const auto [entry, fresh] = indices_.emplace(set, static_cast<uint16_t>(sets_.size()));
  if (fresh) {
    LAUTER_CHECK(sets_.size() < 0xFFFF, "fewer than 65535 byte classes");
    sets_.push_back(set);
    members_.push_back(members_of(set));
  }
  return entry->second;
}

size_t Shape::match(std::string_view text, size_t pos) const {
  uint64_t work = 0;
  const size_t length = match(text, pos, work);
  WorkBudget::take(work);
  return length;
}

namespace {

/// Where the at most `most` bytes of `set` from `at` end.
inline size_t end_of_run(std::string_view text, const ByteSet& set, size_t at, size_t most) {
  const size_t limit = std::min(text.size(), at + most);
  while (at < limit && set[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

}  // namespace

size_t Shape::match(std::string_view text, size_t pos, uint64_t& work) const {
  // A stacked choice: resume at op `pc` with the end anywhere from `at` down to `lowest`.
  struct Choice {
    uint32_t pc;
    size_t at, lowest;
  };
  if (pos >= text.size() || !first_[static_cast<unsigned char>(text[pos])]) return npos;
  std::array<Choice, kMaxStack> stack;
  size_t depth = 0;
  uint32_t pc = 0;
  size_t at = pos;
  const Op* const ops = ops_.data();
  const ByteSet* const sets = sets_->data();
  size_t inside = npos;  // length of the first match, if it ends inside a word
  for (size_t steps = 0; steps < kMaxSteps; ++steps) {
    ++work;
    const Op& op = ops[pc];
    bool failed = false;
    switch (op.kind) {
      case Op::kByte:
        failed = at >= text.size() || !sets[op.set][static_cast<unsigned char>(text[at])];
        ++at;
        ++pc;
        break;
      case Op::kRun: {
        const size_t end = end_of_run(text, sets[op.set], at, op.y);
        work += (end - at) / 2;
        const size_t lowest = at + op.x;
        failed = end < lowest;
        if (failed) break;
        if (end > lowest && !op.whole) {
          if (depth == kMaxStack) return inside;
          stack[depth++] = {pc + 1, end - 1, lowest};
        }
        at = end;
        ++pc;
        break;
      }
      case Op::kSplit: {
        // At the end of the text only a way that needs no byte goes on; its class holds them all.
        const ByteSet& next_set = sets[op.set];
        const ByteSet& other_set = sets[op.y];
        const bool more = at < text.size();
        const size_t byte = more ? static_cast<unsigned char>(text[at]) : 0;
        const bool first = more ? next_set[byte] : next_set.all();
        const bool second = more ? other_set[byte] : other_set.all();
        failed = !first && !second;
        if (failed) break;
        if (first && second) {
          if (depth == kMaxStack) return inside;
          stack[depth++] = {op.x, at, at};
        }
        pc = first ? pc + 1 : op.x;
        break;
      }
      case Op::kJump:
        pc = op.x;
        break;
      case Op::kAccept:
        failed = true;
        if (at == pos) break;
        if (at >= text.size() || !is_ascii_alnum(text[at]) || !is_ascii_alnum(text[at - 1])) return at - pos;
        if (inside == npos) inside = at - pos;
        break;
    }
    if (failed) {
      if (depth == 0) return inside;
      Choice& top = stack[depth - 1];
      pc = top.pc;
      at = top.at;
      if (top.at == top.lowest)
        --depth;
      else
        --top.at;
    }
  }
  return inside;
}

std::vector<ByteSet> Shape::prefix(size_t depth) const {
  // The ops that a match may be at after i bytes, with the bytes that it holds of a run so far.
  const size_t counts = depth + 1;
  std::vector<bool> seen;
  std::vector<std::pair<uint32_t, size_t>> now, next;
  std::vector<ByteSet> sets(depth);
  const auto reach = [&](auto&& self, size_t pc, size_t count) -> void {
    if (seen[pc * counts + count]) return;
    seen[pc * counts + count] = true;
    const Op& op = ops_[pc];
    if (op.kind == Op::kJump || op.kind == Op::kSplit) {
      if (op.kind == Op::kSplit) self(self, pc + 1, 0);
      self(self, op.x, 0);
      return;
    }
    next.emplace_back(static_cast<uint32_t>(pc), count);
    if (op.kind == Op::kRun && count >= op.x) self(self, pc + 1, 0);
  };
  seen.assign(ops_.size() * counts, false);
  reach(reach, 0, 0);
  for (size_t i = 0; i < depth; ++i) {
    now.swap(next);
    next.clear();
    seen.assign(ops_.size() * counts, false);
    for (const auto& [pc, count] : now) {
      const Op& op = ops_[pc];
      if (op.kind == Op::kAccept) {
        for (size_t k = i; k < depth; ++k) sets[k].set();
        return sets;
      }
      if (count == op.y) continue;
      sets[i] |= sets_->data()[op.set];
      reach(reach, op.kind == Op::kByte ? pc + 1U : pc, op.kind == Op::kByte ? 0 : count + 1);
    }
  }
  return sets;
}

}  // namespace lauter::scan
