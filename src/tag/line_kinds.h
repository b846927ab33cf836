/// What the passages of a text are: prose, code, chat, table, log, markup, or a notice of copyright
/// and licence. Learned, line by line (train/kinds.py; card: models/kinds.md; why:
/// docs/design/0033-kinds.md).
///
///   const LineKinds* kinds = LineKinds::embedded();
///   kinds->read(text, scratch, passages);
///
/// A line is reduced to two strings: its letters in lower case with digits as one and blanks run
/// together; and its shape, runs of a class of bytes as one. Each run of four of either is a row of
/// the table; the kinds' scores are linear in the rows' sum divided by the root of their count. The
/// likeliest course of kinds over the lines is what the text is: to change costs something, less at
/// an empty line and for a notice. A closed fence (``` or ~~~) is a passage of its own and rather code.
///
/// File, little-endian: "LKD1", u32 kinds, u32 rows of letters, u32 rows of shapes, f32 scale,
/// f32 bias[8], i8 [rows][8].
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"

namespace lauter {

enum class LineKind : uint8_t { kProse, kCode, kChat, kTable, kLog, kMarkup, kNotice };
inline constexpr size_t kLineKinds = 7;

/// `prose`, `code` and so on.
std::string_view kind_name(LineKind kind);

/// Log odds of code against prose, chat, table and log.
float code_margin_of(const std::array<float, kLineKinds>& scores);

struct KindPassage {
  ByteSpan span;  ///< whole lines, with their ends
  LineKind kind{};
  /// Log odds of its kind against the best other one, added up over its lines.
  float margin = 0;
  /// The same of code against prose, chat, table and log alone.
  float code_margin = 0;
  bool is_fence = false;  ///< with its marks
};

/// Reusable, never shared by threads.
struct LineKindScratch {
  struct Line {
    uint64_t begin = 0;
    std::array<float, kLineKinds> scores{};
    float turn = 0;          ///< what it costs to change the kind before this line
    uint8_t came_from = 0;   ///< bit by kind: whether it was another one before
    LineKind best_before{};  ///< that other one
    LineKind before_notice{};  ///< the same where this line is a notice
    bool is_fence = false;
  };
  std::vector<Line> lines;
};

/// Const and safe from any thread.
class LineKinds {
 public:
  /// `file` must outlive the object. Errors: kDataLoss if it is not such a file.
  static Result<LineKinds> load(std::string_view file);
  /// The one inside the program; null in a program without it.
  static const LineKinds* embedded();

  /// Replaces `passages`, which cover the text, no two neighbours alike but for fences. Depends on the
  /// text alone. Linear; of a long line of prose the beginning is read.
  void read(std::string_view text, LineKindScratch& scratch, std::vector<KindPassage>& passages) const;

 private:
  void add_lines(std::string_view text, LineKindScratch& scratch) const;
  std::array<float, kLineKinds> line_scores(std::string_view line) const;
  std::array<float, kLineKinds> scores_of(std::string_view piece) const;

  std::array<float, kLineKinds> bias_{};
  float scale_ = 0;
  const int8_t* words_ = nullptr;
  const int8_t* shapes_ = nullptr;
  int word_shift_ = 0;
  int shape_shift_ = 0;
};

}  // namespace lauter
