// Any text through the whole refinery: it comes back kept, edited or rejected, and what comes back
// keeps the invariants of docs/ARCHITECTURE.md.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "refine/refinery.h"
#include "text/utf8.h"

namespace {

/// With its working memory, which it has for all inputs, as a thread has it for all documents.
struct Engine {
  lauter::Refinery refinery;
  std::unique_ptr<lauter::RefineScratch> scratch;
};

const Engine& engine(bool code) {
  const auto make = [](lauter::ScanMode mode) {
    lauter::RefineOptions options;
    options.key = lauter::SecretKey{std::string(32, 'k')};
    options.find.scan.mode = mode;
    auto made = lauter::Refinery::make(std::move(options));
    LAUTER_CHECK(made.ok(), "the refinery can be made");
    auto scratch = made->make_scratch();
    return Engine{std::move(*made), std::move(scratch)};
  };
  static const Engine kText = make(lauter::ScanMode::kText);
  static const Engine kCode = make(lauter::ScanMode::kCode);
  return code ? kCode : kText;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const auto error = lauter::find_utf8_error(text)) text = text.substr(0, error->offset);
  const Engine& with = engine(data[0] % 2 == 1);
  const lauter::Document document{"id", std::string(text)};
  const lauter::Outcome outcome = with.refinery.refine(document, *with.scratch);
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
