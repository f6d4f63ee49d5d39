using System.Text.Json.Serialization.Metadata;
using GrayFlags.Evaluation;
using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Snapshots;

namespace GrayFlags;

/// <summary>A handle on one flag, for hot paths: no look-up by name, and it follows reloads. Safe to share between threads.</summary>
/// <remarks>A flag that does not exist yet is off until a document defines it. The handle of a snapshot is pinned with it.</remarks>
public sealed class GrayFlag
{
    private readonly EvaluationPipeline _pipeline;
    private Resolved _resolved;

    internal GrayFlag(EvaluationPipeline pipeline, string name)
    {
        _pipeline = pipeline;
        Name = name ?? "";
        _resolved = Resolve(pipeline.Current);
    }

    /// <summary>The flag's name, as it was asked for.</summary>
    public string Name { get; }

    /// <summary>Answers whether the flag is on for the current context.</summary>
    /// <returns>True when the flag is on.</returns>
    public bool IsEnabled() => IsEnabled(_pipeline.AmbientContext());

    /// <summary>Answers whether the flag is on for a context.</summary>
    /// <param name="context">Who asks; null for <see cref="GrayContext.Anonymous"/>.</param>
    /// <returns>True when the flag is on.</returns>
    public bool IsEnabled(GrayContext? context)
    {
        var now = Current();
        return _pipeline.IsEnabled(now.Snapshot, now.Flag, now.Quick, Name, context);
    }

    /// <summary>The whole decision for the current context.</summary>
    /// <returns>The answer, and why.</returns>
    public GrayDecision Evaluate() => Evaluate(_pipeline.AmbientContext());

    /// <summary>The whole decision for a context.</summary>
    /// <param name="context">Who asks; null for <see cref="GrayContext.Anonymous"/>.</param>
    /// <returns>The answer, and why.</returns>
    public GrayDecision Evaluate(GrayContext? context)
    {
        var now = Current();
        return _pipeline.Evaluate(now.Snapshot, now.Flag, Name, context);
    }

    /// <summary>The configured value of the variant that a context is served.</summary>
    /// <typeparam name="T">See <see cref="IGrayEvaluator.GetValue{T}(string, GrayContext, T)"/>.</typeparam>
    /// <param name="context">Who asks; null for <see cref="GrayContext.Anonymous"/>.</param>
    /// <param name="defaultValue">What to give when no variant is served, or when its value is not of the type.</param>
    /// <returns>The value.</returns>
    public T GetValue<T>(GrayContext? context, T defaultValue)
    {
        var now = Current();
        return _pipeline.GetValue(now.Snapshot, now.Flag, Name, context, defaultValue, null, out _);
    }

    /// <summary>The configured value of the variant that a context is served, read by source-generated code of the app.</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="context">Who asks; null for <see cref="GrayContext.Anonymous"/>.</param>
    /// <param name="defaultValue">What to give when no variant is served, or when its value is not of the type.</param>
    /// <param name="typeInfo">How to read the type; keep one instance, as the generated contexts do.</param>
    /// <returns>The value.</returns>
    public T GetValue<T>(GrayContext? context, T defaultValue, JsonTypeInfo<T> typeInfo)
    {
        var now = Current();
        return _pipeline.GetValue(now.Snapshot, now.Flag, Name, context, defaultValue, typeInfo, out _);
    }

    /// <summary>The flag's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private Resolved Current()
    {
        var snapshot = _pipeline.Current;
        var resolved = _resolved;
        return ReferenceEquals(resolved.Snapshot, snapshot) ? resolved : _resolved = Resolve(snapshot);
    }

    private Resolved Resolve(FlagSnapshot snapshot)
    {
        var flag = snapshot.Flags.Find(Name, out var quick);
        return new Resolved(snapshot, flag, quick);
    }

    // One reference holds all, so that a reader never sees the flag of one rule set with another.
    private sealed class Resolved(FlagSnapshot snapshot, Flag? flag, FastPath quick)
    {
        public readonly FlagSnapshot Snapshot = snapshot;
        public readonly Flag? Flag = flag;
        public readonly FastPath Quick = quick;
    }
}
