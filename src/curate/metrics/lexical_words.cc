#include "curate/metrics/lexical_words.h"

#include <array>
#include <string>

#include "base/hash.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"
#include "text/white_space.h"

namespace lauter {
namespace {

enum class Step : uint8_t { kKeep, kDrop, kPart, kDecode };

constexpr std::array<Step, 256> make_steps() {
  std::array<Step, 256> steps{};
  for (size_t i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    if (i >= 0x80) {
      steps[i] = Step::kDecode;
    } else if (is_ascii_digit(c) || c == '-') {
      steps[i] = Step::kDrop;
    } else if (is_ascii_punct(c) || is_white_space(static_cast<char32_t>(i))) {
      steps[i] = Step::kPart;
    }
  }
  return steps;
}
constexpr std::array<Step, 256> kStepOf = make_steps();

constexpr char32_t kEnDash = 0x2013;
constexpr char32_t kEmDash = 0x2014;

/// One word on its way. Nearly every word fits the array; a longer one goes on in the string.
class GrowingWord {
 public:
  void push(char c) {
    if (size_ < sizeof bytes_) {
      bytes_[size_++] = c;
    } else {
      rest_.push_back(c);
    }
  }
  void end(std::vector<uint64_t>& hashes) {
    if (size_ == 0) return;
    const uint64_t head = hash64({bytes_, size_});
    hashes.push_back(rest_.empty() ? head : hash64(rest_, head));
    size_ = 0;
    rest_.clear();
  }

 private:
  char bytes_[64];
  size_t size_ = 0;
  std::string rest_;
};

}  // namespace

void lexical_words(std::string_view text, std::vector<uint64_t>& hashes) {
  hashes.clear();
  GrowingWord word;
  std::string letter;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    switch (kStepOf[static_cast<uint8_t>(c)]) {
      case Step::kKeep:
        word.push(ascii_lower(c));
        ++i;
        break;
      case Step::kDrop:
        ++i;
        break;
      case Step::kPart:
        word.end(hashes);
        ++i;
        break;
      case Step::kDecode: {
        const char32_t code = decode_utf8(text, i);
        if (code == kEnDash || code == kEmDash) break;
        if (is_white_space(code)) {
          word.end(hashes);
          break;
        }
        letter.clear();
        append_utf8(letter, to_lower(code));
        for (const char byte : letter) word.push(byte);
        break;
      }
    }
  }
  word.end(hashes);
}

}  // namespace lauter
