using System.Text.Json;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>The features and segments of a document of Unleash, or what a sequence of its events makes of them.</summary>
internal sealed class UnleashFeatures
{
    private readonly Dictionary<string, JsonElement> _features = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _segments = new(StringComparer.Ordinal);

    public UnleashFeatures(JsonElement root)
    {
        if (root.Get("features") is null && root.Get("events") is null)
        {
            throw new NotExpressibleException("the document has no list 'features', and no 'events': it is none of Unleash");
        }

        Add(root);
        foreach (var change in root.List("events"))
        {
            Apply(change);
        }
    }

    public IEnumerable<string> Names => _features.Keys;

    public JsonElement Feature(string name) => _features[name];

    public bool TryGetFeature(string name, out JsonElement feature) => _features.TryGetValue(name, out feature);

    public JsonElement? Segment(string id) => _segments.TryGetValue(id, out var segment) ? segment : null;

    private void Apply(JsonElement change)
    {
        switch (change.Text("type"))
        {
            case "hydration":
                _features.Clear();
                _segments.Clear();
                Add(change);
                break;
            case "feature-updated" when change.Get("feature") is { } feature:
                _features[feature.Text("name") ?? ""] = feature;
                break;
            case "feature-removed":
                _features.Remove(change.Text("featureName") ?? "");
                break;
            case "segment-updated" when change.Get("segment") is { } segment:
                _segments[segment.Text("id") ?? ""] = segment;
                break;
            case "segment-removed":
                _segments.Remove(change.Text("segmentId") ?? "");
                break;
        }
    }

    private void Add(JsonElement state)
    {
        foreach (var feature in state.List("features"))
        {
            _features[feature.Text("name") ?? ""] = feature;
        }

        foreach (var segment in state.List("segments"))
        {
            _segments[segment.Text("id") ?? ""] = segment;
        }
    }
}
