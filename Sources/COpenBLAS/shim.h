#pragma once
// A header of our own because the library's lies in a folder that differs between systems, and
// because Debian's package has LAPACK's functions but no header that declares them.
#include <cblas.h>

void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work,
             const int *lwork, int *info);
void dorgqr_(const int *m, const int *n, const int *k, double *a, const int *lda, const double *tau,
             double *work, const int *lwork, int *info);
