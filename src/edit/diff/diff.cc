#include "edit/diff/diff.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "edit/diff/bit_lcs.h"
#include "edit/diff/embed.h"
#include "edit/diff/landmarks.h"
#include "edit/diff/midpoint.h"
#include "edit/diff/slide.h"
#include "edit/diff/units.h"

namespace lauter {
namespace {

constexpr size_t kMaxTextBytes = size_t{1} << 30;

/// Lengths of the common passages of the fallback: rare ones first, shorter ones between them.
constexpr size_t kPassageUnits[] = {32, 12};

}  // namespace

class Differ::Impl {
 public:
  explicit Impl(DiffOptions options) : options_(options) {}

  Diff diff(std::string_view raw, std::string_view refined) {
    Diff result;
    if (raw.size() > kMaxTextBytes || refined.size() > kMaxTextBytes) {
      result.runs = {{{0, raw.size()}, {0, refined.size()}}};
      result.stats.unproven_cost = 1;
      return result;
    }
    read(raw, refined);
    stats_ = {};
    runs_.clear();
    StepBudget budget(options_.max_steps);
    diff_all(budget);
    join_touching();
    slide_runs(raw_.units(), refined_.units(), runs_);
    for (const UnitRun& run : runs_) {
      stats_.deleted_chars += run.a_end - run.a_begin;
      stats_.inserted_chars += run.b_end - run.b_begin;
    }
    result.runs = runs_in_bytes();
    result.stats = stats_;
    return result;
  }

  std::vector<DiffRun> slide(std::string_view raw, std::string_view refined,
                             const std::vector<DiffRun>& runs) {
    if (raw.size() > kMaxTextBytes || refined.size() > kMaxTextBytes) return runs;
    read(raw, refined);
    runs_.clear();
    for (const DiffRun& run : runs) {
      runs_.push_back({raw_.index(run.raw.begin), raw_.index(run.raw.end),
                       refined_.index(run.refined.begin), refined_.index(run.refined.end)});
    }
    slide_runs(raw_.units(), refined_.units(), runs_);
    return runs_in_bytes();
  }

 private:
  /// A part of both texts that stands for itself. `passage`: the length of landmarks it may be cut
  /// at, as an index, once the budget is spent.
  struct Part {
    size_t a_begin;
    size_t a_end;
    size_t b_begin;
    size_t b_end;
    size_t passage = 0;
  };

  void read(std::string_view raw, std::string_view refined) {
    raw_.assign(raw);
    refined_.assign(refined);
  }

  Units units_of_a(const Part& part) const {
    return raw_.units().subspan(part.a_begin, part.a_end - part.a_begin);
  }
  Units units_of_b(const Part& part) const {
    return refined_.units().subspan(part.b_begin, part.b_end - part.b_begin);
  }

  /// Parts are solved in the order of the text; a cut puts its second half back on the stack.
  void diff_all(StepBudget& budget) {
    std::vector<Part> todo = {{0, raw_.units().size(), 0, refined_.units().size()}};
    bool in_fallback = false;
    while (!todo.empty()) {
      Part part = todo.back();
      todo.pop_back();
      trim(part);
      if (solve_directly(part, budget)) continue;
      if (const auto point = finder_.find(units_of_a(part), units_of_b(part), budget)) {
        ++stats_.unproven_runs;
        const size_t a = part.a_begin + point->a;
        const size_t b = part.b_begin + point->b;
        todo.push_back({a, part.a_end, b, part.b_end, part.passage});
        todo.push_back({part.a_begin, a, part.b_begin, b, part.passage});
        continue;
      }
      if (!std::exchange(in_fallback, true)) budget = StepBudget(options_.max_steps);
      ++stats_.unproven_cost;
      cut_at_landmarks(part, todo);
    }
  }

  /// Equal ends belong to a shortest path of fewest runs: a path that matches the first unit with a
  /// later one can be moved onto the first, and one that does not use it is not shortest.
  void trim(Part& part) const {
    const size_t prefix = common_prefix(units_of_a(part), units_of_b(part));
    part.a_begin += prefix;
    part.b_begin += prefix;
    const size_t suffix = common_suffix(units_of_a(part), units_of_b(part));
    part.a_end -= suffix;
    part.b_end -= suffix;
  }

