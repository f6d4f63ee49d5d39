using System.Buffers;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Eval;

/// <summary>Answers lines one by one. Whatever a line holds, it is answered, and the next one is.</summary>
internal sealed class EvalSession : IDisposable
{
    // The depth of a document, and of the line around it; a parser that gives up is no stack that overflows.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private readonly EvalRules _rules = new();
    private readonly ArrayBufferWriter<byte> _answer = new();

    /// <summary>The longest line: a document of the largest size, with as much around it.</summary>
    public static int MaxLineLength => 2 * DocumentLimits.Default.MaxBytes;

    /// <summary>Answers a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isTooLong">True if it was too long to be read.</param>
    /// <param name="isGood">False if the line is wrong itself, and its answer an error object.</param>
    /// <returns>The answer, until the next call.</returns>
    public ReadOnlySpan<byte> Answer(ReadOnlyMemory<byte> line, bool isTooLong, out bool isGood)
    {
        isGood = false;
        BadLineException bad;
        try
        {
            if (isTooLong)
            {
                throw BadLineException.Of($"the line is longer than {MaxLineLength} bytes");
            }

            using var json = JsonDocument.Parse(line, Options);
            var asked = EvalCase.Read(json.RootElement);
            Write(asked, _rules.Of(asked));
            isGood = true;
            return _answer.WrittenSpan;
        }
        catch (BadLineException exception)
        {
            bad = exception;
        }
        catch (JsonException exception)
        {
            bad = BadLineException.Of($"the line is no JSON, or nested deeper than {Options.MaxDepth} levels (byte {exception.BytePositionInLine})");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            bad = BadLineException.Of("a text in the line holds half of a surrogate pair, or bytes that are no UTF-8");
        }

        Write(bad);
        return _answer.WrittenSpan;
    }

    public void Dispose() => _rules.Dispose();

    private void Write(EvalCase asked, GrayEvaluator evaluator)
    {
        // One snapshot: the decision and its value are of one draw, one clock and one version.
        var snapshot = asked.Now is { } now ? evaluator.CreateSnapshot(now) : evaluator.CreateSnapshot(TimeProvider.System.GetUtcNow());
        var decision = snapshot.Evaluate(asked.Flag, asked.Context);
        var value = snapshot.GetValue<JsonElement>(asked.Flag, asked.Context, default);
        Write(decision, value, decision.Error == DecisionError.None ? null : decision.Error.ToString(), null);
    }

    private void Write(BadLineException bad) => Write(default, default, bad.Error, bad.Message);

    private void Write(GrayDecision decision, JsonElement value, string? error, string? message)
    {
        _answer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_answer, JsonOutput.Lines))
        {
            json.WriteStartObject();
            json.WriteBoolean("enabled", decision.Enabled);
            json.Field("variant", decision.Variant);
            json.WritePropertyName("value");
            if (value.ValueKind == JsonValueKind.Undefined)
            {
                json.WriteNullValue();
            }
            else
            {
                value.WriteTo(json);
            }

            json.Field("reason", decision.Reason.ToString()).Field("rule", decision.Rule).Field("bucket", decision.Bucket).Field("error", error);
            if (message is not null)
            {
                json.Field("message", message);
            }

            json.WriteEndObject();
        }
    }
}
