// A header of the engine.
#pragma once
