/* One number for each channel, written out so often that a row of the tile is at least a vector
 * long: loops over channel-last blocks with few channels become vector code. */
#ifndef NN_TILE_H
#define NN_TILE_H

enum { TILE = 64 };

/* The least multiple of c that is not below TILE. */
static inline int tile_length(int c)
{
    return (TILE + c - 1) / c * c;
}

/* Fills tile (tile_length(c)) with values (c) over and over; its length. */
static inline int tile_fill(float *tile, const float *values, int c)
{
    int length = tile_length(c);
    for (int i = 0; i < length; i++)
        tile[i] = values[i % c];
    return length;
}

#endif
