#!/usr/bin/env bash
# Python's models compute what the C programs compute, and record it as they do.
# usage: check_python_results.sh BUILD_DIRECTORY [PYTHON]
# shellcheck source=tests/python/python_common.sh
. "$(dirname "$0")/python_common.sh"

# equal WORDS…: every model's checksum is that of the serial program for the same work.
equal() {
    local model wanted code
    timeout 300 "$build/resize_serial" "$@" --json >stdout 2>/dev/null </dev/null
    code=$?
    wanted=$(said checksum) failed=$(said failed)
    [ "${#wanted}" -eq 16 ] || problem "resize_serial has no checksum: $wanted"
    for model in "${models[@]}"; do
        workers "$model" 2
        of "$model" "$@" "${many[@]}" --json
        run "$code" "${command[@]}"
        [ "$(said failed)" = "$failed" ] || problem "$model: $(said failed) failed, not $failed"
        if [ "$model" = python-pillow ]; then
            [ -z "$(said checksum)" ] || problem "Pillow's pixels are not ours"
        else
            [ "$(said checksum)" = "$wanted" ] || problem "$model: $(said checksum), not $wanted"
        fi
    done
}

check "images in memory, of one and of four samples a pixel, larger and smaller than the result"
equal --synthetic 7 --source-size 64x48x3,30x41x1,23x57x4,9x8x2 --size 20x31 "${small[@]}" \
    --results results
check "enlarged, across and down, other filters"
equal --synthetic 3 --source-size 40x90x3 --size 70x60 --fit fill --filter bicubic "${small[@]}" \
    --results results
equal --synthetic 3 --source-size 40x90x4 --size 17x61 --fit fill --filter nearest "${small[@]}" \
    --results results
check "bands of one row, calls of a whole image"
equal --synthetic 3 --source-size 64x48x3 --size 20x31 --call-rows 1 "${small[@]}" --results results
equal --synthetic 3 --source-size 64x48x3 --size 20x31 --call-rows 0 "${small[@]}" --results results

check "files, one of which is damaged and one of which is none"
mkdir files
"$python" - <<'END'
from PIL import Image
for i in range(5):
    image = Image.effect_noise((60 + i, 40), 60).convert("RGB")
    image.save(f"files/{i}.{'jpg' if i % 2 else 'png'}")
open("files/5.jpg", "wb").write(open("files/1.jpg", "rb").read()[:300])
open("files/6.png", "w").write("no picture")
END
equal --size 20x31 --iterations 2 --warmup 1 --results results files

check "work that grows with the workers"
for model in omp python-threads python-pool-fork; do
    of "$model" --study weak --synthetic 3 --source-size 64x48 --size 20x31 "${small[@]}" --json \
        --results results
    [ "$model" != omp ] || command=("$build/resize_omp" "${command[@]:2}")
    workers="--threads 2"
    [ "$model" != python-pool-fork ] || workers="--ranks 2"
    # shellcheck disable=SC2086
    run 0 "${command[@]}" $workers
    same=${same:-$(said checksum)}
    [ "$(said images) $(said checksum)" = "6 $same" ] ||
        problem "$model: $(said images) images, $(said checksum), not $same"
done

check "what is recorded"
"$python" - results/resize_python-*.h5 >found 2>&1 <<'END'
import os
import sys
import h5py
stages = ["plan_s", "read_s", "decode_s", "kernel_s", "hash_s", "encode_s", "write_s", "comm_s",
          "wait_s"]
for path in sys.argv[1:]:
    with h5py.File(path) as file:
        run, samples, rows = file["runs"][0], file["samples"][:], file["workers"][:]
    model = run["model"].decode()
    workers = run["ranks"] * run["threads"]
    processes = "pool" in model or "shared" in model
    assert run["ranks" if processes else "threads"] == workers, (model, "ranks or threads")
    assert len(rows) == workers * len(samples), (model, len(rows), "rows")
    assert len({(row["iteration"], row["rank"], row["thread"]) for row in rows}) == len(rows), model
    used = {"python-threads": b"bands", "python-threads-whole": b"calls"}
    lock = used.get(model, b"kernels" if run["threads"] > 1 else b"")
    assert run["lock"] == lock, (model, run["lock"])
    if 1 < workers <= len(os.sched_getaffinity(0)):  # a core is each one's, as in C
        masks = rows["mask_cpus"][rows["units"] > 0]
        assert all(masks == 1), (model, masks)
    started = run["process_start"].decode()
    assert started == (("spawn" if "spawn" in model else "fork") if processes else ""), started
    moved = run["transfer"].decode()
    assert moved == ("shared" if "shared" in model else "pipe" if processes else "none"), moved
    assert sum(rows["units"]) + sum(samples["units_failed"]) == run["images"] * len(samples), model
    spent = 0
    for row in rows:
        wall = samples[row["iteration"]]["wall_s"]
        total = sum(row[stage] for stage in stages)
        assert total < wall + 0.002, (model, total, wall)
        spent += total
        assert row["kernel_s"] > 0 or row["units"] == 0, (model, "kernel")
        assert row["comm_s"] > 0 or not processes or row["units"] == 0, (model, "messages")
        assert 0 <= row["cpu_s"] < wall + 0.1, (model, row["cpu_s"], wall)
    assert spent > 0, model
