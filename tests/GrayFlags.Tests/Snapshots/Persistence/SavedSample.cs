using System.Text;
using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>Something to save.</summary>
internal static class SavedSample
{
    public const string Name = "rules";

    public const string Text = """{"flags":{"f":true}}""";

    public const string FileName = "rules-6c621d1a0513.gray";

    public static byte[] Payload { get; } = Encoding.UTF8.GetBytes(Text);

    public static SavedHeader Header { get; } = new() { SavedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Version = 7 };

    public static bool Save(this StateFolder folder, string name = Name, string text = Text) =>
        folder.TryWrite(name, Header, Encoding.UTF8.GetBytes(text));

    /// <summary>The text saved under the name; null when there is none.</summary>
    public static string? Read(this StateFolder folder, string name = Name) =>
        folder.TryRead(name, long.MaxValue, out var file) ? Encoding.UTF8.GetString(file.Payload.Span) : null;
}
