#include "refine/verify/verify_shapes.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <numeric>
#include <string>

#include "base/sorted_spans.h"
#include "base/stop.h"
#include "known/verify_shapes.h"
#include "refine/verify/shape_rules.h"
#include "refine/verify/verify_check.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr size_t kSigns = 4;
constexpr uint64_t kStretch = 2048;  // windows longer than this are searched in pieces
constexpr uint64_t kOverlap = 256;   // and pieces overlap by the longest value
constexpr uint64_t kMatchSteps = 500;  // of a search that ends at once

RE2::Options options() {
  RE2::Options o(RE2::Latin1);
  o.set_log_errors(false);
  o.set_max_mem(int64_t{32} << 20);
  return o;
}

std::string_view line_before(std::string_view text, uint64_t at) {
  std::string_view before = text.substr(at < 48 ? 0 : at - 48, std::min<uint64_t>(at, 48));
  const size_t newline = before.rfind('\n');
  return newline == std::string_view::npos ? before : before.substr(newline + 1);
}
std::string_view line_after(std::string_view text, uint64_t at) {
  const std::string_view after = text.substr(at, 48);
  return after.substr(0, after.find('\n'));
}

/// A shape and its pattern, compiled at the first use.
class LazyShape {
 public:
  explicit LazyShape(const ShapeRule& shape) : shape_(shape) {}

  const ShapeRule& shape() const { return shape_; }
  const RE2& pattern() const {
    std::call_once(compiled_, [&] { pattern_ = std::make_unique<RE2>(shape_.pattern, options()); });
    return *pattern_;
  }

 private:
  const ShapeRule& shape_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<RE2> pattern_;
};

/// The shapes behind one sign, with a set that says in one pass which of them may be there,
/// compiled at the first use too.
class SignGroup {
 public:
  void add(const ShapeRule& shape) { shapes_.push_back(std::make_unique<LazyShape>(shape)); }

  const std::vector<std::unique_ptr<LazyShape>>& shapes() const { return shapes_; }

  /// Fills `which` with the indices of shapes that may stand in `text`.
  void candidates_in(std::string_view text, std::vector<int>& which) const {
    std::call_once(compiled_, [&] { compile(); });
    RE2::Set::ErrorInfo error{};
    if (set_ == nullptr ||
        (!set_->Match(re2::StringPiece(text.data(), text.size()), &which, &error) &&
         error.kind != RE2::Set::kNoError)) {
      // The set does not fit into its memory: ask every shape.
      which.resize(shapes_.size());
      std::iota(which.begin(), which.end(), 0);
    }
  }

 private:
  void compile() const {
    set_ = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
    for (const auto& shape : shapes_) set_->Add(shape->shape().pattern, nullptr);
    if (!set_->Compile()) set_ = nullptr;
  }

  std::vector<std::unique_ptr<LazyShape>> shapes_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<RE2::Set> set_;
};

}  // namespace

struct ShapeTable::Impl {
  std::array<SignGroup, kSigns> groups;
  bool armour = false;

  void search_piece(const SignGroup& group, std::string_view text, ByteSpan piece,
                    std::span<const ByteSpan> code, std::vector<Finding>& findings,
                    size_t limit) const {
    WorkBudget::take(kMatchSteps + 4 * piece.size());
    std::vector<int> which;
    group.candidates_in(piece.of(text), which);
    for (const int i : which) {
      search_shape(*group.shapes()[static_cast<size_t>(i)], text, piece, code, findings, limit);
    }
  }

