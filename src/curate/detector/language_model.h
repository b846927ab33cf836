/// In which language a text is written: a linear model over character n-grams
/// (train/language.py; card: models/language.md).
///
///   LAUTER_ASSIGN(const LanguageModel model, LanguageModel::embedded());
///   model.identify("Wo ist der Bahnhof?").language;       // "de"
///
/// A text is reduced to its letters in lower case; each word, with marks at its ends, to its runs
/// of 1 to 4 characters; each run is hashed to a row of 16 numbers. The scores of the languages are a
/// linear function of the rows' mean, as in fastText (Joulin et al. 2017).
///
/// File, little-endian: "LID1", u32 version, u32 numbers a row, u32 rows, u32 languages, u32 least and
/// u32 most characters of a run, u32 0; languages of 4 bytes each, filled with 0; f32
/// [languages][numbers], bfloat16 scale[rows], u4 [rows][numbers] (8 stands for 0; the lower half of a byte first).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Const; safe from any thread.
class LanguageModel {
 public:
  /// `file` must outlive the model. Errors: kDataLoss if the header or the size is wrong.
  static Result<LanguageModel> parse(std::string_view file);
  /// The one inside the program. Errors: kUnimplemented if it was built without.
  static Result<LanguageModel> embedded();

  struct Answer {
    std::string_view language = "und";  ///< ISO 639-1, or 639-3 where there is none; "und": no letter
    double share = 0;  ///< of its probability; 0 for "und"
  };
  /// `text` is valid UTF-8; of a longer one four pieces of 1 KiB from all over are looked at. The
  /// answer does not depend on anything else. About 60 us for a long text.
  Answer identify(std::string_view text) const;

  /// In the order of the file, sorted.
  const std::vector<std::string_view>& languages() const { return languages_; }

 private:
  std::vector<std::string_view> languages_;
  const char* weights_ = nullptr;  ///< f32, may stand at any address
  const char* scales_ = nullptr;
  const uint8_t* rows_ = nullptr;
  uint32_t row_count_ = 0;
};

/// The bytes of the embedded model; empty in a program without it.
std::string_view built_in_language_model();

}  // namespace lauter
