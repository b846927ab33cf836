#include "io/files/lock_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/files/files.h"
#include "io/test_support.h"

namespace lauter {
namespace {

using Kind = LockFile::Kind;

TEST(LockFile, KeepsOthersOutAsLongAsItIsHeld) {
  TempDir dir;
  const std::string path = dir / "new/lock";
  {
    auto mine = LockFile::take(path, Kind::kAlone);
    ASSERT_TRUE(mine.ok());
    for (const Kind kind : {Kind::kAlone, Kind::kShared}) {
      const auto other = LockFile::take(path, kind);
      ASSERT_FALSE(other.ok());
      EXPECT_NE(other.error().message.find("process " + std::to_string(::getpid())), std::string::npos);
    }
    ASSERT_TRUE(mine->share().ok());
    {
      const auto task = LockFile::take(path, Kind::kShared);
      ASSERT_TRUE(task.ok());
      EXPECT_FALSE(LockFile::take(path, Kind::kAlone).ok());
    }
    EXPECT_TRUE(path_exists(path));
    EXPECT_FALSE(LockFile::take(path, Kind::kAlone).ok());
  }
  EXPECT_FALSE(path_exists(dir / "new")) << "neither lock nor the folder that it made stay";
  EXPECT_TRUE(LockFile::take(path, Kind::kAlone).ok());
}

TEST(LockFile, OfAKilledProcessHoldsNobodyUp) {
  TempDir dir;
  const std::string path = dir / "lock";
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = LockFile::take(path, Kind::kAlone);
    const char taken = lock.ok() ? '1' : '0';
    (void)!::write(ready[1], &taken, 1);
    ::pause();
    ::_exit(0);
  }
  char taken = 0;
  ASSERT_EQ(::read(ready[0], &taken, 1), 1);
  EXPECT_EQ(taken, '1');
  EXPECT_FALSE(LockFile::take(path, Kind::kAlone).ok());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(path_exists(path));
  EXPECT_TRUE(LockFile::take(path, Kind::kAlone).ok());
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace lauter
