# FRESH, the environment's word for what is taken from the results that come with the program, and what is run here.
# Sourced.

case ${FRESH:-} in
0 | 1 | '') ;;
*) echo "$0: expected FRESH to be 0, 1 or empty, found '$FRESH'" >&2; exit 2 ;;
esac

# Are runs to be made here of what that file or folder does not keep? FRESH=1: even if it does; FRESH=0: never.
must_run() { # KEPT
    [ "${FRESH:-}" = 1 ] || { [ -z "${FRESH:-}" ] && [ ! -e "$1" ]; }
}
