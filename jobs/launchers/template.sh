# A command with the placeholders {ranks}, {threads}, {nodes} and {ranks_per_node}, which does as it
# pleases. jobs/launch.sh says what a launcher's file defines.
# shellcheck shell=bash disable=SC2034,SC2154

launcher_compose() {
    local text=$launcher
    text=${text//'{ranks_per_node}'/$per_node}
    text=${text//'{ranks}'/$ranks}
    text=${text//'{threads}'/$threads}
    text=${text//'{nodes}'/$nodes}
    read -ra launch_prefix <<<"$text"
}
