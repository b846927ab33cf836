/// A web page as the lines a reader sees.
#pragma once

#include <string>
#include <string_view>

namespace lauter {

/// The text of a page in document order, a line for each block element (LF behind each but the
/// last):
///
///   * `<br>` and `<hr>` break the line too; white space within a line is one blank, none at its
///   ends;
///   * the lines of `<pre>` keep theirs, but for what stands at a line's end;
///   * a table row whose cells hold no block is one line, its cells that are not empty parted by
///   tabs;
///   * the title is the first line;
///   * no line: script, style, noscript, template, svg, iframe and the like, comments, attributes.
///     What style sheets hide stays. A page with under 400 characters besides its noscript parts is
///     one that was made for scripts: there they are taken in.
///
/// `html` must be valid UTF-8; so is the result, without control characters but LF and tab. Linear
/// in `html` whatever it holds, without recursion; memory: the result, and 24 bytes for each table
/// that stands in another, up to 1,000. The standard followed: html.spec.whatwg.org, tokenization
/// (13.2.5); in place of the tree construction stand the rules above, see docs/design/0024.
std::string html_text(std::string_view html);

}  // namespace lauter
