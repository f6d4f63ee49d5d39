using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags;

/// <summary>
/// The parameters that a document gives to an app's own condition. Names ignore case. Not thread-safe, and valid only during <see
/// cref="IGrayCondition.Compile"/>.
/// </summary>
/// <remarks>
/// A missing parameter, or one of the wrong kind, is a problem of the document; the getter then returns its default, so that all problems are found at once.
/// Configuration supplies every value as text: text that parses as a number, as <c>true</c> or <c>false</c>, or as a comma-separated list is accepted as such.
/// </remarks>
public sealed class GrayConditionParameters
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly Action<string, string> _report;
    private readonly Func<string, IEnumerable<string>, string?> _near;

    internal GrayConditionParameters(JsonElement? parameters, Action<string, string> report, Func<string, IEnumerable<string>, string?> near)
    {
        _report = report;
        _near = near;
        if (parameters is not { ValueKind: JsonValueKind.Object } given)
        {
            return;
        }

        foreach (var parameter in given.EnumerateObject())
        {
            // Null is absent, as everywhere in a document.
            if (parameter.Value.ValueKind != JsonValueKind.Null && !_values.TryAdd(parameter.Name, parameter.Value))
            {
                report(parameter.Name, ProblemText.GivenTwice(LogSafeText.Escape(parameter.Name)));
            }
        }
    }

    /// <summary>Indicates whether the document gives a parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>True when the parameter is present.</returns>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Gets a text. Numbers and booleans are converted.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">The value when the parameter is missing; null makes it required.</param>
    /// <returns>The text; empty when there is a problem.</returns>
    public string GetString(string name, string? defaultValue = null) =>
        Get(name, defaultValue, "a text") is { } value ? Text(value) ?? Wrong(name, value, "a text", "") : defaultValue ?? "";

    /// <summary>Gets a number.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">The value when the parameter is missing; null makes it required.</param>
    /// <returns>The number, always finite; 0 when there is a problem.</returns>
    public double GetNumber(string name, double? defaultValue = null)
    {
        if (Get(name, defaultValue, "a number") is not { } value)
        {
            return defaultValue ?? 0;
        }

        var isNumber = double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        return isNumber ? number : Wrong(name, value, "a number", 0d);
    }

    /// <summary>Gets a boolean.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">The value when the parameter is missing; null makes it required.</param>
    /// <returns>The value; false when there is a problem.</returns>
    public bool GetBoolean(string name, bool? defaultValue = null)
    {
        if (Get(name, defaultValue, "true or false") is not { } value)
        {
            return defaultValue ?? false;
        }

        return bool.TryParse(Text(value), out var truth) ? truth : Wrong(name, value, "true or false", false);
    }

    /// <summary>Gets a list of texts, which may also be written as one comma-separated text.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">The value when the parameter is missing; null makes it required.</param>
    /// <returns>The texts; empty when there is a problem.</returns>
    public IReadOnlyList<string> GetList(string name, IReadOnlyList<string>? defaultValue = null)
    {
        if (Get(name, defaultValue, "a list of texts") is not { } value)
        {
            return defaultValue ?? [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return (Text(value) is { } list ? ListText.Split(list) : null) ?? Wrong(name, value, "a list of texts", Array.Empty<string>());
        }

        var texts = value.EnumerateArray().Select(Text).ToList();
        return texts.Contains(null) ? Wrong(name, value, "a list of texts", Array.Empty<string>()) : texts!;
    }

    /// <summary>Gets any JSON; configuration supplies its values as texts.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The value, or null when the parameter is missing.</returns>
    public JsonElement? GetJson(string name) => Find(name);

    /// <summary>Reports a problem with a parameter; the document is refused, and the message appears beside the parameter's path.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="message">The problem, and the allowed values.</param>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public void Report(string name, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(message);

        _report(name, message);
    }

    /// <summary>Reports parameters that were never read, because their names are probably misspelt.</summary>
    internal void ReportUnread()
    {
        foreach (var name in _values.Keys.Where(name => !_asked.Contains(name)))
        {
            _report(name, ProblemText.UnknownField(LogSafeText.Escape(name), _near(name, _asked), _asked));
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private JsonElement? Get(string name, object? defaultValue, string wanted)
    {
        if (Find(name) is { } value)
        {
            return value;
        }

        if (defaultValue is null)
        {
            _report(name, ProblemText.Kind("nothing", wanted));
        }

        return null;
    }

    private JsonElement? Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        _asked.Add(name);
        return _values.TryGetValue(name, out var value) ? value : null;
    }

    private T Wrong<T>(string name, JsonElement value, string wanted, T nothing)
    {
        _report(name, ProblemText.Kind(LogSafeText.Quote(value.GetRawText()), wanted));
        return nothing;
    }
}
