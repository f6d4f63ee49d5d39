using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Formats.Tests.Kit;

/// <summary>Documents of other systems, written in tests.</summary>
internal static class Converted
{
    public static readonly DateTimeOffset Now = new(2026, 6, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The document, which is good.</summary>
    public static FlagDocument Document(this IRuleFormat format, string json)
    {
        var read = format.Read(Encoding.UTF8.GetBytes(json), new DocumentReaderOptions());
        return read.Document ?? throw new GrayDocumentException(read.Problems);
    }

    /// <summary>An evaluator of the document as it is written and read again.</summary>
    public static GrayEvaluator Evaluator(this IRuleFormat format, string json)
    {
        var document = FlagDocument.Parse(format.Document(json).ToJson());
        return GrayEvaluator.Create(
            builder => builder.AddProvider(new InMemoryRuleProvider(document)).Services.AddSingleton<TimeProvider>(new ManualTimeProvider(Now)));
    }

    /// <summary>An evaluator of a document at a time.</summary>
    public static GrayEvaluator At(FlagDocument document, DateTimeOffset now) => GrayEvaluator.Create(
        builder => builder.AddProvider(new InMemoryRuleProvider(document)).Services.AddSingleton<TimeProvider>(new ManualTimeProvider(now)));

    /// <summary>The reasons for which the document is refused.</summary>
    public static IReadOnlyList<string> Problems(this IRuleFormat format, string json) =>
        [.. format.Read(Encoding.UTF8.GetBytes(json), new DocumentReaderOptions()).Problems.Select(static problem => problem.ToString())];
}
