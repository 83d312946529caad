// A header of an adapter.
#pragma once
