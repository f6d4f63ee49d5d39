using System.Text.Json.Nodes;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>The documents of <see cref="ShopSite"/>: a new model on its way, a checkout that waits for a person, and the usual odds and ends.</summary>
internal static class ShopRules
{
    /// <summary>Names of users, owners and operators, and reasons: data, whatever it looks like. Names of flags and rules cannot be so.</summary>
    public const string Markup = "<img src=x onerror=document.title='run'>";

    public const string File = """
        {
          "version": 41,
          "segments": { "partners": { "users": ["partner-1", "partner-2"] } },
          "flags": {
            "eta-model": {
              "description": "the new model that estimates when a parcel arrives",
              "owner": "logistics", "tags": ["model"],
              "rules": { "partners": { "segments": ["partners"], "serve": false } },
              "rollout": {
                "id": "2026-11",
                "stages": [
                  { "name": "first", "percentage": 5, "hold": "00:00:06" },
                  { "name": "canary", "percentage": 20, "hold": "00:10:00", "minSamples": 50 },
                  { "name": "quarter", "percentage": 25, "hold": "01:00:00" },
                  { "name": "half", "percentage": 50, "hold": "01:00:00", "advance": "approval" },
                  { "name": "all", "percentage": 100 }
                ],
                "guards": {
                  "errors": { "metric": "error", "tolerance": { "absolute": 0.005 } },
                  "latency": { "metric": "duration", "tolerance": { "relative": 0.1 }, "onBreach": "pause" },
                  "happy": { "metric": "score", "tolerance": { "absolute": 0.05 }, "onBreach": "pause" }
                },
                "settle": "00:00:02",
                "risk": 0.01,
                "feedback": { "removeWhen": { "negative": true } }
              }
            },
            "new-checkout": {
              "description": "one page instead of four",
              "owner": "checkout", "tags": ["web", "money"],
              "rules": {
                "staff": { "users": ["ana"], "serve": true },
                "guangdong": { "regions": ["CN-GD"], "when": { "plan": { "in": ["pro", "team"] } }, "percentage": 25 }
              },
              "rollout": {
                "id": "2026-11",
                "stages": [
                  { "name": "canary", "percentage": 10, "hold": "00:00:10", "advance": "approval" },
                  { "name": "half", "percentage": 50, "hold": "00:10:00", "advance": "approval" },
                  { "name": "all", "percentage": 100 }
                ],
                "guards": { "errors": { "metric": "error" } }
              }
            },
            "search-ranking": {
              "description": "results by what was bought", "owner": "search", "tags": ["model"],
              "rollout": {
                "id": "2026-10", "stages": [ { "name": "tenth", "percentage": 10, "hold": "00:10:00" }, { "name": "all", "percentage": 100 } ],
                "guards": { "errors": { "metric": "error" } }
              }
            },
            "new-banner": { "clientSide": true, "default": true, "owner": "shop" },
            "button": { "owner": "shop", "variants": { "blue": { "value": "#00f", "weight": 1 }, "green": { "value": "#0a0", "weight": 3 } },
              "rules": { "everyone": { "serve": "split" } } },
            "gift-cards": { "default": false, "owner": "money" },
            "legacy-import": { "default": true, "expires": "2026-11-01", "owner": "logistics", "description": "the old import, until everybody has moved" },
            "markup": {
              "description": "<img src=x onerror=document.title='run'>",
              "owner": "<img src=x onerror=document.title='run'>",
              "tags": ["<script>document.title='run'</script>"],
              "rules": { "those": { "users": ["<img src=x onerror=document.title='run'>"], "serve": true } }
            }
          }
        }
        """;

    public const string Stored = """
        {
          "flags": {
            "returns-by-drone": { "description": "parcels fly back", "owner": "logistics", "default": false },
            "loyalty": { "owner": "money", "rules": { "gold": { "segments": ["gold"], "serve": true } } }
          },
          "segments": { "gold": { "users": ["ann", "ben"] } }
        }
        """;

    public const string StoredNext = """
        {
          "flags": {
            "returns-by-drone": { "description": "parcels fly back", "owner": "logistics", "rules": { "beta": { "percentage": 5, "serve": true } } },
            "loyalty": { "owner": "money", "rules": { "gold": { "segments": ["gold"], "serve": true } } },
            "wish-list": { "owner": "shop", "default": true }
          },
          "segments": { "gold": { "users": ["ann", "ben", "cho"] } }
        }
        """;

    /// <summary>Those for pictures.</summary>
    public static string WithoutMarkup
    {
        get
        {
            var document = JsonNode.Parse(File)!;
            document["flags"]!.AsObject().Remove("markup");
            return document.ToJsonString();
        }
    }
}