  void search_shape(const LazyShape& lazy, std::string_view text, ByteSpan piece,
                    std::span<const ByteSpan> code, std::vector<Finding>& findings,
                    size_t limit) const {
    const ShapeRule& shape = lazy.shape();
    const RE2& pattern = lazy.pattern();
    const re2::StringPiece whole(text.data(), text.size());
    re2::StringPiece parts[2];
    uint64_t at = piece.begin;
    while (at < piece.end && findings.size() < limit &&
           pattern.Match(whole, at, piece.end, RE2::UNANCHORED, parts, 2)) {
      WorkBudget::take(kMatchSteps + (piece.end - at));
      const auto begin = static_cast<uint64_t>(parts[1].data() - text.data());
      const uint64_t end = begin + parts[1].size();
      const ShapeMatch candidate{text.substr(begin, end - begin), line_before(text, begin),
                                line_after(text, end), is_covered(code, {begin, end})};
      if (shape.accept == nullptr || shape.accept(candidate)) {
        findings.push_back({{begin, end}, shape.category});
        at = end;
      } else {
        // What a refused value hides may begin inside it: 12 4111 1111 1111 1111.
        const size_t next = candidate.value.find_first_of(" -.", 1);
        at = next == std::string_view::npos ? end : begin + next;
      }
    }
  }

  /// A private key from its armour's BEGIN to its END, or as far as the body goes.
  void search_armour(std::string_view text, ByteSpan window, std::vector<Finding>& findings) const {
    constexpr size_t kMaxKey = 16384;
    const std::string_view key = text.substr(window.begin, kMaxKey);
    const size_t header = key.substr(0, 80).find("PRIVATE KEY");
    const size_t dashes = header == std::string_view::npos ? header : key.find("-----", header);
    if (dashes == std::string_view::npos || dashes > header + 17) return;
    const size_t body = dashes + 5;
    size_t end = key.find("-----END", body);
    end = end == std::string_view::npos ? key.find("\n\n", body) : key.find("-----", end + 8);
    end = end == std::string_view::npos ? key.size() : std::min(key.size(), end + 5);
    const std::string_view inside = key.substr(body, end - body);
    const auto letters = std::count_if(inside.begin(), inside.end(), is_ascii_alnum);
    if (letters < 40 || is_placeholder(inside.substr(0, 200))) return;
    findings.push_back({{window.begin, window.begin + end}, Category::kPrivateKey});
  }
};

ShapeTable::ShapeTable(const std::bitset<kCategoryCount>& enabled) {
  auto impl = std::make_unique<Impl>();
  impl->armour = enabled[static_cast<size_t>(Category::kPrivateKey)];
  for (const ShapeRule& shape : shape_rules()) {
    if (!enabled[static_cast<size_t>(shape.category)]) continue;
    impl->groups[static_cast<size_t>(shape.sign)].add(shape);
  }
  impl_ = std::move(impl);
}
ShapeTable::ShapeTable(ShapeTable&&) noexcept = default;
ShapeTable& ShapeTable::operator=(ShapeTable&&) noexcept = default;
ShapeTable::~ShapeTable() = default;

std::string ShapeTable::compile_all() const {
  for (const SignGroup& group : impl_->groups) {
    for (const auto& shape : group.shapes()) {
      if (!shape->pattern().ok()) return shape->pattern().error();
    }
  }
  return {};
}

void ShapeTable::search(std::string_view text, GateWindows& windows, std::span<const ByteSpan> code,
                        std::vector<Finding>& findings, size_t limit) const {
  const std::array<const std::vector<ByteSpan>*, kSigns> by_sign = {
      &windows.mail, &windows.digits, &windows.tokens, &windows.labels};
  for (size_t sign = 0; sign < kSigns; ++sign) {
    const SignGroup& group = impl_->groups[sign];
    if (group.shapes().empty()) continue;
    for (const ByteSpan& window : *by_sign[sign]) {
      if (GiveUpScope::is_over()) return;
      for (uint64_t at = window.begin; at < window.end; at += kStretch) {
        const ByteSpan piece = {at, std::min(window.end, at + kStretch + kOverlap)};
        impl_->search_piece(group, text, piece, code, findings, limit);
        if (piece.end == window.end) break;
      }
    }
  }
  if (impl_->armour) {
    for (const ByteSpan& window : windows.armour) {
      if (GiveUpScope::is_over()) return;
      WorkBudget::take(window.size() + 4000);
      impl_->search_armour(text, window, findings);
    }
  }
}

}  // namespace lauter::internal
