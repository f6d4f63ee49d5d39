namespace GrayFlags.Documents.Reading;

/// <summary>Parts a list that is written as one text. Besides the comma, the punctuation that Chinese and Japanese keyboards give for it counts.</summary>
internal static class ListText
{
    private static readonly char[] Separators = [',', '，', '、', '；'];

    public static string[] Split(string text) => text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
