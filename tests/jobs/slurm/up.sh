#!/usr/bin/env bash
# Starts a SLURM of the tests' own: munged, slurmctld and a slurmd for each virtual node.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin:/sbin

usage() {
    cat <<'TEXT'
usage: up.sh DIRECTORY [NODES [CPUS]]
DIRECTORY, an empty one, gets everything: keys, state, logs, and env.sh, which is to be sourced
before sbatch and the like. NODES (4) virtual nodes n1, n2, … have CPUS (8) each, more than the
machine if need be. down.sh DIRECTORY ends it. Exit code: 0 up; 64 usage; 70 did not come up;
77 this machine cannot.
TEXT
}

# leave CODE MESSAGE
leave() {
    echo "up.sh: $2" >&2
    exit "$1"
}

check_machine() {
    local program
    for program in munged slurmctld slurmd sbatch scontrol unshare; do
        command -v "$program" >/dev/null ||
            leave 77 "$program is not installed (Debian: slurm-wlm munge)"
    done
    [ "$(id -u)" -eq 0 ] || leave 77 "only root can start SLURM's daemons"
    # Ranks of two nodes with one host name would open each other's shared memory.
    unshare --uts true 2>/dev/null ||
        leave 77 "no UTS namespace for a host name per node (the container lacks CAP_SYS_ADMIN)"
    # slurmd looks for one as it starts, also where nothing is to be confined.
    [ -n "$(ls /sys/fs/cgroup 2>/dev/null)" ] || leave 77 "no control groups in /sys/fs/cgroup"
}

# launch LOG COMMAND…: in a session of its own, out of reach of Ctrl-C; notes pid and start time,
# which together name one process for ever.
launch() {
    local log=$state/$1
    shift
    setsid "$@" </dev/null >>"$log" 2>&1 &
    echo "$! $(cut -d ' ' -f 22 "/proc/$!/stat")" >>"$state/processes"
}

# wait_for TENTHS COMMAND…: whether it succeeds within that time.
wait_for() {
    local left=$1
    shift
    until "$@" 2>/dev/null; do
        [ $((left -= 1)) -gt 0 ] || return 1
        sleep 0.1
    done
}

answers() {
    (: 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first of NODES + 1 neighbouring ports that nobody listens on.
find_ports() {
    local try port
    for ((try = 0; try < 20; ++try)); do
        base=$((21000 + RANDOM % 400 * 25))
        for ((port = base; port <= base + nodes; ++port)); do
            ! answers "$port" || continue 2
        done
        return 0
    done
    leave 70 "found no $((nodes + 1)) free ports in a row"
}

write_configuration() {
    local i text lines='' memory
    memory=$(awk -v n="$nodes" '$1 == "MemTotal:" {print int($2 / 1024 * 0.8 / n)}' /proc/meminfo)
    for ((i = 1; i <= nodes; ++i)); do
        lines+="NodeName=n$i NodeHostname=$host NodeAddr=127.0.0.1 Port=$((base + i)) CPUs=$cpus"
        lines+=" Sockets=1 CoresPerSocket=$cpus ThreadsPerCore=1 RealMemory=$memory"$'\n'
    done
    text=$(<"$here/slurm.conf.in")
    text=${text//@STATE@/$state}
    text=${text//@HOST@/$host}
    text=${text//@PORT@/$base}
    printf '%s\n' "${text//@NODES@/$lines}" >"$state/slurm.conf"
    cat >"$state/env.sh" <<TEXT
export SLURM_CONF='$state/slurm.conf'
# Open MPI as root, on fewer cores than the nodes claim: nothing is bound, and who waits, yields.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_hwloc_base_binding_policy=none
# The shared-memory key store of PMIx 4.2 fails now and then with many ranks under srun.
export PMIX_MCA_gds=hash
TEXT
}

start_daemons() {
    local i
    (umask 077 && head -c 1024 /dev/urandom >"$state/munge.key")
    launch munged.log munged --foreground --force --key-file="$state/munge.key" \
        --socket="$state/munge.socket" --pid-file="$state/munged.pid" \
        --log-file="$state/munged.log" --seed-file="$state/munge.seed"
    wait_for 1200 test -S "$state/munge.socket" || leave 70 "munged did not come up"
    launch slurmctld.log slurmctld -D -f "$state/slurm.conf"
    for ((i = 1; i <= nodes; ++i)); do
        mkdir -p "$state/tmp.n$i" # PMIx has its files there, named alike on all nodes
        # shellcheck disable=SC2016 # the inner shell expands them
        launch "slurmd.n$i.log" unshare --uts \
            sh -c 'hostname "$1" && exec slurmd -D -N "$1" -f "$2"' sh "n$i" "$state/slurm.conf"
    done
}

all_idle() {
    [ "$(sinfo --noheader --Node --format=%T | grep -cx idle)" -eq "$nodes" ]
}

clean_up() {
    local code=$?
    [ "$code" -eq 0 ] && return
    tail -qn 5 "$state"/*.log >&2 || true
    "$here/down.sh" "$state"
    exit "$code"
}

case ${1:-} in
'' | -*) usage >&2; exit 64 ;;
esac
nodes=${2:-4} cpus=${3:-8} host=$(hostname -s)
[[ $nodes =~ ^[1-9][0-9]?$ && $cpus =~ ^[1-9][0-9]{0,3}$ ]] || { usage >&2; exit 64; }
check_machine
mkdir -p "$1"
state=$(cd "$1" && pwd)
[ ! -e "$state/processes" ] || leave 64 "a SLURM runs in '$state'; down.sh ends it"
[ "${#state}" -le 80 ] || leave 64 "'$state' is too long for the path of a socket"
chmod 0711 "$state" # munge's clients walk through it
mkdir -p "$state/controller"
: >"$state/processes"
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
find_ports
write_configuration
export SLURM_CONF=$state/slurm.conf
start_daemons
wait_for 2400 all_idle || leave 70 "the nodes did not come up"
trap - EXIT
echo "up.sh: $nodes nodes of $cpus CPUs; now: . $state/env.sh"
