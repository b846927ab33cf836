/// The texts of one row, which are refined as one document (edit/joined_texts.h), by the names of
/// their fields: what stands in logs are a field and offsets within its text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "edit/edit.h"

namespace lauter {

struct NamedText {
  std::string field;  ///< `messages[2].content`
  ByteSpan span;      ///< of the joined text
  std::optional<uint32_t> value{};  ///< it is one private value as a whole: the number of its path
};

/// The text that holds `span` of the joined text. Null if none does.
const NamedText* text_at(std::span<const NamedText> texts, ByteSpan span);

/// The program, valid for the joined text, without what it deletes between the texts. Errors:
/// kInvalidArgument if an edit writes over the end of a text, or between two.
Result<EditProgram> keep_apart(const EditProgram& program, std::span<const NamedText> texts);

/// Where the texts are after a program that keeps them apart. Linear.
std::vector<ByteSpan> spans_after(const EditProgram& program, std::span<const NamedText> texts);

/// A program whose edit i lies within the text of `fields[i]`, over the joined text. Errors:
/// kInvalidArgument if there is no such text, or an edit leaves it.
Result<EditProgram> join_programs(EditProgram program, std::span<const std::string> fields,
                                  std::span<const NamedText> texts);

/// The texts before such a program was applied, of those after it. Errors: as join_programs().
Result<std::vector<NamedText>> texts_before(const EditProgram& program,
                                            std::span<const std::string> fields,
                                            std::span<const NamedText> texts);

}  // namespace lauter
