# shellcheck shell=bash disable=SC2154,SC2086 # tools/completion writes the variables before this, which are lists

# Adds to COMPREPLY what may stand for a word of the program's usages: files for FILE, itself for one in small letters.
_lisae_offer() { # WORD CURRENT PROGRAM
    local current=$2 before word
    case $1 in
    SPEC.ini | RUN.ini | *.ini) _lisae_files -f -X '!*.ini' ;;
    DIR | FOLDER) _lisae_files -d ;;
    FILE | MODEL) _lisae_files -f ;;
    DATA) _lisae_files -f; _lisae_offer NAME "$current" "$3" ;;
    NAME) _lisae_words "$("$3" list datasets 2> /dev/null | while read -r name _; do echo "$name"; done)" ;;
    COMMAND) _lisae_words "$_lisae_commands" ;;
    TOPIC) _lisae_words "$_lisae_topics" ;;
    SECTION) _lisae_words "$_lisae_sections" ;;
    DETECTOR) _lisae_words "$_lisae_detectors" ;;
    DETECTORS)
        before=${current%"${current##*,}"}
        for word in $_lisae_detectors; do
            [[ $word != "${current##*,}"* ]] || COMPREPLY+=("$before$word")
        done ;;
    section.key=value)
        [[ $current == *=* ]] || _lisae_words "$_lisae_keys"
        compopt -o nospace 2> /dev/null ;;
    *[A-Z]*) ;;
    *) _lisae_words "$1" ;;
    esac
}

_lisae_words() { # WORDS
    local word
    for word in $1; do
        [[ $word != "$current"* ]] || COMPREPLY+=("$word")
    done
}

# Files as compgen's options say, and the folders on the way to them.
_lisae_files() { # OPTION ...
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <({ compgen "$@" -- "$current"; compgen -d -- "$current"; } | sort -u)
    compopt -o filenames 2> /dev/null
}

# What may stand at the place behind the arguments, by the usages that these fit.
_lisae_argument() { # COMMAND CURRENT PROGRAM ARGUMENT ...
    local usage place word element words fits arguments=("${@:4}") offered=' '
    while read -r usage; do
        read -ra words <<< "$usage"
        fits=1
        for ((place = 0; place <= ${#arguments[@]} && fits; place++)); do
            element=${words[place]-}
            [ "$element" != ... ] || words[place]=${words[place - 1]} element=${words[place - 1]} words[place + 1]=...
            [ -n "$element" ] || fits=
            # what is no word to be typed may be anything
            [ "$place" -eq ${#arguments[@]} ] ||
                [[ $element =~ [A-Z] || "|$element|" == *"|${arguments[place]}|"* ]] || fits=
        done
        [ -n "$fits" ] || continue
        IFS='|' read -ra words <<< "$element"
        for word in "${words[@]}"; do
            [[ $offered == *" $word "* ]] || _lisae_offer "$word" "$2" "$3"
            offered+="$word "
        done
    done <<< "${_lisae_usage[$1]}"
}

# Sets `value` to the word for the value of an option of the command; fails where it has none.
_lisae_value() { # COMMAND OPTION
    local option
    for option in ${_lisae_options[$1]}; do
        [[ $option != "$2="* ]] || { value=${option#*=}; return; }
    done
    return 1
}

_lisae() {
    local words=() word last='' current program command value arguments=() i IFS=$' \t\n'
    COMPREPLY=()
    # bash takes words apart at = and :
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $i -gt 0 && ($word == [=:]* || $last == [=:]) ]]; then words[-1]+=$word; else words+=("$word"); fi
        last=$word
    done
    current=${words[-1]} program=${words[0]/#\~\//$HOME/} command=${words[1]}
    unset 'words[-1]'
    if [ ${#words[@]} -eq 1 ]; then
        _lisae_words "$_lisae_commands --help --version"
        return
    fi
    [ -n "${_lisae_options[$command]-}" ] || return
    for ((i = 2; i < ${#words[@]}; i++)); do
        if [[ ${words[i]} != -?* ]]; then
            arguments+=("${words[i]}")
        elif _lisae_value "$command" "${words[i]}"; then
            i=$((i + 1))
        fi
    done
    if [ "$i" -gt ${#words[@]} ]; then # the last word is an option that waits for its value
        _lisae_offer "$value" "$current" "$program"
    elif [[ $current == --*=* ]] && _lisae_value "$command" "${current%%=*}"; then
        current=${current#*=}
        _lisae_offer "$value" "$current" "$program"
    elif [[ $current == -* ]]; then
        for word in ${_lisae_options[$command]}; do _lisae_words "${word%%=*}"; done
    else
        _lisae_argument "$command" "$current" "$program" "${arguments[@]}"
    fi
}

complete -F _lisae lisae
