/*
 * Between terminal.c and draw.c.
 */
#ifndef NC_DRAW_H
#define NC_DRAW_H

/* A new screen knows no colour pairs. */
void nc_forget_pairs(void);

#endif
