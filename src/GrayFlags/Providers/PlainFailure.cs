using GrayFlags.Documents.Problems;

namespace GrayFlags.Providers;

/// <summary>The words of an exception that the status may repeat.</summary>
internal static class PlainFailure
{
    // As the engines of the library mark the exceptions whose words are their own.
    private const string Key = "GrayFlags.IsPlain";

    /// <summary>The message of an exception of the library's own engines; null for any other, whose message may contain an address with a secret.</summary>
    public static string? Of(Exception exception) => exception.Data[Key] is true ? LogSafeText.Sentence(exception.Message) : null;
}
