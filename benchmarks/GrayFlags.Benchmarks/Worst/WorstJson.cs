using System.Globalization;
using System.Text;

namespace GrayFlags.Benchmarks.Worst;

/// <summary>Writes many alike.</summary>
internal static class WorstJson
{
    public static string Many(int count, Func<int, FormattableString> entry)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Append(index == 0 ? "" : ",").Append(entry(index).ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>A document whose flag <c>f</c> has these rules.</summary>
    public static string WithRules(string rules, string before = "") => $$"""{ {{before}} "flags": { "f": { "rules": { {{rules}} } } } }""";
}
