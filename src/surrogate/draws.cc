#include "surrogate/draws.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/stop.h"
#include "catalog/by_category.h"
#include "surrogate/guard.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "text/ascii.h"
#include "text/string_set.h"
#include "text/value_begins.h"

namespace lauter::surrogate {
namespace {

constexpr uint32_t kMaxDraws = 64;
/// Where so many values of a category have drawn in vain, its forms are as good as used up: the others draw a few times only.
constexpr uint32_t kSpent = 64;
constexpr uint32_t kFewDraws = 4;
constexpr int kMaxAdded = 64;
constexpr uint64_t kMakingSteps = 700;  // of WorkBudget: measured, beside the judge's tokens

bool is_closed(Category category) {
  using enum Category;
  static constexpr SomeCategories kClosed{
      kAge, kGender, kSexualOrientation, kNationality, kEthnicity, kReligion, kPoliticalView,
      kMaritalStatus, kNativeLanguage, kImmigrationStatus, kBloodType, kMedicalCondition,
      kMedication, kJobTitle, kPhysicalTrait, kCreditScore, kAcademicRecord, kPin,
      kCardSecurityCode};
  return kClosed.has(category);
}

/// Whether text[at..at + size), which is not empty, is apart from longer words.
bool stands_apart(std::string_view text, size_t at, size_t size) {
  const auto in_word = [](char c) { return is_ascii_alnum(c) || !is_ascii(c); };
  const size_t end = at + size;
  return !(is_ascii_alnum(text[at]) && at > 0 && in_word(text[at - 1])) &&
         !(is_ascii_alnum(text[end - 1]) && end < text.size() && in_word(text[end]));
}

/// For each of `candidates`, whether it stands in the text.
std::vector<bool> held_by(std::string_view text, const StringSet& candidates, DrawCost& cost) {
  std::vector<bool> held(candidates.size());
  size_t left = held.size();
  ++cost.passes;
  const size_t compared = cost.compared;
  const auto look = [&](size_t at) {
    cost.compared += candidates.match(text, at, [&](size_t i) {
      if (held[i] || !stands_apart(text, at, candidates[i].size())) return;
      held[i] = true;
      --left;
    });
    return left > 0;
  };
  bool visible = true;
  BeginKinds kinds = 0;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const BeginKinds kind = begin_kind(candidates[i].front());
    visible &= kind != 0;
    kinds |= kind;
  }
  if (visible) {
    each_value_begin(text, kinds, look);
  } else {  // a value that was found with a blank before it
    for (size_t at = 0; at < text.size() && look(at);) ++at;
  }
  WorkBudget::take(text.size() + 10 * (cost.compared - compared));
  return held;
}

}  // namespace

std::vector<bool> standing_in(std::string_view text, std::span<const std::string_view> values) {
  const StringSet set({values.begin(), values.end()});
  DrawCost cost;
  const std::vector<bool> held = held_by(text, set, cost);
  std::vector<bool> out;
  for (const std::string_view value : values) out.push_back(held[set.index_of(value)]);
  return out;
}

Draw::Draw(const Request& request)
    : request_(request),
      maker_(maker_of(request.category)),
      real_(is_guarded(request.category) ? request.world.real : nullptr),
      own_(folded(request.value)) {}

void Draw::must_differ() { must_differ_ = !is_closed(request_.category); }

std::optional<std::string> Draw::next(uint32_t& spent) {
  const Guard& guard = request_.document.guard;
  const uint32_t most = spent < kSpent ? kMaxDraws : kFewDraws;
  while (request_.attempt < most) {
    request_.traced = request_.attempt == 0 ? &origin_ : nullptr;
    WorkBudget::take(kMakingSteps);
    std::string candidate = maker_(request_);
    ++request_.attempt;
    if (candidate.empty() || candidate == request_.value) continue;
    const std::string key = folded(candidate);
    if (key == own_ && !own_.empty()) continue;
    if (rank_ < 1) fallback_ = candidate, rank_ = 1;
    const bool is_mentioned = guard.is_mentioned_folded(key);
    if (!is_mentioned && rank_ < 2) fallback_ = candidate, rank_ = 2;
    if (real_ != nullptr) {
      const bool is_real = is_mentioned || real_->may_have_folded(key);
      open_ += is_real ? 1 : -1;
      if (!is_real && rank_ < 3) fallback_ = candidate, rank_ = 3;
      if (is_real || open_ > 0) continue;
    }
    if (is_mentioned) continue;
    return candidate;
  }
  spent += request_.attempt == kMaxDraws ? 1 : 0;
  request_.attempt = kMaxDraws + 1;
  // Small vocabularies may be exhausted: then a draw that is no real value, then one that is not
  // mentioned, then one that is not the value itself.
  const int best = real_ == nullptr ? 2 : 3;
  if ((rank_ == best && !must_differ_) || (rank_ > 0 && is_closed(request_.category)))
    return std::nullopt;
  return extended();
}

