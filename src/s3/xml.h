/// The few tags of S3's answers: a strict reader for one flat vocabulary, no general XML.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter::s3 {

/// Called for every element that has text and no element in it, in document order. `path` is the
/// names from the root on: `ListBucketResult/Contents/Key`. Namespaces' prefixes are left out.
using TakeText = std::function<void(std::string_view path, std::string_view text)>;
/// Called at the end of every element that has elements in it.
using TakeEnd = std::function<void(std::string_view path)>;

/// Reads a whole document: elements, attributes (ignored), text, comments, the five named entities
/// and numeric ones. Errors: kDataLoss for anything else (document types, CDATA, unbalanced tags),
/// and for more than 16 levels.
Result<void> read_xml(std::string_view xml, const TakeText& take_text, const TakeEnd& take_end);

/// Text of the first element with this path; empty if there is none or the document is broken.
std::string xml_text(std::string_view xml, std::string_view path);

/// `&` and the like as entities.
std::string xml_escape(std::string_view text);

}  // namespace lauter::s3
