#include "refine/anonymize/person_of.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "scan/index/word_set.h"
#include "surrogate/names/person.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

constexpr size_t kMaxPersonsOfWord = 16;
constexpr size_t kNone = static_cast<size_t>(-1);

struct Name {
  std::vector<std::string> words;  ///< folded, sorted
  std::vector<std::string> initials;
};

struct Person {
  size_t find = kNone;    ///< that names it first
  size_t latest = kNone;  ///< find that was tied to it last
  Name name;
};

bool is_name(Category category) {
  switch (category) {
    case Category::kPerson:
    case Category::kFirstName:
    case Category::kLastName:
    case Category::kMaidenName:
      return true;
    default:
      return false;
  }
}

Name read_name(std::string_view value) {
  Name name;
  for (const surrogate::NamePart& part : surrogate::parts_of_name(value)) {
    std::string word = scan::fold_words(value.substr(part.begin, part.end - part.begin));
    if (word.empty() || part.role == surrogate::NameRole::kKeep) continue;
    const bool is_initial = part.role == surrogate::NameRole::kInitial;
    if (is_initial) word.resize(utf8_length(word[0]));
    (is_initial ? name.initials : name.words).push_back(std::move(word));
  }
  std::sort(name.words.begin(), name.words.end());
  return name;
}

/// Whether `person` has all words of `name`. Both sorted.
bool has_all(const Name& person, const Name& name) {
  if (!std::includes(person.words.begin(), person.words.end(), name.words.begin(), name.words.end())) {
    return false;
  }
  return std::all_of(name.initials.begin(), name.initials.end(), [&](const std::string& initial) {
    const auto begins = [&](const std::string& word) { return word.starts_with(initial); };
    return std::any_of(person.words.begin(), person.words.end(), begins) ||
           std::find(person.initials.begin(), person.initials.end(), initial) !=
               person.initials.end();
  });
}

size_t size_of(const Name& name) { return name.words.size() + name.initials.size(); }

class Persons {
 public:
  /// A find that names a person in full.
  void add(size_t find, const Name& name) {
    std::string all;
    for (const std::string& word : name.words) all += word + ' ';
    for (const std::string& initial : name.initials) all += initial + '.';
    if (!known_.insert(std::move(all)).second) return;
    for (const std::string& word : name.words) of_word_[word].push_back(persons_.size());
    persons_.push_back({find, kNone, name});
  }

  /// The person that the name at `find` is of; null if there is none.
  Person* of(size_t find, const Name& name) {
    const std::vector<size_t>* fewest = nullptr;
    for (const std::string& word : name.words) {
      const auto known = of_word_.find(word);
      if (known == of_word_.end()) return nullptr;
      if (fewest == nullptr || known->second.size() < fewest->size()) fewest = &known->second;
    }
    if (fewest == nullptr || fewest->size() > kMaxPersonsOfWord) return nullptr;
    Person* best = nullptr;
    for (const size_t index : *fewest) {
      Person& person = persons_[index];
      if (has_all(person.name, name) && (best == nullptr || is_nearer(person, *best, name))) {
        best = &person;
      }
    }
    if (best != nullptr) best->latest = find;
    return best;
  }

 private:
  /// Fuller names first: who is called "Ada Lovelace" here and "Ada King Lovelace" there is one
  /// person; then who was mentioned last; then who will be first.
  static bool is_nearer(const Person& one, const Person& other, const Name& name) {
    const bool is_full = size_of(name) > 1;
    if (is_full && size_of(one.name) != size_of(other.name)) {
      return size_of(one.name) > size_of(other.name);
    }
    if (one.latest != other.latest) {
      if (one.latest == kNone || other.latest == kNone) return other.latest == kNone;
      return one.latest > other.latest;
    }
    return one.find < other.find;
  }

  std::vector<Person> persons_;
  std::unordered_set<std::string> known_;
  std::unordered_map<std::string, std::vector<size_t>> of_word_;
};

}  // namespace

std::vector<size_t> persons_of(std::string_view text, std::span<const Found> found) {
  std::vector<size_t> owners(found.size());
  std::vector<std::pair<size_t, Name>> names;
  Persons persons;
  for (size_t i = 0; i < found.size(); ++i) {
    owners[i] = i;
    if (!is_name(found[i].category)) continue;
    names.emplace_back(i, read_name(found[i].span.of(text)));
    const Name& name = names.back().second;
    const bool is_full = found[i].category == Category::kPerson && size_of(name) > 1;
    if (is_full && !name.words.empty()) persons.add(i, name);
  }
  for (const auto& [i, name] : names) {
    if (const Person* person = persons.of(i, name)) owners[i] = person->find;
  }
  return owners;
}

}  // namespace lauter::internal
