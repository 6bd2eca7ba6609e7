"""Weights and inputs of a golden network (papers/gram-hierarchy.md, part E) as an npz archive.

Numbers of java.util.SplittableRandom by Box and Muller, the cosine first, then the sine. Writes gram-golden.npz:
seed 42, data seed 1042, 4 inputs, 3 relu layers of 8, 6 examples.
"""
import math
import numpy as np

MASK = (1 << 64) - 1


class Normals:
    def __init__(self, seed):
        self.state, self.spare = seed & MASK, None

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0 ** -53

    def next(self):
        if self.spare is not None:
            z, self.spare = self.spare, None
            return z
        u1, u2 = 1.0 - self.uniform(), self.uniform()
        radius = math.sqrt(-2.0 * math.log(u1))
        self.spare = radius * math.sin(2.0 * math.pi * u2)
        return radius * math.cos(2.0 * math.pi * u2)


def main(seed=42, data_seed=1042, d=4, n=8, depth=3, examples=6):
    data = Normals(data_seed)
    rows = []
    for _ in range(examples):
        v = np.array([data.next() for _ in range(d)])
        rows.append(v * math.sqrt(d) / math.sqrt(float(v @ v)))
    y = np.array([1.0 if data.next() >= 0.0 else -1.0 for _ in range(examples)])
    draws = Normals(seed)
    arrays = {"X": np.array(rows), "y": y}
    for layer in range(1, depth + 1):
        fan_in = d if layer == 1 else n
        entries = [math.sqrt(2.0 / fan_in) * draws.next() for _ in range(n * fan_in)]
        arrays["W%d" % layer] = np.array(entries).reshape(n, fan_in)
    np.savez("gram-golden.npz", **arrays)


if __name__ == "__main__":
    main()
