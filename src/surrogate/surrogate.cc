#include "surrogate/surrogate.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "surrogate/draw.h"
#include "surrogate/guard.h"
#include "surrogate/initials.h"
#include "surrogate/maker.h"
#include "surrogate/unicode.h"

namespace lauter {
namespace surrogate {

KeyedRandom random_for(const Request& request, std::string_view family,
                       std::string_view normalised) {
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
constexpr uint32_t kDraws = 64;

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

bool is_closed(Category category) {
  using enum Category;
  switch (category) {
    case kAge:
    case kGender:
    case kSexualOrientation:
    case kNationality:
    case kEthnicity:
    case kReligion:
    case kPoliticalView:
    case kMaritalStatus:
    case kNativeLanguage:
    case kImmigrationStatus:
    case kBloodType:
    case kCreditScore:
    case kAcademicRecord:
    case kPin:
    case kCardSecurityCode:
      return true;
    default:
      return false;
  }
}

/// The first draw that is neither mentioned nor in the text. Small vocabularies may be exhausted;
/// then a draw that is not mentioned, then one that is not the value itself.
std::string drawn(Request request) {
  const Maker maker = maker_of(request.category);
  const std::string own = folded(request.value);
  std::string fallback;
  int rank = 0;
  for (request.attempt = 0; request.attempt < kDraws; ++request.attempt) {
    std::string candidate = maker(request);
    if (candidate.empty() || candidate == request.value) continue;
    if (folded(candidate) == own && !own.empty()) continue;
    if (rank < 1) fallback = candidate, rank = 1;
    if (request.document.guard.is_mentioned(candidate)) continue;
    if (rank < 2) fallback = candidate, rank = 2;
    if (request.document.guard.is_in_text(candidate)) continue;
    return candidate;
  }
  if (rank == 2 || (rank == 1 && is_closed(request.category))) return fallback;
  // Nothing of the form is free: numbers that no value of the document can equal, for it would have
  // to contain itself and more.
  const bool digits = !own.empty() && own.find_first_not_of("0123456789") == std::string::npos;
  std::string last = rank == 0 ? std::string(digits ? "0" : "x") : fallback;
  KeyedRandom random = random_for(request, "last", own);
  for (int i = 0; i < 64 && (request.document.guard.is_mentioned(last) ||
                             request.document.guard.is_in_text(last) || last == request.value);
       ++i) {
    last.push_back(draw_from(random, digits ? kDecimalDigits : kLowerLetters));
  }
  return last;
}

}  // namespace
}  // namespace surrogate

struct SurrogateMaker::Impl {
  explicit Impl(const SecretKey& key)
      : values(key, "lauter stand-in"), days(key, "lauter day shift"), initials(values) {}
  KeyedHash values;
  KeyedHash days;
  surrogate::Initials initials;
};

SurrogateMaker::SurrogateMaker(const SecretKey& key) : impl_(std::make_unique<Impl>(key)) {}
SurrogateMaker::SurrogateMaker(SurrogateMaker&&) noexcept = default;
SurrogateMaker& SurrogateMaker::operator=(SurrogateMaker&&) noexcept = default;
SurrogateMaker::~SurrogateMaker() = default;

std::vector<std::string> SurrogateMaker::make(std::string_view text, std::string_view document_key,
                                              std::span<const Mention> mentions) const {
  using namespace surrogate;
  std::vector<std::string> out;
  out.reserve(mentions.size());
  if (mentions.empty()) return out;
  const Guard guard(text, mentions);
  const World world{impl_->values, impl_->initials};
  DocumentState document{text, document_key, guard};
  if (std::any_of(mentions.begin(), mentions.end(), is_date)) {
    document.date_order = order_of_dates(text, mentions);
    document.day_shift = free_day_shift(world, impl_->days, document, mentions);
  }
  for (const Mention& mention : mentions) {
    LAUTER_CHECK(mention.span.begin <= mention.span.end && mention.span.end <= text.size(),
                 "a mention outside of its text");
    std::string_view value = mention.span.of(text);
    if (value.empty()) {
      out.emplace_back();
      continue;
    }
    std::string repaired;
    if (!is_utf8(value)) {
      repaired = repaired_utf8(value);
      value = repaired;
    }
    Request request{world, document, mention.category, value};
    if (value.size() > kLongestValue) {
      // A PEM block or a URL may be long; nothing that a person wrote by hand is.
      request.value = value.substr(0, 256);
      while (!request.value.empty() && !is_utf8(request.value)) request.value.remove_suffix(1);
    }
    out.push_back(drawn(request));
  }
  return out;
}

}  // namespace lauter
