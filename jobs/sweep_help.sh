# What jobs/sweep.sh says of itself. Sourced by it.
# shellcheck shell=bash

usage() {
    cat <<'TEXT'
Usage: sweep.sh --study strong|weak --kernel NAME --cores LIST [options]
                [-- driver options and input]
       sweep.sh --study-file FILE [options] [-- driver options and input]
       sweep.sh --status|--resume|--report [--results DIR]

Measures a kernel under several models on growing numbers of cores, in rounds: each measures every
cell (model, ranks x threads) once, in an order of its own, in a short launch, bound to cores. A few
rounds make a repetition: its launches are its slices. So a machine whose speed changes disturbs all
cells alike. Cells that others disturbed are measured again at the end, twice at most. What this
revision of Parallax has measured is skipped: the same command again goes on where it was stopped.

  --study strong|weak      the same work for every number of cores, or work that grows with them
  --kernel NAME            one of those that were built: see the end
  --study-file FILE        a file that says all this, and parameters with several values, as
                           jobs/study.ini; every combination of these is a study of its own.
                           Options given beside it are taken in place of the file's
  --models LIST            as in serial,omp,mpi (default: all that were built, but for Python's); as
                           in serial,omp:8,fork:1+8 with workers of their own, whatever --cores says
  --variant TEXT           NAME=MODEL WORDS: a further model, as 'free=gil
                           --release-in-kernel'; for each one
  --cores LIST             as in 1,2,4,8, or 1..4096 for the doublings; serial is measured on 1
  --threads-per-rank LIST  as in hybrid: those that divide a number of cores; node: the cores of a
                           node (default: as --cores; with --submit 1,2,4,8,node)
  --repeat N               repetitions of every cell (default 5; not with --submit)
  --slices N               launches, and rounds, that a repetition is spread over (default 3)
  --precision P%           after these, go on until the 95 % CI of every cell's time against its
                           baseline's is within P % (5 repetitions at least; not with --submit)
  --rounds-max N           but for so many rounds at most (default 4 times those planned)
  --stop-after SECONDS     begin no launch later than that (not with --submit)
  --results DIR            where the results files go (default results)
  --build DIR              where the programs are (default: those of this installed copy, or
                           build/release of this source tree, or PATH)
  --seed N                 of the order (default: from the study's description)
  --launcher-args TEXT     more words for mpirun, as in '--mca btl self,vader'
  --dry-run                print the commands in order, and run nothing
  -h, --help               print this and exit

SLURM: one job array for each number of nodes, as few as its cells need; each job of it measures
all of these cells once, in an order of its own. A last job merges and reports (jobs/README.md).
  --submit                 submit what is neither there nor in the queue
  --resume                 the same for the studies that were submitted with this --results
  --status                 what is done, running, pending, failed and missing, of the same studies
  --report                 merge what is there, and write table and report, now
  --dry-run                with --submit or --resume: print the scripts and what they cost
  --repeat-jobs N          repetitions, each in jobs of its own (default 5)
  --cores-per-node N       to be used (default: what sinfo says of the partition)
  --nodes-max N            leave out what needs more nodes
  --partition NAME  --account NAME  --constraint TEXT  --time LIMIT     as for sbatch; the default
                           time is twice the estimate (four times where a part of a pass was
                           measured, 1.25 times where nothing was), and 3 minutes, 5 at least
  --exclusive, --no-exclusive   whole nodes (default), or share them: cheaper, and noisy
  --sbatch-args TEXT       more words for sbatch, as in '--qos=long --mail-type=FAIL'
  --launcher NAME          openmpi, openmpi5, mpich, intel, srun, or a command with {ranks} in it,
                           see env.sh (default: the mpirun that the build was configured with)
  --seconds-per-cell N     for the estimate (default: from what is there, else from one pass over
                           the work by one core here, which ends after 20 s)
  --no-probe               no such pass, where nothing may compute: assumptions (jobs/README.md)

What follows -- goes to the programs, for example
  sweep.sh --study strong --kernel resize --models serial,omp,mpi,hybrid --cores 1,2 \
      --results results/strong -- --size 852x567 photos/
A launch makes one pass to warm up, then 6, or as many as 0.3 s take (--iterations 6 --budget 0.3,
unless one of them is given).

Exit status: 0 all cells are there, or submitted; 3 some failed or are missing; 64 wrong usage;
65 all failed; 66 there is no such study; 73 cannot create DIR; 74 sbatch refused; 75 stopped, the
same command goes on (--status: some are in the queue); 78 a program or a launcher is missing.
TEXT
}
