"""Calls that have one place, or none: the invariants of docs/ARCHITECTURE.md as far as a name gives them away. Comments, strings and tests are not looked at."""
import pathlib
import re
import unittest

SRC = pathlib.Path(__file__).resolve().parents[2] / "src"
TESTS = re.compile(r"(_test|_test_support|_testing|_bench|_main)\.(cc|h)$|/test_support\.(cc|h)$")
SILENT = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*(?:.|\n)*?\*/')

BANNED = (  # what, as it is written, modules or files that may, why
    ("iostreams", r"std::(?:[io]?fstream|cout|cerr|cin)\b|#include <(?:iostream|fstream)>", (), "files are io's, words for people are cli's"),
    ("C's files", r"\b(?:fopen|freopen|tmpfile)\s*\(", (), "files are io's"),
    ("opening files", r"(?<!\w)::open(?:at)?\s*\(", ("io", "llm/**/cache.cc"), "only io opens files, and SQLite that of the cache"),
    ("printing", r"\b(?:f|v|vf)?printf\s*\(|\bputs\s*\(", ("base/check.h",), "only cli prints; a failed check says its last words"),
    ("ending the process", r"\b(?:std::|::)?_?(?:exit|quick_exit)\s*\(", ("cli",), "only cli ends the process"),
    ("the environment", r"\bgetenv\s*\(", ("cli", "base/child.cc", "run/**/models.cc"), "only cli reads it; a child's PATH, and where models lie, are read where they are used"),
    ("sockets", r"(?<!\w)::(?:socket|connect|bind|listen|accept)\s*\(|#include <(?:sys/socket|curl/curl)\.h>", ("llm", "s3", "base/curl_on_demand.cc"), "only llm and s3 open sockets"),
    ("shells", r"\b(?:system|popen)\s*\(", (), "programs are started without a shell, by base"),
    ("starting programs", r"\bposix_spawnp?\s*\(|\b(?:fork|vfork|execvp?e?)\s*\(", ("base",), "base/process.h, base/child.h"),
    ("locale", r"\bsetlocale\s*\(|std::locale\b|(?<![\w:.>])(?:std::)?(?:isalpha|isdigit|isspace|isupper|islower|isalnum|ispunct|tolower|toupper)\s*\(", (), "text/ascii.h, text/letter_case.h"),
    ("chance without a seed", r"\b(?:std::)?s?rand\s*\(\s*\)|\bdrand48\b", (), "bytes do not depend on chance"),
    ("random devices", r"std::random_device\b", ("s3", "run/**/object_lock.cc"), "names of locks and pauses between tries alone"),
    ("std::regex", r"std::(?:regex|smatch|regex_\w+)\b", (), "its work is not linear; RE2"),
    ("parts of ranges", r"\branges::(?:subrange|unique|remove|remove_if|partition|stable_partition|rotate|equal_range|search|find_end)\b|\b(?:std|ranges)::views\b", (), "clang 14, which builds the fuzz targets, cannot compile those of GCC 12's library"),
    ("unbounded copies", r"\b(?:strcpy|strcat|sprintf|gets|strtok)\s*\(", (), ""),
    ("threads that nobody waits for", r"\.detach\s*\(\s*\)|std::async\b", (), "a run ends when its work has ended"),
    ("goto", r"\bgoto\b", (), ""),
)


def may(path, allowed):
    return any(path.parts[0] == where or (len(path.parts) > 1 and "/" in where and path.parts[0] == where.split("/")[0] and path.name == where.split("/")[-1])
               for where in allowed)


class Banned(unittest.TestCase):
    def test_calls_stand_where_they_may(self):
        used = set()
        for file in sorted(SRC.rglob("*")):
            path = file.relative_to(SRC)
            if file.suffix not in (".cc", ".h") or TESTS.search("/" + str(path)):
                continue
            code = SILENT.sub(lambda found: "\n" * found[0].count("\n"), file.read_text())
            for what, pattern, allowed, why in BANNED:
                for found in re.finditer(pattern, code):
                    used.add(what)
                    with self.subTest(what):
                        self.assertTrue(may(path, allowed), f"src/{path}:{code.count(chr(10), 0, found.start()) + 1}: {what}: {why}")

    def test_what_is_allowed_is_seen(self):
        """The patterns find what they are for: each exception that names a file is met there."""
        for what, pattern, allowed, _ in BANNED:
            for where in allowed:
                if "/" in where:
                    module, _, name = where.partition("/")
                    files = [file for file in (SRC / module).rglob(name.split("/")[-1])]
                    with self.subTest(what=what, file=where):
                        self.assertTrue(any(re.search(pattern, SILENT.sub("", file.read_text())) for file in files), "no exception is needed here any more")


if __name__ == "__main__":
    unittest.main()
