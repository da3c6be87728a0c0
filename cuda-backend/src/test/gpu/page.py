"""Write the page of a run of bench.py: page.py FILE.json > FILE.md"""

import json
import os
import sys


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def page(name, run):
    machine, rows = run["machine"], run["rows"]
    smi = machine["nvidia-smi"]
    yield f"# CUDA kernels on one {smi['answer'].split(',')[0]}"
    yield ""
    yield (f"Written from [{name}]({name}) by `cuda-backend/src/test/gpu/page.py`; how it is measured: "
           "[docs/cuda.md](../../docs/cuda.md).")
    yield ""
    yield (f"Machine: {smi['answer']} ({smi['query']}); {machine['multiprocessors']} multiprocessors, "
           f"L2 {machine['l2_bytes']} bytes, torch {machine['torch']}, CUDA {machine['cuda']}, "
           f"kernel {machine['kernel']}. {machine['timing']}; {machine['cold']}.")
    for size in sorted({row["size"] for row in rows}):
        here = [row for row in rows if row["size"] == size]
        copies = [row for row in here if "kernel" not in row and "torch_us" not in row]
        yield f"\n## {size} x {size}\n"
        yield "Copies of float32: " + "; ".join(
            f"{row['name']} {row['bytes'] / row['us'] / 1e6:.3f} TB/s" for row in copies) + "."
        yield ""
        yield from table(
            ("kernel", "type of x", "us", "TB/s moved", "share of the faster copy"),
            ((row["name"], row["type"], f"{row['us']:.1f}", f"{row['bytes'] / row['us'] / 1e6:.3f}",
              f"{100 * row['share_of_copy']:.1f} %") for row in here if "kernel" in row))
        turns = [row for row in here if "torch_us" in row]
        if turns:
            yield ""
            yield (f"In turn with torch.compile on the same inputs, medians of {turns[0]['rounds']} rounds; "
                   "the type is that of the wide side:\n")
            yield from table(
                ("function", "type", "us", "torch.compile, us", "torch.compile / ours"),
                ((row["name"], row["type"], f"{row['in_turn_us']:.2f}", f"{row['torch_us']:.2f}",
                  f"{row['torch_us'] / row['in_turn_us']:.3f}") for row in turns))


if __name__ == "__main__":
    with open(sys.argv[1]) as source:
        print("\n".join(page(os.path.basename(sys.argv[1]), json.load(source))))
