"""SHA-256 of texts of every length about a block or two, for Tests/Reference/ledger/sha256.json.

Python's hashlib (OpenSSL). Byte k of the text of length n is (7 n + 13 k) mod 251.
Run: python3 Scripts/reference/ledger/sha256.py > Tests/Reference/ledger/sha256.json
"""

import hashlib
import json

lengths = [*range(131), 1000, 4096, 65537]
print(
    json.dumps(
        [
            {
                "length": n,
                "sha256": hashlib.sha256(
                    bytes((7 * n + 13 * k) % 251 for k in range(n))
                ).hexdigest(),
            }
            for n in lengths
        ],
        indent=0,
    )
)
