"""The golden arrays and labels of Observable Matrix Dynamics (arXiv:2606.29679).

    python3 omd-golden.py    writes omd-clusters-golden.npz, omd-clusters-golden.csv and
                             omd-grokking-golden.npz beside itself; half a minute, numpy alone

Everything is drawn from SplitMix64 in turn (state += 0x9E3779B97F4A7C15), normals by Box and Muller
in pairs, cosine before sine, the last sine of an odd request dropped.

Clusters: x = s e_y + xi, y = i mod 5, 200 examples of 20 inputs, then 60 for the probe; X0, X2, X3
and X4 have s = 0, 2, 3, 4 and the same noise. Weights of 20-32-32-5, N(0, 1 / fan-in), biases 0.
The table has, for nine learning rates and each s, what this program found after 512 steps of
gradient descent on cross-entropy: label, m1, gap, alignment, first step of the band, accuracy on
the probe, and whether something that decides the label is within 5 % of its threshold (the gaps of
the last five looks and of the first against 2, the alignment against 0.5, the motion against 0.02).

Grokking: all 529 pairs (a, b) modulo 23, one-hot, in the order of their shuffle; the first 370 are
trained on. Weights of 46-64-64-23, N(0, 1 / fan-in).

The archives hold weights as networks here have them, [out][in].
"""
import csv
import io
import os
import zipfile
from math import exp, log, pi, sqrt

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
GAP_MIN = 2.0


class SplitMix64:
    """state += GOLDEN; mix.  next_double = (z >>> 11) * 2^-53."""

    def __init__(self, seed):
        self.s = seed & MASK
        self.spare = None

    def bits(self, n):
        k = np.arange(1, n + 1, dtype=np.uint64)
        with np.errstate(over="ignore"):
            z = np.uint64(self.s) + k * np.uint64(GOLDEN)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
        self.s = (self.s + n * GOLDEN) & MASK
        return z

    def uniform(self, n):
        return (self.bits(n) >> np.uint64(11)).astype(float) * 2.0 ** -53

    def normal(self, *shape):
        """Box-Muller on consecutive pairs (u1,u2): r cos, r sin; an odd request discards the last sin."""
        n = int(np.prod(shape))
        m = (n + 1) // 2
        u = self.uniform(2 * m).reshape(m, 2)
        r = np.sqrt(-2.0 * np.log(1.0 - u[:, 0]))
        z = np.stack([r * np.cos(2 * pi * u[:, 1]), r * np.sin(2 * pi * u[:, 1])], 1).ravel()[:n]
        return z.reshape(shape)

    def permutation(self, n):
        """Fisher-Yates from the top: j = floor(u * (i+1)), i = n-1 .. 1."""
        a = np.arange(n)
        u = self.uniform(max(n - 1, 0))
        for t, i in enumerate(range(n - 1, 0, -1)):
            j = int(u[t] * (i + 1))
            a[i], a[j] = a[j], a[i]
        return a


