#include "surrogate/names/initials.h"

#include <algorithm>
#include <span>

#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"

namespace lauter::surrogate {
namespace {

// Letters are permuted among letters of like frequency as initials of names, so that the pools have
// names for the image wherever people have names for the letter. One cycle through each class
// (Sattolo): no letter stays itself.
constexpr std::u32string_view kLatinClasses[] = {U"abcdefglmnprst", U"hjkw", U"iouvyz", U"qx"};
constexpr std::u32string_view kOtherClasses[] = {
    // Russian, Ukrainian, Bulgarian, Serbian
    U"\u0430\u0431\u0432\u0433\u0434\u0438\u043A\u043B\u043C\u043D\u043F\u0440\u0441\u0442",
    U"\u0435\u0437\u043E\u0443\u0444\u0444\u0445\u044F\u044E\u044D\u0436\u0448",
    U"\u0446\u0447\u0449\u0454\u0456\u0457\u0458\u0459\u045A\u0452\u045B\u045F\u0439\u0451",
    // Greek
    U"\u03B1\u03B2\u03B3\u03B4\u03B5\u03B8\u03BA\u03BC\u03BD\u03C0\u03C3\u03C4\u03C7",
    U"\u03B6\u03B7\u03B9\u03BB\u03BE\u03BF\u03C1\u03C5\u03C6\u03C8\u03C9",
    // Hebrew
    U"\u05D0\u05D1\u05D2\u05D3\u05D9\u05DB\u05DE\u05E0\u05E2\u05E8\u05E9",
    U"\u05D4\u05D5\u05D6\u05D7\u05D8\u05DC\u05E1\u05E4\u05E6\u05E7\u05EA",
    // Arabic
    U"\u0623\u0628\u062C\u062D\u062E\u0631\u0633\u0634\u0639\u0645\u0646\u064A",
    U"\u0627\u062A\u062B\u062F\u0630\u0632\u0635\u0636\u0637\u0638\u063A\u0641\u0642\u0643\u0644"
    U"\u0647\u0648",
    // Devanagari consonants and vowels
    U"\u0905\u0906\u0915\u0917\u0926\u0928\u092A\u092C\u092E\u0930\u0932\u0935\u0938",
    U"\u0907\u0908\u0909\u0913\u0916\u091A\u091C\u0924\u0927\u092F\u0936\u0939",
};

void shuffle_cycle(std::u32string& letters, KeyedRandom& random) {
  for (size_t i = letters.size() - 1; i > 0; --i) std::swap(letters[i], letters[random.below(i)]);
}

}  // namespace

Initials::Initials(const KeyedHash& hash) : latin_{} {
  KeyedRandom random(hash.digest("initials"));
  for (const std::u32string_view letters : kLatinClasses) {
    std::u32string image(letters);
    shuffle_cycle(image, random);
    for (size_t i = 0; i < letters.size(); ++i) {
      latin_[letters[i] - U'a'] = static_cast<char>(image[i]);
    }
  }
  for (const std::u32string_view listed : kOtherClasses) {
    std::u32string letters;
    for (const char32_t c : listed) {
      if (letters.find(c) == std::u32string::npos) letters.push_back(c);
    }
    std::u32string image(letters);
    shuffle_cycle(image, random);
    for (size_t i = 0; i < letters.size(); ++i) others_.emplace_back(letters[i], image[i]);
  }
  std::sort(others_.begin(), others_.end());
}

char32_t Initials::map(char32_t letter) const {
  const char32_t lower = to_lower(letter);
  const bool is_upper = lower != letter;
  char32_t image = lower;
  if (const char base = latin_base(lower); base != '\0') {
    image = static_cast<char32_t>(map_latin(base));
    if (letter >= 0xFF00) image = image - 'a' + 0xFF41;
  } else {
    const auto at = std::lower_bound(others_.begin(), others_.end(), std::pair{lower, char32_t{0}});
    if (at != others_.end() && at->first == lower) image = at->second;
  }
  return is_upper ? to_upper(image) : image;
}

}  // namespace lauter::surrogate
