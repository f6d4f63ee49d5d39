using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags;

/// <summary>The parameters that a document gives to a condition of the app's own. Names ignore case. Not thread-safe, and of no use after <see cref="IGrayCondition.Compile"/>.</summary>
/// <remarks>
/// A parameter that is missing or of another kind is a problem of the document; the getter then gives its default, so that all problems are found at once.
/// From configuration every value comes as text: texts that read as a number, as <c>true</c> or <c>false</c>, or as a list with commas are taken for that.
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

    /// <summary>Whether the document gives a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True when it is there.</returns>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text. Numbers and truth values give theirs.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">What to give when it is missing; null makes it required.</param>
    /// <returns>The text; empty where there is a problem.</returns>
    public string GetString(string name, string? defaultValue = null) =>
        Get(name, defaultValue, "a text") is { } value ? Text(value) ?? Wrong(name, value, "a text", "") : defaultValue ?? "";

    /// <summary>A number.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">What to give when it is missing; null makes it required.</param>
    /// <returns>The number, always finite; 0 where there is a problem.</returns>
    public double GetNumber(string name, double? defaultValue = null)
    {
        if (Get(name, defaultValue, "a number") is not { } value)
        {
            return defaultValue ?? 0;
        }

        var isNumber = double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        return isNumber ? number : Wrong(name, value, "a number", 0d);
    }

    /// <summary>A truth value.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">What to give when it is missing; null makes it required.</param>
    /// <returns>The value; false where there is a problem.</returns>
    public bool GetBoolean(string name, bool? defaultValue = null)
    {
        if (Get(name, defaultValue, "true or false") is not { } value)
        {
            return defaultValue ?? false;
        }

        return bool.TryParse(Text(value), out var truth) ? truth : Wrong(name, value, "true or false", false);
    }

    /// <summary>A list of texts, also written as one text with commas.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="defaultValue">What to give when it is missing; null makes it required.</param>
    /// <returns>The texts; none where there is a problem.</returns>
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

    /// <summary>Any JSON; from configuration its values are texts.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The value; null when it is missing.</returns>
    public JsonElement? GetJson(string name) => Find(name);

    /// <summary>Says what is wrong with a parameter; the document is refused, and the message stands beside its path.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="message">What is wrong, and what is allowed.</param>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public void Report(string name, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(message);

        _report(name, message);
    }

    /// <summary>A parameter that nobody asked for is a mistake in its name.</summary>
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
