"""The golden problem and grid of the fractal boundary of trainability (arXiv:2402.06184).

    python3 fractal-golden.py                      writes fractal-golden.npz
    python3 fractal-golden.py PROBLEM.csv GRID.csv writes fractal-golden.csv too

The problem: 272 examples of 16 inputs and one target, weights of 16 -> 16 -> 1, all standard
normal, drawn from SplitMix64 (seed 20240206) by Box-Muller, cosine first, in the order W0 (16, 16)
as [in][out], W1 (16), X (272, 16), y (272). The archive holds X, y and the weights as networks
here have them, [out][in]: W1 = W0 transposed, W2 = W1 transposed. Its bytes are the same on every
machine whose log, cos and sin round alike.

PROBLEM.csv (array,row,col,value) holds the doubles of the reference computation and must equal
these. GRID.csv (row,col,log10_eta0,log10_eta1,measure,...) is that computation: 32 x 32 learning
rates in [1e-3, 1e6], 500 steps in float64; pixel (row, col) has eta1 of the readout at row and
eta0 of the hidden layer at col. fractal-golden.csv keeps its measure, whether it converged
(measure < 0), and whether it is interior: converged with its 8 neighbors, log10 eta0 <= 2 and
log10 eta1 <= 1.5 (at larger rates transients are chaotic, and values differ between engines).
"""
import csv
import math
import os
import struct
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SEED, N, B = 20240206, 16, 272
WORD = (1 << 64) - 1


def normals(seed):
    state = seed

    def uniform():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) & WORD
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1 << 53))

    while True:
        u1 = 1.0 - uniform()  # in (0, 1]
        u2 = uniform()
        r = math.sqrt(-2.0 * math.log(u1))
        yield r * math.cos(2.0 * math.pi * u2)
        yield r * math.sin(2.0 * math.pi * u2)


def draw():
    source = normals(SEED)
    take = lambda rows, columns: [[next(source) for _ in range(columns)] for _ in range(rows)]
    return {"W0": take(N, N), "W1": take(N, 1), "X": take(B, N), "Y": take(B, 1)}


def transposed(a):
    return [list(row) for row in zip(*a)]


def npy(a):
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }" % (len(a), len(a[0]))
    header += " " * (-(len(header) + 11) % 64) + "\n"
    flat = [value for row in a for value in row]
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack("<%dd" % len(flat), *flat)


def write_npz(arrays):
    with zipfile.ZipFile(os.path.join(HERE, "fractal-golden.npz"), "w", zipfile.ZIP_STORED) as archive:
        for name, a in arrays.items():
            archive.writestr(zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0)), npy(a))


def check(problem, path):
    with open(path) as file:
        for line in csv.DictReader(file):
            ours = problem[line["array"]][int(line["row"])][int(line["col"])]
            assert ours == float(line["value"]), (line, ours)


def write_grid(path):
    with open(path) as file:
        grid = {(int(line["row"]), int(line["col"])): line for line in csv.DictReader(file)}
    converged = {at: float(line["measure"]) < 0 for at, line in grid.items()}

    def interior(i, j):
        around = [(i + di, j + dj) for di in (-1, 0, 1) for dj in (-1, 0, 1)]
        return (float(grid[i, j]["log10_eta0"]) <= 2 and float(grid[i, j]["log10_eta1"]) <= 1.5
                and all(converged.get(at, False) for at in around))

    with open(os.path.join(HERE, "fractal-golden.csv"), "w", newline="\n") as file:
        file.write("row,col,golden_measure,golden_converged,golden_interior\n")
        for (i, j), line in sorted(grid.items()):
            file.write(f"{i},{j},{line['measure']},{int(converged[i, j])},{int(interior(i, j))}\n")
    print(sum(interior(i, j) for i, j in grid), "interior cells")


problem = draw()
if len(sys.argv) > 1:
    check(problem, sys.argv[1])
    write_grid(sys.argv[2])
write_npz({"X": problem["X"], "y": problem["Y"], "W1": transposed(problem["W0"]), "W2": transposed(problem["W1"])})
