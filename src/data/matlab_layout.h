/* The layout of a MATLAB 5 file, looked at before matio is let at it: matio trusts what a file says of its sizes. */
#ifndef DATA_MATLAB_LAYOUT_H
#define DATA_MATLAB_LAYOUT_H

#include "base/error.h"

/* 0 where the file is a little-endian MATLAB 5 file of arrays of numbers or text, each of which holds just the data
 * that its dimensions ask for, packed ones to the end of their checksum; at most MATLAB_RANK_MAX dimensions and
 * READ_BYTES_MAX bytes. Cells, structures and objects are refused: they nest, and a few bytes of them say millions. */
enum { MATLAB_RANK_MAX = 8 };
int matlab_check(const char *path, struct error *e);

#endif
