#include "curate/detector/language_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "base/embedded.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"
#include "text/utf8_write.h"

namespace lauter {
namespace {

constexpr uint32_t kNumbers = 16;
constexpr int kZero = 8;  ///< what stands for 0 in 4 bits
constexpr uint32_t kLeastRun = 1;
constexpr uint32_t kMostRun = 4;
constexpr size_t kMaxLanguages = 512;
constexpr size_t kPieces = 4;
constexpr size_t kPieceBytes = 1024;

struct LanguageHeader {
  char magic[4];
  uint32_t version;
  uint32_t numbers;
  uint32_t rows;
  uint32_t languages;
  uint32_t least_run;
  uint32_t most_run;
  uint32_t zero;
};

/// Punctuation, signs, icons, private characters: what parts words beyond ASCII.
bool is_sign(char32_t c) {
  return (c >= 0x80 && c < 0xC0) || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c < 0x2C00) ||
         (c >= 0x3000 && c < 0x3005) || (c >= 0x3008 && c < 0x3021) || (c >= 0xFF00 && c < 0xFF21) ||
         (c >= 0xFF3B && c < 0xFF41) || (c >= 0xFF5B && c < 0xFF66) || (c >= 0xE000 && c < 0xF900) ||
         (c >= 0xFE00 && c < 0xFE70) || c >= 0x1F000;
}

/// Runs of characters of the words of a text, as they come. A word of more characters than fit goes
/// on as another one: no language has such.
template <typename Use>
class CharacterRuns {
 public:
  explicit CharacterRuns(Use use) : use_(use) { begin(); }

  void push(char32_t c) {
    if (size_ + 1 == characters_.size()) end();
    characters_[size_++] = c;
  }
  void end() {
    if (size_ == 1) return;
    characters_[size_++] = '>';
    for (size_t i = 0; i < size_; ++i) {
      uint32_t hash = 2166136261U;
      for (size_t n = 1; n <= kMostRun && i + n <= size_; ++n) {
        hash = hash_character(hash, characters_[i + n - 1]);
        if (n > 1 || (i > 0 && i + 1 < size_)) use_(hash);
      }
    }
    begin();
  }

 private:
  void begin() {
    characters_[0] = '<';
    size_ = 1;
  }
  /// FNV-1a over the UTF-8 bytes as fastText has it: bytes are signed.
  static uint32_t hash_character(uint32_t hash, char32_t c) {
    char bytes[4];
    const size_t size = write_utf8(c, bytes);
    for (size_t i = 0; i < size; ++i) {
      hash ^= static_cast<uint32_t>(static_cast<int32_t>(static_cast<signed char>(bytes[i])));
      hash *= 16777619U;
    }
    return hash;
  }

  Use use_;
  std::array<char32_t, 256> characters_{};
  size_t size_ = 0;
};

template <typename R>
void push_piece(std::string_view text, R& runs) {
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (static_cast<uint8_t>(c) < 0x80) {
      ++i;
      if (is_ascii_alpha(c)) {
        runs.push(static_cast<char32_t>(ascii_lower(c)));
      } else {
        runs.end();
      }
      continue;
    }
    const char32_t code = decode_utf8(text, i);
    if (is_sign(code)) {
      runs.end();
    } else {
      runs.push(to_lower(code));
    }
  }
  runs.end();
}

/// The upper half of an IEEE 754 single.
float bfloat16_at(const char* bytes, size_t index) {
  uint16_t half = 0;
  std::memcpy(&half, bytes + index * sizeof half, sizeof half);
  return std::bit_cast<float>(static_cast<uint32_t>(half) << 16U);
}

float float_at(const char* bytes, size_t index) {
  float value = 0;
  std::memcpy(&value, bytes + index * sizeof value, sizeof value);
  return value;
}

/// The place of the character that `at` is in.
size_t character_begin(std::string_view text, size_t at) {
  while (at > 0 && at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0U) == 0x80U) --at;
  return std::min(at, text.size());
}

}  // namespace

Result<LanguageModel> LanguageModel::parse(std::string_view file) {
  LanguageHeader header{};
  if (file.size() < sizeof header) return data_loss("language model: is cut off");
  std::memcpy(&header, file.data(), sizeof header);
  const uint64_t numbers = header.numbers;
  const uint64_t size = sizeof header + header.languages * (4 + 4 * numbers) +
                        uint64_t{header.rows} * (2 + numbers / 2);
  if (std::memcmp(header.magic, "LID1", 4) != 0 || header.version != 2 || numbers != kNumbers ||
      header.least_run != kLeastRun || header.most_run != kMostRun || header.languages == 0 ||
      header.languages > kMaxLanguages || header.rows == 0 || file.size() != size) {
    return data_loss("language model: is not a file of this version");
  }
  LanguageModel model;
  const char* at = file.data() + sizeof header;
  for (uint32_t i = 0; i < header.languages; ++i, at += 4) {
    const std::string_view name(at, 4);
    model.languages_.push_back(name.substr(0, name.find('\0')));
  }
  model.weights_ = at;
  model.scales_ = at + header.languages * 4 * numbers;
  model.rows_ = reinterpret_cast<const uint8_t*>(model.scales_ + uint64_t{header.rows} * 2);
  model.row_count_ = header.rows;
  return model;
}

Result<LanguageModel> LanguageModel::embedded() {
  if (built_in_language_model().empty()) {
    return unimplemented("this build has no language model (models/language.bin was missing)");
  }
  return parse(built_in_language_model());
}

LanguageModel::Answer LanguageModel::identify(std::string_view text) const {
  std::array<float, kNumbers> sum{};
  uint64_t runs_seen = 0;
  CharacterRuns runs([&](uint32_t hash) {
    const size_t row = hash % row_count_;
    const float scale = bfloat16_at(scales_, row);
    const uint8_t* pairs = rows_ + row * (kNumbers / 2);
    for (size_t k = 0; k < kNumbers; k += 2, ++pairs) {
      sum[k] += scale * static_cast<float>((*pairs & 0x0F) - kZero);
      sum[k + 1] += scale * static_cast<float>((*pairs >> 4) - kZero);
    }
    ++runs_seen;
  });
  if (text.size() <= kPieces * kPieceBytes) {
    push_piece(text, runs);
  } else {
    for (size_t i = 0; i < kPieces; ++i) {
      const size_t begin = (text.size() - kPieceBytes) / (kPieces - 1) * i;
      const size_t first = character_begin(text, begin);
      const size_t last = character_begin(text, begin + kPieceBytes);
      push_piece(text.substr(first, last - first), runs);
    }
  }
  if (runs_seen == 0) return {};
  size_t best = 0;
  std::vector<float> scores(languages_.size());
  for (size_t language = 0; language < languages_.size(); ++language) {
    for (size_t k = 0; k < kNumbers; ++k) {
      scores[language] += float_at(weights_, language * kNumbers + k) *
                          (sum[k] / static_cast<float>(runs_seen));
    }
    if (scores[language] > scores[best]) best = language;
  }
  double all = 0;
  for (const float score : scores) all += std::exp(static_cast<double>(score - scores[best]));
  return {languages_[best], 1 / all};
}

std::string_view built_in_language_model() { return embedded_file("language.bin"); }

}  // namespace lauter
