// Vocabularies with classes: traits, conditions, drugs, jobs, and the names of firms and schools.
#include <algorithm>
#include <array>

#include "known/standin_words.h"
#include "surrogate/maker.h"
#include "surrogate/names/lexicon.h"
#include "surrogate/names/name_pool.h"
#include "surrogate/names/proper_words.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/decimals.h"
#include "surrogate/numbers/draw.h"

namespace lauter::surrogate {
namespace {

std::string listed_or(const Request& request, Maker other) {
  std::string listed = listed_stand_in(request);
  return listed.empty() ? other(request) : listed;
}

/// A phrase that no list knows: one of a kindred list or of the category's general one in Latin
/// letters, a made-up word elsewhere.
std::string unlisted(const Request& request) {
  if (script_of(request.value) != Script::kLatin) return make_random_id(request);
  std::string kindred = kindred_stand_in(request);
  return kindred.empty() ? default_stand_in(request) : kindred;
}

bool is_firm_word(std::string_view word) {
  static constexpr auto& kWords = known::kStandinWordsFirms;
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

bool is_school_word(std::string_view word) {
  static constexpr auto& kWords = known::kStandinWordsSchools;
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

constexpr auto kGenes = std::to_array(known::kStandinWordsGenes);

}  // namespace

std::string make_trait(const Request& request) { return listed_or(request, unlisted); }
std::string make_medical_condition(const Request& request) { return listed_or(request, unlisted); }
std::string make_medication(const Request& request) { return listed_or(request, unlisted); }
std::string make_job_title(const Request& request) { return listed_or(request, unlisted); }
std::string make_physical_trait(const Request& request) { return listed_or(request, unlisted); }

std::string make_nickname(const Request& request) {
  return listed_or(request, [](const Request& r) {
    const KnownName known = NamePool::get().find(folded(r.value));
    if (known.known() || script_of(r.value) != Script::kLatin) return make_person(r);
    return default_stand_in(r);
  });
}

std::string make_security_answer(const Request& request) {
  return listed_or(request, [](const Request& r) {
    const bool digits = std::any_of(r.value.begin(), r.value.end(), is_ascii_digit);
    if (NamePool::get().find(folded(r.value)).known()) return make_person(r);
    if (std::string place = known_place(r, r.value); !place.empty()) return place;
    if (digits) return make_random_id(r);
    return mapped_proper(r, {is_school_word, false});
  });
}

/// "S.p.A.", "s.r.o.": single letters and dots.
bool is_dotted_form(std::string_view word) {
  if (word.size() < 3) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (i % 2 == 0 ? !is_ascii_alpha(word[i]) : word[i] != '.') return false;
  }
  return true;
}

std::string make_organization(const Request& request) {
  const std::string_view value = request.value;
  const size_t blank = value.rfind(' ');
  if (blank != value.npos && blank > 0 && is_dotted_form(value.substr(blank + 1))) {
    Request name = request;
    name.value = value.substr(0, blank);
    return mapped_proper(name, {is_firm_word, false}) + std::string(value.substr(blank));
  }
  return mapped_proper(request, {is_firm_word, false});
}
std::string make_school(const Request& request) {
  return mapped_proper(request, {is_school_word, true});
}

std::string make_blood_type(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "BLOOD_TYPE", folded(value));
  constexpr std::array<std::string_view, 4> kGroups = {"A", "B", "AB", "O"};
  std::string_view drawn = kGroups[(random.below(4) + request.attempt) % 4];
  const bool flip = random.below(2) == 0 || request.attempt > 4;
  std::string out;
  bool changed = false;
  for (size_t i = 0; i < value.size();) {
    if (is_ascii_alpha(value[i]) || (value[i] == '0' && i == 0)) {
      size_t end = i;
      while (end < value.size() && (is_ascii_alpha(value[end]) || (end == i && value[end] == '0')))
        ++end;
      const std::string_view word = value.substr(i, end - i);
      const std::string lower = to_ascii_lower(word);
      if (lower == "a" || lower == "b" || lower == "ab" || lower == "o" || lower == "0") {
        if (to_ascii_lower(drawn) == lower || (drawn == "O" && lower == "0")) {
          const auto at = std::find(kGroups.begin(), kGroups.end(), drawn) - kGroups.begin();
          drawn = kGroups[static_cast<size_t>(at + 1) % 4];
        }
        out += is_ascii_lower(word[0]) ? to_ascii_lower(drawn) : std::string(drawn);
        changed = true;
      } else if (flip && (lower == "positive" || lower == "negative")) {
        out += with_case(lower == "positive" ? "negative" : "positive", case_of(word));
        changed = true;
      } else if (flip && (lower == "pos" || lower == "neg")) {
        out += with_case(lower == "pos" ? "neg" : "pos", case_of(word));
        changed = true;
      } else {
        out += word;
      }
      i = end;
    } else {
      const char c = value[i++];
      if (flip && (c == '+' || c == '-')) {
        out.push_back(c == '+' ? '-' : '+');
        changed = true;
      } else {
        out.push_back(c);
      }
    }
  }
  return changed ? out : std::string(drawn) + (random.below(2) == 0 ? "+" : "-");
}

std::string make_genetic_data(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "GENETIC_DATA", folded(value));
  std::string out;
  for (size_t i = 0; i < value.size();) {
    if (is_ascii_digit(value[i])) {
      size_t end = i;
      while (end < value.size() && is_ascii_digit(value[end])) ++end;
      const std::string_view digits = value.substr(i, end - i);
      if (digits == "46" || digits == "47" || digits == "45") {
        out += digits == "46" ? "47" : "46";  // chromosomes of a karyotype
      } else {
        std::string drawn = draw_digits(random, digits.size());
        drawn[0] = digits[0] == '0' ? '0' : draw_from(random, "123456789");
        out += drawn;
      }
      i = end;
      continue;
    }
    if (!is_ascii_alpha(value[i])) {
      out.push_back(value[i++]);
      continue;
    }
    size_t end = i;
    while (end < value.size() && is_ascii_alnum(value[end])) ++end;
    const std::string_view token = value.substr(i, end - i);
    if (std::find(kGenes.begin(), kGenes.end(), token) != kGenes.end()) {
      size_t k = random.below(kGenes.size());
      if (kGenes[k] == token) k = (k + 1) % kGenes.size();
      out += kGenes[k];
      i = end;
      continue;
    }
    size_t letters = i;
    while (letters < end && is_ascii_alpha(value[letters])) ++letters;
    const std::string_view word = value.substr(i, letters - i);
    const bool bases = word.size() <= 3 && word.find_first_not_of("ACGT") == std::string_view::npos;
    if (bases) {
      out += draw_string(random, "ACGT", word.size());
    } else {
      out += word;
    }
    i = letters;
  }
  return out == value ? out + " (het)" : out;
}

}  // namespace lauter::surrogate
