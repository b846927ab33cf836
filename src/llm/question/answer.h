/// What a reply proposes: spans of the row's own text, or why it proposes nothing.
///
/// A reply is believed as little as possible. It must be one JSON object of the schema (chatter, a
/// code fence or a repetition around it are passed over, where what is meant is beyond doubt), must
/// repeat the token of its block, and every quote must be found in the text. What is refused is
/// refused alone and counted by reason. Its `reason` is for the model that writes it; nobody reads it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "llm/question/question.h"

namespace lauter::llm {

enum class Refusal : uint8_t {
  kMalformed,        ///< no object, no quote, a member of another type
  kMissing,          ///< the quote is not in the text
  kAmbiguous,        ///< it is there more than once, and nothing says which one is meant
  kOverlapping,      ///< it overlaps a passage that was named before it
  kOutside,          ///< it leaves what may be edited
  kUnknownCategory,  ///< not among the labels
  kTooLong,          ///< quote or replacement beyond its limit
  kNoChange,         ///< the replacement is the quote
  kWording,          ///< a replacement that the task does not allow, or of another kind
  kCopied,           ///< taken from an example, not from the text
  kNewNumber,        ///< this and the next: a replacement that brings what the text does not say (NewMatter)
  kNewName,
  kNewLink,
  kNewDate,
  kNegation,
};
inline constexpr int kRefusals = 15;
std::string_view refusal_name(Refusal refusal);  ///< `ambiguous`

/// One change that the model wants. Bytes of the row's text.
struct Proposal {
  ByteSpan span{};
  std::string category{};     ///< one of the labels
  std::string replacement{};  ///< of the model; empty: delete, or the caller's own stand-in
  double score = 1.0;       ///< below 1 where the quote was found by a looseness only
  bool is_suspect = false;  ///< one of Question::found

  bool operator==(const Proposal&) const = default;
};

struct Refused {
  Refusal reason;
  std::string quote{};  ///< as the model gave it, cut to 200 bytes; holds text: never for a log
};

struct Answer {
  bool usable = false;  ///< false: nothing of the reply was taken; hold the row back or ask again
  std::string why{};      ///< one line without a word of the text; empty if usable
  std::vector<Proposal> proposals{};  ///< sorted, apart; what stays of Question::found among them
  std::vector<ByteSpan> dropped{};    ///< of Question::found, in its order: public, says the reply
  std::vector<Refused> refused{};
  std::array<uint32_t, kRefusals> refusals{};

  /// Mode::kRewrite only: the text, as the model would have it, of all windows together.
  std::string rewritten{};

  /// Whether the model's judgement is carried out in full: usable, and nothing was refused that may
  /// name something left in what may be edited (kNoChange and kOutside do not).
  bool complete() const;
};

/// Hard limits; a reply beyond one of them is not usable.
inline constexpr size_t kMaxReplyBytes = size_t{4} << 20;
inline constexpr size_t kMaxReplyEdits = 1000;

/// Reads a reply. Never fails. `reply` need not be valid UTF-8. Linear in reply and text.
/// In mode kRewrite the proposals are what the model declares to have changed.
Answer read_answer(const Question& question, std::string_view reply);

/// The reply that says `proposals` and nothing else: read_answer(question, print_answer(question,
/// p)).proposals == p for what is sorted, apart, inside the windows and within the limits, but for
/// Proposal::is_suspect. What of Question::found no proposal has is dropped. For examples and for
/// training a student.
std::string print_answer(const Question& question, const std::vector<Proposal>& proposals,
                         std::string_view reason = "");

}  // namespace lauter::llm
