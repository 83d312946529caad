// A header in order. steady_clock in a comment, and "std::thread" in a text, break nothing.
#pragma once

inline const char* text() { return "std::mutex, rand(), and system_clock"; }
inline long long raw() { return 1'000'000 + sizeof(R"(std::thread)"); }
