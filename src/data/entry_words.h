/* Which words of a catalogue entry are taken: it may come from anybody, so they write nowhere but in the set's own
 * folder, run nothing and are no option of a program. Each function is 1 where the word is taken. */
#ifndef DATA_ENTRY_WORDS_H
#define DATA_ENTRY_WORDS_H

/* A file's name: no folder, not hidden, no '-' first. */
int entry_file_good(const char *word);
/* What an address has behind a file's name: ".gz". */
int entry_suffix_good(const char *word);
/* http:// or https:// without blanks. */
int entry_url_good(const char *word);
/* A package of the npm registry with its version, "name@1.2.3" or "@scope/name@1.2.3": no address, path or option. */
int entry_npm_good(const char *word);
/* A Debian package's name. */
int entry_debian_good(const char *word);
/* A folder below another one; or one from the root. Neither goes up. */
int entry_below_good(const char *word);
int entry_root_good(const char *word);
/* Text that shows as what it is: no control character but the tab. */
int entry_text_good(const char *word);

#endif
