// What tests share.
#pragma once
