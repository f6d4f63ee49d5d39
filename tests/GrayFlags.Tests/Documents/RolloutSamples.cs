namespace GrayFlags.Tests.Documents;

/// <summary>Rollouts that several fixtures read.</summary>
internal static class RolloutSamples
{
    /// <summary>Every field that a rollout has, once; it compiles.</summary>
    public const string Everything = """
        {
          "segments": { "staff": { "users": ["u-1"] } },
          "flags": {
            "base": true,
            "staged": {
              "variants": { "blue": { "value": 1 } },
              "rollout": {
                "id": "2026-12",
                "start": "2026-12-01T09:00:00+08:00",
                "audience": {
                  "users": ["u-1", "u-2"],
                  "segments": ["staff"],
                  "regions": ["CN"],
                  "when": { "level": ["gold", "silver"] },
                  "window": { "end": "2027-12-01T00:00:00Z" },
                  "requires": ["base"],
                  "environments": ["Production"],
                  "instances": ["web-1"],
                  "custom": { "even": true },
                  "any": [{ "users": ["u-1"] }],
                  "all": [{ "regions": ["CN"] }],
                  "not": { "users": ["u-4"] },
                  "except": {
                    "users": ["u-3"],
                    "segments": ["staff"],
                    "regions": ["CN-GD"],
                    "when": { "level": "bronze" },
                    "window": { "end": "2026-12-01T00:00:00Z" },
                    "requires": { "base": false },
                    "environments": ["Staging"],
                    "instances": ["web-2"],
                    "custom": { "even": { } },
                    "any": [{ "users": ["u-5"] }],
                    "all": [{ "users": ["u-6"] }],
                    "not": { "regions": ["CN"] }
                  }
                },
                "by": "tenant",
                "salt": "checkout-wave",
                "order": "sequential",
                "rank": "seniority",
                "serve": "blue",
                "stages": [
                  { "name": "shadow", "percentage": 0, "shadow": 0.1, "hold": "00:30:00" },
                  {
                    "name": "quarter",
                    "percentage": 25.5,
                    "share": 50,
                    "regions": ["CN-GD"],
                    "hold": "12:00:00",
                    "maxHold": "2.00:00:00",
                    "minSamples": 200,
                    "advance": "evidence",
                    "window": { "days": ["mon", "fri"], "from": "09:00", "to": "18:00", "timeZone": "Asia/Shanghai" }
                  },
                  { "name": "all", "percentage": 100 }
                ],
                "guards": {
                  "errors": { "metric": "error", "kind": "rate", "tolerance": { "relative": 0.1, "absolute": 0.0005 }, "onBreach": "none",
                      "notEnded": "ignore" },
                  "dead": { "metric": "error", "count": "both", "onBreach": "withhold" },
                  "p95": { "metric": "duration", "kind": "quantile", "quantile": 0.95, "compare": "control", "onBreach": "pause" },
                  "left": { "metric": "optOut", "compare": "limit", "max": 0.02, "afterCompletion": "rollback" }
                },
                "risk": 0.05,
                "settle": "00:00:20",
                "evidence": { "delta": 0.02, "risk": 0.1 },
                "health": { "splitMismatch": "rollback", "silentArm": "pause", "noData": "none", "noDataAfter": "00:10:00" },
                "onRollback": { "resume": "auto", "cooldown": "03:00:00", "maxAttempts": 5 },
                "feedback": { "removeWhen": { "negative": false, "scoreBelow": 0.4 }, "for": "7.00:00:00" },
                "onMaxHold": "promote"
              }
            },
            "ramped": { "rollout": { "ramp": { "from": 1, "to": 50, "over": "2.00:00:00" } } }
          }
        }
        """;
}