bool Draw::is_real(const std::string& candidate) const {
  return request_.document.guard.is_mentioned(candidate) ||
         (real_ != nullptr && real_->may_have(candidate));
}

/// Nothing of the form is free: longer ones, which no value of the document can equal, for it would
/// have to contain itself and more.
std::optional<std::string> Draw::extended() {
  const bool digits = !own_.empty() && own_.find_first_not_of("0123456789") == std::string::npos;
  const auto add = [&] {
    fallback_.push_back(draw_from(*letters_, digits ? kDecimalDigits : kLowerLetters));
    ++added_;
  };
  if (letters_ && added_ < kMaxAdded) {
    add();
  } else if (!letters_) {
    if (rank_ == 0) fallback_ = digits ? "0" : "x";
    letters_ = random_for(request_, "last", own_);
    if (must_differ_) add();
  }
  while (added_ < kMaxAdded &&
         (fallback_ == request_.value || is_real(fallback_))) {
    add();
  }
  if (added_ == kMaxAdded) return std::nullopt;
  return fallback_;
}

std::vector<std::string> settle(std::span<Draw> draws, std::string_view text, DrawCost* cost) {
  struct Open {
    size_t draw;
    std::vector<std::string> proposals;
    bool settled = false;
  };
  DrawCost unused;
  std::vector<std::string> settled(draws.size());
  // A stand-in, folded: the first draw that has it.
  std::unordered_map<std::string, size_t> taken;
  const auto is_open_to = [&](size_t by, size_t i) {
    if (draws[by].own() == draws[i].own() || draws[by].origin() == draws[i].origin()) return true;
    draws[i].must_differ();
    return false;
  };
  std::array<uint32_t, kCategoryCount> spent{};
  std::vector<Open> open;
  open.reserve(draws.size());
  for (size_t i = 0; i < draws.size(); ++i) open.push_back({.draw = i, .proposals = {}});
  for (size_t batch = 1; !open.empty() && !GiveUpScope::is_over(); batch *= 2) {
    std::vector<std::string_view> candidates;
    std::erase_if(open, [&](Open& value) {
      if (GiveUpScope::is_over()) return true;
      value.proposals.clear();
      while (value.proposals.size() < batch) {
        std::optional<std::string> next = draws[value.draw].next(spent[static_cast<size_t>(draws[value.draw].category())]);
        if (!next) break;
        const auto by = taken.find(folded(*next));
        if (by != taken.end() && !is_open_to(by->second, value.draw)) continue;
        value.proposals.push_back(std::move(*next));
      }
      if (value.proposals.empty()) settled[value.draw] = draws[value.draw].last_resort();
      return value.proposals.empty();
    });
    for (const Open& value : open) {
      candidates.insert(candidates.end(), value.proposals.begin(), value.proposals.end());
    }
    const StringSet set(std::move(candidates));
    const std::vector<bool> held = held_by(text, set, cost == nullptr ? unused : *cost);
    for (Open& value : open) {
      if (GiveUpScope::is_over()) break;
      for (const std::string& proposal : value.proposals) {
        if (held[set.index_of(proposal)]) continue;
        const size_t by = taken.try_emplace(folded(proposal), value.draw).first->second;
        value.settled = by == value.draw || is_open_to(by, value.draw);
        if (!value.settled) continue;
        settled[value.draw] = proposal;
        break;
      }
    }
    // Only now: the set looks at the proposals' bytes.
    std::erase_if(open, [](const Open& value) { return value.settled; });
  }
  return settled;
}

}  // namespace lauter::surrogate
