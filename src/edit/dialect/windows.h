/// Long documents in windows that a model can read, and the programs of windows made one.
///
///   decides   |-------- 1 --------|-------- 2 --------|---- 3 ----|     every byte once
///   shows     |------------ 1 ------------|
///                         |------------- 2 -------------|
///                                             |------- 3 ---------|
///
/// The rule: what is deleted is decided byte by byte, each by the window that decides it, whatever
/// other windows that show it say; a replacement or insertion is decided by the window of its first
/// byte. So decisions that need no more of the text than half the overlap are the same for every
/// window size: no byte is decided twice, none is skipped, and no decision is made at the edge of
/// what the model sees.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "edit/edit.h"

namespace lauter {

struct WindowOptions {
  uint64_t max_bytes = 12'000;     ///< that a window shows
  uint64_t overlap_bytes = 1'200;  ///< that it shows before and behind what it decides; at most a
                                   ///< quarter of max_bytes counts
};

struct TextWindow {
  ByteSpan decides;
  ByteSpan shows;

  auto operator<=>(const TextWindow&) const = default;
};

/// Windows in order; their `decides` are a partition of the text, their `shows` at most max_bytes
/// long (at least 64). Both begin and end with lines if a line fits; a longer line is cut behind a
/// sentence, else behind a blank, else between characters: it is never skipped. An empty text has
/// no window. O(text), 32 bytes a window.
std::vector<TextWindow> cut_windows(std::string_view text, const WindowOptions& options = {});

/// The text that a window shows, as a document of its own: one that is cut inside a line ends with
/// an LF here, so that lines mean the same in it.
std::string window_text(std::string_view text, const TextWindow& window);

/// The part of a document's program that a window shows, over window_text().
EditProgram program_of_window(const EditProgram& program, std::string_view text,
                              const TextWindow& window);

/// One program for the document from one for each window over its window_text(). A document is
/// dropped if all windows drop it; a drop that others do not share deletes nothing. Errors:
/// kInvalidArgument if the numbers differ, or for a program that is not valid for its window.
Result<EditProgram> merge_windows(std::span<const EditProgram> programs, std::string_view text,
                                  std::span<const TextWindow> windows);

}  // namespace lauter
