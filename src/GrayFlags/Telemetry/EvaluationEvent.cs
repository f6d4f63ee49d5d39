using System.Collections;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>An answer as the state of a log record; exporters find its attributes by name.</summary>
internal sealed class EvaluationEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    public static readonly EventId Id = new(150, TelemetryNames.EventName);

    private readonly List<KeyValuePair<string, object?>> _attributes = new(8);

    public EvaluationEvent(string flag, in GrayDecision decision, string? contextId)
    {
        Add(TelemetryNames.Key, flag);
        Add(TelemetryNames.Variant, decision.Variant ?? (decision.Enabled ? "on" : "off"));
        Add(TelemetryNames.Reason, TelemetryNames.Of(decision.Reason));
        Add(TelemetryNames.Provider, "GrayFlags");
        Add(TelemetryNames.Version, decision.Version);
        if (decision.Error != DecisionError.None)
        {
            Add(TelemetryNames.ErrorType, TelemetryNames.Of(decision.Error));
        }

        if (contextId is not null)
        {
            Add(TelemetryNames.ContextId, contextId);
        }
    }

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        TelemetryNames.EventName + " " + string.Join(", ", _attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"));

    private void Add(string name, string value) => _attributes.Add(new(name, value));
}
