"""The edge of chaos and depth scales of tanh by Gauss-Legendre sums on panels, python3 with numpy.

Prints the numbers of MeanFieldTest.wherePolesAreNearNumbersAreThoseOfPanels; bisection throughout.
"""
import numpy as np


def panels(reach, count, nodes):
    x, w = np.polynomial.legendre.leggauss(nodes)
    edges = np.linspace(-reach, reach, count + 1)
    half = (edges[1] - edges[0]) / 2
    z = ((edges[:-1] + edges[1:]) / 2)[:, None] + half * x
    return z.ravel(), (half * w * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)).ravel()


Z, W = panels(10, 400, 40)
Y, V = panels(9, 90, 12)


def slope(u):
    return 1 / np.cosh(u) ** 2


def mean(f, q):
    return float(W @ f(np.sqrt(q) * Z))


def pair(f, q, c):
    u = c * Y[:, None] + np.sqrt(1 - c * c) * Y[None, :]
    return float(V @ (f(np.sqrt(q) * Y)[:, None] * f(np.sqrt(q) * u)) @ V)


def root(f, low, high):
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return low


def critical(sb2):
    q = root(lambda q: q - mean(lambda u: np.tanh(u) ** 2, q) / mean(lambda u: slope(u) ** 2, q) - sb2, 1e-9, 60)
    return 1 / mean(lambda u: slope(u) ** 2, q)


def scale(sw2, sb2):
    q = root(lambda q: q - sw2 * mean(lambda u: np.tanh(u) ** 2, q) - sb2, 1e-9, 60)
    c = root(lambda c: c - (sw2 * pair(np.tanh, q, c) + sb2) / q, 0, 1 - 1e-9)
    return q, c, -1 / np.log(sw2 * pair(slope, q, c))


print(repr(critical(1.0)))
for sw2 in (3.5, 4.0):
    print(sw2, scale(sw2, 0.05))