print("good")
END
[ "$(tail -n 1 found)" = good ] || problem "$(tail -n 3 found)"

check "affinity, theft and waiting of all workers are watched from the first iteration on"
for model in "${models[@]}"; do
    workers "$model" 2
    of "$model" --synthetic 4 --source-size 64x48 --size 20x31 --source-delay 0.05 \
        --iterations 1 --warmup 0 "${many[@]}" --results "watched-$model"
    run 0 "${command[@]}"
done
"$python" - watched-*/*.h5 >found 2>&1 <<'END'
import math
import sys
import h5py
for path in sys.argv[1:]:
    with h5py.File(path) as file:
        run, rows = file["runs"][0], file["workers"][:]
    model, rows = run["model"].decode(), rows[rows["units"] > 0]
    assert len(rows) and set(rows["iteration"]) == {0}, (model, rows["iteration"])
    assert run["steal_s"] >= 0 and run["others_s"] >= 0, (model, run["steal_s"], run["others_s"])
    assert min(rows["mask_cpus"]) >= 1 and min(rows["cpu"]) >= 0, (model, rows["mask_cpus"])
    assert min(rows["involuntary_switches"]) >= 0, model
    assert not any(map(math.isnan, rows["compute_cpu_share"])), (model, "computing")
    waited = [0.05 * units for units in rows["units"]]
    if "asyncio" not in model: # whose loop waits for all at once
        assert all(b >= 0.9 * w for b, w in zip(rows["blocked_s"], waited)), (model, "blocked")
    else:
        spent = rows["read_s"] + rows["wait_s"] # a pool behind it waits for the loop
        assert all(spent > 0.9 * 0.05), (model, spent)
print("good")
END
[ "$(tail -n 1 found)" = good ] || problem "$(tail -n 3 found)"

check "an event loop that waits computes all the same: nobody took its CPU"
of python-asyncio --synthetic 16 --source-size 64x48 --size 20x31 --source-delay 1 \
    --iterations 2 --warmup 0 --results waited
run 0 "${command[@]}"
"$python" - waited/*.h5 >found 2>&1 <<'END'
import sys
import h5py
with h5py.File(sys.argv[1]) as file:
    wall, rows = file["samples"]["wall_s"][:], file["workers"][:]
assert min(wall) < 16 * 1 / 2, ("one after the other", wall)
# By what it used over what it computed; waiting counted as computing, it would be near 0.
shares = rows["compute_cpu_share"]
assert max(shares) > 0.05 or all(shares != shares), shares
print("good")
END
[ "$(tail -n 1 found)" = good ] || problem "$(tail -n 3 found)"

check "threads that wait for the interpreter's lock may be more than the CPUs"
of python-threads --threads $(($(nproc) + 2)) --synthetic 8 --source-size 640x480 --size 320x240 \
    "${small[@]}" --results crowd
run 0 "${command[@]}"
of python-threads-released --threads $(($(nproc) + 2)) --synthetic 8 --source-size 640x480 \
    --size 320x240 "${small[@]}" --results crowd
run 0 "${command[@]}"
"$python" - crowd/*.h5 >found 2>&1 <<'END'
import sys
import h5py
for path in sys.argv[1:]:
    with h5py.File(path) as file:
        run = file["runs"][0]
    assert run["oversubscribed"] == 1
    assert run["valid"] == (run["lock"] == b"bands"), (run["lock"], run["invalid_reason"])
print("good")
END
[ "$(tail -n 1 found)" = good ] || problem "$(tail -n 3 found)"

check "C and Python in one table"
for threads in 1 2; do
    run 0 "$build/resize_omp" --synthetic 7 --source-size 64x48x3,30x41x1,23x57x4,9x8x2 \
        --size 20x31 "${small[@]}" --threads "$threads" --results results
done
run 0 "$parallax" check results
run 0 "$parallax" table results
for model in omp "${models[@]}"; do
    says stdout "$model"
done
check "what a program is"
for model in "${models[@]}"; do
    [ "$(told "$model" model)" = "$model" ] || problem "$model is $(told "$model" model)"
    run 0 "$python" "$programs/resize_$model" --help
    says stdout "resize_$model"
done
run 0 "$programs/resize_python-threads" --version
says stdout resize_python-threads
finish
