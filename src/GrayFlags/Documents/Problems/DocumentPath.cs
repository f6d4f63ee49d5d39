using System.Globalization;
using System.Text;

namespace GrayFlags.Documents.Problems;

/// <summary>Writes paths as <c>flags.new-checkout.rules.staff.users[2]</c>.</summary>
internal static class DocumentPath
{
    public static string Index(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    public static string Join(IReadOnlyList<string> steps)
    {
        var path = new StringBuilder();
        foreach (var step in steps)
        {
            if (path.Length > 0 && !step.StartsWith('['))
            {
                path.Append('.');
            }

            // Names that are allowed are shown whole, so that the path leads there.
            path.Append(step.Length == 0 ? "''" : LogSafeText.Escape(step, DocumentLimits.MaxNameLength));
        }

        return path.ToString();
    }
}
