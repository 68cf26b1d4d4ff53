"""Student's t without SciPy, for the tests: the quantile of a 95 % interval."""
import math


def beta_fraction(a, b, x):
    """The continued fraction of the incomplete beta function, from its last term backwards."""
    value = 1.0
    for m in range(400, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        value = 1 + even / (1 + odd / value)
    return 1 / (1 - (a + b) * x / (a + 1) / value)


def student_tail(t, degrees):
    """P(T > t), t > 0."""
    a, b, x = degrees / 2, 0.5, degrees / (degrees + t * t)
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
                     + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return scale * beta_fraction(a, b, x) / a / 2
    return (1 - scale * beta_fraction(b, a, 1 - x) / b) / 2


def student_quantile(degrees):
    """t with P(|T| <= t) = 0.95, by bisection."""
    low, high = 1.0, 1e4
    while high - low > 1e-14 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if student_tail(middle, degrees) > 0.025 else (low, middle)
    return (low + high) / 2
