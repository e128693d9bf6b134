import TestSupport

extension Plans {
  /// The coaching pilot with a baseline, all that can stand beside its figures, and what is believed
  /// about price and cost.
  static func evidenced() throws -> JSONValue {
    try coaching().setting(["kpi", "kind"], "lagging").setting(["baseline"], baseline)
      .setting(["evidence"], evidence).setting(["uncertainty"], uncertainty)
      .setting(
        ["intangibles"],
        [
          [
            "name": "confidence to give feedback", "direction": "better",
            "evidence": "4.1 of 5 after 3.4", "source": "pulse of week 12",
          ]
        ])
  }

  private static let baseline: JSONValue = [
    "kpi": "HR-EXIT-01", "value": "10", "from": "2025-01-01", "to": "2025-12-31",
    "sampleSize": 10, "headcount": 10, "source": "the HR system", "cadence": "weekly",
    "validation": ["from": "2025-11-01", "to": "2025-11-30", "validator": "analytics steward"],
    "minimumWeeks": 8,
  ]

  private static let evidence: JSONValue = [
    "from": "2026-01-01", "to": "2026-04-01",
    "narratives": [
      ["reference": "CN-101", "stance": "supports", "role": "coach"],
      ["reference": "CN-102", "stance": "supports", "role": "manager"],
      ["reference": "CN-103", "stance": "supports", "role": "coach"],
      ["reference": "CN-104", "stance": "neutral", "role": "participant"],
    ],
    "signOff": [
      "sponsor": "head of people", "date": "2026-04-02", "statement": "the counts are right",
    ],
    "confounders": [
      "keeper": "analytics steward",
      "entries": [
        [
          "date": "2026-02-01", "kind": "staffing", "event": "two teams merged",
          "ruling": [
            "author": "product owner", "date": "2026-02-10", "reason": "none of the ten managers",
          ],
        ]
      ],
    ],
    "trust": [
      [
        "metric": "manager overrides", "significance": 0.05,
        "readings": [
          ["week": 4, "count": 3, "of": 60], ["week": 8, "count": 2, "of": 62],
          ["week": 12, "count": 2, "of": 61],
        ],
      ]
    ],
    "measurementPlan": [
      "registered": "2025-12-15T09:00:00Z", "hypothesis": "coaching lowers avoidable exits",
      "primaryKPI": [
        "name": "avoidable exits in the teams of ten managers", "unit": "exits a year",
        "direction": "lowerIsBetter", "kind": "lagging",
      ],
      "firstOutcome": "2026-01-20",
      "power": [
        "sampleSize": 10, "minimumDetectableEffect": "4", "power": 0.8, "significance": 0.05,
      ],
      "lock": "ff960edfe3600cede72a5729170b8ee1aedf0da6b82ab66af9edf341689f135e",
    ],
    "manifest": [
      [
        "source": "the HR system", "extracted": "2026-04-01T06:00:00Z",
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "rows": 12,
        "contentVersion": "2026-04",
      ]
    ],
  ]

  private static let uncertainty: JSONValue = [
    "unitValue": [
      "low": "90000", "mostLikely": "120000", "high": "140000", "shape": "pert",
      "source": "range of three roles",
    ],
    "cost": [
      "low": "27000", "mostLikely": "30000", "high": "36000", "shape": "triangular",
      "source": "quotes",
    ], "draws": 1000, "seed": 7,
  ]

  /// The ways to value a unit other than an amount.
  static let conversions: [JSONValue] = [
    ["costAvoided": "120000.00", "source": "Finance"],
    [
      "hours": [
        "hoursPerWeek": "1", "people": 50, "workingWeeks": "48", "loadedRate": "100.00",
        "realisedShare": "0.5",
      ], "source": "Finance",
    ],
    ["revenue": ["perUnit": "300000.00", "margin": "0.4"], "source": "Finance"],
    ["risk": ["before": "0.06", "after": "0.02", "loss": "3000000.00"], "source": "Finance"],
  ]
}
