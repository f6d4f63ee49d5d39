using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>A flag to evaluate, and the next step: another question by its index, or the complement of the end's index.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="HalvesMethods">The methods for which an endpoint answers whether it is on or off; empty for all, null for none.</param>
/// <param name="AnsweredMethods">The methods for which a better endpoint answers, whatever the flag is; empty for all, null for none.</param>
/// <param name="WhenOn">What comes when it is on.</param>
/// <param name="WhenOff">What comes when it is off.</param>
internal readonly record struct GateQuestion(string Flag, IReadOnlyList<string>? HalvesMethods, IReadOnlyList<string>? AnsweredMethods, int WhenOn, int WhenOff)
{
    public Asker AskerOf(HttpRequest request) => Has(HalvesMethods, request) ? Asker.Halves : Asker.Gate;

    /// <summary>True when nothing depends on the flag: a better endpoint answers. A preflight is for another method than its own.</summary>
    public bool IsAnswered(HttpRequest request) => AnsweredMethods is not null && Has(AnsweredMethods, request) && !Preflight.Is(request);

    public static IReadOnlyList<string>? MethodsOfHalves(string flag, IReadOnlyList<Endpoint> endpoints)
    {
        var on = endpoints.Where(endpoint => Has(endpoint, true)).ToList();
        var off = endpoints.Where(endpoint => Has(endpoint, false)).ToList();
        return on.Count == 0 || off.Count == 0
            ? null
            : on.Select(GateNode.MethodsOf)
                .FirstOrDefault(methods => off.Any(other => methods.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(GateNode.MethodsOf(other))));

        bool Has(Endpoint endpoint, bool isEnabled) =>
            GateSelection.GatesOf(endpoint).Any(gate => gate.Enabled == isEnabled && string.Equals(gate.Flag, flag, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Has(IReadOnlyList<string>? methods, HttpRequest request) =>
        methods is not null && (methods.Count == 0 || methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase));
}
