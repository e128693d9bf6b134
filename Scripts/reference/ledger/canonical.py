"""Canonical JSON of random values, for Tests/Reference/ledger/canonical.json.

Python's json with sorted keys and hashlib; each case is also spelled loosely, with other spacing, escapes
and order of names. Run: python3 Scripts/reference/ledger/canonical.py > Tests/Reference/ledger/canonical.json
"""

import hashlib
import json
import random

random.seed(20260331)
RANGES = [(0x20, 0x7E), (0x00, 0x1F), (0x7F, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x1FFFF)]


def text():
    result = ""
    for _ in range(random.randint(0, 6)):
        low, high = random.choice(RANGES)
        result += chr(random.randint(low, high))
    return result


def value(depth):
    kind = random.randint(0, 5 if depth < 4 else 3)
    if kind == 0:
        return random.choice([None, True, False])
    if kind == 1:
        return random.randint(-(2**53) + 1, 2**53 - 1)
    if kind <= 3:
        return text()
    if kind == 4:
        return [value(depth + 1) for _ in range(random.randint(0, 4))]
    return {text(): value(depth + 1) for _ in range(random.randint(0, 5))}


def shuffled(item):
    if isinstance(item, dict):
        names = list(item)
        random.shuffle(names)
        return {name: shuffled(item[name]) for name in names}
    return [shuffled(part) for part in item] if isinstance(item, list) else item


cases = []
for number in range(60):
    item = {text() + str(number): value(0) for _ in range(3)}
    canonical = json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data = canonical.encode()
    cases.append(
        {
            "loose": json.dumps(shuffled(item), indent=number % 3 or None, ensure_ascii=number % 2 == 0),
            "canonical": canonical,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    )
print(json.dumps(cases, indent=0))
