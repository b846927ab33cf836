// Engines, calls and batches of lauter.h.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "capi/capi_test_support.h"

namespace capi_test {
namespace {

TEST(Capi, RefinesWhatIsPrivateAndHandsBackTheRest) {
  const EnginePtr engine = open_engine();
  const auto texts = views_of({"nothing here", nullptr, "Mail bob.smith@corp.com today", ""});
  const BatchPtr batch = refine(engine.get(), texts);
  ASSERT_EQ(lauter_batch_rows(batch.get()), 4U);
  EXPECT_EQ(row_of(batch, 0).state, LAUTER_KEPT);
  EXPECT_EQ(lauter_batch_text(batch.get(), 0).data, texts[0].data) << "an unchanged text is the caller's own";
  EXPECT_EQ(row_of(batch, 1).state, LAUTER_NULL);
  EXPECT_EQ(lauter_batch_text(batch.get(), 1).data, nullptr);
  const lauter_row row = row_of(batch, 2);
  ASSERT_EQ(row.state, LAUTER_EDITED);
  ASSERT_EQ(row.n_edits, 1U);
  EXPECT_EQ(text_of(row.edits[0].label), "EMAIL_ADDRESS");
  EXPECT_EQ(row.verified, 1);
  const std::string expected = "Mail " + std::string(text_of(row.edits[0].replacement)) + " today";
  EXPECT_EQ(refined_of(batch, 2), expected);
  EXPECT_EQ(expected.find("bob"), std::string::npos);
  EXPECT_EQ(row_of(batch, 3).state, LAUTER_KEPT);
  EXPECT_NE(lauter_batch_text(batch.get(), 3).data, nullptr) << "empty is not null";
  const lauter_counts counts = counts_of(batch);
  EXPECT_EQ(counts.rows, counts.kept + counts.edited + counts.rejected + counts.null);
  EXPECT_EQ(counts.edits, 1U);
}

TEST(Capi, PrivateFieldsAreValuesAsAWhole) {
  const EnginePtr engine =
      open_engine(R"({"recipe_yaml":"fields: {text: default, nick: PERSON, code: hash}\ndrop_fields: [x]\nsteps: [{use: anonymize, model: none}]"})");
  char* about = nullptr;
  ASSERT_EQ(lauter_engine_describe(engine.get(), &about, nullptr), LAUTER_OK);
  EXPECT_NE(std::string_view(about).find(R"("values":["nick","code"])"), std::string_view::npos);
  lauter_string_free(about);
  const auto texts = views_of({"Nothing here.", "zorblatt", "c-17", nullptr, "only text"});
  const size_t rows[] = {0, 3, 5};
  const size_t values[] = {0, 1, 2, 0, 0};
  lauter_call call = make_call();
  call.rows = rows;
  call.n_rows = 2;
  const auto refused = [&](const size_t* given) {
    call.values = given;
    lauter_batch* batch = nullptr;
    return failure([&](lauter_error** error) { return lauter_refine(engine.get(), texts.data(), 5, &call, &batch, error); }).first;
  };
  const size_t unknown[] = {0, 3, 0, 0, 0}, behind[] = {1, 0, 0, 0, 0};
  EXPECT_EQ(refused(nullptr), LAUTER_BAD_FIELD);
  EXPECT_EQ(refused(unknown), LAUTER_BAD_CALL);
  EXPECT_EQ(refused(behind), LAUTER_BAD_CALL);
  call.values = values;
  const BatchPtr batch = refine(engine.get(), texts, call);
  EXPECT_EQ(row_of(batch, 0).n_edits, 2U);
  EXPECT_EQ(text_of(row_of(batch, 0).edits[0].label), "PERSON");
  EXPECT_EQ(refined_of(batch, 0), "Nothing here.");
  EXPECT_NE(refined_of(batch, 1), "zorblatt");
  EXPECT_EQ(refined_of(batch, 2).size(), 16U) << "hash";
  EXPECT_EQ(row_of(batch, 1).state, LAUTER_KEPT);
}

TEST(Capi, WhatIsNotUtf8IsARejectedRowAndNoError) {
  const EnginePtr engine = open_engine();
  const auto texts = views_of({"mail a.bc@corp.com \xFF", "\xC3\xA9 \xED\xA0\x80", "fine"});
  const BatchPtr batch = refine(engine.get(), texts);
  EXPECT_EQ(row_of(batch, 0).state, LAUTER_REJECTED);
  EXPECT_EQ(lauter_batch_text(batch.get(), 0).data, nullptr);
  EXPECT_NE(text_of(row_of(batch, 0).reason).find("not valid UTF-8: byte 19"), std::string_view::npos);
  EXPECT_EQ(text_of(row_of(batch, 1).reason), "not valid UTF-8: lone surrogate at character 2");
  EXPECT_EQ(row_of(batch, 2).state, LAUTER_KEPT);
}

TEST(Capi, OffsetsComeInTheUnitOfTheCall) {
  const EnginePtr engine = open_engine();
  const std::string text = "\xF0\x9F\x98\x80 \xC3\xA9 bob.smith@corp.com, eve.long@corp.com";
  struct {
    int unit;
    uint64_t start;
  } const rows[] = {{LAUTER_OFFSETS_BYTE, 8}, {LAUTER_OFFSETS_CHAR, 4}, {LAUTER_OFFSETS_UTF16, 5}};
  for (const auto& expected : rows) {
    SCOPED_TRACE(expected.unit);
    lauter_call call = make_call();
    call.offsets = expected.unit;
    const BatchPtr batch = refine(engine.get(), {{text.data(), text.size()}}, call);
    const lauter_row row = row_of(batch, 0);
    ASSERT_EQ(row.n_edits, 2U);
    EXPECT_EQ(row.edits[0].start, expected.start);
    EXPECT_EQ(row.edits[0].end - row.edits[0].start, 18U);
    EXPECT_EQ(row.edits[0].byte_start, 8U);
    // Everything before the second replacement but the first of them is as it was.
    const uint64_t gap = row.edits[1].start - row.edits[0].end;
    EXPECT_EQ(gap, 2U);
    EXPECT_EQ(row.edits[1].refined_start, row.edits[0].refined_end + gap);
    const uint64_t bytes = expected.start + 4 * (expected.unit == LAUTER_OFFSETS_CHAR) +
                           3 * (expected.unit == LAUTER_OFFSETS_UTF16);
    EXPECT_EQ(refined_of(batch, 0).substr(bytes, row.edits[0].replacement.size), text_of(row.edits[0].replacement));
  }
}

TEST(Capi, TextsOfARowAreOneDocument) {
  const EnginePtr engine = open_engine();
  const auto texts = views_of({"Mail bob.smith@corp.com", "Who? \xFF", "x", "bob.smith@corp.com!", nullptr, "y"});
  const std::vector<size_t> rows = {0, 1, 3, 6};
  lauter_call call = make_call();
  call.rows = rows.data();
  call.n_rows = 3;
  const BatchPtr batch = refine(engine.get(), texts, call);
  EXPECT_EQ(row_of(batch, 0).state, LAUTER_EDITED);
  EXPECT_EQ(row_of(batch, 1).state, LAUTER_REJECTED) << "one refused text refuses the row";
  EXPECT_EQ(lauter_batch_text(batch.get(), 2).data, nullptr);
  const lauter_row row = row_of(batch, 2);
  ASSERT_EQ(row.n_edits, 1U);
  EXPECT_EQ(row.edits[0].text, 0U);
  EXPECT_EQ(row.edits[0].start, 0U);
  EXPECT_EQ(row.first_text, 3U);
  EXPECT_EQ(refined_of(batch, 3).back(), '!');
  EXPECT_EQ(lauter_batch_text(batch.get(), 4).data, nullptr);
  EXPECT_EQ(refined_of(batch, 5), "y");
}

TEST(Capi, TheResultDependsOnNeitherThreadsNorNeighbours) {
  const EnginePtr engine = open_engine();
  std::vector<std::string> store;
  for (int i = 0; i < 4000; ++i) {
    store.push_back("Row " + std::to_string(i) + ": born 1984-03-12, mail user" + std::to_string(i % 97) + "@corp.com. " +
                    std::string(static_cast<size_t>(i % 50), 'x'));
  }
  std::vector<lauter_view> texts;
  for (const std::string& text : store) texts.push_back({text.data(), text.size()});
  const BatchPtr one = refine(engine.get(), texts);
  lauter_call call = make_call();
  call.threads = 8;
  const BatchPtr many = refine(engine.get(), texts, call);
  for (size_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(refined_of(one, i), refined_of(many, i));
    ASSERT_EQ(text_of(row_of(one, i).id), text_of(row_of(many, i).id));
  }
  const BatchPtr alone = refine(engine.get(), {texts[1234]});
  EXPECT_EQ(refined_of(alone, 0), refined_of(one, 1234));
}

TEST(Capi, ManyThreadsShareAnEngine) {
  const EnginePtr engine = open_engine();
  const auto texts = views_of({"Mail bob.smith@corp.com", "call +49 561 8041234 now"});
  const BatchPtr expected = refine(engine.get(), texts);
  std::atomic<int> wrong{0};
  std::vector<std::jthread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&] {
      for (int j = 0; j < 20; ++j) {
        const BatchPtr batch = refine(engine.get(), texts);
        for (size_t k = 0; k < texts.size(); ++k) wrong += refined_of(batch, k) != refined_of(expected, k);
      }
    });
  }
  callers.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(Capi, AChildProcessUsesTheEngineOfItsParent) {
  const EnginePtr engine = open_engine();
  const std::string long_text(200'000, 'a');
  const std::vector<lauter_view> texts = {{long_text.data(), long_text.size()}, {"bob.smith@corp.com", 18}};
  const std::string expected(refined_of(refine(engine.get(), texts), 1));
  const pid_t child = fork();
  if (child == 0) _exit(refined_of(refine(engine.get(), texts), 1) == expected ? 0 : 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(Capi, StopEndsACallSoon) {
  const EnginePtr engine = open_engine();
  std::string text;
  while (text.size() < 40'000) text += "Mail user@corp.com or call 030 1234567, born 12 March 1984. ";
  const std::vector<lauter_view> texts(2000, lauter_view{text.data(), text.size()});
  lauter_call call = make_call();
  int asked = 0;
  call.stop_data = &asked;
  call.stop = [](void* data) { return ++*static_cast<int*>(data) >= 2 ? 1 : 0; };
  const auto [code, message] = failure([&](lauter_error** error) {
    lauter_batch* batch = nullptr;
    return lauter_refine(engine.get(), texts.data(), texts.size(), &call, &batch, error);
  });
  EXPECT_EQ(code, LAUTER_STOPPED);
  EXPECT_EQ(asked, 2);
}

TEST(Capi, FindChangesNothing) {
  const EnginePtr engine = open_engine();
  const auto texts = views_of({"Mail bob.smith@corp.com"});
  lauter_call call = make_call();
  lauter_batch* out = nullptr;
  ASSERT_EQ(lauter_find(engine.get(), texts.data(), 1, &call, &out, nullptr), LAUTER_OK);
  const BatchPtr batch(out);
  const lauter_row row = row_of(batch, 0);
  ASSERT_EQ(row.n_edits, 1U);
  EXPECT_EQ(row.edits[0].replacement.data, nullptr);
  EXPECT_EQ(lauter_batch_text(batch.get(), 0).data, texts[0].data);
}

TEST(Capi, ProgramsGoOutAndComeBack) {
  const char* const text = "first line\nMail bob.smith@corp.com today\n";
  const EnginePtr deletes = open_engine(R"({"recipe":"anonymize","model":"none","set":["surrogates.default=remove"]})");
  const BatchPtr batch = refine(deletes.get(), views_of({text}));
  ASSERT_EQ(row_of(batch, 0).state, LAUTER_EDITED);
  for (const char* dialect : {"lauter", "refinex", "prox"}) {
    SCOPED_TRACE(dialect);
    char* program = nullptr;
    ASSERT_EQ(lauter_batch_program(batch.get(), 0, dialect, &program, nullptr), LAUTER_OK);
    EXPECT_TRUE(std::string_view(dialect) != "lauter" || std::string_view(program).find("bob") == std::string_view::npos);
    char* refined = nullptr;
    size_t size = 0;
    ASSERT_EQ(lauter_apply(text, std::strlen(text), program, std::strlen(program), dialect, &refined, &size, nullptr), LAUTER_OK);
    EXPECT_EQ(std::string_view(refined, size), refined_of(batch, 0));
    lauter_string_free(program);
    lauter_string_free(refined);
  }
  // What cannot be said is refused: applied, the rest of the program would leave the value in the text.
  const EnginePtr replaces = open_engine();
  const BatchPtr replaced = refine(replaces.get(), views_of({text}));
  EXPECT_EQ(failure([&](lauter_error** error) {
              char* out = nullptr;
              return lauter_batch_program(replaced.get(), 0, "refinex", &out, error);
            }).first, LAUTER_BAD_CALL);
  EXPECT_EQ(failure([&](lauter_error** error) {
              char* out = nullptr;
              return lauter_batch_program(batch.get(), 0, "klingon", &out, error);
            }).first, LAUTER_BAD_CALL);
}

TEST(Capi, MistakesSayWhatToDo) {
  const auto open = [](const char* config, size_t key_size = 32) {
    return failure([&](lauter_error** error) {
      lauter_engine* engine = nullptr;
      return lauter_engine_open(config, kKey, key_size, &engine, error);
    });
  };
  EXPECT_EQ(open(kConfig, 8).first, LAUTER_BAD_KEY);
  EXPECT_EQ(open("{").first, LAUTER_BAD_RECIPE);
  EXPECT_NE(open(R"({"recipe":"anonymise"})").second.find("anonymize"), std::string::npos);
  EXPECT_EQ(open(R"({"model":"huge"})").first, LAUTER_NO_MODEL);
  EXPECT_NE(open(R"({"modell":"small"})").second.find("modell"), std::string::npos);
  EXPECT_NE(open(R"({"set":["steps.0.min_scor=1"]})").second.find("min_score"), std::string::npos);

  const EnginePtr engine = open_engine();
  const auto texts = views_of({"a", "b"});
  const auto refused = [&](const std::function<void(lauter_call&)>& spoil) {
    lauter_call call = make_call();
    spoil(call);
    return failure([&](lauter_error** error) {
      lauter_batch* batch = nullptr;
      return lauter_refine(engine.get(), texts.data(), texts.size(), &call, &batch, error);
    }).first;
  };
  EXPECT_EQ(refused([](lauter_call& call) { call.size = 1; }), LAUTER_BAD_CALL);
  EXPECT_EQ(refused([](lauter_call& call) { call.threads = 0; }), LAUTER_BAD_CALL);
  EXPECT_EQ(refused([](lauter_call& call) { call.offsets = 7; }), LAUTER_BAD_CALL);
  const size_t rows[] = {0, 3};
  EXPECT_EQ(refused([&](lauter_call& call) { call.rows = rows, call.n_rows = 1; }), LAUTER_BAD_CALL);
}

TEST(Capi, NamesAllCategories) {
  char* json = nullptr;
  ASSERT_EQ(lauter_categories(&json, nullptr), LAUTER_OK);
  const std::string_view list(json);
  size_t n = 0;
  for (size_t at = 0; (at = list.find("\"group\":", at)) != std::string_view::npos; ++at) ++n;
  EXPECT_EQ(n, 183U);
  EXPECT_NE(list.find("\"description\":\"Name of a natural person"), std::string_view::npos);
  lauter_string_free(json);
}

TEST(Capi, SaysWhatTheMachineHas) {
  char* json = nullptr;
  ASSERT_EQ(lauter_doctor(0, nullptr, &json, nullptr), LAUTER_OK);
  EXPECT_EQ(std::string_view(json).find("{\"lauter\":\"" + std::string(lauter_version()) + "\","), 0U);
  lauter_string_free(json);
  const auto refused = [](const char* word) {
    return failure([&](lauter_error** error) {
      const char* args[] = {"--recipe", word};
      char* none = nullptr;
      return lauter_doctor(2, args, &none, error);
    });
  };
  EXPECT_EQ(refused("anonimize").first, LAUTER_BAD_RECIPE);
  EXPECT_NE(refused("anonimize").second.find("anonymize"), std::string::npos);
}

TEST(Capi, DecompressesFramesAndHashesTexts) {
  const std::string_view frame("\x28\xB5\x2F\xFD\x20\x03\x19\x00\x00" "abc", 12);  // RFC 8878: one raw block
  const std::string frames = std::string(frame) + std::string(frame);
  char* out = nullptr;
  size_t size = 0;
  ASSERT_EQ(lauter_decompress_zstd(frames.data(), frames.size(), 100, &out, &size, nullptr), LAUTER_OK);
  EXPECT_EQ(std::string_view(out, size), "abcabc");
  lauter_string_free(out);
  EXPECT_EQ(lauter_decompress_zstd(frames.data(), frames.size(), 5, &out, &size, nullptr), LAUTER_BAD_INPUT);
  EXPECT_EQ(lauter_decompress_zstd(frames.data(), frames.size() - 1, 100, &out, &size, nullptr), LAUTER_BAD_INPUT);

  const auto hash = [](uint8_t key, const char* text) {
    const std::vector<uint8_t> bytes(32, key);
    char hex[33];
    EXPECT_EQ(lauter_text_hash(bytes.data(), bytes.size(), text, std::strlen(text), hex, nullptr), LAUTER_OK);
    return std::string(hex);
  };
  EXPECT_EQ(hash(1, "a").size(), 32U);
  EXPECT_EQ(hash(1, "a"), hash(1, "a"));
  EXPECT_NE(hash(1, "a"), hash(2, "a"));
  EXPECT_NE(hash(1, "a"), hash(1, "b"));
  EXPECT_EQ(lauter_unseal(kKey, sizeof kKey, "a", 1, 0, "x", 1, &out, &size, nullptr), LAUTER_BAD_KEY);
}

}  // namespace
}  // namespace capi_test
