#include "io/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "io/output_file.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

using attn::test::errorOf;
namespace fs = std::filesystem;

namespace lab::test {
namespace {

TEST(ReadFile, GivesTheBytesAsTheyAre) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\r\n\xff", 6);
  EXPECT_EQ(readFile(folder.write("f", bytes)), bytes);
  EXPECT_EQ(readFile(folder.write("empty", "")), "");
}

TEST(ReadFile, ReadsFilesThatDoNotKnowTheirSize) { EXPECT_FALSE(readFile("/proc/self/status").empty()); }

TEST(ReadFile, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { readFile(folder / "none"); }).message,
            (folder / "none").string() + ": there is no such file");
  EXPECT_EQ(errorOf([&] { readFile(folder.path()); }).id, "is_folder");
  EXPECT_EQ(errorOf([&] { readFile(folder.write("f", "12345"), 4); }).id, "file_too_large");
  EXPECT_EQ(errorOf([&] { readFile("/dev/zero", 1000); }).id, "not_a_file");
  EXPECT_EQ(errorOf([&] { readFile("/dev/null"); }).id, "not_a_file");
  EXPECT_EQ(readFile(folder.write("f", "12345"), 5), "12345");
  EXPECT_EQ(errorOf([&] { readFile(folder / "none", ReadLimits{.input = "--x none"}); }).argument("input"), "--x none");
}

TEST(ReadFile, ReadsAPipeAsFarAsTheLimit) {
  const auto piped = [](const std::string& bytes, std::uint64_t limit) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(ends[1]);
    const std::string name = "/proc/self/fd/" + std::to_string(ends[0]);
    struct Close {
      int end;
      ~Close() { ::close(end); }
    } const close{ends[0]};
    return readFile(name, limit);
  };
  EXPECT_EQ(piped("12345", 5), "12345");
  EXPECT_EQ(errorOf([&] { piped("123456", 5); }).id, "file_too_large");
}

TEST(WriteFile, WritesNewFilesAndReplacesOldOnesAndLeavesNothingElse) {
  const TemporaryFolder folder;
  writeFile(folder / "f", "one");
  EXPECT_EQ(folder.read("f"), "one");
  writeFile(folder / "f", "two\n");
  EXPECT_EQ(folder.read("f"), "two\n");
  EXPECT_EQ(folder.count(), 1);
}

TEST(WriteFile, KeepsTheModeOfAnExistingFileAndGivesANewOneTheUsersOwn) {
  const TemporaryFolder folder;
  fs::permissions(folder.write("f", "one"), fs::perms(0640));
  writeFile(folder / "f", "two");
  EXPECT_EQ(fs::status(folder / "f").permissions(), fs::perms(0640));
  const mode_t before = ::umask(027);
  writeFile(folder / "new", "one");
  ::umask(before);
  EXPECT_EQ(fs::status(folder / "new").permissions(), fs::perms(0640));
}

TEST(WriteFile, WritesToWhatASymbolicLinkLeadsTo) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "deep");
  fs::create_symlink("deep/target", folder / "link");
  writeFile(folder / "link", "one");  // the target does not exist yet
  EXPECT_EQ(folder.read("deep/target"), "one");
  writeFile(folder / "link", "two");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(folder.read("deep/target"), "two");
}

