"""Writes test/core/numeric/references.json: values of exp, log, tanh, cos(pi x) and the inverse of the normal
distribution function, correctly rounded by mpmath.

They are the independent check of the tests' own exact arithmetic. Arguments and values are the bits of float64
numbers in hexadecimal. Run: pip install mpmath, then python3 scripts/numericReferences.py
"""
import json
import pathlib
import random
import struct
from fractions import Fraction

from mpmath import mp, mpf

mp.prec = 1400


def bits(x):
    return struct.pack(">d", x).hex()


def nearest(value):
    """Nearest float64 to an mpf. float(mpf) rounds twice on the way to a denormal; a quotient of integers does not."""
    sign, mantissa, exponent, _ = value._mpf_
    return float(Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** exponent)


def denormals(count):
    patterns = [random.getrandbits(random.randint(1, 52)) | 1 for _ in range(count)]
    return [struct.unpack(">d", struct.pack(">Q", pattern))[0] for pattern in patterns]


def scattered(low, high, count):
    """Uniform in the exponent from 2^low to 2^high."""
    return [random.uniform(1, 2) * 2.0 ** random.randint(low, high - 1) for _ in range(count)]


def either_sign(values):
    return [random.choice((-1, 1)) * x for x in values]


random.seed(2020)
arguments = {
    "exp": either_sign(scattered(-60, 9, 30)) + [random.uniform(-745, 709) for _ in range(20)]
    + [random.uniform(-745.13, -708) for _ in range(10)] + [709.782712893384, -745.1332191019411, -745.1332191019412],
    "log": scattered(-1022, 1024, 30) + [1 + x for x in either_sign(scattered(-52, -1, 20))] + denormals(10)
    + [5e-324, 1.7976931348623157e308],
    "tanh": either_sign(scattered(-40, 5, 40)) + [random.uniform(-20, 20) for _ in range(20)],
    "cosPi": either_sign(scattered(-40, 20, 40)) + [random.uniform(-1, 1) for _ in range(20)],
    "inverseNormal": scattered(-300, -2, 20) + [1 - x for x in scattered(-53, -4, 10)]
    + [random.uniform(0.05, 0.95) for _ in range(20)] + [0.075, 0.925, 0.5 - 2.0**-53],
}
functions = {
    "exp": mp.exp, "log": mp.log, "tanh": mp.tanh, "cosPi": lambda x: mp.cos(mp.pi * x),
    "inverseNormal": lambda p: mp.sqrt(2) * mp.erfinv(2 * p - 1),
}
document = {
    name: [[bits(x), bits(nearest(functions[name](mpf(x))))] for x in values] for name, values in arguments.items()
}
lines = ",\n".join(
    f' "{name}": [\n' + ",\n".join("  " + json.dumps(pair) for pair in pairs) + "\n ]"
    for name, pairs in document.items()
)
path = pathlib.Path(__file__).parent.parent / "test/core/numeric/references.json"
path.write_text("{\n" + lines + "\n}\n")