def distance_matrix(H, kind="angular", center=True):
    """H (N x D) -> M (N x N).  kind: angular | chordal | euclidean.
    angular: geodesic distance of the unit rows, in [0, pi], Kahan's atan2 form.
    Dead rows (norm <= 1e-12 of the largest) sit at pi/2 (sqrt 2) from everything.
    Returns (M, n_dead, rank) or (None, n_dead, rank) when H is not finite / all rows dead."""
    H = np.asarray(H, float)
    N = len(H)
    if N < 4 or not np.isfinite(H).all():
        return None, 0, 0
    if center:
        H = H - H.mean(0)
    sv = np.linalg.svd(H, compute_uv=False)
    if not np.isfinite(sv).all() or sv[0] == 0.0:
        return None, N, 0
    rank = int((sv > 1e-6 * sv[0]).sum())
    if kind == "euclidean":
        q = (H * H).sum(1)
        D2 = np.maximum(q[:, None] + q[None, :] - 2 * H @ H.T, 0.0)
        M = np.sqrt(D2)
        np.fill_diagonal(M, 0.0)
        return (M + M.T) / 2, 0, rank
    n = np.sqrt((H * H).sum(1))
    dead = n <= 1e-12 * n.max()
    U = H / np.where(dead, 1.0, n)[:, None]
    U[dead] = 0.0
    G = U @ U.T
    # exact |u-v| for close / antipodal pairs: recompute from differences when cancellation would bite
    a2 = np.maximum(2 - 2 * G, 0.0)
    b2 = np.maximum(2 + 2 * G, 0.0)
    ii, jj = np.where(np.minimum(a2, b2) < 1e-4)
    for i, j in zip(ii, jj):
        if i < j and not (dead[i] or dead[j]):
            d, s = U[i] - U[j], U[i] + U[j]
            a2[i, j] = a2[j, i] = d @ d
            b2[i, j] = b2[j, i] = s @ s
    a, b = np.sqrt(a2), np.sqrt(b2)
    M = a if kind == "chordal" else 2 * np.arctan2(a, b)
    np.fill_diagonal(M, 0.0)
    if dead.any():
        x = sqrt(2.0) if kind == "chordal" else pi / 2
        M[dead, :] = x
        M[:, dead] = x
        np.fill_diagonal(M, 0.0)
    return (M + M.T) / 2, int(dead.sum()), rank


def bands(a, kmax):
    """a: descending |lambda_k|, k=1..N-1.  First band = largest log gap among k<=kmax."""
    e = np.maximum(a, 1e-12 * a[0])
    g = np.log(e[:-1] / e[1:])
    kmax = max(1, min(kmax, len(g)))
    m1 = int(np.argmax(g[:kmax])) + 1
    G1 = exp(g[m1 - 1])
    k2 = min(4 * kmax, len(g))
    cand = np.where(e[1:k2 + 1] > 1e-6 * e[0], g[:k2], -1.0)   # never split off exact zeros
    cand[:m1] = -1.0
    if m1 < k2 and cand.max() > 0:
        j = int(np.argmax(cand))
        m2, G2 = j + 1 - m1, exp(g[j])
    else:
        m2, G2 = 0, 1.0
    return m1, G1, m2, G2


