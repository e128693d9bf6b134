"""Random chains from delta to dollars in exact fractions, for Tests/Reference/money/chain.json.

Independent of the library: Python's fractions and decimal only. Ratios carry 30 significant digits,
rounded half to even. Run: python3 Scripts/reference/money/chain.py > Tests/Reference/money/chain.json
"""

import json
import random
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

DIGITS = {"USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}
random.seed(20260331)


def decimal_text(places, low, high):
    return str(Decimal(random.randint(low * 10**places, high * 10**places)).scaleb(-places))


def posted(value, digits, mode):
    scaled = abs(value) * 10**digits
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    if twice > 0 or (twice == 0 and (mode == ROUND_HALF_UP or whole % 2)):
        whole += 1
    text = format(Decimal(whole).scaleb(-digits), "f")
    return "-" + text if value < 0 and whole else text


def ratio(value):
    if value is None:
        return None
    context = Context(prec=30, rounding=ROUND_HALF_EVEN)
    return format(context.divide(Decimal(value.numerator), Decimal(value.denominator)), "f")


def divided(value, by):
    return value / by if by else None


cases = []
for index in range(150):
    currency = random.choice(sorted(DIGITS))
    digits = DIGITS[currency]
    baseline = decimal_text(random.randint(0, 4), 0, 40)
    observed = decimal_text(random.randint(0, 4), 0, 40)
    weeks = decimal_text(random.randint(0, 1), 1, 60)
    if Fraction(weeks) <= 0:
        weeks = "1"
    share = decimal_text(random.randint(1, 6), 0, 1)
    value = format(Decimal(random.randint(0, 10 ** random.randint(2, 10))).scaleb(-digits), "f")
    cost = format(Decimal(random.randint(0, 10 ** random.randint(2, 8))).scaleb(-digits), "f")
    if index % 10 == 0:  # exact halves of the minor unit
        baseline, observed, share = "1", "0", "0.5"
        value = format(Decimal(2 * random.randint(0, 999) + 1).scaleb(-digits), "f")
    case = dict(currency=currency, baseline=baseline, observed=observed, weeks=weeks,
                attribution=share, unit_value=value, program_cost=cost, expected={})
    for basis, factor in [("annualised", Fraction(1)), ("in_window", Fraction(weeks) / 52)]:
        delta = (Fraction(baseline) - Fraction(observed)) * factor
        gross = delta * Fraction(value)
        exact = gross * Fraction(share)
        spent = Fraction(cost)
        case["expected"][basis] = dict(
            delta=ratio(delta),
            gross=posted(gross, digits, ROUND_HALF_UP),
            value=posted(exact, digits, ROUND_HALF_UP),
            value_half_even=posted(exact, digits, ROUND_HALF_EVEN),
            roi=ratio(divided(exact - spent, spent)),
            bcr=ratio(divided(exact, spent)),
            break_even_attribution=ratio(divided(spent, gross)),
            break_even_delta=ratio(divided(spent, Fraction(share) * Fraction(value))),
            break_even_unit_value=ratio(divided(spent, delta * Fraction(share))),
        )
    cases.append(case)
print(json.dumps({"cases": cases}, indent=1))