TEST(WriteFile, WritesToWhatIsNotAPlainFile) {
  writeFile("/dev/null", "nothing");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(WriteFile, SaysThatThereIsNoFolderOrThatItIsOne) {
  const TemporaryFolder folder;
  const auto error = errorOf([&] { writeFile(folder / "none/f", "one"); });
  EXPECT_EQ(error.id, "folder_missing");
  EXPECT_EQ(error.argument("expected"), (folder / "none").string());
  EXPECT_EQ(errorOf([&] { writeFile(folder.path(), "one"); }).id, "is_folder");
  EXPECT_EQ(errorOf([&] { writeFile(folder.write("f", "") / "g", "one"); }).id, "folder_missing");
  EXPECT_EQ(folder.count(), 1);
}

TEST(WriteFile, DoesNotSayThatAFolderIsMissingWhichIsThere) {
  EXPECT_EQ(errorOf([&] { writeFile("/proc/attention-lab.npz", "one"); }).id, "cannot_write");
}

TEST(OutputFile, IsNotThereBeforeItIsKept) {
  const TemporaryFolder folder;
  folder.write("old", "one");
  for (const char* name : {"old", "new"}) {
    OutputFile file(folder / name);
    file.append("tw");
    file.append(std::string(1 << 20, 'x'));  // more than is held back
    file.append("0");
    file.overwrite(0, "TW");
    file.overwrite(file.size() - 1, "!");
    EXPECT_EQ(folder.read("old"), "one");
    EXPECT_FALSE(fs::exists(folder / "new"));
    if (std::string(name) == "new") file.keep();
  }
  EXPECT_EQ(folder.read("old"), "one");
  EXPECT_EQ(folder.read("new"), "TW" + std::string(1 << 20, 'x') + "!");
  EXPECT_EQ(folder.count(), 2);
}

TEST(OutputFile, LeavesNothingWhenTheProgramIsEndedInTheMiddle) {
  const TemporaryFolder folder;
  const int nameless = ::open(folder.path().c_str(), O_TMPFILE | O_RDWR, 0600);
  if (nameless < 0) GTEST_SKIP() << "this file system has no files without a name";
  ::close(nameless);
  const pid_t child = ::fork();
  if (child == 0) {
    OutputFile file(folder / "f");
    file.append(std::string(1 << 20, 'x'));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(folder.count(), 0);
}

TEST(OutputFile, GivesAPipeItsBytesInOrder) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  const int reader = ::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile file(folder / "pipe");
  file.append("one two");
  file.overwrite(0, "ONE");
  file.keep();
  char bytes[16];
  EXPECT_EQ(std::string(bytes, static_cast<std::size_t>(::read(reader, bytes, sizeof bytes))), "ONE two");
  ::close(reader);
}

/// Root may write everything: where the tests run as root, they take the part of its owner for a while.
class AsOrdinaryUser {
 public:
  explicit AsOrdinaryUser(const fs::path& ownFolder) {
    if (::geteuid() != 0) return;
    constexpr uid_t nobody = 65534;
    wasRoot_ = ::chown(ownFolder.c_str(), nobody, nobody) == 0 &&
               ::chown((ownFolder / "f").c_str(), nobody, nobody) == 0 && ::seteuid(nobody) == 0;
    EXPECT_TRUE(wasRoot_);
  }
  ~AsOrdinaryUser() { EXPECT_TRUE(!wasRoot_ || ::seteuid(0) == 0); }
  AsOrdinaryUser(const AsOrdinaryUser&) = delete;
  AsOrdinaryUser& operator=(const AsOrdinaryUser&) = delete;

 private:
  bool wasRoot_ = false;
};

TEST(WriteFile, RefusesAFileOrFolderThatMayNotBeWritten) {
  const TemporaryFolder folder;
  fs::permissions(folder.write("f", "one"), fs::perms(0444));
  const AsOrdinaryUser user(folder.path());
  EXPECT_EQ(errorOf([&] { writeFile(folder / "f", "two"); }).id, "no_permission");
  fs::permissions(folder.path(), fs::perms(0555));
  EXPECT_EQ(errorOf([&] { writeFile(folder / "new", "one"); }).id, "no_permission");
  fs::permissions(folder.path(), fs::perms(0755));
  EXPECT_EQ(folder.read("f"), "one");
}

TEST(WriteFile, LeavesTheOldFileAndNoOtherWhenTheNewOneCannotBeFinished) {
  const TemporaryFolder folder;
  folder.write("f", "one");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{100, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto error = errorOf([&] { writeFile(folder / "f", std::string(1000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(error.id, "cannot_write");
  EXPECT_EQ(error.argument("got"), "EFBIG");
  EXPECT_EQ(folder.read("f"), "one");
  EXPECT_EQ(folder.count(), 1);
}

}  // namespace
}  // namespace lab::test
