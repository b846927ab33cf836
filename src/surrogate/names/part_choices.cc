#include "surrogate/names/part_choices.h"

#include "base/hash.h"
#include "surrogate/draws.h"
#include "surrogate/guard.h"
#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

constexpr uint32_t kMaxCandidates = 24;
constexpr int kMaxPasses = 4;  ///< over the text

uint64_t hash_of(const NamedPart& part) { return hash64(part.key, part.is_family() ? 1 : 2); }

}  // namespace

void PartChoices::note(const NamedPart& part) {
  const uint64_t hash = hash_of(part);
  if (place_of_.try_emplace(hash, noted_.size()).second) noted_.push_back({part, hash});
}

void PartChoices::set_lone(const NamedPart& part) {
  noted_[place_of_.at(hash_of(part))].is_lone = true;
}

bool PartChoices::is_free(const Guard& guard, const NamedPart& part, uint64_t hash,
                          std::string_view candidate) const {
  const std::string word = folded(candidate);
  const uint64_t word_hash = hash64(word);
  if (word == part.key || guard.has_part(word_hash) || guard.is_mentioned_folded(word)) {
    return false;
  }
  const auto taken = taken_.find(word_hash);
  return taken == taken_.end() || taken->second == hash;
}

void PartChoices::take_next(const World& world, const Guard& guard, Noted& noted, uint32_t from) {
  noted.choice = from;
  for (uint32_t n = from; n < from + kMaxCandidates; ++n) {
    noted.candidate = part_candidate(world, noted.part, n);
    if (noted.candidate.empty()) return;
    if (!is_free(guard, noted.part, noted.hash, noted.candidate)) continue;
    noted.choice = n;
    taken_.emplace(hash64(folded(noted.candidate)), noted.hash);
    return;
  }
  noted.candidate = part_candidate(world, noted.part, from);
}

void PartChoices::settle(const World& world, const Guard& guard, std::string_view text) {
  std::vector<size_t> open;
  for (size_t i = 0; i < noted_.size(); ++i) {
    take_next(world, guard, noted_[i], 0);
    if (noted_[i].is_lone && !noted_[i].candidate.empty()) open.push_back(i);
  }
  for (int pass = 0; pass < kMaxPasses && !open.empty(); ++pass) {
    std::vector<std::string_view> candidates;
    for (const size_t i : open) candidates.push_back(noted_[i].candidate);
    const std::vector<bool> held = standing_in(text, candidates);
    std::vector<size_t> refused;
    for (size_t i = 0; i < open.size(); ++i) {
      if (held[i]) refused.push_back(open[i]);
    }
    for (const size_t i : refused) take_next(world, guard, noted_[i], noted_[i].choice + 1);
    open = std::move(refused);
  }
}

void PartChoices::pass_over(const World& world, const Guard& guard, const NamedPart& part) {
  Noted& noted = noted_[place_of_.at(hash_of(part))];
  take_next(world, guard, noted, noted.choice + 1);
}

std::string PartChoices::of(const World& world, const Guard& guard, const NamedPart& part,
                            uint32_t attempt) const {
  const uint64_t hash = hash_of(part);
  if (const auto place = place_of_.find(hash); place != place_of_.end()) {
    const Noted& noted = noted_[place->second];
    return attempt == 0 ? noted.candidate : part_candidate(world, part, noted.choice + attempt);
  }
  for (uint32_t n = attempt; n < attempt + kMaxCandidates; ++n) {
    std::string candidate = part_candidate(world, part, n);
    if (candidate.empty() || is_free(guard, part, hash, candidate)) return candidate;
  }
  return part_candidate(world, part, attempt);
}

}  // namespace lauter::surrogate
