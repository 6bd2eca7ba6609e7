"""Arrays of the goldens of truncation flow, drawn by the reference of the specification.

usage: python3 truncation.py DIRECTORY   (that has truncation_flow.py); writes *.npz beside this file
"""
import os
import sys
import numpy as np

sys.path.insert(0, sys.argv[1])
import truncation_flow as t

HERE = os.path.dirname(os.path.abspath(__file__))


def save(name, X, y, Ws, bs):
    arrays = {"X": np.asarray(X, float), "y": np.asarray(y, float)}
    for k, (W, b) in enumerate(zip(Ws, bs), 1):
        arrays["W%d" % k] = np.asarray(W, float)
        arrays["b%d" % k] = np.asarray(b, float)
    np.savez(os.path.join(HERE, name + ".npz"), **arrays)


def network(seed, dims):                                           # E1
    rng = t.Rng(seed)
    Ws = [rng.gauss_matrix(dims[k], dims[k - 1]) / np.sqrt(dims[k - 1]) for k in range(1, len(dims))]
    bs = [0.3 * rng.gauss_matrix(1, d)[0] for d in dims[1:]]
    X = rng.gauss_matrix(40, dims[0])
    return Ws, bs, X, rng.gauss_matrix(40, dims[-1])


Ws, bs, X, Y = network(1, [5, 5, 5, 5, 5])
save("e1-square", X, Y, Ws, bs)
Wc, _, beta = t.cumulative(Ws, bs)
save("e1-square-cumulative", X, Y, Wc, beta)
Ws, bs, X, Y = network(2, [6, 5, 4, 4, 3])
save("e1-narrowing", X, Y, Ws, bs)

for adapted in (True, False):                                      # E3, E9
    W, b, X, Y, om = t.random_flow(11, 3, 4, 20, adapted)
    root = np.eye(4) if adapted else np.diag(np.sqrt(0.5 + 0.75 * np.arange(4)))
    save("e3-adapted" if adapted else "e3-generic", X, Y @ root, W + [root], b + [np.zeros(4)])
W, b, X, Y, om = t.random_flow(12, 3, 4, 20)
save("e9", X, Y, W + [np.eye(4)], b + [np.zeros(4)])

X, y, R, b, yt = t.separated(3, 5, 10)                             # E8, E13
save("e8", X, yt[y], R + [np.eye(3)], b + [np.zeros(3)])

for ortho in (True, False):                                        # E10
    rng = t.Rng(21)
    Wc = [rng.orthogonal(3) if ortho else rng.gauss_matrix(3, 3) / np.sqrt(3) + np.eye(3) for _ in range(4)]
    Ws = [Wc[0]] + [Wc[l] @ np.linalg.inv(Wc[l - 1]) for l in range(1, 4)]
    bs = [0.4 * rng.gauss_matrix(1, 3)[0] for _ in range(4)]
    X, Y = rng.gauss_matrix(12, 3), rng.gauss_matrix(12, 3)
    save("e10-orthogonal" if ortho else "e10-generic", X, Y, Wc, t.cumulative(Ws, bs)[2])
    save("e10-orthogonal-layers" if ortho else "e10-generic-layers", X, Y, Ws, bs)

rng = t.Rng(31)                                                    # E11
Wo = np.array([[1.2, 0.3, 0.0], [0.1, 0.7, -0.2], [0.0, 0.4, 1.5]])
X = -1.0 - np.abs(rng.gauss_matrix(10, 3))
save("e11", X, np.tile(Wo @ np.array([-0.2, 0.1, 0.3]), (10, 1)), [np.eye(3), Wo],
     [np.array([0.5, 0.4, 0.3]), np.zeros(3)])

rng = t.Rng(77)                                                    # E12
X, y = t.make_clusters(rng, np.eye(4), 25, 0.2)
save("e12", X, np.eye(4)[y], [], [])

rng = t.Rng(1001)                                                  # E14
X, y = t.make_clusters(rng, np.eye(4), 25, 0.2)
Ws, bs = t.init_mlp([4, 16, 16, 4], rng, 0.0)
save("e14", X, np.eye(4)[y], Ws, bs)

rng = t.Rng(2001)                                                  # E17
X, y = t.make_clusters(rng, np.eye(3), 10, 0.2)
Ws, bs = t.init_mlp([3, 3, 3, 3], rng, 0.1)
save("e17", X, np.eye(3)[y], Ws, bs)
rng = t.Rng(9)
R = rng.orthogonal(2)
X = 0.5 * rng.gauss_matrix(30, 2)
xi = X @ R.T
yt = (xi.max(axis=0) + 0.4) @ R
save("e17-aligned", X, np.tile(yt, (30, 1)), [R, np.eye(2)], [-(np.sort(xi, axis=0)[1] + 1e-3) @ R, np.zeros(2)])
