"""How the benchmark times a launch, and what it fills buffers with."""

import statistics

import torch

import kernels as k

COLD_BYTES = 512 << 20


def rotating(size, fill):
    """As many buffers of a size as exceed the cache several times over."""
    return [fill(size) for _ in range(max(2, -(-COLD_BYTES // size)))]


def median_us(launch, count, repeats=40):
    """The time of a launch: a graph of launches, one per buffer and at least eight, is replayed."""
    for i in range(count):
        launch(i)
    torch.cuda.synchronize()
    launches = count * -(-8 // count)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for i in range(launches):
            launch(i % count)
    times = []
    for repeat in range(repeats + 3):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        graph.replay()
        end.record()
        end.synchronize()
        if repeat >= 3:
            times.append(start.elapsed_time(end) * 1000 / launches)
    return statistics.median(times), min(times)


def values(kind):
    def fill(size):
        t = {k.FLOAT: torch.float32, k.FLOAT16: torch.float16, k.BFLOAT16: torch.bfloat16}[kind]
        v = torch.randn(size * 8 // k.bits(kind), device="cuda", dtype=torch.float32).to(t)
        return v.view(torch.uint8)
    return fill


def random_bytes(low, high):
    return lambda size: torch.randint(low, high, (size,), device="cuda", dtype=torch.uint8)


def empty(size):
    return torch.empty(size, device="cuda", dtype=torch.uint8)
