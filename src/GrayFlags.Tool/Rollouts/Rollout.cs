using System.Globalization;
using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>A rollout as the API of a dashboard shows it.</summary>
internal sealed record Rollout
{
    public required string Flag { get; init; }

    public required string Id { get; init; }

    public required int Attempt { get; init; }

    public required string Phase { get; init; }

    /// <summary>The stage, from 0.</summary>
    public required int Stage { get; init; }

    public required IReadOnlyList<string> Stages { get; init; }

    public required string StageName { get; init; }

    public required double Percentage { get; init; }

    public required string WaitReason { get; init; }

    public required string Reason { get; init; }

    public required string Revision { get; init; }

    /// <summary>The conditions that the stage waits for, in words.</summary>
    public required string Waits { get; init; }

    /// <summary>All that was said.</summary>
    public required JsonElement Json { get; init; }

    /// <exception cref="UsageException">It is no rollout.</exception>
    public static Rollout Of(JsonElement json)
    {
        try
        {
            return new Rollout
            {
                Flag = Text(json.GetProperty("flag")),
                Id = Text(json.GetProperty("id")),
                Attempt = json.GetProperty("attempt").GetInt32(),
                Phase = Text(json.GetProperty("phase")),
                Stage = json.GetProperty("stage").GetInt32(),
                Stages = [.. json.GetProperty("stages").EnumerateArray().Select(Text)],
                StageName = Text(json.GetProperty("stageName")),
                Percentage = json.GetProperty("percentage").GetDouble(),
                WaitReason = Text(json.GetProperty("waitReason")),
                Reason = Text(json.GetProperty("reason")),
                Revision = Text(json.GetProperty("revision")),
                Waits = Text(json.GetProperty("remaining").GetProperty("text")),
                Json = json,
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UsageException("the answer is no rollout: is the dashboard of another version?");
        }
    }

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("A text is null.");

    /// <summary>One line: phase, stage and share, then what it waits for or why it is there.</summary>
    public override string ToString()
    {
        var text = Waits.Length > 0 ? Waits : Reason;
        return string.Create(CultureInfo.InvariantCulture, $"{Flag}: {Phase}, {StageName}, {Percentage:0.###} %") + (text.Length > 0 ? $": {text}" : "");
    }
}
