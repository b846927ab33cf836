#include "refine/anonymize/described.h"

#include <map>
#include <optional>

#include "refine/anonymize/person_of.h"
#include "scan/index/word_set.h"

namespace lauter {
namespace {

using Kinds = std::bitset<kFactKinds>;

Kinds bit(FactKind kind) { return Kinds(1U << static_cast<unsigned>(kind)); }

/// None of what is no fact that counts.
Kinds kinds_of(Category category) {
  if (static_cast<size_t>(category) >= kCategoryCount ||
      privacy_class(category) != PrivacyClass::kTie)
    return {};
  switch (category) {
    case Category::kDateOfBirth:
      return bit(FactKind::kAge) | bit(FactKind::kDate);
    case Category::kAge:
      return bit(FactKind::kAge);
    case Category::kJobTitle:
      return bit(FactKind::kJob);
    case Category::kOrganization:
    case Category::kSchool:
      return bit(FactKind::kEmployer);
    default:
      break;
  }
  switch (category_group(category)) {
    case CategoryGroup::kPlace:
      return bit(FactKind::kPlace);
    case CategoryGroup::kDate:
      return bit(FactKind::kDate);
    case CategoryGroup::kHealth:
      return bit(FactKind::kHealth);
    default:
      return {};
  }
}

bool is_name(Category category) {
  return static_cast<size_t>(category) < kCategoryCount &&
         privacy_class(category) == PrivacyClass::kName;
}

/// Gives facts to persons as the text goes on.
class Describer {
 public:
  Describer(std::string_view text, std::span<const Found> found)
      : text_(text), found_(found), owners_(internal::persons_of(text, found)) {}

  std::vector<DescribedPerson> run() {
    for (size_t i = 0; i < found_.size(); ++i) {
      if (i == 0 || has_line_end(i - 1)) begin_line();
      if (is_name(found_[i].category)) {
        meet(person_at(i));
      } else if (const Kinds kinds = kinds_of(found_[i].category); kinds.any()) {
        if (in_line_) {
          persons_[*last_].kinds |= kinds;
        } else {
          waiting_ |= kinds;
        }
      }
    }
    begin_line();
    std::erase_if(persons_, [](const DescribedPerson& person) { return person.kinds.none(); });
    return std::move(persons_);
  }

 private:
  bool has_line_end(size_t i) const {
    const uint64_t from = found_[i].span.end;
    return text_.substr(from, found_[i + 1].span.begin - from).find('\n') != std::string_view::npos;
  }

  /// Facts that met no name in their line are of who was named last.
  void begin_line() {
    if (waiting_.any()) {
      if (!last_) last_ = add("", "");
      persons_[*last_].kinds |= waiting_;
    }
    waiting_.reset();
    in_line_ = false;
  }

  void meet(size_t person) {
    last_ = person;
    in_line_ = true;
    persons_[person].kinds |= waiting_;
    waiting_.reset();
  }

  size_t person_at(size_t i) {
    const std::string_view name = found_[owners_[i]].span.of(text_);
    return add(scan::fold_words(name), name);
  }

  size_t add(std::string key, std::string_view name) {
    const auto [known, is_new] = of_name_.try_emplace(std::move(key), persons_.size());
    if (is_new) persons_.push_back({std::string(name), {}});
    return known->second;
  }

  std::string_view text_;
  std::span<const Found> found_;
  std::vector<size_t> owners_;
  std::vector<DescribedPerson> persons_;
  std::map<std::string, size_t> of_name_;
  std::optional<size_t> last_;  ///< who was named last, or somebody unnamed
  bool in_line_ = false;        ///< in this line
  Kinds waiting_;               ///< of the line, before any name
};

}  // namespace

std::string_view fact_kind_name(FactKind kind) {
  constexpr std::string_view kNames[kFactKinds] = {"place", "employer", "job",
                                                   "age",   "date",     "health"};
  return kNames[static_cast<size_t>(kind)];
}

std::vector<DescribedPerson> described_persons(std::string_view text,
                                               std::span<const Found> found) {
  return Describer(text, found).run();
}

}  // namespace lauter
