// Any text through the whole refinery: it comes back kept, edited or rejected, and what comes back
// keeps the invariants of docs/ARCHITECTURE.md.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "refine/refinery.h"
#include "text/utf8.h"

namespace {

const lauter::Refinery& refinery(bool code) {
  const auto make = [](lauter::ScanMode mode) {
    lauter::RefineOptions options;
    options.key = lauter::SecretKey{std::string(32, 'k')};
    options.find.scan.mode = mode;
    auto made = lauter::Refinery::make(std::move(options));
    LAUTER_CHECK(made.ok(), "the refinery can be made");
    return std::move(*made);
  };
  static const lauter::Refinery kText = make(lauter::ScanMode::kText);
  static const lauter::Refinery kCode = make(lauter::ScanMode::kCode);
  return code ? kCode : kText;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const auto error = lauter::find_utf8_error(text)) text = text.substr(0, error->offset);
  const lauter::Refinery& with = refinery(data[0] % 2 == 1);
  const auto scratch = with.make_scratch();
  const lauter::Document document{"id", std::string(text)};
  const lauter::Outcome outcome = with.refine(document, *scratch);
  switch (outcome.state) {
    case lauter::RowState::kKept:
      LAUTER_CHECK(outcome.program.empty() && outcome.checks.verified, "kept means untouched");
      break;
    case lauter::RowState::kEdited: {
      const auto refined = lauter::apply_program(outcome.program, text);
      LAUTER_CHECK(refined.ok() && *refined == outcome.refined,
                   "the program gives the refined text");
      LAUTER_CHECK(lauter::is_utf8(outcome.refined) && outcome.checks.verified,
                   "edited and verified");
      break;
    }
    case lauter::RowState::kRejected:
      LAUTER_CHECK(!outcome.reason.empty() && outcome.refined.empty(), "rejected with a reason");
      break;
  }
  return 0;
}
