#include "llm/transport/cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "llm/test_support.h"

namespace lauter::llm {
namespace {

class CacheTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("llm_cache_test" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    path_ = (folder_ / "cache.sqlite").string();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Cache> open(const SecretKey& key = test_key()) const {
    auto cache = Cache::open(path_, key);
    EXPECT_TRUE(cache.ok()) << cache.error().message;
    return std::move(*cache);
  }

  std::filesystem::path folder_;
  std::string path_;
};

Reply reply_of(const std::string& content) {
  Reply reply;
  reply.content = content;
  reply.endpoint = "main";
  reply.usage = {.input_tokens = 5, .output_tokens = 6, .requests = 1, .money = 0.5};
  return reply;
}

void put(Cache& cache, const std::string& body, const Reply& reply) {
  ASSERT_TRUE(cache.begin().ok());
  ASSERT_TRUE(cache.put(cache.key_of(body), reply).ok());
  ASSERT_TRUE(cache.commit().ok());
}

TEST_F(CacheTest, GivesBackWhatWasKept) {
  Reply failed;
  failed.failure = Failure::kTruncated;
  failed.why = "cut";
  {
    const auto cache = open();
    put(*cache, "question", reply_of("answer \xC3\xA9"));
    put(*cache, "long question", failed);
  }
  const auto cache = open();
  const auto found = cache->find(cache->key_of("question"));
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->content, "answer \xC3\xA9");
  EXPECT_EQ((*found)->endpoint, "main");
  EXPECT_TRUE((*found)->from_cache);
  EXPECT_EQ((*found)->usage.requests, 0) << "it is not paid again";
  EXPECT_EQ((*cache->find(cache->key_of("long question")))->failure, Failure::kTruncated);
  EXPECT_FALSE(cache->find(cache->key_of("another"))->has_value());
}

TEST_F(CacheTest, TellsNothingWithoutTheKey) {
  {
    const auto cache = open();
    put(*cache, "question about Ann Lee", reply_of("Ann Lee is a name"));
  }
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    struct stat status {};
    ASSERT_EQ(::stat(file.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U) << file.path();
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    EXPECT_EQ(bytes.find("Ann"), std::string::npos);
    // The name of a request is keyed: nobody can look up whether a text was asked about.
    const Sha256Digest plain = sha256("question about Ann Lee");
    EXPECT_EQ(bytes.find(std::string(plain.begin(), plain.end())), std::string::npos);
  }
  const auto other = Cache::open(path_, SecretKey{std::string(32, 'x')});
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().message, "cache: made under another key");
}

TEST_F(CacheTest, OldFilesBecomePrivate) {
  std::ofstream(path_).close();
  ::chmod(path_.c_str(), 0644);
  open();
  struct stat status {};
  ::stat(path_.c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(CacheTest, RolledBackIsNotThere) {
  const auto cache = open();
  ASSERT_TRUE(cache->begin().ok());
  ASSERT_TRUE(cache->put(cache->key_of("q"), reply_of("a")).ok());
  ASSERT_TRUE(*cache->reserve("run", {.tokens = 5, .picomoney = 0, .requests = 1}, {}));
  cache->rollback();
  EXPECT_FALSE(cache->find(cache->key_of("q"))->has_value());
  EXPECT_EQ(*cache->committed("run"), Cost());
}

/// A child that keeps replies and says so after each commit is killed at some moment: all it said
/// is there.
TEST_F(CacheTest, OutlivesKill9) {
  int kept_in_all = 0;
  for (int round = 0; round < 10; ++round) {
    int channel[2];
    ASSERT_EQ(::pipe(channel), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto cache = Cache::open(path_, test_key());
      for (int i = 0;; ++i) {
        const std::string name = std::to_string(round) + "/" + std::to_string(i);
        if (!(*cache)->begin().ok() ||
            !(*cache)->put((*cache)->key_of(name), reply_of(name)).ok() ||
            !(*cache)->commit().ok() || ::write(channel[1], "x", 1) != 1) {
          ::_exit(1);
        }
      }
    }
    char byte = 0;
    int said = 0;
    while (said < 20 * (round + 1) && ::read(channel[0], &byte, 1) == 1) ++said;
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    ::close(channel[1]);
    while (::read(channel[0], &byte, 1) == 1) ++said;
    ::close(channel[0]);
    const auto cache = open();
    for (int i = 0; i < said; ++i) {
      const std::string name = std::to_string(round) + "/" + std::to_string(i);
      const auto found = cache->find(cache->key_of(name));
      ASSERT_TRUE(found.ok() && found->has_value()) << name;
      EXPECT_EQ((*found)->content, name);
    }
    kept_in_all += said;
  }
  EXPECT_GE(kept_in_all, 1000);
}

TEST_F(CacheTest, IsSharedByProcessesAndKeepsOneAccount) {
  // Four processes spend from one account until it is empty: in all exactly its limit.
  constexpr int64_t kLimit = 400;
  std::vector<pid_t> children;
  for (int process = 0; process < 4; ++process) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    auto cache = Cache::open(path_, test_key());
    int spent = 0;
    for (bool more = cache.ok(); more;) {
      if (!(*cache)->begin().ok()) ::_exit(255);
      const auto got = (*cache)->reserve("run", {.tokens = 0, .picomoney = 0, .requests = 1},
                                         {.tokens = 0, .money = 0, .requests = kLimit});
      if (!got.ok() || !(*cache)->commit().ok()) ::_exit(255);
      more = *got;
      spent += more ? 1 : 0;
      const std::string name = std::to_string(process) + "/" + std::to_string(spent);
      if (!(*cache)->begin().ok() || !(*cache)->put((*cache)->key_of(name), reply_of(name)).ok() ||
          !(*cache)->commit().ok()) {
        ::_exit(255);
      }
    }
    ::_exit(spent % 251);
  }
  int64_t total = 0;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_NE(WEXITSTATUS(status), 255);
    total += WEXITSTATUS(status);
  }
  EXPECT_EQ(total % 251, kLimit % 251);
  EXPECT_EQ(open()->committed("run")->requests, kLimit);
  EXPECT_EQ(open()->committed("another run")->requests, 0);
}

TEST_F(CacheTest, ReadsWhileItWrites) {
  const auto cache = open();
  put(*cache, "q", reply_of("a"));
  ASSERT_TRUE(cache->begin().ok());
  std::thread reader([&] { EXPECT_TRUE(cache->find(cache->key_of("q"))->has_value()); });
  reader.join();
  ASSERT_TRUE(cache->commit().ok());
}

TEST_F(CacheTest, AFileThatIsNoneIsRefused) {
  std::ofstream(path_) << "this is not a database, whatever its name says";
  EXPECT_FALSE(Cache::open(path_, test_key()).ok());
  EXPECT_FALSE(Cache::open((folder_ / "no" / "folder").string(), test_key()).ok());
}

}  // namespace
}  // namespace lauter::llm
