/// lauter.h as a caller of C sees it: neither this nor the tests that use it include a C++ header of the engine.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "capi/lauter.h"

// Structs of C have no default initializers; what is not named is zero.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace capi_test {

inline const uint8_t kKey[32] = {1, 2, 3};
inline const char* const kConfig = R"({"recipe":"anonymize","model":"none"})";

struct Deleter {
  void operator()(lauter_engine* e) const { lauter_engine_close(e); }
  void operator()(lauter_batch* b) const { lauter_batch_free(b); }
  void operator()(lauter_error* e) const { lauter_error_free(e); }
};
using EnginePtr = std::unique_ptr<lauter_engine, Deleter>;
using BatchPtr = std::unique_ptr<lauter_batch, Deleter>;
using ErrorPtr = std::unique_ptr<lauter_error, Deleter>;

inline EnginePtr open_engine(const char* config = kConfig) {
  lauter_engine* engine = nullptr;
  lauter_error* error = nullptr;
  const int code = lauter_engine_open(config, kKey, sizeof kKey, &engine, &error);
  EXPECT_EQ(code, LAUTER_OK) << (error != nullptr ? lauter_error_message(error) : "");
  lauter_error_free(error);
  return EnginePtr(engine);
}

inline lauter_call make_call() { return {.size = sizeof(lauter_call), .threads = 1, .offsets = LAUTER_OFFSETS_BYTE}; }

inline std::vector<lauter_view> views_of(const std::vector<const char*>& texts) {
  std::vector<lauter_view> views;
  for (const char* text : texts) views.push_back({text, text == nullptr ? 0 : std::strlen(text)});
  return views;
}

inline BatchPtr refine(const lauter_engine* engine, const std::vector<lauter_view>& texts, lauter_call call = make_call()) {
  lauter_batch* batch = nullptr;
  lauter_error* error = nullptr;
  EXPECT_EQ(lauter_refine(engine, texts.data(), texts.size(), &call, &batch, &error), LAUTER_OK)
      << (error != nullptr ? lauter_error_message(error) : "");
  lauter_error_free(error);
  return BatchPtr(batch);
}

inline lauter_row row_of(const BatchPtr& batch, size_t number) {
  lauter_row row{.size = sizeof(lauter_row)};
  EXPECT_EQ(lauter_batch_row(batch.get(), number, &row), LAUTER_OK);
  return row;
}

inline std::string_view text_of(const lauter_view& view) { return {view.data, view.size}; }
inline std::string_view refined_of(const BatchPtr& batch, size_t text) { return text_of(lauter_batch_text(batch.get(), text)); }

inline lauter_counts counts_of(const BatchPtr& batch) {
  lauter_counts counts{.size = sizeof(lauter_counts)};
  EXPECT_EQ(lauter_batch_counts(batch.get(), &counts), LAUTER_OK);
  return counts;
}

/// The call must fail; returns code and message.
inline std::pair<int, std::string> failure(const std::function<int(lauter_error**)>& call) {
  lauter_error* error = nullptr;
  const int code = call(&error);
  EXPECT_NE(code, LAUTER_OK);
  if (error == nullptr) return {code, ""};
  const ErrorPtr owner(error);
  EXPECT_EQ(lauter_error_code(error), code);
  return {code, lauter_error_message(error)};
}

}  // namespace capi_test
