using System.Globalization;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Formats.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.FeatureManagement;

/// <summary>Windows that return, in many offsets: both libraries are open at the same time, and what throws there is refused here.</summary>
public sealed class RecurrenceDifferentialTests
{
    private const int Windows = 500;

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly double[] Offsets = [0, 8, 5.5, -8, 14, -3.5];

    [Test]
    public async Task Window_IsOpenAtTheSameTime([Range(1, 6)] int seed)
    {
        var random = new Random(seed);
        var flags = Enumerable.Range(0, Windows).Select(index => Flag(random, index));
        var json = $$"""{ "feature_management": { "feature_flags": [{{string.Join(",", flags)}}] } }""";
        using var peer = new FeatureManagementPeer(json, ignoreCase: false);
        var format = new FeatureManagementFormat(new FeatureManagementFormatOptions { LeavesOutRefusedFlags = true });
        var document = format.Read(Encoding.UTF8.GetBytes(json), new DocumentReaderOptions()).Document!;
        using var ours = GrayEvaluator.Create(
            builder => builder.AddProvider(new InMemoryRuleProvider(document)).Services.AddSingleton<TimeProvider>(new ManualTimeProvider(Converted.Now)));
        var differences = new List<string>();
        int open = 0, refused = 0;
        for (var index = 0; index < Windows; index++)
        {
            var flag = $"flag-{index}";
            var theirs = await AskAsync(peer, flag);
            bool? answer = document.Flags.ContainsKey(flag) ? ours.IsEnabled(flag) : null;
            open += theirs == true ? 1 : 0;
            refused += theirs is null ? 1 : 0;
            if (answer != theirs)
            {
                differences.Add($"{flag}: {answer} instead of {theirs}");
            }
        }

        Assert.That(differences, Is.Empty);
        Assert.That(open, Is.GreaterThan(40), "windows that are open");
        Assert.That(refused, Is.GreaterThan(10), "windows that are not valid");
    }

    // Null where it throws.
    private static async Task<bool?> AskAsync(FeatureManagementPeer peer, string flag)
    {
        try
        {
            return (await peer.AskAsync(flag, "ann", [])).Enabled;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Flag(Random random, int index)
    {
        var offset = TimeSpan.FromHours(Offsets[random.Next(Offsets.Length)]);
        var start = Converted.Now.AddMinutes(-15 * random.Next(1, 4 * 24 * 40)).ToOffset(offset);
        var isWeekly = random.Next(2) == 0;
        var interval = random.Next(1, 4);
        var hours = random.Next(4) switch { 0 => 24 * random.Next(1, 4), 1 => random.Next(24, 60), _ => random.Next(1, 24) };
        var days = Days.Where((day, number) => number == (int)start.DayOfWeek ? random.Next(12) > 0 : random.Next(4) == 0).ToArray();
        var pattern = isWeekly
            ? $$"""
                "Type": "Weekly", "DaysOfWeek": [{{string.Join(",", days.Select(day => $"\"{day}\""))}}], "FirstDayOfWeek": "{{Days[random.Next(7)]}}"
                """
            : "\"Type\": \"Daily\"";
        var range = random.Next(3) switch
        {
            0 => "\"Type\": \"NoEnd\"",
            1 => $"\"Type\": \"Numbered\", \"NumberOfOccurrences\": {random.Next(1, 30)}",
            _ => $"\"Type\": \"EndDate\", \"EndDate\": \"{Text(start.AddHours(random.Next(0, 24 * 50)))}\"",
        };
        return $$"""
            { "id": "flag-{{index}}", "enabled": true, "conditions": { "client_filters": [{ "name": "Microsoft.TimeWindow", "parameters": {
                "Start": "{{Text(start)}}", "End": "{{Text(start.AddHours(hours))}}",
                "Recurrence": { "Pattern": { {{pattern}}, "Interval": {{interval}} }, "Range": { {{range}} } } } }] } }
            """;
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
