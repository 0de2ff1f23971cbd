#include "report/names.h"

void method_label(struct text *out, const char *label, int supervised, int linsep)
{
    text_format(out, "%s%s%s", supervised ? "Sup. " : "", linsep ? "LinSep-" : "", label);
}
