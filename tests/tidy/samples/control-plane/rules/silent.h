#include <vector>  // expect: contract, pragma-once
