// test and [: files, strings and numbers.
#include <charconv>
#include <span>

#include "sim/world/shell_commands.h"

namespace podium::sim {
namespace {

using Words = std::span<const std::string>;

constexpr int kTrue = 0, kFalse = 1, kWrong = 2;

int judged(bool holds) { return holds ? kTrue : kFalse; }

int file_or_string(CommandCall& call, const std::string& op, const std::string& word) {
  const std::string path = absolute_path(call.directory, word);
  const bool directory = call.view.is_directory(path), file = call.view.read(path).has_value();
  if (op == "-n") return judged(!word.empty());
  if (op == "-z") return judged(word.empty());
  if (op == "-d") return judged(directory);
  if (op == "-f") return judged(file);
  if (op == "-e" || op == "-r" || op == "-w" || op == "-x") return judged(directory || file);
  call.err = "sh: 1: " + call.words[0] + ": " + op + ": unexpected operator\n";
  return kWrong;
}

int compared(CommandCall& call, const std::string& left, const std::string& op, const std::string& right) {
  if (op == "=" || op == "==") return judged(left == right);
  if (op == "!=") return judged(left != right);
  long numbers[2] = {0, 0};
  for (const int i : {0, 1}) {
    const std::string& text = i == 0 ? left : right;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
    if (error == std::errc() && end == text.data() + text.size()) continue;
    call.err = "sh: 1: " + call.words[0] + ": Illegal number: " + text + "\n";
    return kWrong;
  }
  if (op == "-eq") return judged(numbers[0] == numbers[1]);
  if (op == "-ne") return judged(numbers[0] != numbers[1]);
  if (op == "-lt") return judged(numbers[0] < numbers[1]);
  if (op == "-le") return judged(numbers[0] <= numbers[1]);
  if (op == "-gt") return judged(numbers[0] > numbers[1]);
  if (op == "-ge") return judged(numbers[0] >= numbers[1]);
  call.err = "sh: 1: " + call.words[0] + ": " + op + ": unexpected operator\n";
  return kWrong;
}

int evaluate(CommandCall& call, Words words) {
  if (words.empty()) return kFalse;
  if (words[0] == "!" && words.size() > 1) {
    const int code = evaluate(call, words.subspan(1));
    return code == kWrong ? kWrong : kFalse - code;
  }
  if (words.size() == 1) return judged(!words[0].empty());
  if (words.size() == 2) return file_or_string(call, words[0], words[1]);
  if (words.size() == 3) return compared(call, words[0], words[1], words[2]);
  call.err = "sh: 1: " + call.words[0] + ": too many arguments\n";
  return kWrong;
}

}  // namespace

int test_command(CommandCall& call) {
  Words words = Words(call.words).subspan(1);
  if (call.words[0] == "[") {
    if (words.empty() || words.back() != "]") {
      call.err = "sh: 1: [: missing ]\n";
      return kWrong;
    }
    words = words.first(words.size() - 1);
  }
  return evaluate(call, words);
}

}  // namespace podium::sim
