using System.Text;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Documents;

/// <summary>Documents that several fixtures read.</summary>
internal static class Samples
{
    /// <summary>About 2 KB with every field of the schema that this version reads, comments left out so that it is also strict JSON.</summary>
    public const string Rich = """
        {
          "$schema": "https://example.org/grayflags.schema.json",
          "schemaVersion": 1,
          "version": 42,
          "issuedAt": "2026-11-30T08:15:30.1234567+08:00",
          "description": "every field, once \u0041\n",
          "metadata": { "ticket": ["OPS-1", 2.50, null], "nested": { "a": true } },
          "off": ["old-banner", "New-Checkout"],
          "segments": {
            "staff": { "users": ["u-1", "u-2"], "description": "us", "metadata": 7 },
            "abroad": { "segments": ["staff"], "regions": ["DE", "SE-AB"], "when": { "plan": ["pro", 5, true] },
                "except": { "users": ["u-9"], "segments": ["staff"], "regions": ["SE"], "when": { "beta": true } } }
          },
          "flags": {
            "old-banner": true,
            "gone": false,
            "paused": {
              "description": "off for everyone until the audit of the warehouse is done; see the ticket",
              "enabled": false,
              "expires": "2027-03-01T08:00:00+01:00",
              "rules": {
                "beta": { "percentage": { "of": 100, "by": "user" }, "window": { "start": "2027-01-01T00:00:00.5-09:30" } },
                "partners": { "users": ["p-1", "p-2", "p-3"], "except": { "regions": [] }, "priority": 10 }
              }
            },
            "new-checkout": {
              "description": "one-page checkout",
              "owner": "payments",
              "expires": "2027-03-01",
              "tags": ["web", "结账"],
              "metadata": { "risk": 1e2 },
              "clientSide": true,
              "enabled": true,
              "variants": { "blue": { "weight": 33.3, "value": { "color": "#00f" } }, "green": { "weight": 1e2 } },
              "rules": {
                "staff": { "segments": ["staff"], "serve": "blue", "requires": { "old-banner": true, "gone": false } },
                "half": { "requires": ["old-banner", "gone"], "environments": ["Staging"], "instances": ["web-1", "web-2"], "serve": "split" },
                "guangdong": {
                  "description": "first",
                  "metadata": "m",
                  "enabled": false,
                  "priority": -5,
                  "users": ["u-3"],
                  "regions": ["CN-GD"],
                  "when": {
                    "orders": { "gt": 1, "gte": 1e1, "lt": "100", "lte": 99.50, "ne": -0 },
                    "email": { "in": "a,b", "notIn": ["c"], "contains": "@", "startsWith": ["a", "b"], "endsWith": ".org", "matches": "^[^@]+@" },
                    "since": { "before": "2027-01-01T00:00:00Z", "after": "2026-01-01T00:00:00.5+08:00" },
                    "app": { "semver": ">=2.1.0 <3", "eq": "2.2.0" },
                    "ip": { "cidr": ["10.0.0.0/8", "2001:db8::/32"], "exists": true }
                  },
                  "percentage": { "of": 12.5, "by": "tenant", "salt": "exp-7", "from": 0.001 },
                  "window": { "start": "2026-12-01T00:00:00+08:00", "end": "2026-12-31T00:00:00Z" },
                  "except": {
                    "users": ["u-4"],
                    "segments": ["abroad"],
                    "regions": ["CN-GD-SZ"],
                    "when": { "userId": "u-5" },
                    "percentage": 25,
                    "requires": { "gone": "blue" },
                    "environments": [],
                    "instances": ["web-3"],
                    "window": { "end": "2026-12-02T12:00+08:00" }
                  },
                  "serve": false
                }
              },
              "default": "green"
            }
          }
        }
        """;

    public static DocumentReadResult Read(string json, DocumentReaderOptions? options = null) => FlagDocument.Read(Encoding.UTF8.GetBytes(json), options);

    /// <summary>Text in the way of a configuration: numbers and booleans are texts, lines mean nothing.</summary>
    public static DocumentReadResult ReadConfiguration(string json) => Read(json, new DocumentReaderOptions { LiteralsAreText = true });

    public static string Problems(DocumentReadResult result) => string.Join('\n', result.Problems);
}
