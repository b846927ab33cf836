#include "surrogate/surrogate.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/check.h"
#include "base/stop.h"
#include "surrogate/draws.h"
#include "surrogate/guard.h"
#include "surrogate/maker.h"
#include "surrogate/names/entities.h"
#include "surrogate/names/initials.h"
#include "surrogate/names/person.h"
#include "surrogate/names/unicode.h"

namespace lauter {
namespace surrogate {

void trace(const Request& request, std::string_view normalised) {
  if (request.traced != nullptr) *request.traced += hash64(normalised) | 1;
}

KeyedRandom random_for(const Request& request, std::string_view family,
                       std::string_view normalised) {
  trace(request, normalised);
  // Long values (PEM blocks) enter by the digest itself; the family's length keeps the two apart.
  std::string message;
  message.reserve(family.size() + normalised.size() + 2);
  message.push_back(static_cast<char>(family.size()));
  message.append(family);
  message.append(normalised);
  Sha256Digest digest = request.world.hash.digest(message);
  if (request.attempt > 0) {
    uint64_t word = 0;
    std::memcpy(&word, digest.data(), 8);
    word += request.attempt * uint64_t{0x9E3779B97F4A7C15};
    std::memcpy(digest.data(), &word, 8);
  }
  return KeyedRandom(digest);
}

namespace {

/// A value of this size is taken as an opaque block; no category has longer ones.
constexpr size_t kLongestValue = 65536;

bool is_date(const Mention& mention) {
  return category_group(mention.category) == CategoryGroup::kDate;
}

/// What the dates of one document prove about 03/04/2021: all of them share an order.
DateOrder order_of_dates(std::string_view text, std::span<const Mention> mentions) {
  for (const Mention& mention : mentions) {
    if (!is_date(mention) || mention.span.size() > 64) continue;
    const DateOrder order = proven_order(mention.span.of(text));
    if (order != DateOrder::kUnknown) return order;
  }
  return DateOrder::kUnknown;
}

/// The document's shift of days: keyed, +-1 to 365, and the first of eight that sends no date of
/// the document onto another one (otherwise those dates are redrawn one by one and their distances
/// change).
int free_day_shift(const World& world, const KeyedHash& days, DocumentState document,
                   std::span<const Mention> mentions) {
  KeyedRandom random(days.digest(document.key));
  int first = 0;
  for (int i = 0; i < 8; ++i) {
    const int size = 1 + static_cast<int>(random.below(364));  // a year would keep day and month
    document.day_shift = random.below(2) == 0 ? size : -size;
    if (i == 0) first = document.day_shift;
    const bool taken = std::any_of(mentions.begin(), mentions.end(), [&](const Mention& mention) {
      if (!is_date(mention) || mention.span.empty() || mention.span.size() > 64) return false;
      const Request request{world, document, mention.category, mention.span.of(document.text)};
      return document.guard.is_mentioned(make_date(request));
    });
    if (!taken) return document.day_shift;
  }
  return first;
}

/// Full names that are real ones of the corpus get another last part, here and not when they are
/// drawn, so that mail addresses and the rest of the document follow.
void leave_real_names(const World& world, DocumentState& document,
                      std::span<const Mention> mentions) {
  constexpr int kPasses = 4;  // a new name of one person may be half of another's
  std::vector<NamedPart> noted;
  bool is_moved = true;
  for (int pass = 0; pass < kPasses && is_moved; ++pass) {
    is_moved = false;
    for (const Mention& mention : mentions) {
      if (mention.category != Category::kPerson || mention.span.end > document.text.size()) continue;
      const std::string_view value = mention.span.of(document.text);
      if (value.empty() || value.size() > 256 ||
          !is_utf8(value)) {
        continue;
      }
      const Request request{world, document, mention.category, value};
      if (!world.real->may_have(make_person(request))) continue;
      noted.clear();
      document.noted = &noted;
      make_person(request);
      document.noted = nullptr;
      if (noted.empty()) continue;
      document.parts.pass_over(world, document.guard, noted.back());
      is_moved = true;
    }
  }
}

/// The mentions, but one word means one thing in a document: what some full name of it is, or has
/// as a part, is that person's name wherever it is all of a value, whatever it was read as there.
std::vector<Mention> of_one_sense(std::string_view text, std::span<const Mention> mentions) {
  std::unordered_map<uint64_t, Category> name_of;
  const auto value_of = [&](const Mention& mention) {
    const bool fits = mention.span.end <= text.size() && mention.span.size() <= 256;
    const std::string_view value = fits ? mention.span.of(text) : std::string_view{};
    return is_utf8(value) ? value : std::string_view{};
  };
  for (const Mention& mention : mentions) {
    const std::string_view value = value_of(mention);
    const bool is_full = value.find(' ') != std::string_view::npos;
    if (mention.category != Category::kPerson || !is_full) continue;
    name_of.try_emplace(hash64(folded(value)), Category::kPerson);
    for (const NamePart& part : parts_of_name(value)) {
      if (part.role != NameRole::kGiven && part.role != NameRole::kFamily) continue;
      name_of.try_emplace(
          hash64(folded(value.substr(part.begin, part.end - part.begin))),
          part.role == NameRole::kGiven ? Category::kFirstName : Category::kLastName);
    }
  }
  std::vector<Mention> agreed(mentions.begin(), mentions.end());
  if (name_of.empty()) return agreed;
  for (Mention& mention : agreed) {
    const std::string_view value = value_of(mention);
    if (value.empty()) continue;
    const auto name = name_of.find(hash64(folded(value)));
    if (name != name_of.end()) mention.category = name->second;
  }
  return agreed;
}

/// Settles the parts of all names of the document, by making their stand-ins once for nothing.
void resolve_names(const World& world, DocumentState& document, std::span<const Mention> mentions) {
  std::vector<NamedPart> noted;
  document.noted = &noted;
  std::unordered_set<uint64_t> seen;
  for (const Mention& mention : mentions) {
    if (!is_person_like(mention.category) || mention.span.end > document.text.size()) continue;
    const std::string_view value = mention.span.of(document.text);
    if (value.empty() || value.size() > 256 || !is_utf8(value)) continue;
    if (!seen.insert(hash64(value, static_cast<uint64_t>(mention.category))).second) continue;
    noted.clear();
    maker_of(mention.category)(Request{world, document, mention.category, value});
    for (const NamedPart& part : noted) document.parts.note(part);
    if (noted.size() == 1) document.parts.set_lone(noted[0]);
  }
  document.noted = nullptr;
  document.parts.settle(world, document.guard, document.text);
  if (world.real != nullptr) leave_real_names(world, document, mentions);
}

}  // namespace
}  // namespace surrogate

struct SurrogateMaker::Impl {
  Impl(const SecretKey& key, SurrogateOptions o)
      : options(std::move(o)),
        values(key, "lauter stand-in"),
        days(key, "lauter day shift"),
        initials(values),
        names(values, initials) {}
  SurrogateOptions options;
  KeyedHash values;
  KeyedHash days;
  surrogate::Initials initials;
  surrogate::NameImages names;
};

SurrogateMaker::SurrogateMaker(const SecretKey& key, SurrogateOptions options)
    : impl_(std::make_unique<Impl>(key, std::move(options))) {}
SurrogateMaker::SurrogateMaker(SurrogateMaker&&) noexcept = default;
SurrogateMaker& SurrogateMaker::operator=(SurrogateMaker&&) noexcept = default;
SurrogateMaker::~SurrogateMaker() = default;

std::vector<std::string> SurrogateMaker::make(std::string_view text, std::string_view document_key,
                                              std::span<const Mention> as_found) const {
  using namespace surrogate;
  std::vector<std::string> out;
  out.reserve(as_found.size());
  if (as_found.empty()) return out;
  const std::vector<Mention> mentions = of_one_sense(text, as_found);
  const Guard guard(text, mentions);
  const RealValues* real = impl_->options.real_values.get();
  std::optional<KeyedHash> own;  // of a document with stand-ins of its own
  std::optional<Initials> own_initials;
  if (impl_->options.scope == StandInScope::kDocument) {
    const Sha256Digest key = impl_->values.digest("document " + std::string(document_key));
    own.emplace(SecretKey{std::string(key.begin(), key.end())}, "lauter stand-in");
    own_initials.emplace(*own);
  }
  const World world = own ? World{*own, *own_initials, nullptr, real}
                          : World{impl_->values, impl_->initials, &impl_->names, real};
  DocumentState document{text, document_key, guard};
  if (std::any_of(mentions.begin(), mentions.end(), is_date)) {
    document.date_order = order_of_dates(text, mentions);
    document.day_shift = free_day_shift(world, impl_->days, document, mentions);
  }
  resolve_names(world, document, mentions);
  if (GiveUpScope::is_over()) return std::vector<std::string>(mentions.size());
  // A stand-in depends on category and value alone, so each pair draws once.
  using Value = std::pair<Category, std::string_view>;
  const auto hash = [](const Value& value) {
    return hash64(value.second, static_cast<uint64_t>(value.first));
  };
  std::unordered_map<Value, size_t, decltype(hash)> draw_of(mentions.size(), hash);
  std::vector<Draw> draws;
  draws.reserve(mentions.size());
  std::deque<std::string> repaired;
  std::vector<std::pair<size_t, std::string_view>> coded;  // draws of values with entities
  std::vector<size_t> draw_of_mention;
  for (const Mention& mention : mentions) {
    LAUTER_CHECK(mention.span.begin <= mention.span.end && mention.span.end <= text.size(),
                 "a mention outside of its text");
    std::string_view value = mention.span.of(text);
    const auto [known, fresh] = draw_of.try_emplace({mention.category, value}, draws.size());
    draw_of_mention.push_back(known->second);
    if (value.empty() || !fresh) continue;
    if (!is_utf8(value)) value = repaired.emplace_back(repaired_utf8(value));
    if (std::optional<std::string> plain = without_entities(value)) {
      coded.emplace_back(draws.size(), value);
      value = repaired.emplace_back(std::move(*plain));
    }
    Request request{world, document, mention.category, value};
    if (value.size() > kLongestValue) {
      // A PEM block or a URL may be long; nothing that a person wrote by hand is.
      request.value = value.substr(0, 256);
      while (!request.value.empty() && !is_utf8(request.value)) request.value.remove_suffix(1);
    }
    draws.emplace_back(request);
  }
  std::vector<std::string> stand_ins = settle(draws, text);
  for (const auto& [draw, value] : coded) stand_ins[draw] = with_entities(stand_ins[draw], value);
  for (size_t i = 0; i < mentions.size(); ++i) {
    out.push_back(mentions[i].span.empty() ? "" : stand_ins[draw_of_mention[i]]);
  }
  return out;
}

}  // namespace lauter