def snapshot(M, kind="angular", rank=None, kmax=None):
    N = len(M)
    lam, V = np.linalg.eigh(M)
    lam0 = lam[-1]
    a = -lam[:-1]                         # a_1 >= a_2 >= ... (the most negative first)
    W = V[:, :-1]                         # W[:,k-1] belongs to a_k
    p = np.maximum(a, 0.0) / max(a.clip(0).sum(), 1e-300)
    mbar = M.sum() / (N * (N - 1))
    off = M[np.triu_indices(N, 1)]
    if kmax is None:
        kmax = min(N // 4, 32)
        if rank is not None:
            kmax = min(kmax, max(1, rank - 2))
    m1, G1, m2, G2 = bands(a, kmax)
    floor = float(np.median(a[N // 2:]))
    b = a - floor
    c1 = b[:m1].mean()
    c2 = b[m1:m1 + m2].mean() if m2 else np.nan
    rho = np.cos(floor) if kind == "angular" else np.nan
    sigma = sqrt(max(1.0 / rho - 1.0, 0.0)) if kind == "angular" and rho > 0 else floor / sqrt(2)
    X = W[:, :3] * np.sqrt(np.maximum(a[:3], 0.0))
    X = X * np.where(X[np.argmax(np.abs(X), 0), [0, 1, 2]] < 0, -1.0, 1.0)
    r = np.sqrt((X * X).sum(1))
    q = p[p > 0]
    lo, hi = m1, max(m1 + 3, N // 4)
    kk = np.arange(lo + 1, hi + 1)
    slope = np.polyfit(np.log(kk), np.log(np.maximum(a[lo:hi], 1e-12 * a[0])), 1)[0]
    return dict(
        N=N, lam0=lam0, a=a, W=W, p=p, mean=mbar, cv=off.std() / off.mean(),
        perron_ratio=lam0 / ((N - 1) * mbar), n_pos=int((lam > 1e-9 * lam0).sum()),
        trace_res=abs(lam.sum()) / lam0, eff_dim=1.0 / np.sum(p * p),
        ent_dim=exp(-np.sum(q * np.log(q))), m1=m1, gap1=G1, m2=m2, gap2=G2,
        mass1=p[:m1].sum(), spread1=a[0] / max(a[m1 - 1], 1e-300), floor=floor, rho=rho, sigma=sigma,
        ratio12=c1 / c2 if m2 and c2 > 0 else np.nan, slope=slope,
        X=X, rg=sqrt((X * X).sum() / N), radial_cv=r.std() / r.mean(), iso3=a[2] / a[0],
        top3=p[:3].sum(), ipr_tail=float((W[:, -(N // 4):] ** 4).sum(0).mean()),
        Lam=np.concatenate([[lam0], -a]) / (N * mbar), Mhat=M / mbar)


def circulant_share(M, label, p):
    """share of the variance of the off-diagonal distances explained by the cyclic lag of the labels."""
    i, j = np.triu_indices(len(M), 1)
    x = M[i, j]
    lag = np.abs(label[i] - label[j])
    lag = np.minimum(lag, p - lag)
    tot = ((x - x.mean()) ** 2).sum()
    if tot <= 1e-20 * (x * x).sum():
        return float("nan")
    return float(sum((lag == k).sum() * (x[lag == k].mean() - x.mean()) ** 2 for k in set(lag)) / tot)


def class_alignment(S, label, K, m=None):
    m = m or S["m1"]
    Q = np.stack([(label == k) / sqrt(max((label == k).sum(), 1)) for k in range(K)], 1)
    # remove the constant direction from the class subspace
    Q = Q - Q.mean(0)
    u, s, _ = np.linalg.svd(Q, full_matrices=False)
    Q = u[:, s > 1e-9]
    return float((Q.T @ S["W"][:, :m]).__pow__(2).sum() / m)


def pair_observables(S, T, q=3):
    N = S["N"]
    d = T["Mhat"] - S["Mhat"]
    fro = sqrt((d * d).sum())
    dl = sqrt(((S["Lam"] - T["Lam"]) ** 2).sum()) * N
    iu = np.triu_indices(N, 1)
    x, y = S["Mhat"][iu], T["Mhat"][iu]
    cx, cy = x - x.mean(), y - y.mean()
    den = sqrt((cx @ cx) * (cy @ cy))
    return dict(step=fro / sqrt(N * (N - 1)), spec_step=dl / sqrt(N * (N - 1)),
                rot_share=1 - dl * dl / (fro * fro) if fro > 0 else np.nan,
                overlap=overlap(S, T, q), corr=float(cx @ cy / den) if den > 0 else np.nan,
                cloud_step=procrustes(S["X"], T["X"])[1])


def overlap(S, T, q):
    return float((S["W"][:, :q].T @ T["W"][:, :q]).__pow__(2).sum() / q)


def procrustes(X, Y):
    """R = argmin |X - Y R|, R orthogonal (reflections allowed).  Returns Y R and the rms step / rg(X)."""
    u, _, vt = np.linalg.svd(Y.T @ X)
    Z = Y @ (u @ vt)
    rg = sqrt((X * X).sum() / len(X))
    return Z, sqrt(((Z - X) ** 2).sum() / len(X)) / rg


def classify(steps, snaps, loss_ok, class_al=None, four=None, K=None, window=5, gmin=GAP_MIN):
    """Run label from the list of snapshots (None = invalid checkpoint)."""
    if not loss_ok or not snaps or snaps[-1] is None or snaps[0] is None:
        ph = "DIVERGED" if not loss_ok or not snaps else "DEGENERATE"
        return dict(phase=ph, t_star=np.nan, m=0, stability=0.0, burst=np.nan, gain=np.nan, move=np.nan, t_peak=np.nan)
    ok = [i for i, s in enumerate(snaps) if s is not None]
    tail = [snaps[i] for i in ok[-window:]]
    ms = [s["m1"] for s in tail]
    m = max(set(ms), key=lambda v: (ms.count(v), -v))
    good = [s is not None and s["m1"] == m and s["gap1"] >= gmin for s in snaps]
    stab = float(np.mean([g for g in good[-window:]]))
    prs = [pair_observables(snaps[i], snaps[j]) for i, j in zip(ok[:-1], ok[1:])]
    du = [log((steps[j] + 1) / (steps[i] + 1)) for i, j in zip(ok[:-1], ok[1:])]
    v = np.array([q["spec_step"] / u for q, u in zip(prs, du)])
    burst = float(v.max() / np.median(v)) if np.median(v) > 0 else np.nan
    move = pair_observables(snaps[ok[0]], snaps[ok[-1]])["step"]
    t_star = np.nan
    if stab >= 0.8:
        i = len(good)
        while i > 0 and good[i - 1]:
            i -= 1
        t_star = float(steps[i]) if i < len(good) else np.nan
    acquired = stab >= 0.8 and not good[0]
    if move < 0.02:
        ph = "FROZEN"
    elif four is not None and four[-1] >= 0.6 and four[0] < 0.3:      # circulant share of the cyclic labels
        ph = "FOURIER"
    elif not acquired:
        ph = "DIFFUSIVE"
    elif K is not None and m == K - 1 and class_al is not None and class_al[-1] >= 0.5:
        ph = "CLUSTER"
    else:
        s = snaps[-1]
        d1, d2 = s["m1"] - 1, (sqrt(s["ratio12"]) - 2 if s["ratio12"] > 0 else np.nan)
        ph = "MANIFOLD" if abs(d1 - d2) <= 0.5 else "BAND_OTHER"
    return dict(phase=ph, t_star=t_star, m=m, stability=stab, burst=burst, move=move,
                t_peak=float(steps[ok[int(v.argmax()) + 1]]), gain=snaps[-1]["mass1"] - snaps[ok[0]]["p"][:snaps[-1]["m1"]].sum())


def log_steps(T):
    s, c = {0}, 0
    while True:
        t = int(2 ** (c / 2))
        if t > T:
            break
        s.add(t)
        c += 1
    s.add(T)
    return sorted(s)


def cluster_data(seed, K, d, s, n, m):
    """x = s e_y + xi, xi ~ N(0, I_d); y = i mod K.  n training points, then m probe points."""
    r = SplitMix64(seed)
    y = np.arange(n) % K
    X = r.normal(n, d)
    X[np.arange(n), y] += s
    yp = np.arange(m) % K
    P = r.normal(m, d)
    P[np.arange(m), yp] += s
    return X, y, P, yp


def softmax_ce(Z, y):
    z = Z - Z.max(1, keepdims=True)
    e = np.exp(z)
    q = e / e.sum(1, keepdims=True)
    loss = float((np.log(e.sum(1)) - z[np.arange(len(y)), y]).mean())
    q[np.arange(len(y)), y] -= 1
    return loss, q / len(y)


def train_cluster(lr, s, K=5, d=20, width=32, depth=2, T=512, seed=1, n=200, m=60, gain=1.0, kind="angular"):
    """full-batch gradient descent, tanh MLP, softmax cross-entropy, no weight decay."""
    X, y, P, yp = cluster_data(1000003 * seed + 1, K, d, s, n, m)
    sz = [d] + [width] * depth + [K]
    r = SplitMix64(1000003 * seed + 2)
    W = [r.normal(a, b) * gain / sqrt(a) for a, b in zip(sz[:-1], sz[1:])]
    B = [np.zeros(b) for b in sz[1:]]

    def fwd(Z):
        hs = [Z]
        for i in range(len(W)):
            z = hs[-1] @ W[i] + B[i]
            hs.append(np.tanh(z) if i < len(W) - 1 else z)
        return hs

    ck = log_steps(T)
    snaps, acc, los, al = [], [], [], []
    finite = True
    for t in range(T + 1):
        hs = fwd(X)
        loss, D = softmax_ce(hs[-1], y)
        if not np.isfinite(loss):
            finite = False
            break
        if t in ck:
            hp = fwd(P)
            M, dead, rank = distance_matrix(hp[-2], kind)
            S = snapshot(M, kind, rank) if M is not None else None
            snaps.append(S)
            acc.append(float((hp[-1].argmax(1) == yp).mean()))
            los.append(loss)
            al.append(class_alignment(S, yp, K) if S is not None else np.nan)
        for i in range(len(W) - 1, -1, -1):
            gW, gB = hs[i].T @ D, D.sum(0)
            if i:
                D = (D @ W[i].T) * (1 - hs[i] ** 2)
            W[i] -= lr * gW
            B[i] -= lr * gB
    lab = classify(ck[:len(snaps)], snaps, finite, class_al=al, K=K)
    return dict(steps=ck[:len(snaps)], snaps=snaps, acc=acc, loss=los, align=al, **lab)


def write(name, **arrays):
    """npz with fixed times, compressed: the same bytes every time."""
    with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for key, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array))
            archive.writestr(zipfile.ZipInfo(key + ".npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue(),
                             compress_type=zipfile.ZIP_DEFLATED)


def clusters():
    arrays = {}
    for s in (0, 2, 3, 4):
        X, y, P, yp = cluster_data(1000004, 5, 20, float(s), 200, 60)
        arrays["X%d" % s] = np.concatenate([X, P])
    arrays["y"] = np.concatenate([y, yp]).astype(np.int8)
    r = SplitMix64(1000005)
    for layer, (a, b) in enumerate([(20, 32), (32, 32), (32, 5)], 1):
        arrays["W%d" % layer] = (r.normal(a, b) / sqrt(a)).T
        arrays["b%d" % layer] = np.zeros((b, 1))
    write("omd-clusters-golden.npz", **arrays)
    with open(os.path.join(HERE, "omd-clusters-golden.csv"), "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["dataset_x", "learning_rate", "golden_phase", "golden_m1", "golden_gap", "golden_alignment",
                       "golden_step", "golden_accuracy", "golden_move", "golden_near"])
        for s in (0, 2, 3, 4):
            for lr in (0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0):
                o = train_cluster(lr, float(s))
                last = o["snaps"][-1]
                close = lambda x, threshold: abs(x / threshold - 1) <= 0.05
                near = (any(close(f["gap1"], GAP_MIN) for f in [o["snaps"][0]] + o["snaps"][-5:])
                        or close(o["align"][-1], 0.5) or close(o["move"], 0.02))
                rows.writerow(["X%d" % s, lr, o["phase"].lower().replace("_", "-"), last["m1"], "%.6f" % last["gap1"],
                               "%.6f" % o["align"][-1], "" if o["t_star"] != o["t_star"] else "%d" % o["t_star"],
                               "%.6f" % o["acc"][-1], "%.6f" % o["move"], int(near)])


def grokking(p=23, train=370):
    r = SplitMix64(1000006)
    a, b = np.repeat(np.arange(p), p), np.tile(np.arange(p), p)
    order = r.permutation(p * p)
    X = np.zeros((p * p, 2 * p), np.int8)
    X[np.arange(p * p), a[order]] = 1
    X[np.arange(p * p), p + b[order]] = 1
    arrays = {"X": X, "y": ((a + b) % p)[order].astype(np.int8)}
    for layer, (m, n) in enumerate([(2 * p, 64), (64, 64), (64, p)], 1):
        arrays["W%d" % layer] = (r.normal(m, n) / sqrt(m)).T
    write("omd-grokking-golden.npz", **arrays)


if __name__ == "__main__":
    clusters()
    grokking()