  bool solve_directly(const Part& part, StepBudget& budget) {
    const Units a = units_of_a(part);
    const Units b = units_of_b(part);
    const size_t first = runs_.size();
    const bool longer = a.size() >= b.size();
    const bool solved = longer ? embedder_.embed(a, b, budget, runs_, stats_.unproven_runs)
                               : embedder_.embed(b, a, budget, runs_, stats_.unproven_runs);
    if (solved && !longer) {
      for (size_t i = first; i < runs_.size(); ++i) {
        std::swap(runs_[i].a_begin, runs_[i].b_begin);
        std::swap(runs_[i].a_end, runs_[i].b_end);
      }
    }
    if (!solved) {
      const uint64_t steps = BitLcs::table_steps(a.size(), b.size());
      if (BitLcs::table_bits(a.size(), b.size()) > options_.max_table_bits || !budget.has(steps)) {
        return false;
      }
      budget.take(steps);
      bit_lcs_.diff(a, b, runs_, stats_.unproven_runs);
    }
    for (size_t i = first; i < runs_.size(); ++i) {
      runs_[i].a_begin += part.a_begin;
      runs_[i].a_end += part.a_begin;
      runs_[i].b_begin += part.b_begin;
      runs_[i].b_end += part.b_begin;
    }
    return true;
  }

  /// The parts between landmarks; without any, one run for all of it.
  void cut_at_landmarks(const Part& part, std::vector<Part>& todo) {
    std::vector<Part> parts;
    size_t passage = part.passage;
    for (; parts.empty() && passage < std::size(kPassageUnits); ++passage) {
      Part rest = part;
      rest.passage = passage + 1;
      for (const Landmark& mark :
           find_landmarks(units_of_a(part), units_of_b(part), kPassageUnits[passage])) {
        const size_t a = part.a_begin + mark.a;
        const size_t b = part.b_begin + mark.b;
        if (a < rest.a_begin || b < rest.b_begin) continue;  // inside the passage before it
        Part before = rest;
        before.a_end = a;
        before.b_end = b;
        parts.push_back(before);
        rest.a_begin = a + kPassageUnits[passage];
        rest.b_begin = b + kPassageUnits[passage];
      }
      if (!parts.empty()) parts.push_back(rest);
    }
    if (parts.empty()) {
      runs_.push_back({part.a_begin, part.a_end, part.b_begin, part.b_end});
    } else {
      todo.insert(todo.end(), parts.rbegin(), parts.rend());
    }
  }

  /// Runs on both sides of a cut are one.
  void join_touching() {
    size_t kept = 0;
    for (const UnitRun& run : runs_) {
      if (kept > 0 && runs_[kept - 1].a_end == run.a_begin &&
          runs_[kept - 1].b_end == run.b_begin) {
        runs_[kept - 1].a_end = run.a_end;
        runs_[kept - 1].b_end = run.b_end;
      } else {
        runs_[kept++] = run;
      }
    }
    runs_.resize(kept);
  }

  std::vector<DiffRun> runs_in_bytes() const {
    std::vector<DiffRun> runs;
    runs.reserve(runs_.size());
    for (const UnitRun& run : runs_) {
      runs.push_back({{raw_.offset(run.a_begin), raw_.offset(run.a_end)},
                      {refined_.offset(run.b_begin), refined_.offset(run.b_end)}});
    }
    return runs;
  }

  DiffOptions options_;
  UnitText raw_;
  UnitText refined_;
  Embedder embedder_;
  BitLcs bit_lcs_;
  MidpointFinder finder_;
  std::vector<UnitRun> runs_;
  DiffStats stats_;
};

Differ::Differ(DiffOptions options) : impl_(std::make_unique<Impl>(options)) {}
Differ::Differ(Differ&&) noexcept = default;
Differ& Differ::operator=(Differ&&) noexcept = default;
Differ::~Differ() = default;

Diff Differ::diff(std::string_view raw, std::string_view refined) {
  return impl_->diff(raw, refined);
}

std::vector<DiffRun> Differ::slide(std::string_view raw, std::string_view refined,
                                   const std::vector<DiffRun>& runs) {
  return impl_->slide(raw, refined, runs);
}

}  // namespace lauter
