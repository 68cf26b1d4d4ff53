# One dialect: ++i where nobody takes the value, !p for a null pointer, no braces round one
# statement. Prints every offence as FILE:LINE: what.

function offend(line, what) { print FILENAME ":" line ": " what }

# Whether a block of these statements could do without its braces.
function is_plain(text, statements) {
    statements = gsub(/;/, ";", text)
    return statements == 1 && text ~ /;\n$/ && text !~ /\/\*|#|[{}]/ &&
        text !~ /(^|\n) *(if|for|while|switch|do|else|case|const|static|struct) / &&
        text !~ /^ *(int|size_t|double|bool|char|uint[0-9]+_t|int[0-9]+_t) /
}

FNR == 1 { depth = 0 }
/[!=]= NULL|NULL [!=]=/ { offend(FNR, "compares with NULL: say p or !p") }
/(^ *|; )[(*]*[a-z_][][a-z0-9_.>*)(-]*(\+\+|--)(;|\)( \{)?)$/ && !/[^=!<>]=[^=].*(\+\+|--);$/ {
    offend(FNR, "a step whose value nobody takes: say ++i")
}
# A control statement's head may have several lines; its block is known by the indent.
/^ *(\} else )?(if|for|while) \(/ || /^ *\} else \{$/ {
    match($0, /^ */)
    head = RLENGTH
}
{
    match($0, /^ */)
    indent = RLENGTH
    closing = $0 ~ /^ *\}/
    if (depth && closing && indent == where[depth]) {
        plain[depth] = plain[depth] && is_plain(body[depth])
        if ($0 ~ /^ *\}$/) {
            if (plain[depth])
                offend(line[depth], "braces round one statement")
            --depth
        } else if ($0 ~ /^ *\} else/) {
            body[depth] = ""
            if ($0 !~ /\{$/) # the head of this branch goes on
                continued = depth
            next
        } else {
            --depth
        }
    }
    if (continued) {
        if ($0 ~ /\{$/)
            continued = 0
        next
    }
    for (i = 1; i <= depth; ++i)
        body[i] = body[i] $0 "\n"
    if ($0 ~ /\{$/ && !closing && $0 !~ /\\/ && ($0 ~ /^ *(if|for|while) \(/ ||
        ($0 ~ /\) \{$/ && indent > head && head > 0))) {
        ++depth
        where[depth] = $0 ~ /^ *(if|for|while) \(/ ? indent : head
        line[depth] = FNR
        plain[depth] = 1
        body[depth] = ""
    }
}
