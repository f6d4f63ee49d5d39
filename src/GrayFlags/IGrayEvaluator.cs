using System.Text.Json.Serialization.Metadata;

namespace GrayFlags;

/// <summary>Answers whether a flag is on. Safe to call from any thread; never blocks, never throws, allocates nothing unless stated.</summary>
/// <remarks>
/// A null context stands for <see cref="GrayContext.Anonymous"/>. A flag that is null or that no document defines is off, with
/// <see cref="DecisionError.FlagNotFound"/>. Methods without a context ask the <see cref="IGrayContextAccessor"/>. Names are looked up as
/// written first, and ignoring case on a miss.
/// </remarks>
public interface IGrayEvaluator
{
    /// <summary>Answers whether the flag is on for the current context.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>True when the flag is on.</returns>
    bool IsEnabled(string flag);

    /// <summary>Answers whether the flag is on for a context.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <returns>True when the flag is on.</returns>
    bool IsEnabled(string flag, GrayContext? context);

    /// <summary>The whole decision for the current context.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The answer, and why.</returns>
    GrayDecision Evaluate(string flag);

    /// <summary>The whole decision for a context.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <returns>The answer, and why.</returns>
    GrayDecision Evaluate(string flag, GrayContext? context);

    /// <summary>The configured value of the variant that the current context is served.</summary>
    /// <typeparam name="T">
    /// A number, <see cref="bool"/>, <see cref="string"/>, <see cref="System.Text.Json.JsonElement"/>, or a type of the options' <c>JsonTypeInfoResolver</c>.
    /// </typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="defaultValue">What to give when no variant is served, or when its value is not of the type.</param>
    /// <returns>The value; converted once for each rule set, so that later calls allocate nothing.</returns>
    T GetValue<T>(string flag, T defaultValue);

    /// <summary>The configured value of the variant that a context is served.</summary>
    /// <typeparam name="T">
    /// A number, <see cref="bool"/>, <see cref="string"/>, <see cref="System.Text.Json.JsonElement"/>, or a type of the options' <c>JsonTypeInfoResolver</c>.
    /// </typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="defaultValue">What to give when no variant is served, or when its value is not of the type.</param>
    /// <returns>The value; converted once for each rule set, so that later calls allocate nothing.</returns>
    T GetValue<T>(string flag, GrayContext? context, T defaultValue);

    /// <summary>The configured value of the variant that a context is served, and the decision.</summary>
    /// <typeparam name="T">
    /// A number, <see cref="bool"/>, <see cref="string"/>, <see cref="System.Text.Json.JsonElement"/>, or a type of the options' <c>JsonTypeInfoResolver</c>.
    /// </typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="defaultValue">What to give when no variant is served, or when its value is not of the type.</param>
    /// <param name="decision">The decision; <see cref="DecisionError.TypeMismatch"/> when the value is not of the type.</param>
    /// <returns>The value; converted once for each rule set, so that later calls allocate nothing.</returns>
    T GetValue<T>(string flag, GrayContext? context, T defaultValue, out GrayDecision decision);

    /// <summary>The configured value of the variant that a context is served, read by source-generated code of the app.</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="defaultValue">What to give when no variant is served, or when its value is not of the type.</param>
    /// <param name="typeInfo">How to read the type; keep one instance, as the generated contexts do.</param>
    /// <returns>The value; converted once for each rule set, so that later calls allocate nothing.</returns>
    T GetValue<T>(string flag, GrayContext? context, T defaultValue, JsonTypeInfo<T> typeInfo);

    /// <summary>Evaluates a flag for the current context, and returns a handle to report the outcome: see <see cref="Begin(string, GrayContext)"/>.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The answer, to be ended with what became of the call.</returns>
    GrayOutcome Begin(string flag);

    /// <summary>Evaluates a flag, and returns a handle to report the outcome: the guards of its rollout decide by it.</summary>
    /// <remarks><code>
    /// using var outcome = evaluator.Begin("new-checkout", context);
    /// if (outcome.Enabled) { NewCheckout(); } else { OldCheckout(); }
    /// outcome.Succeed();
    /// </code></remarks>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <returns>The answer, to be ended with what became of the call; disposed without a verdict it is a failure.</returns>
    GrayOutcome Begin(string flag, GrayContext? context);

    /// <summary>Everything that leads to the decision for the current context. Allocates.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>Every rule and condition with its input and its verdict.</returns>
    GrayExplanation Explain(string flag);

    /// <summary>Everything that leads to the decision for a context. Allocates.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <returns>Every rule and condition with its input and its verdict.</returns>
    GrayExplanation Explain(string flag, GrayContext? context);

    /// <summary>The answers of many flags for one context, in one pass: of one version of the rules and of one instant.</summary>
    /// <remarks>
    /// For pages and clients that are given answers before they ask. Nobody has met a version yet: guards count neither an exposure nor an outcome. Metrics and
    /// events count each answer. Allocates the result and nothing else.
    /// </remarks>
    /// <param name="context">Who asks.</param>
    /// <param name="flags">The flags to answer.</param>
    /// <returns>The answers by name; none before rules were loaded.</returns>
    FlagAnswers EvaluateAll(GrayContext? context, FlagSelection flags);

    /// <summary>The answer of one flag as <see cref="EvaluateAll"/> gives it: with its value, and without an exposure.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="flags">The flags that may be answered; another one is answered as if it did not exist.</param>
    /// <returns>The answer.</returns>
    FlagAnswer Peek(string flag, GrayContext? context, FlagSelection flags);

    /// <summary>A handle for hot paths: keep it, and it finds its flag without a look-up by name, also after a reload.</summary>
    /// <param name="flag">The flag's name; it need not exist yet.</param>
    /// <returns>The handle.</returns>
    GrayFlag GetFlag(string flag);

    /// <summary>Pins the rules and the clock as they are now, so that all answers of one request agree.</summary>
    /// <returns>The snapshot. Nothing needs to be disposed.</returns>
    IGrayEvaluatorSnapshot CreateSnapshot();

    /// <summary>Pins the rules as they are now and the clock at an instant, to see what they would answer tonight at eight.</summary>
    /// <param name="now">The instant that windows are asked for.</param>
    /// <returns>The snapshot. Nothing needs to be disposed.</returns>
    IGrayEvaluatorSnapshot CreateSnapshot(DateTimeOffset now);
}
