using System.Buffers;
using System.Globalization;
using System.Text;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Tool.Common;

/// <summary>Text of others as a terminal or a log may show it: what would move a cursor, ring a bell, or begin a line is shown as its number.</summary>
internal static class Visible
{
    // What a program that is piped into may not get raw, whatever wrote it: all controls but the end of a line and the tab.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Where(static code => code is (< 0x20 or >= 0x7F) and not ('\n' or '\t')).Select(static code => (char)code)]);

    /// <summary>A text on one line, without controls and marks of direction.</summary>
    public static string Line(string text) => LogSafeText.Escape(text, int.MaxValue);

    /// <summary>A writer that shows controls, and keeps lines as they are.</summary>
    public static TextWriter Of(TextWriter writer) => new Writer(writer);

    private static string Shown(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = Controls.Contains(character) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)character:x}}}") : shown.Append(character);
        }

        return shown.ToString();
    }

    private sealed class Writer(TextWriter inner) : TextWriter(null)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value)
        {
            if (Controls.Contains(value))
            {
                inner.Write(Shown(value.ToString()));
            }
            else
            {
                inner.Write(value);
            }
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value) => inner.Write(value is null ? null : Shown(value));

        public override void WriteLine(string? value)
        {
            Write(value);
            inner.Write('\n');
        }

        public override void Flush() => inner.Flush();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
