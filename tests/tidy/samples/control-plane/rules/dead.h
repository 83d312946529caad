// Nobody includes this. expect: dead
#pragma once
