"""Measures whole commands: CPU seconds, wall seconds and peak memory of the process."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall time in seconds, peak memory of the largest process in MB."""

    cpu: float
    wall: float
    memory: float


def cost_of(command: list[str]) -> Cost:
    """Run a command to its end and return what it cost; its output is thrown away."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - begin
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median_cost(command: list[str], runs: int = 7) -> Cost:
    """The run with the median CPU time, after one run that does not count."""
    cost_of(command)
    return sorted((cost_of(command) for _ in range(runs)), key=lambda cost: cost.cpu)[runs // 2]
