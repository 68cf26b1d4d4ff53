# Makes a manual page out of what a program describes of itself (--describe; see
# drivers/common/command.h). Variables: name, version, date, product.
function roff(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    gsub(/…/, "...", text) # not every terminal has it
    sub(/^[.']/, "\\\\\\&&", text)
    return text
}
function head(text) { print ".SH " roff(toupper(text)) }
BEGIN { FS = "\t" }
{ key = $0; sub(/=.*/, "", key); $1 = substr($1, length(key) + 2) }
key == "usage" && !begun { usage = $1; next }
key == "usage" { again = seen[$1]++ } # several verbs may be one script
again { next }
key == "summary" && !begun {
    begun = 1
    printf ".TH %s 1 \"%s\" \"%s\" \"%s\"\n", roff(toupper(name)), date, product, product
    print ".ad l\n.nh"
    head("name")
    print roff(name) " \\- " roff($1)
    head("synopsis")
    print ".B " roff(usage)
    head("description")
    print roff($1 ".")
    print ".PP\n" roff("The documents of " product " explain what these words mean; `" name \
        " --help' says the same, and what exit codes and the environment mean.")
    next
}
key == "verb" || key == "script" {
    if (!verbs++)
        head("verbs")
    print ".TP\n.B " roff($1) "\n" roff($2)
}
key == "usage" { print ".SS " roff($1) }
key == "summary" { print roff($1) }
key == "group" { head($1); grouped = 1 }
key == "option" {
    if (!grouped++ && !verbs)
        head("options")
    split($1, word, " ")
    line = (word[2] == "-" ? "" : "\\fB" roff("-" word[2]) "\\fR, ") "\\fB" roff("--" word[1]) "\\fR"
    if (word[4] != "-")
        line = line " " (word[3] == "choice" ? roff(word[4]) : "\\fI" roff(word[4]) "\\fR")
    print ".TP\n" line "\n" roff($2)
}
