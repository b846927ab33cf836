#include "curate/filters/special_words.h"

#include <cstring>
#include <map>

#include "known/special_words.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

/// Space-separated words of a list.
std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const size_t end = list.find(' ');
    if (end > 0) words.emplace_back(list.substr(0, end));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return words;
}

std::string capitalised(std::string word) {
  word[0] = static_cast<char>(word[0] >= 'a' && word[0] <= 'z' ? word[0] - 'a' + 'A' : word[0]);
  return word;
}

class Builder {
 public:
  /// Pieces parted by blanks; the special case is what they spell together. A later one with the
  /// same spelling replaces an earlier one.
  void add(const std::string& pieces) {
    SpecialWord special;
    for (const std::string& piece : words_of(pieces)) {
      special.text += piece;
      special.lengths.push_back(static_cast<uint8_t>(piece.size()));
    }
    words_[special.text] = special;
  }
  /// `stem` and its capitalised form, each with every ending, with its apostrophes and without.
  void add_stems(std::string_view stems, const std::vector<std::string>& endings) {
    for (const std::string& stem : words_of(stems)) {
      for (const std::string& form : {stem, capitalised(stem)}) {
        for (const std::string& ending : endings) {
          add(form + " " + ending);
          std::string bare;
          for (const char c : ending) {
            if (c != '\'') bare += c;
          }
          add(form + " " + bare);
        }
      }
    }
  }
  void add_single(std::string_view list) {
    for (const std::string& word : words_of(list)) add(word);
  }
  void remove(std::string_view list) {
    for (const std::string& word : words_of(list)) words_.erase(word);
  }
  /// All of them, and those with an apostrophe once more with a typographic one (update_exc).
  std::vector<SpecialWord> take() {
    std::vector<SpecialWord> list;
    for (const auto& [text, word] : words_) {
      list.push_back(word);
      if (text.find('\'') == std::string::npos) continue;
      SpecialWord curly;
      size_t at = 0;
      for (const uint8_t length : word.lengths) {
        const size_t begin = curly.text.size();
        for (const char c : text.substr(at, length)) {
          c == '\'' ? curly.text += "’" : curly.text += c;
        }
        curly.lengths.push_back(static_cast<uint8_t>(curly.text.size() - begin));
        at += length;
      }
      list.push_back(std::move(curly));
    }
    return list;
  }

 private:
  std::map<std::string, SpecialWord> words_;
};

constexpr std::string_view kEmoticons =
    ":) :-) :)) :-)) :))) :-))) (: (-: =) (= \") :] :-] [: [-: :o) (o: :} :-} 8) 8-) (-8 ;) ;-) (; "
    "(-; :( :-( :(( :-(( :((( :-((( ): )-: =( >:( :') :'-) :'( :'-( :/ :-/ =/ =| :| :-| :1 :P :-P "
    ":p :-p :O :-O :o :-o :0 :-0 :() >:o :* :-* :3 :-3 =3 :> :-> :X :-X :x :-x :D :-D ;D ;-D =D xD "
    "XD xDD XDD 8D 8-D ^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V o_o o_O O_o O_O "
    "0_o o_0 0_0 o.O O.o O.O o.o 0.0 o.0 0.o @_@ <3 <33 <333 </3 (^_^) (-_-) (._.) (>_<) (*_*) "
    "(¬_¬) ಠ_ಠ ಠ︵ಠ (ಠ_ಠ) ¯\\(ツ)/¯ (╯°□°）╯︵┻━┻ ><(((*>";

}  // namespace

std::vector<SpecialWord> english_special_words() {
  Builder list;
  list.add_single("\\t \\n — ' \\\") <space> '' C++ ä. ö. ü.");
  for (char c = 'a'; c <= 'z'; ++c) list.add(std::string(1, c) + ".");
  list.add_single(kEmoticons);

  list.add_stems("i", {"'m", "'m a"});
  list.add_stems("i you he she it we they", {"'ll", "'ll 've", "'d", "'d 've"});
  list.add_stems("i you we they", {"'ve"});
  list.add_stems("you we they", {"'re"});
  list.add_stems("he she it", {"'s"});
  const std::string questions = "who what when where why how there ";
  list.add_stems(questions + "that this", {"'s"});
  list.add_stems(questions + "that this these those", {"'ll", "'ll 've", "'d", "'d 've"});
  list.add_stems(questions + "these those", {"'re", "'ve"});
  list.add_stems("ca could do does did had may might must need ought sha should wo would",
                 {"n't", "n't 've"});
  list.add_stems("could might must should would", {"'ve"});
  list.add_stems("ai are is was were have has dare", {"n't"});
  for (const std::string& word : words_of("doin goin nothin nuthin ol somethin lovin havin")) {
    list.add_single(word + " " + word + "' " + capitalised(word) + " " + capitalised(word) + "'");
  }
  list.add_single("em 'em ll 'll nuff 'nuff");
  for (int hour = 1; hour <= 12; ++hour) {
    for (const char* half : {"a.m.", "am", "p.m.", "pm"}) {
      list.add(std::to_string(hour) + " " + half);
    }
  }
  for (const std::string_view pieces : known::kSpecialWordsPieces) {
    list.add(std::string(pieces));
  }
  list.add_single(
      "'S 's ‘S ‘s and/or w/o 're 'Cause 'cause 'cos 'Cos 'coz 'Coz 'cuz 'Cuz 'bout ma'am Ma'am "
      "o'clock O'clock Mt. Ak. Ala. Apr. Ariz. Ark. Aug. Calif. Colo. Conn. Dec. Del. Feb. Fla. Ga. "
      "Ia. Id. Ill. Ind. Jan. Jul. Jun. Kan. Kans. Ky. La. Mar. Mass. Mich. Minn. Miss. N.C. N.D. "
      "N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. S.C. Sep. Sept. Tenn. Va. Wash. "
      "Wis. 'd a.m. Adm. Bros. co. Co. Corp. D.C. Dr. e.g. E.g. E.G. Gen. Gov. i.e. I.e. I.E. Inc. "
      "Jr. Ltd. Md. Messrs. Mo. Mont. Mr. Mrs. Ms. p.m. Ph.D. Prof. Rep. Rev. Sen. St. vs. v.s.");
  list.remove("Ill ill Its its Hell hell Shell shell Shed shed were Were Well well Whore whore");
  return list.take();
}

SpecialWordTable::SpecialWordTable(std::vector<SpecialWord> words) : words_(std::move(words)) {
  size_t size = 1;
  while (size < 4 * words_.size()) size *= 2;
  slots_.resize(size);
  for (size_t i = 0; i < words_.size(); ++i) {
    const uint64_t hash = hash_of(words_[i].text);
    const uint64_t bit = hash >> (64 - kFilterBits);
    may_have_[bit / 64] |= uint64_t{1} << (bit % 64);
    size_t slot = hash & (size - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
    slots_[slot] = static_cast<uint16_t>(i + 1);
  }
}

uint64_t SpecialWordTable::hash_of(std::string_view text) {
  std::array<char, kHeadBytes> bytes{};
  const size_t size = std::min(text.size(), kHeadBytes);
  std::memcpy(bytes.data(), text.data(), size);
  return Head::of(bytes.data(), size).hash(text.size());
}

const SpecialWord* SpecialWordTable::look_up(std::string_view text, uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const SpecialWord& word = words_[slots_[slot] - 1U];
    if (word.text == text) return &word;
  }
  return nullptr;
}

}  // namespace lauter::internal
