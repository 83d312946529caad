// Catch2, whichever version the distribution packages: 2 on Debian 12, 3 on Ubuntu 24.04.
#pragma once

#ifdef PODIUM_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
namespace Catch {
using Detail::Approx;
}
#endif
