import TestSupport

extension Plans {
  /// The coaching pilot with a baseline, all that can stand beside its figures, and what is believed
  /// about price and cost.
  static func evidenced() throws -> JSONValue {
    try coaching().setting(["kpi", "kind"], "lagging").setting(["baseline"], baseline)
      .setting(["evidence"], evidence).setting(["uncertainty"], uncertainty)
      .setting(["cashFlow"], cashFlow).setting(["riskAdjusted"], riskAdjusted)
      .setting(["costs", "1", "timing"], "years 1 to 3")
      .setting(["costs", "1", "isMaintenance"], true)
      .setting(["maintenanceDeclaredNone"], false)
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

  private static let cashFlow: JSONValue = [
    "years": 3, "rate": ["value": "0.10", "date": "2026-01-01", "source": "Finance"],
    "benefitStartLagWeeks": "13", "dropOff": "0.25", "timing": "endOfYear",
    "start": "2026-01-01",
    "reinvestment": ["value": "0.05", "date": "2026-01-01", "source": "Finance"],
  ]

  private static let riskAdjusted: JSONValue = [
    "benefits": ["risk": "0.20", "rationale": "short window"],
    "costs": ["risk": "0.10", "rationale": "quotes"],
  ]

  /// What could hide behind the effect of an experiment.
  static let confounding: JSONValue = [
    "degreesOfFreedom": 30, "alpha": 0.05,
    "confounders": [
      [
        "name": "as strong as tenure", "outcomeR2": 0.1, "treatmentR2": 0.05, "hidesEffect": false,
      ]
    ],
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

  // MARK: Weeks and people

  /// A gate in the weeks of a schedule, with a scorecard, readiness and all that a gate can weigh.
  static func staged() throws -> JSONValue {
    let people: JSONValue = [
      "rules": "leaderCohort", "participants": 10, "controls": 10, "departments": 3,
      "roleLevels": 3, "internalCoaches": 2, "externalCoaches": 1, "population": 120,
      "consent": [
        "asked": 12, "given": 10, "exclusions": [["reason": "declined", "count": 2]],
      ],
    ]
    let spans: JSONValue = [
      ["span": "week 4", "count": 2, "of": 80], ["span": "week 5", "count": 3, "of": 90],
    ]
    let escalations: JSONValue = [
      "name": "escalations", "countAbove": 4, "action": "call the steward", "readings": spans,
    ]
    let plan = try gated()
    let triggers = (plan["gate"]["triggers"].array ?? []) + [escalations]
    return
      plan.setting(["schedule"], ["preset": "sixteenWeeksQuarterly", "start": "2026-03-16"])
      .setting(["scorecard"], scorecard)
      .setting(
        ["readiness"],
        [
          "rubric": [
            "problemComplexity": "good", "repeatability": "good", "measurementHook": "good",
            "dataMaturity": "risk", "privacyLegal": "good", "ownership": "good",
          ], "checklist": ["items": [["name": "owner named", "score": 4]], "total": 3],
          "cohort": people,
          "retention": [
            "date": "2026-06-30", "oldestRaw": "2026-05-01", "oldestAggregate": "2026-01-01",
          ],
        ]
      )
      .setting(["gate", "triggers"], .array(triggers))
      .setting(
        ["gate", "monitors"],
        [
          [
            "name": "manager overrides", "action": "review the content", "alpha": 0.05, "looks": 2,
            "readings": spans,
          ]
        ]
      )
      .setting(
        ["gate", "ninetyDays"],
        [
          "start": "2026-03-16", "date": "2026-06-14",
          "path": ["metric": "exits", "evidence": "fewer exits", "date": "2026-06-01"],
        ]
      )
      .setting(["gate", "scale"], [["item": "exportableLogs", "reference": "export of 1 June"]])
      .setting(
        ["gate", "issues"],
        [["kind": "cultureFit", "finding": "talks feel scripted", "change": "shorter prompts"]])
  }

  /// A checklist that asks a score of each item.
  static let eachScored: JSONValue = [
    "items": [["name": "owner named", "score": 4]], "each": 3,
  ]

  /// A primary and a diagnostic indicator with what was read of them.
  static let scorecard: JSONValue = [
    "name": "coaching pilot", "preset": "custom", "start": "2026-03-16", "cadence": "weekly",
    "behaviours": ["asks before advising", "names one next step", "follows up within a week"],
    "indicators": [
      [
        "name": "weekly active", "part": "primary", "kind": "leading", "form": "share",
        "unit": "people enrolled", "direction": "higherIsBetter",
        "baseline": ["level": "3 of 30", "date": "2026-03-01"],
        "goals": [["level": "70 %", "due": "by week 6"]], "frequency": "weekly",
        "owner": "programme owner", "source": "the coaching tool", "instrument": "records",
      ],
      [
        "name": "exits", "part": "diagnostic", "kind": "lagging", "form": "number",
        "unit": "exits a year", "direction": "lowerIsBetter",
        "baseline": ["level": "10", "date": "2026-03-01"],
        "goals": [["level": "8.5", "due": "at month 12"]], "frequency": "weeks 4, 13",
        "owner": "head of people", "source": "the HR system", "instrument": "records",
      ],
    ],
    "readings": [
      ["indicator": "weekly active", "week": 6, "level": "21 of 30"],
      ["indicator": "exits", "week": 13, "level": "8"],
    ],
  ]
}
