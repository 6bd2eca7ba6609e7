"""The golden problem of the catapult sweep (SCIENCE C4.1, C4.2): draws and the map of two numbers.

Writes beside itself catapult-<n>.npz (u as W1 (n, 1), v as W2 (1, n)), catapult-golden.csv (per n and
c = eta lambda_0: outcome, peak of the loss over the first, step of the peak) and catapult-map.csv (|f| of the
map at c = 3 for 60 steps). The draws are SplitMix64 of seed 7 + n, normals by Box and Muller, cosine before
sine, all of u, then all of v. The map (Lewkowycz et al. 2020, arXiv 2003.02218), lambda = (|u|^2 + |v|^2) / n:

    f' = f (1 - eta lambda + eta^2 f^2 / n),   lambda' = lambda + (eta f^2 / n) (eta lambda - 4)
"""
import csv
import math
import os

import numpy as np

MASK = (1 << 64) - 1
HERE = os.path.dirname(os.path.abspath(__file__))


def normals(seed, count):
    state, out = seed & MASK, []

    def uniform():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53

    while len(out) < count:
        radius = math.sqrt(-2.0 * math.log(1.0 - uniform()))
        angle = 2.0 * math.pi * uniform()
        out += [radius * math.cos(angle), radius * math.sin(angle)]
    return np.array(out[:count])


def follow(n, c, f, lam, steps=20000):
    """Outcome, peak of the loss over the first, its step, and |f| along the way."""
    eta, first, peak, at, way = c / lam, f * f / 2, f * f / 2, 0, [abs(f)]
    for t in range(1, steps + 1):
        f, lam = f * (1 - eta * lam + eta * eta * f * f / n), lam + eta * f * f / n * (eta * lam - 4)
        way.append(abs(f))
        loss = f * f / 2
        if loss > peak:
            peak, at = loss, t
        if not math.isfinite(loss) or loss > 1e10:
            return "diverged", peak / first, at, way
        if loss < 1e-12:
            return "converged", peak / first, at, way
    return "finished", peak / first, at, way


if __name__ == "__main__":
    with open(os.path.join(HERE, "catapult-golden.csv"), "w", newline="") as g, open(
        os.path.join(HERE, "catapult-map.csv"), "w", newline=""
    ) as m:
        golden, map_ = csv.writer(g, lineterminator="\n"), csv.writer(m, lineterminator="\n")
        golden.writerow(["architecture_width", "learning_rate_over_kernel", "golden_outcome", "golden_peak", "golden_peak_step"])
        map_.writerow(["architecture_width", "step", "map_f"])
        for n in (64, 256, 1024, 4096, 16384):
            z = normals(7 + n, 2 * n)
            u, v = z[:n], z[n:]
            np.savez(os.path.join(HERE, f"catapult-{n}.npz"), W1=u[:, None], W2=v[None, :])
            f0, lam0 = float(u @ v) / math.sqrt(n), float(u @ u + v @ v) / n
            for c in (0.5, 1.0, 1.5, 1.9, 2.1, 2.5, 3.0, 3.5, 3.9, 4.1):
                outcome, peak, at, _ = follow(n, c, f0, lam0)
                golden.writerow([n, c, outcome, repr(peak), at])
            for t, f in enumerate(follow(n, 3.0, f0, lam0)[3][:61]):
                map_.writerow([n, t, repr(f)])
