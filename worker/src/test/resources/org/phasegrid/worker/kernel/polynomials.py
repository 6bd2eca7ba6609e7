"""The coefficients in Transcendental.java: near-minimax fits in 60 digits (mpmath 1.3), rounded one by one.

    python3 polynomials.py        prints the tables, each with the largest error of the rounded polynomial

expm1(r) = r + r^2 q(r)                  |r| <= ln 2 / 2      error relative to expm1
tanh(x)  = x + x^3 w(x^2)                |x| <= 0.55          error relative to tanh
erf(x)   = x + x p(x^2)                  |x| <= 1             error relative to erf
erfc(a)  = exp(-a^2) s(a - CENTER)       1 <= a <= 6 (4)      error relative to erf
Weighted least squares on Chebyshev nodes, reweighted towards the largest error (Lawson).
"""
import struct

import mpmath as mp

mp.mp.dps = 60


def float64(c):
    return float(c)


def float32(c):
    return struct.unpack("f", struct.pack("f", float(c)))[0]


def fit(f, weight, low, high, degree, nodes=160, rounds=12):
    xs = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * nodes)) for i in range(nodes)]
    ys = [f(x) for x in xs]
    ws = [weight(x) for x in xs]
    middle, half = (low + high) / 2, (high - low) / 2
    us = [(x - middle) / half for x in xs]
    lawson = [mp.mpf(1) / nodes] * nodes
    best = None
    for _ in range(rounds):
        A = mp.matrix(nodes, degree + 1)
        b = mp.matrix(nodes, 1)
        for i in range(nodes):
            s = mp.sqrt(lawson[i]) * ws[i]
            power = s
            for j in range(degree + 1):
                A[i, j] = power
                power *= us[i]
            b[i] = s * ys[i]
        c = mp.lu_solve(A.T * A, A.T * b)
        errors = [abs(ws[i] * (mp.polyval(list(reversed(list(c))), us[i]) - ys[i])) for i in range(nodes)]
        worst = max(errors)
        if best is None or worst < best[0]:
            best = (worst, c)
        total = sum(w * e for w, e in zip(lawson, errors))
        lawson = [w * e / total for w, e in zip(lawson, errors)]
    # back from u = (x - middle) / half to x
    result = [mp.mpf(0)] * (degree + 1)
    for j in range(degree + 1):
        for i in range(j + 1):
            result[i] += best[1][j] * mp.binomial(j, i) * (-middle) ** (j - i) / half**j
    return result


def report(name, coefficients, narrow, f, weight, low, high):
    rounded = [narrow(c) for c in coefficients]
    grid = [low + (high - low) * mp.mpf(i) / 2000 for i in range(2001)]
    worst = max(abs(weight(x) * (mp.polyval([mp.mpf(c) for c in reversed(rounded)], x) - f(x))) for x in grid)
    print(f"{name}: largest relative error {mp.nstr(worst, 3)} = 2^{mp.nstr(mp.log(worst, 2), 4)}")
    for c in rounded:
        print("   ", c.hex())


HALF = mp.log(2) / 2 * mp.mpf("1.0001")


def expm1_rest(r):
    return mp.mpf("0.5") if r == 0 else (mp.expm1(r) - r) / r**2


def expm1_weight(r):
    return r**2 / mp.expm1(r) if r != 0 else mp.mpf(0)


def tanh_rest(t):
    x = mp.sqrt(t)
    return -mp.mpf(1) / 3 if t == 0 else (mp.tanh(x) / x - 1) / t


def tanh_weight(t):
    x = mp.sqrt(t)
    return t * x / mp.tanh(x) if t != 0 else mp.mpf(0)


def erf_rest(t):
    x = mp.sqrt(t)
    return 2 / mp.sqrt(mp.pi) - 1 if t == 0 else mp.erf(x) / x - 1


def erf_weight(t):
    return mp.sqrt(t) / mp.erf(mp.sqrt(t)) if t != 0 else mp.mpf(1)


def tail(center):
    return lambda d: mp.exp((d + center) ** 2) * mp.erfc(d + center)


def tail_weight(center):
    return lambda d: mp.exp(-((d + center) ** 2)) / mp.erf(d + center)


if __name__ == "__main__":
    zero, one = mp.mpf(0), mp.mpf(1)
    for narrow, e, w, p, s, last, center in ((float64, 10, 10, 12, 22, 6, mp.mpf("2.5")), (float32, 5, 4, 6, 9, 4, mp.mpf("2"))):
        name = narrow.__name__
        report(f"{name} q", fit(expm1_rest, lambda r: abs(expm1_weight(r)), -HALF, HALF, e), narrow, expm1_rest, expm1_weight, -HALF, HALF)
        edge = mp.mpf("0.551") ** 2
        report(f"{name} w", fit(tanh_rest, tanh_weight, zero, edge, w), narrow, tanh_rest, tanh_weight, zero, edge)
        report(f"{name} p", fit(erf_rest, erf_weight, zero, one, p), narrow, erf_rest, erf_weight, zero, one)
        low, high = one - center, mp.mpf(last) - center
        report(f"{name} s", fit(tail(center), tail_weight(center), low, high, s), narrow, tail(center), tail_weight(center), low, high)
