using System.Globalization;
using GrayFlags.Journals;
using GrayFlags.Snapshots.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrayFlags.Tests.Saver;

/// <summary>Does what the first argument says, in the directory, or with the address, that the second names.</summary>
internal static class Program
{
    private const string Name = "rules";

    // Large enough for a kill to hit the middle of a write.
    private const int PayloadBytes = 200_000;

    private const int MaxTries = 10_000_000;

    private static int Main(string[] arguments)
    {
        var directory = arguments[1];
        switch (arguments[0])
        {
            case "forever":
                SaveForever(new StateFolder(directory, NullLogger.Instance));
                return 0;
            case "naive":
                SaveNaively(Path.Combine(directory, SavedFileName.Of(Name)));
                return 0;
            case "times":
                SaveTimes(new StateFolder(directory, NullLogger.Instance), Number(arguments));
                return 0;
            case "big":
                SaveMoreThanFits(directory);
                return 0;
            case "once":
                Console.WriteLine($"saved {TrySave(new StateFolder(directory, new LineLogger()), 1)}");
                return 0;
            case "unwritable":
                SaveWhereNothingCanBeWritten(directory);
                return 0;
            case "reload":
                Endurance.Reload(Number(arguments));
                return 0;
            case "cycle":
                Endurance.Cycle(directory, Number(arguments));
                return 0;
            case "many":
                Endurance.CreateMany(Number(arguments));
                return 0;
            case "one-at-a-time":
                Endurance.CreateOneAtATime(Number(arguments));
                return 0;
            case "large":
                Endurance.LoadLarge(directory, Number(arguments));
                return 0;
            case "unobserved":
                Unobserved.MeetAsync(new Uri(directory), Number(arguments)).GetAwaiter().GetResult();
                return 0;
            case "journal":
                JournalKeeper.CountForever(directory, arguments[2]);
                return 0;
            case "rollout-operator":
            case "rollout-guard":
                RolloutKeeper.RollBackAsync(directory, arguments[0] == "rollout-guard").GetAwaiter().GetResult();
                return 0;
            case "rollout-forever":
                RolloutKeeper.WriteForeverAsync(directory, arguments[2]).GetAwaiter().GetResult();
                return 0;
            default:
                return 1;
        }
    }

    private static int Number(string[] arguments) => int.Parse(arguments[2], CultureInfo.InvariantCulture);

    private static byte[] Payload(long number, int length)
    {
        var payload = new byte[length];
        Array.Fill(payload, (byte)('a' + (number % 26)));
        return payload;
    }

    private static SavedHeader Header(long number) =>
        new() { SavedAt = DateTimeOffset.UnixEpoch.AddSeconds(number), Version = number, Source = "saver" };

    private static bool TrySave(StateFolder folder, long number, int length = PayloadBytes) =>
        folder.TryWrite(Name, Header(number), Payload(number, length));

    private static bool CanRead(StateFolder folder, long number) =>
        folder.TryRead(Name, long.MaxValue, out var file) && file.Header.Version == number;

    // Says which save begins; the test kills when it has read enough.
    private static void SaveForever(StateFolder folder)
    {
        for (var number = 1L; ; number++)
        {
            Console.WriteLine(number);
            if (!TrySave(folder, number))
            {
                Console.WriteLine("failed");
                return;
            }
        }
    }

    // How it must not be done: the same bytes, straight into the file. Shows that the test finds torn files where there are some.
    private static void SaveNaively(string path)
    {
        for (var number = 1L; ; number++)
        {
            Console.WriteLine(number);
            var payload = Payload(number, PayloadBytes);
            File.WriteAllBytes(path, [.. SavedFormat.Head(Name, Header(number), payload), .. payload]);
        }
    }

    private static void SaveTimes(StateFolder folder, int times)
    {
        Console.WriteLine("ready");
        Console.ReadLine();
        int saved = 0, tries = 0;
        while (saved < times && tries < MaxTries)
        {
            tries++;
            saved += TrySave(folder, saved) ? 1 : 0;
        }

        Console.WriteLine(saved);
        Console.WriteLine(tries);
    }

    private static void SaveMoreThanFits(string directory)
    {
        var folder = new StateFolder(directory, new LineLogger());
        Console.WriteLine($"small {TrySave(folder, 1, 4_096)}");
        Console.WriteLine($"large {TrySave(folder, 2)}");
        Console.WriteLine($"large {TrySave(folder, 2)}");
        Console.WriteLine($"old one there {CanRead(folder, 1)}");
        Console.WriteLine($"temporary files {Directory.GetFiles(directory, "*" + AtomicFile.TempSuffix).Length}");
        Console.WriteLine($"small {TrySave(folder, 3, 4_096)}");
    }

    private static void SaveWhereNothingCanBeWritten(string directory)
    {
        var folder = new StateFolder(directory, new LineLogger());
        Console.WriteLine($"saved {TrySave(folder, 2)}");
        Console.WriteLine($"saved {TrySave(folder, 3)}");
        Console.WriteLine($"old one there {CanRead(folder, 1)}");
    }
}
