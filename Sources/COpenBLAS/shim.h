// The Fortran routines of BLAS and LAPACK that LinearAlgebra calls, and no others.
// Integers are 32-bit; each character argument carries a hidden length at the end of the list.
#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#include <stddef.h>

#endif
