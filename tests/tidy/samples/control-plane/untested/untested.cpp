// A component without a test: see CMakeLists.txt.
int untested() { return 1; }
