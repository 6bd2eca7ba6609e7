"""Reference numbers for the mean-field (ordered/chaotic) catalogue sweep.

Infinite-width recursions for  z^l = W phi(z^{l-1}) + b,  W ~ N(0, sw2/fan_in), b ~ N(0, sb2):
  q' = sw2 E[phi(sqrt(q) Z)^2] + sb2
  c' = (sw2 E[phi(u1) phi(u2)] + sb2) / q*,   u1,u2 Gaussian, variance q*, correlation c
  chi(c) = sw2 E[phi'(u1) phi'(u2)]           (slope of the correlation map)
  chi_1 = chi(1); phase boundary chi_1 = 1; xi_c = -1/ln chi(c*); xi_q = -1/ln(slope of the q map at q*)
Gauss-Hermite quadrature (order 201, product rule for pairs), float64; no simulation.
Writes meanfield-tanh.csv and meanfield-critical.csv; --check runs a finite-width
simulation (random networks) against the theory.
"""
import argparse
import os
import time

import numpy as np
from scipy.optimize import brentq
from scipy.special import erf

HERE = os.path.dirname(os.path.abspath(__file__))
X, Wt = np.polynomial.hermite_e.hermegauss(201)
Wt = Wt / Wt.sum()
X2, W2 = np.polynomial.hermite_e.hermegauss(101)
W2 = W2 / W2.sum()

ACT = {
    "tanh": (np.tanh, lambda x: 1.0 / np.cosh(x) ** 2),
    "erf": (erf, lambda x: 2 / np.sqrt(np.pi) * np.exp(-x * x)),
}


def E1(f, q):
    return float(Wt @ f(np.sqrt(q) * X))


def E2(f, q, c):
    a = X2[:, None]; b = c * a + np.sqrt(max(0.0, 1 - c * c)) * X2[None, :]
    return float(W2 @ (f(np.sqrt(q) * a) * f(np.sqrt(q) * b)) @ W2)


def qstar(phi, sw2, sb2):
    """Fixed point by damped iteration from q = 10, then Newton-like bracketing."""
    g = lambda q: sw2 * E1(lambda x: phi(x) ** 2, q) + sb2 - q
    if sb2 == 0 and sw2 * 1.0 <= 1.0:
        return 0.0
    lo, hi = 1e-14, max(50.0, 10 * (sw2 + sb2))
    return brentq(g, lo, hi, xtol=1e-15, rtol=1e-14) if g(lo) > 0 else 0.0


def point(act, sw2, sb2):
    phi, d = ACT[act]
    q = qstar(phi, sw2, sb2)
    chi1 = sw2 * E1(lambda x: d(x) ** 2, q)
    eps = 1e-5 * max(q, 1e-3)
    qm = lambda v: sw2 * E1(lambda x: phi(x) ** 2, v) + sb2
    chiq = (qm(q + eps) - qm(q - eps)) / (2 * eps)
    cm = lambda c: (sw2 * E2(phi, q, c) + sb2) / q
    if chi1 <= 1:
        c = 1.0; chic = chi1
    else:
        c = brentq(lambda t: cm(t) - t, -0.2 if sb2 == 0 else 0.0, 1 - 1e-9) if sb2 > 0 else 0.0
        chic = sw2 * E2(d, q, c)
    return dict(q=q, c=c, chi1=chi1, chic=chic, xi_q=-1 / np.log(chiq) if 0 < chiq < 1 else np.inf,
                xi_c=-1 / np.log(chic) if chic < 1 else np.inf)


def critical(act, sb2):
    """sigma_w^2 with chi_1 = 1 at given sigma_b^2, parametrised by q*: sw2 = 1/E[phi'^2]."""
    phi, d = ACT[act]
    if sb2 == 0:
        return (1.0 / d(0.0) ** 2, 0.0)
    f = lambda q: q - E1(lambda x: phi(x) ** 2, q) / E1(lambda x: d(x) ** 2, q) - sb2
    q = brentq(f, 1e-9, 60.0, xtol=1e-14)
    return 1.0 / E1(lambda x: d(x) ** 2, q), q


