"""The golden draws of the catapult as numpy archives: u is W1 (n, 1), v is W2 (1, n).

SplitMix64 of seed 7 + n (state += 0x9E3779B97F4A7C15, two xor-multiply rounds), uniforms from the
top 53 bits, normals by Box and Muller, cosine before sine; all of u, then all of v. catapult.csv
holds, per n and c = eta lambda_0, what the map of the two numbers f and lambda did with them:
f0 = u.v / sqrt(n), lambda0 = (|u|^2 + |v|^2) / n, converged below a loss of 1e-12, diverged above
1e10.

    python3 catapult.py      writes catapult-<n>.npz beside itself
"""
import math
import os

import numpy as np

MASK = (1 << 64) - 1


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


if __name__ == "__main__":
    for n in (64, 256, 1024, 4096, 16384):
        z = normals(7 + n, 2 * n)
        here = os.path.dirname(os.path.abspath(__file__))
        np.savez(os.path.join(here, f"catapult-{n}.npz"), W1=z[:n, None], W2=z[None, n:])
