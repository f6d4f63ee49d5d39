using System.Text;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Eval;

/// <summary>Keeps the evaluator of the last document, so that lines about one document read it once.</summary>
internal sealed class EvalRules : IDisposable
{
    private const int MaxListed = 5;

    private byte[]? _document;
    private EvalSettings? _settings;
    private GrayEvaluator? _evaluator;
    private BadLineException? _refusal;

    /// <summary>The evaluator of a line's document.</summary>
    /// <exception cref="BadLineException">There is no document, or it would be refused.</exception>
    public GrayEvaluator Of(EvalCase line)
    {
        // The last document is the last one that was given, also where it was refused: older rules would answer something that nobody asked for.
        var isNew = line.Document is { } given && !IsLast(given);
        if (_document is null)
        {
            throw BadLineException.Of("'document' is missing, and no line before has one");
        }

        if (isNew || line.Settings != _settings)
        {
            _settings = line.Settings;
            _evaluator?.Dispose();
            _evaluator = null;
            _refusal = null;
            try
            {
                _evaluator = Create(_document, line);
            }
            catch (BadLineException exception)
            {
                _refusal = exception;
            }
        }

        return _evaluator ?? throw _refusal!;
    }

    public void Dispose() => _evaluator?.Dispose();

    private bool IsLast(JsonElement given)
    {
        var document = Encoding.UTF8.GetBytes(given.GetRawText());
        if (_document is not null && document.AsSpan().SequenceEqual(_document))
        {
            return true;
        }

        _document = document;
        return false;
    }

    private static GrayEvaluator Create(byte[] utf8, EvalCase line)
    {
        var read = Read(utf8, line.Settings);
        if (read.Document is not { } document)
        {
            throw Refused(read.Problems);
        }

        try
        {
            return RuleEvaluator.Create(document, line.Now ?? TimeProvider.System.GetUtcNow(), line.Settings.Rules);
        }
        catch (GrayDocumentException exception)
        {
            throw Refused(exception.Problems);
        }
    }

    private static DocumentReadResult Read(byte[] utf8, EvalSettings settings)
    {
        var options = new DocumentReaderOptions { AllowComments = false };
        return settings switch
        {
            { Format: "featuremanagement", IgnoreCase: true } =>
                new FeatureManagementFormat(new FeatureManagementFormatOptions { IgnoreCase = true }).Read(utf8, options),
            { Format: "flagd", Fractional: "v1" } => new FlagdFormat(new FlagdFormatOptions { Fractional = FlagdFractional.V1 }).Read(utf8, options),
            _ => RuleSource.Read(utf8, settings.Format, options),
        };
    }

    private static BadLineException Refused(IReadOnlyList<DocumentProblem> problems) => new(
        BadLineException.Document,
        string.Join("; ", problems.Take(MaxListed).Select(ProblemLine.What)) + (problems.Count > MaxListed ? $"; {problems.Count - MaxListed} more" : ""));
}