def relu_c_map(c):
    return (np.sqrt(1 - c * c) + c * (np.pi - np.arccos(c))) / np.pi


def check(n=400, L=60, sb2=0.05, seed=0, reps=4):
    r = np.random.RandomState(seed)
    for sw2 in (1.2, 1.5, 2.0, 2.5, 4.0):
        t = point("tanh", sw2, sb2); qs, cs, gr = [], [], []
        for _ in range(reps):
            x = r.randn(2, n); x[1] = 0.6 * x[0] + 0.8 * x[1]
            x *= np.sqrt(t["q"] / (x ** 2).mean(1, keepdims=True)); z = x.copy(); C = []; Q = []
            Ws = []; zs = []
            for _l in range(L):
                W = r.randn(n, n) * np.sqrt(sw2 / n); h = np.tanh(z); Ws.append(W); zs.append(z)
                z = h @ W.T + r.randn(n) * np.sqrt(sb2)
                Q.append((z ** 2).mean()); C.append((z[0] @ z[1]) / np.sqrt((z[0] @ z[0]) * (z[1] @ z[1])))
            g = r.randn(n); g0 = g @ g
            for W, zz in zip(Ws[::-1], zs[::-1]):
                g = (W.T @ g) / np.cosh(zz[0]) ** 2
            gr.append(np.log(g @ g / g0) / L); qs.append(np.mean(Q[20:])); cs.append(C)
        C = np.mean(cs, 0)
        print(f"sw2 {sw2}: q* theory {t['q']:.4f} sim {np.mean(qs):.4f}; c* {t['c']:.4f} sim {C[-10:].mean():.4f}; "
              f"ln chi1 {np.log(t['chi1']):+.4f} backprop rate {np.mean(gr):+.4f} +- {np.std(gr)/np.sqrt(reps):.4f}; xi_c {t['xi_c']:.2f}")


def main():
    ap = argparse.ArgumentParser(); ap.add_argument("--check", action="store_true"); a = ap.parse_args()
    with open(os.path.join(HERE, "meanfield-critical.csv"), "w") as f:
        f.write("activation,sigma_b2,sigma_w2_critical,q_star\n")
        for act in ACT:
            for sb2 in (0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0):
                s, q = critical(act, sb2); f.write(f"{act},{sb2},{s:.12f},{q:.12f}\n")
                print(f"critical {act} sb2={sb2}: sw2={s:.8f} q*={q:.8f}")
    with open(os.path.join(HERE, "meanfield-tanh.csv"), "w") as f:
        f.write("sigma_w2,sigma_b2,q_star,c_star,chi_1,chi_cstar,xi_q,xi_c\n")
        for sb2 in (0.05,):
            for sw2 in [1 + 0.1 * i for i in range(31)]:
                p = point("tanh", sw2, sb2)
                f.write(f"{sw2:.4f},{sb2},{p['q']:.12f},{p['c']:.12f},{p['chi1']:.12f},{p['chic']:.12f},{p['xi_q']:.9f},{p['xi_c']:.9f}\n")
                print(f"tanh sw2={sw2:.2f} sb2={sb2}: q*={p['q']:.6f} c*={p['c']:.6f} chi1={p['chi1']:.6f} xi_q={p['xi_q']:.4f} xi_c={p['xi_c']:.4f}  6xi={6*p['xi_c']:.1f}")
    c = 0.0
    for l in range(1, 1001):
        c = relu_c_map(c)
        if l in (1, 2, 5, 10, 100, 1000):
            print(f"ReLU critical (2,0): depth {l}: 1-c = {1-c:.8f}; (1-c) l^2 = {(1-c)*l*l:.4f} (limit 9 pi^2/2 = {4.5*np.pi**2:.4f})")
    if a.check:
        t = time.process_time(); check(); print(f"check cpu {time.process_time()-t:.1f} s")


if __name__ == "__main__":
    main()
