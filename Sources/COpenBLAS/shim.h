#pragma once
// A header of our own because the library's lies in a folder that differs between systems.
#include <cblas.h>
