/// One question about one row: the request for the asker, and all that is needed to read the reply.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/hash.h"
#include "base/result.h"
#include "llm/asker.h"
#include "llm/question/ask.h"
#include "llm/question/prompts.h"
#include "llm/question/shown_text.h"

namespace lauter::llm {

/// A passage of a row that the model sees, and the part of it that may be edited.
struct Window {
  ByteSpan shown{};
  ByteSpan edit{};  ///< inside `shown`
};

/// A value that somebody else found, to be judged: keep, drop, reclassify.
struct Suspect {
  ByteSpan span{};         ///< of the text
  std::string category{};  ///< one of the labels
  bool is_private = true;  ///< what holds if the reply does not say
  bool is_sure = false;    ///< private whatever the reply says; it may be reclassified
};

/// What an earlier round came to, for the next one. Both are shown inside the frame of the block,
/// the first 20 of each, cut to 120 bytes.
struct Earlier {
  std::vector<std::string> refused{};  ///< quotes that were refused
  std::vector<ByteSpan> doubts{};      ///< of the text: what a verifier or attacker pointed at
};

/// Everything about one request. Views the text, the Asking and its Prompts, which must outlive it.
struct Question {
  Request request{};
  const Ask* ask = nullptr;
  std::string_view text;                ///< of the row
  std::vector<Window> windows{};        ///< sorted, apart
  ShownText shown{};                    ///< of all windows
  std::string token{};                  ///< of its block: the reply must repeat it
  std::vector<const Example*> shots{};  ///< in the order shown
  std::vector<Suspect> found{};         ///< in the order shown, from 1
};

inline constexpr size_t kMaxSuspects = 100;

/// A step's way to ask. Const and safe from any thread; not to be moved while questions live.
class Asking {
 public:
  /// `ask` without objection(). `key`: of the run; no text can hold a token it cannot foretell.
  /// `prompts` must outlive it.
  Asking(const Prompts& prompts, Ask ask, const SecretKey& key);

  /// Asks about the windows of one text (valid UTF-8). Windows of several rows never share a
  /// question: what one row says must not reach another. `candidate`: 0 to Ask::candidates - 1.
  /// `found` (sorted, apart): what is shown of it, at most kMaxSuspects, is to be judged, where the
  /// task's replies judge. The same for the same arguments, always. Linear in the windows.
  Question question(std::string_view row_id, std::string_view text, std::span<const Window> windows,
                    std::span<const Suspect> found = {}, const Earlier& earlier = {}, int candidate = 0) const;

  const Ask& ask() const { return ask_; }  ///< with its labels, also where the defaults are meant
  /// `anonymize-edits/1 sha256:...`: for logs. The hash is over all that is the same for every row:
  /// the system message, the schema, the examples' file if examples are shown.
  const std::string& prompt_id() const { return prompt_id_; }

 private:
  struct Shot {
    const Example* example;
    std::string user;
    std::string assistant;
  };
  void prepare_shots(const Prompts& prompts);
  std::vector<const Shot*> choose_shots(std::string_view row_id, std::string_view text) const;
  Question framed(std::string_view text, std::span<const Window> windows,
                  std::span<const Suspect> found, std::string_view again) const;

  Ask ask_;
  KeyedHash token_hash_;
  KeyedHash shot_hash_;
  std::string system_{};
  std::string schema_{};
  std::string prompt_id_{};
  std::vector<Shot> shots_{};
};

}  // namespace lauter::llm
