// lauter_pack LEVEL OUT.S FILE...: packs each file with zstd (one that ends in .zst is) into the folder of OUT.S, and writes
// the assembly that puts them into a program as base/embedded.cc reads them.
#include <zstd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string packed(const std::string& bytes, int level) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level));
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int level = std::atoi(argv[1]);
  const std::filesystem::path assembly = argv[2];
  std::string table;
  std::string files;
  for (int k = 3; k < argc; ++k) {
    std::filesystem::path path = argv[k];
    std::ifstream in(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (path.extension() == ".zst") {
      path.replace_extension();
    } else {
      bytes = packed(bytes, level);
    }
    const std::filesystem::path made = assembly.parent_path() / (path.filename().string() + ".zst");
    std::ofstream(made, std::ios::binary) << bytes;
    if (!in || !std::filesystem::exists(made) || std::filesystem::file_size(made) != bytes.size()) {
      std::cerr << "lauter_pack: " << argv[k] << " cannot be packed to " << made.string() << "\n";
      return 1;
    }
    const std::string number = std::to_string(k);
    table += "    .quad .Lname" + number + ", .Lbegin" + number + ", .Lend" + number + "\n";
    files += ".Lname" + number + ":\n    .asciz \"" + path.filename().string() + "\"\n.Lbegin" + number + ":\n    .incbin \"" +
             made.string() + "\"\n.Lend" + number + ":\n";
  }
  std::ofstream out(assembly);
  out << "    .section .data.rel.ro,\"aw\",%progbits\n    .balign 8\n    .global lauter_embedded_files\nlauter_embedded_files:\n"
      << table << "    .quad 0, 0, 0\n    .section .rodata\n"
      << files << "    .section .note.GNU-stack,\"\",%progbits\n";
  return out.flush() ? 0 : 1;
}
